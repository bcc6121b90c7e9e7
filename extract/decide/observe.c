#include "extract/decide/observe.h"

typedef ds_observer extractor;

/* Contexts strictly between two tokens, at most the nearest to the anchor. */
static void add_between(extractor *ex, template_id t, size_t left, size_t right)
{
    enum { SEEN_WORDS = 32 };
    uint64_t seen[SEEN_WORDS] = {0}; /* contexts beyond are looked for in the list */
    size_t from = ex->out->n;
    for (size_t i = left + 1; i < right && i <= left + DS_OBSERVE_BETWEEN; i++) {
        size_t context = ex->analysis->tokens[i].context;
        if (context / 64 >= SEEN_WORDS) {
            ds_observe_bag(ex, t, context, from);
        } else if (!(seen[context / 64] >> context % 64 & 1u)) {
            seen[context / 64] |= UINT64_C(1) << context % 64;
            ds_observe(ex, t, context);
        }
    }
}

/* Where the words that the span stands apart from its trigger begin and end:
 * (*low, *high), exclusive.  True: it stands to the right. */
static bool gap_of(const ds_filler *filler, uint16_t trigger, size_t *low, size_t *high)
{
    bool right = filler->first > trigger;
    *low = right ? trigger : filler->last;
    *high = right ? filler->first : trigger;
    return right;
}

void ds_observe_trigger(extractor *ex, uint16_t trigger, bool right)
{
    ptrdiff_t at = trigger;
    ds_observe(ex, TRIGGER_L + right, ds_observe_context(ex->analysis, at));
    ds_observe(ex, AFTER_L + right, ds_observe_context(ex->analysis, at + 1));
    ds_observe(ex, BEFORE_L + right, ds_observe_context(ex->analysis, at - 1));
    ds_observe_group(ex, AFTER_GROUP_L + right, at + 1);
    ds_observe_group(ex, BEFORE_GROUP_L + right, at - 1);
}

static void add_gap(extractor *ex, const ds_filler *filler, uint16_t trigger)
{
    const ds_analysis *analysis = ex->analysis;
    size_t low;
    size_t high;
    unsigned right = gap_of(filler, trigger, &low, &high);
    ds_observe_small(ex, DISTANCE_L + right, ds_observe_bucket(high - low - (high > low)));
    ds_observe_small(ex, CLAUSES_L + right,
                     ds_observe_difference(analysis->clause[high], analysis->clause[low]));
    ds_observe_small(ex, OTHERS_L + right,
                     high > low + 1 ? (size_t)(analysis->before[high] - analysis->before[low + 1])
                                    : 0);
}

/* Runs of name material that begin between two tokens and hold neither. */
static size_t runs_between(const ds_analysis *analysis, size_t low, size_t high)
{
    const uint16_t *chain = analysis->chain;
    if (high <= low + 1) {
        return 0;
    }
    bool reaches = chain[high] != DS_TOKEN_NOTHING && chain[high] == chain[high - 1] &&
                   chain[high] != chain[low];
    return (size_t)(analysis->runs[high - 1] - analysis->runs[low]) - reaches;
}

void ds_observe_near(extractor *ex, const ds_filler *filler, uint16_t trigger)
{
    size_t low;
    size_t high;
    unsigned right = gap_of(filler, trigger, &low, &high);
    add_gap(ex, filler, trigger);
    ds_observe_small(ex, RUNS_L + right, runs_between(ex->analysis, low, high));
}

/* Where the whole run stands, whatever piece of it the candidate is: pieces of
 * one run then differ by their edges alone. */
void ds_observe_run_gap(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                        uint16_t trigger)
{
    enum { NEAREST = 7, FIRST = 3 };
    const ds_analysis *analysis = ex->analysis;
    size_t low;
    size_t high;
    unsigned right = gap_of(filler, trigger, &low, &high);
    size_t distance = right ? (size_t)run->begin - trigger - 1 : trigger - (size_t)run->end - 1;
    size_t clauses = ds_observe_difference(analysis->clause[high], analysis->clause[low]);
    bool whole = run->begin == filler->first && run->end == filler->last;
    ds_observe_small(
        ex, WHOLE_NEAR_L + right,
        (ds_observe_bucket(distance) < NEAREST ? ds_observe_bucket(distance) : NEAREST) +
            (whole ? NEAREST + 1u : 0));
    ds_observe_small(ex, ORDINAL_CLAUSE_L + right,
                     (size_t)(run->ordinal < FIRST ? run->ordinal : FIRST) * (FIRST + 1u) +
                         (clauses < FIRST ? clauses : FIRST));
}

void ds_observe_pairs(extractor *ex, const ds_filler *filler, const ds_anchor *anchor, ds_role role)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t p = 0; anchor->target && p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (pick->role == role && filler->first >= pick->first && filler->last <= pick->last &&
            ds_pick_pairs(analysis, pick, anchor->target->first, anchor->target->last)) {
            ds_observe_bag(ex, RULE_PAIR, pick->rule, from);
        }
    }
}

/* The same as gap_of(), from the target. */
static bool target_gap_of(const ds_filler *filler, const ds_filler *target, size_t *low,
                          size_t *high)
{
    bool right = filler->first > target->last;
    *low = right ? target->last : filler->last;
    *high = right ? filler->first : target->first;
    return right;
}

void ds_observe_target(extractor *ex, const ds_filler *filler, const ds_anchor *anchor)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_filler *target = anchor->target;
    if (!target) {
        ds_observe_small(ex, T_SIDE, 2);
        return;
    }
    size_t low;
    size_t high;
    unsigned right = target_gap_of(filler, target, &low, &high);
    ds_observe_small(ex, T_SIDE, right);
    ds_observe_small(ex, T_DISTANCE, ds_observe_bucket(high > low ? high - low - 1 : 0));
    ds_observe_small(ex, T_CLAUSES,
                     ds_observe_difference(analysis->clause[high], analysis->clause[low]));
    if (high == low + 2) {
        ds_observe(ex, T_JOINT_L + right, analysis->tokens[low + 1].context);
    }
    size_t order = (filler->first > anchor->trigger) + 2u * (filler->first > target->first) +
                   4u * (target->first > anchor->trigger);
    ds_observe_small(ex, T_ORDER, order);
}

/* A candidate: its parts, which scorer.c weighs one by one. */
static void add_candidate(extractor *ex, const ds_filler *filler, uint16_t trigger, ds_role role)
{
    ds_observed_run run = ds_observe_run(ex->analysis, filler);
    (void)ds_observe_candidate(ex, filler, &run, role, DS_OF_ALL);
    ds_observe_beside(ex, filler, &run, filler->first > trigger, DS_OF_ALL);
    ds_observe_near(ex, filler, trigger);
    ds_observe_run_gap(ex, filler, &run, trigger);
}

void ds_features_filler(const ds_features *features, const ds_analysis *analysis,
                        const ds_filler *filler, const ds_anchor *anchor, ds_role role,
                        ds_feature_list *out)
{
    extractor ex = {.features = features, .analysis = analysis, .out = out};
    size_t low;
    size_t high;
    out->n = 0;
    unsigned right = gap_of(filler, anchor->trigger, &low, &high);
    ds_observe_trigger(&ex, anchor->trigger, right);
    add_between(&ex, BETWEEN_L + right, low, high);
    if (filler->candidate) {
        add_candidate(&ex, filler, anchor->trigger, role);
    } else {
        ds_observe_place(&ex, filler);
        ds_observe_sides(&ex, filler, right, DS_OF_ALL);
        add_gap(&ex, filler, anchor->trigger);
        ds_observe_value(&ex, filler);
        (void)ds_observe_rules(&ex, filler, role);
    }
    if (role != DS_ROLE_TARGET) {
        ds_observe_target(&ex, filler, anchor);
        ds_observe_pairs(&ex, filler, anchor, role);
    }
    if (role != DS_ROLE_TARGET && anchor->target) {
        right = target_gap_of(filler, anchor->target, &low, &high);
        add_between(&ex, T_BETWEEN_L + right, low, high);
    }
}
