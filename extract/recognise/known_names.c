#include "extract/recognise/known_names.h"

#include "extract/recognise/three_bytes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Nearly no place of a text begins a name: its first bytes tell of most, and which lengths may
 * follow them. */
enum { FIRST_BYTES = DS_THREE_BYTES, LENGTHS = 2, LENGTH_BITS = 64 };
/* Bytes of a name: 42 Chinese characters, more than any official name has. */
enum { MAX_BYTES = LENGTHS * LENGTH_BITS - 1 };

struct ds_known_names {
    ds_str *items;
    size_t n_items, max;
    uint32_t *slots; /* by the hash of a name: its item, plus one; 0: free */
    size_t n_slots;  /* a power of two, at least twice max                 */
    uint64_t lengths[DS_THREE_BYTES_HASHES][LENGTHS]; /* of names that begin so      */
};

ds_status ds_known_names_new(ds_known_names **out, size_t max)
{
    ds_known_names *known = calloc(1, sizeof *known);
    if (!known) {
        return DS_ENOMEM;
    }
    known->max = max;
    known->n_slots = 2;
    while (known->n_slots < 2 * max) {
        known->n_slots *= 2;
    }
    known->items = calloc(max, sizeof *known->items);
    known->slots = calloc(known->n_slots, sizeof *known->slots);
    if (!known->items || !known->slots) {
        ds_known_names_free(known);
        return DS_ENOMEM;
    }
    *out = known;
    return DS_OK;
}

void ds_known_names_free(ds_known_names *known)
{
    if (known) {
        free(known->items);
        free(known->slots);
        free(known);
    }
}

/* The slot of a name, or the free one where it would stand. */
static size_t slot_of(const ds_known_names *known, ds_str name)
{
    size_t slot = (size_t)XXH3_64bits(name.ptr, name.len) & (known->n_slots - 1);
    while (known->slots[slot] && !ds_str_equal(known->items[known->slots[slot] - 1], name)) {
        slot = (slot + 1) & (known->n_slots - 1);
    }
    return slot;
}

void ds_known_names_clear(ds_known_names *known)
{
    if (known->n_items) { /* short documents come by the million, and few define names */
        memset(known->slots, 0, known->n_slots * sizeof *known->slots);
        memset(known->lengths, 0, sizeof known->lengths);
        known->n_items = 0;
    }
}

void ds_known_names_add(ds_known_names *known, ds_str name)
{
    if (name.len < FIRST_BYTES || name.len > MAX_BYTES || known->n_items == known->max) {
        return;
    }
    size_t slot = slot_of(known, name);
    if (!known->slots[slot]) {
        known->items[known->n_items++] = name;
        known->slots[slot] = (uint32_t)known->n_items;
        known->lengths[ds_three_bytes_hash(name.ptr)][name.len / LENGTH_BITS] |=
            UINT64_C(1) << name.len % LENGTH_BITS;
    }
}

/* The greatest length in the set that is below `end`; 0: there is none. */
static size_t next_length(const uint64_t lengths[LENGTHS], size_t end)
{
    for (size_t word = LENGTHS; word-- > 0;) {
        size_t base = word * LENGTH_BITS;
        uint64_t left = end <= base ? 0 : lengths[word];
        left &= end - base < LENGTH_BITS ? (UINT64_C(1) << (end - base)) - 1 : UINT64_MAX;
        if (left) {
            return base + LENGTH_BITS - 1 - (size_t)__builtin_clzll(left);
        }
    }
    return 0;
}

size_t ds_known_names_longest(const ds_known_names *known, ds_str text, size_t at)
{
    if (known->n_items == 0 || at + FIRST_BYTES > text.len) {
        return 0;
    }
    const uint64_t *lengths = known->lengths[ds_three_bytes_hash(text.ptr + at)];
    if (!(lengths[0] | lengths[1])) {
        return 0;
    }
    size_t rest = text.len - at;
    size_t len = rest < MAX_BYTES ? rest + 1 : MAX_BYTES + 1u;
    while ((len = next_length(lengths, len)) > 0) {
        if (known->slots[slot_of(known, ds_str_slice(text, at, at + len))]) {
            return len;
        }
    }
    return 0;
}
