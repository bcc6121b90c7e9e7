#include "extract/decide/distribute.h"

/* A word that distributes stands at most so many tokens before its list. */
enum { REACH = 6 };

/* The targets that one trigger buys, as far as this one sees them. */
typedef struct target_list {
    size_t n;
    size_t rank;        /* of the target in question, in the order of the text */
    size_t first, last; /* tokens */
} target_list;

static target_list list_targets(const ds_target *targets, size_t n, size_t which)
{
    const ds_target *self = &targets[which];
    target_list list = {0, 0, self->filler.first, self->filler.last};
    for (size_t i = 0; i < n; i++) {
        const ds_target *other = &targets[i];
        if (!other->named || other->trigger != self->trigger) {
            continue;
        }
        list.n++;
        list.rank += other->filler.first < self->filler.first;
        list.first = other->filler.first < list.first ? other->filler.first : list.first;
        list.last = other->filler.last > list.last ? other->filler.last : list.last;
    }
    return list;
}

static bool is_distributed(const ds_distributor *distributor, const ds_analysis *analysis,
                           size_t first, size_t last)
{
    size_t begin = first > REACH ? first - REACH : 0;
    for (size_t i = begin; i < last; i++) {
        if (analysis->tokens[i].begin >= analysis->focus &&
            ds_analysis_word_in(distributor->words, analysis, i)) {
            return true;
        }
    }
    return false;
}

/* Conjoined: nothing but one or two joiners between them. */
static bool are_joined(const ds_distributor *distributor, const ds_analysis *analysis, size_t left,
                       size_t right)
{
    enum { MOST_JOINERS = 2 };
    if (right <= left + 1 || right > left + 1 + MOST_JOINERS) {
        return false;
    }
    for (size_t i = left + 1; i < right; i++) {
        if (!ds_analysis_word_in(distributor->joiners, analysis, i)) {
            return false;
        }
    }
    return true;
}

/* Number of entities of the kind that are conjoined from entity `e` on; the
 * members are consecutive among those of their kind. */
static size_t list_length(const ds_distributor *distributor, const ds_analysis *analysis, size_t e,
                          size_t *last)
{
    size_t n = 1;
    *last = e;
    for (size_t i = e + 1; i < analysis->n_entities; i++) {
        if (analysis->entities[i].kind != analysis->entities[e].kind) {
            continue;
        }
        if (!are_joined(distributor, analysis, analysis->entity_token[*last],
                        analysis->entity_token[i])) {
            break;
        }
        *last = i;
        n++;
    }
    return n;
}

size_t ds_distribute_member(const ds_analysis *analysis, size_t e, size_t n)
{
    for (size_t i = e;; i++) {
        if (analysis->entities[i].kind == analysis->entities[e].kind && n-- == 0) {
            return i;
        }
    }
}

/* The word may stand before what the list's values are of: "respectively transfers its 20% and". */
static bool is_announced(const ds_distributor *distributor, const ds_analysis *analysis,
                         size_t first)
{
    enum { FAR = 20 };
    size_t begin = first > FAR ? first - FAR : 0;
    for (size_t i = first; i-- > begin && analysis->tokens[i].begin >= analysis->focus;) {
        if (ds_analysis_word_in(distributor->words, analysis, i)) {
            return true;
        }
    }
    return false;
}

static bool is_first_of_list(const ds_distributor *distributor, const ds_analysis *analysis,
                             size_t e)
{
    for (size_t i = e; i-- > 0;) {
        if (analysis->entities[i].kind == analysis->entities[e].kind) {
            return !are_joined(distributor, analysis, analysis->entity_token[i],
                               analysis->entity_token[e]);
        }
    }
    return true;
}

size_t ds_distribute_list(const ds_distributor *distributor, const ds_analysis *analysis, size_t e)
{
    size_t last;
    if (!distributor->words || analysis->entities[e].begin < analysis->focus ||
        !is_first_of_list(distributor, analysis, e)) {
        return 0;
    }
    size_t n = list_length(distributor, analysis, e, &last);
    bool refused = false;
    for (size_t i = 0; i < n; i++) {
        refused = refused || analysis->refused[ds_distribute_member(analysis, e, i)];
    }
    size_t first_token = analysis->entity_token[e];
    bool told = analysis->entities[e].kind == DS_ENTITY_DATE ||
                is_announced(distributor, analysis, first_token) ||
                is_distributed(distributor, analysis, first_token, analysis->entity_token[last]);
    return n > 1 && !refused && told ? n : 0;
}

bool ds_distribute_value(const ds_distributor *distributor, const ds_analysis *analysis,
                         const ds_target *targets, size_t n_targets, size_t which,
                         ds_entity_kind kind, size_t *entity)
{
    if (!distributor->words || !targets[which].named) {
        return false;
    }
    target_list bought = list_targets(targets, n_targets, which);
    for (size_t e = 0; bought.n > 1 && e < analysis->n_entities; e++) {
        if (analysis->entities[e].kind != kind || analysis->entities[e].begin < analysis->focus) {
            continue;
        }
        size_t last;
        size_t n = list_length(distributor, analysis, e, &last);
        size_t first_token = analysis->entity_token[e];
        size_t last_token = analysis->entity_token[last];
        bool before = first_token < bought.first;
        if (n == bought.n && !analysis->refused[e] &&
            is_distributed(distributor, analysis, before ? first_token : bought.first,
                           before ? bought.last : last_token)) {
            *entity = ds_distribute_member(analysis, e, bought.rank);
            return true;
        }
        e = last;
    }
    return false;
}

size_t ds_distribute_party(const ds_distributor *distributor, const ds_analysis *analysis,
                           const ds_target *targets, size_t n_targets, size_t which, size_t n,
                           size_t first_token, size_t last_token)
{
    if (!distributor->words || n < 2 || !targets[which].named) {
        return SIZE_MAX;
    }
    target_list bought = list_targets(targets, n_targets, which);
    if (bought.n != n) {
        return SIZE_MAX;
    }
    /* Between the buyers and what they buy, or what is bought and its buyers. */
    size_t low = last_token < bought.first ? last_token : bought.last;
    size_t high = last_token < bought.first ? bought.first : first_token;
    for (size_t i = low + 1; i < high; i++) {
        if (ds_analysis_word_in(distributor->words, analysis, i)) {
            return bought.rank;
        }
    }
    return SIZE_MAX;
}
