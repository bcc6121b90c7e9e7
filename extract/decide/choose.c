#include "extract/decide/choose.h"

#include "extract/decide/eligible.h"
#include "extract/decide/order.h"
#include "extract/decide/scorer.h"

#include <math.h>
#include <stdlib.h>

/* An item without a filler. */
static void list_none(const ds_features *features, const ds_analysis *analysis,
                      const ds_anchor *anchor, ds_role role, ds_feature_list *list)
{
    if (role == DS_ROLE_TARGET && anchor) {
        ds_features_empty(features, analysis, anchor->trigger, list);
    } else {
        ds_features_none(features, analysis, anchor, role, list);
    }
}

/* For those who want to see the features. */
typedef struct listing {
    const ds_features *features;
    const ds_analysis *analysis;
    ds_role role;
    const ds_target *taken; /* other targets before this one */
    size_t n_taken;
    ds_item_sink *sink;
    void *payload;
} listing;

static void list_item(void *payload, const ds_filler *filler, const ds_anchor *anchor)
{
    const listing *to = payload;
    ds_feature_list list;
    if (filler) {
        ds_features_filler(to->features, to->analysis, filler, anchor, to->role, &list);
        ds_features_next(to->features, to->analysis, filler, anchor->trigger, to->taken,
                         to->n_taken, &list);
    } else {
        list_none(to->features, to->analysis, anchor, to->role, &list);
    }
    to->sink(to->payload, filler, anchor ? anchor->trigger : DS_TOKEN_NOTHING, &list);
}

void ds_choose_target_items(const ds_features *features, const ds_analysis *analysis,
                            const ds_target *taken, size_t n_taken, ds_item_sink *sink,
                            void *payload)
{
    listing to = {features, analysis, DS_ROLE_TARGET, taken, n_taken, sink, payload};
    ds_eligible_targets(analysis, list_item, &to);
}

void ds_choose_role_items(const ds_features *features, const ds_analysis *analysis,
                          const ds_anchor *anchor, ds_role role, ds_item_sink *sink, void *payload)
{
    listing to = {features, analysis, role, NULL, 0, sink, payload};
    ds_eligible_fillers(analysis, anchor, role, list_item, &to);
}

/* A scored item of a softmax. */
typedef struct scored {
    ds_filler filler;
    uint16_t trigger;
    bool named;
    bool gone;    /* taken, or overlaps what was taken */
    size_t party; /* see ds_eligible_party(); the number of forms where none is named */
    double score;
    double mass; /* e^(score - top of the softmax), below 0 if not yet asked for */
} scored;

typedef struct scoring {
    const ds_model *model;
    const ds_analysis *analysis;
    ds_scorer *scorer; /* of the sentence */
    ds_role role;
    scored *items;
    ds_net_input *alone; /* by item: before another target was taken */
    size_t n_items;
    size_t max;
} scoring;

/* At most `max` items. */
static ds_status begin_scoring(scoring *out, const ds_model *model, const ds_analysis *analysis,
                               ds_role role, size_t max, ds_arena *arena)
{
    *out = (scoring){.model = model,
                     .analysis = analysis,
                     .scorer = analysis->scorer,
                     .role = role,
                     .items = DS_ARENA_TAKE(arena, max, scored),
                     .alone = DS_ARENA_TAKE(arena, max, ds_net_input),
                     .max = max};
    ds_status status = out->items && out->alone ? DS_OK : DS_ENOMEM;
    if (status == DS_OK && !out->scorer) {
        status = ds_scorer_new(&out->scorer, model, analysis, arena);
    }
    return status;
}

static double score_of(scoring *state, const ds_filler *filler, const ds_anchor *anchor,
                       ds_net_input *input)
{
    if (!filler) {
        ds_feature_list list;
        *input = (ds_net_input){0};
        list_none(ds_model_features(state->model), state->analysis, anchor, state->role, &list);
        ds_model_weigh(state->model, state->role, &list, input);
    } else if (!ds_scorer_weigh(state->scorer, filler, anchor, state->role, input)) {
        return -INFINITY;
    }
    return ds_model_settle(state->model, state->role, input);
}

static void score_item(void *payload, const ds_filler *filler, const ds_anchor *anchor)
{
    scoring *state = payload;
    if (state->n_items < state->max) {
        double score = score_of(state, filler, anchor, &state->alone[state->n_items]);
        state->items[state->n_items++] =
            (scored){.filler = filler ? *filler : (ds_filler){0},
                     .trigger = anchor ? anchor->trigger : DS_TOKEN_NOTHING,
                     .named = filler != NULL,
                     .party = filler && filler->candidate
                                  ? ds_eligible_party(state->analysis, filler->candidate)
                                  : state->analysis->nominees.n_forms,
                     .score = score,
                     .mass = -1};
    }
}

static double best_score(const scored *items, size_t n)
{
    double best = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (!items[i].gone && items[i].score > best) {
            best = items[i].score;
        }
    }
    return best;
}

/* Less than e^-40 of the best is lost in the last bit of every sum. */
static const double negligible = 40;

/* Its part of the softmax whose best score is `top`. */
static double mass_of(scored *item, double top)
{
    if (item->mass < 0) {
        item->mass = top - item->score > negligible ? 0 : exp(item->score - top);
    }
    return item->mass;
}

/* What is known of the best form, of all that is not gone. */
typedef struct standing {
    double share; /* of it among all                                 */
    double any;   /* of all forms together: that there is a deal     */
    double lead;  /* of it against "no deal" alone                   */
} standing;

/* Sums e^score by form. */
static const scored *best_form(scored *items, size_t n, double *sums, size_t n_forms, standing *out)
{
    double top = best_score(items, n);
    double no_deal = 0;
    double all = 0;
    double best = 0;
    const scored *winner = NULL;
    memset(sums, 0, (n_forms + 1) * sizeof *sums);
    for (size_t i = 0; i < n; i++) {
        if (items[i].gone) {
            continue;
        }
        double mass = mass_of(&items[i], top);
        bool none = !items[i].named && items[i].trigger == DS_TOKEN_NOTHING;
        if (none) {
            no_deal = mass;
            continue;
        }
        sums[items[i].party] += mass;
        all += mass;
    }
    size_t best_index = 0;
    for (size_t form = 0; form <= n_forms; form++) {
        if (sums[form] > best) {
            best = sums[form];
            best_index = form;
        }
    }
    for (size_t i = 0; i < n; i++) { /* its best mention */
        bool none = !items[i].named && items[i].trigger == DS_TOKEN_NOTHING;
        if (!items[i].gone && !none && items[i].party == best_index &&
            (!winner || items[i].score > winner->score)) {
            winner = &items[i];
        }
    }
    *out = (standing){0};
    if (best > 0) {
        *out = (standing){best / (all + no_deal), all / (all + no_deal), best / (best + no_deal)};
    }
    return winner;
}

static void take_out(scored *items, size_t n, const scored *winner)
{
    ds_filler taken = winner->filler;
    size_t winner_party = winner->party;
    bool named = winner->named;
    for (size_t i = 0; i < n; i++) {
        bool none = !items[i].named && items[i].trigger == DS_TOKEN_NOTHING;
        if (none) {
            continue;
        }
        if (!items[i].named || !named) {
            items[i].gone = items[i].gone || !items[i].named || !named;
        } else if (items[i].party == winner_party ||
                   ds_eligible_overlap(&items[i].filler, &taken)) {
            items[i].gone = true;
        }
    }
}

/* What is left, beside what is taken. */
static void score_next(const scoring *state, const ds_target *taken, size_t n_taken)
{
    ds_feature_list list;
    for (size_t i = 0; i < state->n_items; i++) {
        scored *item = &state->items[i];
        item->mass = -1; /* the best of what is left may be another */
        if (!item->gone && item->named) {
            list.n = 0;
            ds_features_next(ds_model_features(state->model), state->analysis, &item->filler,
                             item->trigger, taken, n_taken, &list);
            ds_net_input input = state->alone[i];
            ds_model_weigh(state->model, state->role, &list, &input);
            item->score = ds_model_settle(state->model, state->role, &input);
        }
    }
}

static int by_place(const void *left, const void *right)
{
    const ds_target *a = left;
    const ds_target *b = right;
    size_t x = a->named ? a->filler.first : a->trigger;
    size_t y = b->named ? b->filler.first : b->trigger;
    return (x > y) - (x < y);
}

ds_status ds_choose_targets(const ds_model *model, const ds_analysis *analysis, ds_arena *arena,
                            ds_target **out, size_t *n_out)
{
    if (!ds_model_fitted(model)) {
        return ds_order_targets(analysis, arena, out, n_out);
    }
    size_t max = 1 + analysis->n_triggers * (analysis->nominees.n_candidates + 1);
    scoring state;
    ds_status status = begin_scoring(&state, model, analysis, DS_ROLE_TARGET, max, arena);
    double *sums = DS_ARENA_TAKE(arena, analysis->nominees.n_forms + 1, double);
    ds_target *targets = DS_ARENA_NEW(arena, DS_CHOOSE_MAX_DEALS, ds_target);
    if (status != DS_OK || !sums || !targets) {
        return DS_ENOMEM;
    }
    ds_eligible_targets(analysis, score_item, &state);
    size_t n = 0;
    while (n < DS_CHOOSE_MAX_DEALS) {
        standing best;
        const scored *winner =
            best_form(state.items, state.n_items, sums, analysis->nominees.n_forms, &best);
        double least = ds_model_least_share(model, n == 0);
        if (!winner || (n == 0 ? best.any : best.lead) <= least) {
            break;
        }
        targets[n++] = (ds_target){winner->trigger, winner->named, winner->filler, best.share};
        take_out(state.items, state.n_items, winner);
        score_next(&state, targets, n);
    }
    qsort(targets, n, sizeof *targets, by_place);
    *out = targets;
    *n_out = n;
    return ds_scorer_failed(state.scorer) ? DS_ENOMEM : DS_OK;
}

/* The other values, the best first. */
static void list_others(const scoring *state, const scored *winner, ds_choice *out)
{
    for (size_t i = 0; i < state->n_items; i++) {
        const scored *item = &state->items[i];
        if (item == winner || !item->named || !item->filler.entity) {
            continue;
        }
        ds_alternative here = {item->filler.entity, winner->score - item->score};
        size_t at = out->n_others;
        while (at > 0 && out->others[at - 1].loss > here.loss) {
            at--;
        }
        if (at == DS_CHOICE_ALTERNATIVES) {
            continue;
        }
        out->n_others += out->n_others < DS_CHOICE_ALTERNATIVES;
        memmove(out->others + at + 1, out->others + at,
                (out->n_others - 1 - at) * sizeof *out->others);
        out->others[at] = here;
    }
}

/* Mentions of one text add up; a value's mentions are entities and stand each
 * for itself. */
static void choose_best(scoring *state, size_t n_forms, double *sums, ds_choice *out)
{
    double top = best_score(state->items, state->n_items);
    double total = 0;
    double nobody = 0;
    memset(sums, 0, (n_forms + 1) * sizeof *sums);
    for (size_t i = 0; i < state->n_items; i++) {
        scored *item = &state->items[i];
        double mass = mass_of(item, top);
        total += mass;
        nobody += item->named ? 0 : mass;
        if (item->named && item->filler.candidate) {
            sums[item->party] += mass;
        }
    }
    const scored *winner = NULL;
    double best = 0;
    double second = 0;
    for (size_t i = 0; i < state->n_items; i++) {
        scored *item = &state->items[i];
        bool party = item->named && item->filler.candidate;
        double mass = party ? sums[item->party] : mass_of(item, top);
        bool same = winner && party && winner->named && winner->party == item->party;
        if (same) {
            winner = item->score > winner->score ? item : winner;
        } else if (mass > best) {
            second = best;
            best = mass;
            winner = item;
        } else if (mass > second) {
            second = mass;
        }
    }
    *out = (ds_choice){.nobody = total > 0 ? nobody / total : 0};
    if (winner && winner->named) {
        *out = (ds_choice){.found = true,
                           .filler = winner->filler,
                           .share = best / total,
                           .nobody = nobody / total,
                           .margin = (best - second) / total};
        list_others(state, winner, out);
    }
}

ds_status ds_choose_role(const ds_model *model, const ds_analysis *analysis,
                         const ds_anchor *anchor, ds_role role, ds_arena *arena, ds_choice *out)
{
    if (!ds_model_fitted(model)) {
        ds_order_role(analysis, anchor, role, out);
        return DS_OK;
    }
    size_t max = 1 + analysis->nominees.n_candidates + analysis->n_entities;
    scoring state;
    ds_status status = begin_scoring(&state, model, analysis, role, max, arena);
    double *sums = DS_ARENA_TAKE(arena, analysis->nominees.n_forms + 1, double);
    if (status != DS_OK || !sums) {
        return DS_ENOMEM;
    }
    ds_eligible_fillers(analysis, anchor, role, score_item, &state);
    choose_best(&state, analysis->nominees.n_forms, sums, out);
    return ds_scorer_failed(state.scorer) ? DS_ENOMEM : DS_OK;
}
