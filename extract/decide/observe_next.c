#include "extract/decide/choose.h"
#include "extract/decide/observe.h"

/* Where a candidate stands from the target taken before: sides of the triggers,
 * as bits. */
static size_t sides(const ds_filler *filler, uint16_t trigger, const ds_target *taken)
{
    size_t side = filler->first > trigger;
    if (!taken->named) {
        return 8 + side;
    }
    size_t same = trigger == taken->trigger;
    size_t taken_side = taken->filler.first > taken->trigger;
    return same * 4 + taken_side * 2 + side;
}

static size_t stakes_between(const ds_analysis *analysis, size_t low, size_t high)
{
    return high > low ? (size_t)(analysis->stakes[high] - analysis->stakes[low + 1]) : 0;
}

/* A rule that picks the taken target in one match with this candidate says what
 * else it is. */
static void add_picked(ds_observer *ex, const ds_filler *filler, const ds_target *taken)
{
    const ds_analysis *analysis = ex->analysis;
    bool seen[DS_ROLES] = {false};
    for (size_t p = 0; taken->named && p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (filler->first >= pick->first && filler->last <= pick->last && !seen[pick->role] &&
            pick->role != DS_ROLE_TARGET &&
            ds_pick_pairs(analysis, pick, taken->filler.first, taken->filler.last)) {
            seen[pick->role] = true;
            ds_observe_small(ex, X_PICKED, pick->role);
        }
    }
}

/* The taken target nearest to the candidate: named ones first. */
static const ds_target *nearest(const ds_filler *filler, const ds_target *taken, size_t n)
{
    const ds_target *best = &taken[0];
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t gap = taken[i].named ? ds_observe_difference(filler->first, taken[i].filler.first)
                                    : SIZE_MAX - 1;
        if (gap < least) {
            least = gap;
            best = &taken[i];
        }
    }
    return best;
}

/* What lies between the two. */
static void add_gap(ds_observer *ex, const ds_filler *filler, const ds_target *beside)
{
    const ds_analysis *analysis = ex->analysis;
    bool right = filler->first > beside->filler.last;
    size_t low = right ? beside->filler.last : filler->last;
    size_t high = right ? filler->first : beside->filler.first;
    size_t triggers = high > low ? (size_t)(analysis->before[high] - analysis->before[low]) : 0;
    ds_observe_small(ex, X_GAP, ds_observe_bucket(high > low ? high - low - 1 : 0));
    ds_observe_small(ex, X_CLAUSES,
                     ds_observe_difference(analysis->clause[high], analysis->clause[low]));
    ds_observe_small(ex, X_TRIGGERS, triggers < 3 ? triggers : 3);
    ds_observe_small(ex, X_STAKES, stakes_between(analysis, low, high));
    if (high == low + 2) {
        ds_observe(ex, X_JOINT, analysis->tokens[low + 1].context);
    }
}

void ds_features_next(const ds_features *features, const ds_analysis *analysis,
                      const ds_filler *filler, uint16_t trigger, const ds_target *taken,
                      size_t n_taken, ds_feature_list *out)
{
    ds_observer ex = {.features = features, .analysis = analysis, .out = out};
    if (n_taken == 0) {
        return;
    }
    const ds_target *beside = nearest(filler, taken, n_taken);
    ds_observe(&ex, X_BIAS, 0);
    ds_observe_small(&ex, X_COUNT, n_taken < 4 ? n_taken : 4);
    ds_observe_small(&ex, X_TRIGGER, sides(filler, trigger, beside));
    if (trigger != beside->trigger) {
        ds_observe(&ex, X_TRIGGER_WORD, analysis->tokens[trigger].context);
    }
    if (beside->named) {
        add_gap(&ex, filler, beside);
        add_picked(&ex, filler, beside);
    }
}
