#include "extract/decide/choose.h"

#include "corpus/text/utf8.h"
#include "extract/decide/order.h"
#include "extract/decide/scorer.h"

#include <math.h>
#include <stdlib.h>

/* Whole currency units: less is the price of a share or a thing. */
enum { LEAST_PRICE = 1000 };
/* Triggers of one sentence that are tried. */
enum { MAX_TRIGGERS = 12 };

static size_t apart(const ds_filler *filler, size_t token)
{
    return token < filler->first  ? filler->first - token
           : token > filler->last ? token - filler->last
                                  : 0;
}

static bool in_reach(const ds_filler *filler, size_t trigger)
{
    size_t distance = apart(filler, trigger);
    size_t most = filler->first > trigger ? DS_CHOOSE_MAX_RIGHT : DS_CHOOSE_MAX_TOKENS;
    return distance > 0 && distance <= most;
}

static ds_filler filler_of(const ds_candidate *candidate)
{
    return (ds_filler){candidate->first, candidate->last, candidate, NULL};
}

/* Called for every item of a softmax; filler NULL: none.  Of targets `anchor` is
 * NULL for "no deal". */
typedef void item_visit(void *payload, const ds_filler *filler, const ds_anchor *anchor);

static void visit_targets(const ds_analysis *analysis, item_visit *visit, void *payload)
{
    visit(payload, NULL, NULL);
    for (size_t t = 0; t < analysis->n_triggers && t < MAX_TRIGGERS; t++) {
        uint16_t trigger = analysis->triggers[t];
        ds_anchor anchor = {.trigger = trigger};
        visit(payload, NULL, &anchor);
        for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
            ds_filler filler = filler_of(&analysis->nominees.candidates[c]);
            bool here = filler.candidate->begin >= analysis->focus;
            if (here && in_reach(&filler, trigger)) {
                visit(payload, &filler, &anchor);
            }
        }
    }
}

static bool overlaps(const ds_filler *a, const ds_filler *b)
{
    if (a->candidate && b->candidate) {
        return a->candidate->begin < b->candidate->end && b->candidate->begin < a->candidate->end;
    }
    return a->first <= b->last && b->first <= a->last;
}

/* Number of the party that the candidate names: a form and its alias are one. */
static size_t party_of(const ds_analysis *analysis, const ds_candidate *candidate)
{
    return analysis->form_group ? analysis->form_group[candidate->form] : candidate->form;
}

static bool same_party(const ds_analysis *analysis, const ds_filler *a, const ds_filler *b)
{
    return a->candidate && b->candidate &&
           party_of(analysis, a->candidate) == party_of(analysis, b->candidate);
}

/* What one trigger buys together does not buy its neighbours. */
static bool is_sibling(const ds_analysis *analysis, const ds_anchor *anchor,
                       const ds_filler *filler)
{
    for (size_t i = 0; i < anchor->n_siblings; i++) {
        const ds_target *sibling = &anchor->siblings[i];
        if (sibling->named && sibling->trigger == anchor->trigger &&
            (overlaps(&sibling->filler, filler) ||
             same_party(analysis, &sibling->filler, filler))) {
            return true;
        }
    }
    return false;
}

static bool role_takes(ds_role role, const ds_entity *entity)
{
    return (role == DS_ROLE_AMOUNT && entity->kind == DS_ENTITY_AMOUNT) ||
           (role == DS_ROLE_DATE && entity->kind == DS_ENTITY_DATE) ||
           (role == DS_ROLE_STAKE && entity->kind == DS_ENTITY_STAKE);
}

static bool has_digit(const ds_analysis *analysis, const ds_entity *entity)
{
    for (size_t i = entity->begin; i < entity->end; i++) {
        if (ds_code_is_digit((unsigned char)analysis->text.ptr[i])) {
            return true;
        }
    }
    return false;
}

/* Prices of one share or one piece, and sums that buy no company; the symbolic
 * price of one is a price. */
static bool is_small(const ds_amount *amount)
{
    static const ds_decimal least = {LEAST_PRICE, 0};
    static const ds_decimal symbolic = {1, 0};
    return amount->per_unit || (amount->has_value && ds_decimal_compare(amount->value, least) < 0 &&
                                ds_decimal_compare(amount->value, symbolic) != 0);
}

static bool same_clause(const ds_analysis *analysis, size_t token, const ds_anchor *anchor)
{
    return analysis->clause[token] == analysis->clause[anchor->trigger] ||
           (anchor->target && analysis->clause[token] == analysis->clause[anchor->target->last]);
}

/* "Recently" dates nothing unless the publication day is known.
 * A bare percentage in brackets or another clause is a remark, not a stake; money and shares of
 * the sentence before belong to its own deal. */
static bool is_aside(const ds_analysis *analysis, const ds_anchor *anchor, size_t e)
{
    size_t token = analysis->entity_token[e];
    const ds_entity *entity = &analysis->entities[e];
    if (analysis->refused[e]) {
        return true;
    }
    if (entity->kind == DS_ENTITY_DATE && !entity->date.text[0] && !has_digit(analysis, entity)) {
        return true;
    }
    if (entity->kind == DS_ENTITY_AMOUNT && is_small(&entity->amount)) {
        return true;
    }
    bool before = entity->begin < analysis->focus;
    return (before && entity->kind != DS_ENTITY_DATE) ||
           (entity->kind == DS_ENTITY_STAKE && !entity->stake.strong &&
            (analysis->depth[token] > 0 || !same_clause(analysis, token, anchor)));
}

/* Does a rule find buyer and target of this deal in the sentence itself, the
 * buyer more than a mere noun (the company)?  Then no subject is carried. */
static bool has_own_buyer(const ds_analysis *analysis, const ds_anchor *anchor)
{
    for (size_t p = 0; anchor->target && p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        bool here = analysis->tokens[pick->first].begin >= analysis->focus;
        if (pick->role != DS_ROLE_ACQUIRER || !here ||
            !ds_pick_pairs(analysis, pick, anchor->target->first, anchor->target->last)) {
            continue;
        }
        for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
            const ds_candidate *candidate = &analysis->nominees.candidates[c];
            bool plain =
                candidate->bits & DS_NOMINEE_COMMON && !(candidate->bits & DS_NOMINEE_DESCRIBED);
            if (candidate->first >= pick->first && candidate->last <= pick->last && !plain) {
                return true;
            }
        }
    }
    return false;
}

/* A town that no list of companies knows buys and sells nothing. */
static bool is_bare_place(const ds_analysis *analysis, const ds_candidate *candidate)
{
    const uint32_t name = DS_NOMINEE_LISTED | DS_NOMINEE_QUOTED | DS_NOMINEE_CODE;
    return candidate->first == candidate->last && !(candidate->bits & name) &&
           analysis->tokens[candidate->first].pos == DS_POS_PLACE;
}

/* Is it a mere piece of a name that a list of companies knows?  Of targets that
 * is only a hint: what is bought is often a part. */
static bool is_piece_of_listed(const ds_analysis *analysis, const ds_candidate *piece)
{
    const ds_nominees *all = &analysis->nominees;
    bool found = false;
    for (size_t c = 0; c < all->n_candidates && all->candidates[c].begin <= piece->begin; c++) {
        const ds_candidate *whole = &all->candidates[c];
        found = found || (whole->bits & DS_NOMINEE_LISTED && whole->end >= piece->end &&
                          whole->end - whole->begin > piece->end - piece->begin);
    }
    return found;
}

static void visit_parties(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                          item_visit *visit, void *payload)
{
    size_t begin =
        role == DS_ROLE_ACQUIRER && has_own_buyer(analysis, anchor) ? analysis->focus : 0;
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        ds_filler filler = filler_of(&analysis->nominees.candidates[c]);
        if (!in_reach(&filler, anchor->trigger) || filler.candidate->begin < begin ||
            is_bare_place(analysis, filler.candidate) ||
            is_piece_of_listed(analysis, filler.candidate)) {
            continue;
        }
        if (anchor->target &&
            (overlaps(&filler, anchor->target) || same_party(analysis, &filler, anchor->target))) {
            continue;
        }
        if (is_sibling(analysis, anchor, &filler)) {
            continue;
        }
        visit(payload, &filler, anchor);
    }
}

static void visit_role(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                       item_visit *visit, void *payload)
{
    visit(payload, NULL, anchor);
    if (role == DS_ROLE_ACQUIRER || role == DS_ROLE_SELLER) {
        visit_parties(analysis, anchor, role, visit, payload);
        return;
    }
    for (size_t e = 0; e < analysis->n_entities; e++) {
        uint16_t token = analysis->entity_token[e];
        if (role_takes(role, &analysis->entities[e]) && !is_aside(analysis, anchor, e)) {
            ds_filler filler = {token, token, NULL, &analysis->entities[e]};
            if (!in_reach(&filler, anchor->trigger)) {
                continue;
            }
            visit(payload, &filler, anchor);
        }
    }
}

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
    visit_targets(analysis, list_item, &to);
}

void ds_choose_role_items(const ds_features *features, const ds_analysis *analysis,
                          const ds_anchor *anchor, ds_role role, ds_item_sink *sink, void *payload)
{
    listing to = {features, analysis, role, NULL, 0, sink, payload};
    visit_role(analysis, anchor, role, list_item, &to);
}

/* A scored item of a softmax. */
typedef struct scored {
    ds_filler filler;
    uint16_t trigger;
    bool named;
    bool gone;    /* taken, or overlaps what was taken */
    size_t party; /* see party_of(); the number of forms where none is named */
    double score;
    double alone; /* its score before another target was taken */
    double mass;  /* e^(score - top of the softmax), below 0 if not yet asked for */
} scored;

typedef struct scoring {
    const ds_model *model;
    const ds_analysis *analysis;
    ds_scorer *scorer; /* of the sentence */
    ds_role role;
    scored *items;
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
                     .max = max};
    ds_status status = out->items ? DS_OK : DS_ENOMEM;
    if (status == DS_OK && !out->scorer) {
        status = ds_scorer_new(&out->scorer, model, analysis, arena);
    }
    return status;
}

static double score_of(scoring *state, const ds_filler *filler, const ds_anchor *anchor)
{
    if (filler) {
        return ds_scorer_weigh(state->scorer, filler, anchor, state->role);
    }
    ds_feature_list list;
    list_none(ds_model_features(state->model), state->analysis, anchor, state->role, &list);
    return ds_model_score(state->model, state->role, &list);
}

static void score_item(void *payload, const ds_filler *filler, const ds_anchor *anchor)
{
    scoring *state = payload;
    if (state->n_items < state->max) {
        double score = score_of(state, filler, anchor);
        state->items[state->n_items++] = (scored){
            .filler = filler ? *filler : (ds_filler){0},
            .trigger = anchor ? anchor->trigger : DS_TOKEN_NOTHING,
            .named = filler != NULL,
            .party = filler && filler->candidate ? party_of(state->analysis, filler->candidate)
                                                 : state->analysis->nominees.n_forms,
            .score = score,
            .alone = score,
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

/* Sums e^score by form; the best form's share of all that is not gone. */
static const scored *best_form(scored *items, size_t n, double *sums, size_t n_forms, double *share)
{
    double top = best_score(items, n);
    double total = 0;
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
            total = mass;
            continue;
        }
        sums[items[i].party] += mass;
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
    *share = best > 0 ? best / (best + total) : 0;
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
        } else if (items[i].party == winner_party || overlaps(&items[i].filler, &taken)) {
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
            item->score = item->alone + ds_model_score(state->model, state->role, &list);
        }
    }
}

/* Common words alone are no name, unless they end as company names do. */
static bool is_plain(const ds_analysis *analysis, const scored *item)
{
    const uint32_t name = DS_NOMINEE_DESCRIBED | DS_NOMINEE_LISTED | DS_NOMINEE_QUOTED |
                          DS_NOMINEE_LEGAL | DS_NOMINEE_CODE | DS_NOMINEE_LATIN;
    const ds_candidate *candidate = item->named ? item->filler.candidate : NULL;
    if (!candidate || !(candidate->bits & DS_NOMINEE_COMMON) || candidate->bits & name) {
        return false;
    }
    uint8_t last = analysis->tokens[candidate->last].word_class;
    return last != DS_WORD_LEGAL && last != DS_WORD_ORG;
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
    visit_targets(analysis, score_item, &state);
    size_t n = 0;
    while (n < DS_CHOOSE_MAX_DEALS) {
        double share;
        const scored *winner =
            best_form(state.items, state.n_items, sums, analysis->nominees.n_forms, &share);
        if (!winner || share <= ds_model_least_share(model, n == 0 && winner->named &&
                                                                !is_plain(analysis, winner))) {
            break;
        }
        targets[n++] = (ds_target){winner->trigger, winner->named, winner->filler, share};
        take_out(state.items, state.n_items, winner);
        score_next(&state, targets, n);
    }
    qsort(targets, n, sizeof *targets, by_place);
    *out = targets;
    *n_out = n;
    return ds_scorer_failed(state.scorer) ? DS_ENOMEM : DS_OK;
}

/* Mentions of one text add up; a value's mentions are entities and stand each
 * for itself. */
static void choose_best(scoring *state, size_t n_forms, double *sums, ds_choice *out)
{
    double top = best_score(state->items, state->n_items);
    double total = 0;
    memset(sums, 0, (n_forms + 1) * sizeof *sums);
    for (size_t i = 0; i < state->n_items; i++) {
        scored *item = &state->items[i];
        double mass = mass_of(item, top);
        total += mass;
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
    *out = (ds_choice){0};
    if (winner && winner->named) {
        *out = (ds_choice){true, winner->filler, best / total, (best - second) / total};
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
    visit_role(analysis, anchor, role, score_item, &state);
    choose_best(&state, analysis->nominees.n_forms, sums, out);
    return ds_scorer_failed(state.scorer) ? DS_ENOMEM : DS_OK;
}
