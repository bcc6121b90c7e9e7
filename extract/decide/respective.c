#include "extract/decide/respective.h"

/* The entities that the parts get, in order; none: n is 0. */
typedef struct value_list {
    size_t n;
    size_t first; /* index of the first among the entities */
} value_list;

typedef struct lists {
    value_list stake, amount, date;
} lists;

static bool is_bound_to(const ds_analysis *analysis, const ds_value_mention *value, size_t entity)
{
    return value->entity.begin == analysis->entities[entity].begin + analysis->begin;
}

/* What is looked for: lists of n members in the reach. */
typedef struct finder {
    const ds_distributor *distributor;
    const ds_analysis *analysis;
    ds_range reach;
    size_t n;
} finder;

/* The distributed list of values of the kind, if what is bound is a member or nothing is bound.
 */
static value_list find_list(const finder *find, ds_entity_kind kind, const ds_value_mention *bound)
{
    const ds_analysis *analysis = find->analysis;
    size_t n = find->n;
    for (size_t e = 0; e < analysis->n_entities; e++) {
        size_t begin = analysis->entities[e].begin + analysis->begin;
        if (analysis->entities[e].kind != kind || begin < find->reach.begin ||
            begin >= find->reach.end || ds_distribute_list(find->distributor, analysis, e) != n) {
            continue;
        }
        bool member = !bound->found;
        for (size_t i = 0; i < n && !member; i++) {
            member = is_bound_to(analysis, bound, ds_distribute_member(analysis, e, i));
        }
        if (member) {
            return (value_list){n, e};
        }
    }
    return (value_list){0, 0};
}

/* Was one of the list bound, if only in a tie? */
static bool is_member(const ds_analysis *analysis, const value_list *list,
                      const ds_value_mention *bound)
{
    bool member = false;
    for (size_t i = 0; i < list->n && (bound->found || bound->tied) && !member; i++) {
        member = is_bound_to(analysis, bound, ds_distribute_member(analysis, list->first, i));
    }
    return member;
}

static void give(const ds_analysis *analysis, const value_list *list, size_t part,
                 ds_value_mention *out)
{
    if (list->n) {
        const ds_entity *entity =
            &analysis->entities[ds_distribute_member(analysis, list->first, part)];
        *out =
            (ds_value_mention){.found = true, .entity = ds_entity_moved(*entity, analysis->begin)};
    }
}

void ds_parties_sort(ds_party_mention *parties, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j > 0 && parties[j].where.begin < parties[j - 1].where.begin; j--) {
            ds_party_mention later = parties[j - 1];
            parties[j - 1] = parties[j];
            parties[j] = later;
        }
    }
}

/* The part's own of a list of n parties. */
static void take_own(ds_party_mention *parties, size_t *n, size_t part, size_t n_parts)
{
    if (*n == n_parts) {
        ds_parties_sort(parties, *n);
        parties[0] = parties[part];
        *n = 1;
    }
}

/* A total that several share is nobody's own. */
static void drop_total(const value_list *list, const value_list *other, ds_value_mention *value)
{
    if (!list->n && other->n) {
        *value = (ds_value_mention){.tied = value->found || value->tied};
    }
}

static size_t count_dates(const ds_distributor *distributor, const ds_analysis *analysis)
{
    size_t n = 0;
    for (size_t e = 0; e < analysis->n_entities && n < 2; e++) {
        if (analysis->entities[e].kind == DS_ENTITY_DATE) {
            n = ds_distribute_list(distributor, analysis, e);
        }
    }
    return n;
}

static size_t count_parts(const ds_distributor *distributor, const ds_analysis *analysis,
                          const ds_mention *mention)
{
    return mention->n_seller > 1     ? mention->n_seller
           : mention->n_acquirer > 1 ? mention->n_acquirer
                                     : count_dates(distributor, analysis);
}

size_t ds_respective_divide(const ds_distributor *distributor, const ds_analysis *analysis,
                            const ds_mention *mention, ds_range reach, ds_mention *out)
{
    size_t n = count_parts(distributor, analysis, mention);
    if (n < 2 || n > DS_RESPECTIVE_MAX) {
        return 0;
    }
    const finder find = {distributor, analysis, reach, n};
    lists found = {
        find_list(&find, DS_ENTITY_STAKE, &mention->stake),
        find_list(&find, DS_ENTITY_AMOUNT, &mention->amount),
        find_list(&find, DS_ENTITY_DATE, &mention->date),
    };
    bool stake_stands = mention->stake.found && !found.stake.n; /* of all together */
    bool own = is_member(analysis, &found.stake, &mention->stake) ||
               is_member(analysis, &found.amount, &mention->amount);
    if (!own || stake_stands) {
        return 0; /* the lists are another deal's */
    }
    if (mention->n_seller > 1 && !found.amount.n) { /* for one price: one deal */
        out[0] = *mention;
        out[0].stake = (ds_value_mention){.tied = true}; /* a part is not what is sold */
        return 1;
    }
    for (size_t part = 0; part < n; part++) {
        ds_mention *one = &out[part];
        *one = *mention;
        one->part = (uint8_t)(part + 1);
        take_own(one->seller, &one->n_seller, part, n);
        take_own(one->acquirer, &one->n_acquirer, part, n);
        drop_total(&found.amount, &found.stake, &one->amount);
        give(analysis, &found.stake, part, &one->stake);
        give(analysis, &found.amount, part, &one->amount);
        give(analysis, &found.date, part, &one->date);
    }
    return n;
}
