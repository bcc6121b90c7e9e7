#include "rules/start.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* An opening as it was read. */
typedef struct reading {
    uint32_t first;
    uint32_t second;
    ds_starts_item item;
} reading;

typedef struct reading_list {
    reading *items;
    size_t n;
    size_t cap;
} reading_list;

static int by_opening(const void *left, const void *right)
{
    const reading *a = left;
    const reading *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->second != b->second) {
        return a->second < b->second ? -1 : 1;
    }
    return (a->item.pattern > b->item.pattern) - (a->item.pattern < b->item.pattern);
}

/* Openings that differ in their third character often stand side by side: they are one. */
static bool push(reading_list *list, reading item)
{
    reading *last = list->n ? &list->items[list->n - 1] : NULL;
    if (last && by_opening(last, &item) == 0) {
        last->item.thirds |= item.item.thirds;
        return true;
    }
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 1024;
        reading *grown = realloc(list->items, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        list->items = grown;
        list->cap = cap;
    }
    list->items[list->n++] = item;
    return true;
}

static const uint64_t any_third = UINT64_MAX;

static bool push_openings(reading_list *list, ds_str read, uint16_t pattern)
{
    for (size_t at = 0; at < read.len;) {
        size_t size;
        reading item = {.first = ds_utf8_at(read, at, &size), .item = {any_third, pattern}};
        at += size;
        if (at < read.len && read.ptr[at] != '\t') {
            item.second = ds_utf8_at(read, at, &size);
            at += size;
        }
        if (at < read.len && read.ptr[at] != '\t') {
            item.item.thirds = ds_starts_third(ds_utf8_at(read, at, &size));
            at += size;
        }
        at++; /* the tab */
        if (!push(list, item)) {
            return false;
        }
    }
    return true;
}

static size_t slot_of(const ds_starts *starts, uint32_t first, uint32_t second)
{
    uint32_t hash = first * 0x9E3779B1u ^ second * 0x85EBCA6Bu;
    size_t at = (hash ^ hash >> 15) & starts->mask;
    while (starts->table[at].first &&
           (starts->table[at].first != first || starts->table[at].second != second)) {
        at = (at + 1) & starts->mask;
    }
    return at;
}

/* One entry a pattern and opening, with all its thirds. */
static void merge(reading_list *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        reading *last = kept ? &all->items[kept - 1] : NULL;
        if (last && by_opening(last, &all->items[i]) == 0) {
            last->item.thirds |= all->items[i].item.thirds;
        } else {
            all->items[kept++] = all->items[i];
        }
    }
    all->n = kept;
}

/* The patterns of a run of one opening, and those that begin with its first
 * character and anything: both ascending. */
static void write_list(ds_starts *starts, const reading *run, size_t n, const reading *any,
                       size_t n_any)
{
    size_t a = 0;
    for (size_t i = 0; i < n; i++) {
        ds_starts_item item = run[i].item;
        for (; a < n_any && any[a].item.pattern <= item.pattern; a++) {
            if (any[a].item.pattern < item.pattern) {
                starts->lists[starts->n_lists++] = any[a].item;
            } else {
                item.thirds = any_third;
            }
        }
        starts->lists[starts->n_lists++] = item;
    }
    for (; a < n_any; a++) {
        starts->lists[starts->n_lists++] = any[a].item;
    }
    starts->lists[starts->n_lists++] = (ds_starts_item){0, DS_STARTS_END};
}

static size_t run_length(const reading_list *all, size_t from)
{
    size_t n = 1;
    while (from + n < all->n && all->items[from + n].first == all->items[from].first &&
           all->items[from + n].second == all->items[from].second) {
        n++;
    }
    return n;
}

/* Patterns that all lists together hold. */
static size_t count_lists(const reading_list *all)
{
    size_t total = 1;
    size_t n_any = 0;
    for (size_t i = 0, n; i < all->n; i += n) {
        n = run_length(all, i);
        bool same = i > 0 && all->items[i].first == all->items[i - 1].first;
        n_any = all->items[i].second == 0 ? n : same ? n_any : 0;
        total += n + n_any + 1;
    }
    return total;
}

static ds_status fill(ds_starts *starts, const reading_list *all)
{
    size_t slots = 64;
    while (slots < all->n * 2) {
        slots *= 2;
    }
    starts->mask = slots - 1;
    starts->table = calloc(slots, sizeof *starts->table);
    starts->lists = calloc(count_lists(all), sizeof *starts->lists);
    if (!starts->table || !starts->lists) {
        return DS_ENOMEM;
    }
    starts->lists[starts->n_lists++] = (ds_starts_item){0, DS_STARTS_END};
    const reading *any = NULL;
    size_t n_any = 0;
    for (size_t i = 0, n; i < all->n; i += n) {
        const reading *run = &all->items[i];
        n = run_length(all, i);
        n_any = any && any->first == run->first ? n_any : 0;
        starts->table[slot_of(starts, run->first, run->second)] =
            (ds_starts_entry){run->first, run->second, (uint32_t)starts->n_lists};
        starts->firsts[(run->first & 0xFFFFu) / 64] |= UINT64_C(1) << run->first % 64;
        write_list(starts, run, n, any, n_any);
        if (run->second == 0) { /* sorted: before all others of that character */
            any = run;
            n_any = n;
        }
    }
    return DS_OK;
}

ds_status ds_starts_new(ds_starts **out, const ds_str *read, size_t n)
{
    ds_starts *starts = calloc(1, sizeof *starts);
    reading_list all = {NULL, 0, 0};
    ds_status status = starts ? DS_OK : DS_ENOMEM;
    if (status == DS_OK) {
        starts->known = calloc(n + 1, sizeof *starts->known);
        status = starts->known ? DS_OK : DS_ENOMEM;
    }
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        starts->known[i] = read[i].len > 0;
        status = push_openings(&all, read[i], (uint16_t)i) ? DS_OK : DS_ENOMEM;
    }
    if (status == DS_OK) {
        if (all.n) {
            qsort(all.items, all.n, sizeof *all.items, by_opening);
            merge(&all);
        }
        status = fill(starts, &all);
    }
    free(all.items);
    if (status != DS_OK) {
        ds_starts_free(starts);
        return status;
    }
    *out = starts;
    return DS_OK;
}

bool ds_starts_known(const ds_starts *starts, size_t pattern)
{
    return starts->known[pattern];
}

const ds_starts_item *ds_starts_at(const ds_starts *starts, uint32_t first, uint32_t second)
{
    if (!ds_starts_may(starts, first)) {
        return starts->lists;
    }
    const ds_starts_entry *found = &starts->table[slot_of(starts, first, second)];
    if (!found->first) {
        found = &starts->table[slot_of(starts, first, 0)];
    }
    return starts->lists + found->list;
}

void ds_starts_free(ds_starts *starts)
{
    if (starts) {
        free(starts->table);
        free(starts->lists);
        free(starts->known);
        free(starts);
    }
}
