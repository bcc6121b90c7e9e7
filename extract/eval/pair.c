#include "extract/eval/pair.h"

#include <stdint.h>
#include <stdlib.h>

/* Pairings are tried exhaustively up to this many a side (720 orders), greedily beyond. */
enum { TRY_ALL_UP_TO = 6 };
/* A pair agrees in one value at least. */
static const double pair_above = 0.5;
/* Between equally good pairs, the one with fewer wrong values. */
static const double wrong_costs = 0.01;

static bool has_form(const ds_answer *answer, ds_str form)
{
    for (size_t i = 0; i < answer->n_forms; i++) {
        if (ds_str_equal(answer->forms[i], form)) {
            return true;
        }
    }
    return false;
}

bool ds_answer_agrees(ds_score_field field, const ds_answer *ours, const ds_answer *theirs)
{
    for (size_t i = 0; i < ours->n_forms; i++) {
        if (has_form(theirs, ours->forms[i])) {
            return true;
        }
        for (size_t j = 0; ds_form_is_number(field) && j < theirs->n_forms; j++) {
            if (ds_form_same_number(ours->forms[i], theirs->forms[j])) {
                return true;
            }
        }
    }
    return false;
}

static bool agrees_with_any(ds_score_field field, const ds_answer *ours, ds_answers theirs)
{
    for (size_t i = 0; i < theirs.n_items; i++) {
        if (ds_answer_agrees(field, ours, &theirs.items[i])) {
            return true;
        }
    }
    return false;
}

ds_status ds_compare_field(ds_score_field field, const ds_record_answers *record,
                           const ds_gold_answers *deal, ds_arena *arena, ds_comparison *out)
{
    ds_answers told = record->values[field];
    ds_answers required = deal->required[field];
    *out = (ds_comparison){{0, 0, 0},
                           DS_ARENA_NEW(arena, told.n_items + 1, bool),
                           DS_ARENA_NEW(arena, required.n_items + 1, bool)};
    if (!out->wrong || !out->missed) {
        return DS_ENOMEM;
    }
    if (deal->skipped & 1u << field) {
        return DS_OK;
    }
    for (size_t g = 0; g < required.n_items; g++) {
        out->missed[g] = true;
    }
    out->counts.missed = required.n_items;
    for (size_t p = 0; p < told.n_items; p++) {
        size_t g = 0;
        while (g < required.n_items &&
               !(out->missed[g] && ds_answer_agrees(field, &told.items[p], &required.items[g]))) {
            g++;
        }
        if (g < required.n_items) {
            out->missed[g] = false;
            out->counts.missed--;
            out->counts.right++;
        } else if (!agrees_with_any(field, &told.items[p], deal->allowed[field])) {
            out->wrong[p] = true;
            out->counts.wrong++;
        }
    }
    return DS_OK;
}

ds_status ds_compare(unsigned fields, const ds_record_answers *record, const ds_gold_answers *deal,
                     ds_arena *arena, ds_counts *out)
{
    *out = (ds_counts){0, 0, 0};
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        ds_comparison field;
        if (!(fields & 1u << f)) {
            continue;
        }
        ds_status status = ds_compare_field((ds_score_field)f, record, deal, arena, &field);
        if (status != DS_OK) {
            return status;
        }
        out->right += field.counts.right;
        out->wrong += field.counts.wrong;
        out->missed += field.counts.missed;
    }
    return DS_OK;
}

bool ds_pairing_agrees(double gain)
{
    return gain > pair_above;
}

/* The search for the best pairing of few with many. */
typedef struct search {
    const double *gain;
    size_t n_deals, n_few, n_many;
    bool deals_few; /* else records are the few */
    bool taken[TRY_ALL_UP_TO];
    size_t now[TRY_ALL_UP_TO]; /* partner of each of the few, or SIZE_MAX */
    size_t best[TRY_ALL_UP_TO];
    double best_sum;
} search;

/* Orders of partners as they come lexically; of equal sums the first stays. */
static void descend(search *s, size_t place, double sum)
{
    if (place == s->n_few) {
        if (sum > s->best_sum) {
            s->best_sum = sum;
            memcpy(s->best, s->now, sizeof s->best);
        }
        return;
    }
    for (size_t partner = 0; partner < s->n_many; partner++) {
        if (s->taken[partner]) {
            continue;
        }
        double gain =
            s->gain[s->deals_few ? partner * s->n_deals + place : place * s->n_deals + partner];
        bool agrees = ds_pairing_agrees(gain);
        s->taken[partner] = true;
        s->now[place] = agrees ? partner : SIZE_MAX;
        descend(s, place + 1, agrees ? sum + gain : sum);
        s->taken[partner] = false;
    }
}

static void join(size_t *deal_of, size_t *record_of, size_t record, size_t deal)
{
    deal_of[record] = deal;
    record_of[deal] = record;
}

static void pair_all(const double *gain, size_t n_records, size_t n_deals, size_t *deal_of,
                     size_t *record_of)
{
    search s = {.gain = gain, .n_deals = n_deals, .best_sum = -1e9};
    s.deals_few = n_deals < n_records;
    s.n_few = s.deals_few ? n_deals : n_records;
    s.n_many = s.deals_few ? n_records : n_deals;
    descend(&s, 0, 0);
    for (size_t i = 0; i < s.n_few; i++) {
        if (s.best[i] != SIZE_MAX) {
            join(deal_of, record_of, s.deals_few ? s.best[i] : i, s.deals_few ? i : s.best[i]);
        }
    }
}

typedef struct offer {
    double gain;
    size_t place; /* record * n_deals + deal */
} offer;

static int by_gain(const void *left, const void *right)
{
    const offer *a = left;
    const offer *b = right;
    int order = (a->gain < b->gain) - (a->gain > b->gain);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static bool pair_greedily(const double *gain, size_t n_records, size_t n_deals, ds_arena *arena,
                          size_t *deal_of, size_t *record_of)
{
    size_t n = n_records * n_deals;
    offer *offers = DS_ARENA_NEW(arena, n, offer);
    for (size_t i = 0; offers && i < n; i++) {
        offers[i] = (offer){gain[i], i};
    }
    if (offers) {
        qsort(offers, n, sizeof *offers, by_gain);
    }
    for (size_t i = 0; offers && i < n && ds_pairing_agrees(offers[i].gain); i++) {
        size_t record = offers[i].place / n_deals;
        size_t deal = offers[i].place % n_deals;
        if (deal_of[record] == SIZE_MAX && record_of[deal] == SIZE_MAX) {
            join(deal_of, record_of, record, deal);
        }
    }
    return offers != NULL;
}

ds_status ds_pair(unsigned fields, const ds_record_answers *records, size_t n_records,
                  const ds_gold_answers *deals, size_t n_deals, ds_arena *arena, ds_pairing *out)
{
    double *gain = DS_ARENA_NEW(arena, n_records * n_deals + 1, double);
    size_t *deal_of = DS_ARENA_NEW(arena, n_records + 1, size_t);
    size_t *record_of = DS_ARENA_NEW(arena, n_deals + 1, size_t);
    if (!gain || !deal_of || !record_of) {
        return DS_ENOMEM;
    }
    *out = (ds_pairing){gain, deal_of, record_of};
    memset(deal_of, 0xFF, n_records * sizeof *deal_of); /* SIZE_MAX */
    memset(record_of, 0xFF, n_deals * sizeof *record_of);
    for (size_t r = 0; r < n_records; r++) {
        for (size_t d = 0; d < n_deals; d++) {
            ds_counts counts;
            ds_status status = ds_compare(fields, &records[r], &deals[d], arena, &counts);
            if (status != DS_OK) {
                return status;
            }
            gain[r * n_deals + d] = (double)counts.right - wrong_costs * (double)counts.wrong;
        }
    }
    if (n_records == 0 || n_deals == 0) {
        return DS_OK;
    }
    if ((n_records > n_deals ? n_records : n_deals) <= TRY_ALL_UP_TO) {
        pair_all(gain, n_records, n_deals, deal_of, record_of);
        return DS_OK;
    }
    return pair_greedily(gain, n_records, n_deals, arena, deal_of, record_of) ? DS_OK : DS_ENOMEM;
}
