#include "extract/recognise/nominees.h"

#include <xxhash.h>

static int by_place(const ds_candidate *a, const ds_candidate *b)
{
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return a->end != b->end ? (a->end < b->end ? -1 : 1) : 0;
}

/* By place; those of one place stay in order.  They are nearly sorted. */
static void sort_candidates(ds_candidate *candidates, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        ds_candidate moved = candidates[i];
        size_t at = i;
        for (; at > 0 && by_place(&candidates[at - 1], &moved) > 0; at--) {
            candidates[at] = candidates[at - 1];
        }
        candidates[at] = moved;
    }
}

/* A description is one unit: what lies inside it is no party of its own. */
static size_t drop_inside(ds_candidate *candidates, size_t n)
{
    enum { BOTH = DS_NOMINEE_PATTERN | DS_NOMINEE_DESCRIBED };
    ds_range units[DS_PARTY_MAX_CANDIDATES]; /* descriptions are few: seldom one */
    size_t n_units = 0;
    for (size_t i = 0; i < n; i++) {
        if ((candidates[i].bits & BOTH) == BOTH) {
            units[n_units++] = (ds_range){candidates[i].begin, candidates[i].end};
        }
    }
    if (n_units == 0) {
        return n;
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool inside = false;
        bool own = candidates[i].bits & (DS_NOMINEE_PATTERN | DS_NOMINEE_LISTED | DS_NOMINEE_KNOWN);
        for (size_t j = 0; j < n_units && !inside && !own; j++) {
            inside = units[j].begin <= candidates[i].begin && units[j].end >= candidates[i].end;
        }
        candidates[kept] = candidates[i];
        kept += !inside;
    }
    return kept;
}

/* One candidate a place; what several ways nominated has all their bits. */
static size_t unite(ds_candidate *candidates, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept && by_place(&candidates[kept - 1], &candidates[i]) == 0) {
            candidates[kept - 1].bits |= candidates[i].bits;
        } else {
            candidates[kept++] = candidates[i];
        }
    }
    return kept;
}

/* What lies inside a longer name that the lexicon of companies has, or that the document
 * defines. */
static void mark_pieces(ds_candidate *candidates, size_t n)
{
    for (size_t l = 0; l < n; l++) {
        const ds_candidate *listed = &candidates[l];
        size_t i = l; /* they are sorted by where they begin */
        if (!(listed->bits & (DS_NOMINEE_LISTED | DS_NOMINEE_KNOWN))) {
            continue;
        }
        while (i > 0 && candidates[i - 1].begin == listed->begin) {
            i--;
        }
        for (; i < n && candidates[i].begin < listed->end; i++) {
            bool inside = i != l && candidates[i].end <= listed->end;
            candidates[i].bits |= inside ? DS_NOMINEE_PIECE : 0;
        }
    }
}

/* Numbers the distinct texts. */
static ds_status find_forms(ds_str text, ds_candidate *candidates, size_t n, ds_arena *arena,
                            ds_nominees *out)
{
    size_t buckets = 64;
    while (buckets < n * 2) {
        buckets *= 2;
    }
    ds_form *forms = DS_ARENA_TAKE(arena, n, ds_form);
    uint16_t *heads = DS_ARENA_NEW(arena, buckets, uint16_t);
    if (!forms || !heads) {
        return DS_ENOMEM;
    }
    size_t n_forms = 0;
    for (size_t i = 0; i < n; i++) {
        ds_candidate *candidate = &candidates[i];
        ds_str form = ds_str_slice(text, candidate->begin, candidate->end);
        uint64_t hash = XXH3_64bits(form.ptr, form.len);
        size_t slot = (size_t)(hash % buckets);
        while (heads[slot] && !ds_str_equal(forms[heads[slot] - 1].text, form)) {
            slot = (slot + 1) % buckets;
        }
        if (!heads[slot]) {
            forms[n_forms] = (ds_form){form, hash, 0, 0};
            heads[slot] = (uint16_t)++n_forms;
        }
        candidate->form = (uint16_t)(heads[slot] - 1);
        forms[candidate->form].mentions++;
        forms[candidate->form].whole += (candidate->bits & DS_NOMINEE_CHAIN) != 0;
    }
    out->forms = forms;
    out->n_forms = n_forms;
    return DS_OK;
}

ds_status ds_nominees_settle(ds_str text, ds_candidate *candidates, size_t n, ds_arena *arena,
                             ds_nominees *out)
{
    sort_candidates(candidates, n);
    n = unite(candidates, n);
    n = drop_inside(candidates, n);
    mark_pieces(candidates, n);
    out->candidates = candidates;
    out->n_candidates = n;
    return find_forms(text, candidates, n, arena, out);
}
