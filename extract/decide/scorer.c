#include "extract/decide/scorer.h"

#include "extract/decide/edge.h"

/* What is known of one candidate for one role. */
enum { WEIGHED = 1, PICKED = 2 };

/* The words between a span of tokens and every token of the sentence. */
typedef struct stretch {
    bool known;
    uint16_t first; /* of the span */
    uint16_t last;
    ds_role role;
    template_id left_words; /* followed by that for the right */
    ds_net_input side[2];   /* of the trigger itself, by side           */
    ds_net_input *left;     /* by token left of it: the words behind it */
    size_t left_from;       /* they are known from this token on        */
    ds_net_input *right;    /* by token right of it, from the next: those before it; all beyond
                               DS_OBSERVE_BETWEEN have the last           */
} stretch;

typedef struct role_scores {
    ds_net_input *own; /* by candidate: what it shares with no other; NULL: none was asked for */
    uint8_t *known;    /* by candidate                                                        */
    ds_edges edges;    /* what candidates share                                               */
    stretch trigger;
    ds_net_input *near; /* by token: what a candidate next to the trigger by that token has of it */
    bool *near_known;
    stretch target;
} role_scores;

struct ds_scorer {
    const ds_model *model;
    const ds_analysis *analysis;
    ds_arena *arena;
    uint8_t *counts; /* by context: how often it is between; all 0 when none is asked */
    ds_feature_list *list;
    role_scores roles[DS_ROLES];
    bool failed;
};

ds_status ds_scorer_new(ds_scorer **out, const ds_model *model, const ds_analysis *analysis,
                        ds_arena *arena)
{
    ds_scorer *scorer = DS_ARENA_NEW(arena, 1, ds_scorer);
    if (!scorer) {
        return DS_ENOMEM;
    }
    scorer->model = model;
    scorer->analysis = analysis;
    scorer->arena = arena;
    scorer->counts = DS_ARENA_NEW(arena, ds_model_features(model)->n_contexts + 1, uint8_t);
    scorer->list = DS_ARENA_TAKE(arena, 1, ds_feature_list);
    *out = scorer;
    return scorer->counts && scorer->list ? DS_OK : DS_ENOMEM;
}

bool ds_scorer_failed(const ds_scorer *scorer)
{
    return scorer->failed;
}

/* Observes into an empty list. */
static ds_observer observer_of(ds_scorer *scorer)
{
    scorer->list->n = 0;
    return (ds_observer){ds_model_features(scorer->model), scorer->analysis, scorer->list};
}

/* Adds what was listed. */
static void weigh_list(const ds_scorer *scorer, ds_role role, ds_net_input *to)
{
    ds_model_weigh(scorer->model, role, scorer->list, to);
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

/* Of the stretch from each token, down to `from`, to the span the first DS_OBSERVE_BETWEEN, each
 * word once. */
static void sum_left(ds_scorer *scorer, stretch *out, size_t from)
{
    const ds_token *tokens = scorer->analysis->tokens;
    uint8_t *counts = scorer->counts;
    bag words = empty_bag(scorer, out->role, out->left_words);
    for (size_t i = out->first; i > from; i--) {
        out->left[i - 1] = words.sum;
        if (counts[tokens[i - 1].context]++ == 0) { /* enters the stretch of the next */
            put_in(&words, tokens[i - 1].context);
        }
        size_t leaves = i - 1 + DS_OBSERVE_BETWEEN;
        if (leaves < out->first && --counts[tokens[leaves].context] == 0) {
            take_out(&words, tokens[leaves].context);
        }
    }
    for (size_t i = from; i < out->first && i < from + DS_OBSERVE_BETWEEN; i++) {
        counts[tokens[i].context] = 0;
    }
    out->left_from = from;
}

/* Of the words left of the span and behind this token. */
static const ds_net_input *left_of(ds_scorer *scorer, stretch *from, size_t token)
{
    enum { FARTHER = 8 }; /* those who ask come roughly from the left */
    if (token < from->left_from) {
        sum_left(scorer, from, token > FARTHER ? token - FARTHER : 0);
    }
    return &from->left[token];
}

/* Both sides of a span.  False: no memory. */
static bool prepare(ds_scorer *scorer, stretch *out, size_t first, size_t last,
                    template_id left_words, ds_role role)
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
    out->role = role;
    out->left_words = left_words;
    out->left_from = first;
    out->known = true;
    sum_right(scorer, out, empty_bag(scorer, role, left_words + 1));
    return true;
}

static void add_between(ds_scorer *scorer, stretch *from, const ds_filler *filler,
                        ds_net_input *out)
{
    if (filler->first > from->last) {
        size_t n = filler->first - from->last - 1u;
        ds_net_input_add(out, &from->right[n < DS_OBSERVE_BETWEEN ? n : DS_OBSERVE_BETWEEN]);
    } else if (filler->last < from->first) {
        ds_net_input_add(out, left_of(scorer, from, filler->last));
    }
}

static bool prepare_trigger(ds_scorer *scorer, role_scores *of, uint16_t trigger, ds_role role)
{
    stretch *words = &of->trigger;
    bool known = words->known && words->first == trigger;
    if (known || !prepare(scorer, words, trigger, trigger, BETWEEN_L, role)) {
        return known;
    }
    memset(of->near_known, 0, scorer->analysis->n_tokens * sizeof *of->near_known);
    for (unsigned right = 0; right < 2; right++) {
        ds_observer ex = observer_of(scorer);
        ds_observe_trigger(&ex, trigger, right);
        words->side[right] = (ds_net_input){0};
        weigh_list(scorer, role, &words->side[right]);
    }
    return true;
}

/* Of the trigger, and of what stands between it and the candidate. */
static const ds_net_input *weigh_near(ds_scorer *scorer, role_scores *of, const ds_filler *filler,
                                      bool right, ds_role role)
{
    size_t token = right ? filler->first : filler->last;
    ds_net_input *sum = &of->near[token];
    if (!of->near_known[token]) {
        ds_observer ex = observer_of(scorer);
        of->near_known[token] = true;
        *sum = of->trigger.side[right];
        add_between(scorer, &of->trigger, filler, sum);
        ds_observe_near(&ex, filler, of->trigger.first);
        weigh_list(scorer, role, sum);
    }
    return sum;
}

/* Of the candidate, of it on that side of the trigger, and of what is between. */
static void weigh_candidate(ds_scorer *scorer, role_scores *of, size_t number,
                            const ds_filler *filler, const ds_observed_run *run, bool right,
                            ds_role role, ds_net_input *out)
{
    const ds_net_input *shared[2];
    if (!of->known[number]) {
        bool picked = ds_edges_whole(&of->edges, filler, run, &of->own[number]);
        of->known[number] = WEIGHED | (picked ? PICKED : 0);
    }
    ds_edges_sums(&of->edges, filler, run, right, shared);
    const ds_net_input *near = weigh_near(scorer, of, filler, right, role);
    const ds_net_input *own = &of->own[number];
    out->sum = own->sum + shared[0]->sum + shared[1]->sum + near->sum;
    for (size_t i = 0; i < DS_NET_LANES; i++) {
        out->units[i] = own->units[i] + shared[0]->units[i] + shared[1]->units[i] + near->units[i];
    }
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
    add_between(scorer, &of->target, filler, out);
    return true;
}

static void weigh_listed(ds_scorer *scorer, const ds_filler *filler, const ds_anchor *anchor,
                         ds_role role, ds_net_input *out)
{
    *out = (ds_net_input){0};
    ds_features_filler(ds_model_features(scorer->model), scorer->analysis, filler, anchor, role,
                       scorer->list);
    ds_model_weigh(scorer->model, role, scorer->list, out);
}

static bool make_room(const ds_scorer *scorer, role_scores *of, ds_role role)
{
    const ds_analysis *analysis = scorer->analysis;
    size_t n = analysis->nominees.n_candidates;
    if (!of->own) {
        of->known = DS_ARENA_NEW(scorer->arena, n, uint8_t);
        of->own = DS_ARENA_TAKE(scorer->arena, n, ds_net_input);
        of->near = DS_ARENA_TAKE(scorer->arena, analysis->n_tokens, ds_net_input);
        of->near_known = DS_ARENA_TAKE(scorer->arena, analysis->n_tokens, bool);
        if (ds_edges_begin(&of->edges, scorer->model, analysis, role, scorer->arena) != DS_OK) {
            return false;
        }
    }
    return of->known && of->own && of->near && of->near_known;
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
    if (!make_room(scorer, of, role) || !prepare_trigger(scorer, of, anchor->trigger, role)) {
        scorer->failed = true;
        return false;
    }
    bool right = filler->first > anchor->trigger;
    ds_observed_run run = ds_observe_run(scorer->analysis, filler);
    weigh_candidate(scorer, of, number, filler, &run, right, role, out);
    ds_observer ex = observer_of(scorer);
    ds_observe_run_gap(&ex, filler, &run, anchor->trigger);
    bool good = role == DS_ROLE_TARGET ||
                list_target(scorer, &ex, of, filler, anchor, role, of->known[number] & PICKED, out);
    weigh_list(scorer, role, out);
    scorer->failed = scorer->failed || !good;
    return good;
}
