#include "extract/decide/scorer.h"

#include "extract/decide/observe.h"

/* Parts of one candidate for one role that are known. */
enum { OWN = 1, LEFT = 2, RIGHT = 4, PICKED = 8 };

typedef struct parts {
    ds_net_input own;
    ds_net_input beside[2]; /* left, right of the trigger */
} parts;

/* The words between a span of tokens and every token of the sentence. */
typedef struct stretch {
    bool known;
    uint16_t first; /* of the span */
    uint16_t last;
    ds_net_input side[2]; /* of the trigger itself, by side           */
    ds_net_input *left;   /* by token left of it: the words behind it */
    ds_net_input *right;  /* by token right of it, from the next: those before it; all beyond
                             DS_OBSERVE_BETWEEN have the last           */
} stretch;

typedef struct role_scores {
    parts *parts;   /* by candidate; NULL: none was asked for */
    uint8_t *known; /* by candidate: which of its parts are   */
    stretch trigger;
    stretch target;
} role_scores;

struct ds_scorer {
    const ds_model *model;
    const ds_analysis *analysis;
    ds_arena *arena;
    ds_observed_run *runs; /* by candidate */
    bool *run_known;
    uint8_t *counts; /* by context: how often it is between; all 0 when none is asked */
    ds_feature_list list;
    role_scores roles[DS_ROLES];
    bool failed;
};

ds_status ds_scorer_new(ds_scorer **out, const ds_model *model, const ds_analysis *analysis,
                        ds_arena *arena)
{
    size_t n = analysis->nominees.n_candidates + 1;
    ds_scorer *scorer = DS_ARENA_NEW(arena, 1, ds_scorer);
    if (!scorer) {
        return DS_ENOMEM;
    }
    scorer->model = model;
    scorer->analysis = analysis;
    scorer->arena = arena;
    scorer->runs = DS_ARENA_TAKE(arena, n, ds_observed_run);
    scorer->run_known = DS_ARENA_NEW(arena, n, bool);
    scorer->counts = DS_ARENA_NEW(arena, ds_model_features(model)->n_contexts + 1, uint8_t);
    if (!scorer->runs || !scorer->run_known || !scorer->counts) {
        return DS_ENOMEM;
    }
    *out = scorer;
    return DS_OK;
}

bool ds_scorer_failed(const ds_scorer *scorer)
{
    return scorer->failed;
}

/* Observes into an empty list. */
static ds_observer observer_of(ds_scorer *scorer)
{
    scorer->list.n = 0;
    return (ds_observer){ds_model_features(scorer->model), scorer->analysis, &scorer->list};
}

/* Adds what was listed. */
static void weigh_list(const ds_scorer *scorer, ds_role role, ds_net_input *to)
{
    ds_model_weigh(scorer->model, role, &scorer->list, to);
}

/* The words of one stretch, as they come and go. */
typedef struct bag {
    ds_model_role role;
    uint32_t base; /* feature of context 0 */
    ds_net_input sum;
} bag;

static void put_in(bag *words, uint16_t context)
{
    ds_model_add(&words->role, words->base + context, &words->sum);
}

static void take_out(bag *words, uint16_t context)
{
    ds_model_take(&words->role, words->base + context, &words->sum);
}

static bag empty_bag(const ds_scorer *scorer, ds_role role, template_id t)
{
    const ds_features *features = ds_model_features(scorer->model);
    return (bag){.role = ds_model_role_of(scorer->model, role), .base = features->base[t]};
}

/* The first DS_OBSERVE_BETWEEN tokens behind the span, each word once. */
static void sum_right(ds_scorer *scorer, stretch *out, bag words)
{
    const ds_token *tokens = scorer->analysis->tokens;
    size_t begin = out->last + 1u;
    size_t left = scorer->analysis->n_tokens - begin;
    size_t n = left < DS_OBSERVE_BETWEEN ? left : DS_OBSERVE_BETWEEN;
    for (size_t i = 0; i < n; i++) {
        out->right[i] = words.sum;
        if (scorer->counts[tokens[begin + i].context]++ == 0) {
            put_in(&words, tokens[begin + i].context);
        }
    }
    out->right[n] = words.sum;
    for (size_t i = 0; i < n; i++) {
        scorer->counts[tokens[begin + i].context] = 0;
    }
}

/* Of the stretch from each token to the span the first DS_OBSERVE_BETWEEN, each word
 * once. */
static void sum_left(ds_scorer *scorer, stretch *out, bag words)
{
    const ds_token *tokens = scorer->analysis->tokens;
    uint8_t *counts = scorer->counts;
    for (size_t i = out->first; i > 0; i--) {
        out->left[i - 1] = words.sum;
        if (counts[tokens[i - 1].context]++ == 0) { /* enters the stretch of the next */
            put_in(&words, tokens[i - 1].context);
        }
        size_t leaves = i - 1 + DS_OBSERVE_BETWEEN;
        if (leaves < out->first && --counts[tokens[leaves].context] == 0) {
            take_out(&words, tokens[leaves].context);
        }
    }
    for (size_t i = 0; i < out->first && i < DS_OBSERVE_BETWEEN; i++) {
        counts[tokens[i].context] = 0;
    }
}

/* Both sides of a span: `t` is the template for the left one, followed by that for the
 * right.  False: no memory. */
static bool prepare(ds_scorer *scorer, stretch *out, size_t first, size_t last, template_id t,
                    ds_role role)
{
    if (out->known && out->first == first && out->last == last) {
        return true;
    }
    if (!out->left) {
        size_t n = scorer->analysis->n_tokens + 1;
        out->left = DS_ARENA_TAKE(scorer->arena, n, ds_net_input);
        out->right = DS_ARENA_TAKE(scorer->arena, DS_OBSERVE_BETWEEN + 1, ds_net_input);
    }
    if (!out->left || !out->right) {
        return false;
    }
    out->first = (uint16_t)first;
    out->last = (uint16_t)last;
    out->known = true;
    sum_left(scorer, out, empty_bag(scorer, role, t));
    sum_right(scorer, out, empty_bag(scorer, role, t + 1));
    return true;
}

static void add_between(const stretch *from, const ds_filler *filler, ds_net_input *out)
{
    if (filler->first > from->last) {
        size_t n = filler->first - from->last - 1u;
        ds_net_input_add(out, &from->right[n < DS_OBSERVE_BETWEEN ? n : DS_OBSERVE_BETWEEN]);
    } else if (filler->last < from->first) {
        ds_net_input_add(out, &from->left[filler->last]);
    }
}

static bool prepare_trigger(ds_scorer *scorer, stretch *out, uint16_t trigger, ds_role role)
{
    bool known = out->known && out->first == trigger;
    if (known || !prepare(scorer, out, trigger, trigger, BETWEEN_L, role)) {
        return known;
    }
    for (unsigned right = 0; right < 2; right++) {
        ds_observer ex = observer_of(scorer);
        ds_observe_trigger(&ex, trigger, right);
        out->side[right] = (ds_net_input){0};
        weigh_list(scorer, role, &out->side[right]);
    }
    return true;
}

static const ds_observed_run *run_of(ds_scorer *scorer, const ds_filler *filler, size_t number)
{
    if (!scorer->run_known[number]) {
        scorer->runs[number] = ds_observe_run(scorer->analysis, filler);
        scorer->run_known[number] = true;
    }
    return &scorer->runs[number];
}

/* Of the candidate, and of it on that side of the trigger. */
static void weigh_candidate(ds_scorer *scorer, role_scores *of, size_t number,
                            const ds_filler *filler, const ds_observed_run *run, bool right,
                            ds_role role, ds_net_input *out)
{
    parts *sums = &of->parts[number];
    uint8_t *known = &of->known[number];
    if (!(*known & OWN)) {
        ds_observer ex = observer_of(scorer);
        *known |= OWN | (ds_observe_candidate(&ex, filler, run, role) ? PICKED : 0);
        sums->own = (ds_net_input){0};
        weigh_list(scorer, role, &sums->own);
    }
    if (!(*known & (right ? RIGHT : LEFT))) {
        ds_observer ex = observer_of(scorer);
        *known |= right ? RIGHT : LEFT;
        ds_observe_beside(&ex, filler, run, right);
        sums->beside[right] = (ds_net_input){0};
        weigh_list(scorer, role, &sums->beside[right]);
    }
    *out = sums->own;
    ds_net_input_add(out, &sums->beside[right]);
}

/* Lists what candidate and target have to do with each other, but for the words
 * between, which are added; false: no memory. */
static bool list_target(ds_scorer *scorer, ds_observer *ex, role_scores *of,
                        const ds_filler *filler, const ds_anchor *anchor, ds_role role, bool picked,
                        ds_net_input *out)
{
    const ds_filler *target = anchor->target;
    ds_observe_target(ex, filler, anchor);
    if (target && picked) {
        ds_observe_pairs(ex, filler, anchor, role);
    }
    if (!target) {
        return true;
    }
    if (!prepare(scorer, &of->target, target->first, target->last, T_BETWEEN_L, role)) {
        return false;
    }
    add_between(&of->target, filler, out);
    return true;
}

static void weigh_listed(ds_scorer *scorer, const ds_filler *filler, const ds_anchor *anchor,
                         ds_role role, ds_net_input *out)
{
    *out = (ds_net_input){0};
    ds_features_filler(ds_model_features(scorer->model), scorer->analysis, filler, anchor, role,
                       &scorer->list);
    ds_model_weigh(scorer->model, role, &scorer->list, out);
}

static bool make_parts(const ds_scorer *scorer, role_scores *of)
{
    size_t n = scorer->analysis->nominees.n_candidates;
    if (!of->parts) {
        of->known = DS_ARENA_NEW(scorer->arena, n, uint8_t);
        of->parts = DS_ARENA_TAKE(scorer->arena, n, parts);
    }
    return of->known && of->parts;
}

bool ds_scorer_weigh(ds_scorer *scorer, const ds_filler *filler, const ds_anchor *anchor,
                     ds_role role, ds_net_input *out)
{
    if (!filler->candidate) { /* a value: they are few */
        weigh_listed(scorer, filler, anchor, role, out);
        return true;
    }
    role_scores *of = &scorer->roles[role];
    size_t number = (size_t)(filler->candidate - scorer->analysis->nominees.candidates);
    if (!make_parts(scorer, of) || !prepare_trigger(scorer, &of->trigger, anchor->trigger, role)) {
        scorer->failed = true;
        return false;
    }
    bool right = filler->first > anchor->trigger;
    const ds_observed_run *run = run_of(scorer, filler, number);
    weigh_candidate(scorer, of, number, filler, run, right, role, out);
    ds_net_input_add(out, &of->trigger.side[right]);
    add_between(&of->trigger, filler, out);
    ds_observer ex = observer_of(scorer);
    ds_observe_gap(&ex, filler, run, anchor->trigger);
    bool good = role == DS_ROLE_TARGET ||
                list_target(scorer, &ex, of, filler, anchor, role, of->known[number] & PICKED, out);
    weigh_list(scorer, role, out);
    scorer->failed = scorer->failed || !good;
    return good;
}
