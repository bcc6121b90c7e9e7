#include "extract/eval/diff.h"

#include <stdlib.h>

/* What the same place in the source says for two records being of one deal. */
static const struct {
    const char *field;
    unsigned weight;
} signs[] = {{"target", 4}, {"status", 2}, {"acquirer", 1}, {"amount", 1}};
enum { N_SIGNS = sizeof signs / sizeof signs[0], LEAST_WEIGHT = 2 };

static bool is_compared(const char *name)
{
    static const char *const passed[] = {"id",       "deal_key",   "date_start",
                                         "date_end", "confidence", "text"};
    for (size_t i = 0; i < sizeof passed / sizeof passed[0]; i++) {
        if (strcmp(name, passed[i]) == 0) {
            return false;
        }
    }
    return true;
}

static bool same_values(ds_str_list a, ds_str_list b)
{
    bool same = a.n_items == b.n_items;
    for (size_t i = 0; same && i < a.n_items; i++) {
        same = ds_str_equal(a.items[i], b.items[i]);
    }
    return same;
}

static uint32_t changes(const ds_deal *a, const ds_deal *b)
{
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    uint32_t changed = 0;
    for (size_t k = 0; k < n; k++) {
        if (is_compared(keys[k].name) &&
            !same_values(ds_deal_values(a, &keys[k]), ds_deal_values(b, &keys[k]))) {
            changed |= UINT32_C(1) << k;
        }
    }
    return changed;
}

/* Does some row of each for this field stand at the same place? */
static bool share_place(const ds_deal *a, const ds_deal *b, ds_str field)
{
    for (size_t i = 0; i < a->n_evidence; i++) {
        const ds_evidence *ours = &a->evidence[i];
        for (size_t j = 0; ds_str_equal(ours->field, field) && j < b->n_evidence; j++) {
            const ds_evidence *theirs = &b->evidence[j];
            if (ds_str_equal(theirs->field, field) && ours->start < theirs->end &&
                theirs->start < ours->end) {
                return true;
            }
        }
    }
    return false;
}

static unsigned likeness(const ds_deal *a, const ds_deal *b)
{
    unsigned weight = 0;
    for (size_t s = 0; s < N_SIGNS; s++) {
        weight += share_place(a, b, ds_str_from(signs[s].field)) ? signs[s].weight : 0;
    }
    return weight;
}

typedef struct match {
    unsigned weight;
    size_t a, b;
} match;

static int by_weight(const void *left, const void *right)
{
    const match *x = left;
    const match *y = right;
    int order = (x->weight < y->weight) - (x->weight > y->weight);
    order = order ? order : (x->a > y->a) - (x->a < y->a);
    return order ? order : (x->b > y->b) - (x->b < y->b);
}

typedef struct pairing {
    ds_run_records a, b;
    size_t *b_of; /* per record of a: its partner, or SIZE_MAX */
    bool *taken;  /* per record of b                           */
} pairing;

static void pair_ids(pairing *p)
{
    for (size_t i = 0; i < p->a.n_items; i++) {
        for (size_t j = 0; j < p->b.n_items && p->b_of[i] == SIZE_MAX; j++) {
            if (!p->taken[j] && ds_str_equal(p->a.items[i].id, p->b.items[j].id)) {
                p->b_of[i] = j;
                p->taken[j] = true;
            }
        }
    }
}

static size_t count_left(const pairing *p, bool of_a)
{
    size_t n = 0;
    for (size_t i = 0; i < (of_a ? p->a.n_items : p->b.n_items); i++) {
        n += of_a ? p->b_of[i] == SIZE_MAX : !p->taken[i];
    }
    return n;
}

static ds_status pair_places(pairing *p, ds_arena *arena)
{
    match *matches = DS_ARENA_NEW(arena, count_left(p, true) * count_left(p, false), match);
    size_t n = 0;
    if (!matches) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < p->a.n_items; i++) {
        for (size_t j = 0; p->b_of[i] == SIZE_MAX && j < p->b.n_items; j++) {
            unsigned weight = p->taken[j] ? 0 : likeness(&p->a.items[i], &p->b.items[j]);
            if (weight >= LEAST_WEIGHT) {
                matches[n++] = (match){weight, i, j};
            }
        }
    }
    qsort(matches, n, sizeof *matches, by_weight);
    for (size_t m = 0; m < n; m++) {
        if (p->b_of[matches[m].a] == SIZE_MAX && !p->taken[matches[m].b]) {
            p->b_of[matches[m].a] = matches[m].b;
            p->taken[matches[m].b] = true;
        }
    }
    return DS_OK;
}

ds_status ds_diff_records(ds_run_records a, ds_run_records b, ds_arena *arena,
                          ds_difference_sink *sink, void *payload)
{
    pairing p = {a, b, DS_ARENA_NEW(arena, a.n_items, size_t),
                 DS_ARENA_NEW(arena, b.n_items, bool)};
    if (!p.b_of || !p.taken) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < a.n_items; i++) {
        p.b_of[i] = SIZE_MAX;
    }
    pair_ids(&p);
    ds_status status = pair_places(&p, arena);
    if (status != DS_OK) {
        return status;
    }
    for (size_t i = 0; i < a.n_items; i++) {
        ds_difference difference = {.a = &a.items[i]};
        if (p.b_of[i] != SIZE_MAX) {
            difference.b = &b.items[p.b_of[i]];
            difference.changed = changes(difference.a, difference.b);
        }
        sink(payload, &difference);
    }
    for (size_t j = 0; j < b.n_items; j++) {
        if (!p.taken[j]) {
            sink(payload, &(ds_difference){.b = &b.items[j]});
        }
    }
    return DS_OK;
}
