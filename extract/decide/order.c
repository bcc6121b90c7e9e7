#include "extract/decide/order.h"

/* The longest candidate in a picked run, names before mere nouns. */
static const ds_candidate *candidate_in(const ds_analysis *analysis, const ds_pick *pick)
{
    const ds_candidate *best = NULL;
    bool best_plain = false;
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (candidate->first < pick->first || candidate->last > pick->last ||
            candidate->begin < analysis->focus) {
            continue;
        }
        bool plain =
            candidate->bits & DS_NOMINEE_COMMON && !(candidate->bits & DS_NOMINEE_DESCRIBED);
        bool longer = best && candidate->end - candidate->begin > best->end - best->begin;
        if (!best || (best_plain && !plain) || (best_plain == plain && longer)) {
            best = candidate;
            best_plain = plain;
        }
    }
    return best;
}

static bool is_taken(const ds_target *targets, size_t n, const ds_candidate *candidate)
{
    for (size_t t = 0; t < n; t++) {
        if (targets[t].filler.first <= candidate->last &&
            candidate->first <= targets[t].filler.last) {
            return true;
        }
    }
    return false;
}

/* The trigger nearest to the target. */
static uint16_t trigger_of(const ds_analysis *analysis, const ds_candidate *candidate)
{
    uint16_t best = analysis->triggers[0];
    size_t least = SIZE_MAX;
    for (size_t t = 0; t < analysis->n_triggers; t++) {
        size_t at = analysis->triggers[t];
        size_t distance = at < candidate->first ? candidate->first - at : at - candidate->first;
        if (distance < least) {
            least = distance;
            best = analysis->triggers[t];
        }
    }
    return best;
}

ds_status ds_order_targets(const ds_analysis *analysis, ds_arena *arena, ds_target **out,
                           size_t *n_out)
{
    ds_target *targets = DS_ARENA_NEW(arena, DS_CHOOSE_MAX_DEALS, ds_target);
    size_t n = 0;
    if (!targets) {
        return DS_ENOMEM;
    }
    for (size_t p = 0; p < analysis->n_picks && n < DS_CHOOSE_MAX_DEALS; p++) {
        const ds_pick *pick = &analysis->picks[p];
        const ds_candidate *candidate = pick->role == DS_ROLE_TARGET && analysis->n_triggers
                                            ? candidate_in(analysis, pick)
                                            : NULL;
        if (candidate && !is_taken(targets, n, candidate)) {
            targets[n++] =
                (ds_target){.trigger = trigger_of(analysis, candidate),
                            .named = true,
                            .filler = {candidate->first, candidate->last, candidate, NULL},
                            .share = 1};
        }
    }
    *out = targets;
    *n_out = n;
    return DS_OK;
}

void ds_order_role(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                   ds_choice *out)
{
    *out = (ds_choice){.nobody = 1};
    for (size_t p = 0; anchor->target && p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (pick->role != role ||
            !ds_pick_pairs(analysis, pick, anchor->target->first, anchor->target->last)) {
            continue;
        }
        uint16_t entity = analysis->tokens[pick->first].entity;
        ds_filler filler = {pick->first, pick->last, NULL, NULL};
        if (role == DS_ROLE_ACQUIRER || role == DS_ROLE_SELLER) {
            filler.candidate = candidate_in(analysis, pick);
        } else if (entity != DS_TOKEN_NOTHING) {
            filler.entity = &analysis->entities[entity];
        }
        if (filler.candidate || filler.entity) {
            *out = (ds_choice){.found = true, .filler = filler, .share = 1, .margin = 1};
            return;
        }
    }
}
