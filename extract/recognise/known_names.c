#include "extract/recognise/known_names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Nearly no place of a text begins a name: its first bytes tell of most. */
enum { FIRST_BYTES = 3, FILTER_BITS = 1024 };

struct ds_known_names {
    ds_str *items;
    size_t n_items, max;
    uint64_t filter[FILTER_BITS / 64];
};

ds_status ds_known_names_new(ds_known_names **out, size_t max)
{
    ds_known_names *known = calloc(1, sizeof *known);
    if (!known) {
        return DS_ENOMEM;
    }
    known->max = max;
    known->items = calloc(max, sizeof *known->items);
    if (!known->items) {
        free(known);
        return DS_ENOMEM;
    }
    *out = known;
    return DS_OK;
}

void ds_known_names_free(ds_known_names *known)
{
    if (known) {
        free(known->items);
        free(known);
    }
}

void ds_known_names_clear(ds_known_names *known)
{
    known->n_items = 0;
    memset(known->filter, 0, sizeof known->filter);
}

static size_t filter_bit(const char bytes[FIRST_BYTES])
{
    return ((unsigned char)bytes[0] * 37u + (unsigned char)bytes[1] * 11u +
            (unsigned char)bytes[2] * 101u) %
           FILTER_BITS;
}

void ds_known_names_add(ds_known_names *known, ds_str name)
{
    if (name.len >= FIRST_BYTES && known->n_items < known->max) {
        size_t bit = filter_bit(name.ptr);
        known->items[known->n_items++] = name;
        known->filter[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

size_t ds_known_names_longest(const ds_known_names *known, ds_str text, size_t at)
{
    size_t longest = 0;
    size_t bit = at + FIRST_BYTES <= text.len ? filter_bit(text.ptr + at) : FILTER_BITS;
    if (bit == FILTER_BITS || !(known->filter[bit / 64] >> bit % 64 & 1u)) {
        return 0;
    }
    ds_str rest = ds_str_slice(text, at, text.len);
    for (size_t i = 0; i < known->n_items; i++) {
        if (known->items[i].len > longest && ds_str_starts(rest, known->items[i])) {
            longest = known->items[i].len;
        }
    }
    return longest;
}
