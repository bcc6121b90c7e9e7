#include "extract/decide/target_index.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>
#include <xxhash.h>

typedef struct target_text {
    ds_str text;
    uint64_t hash;
    uint32_t groups; /* the first of its groups, DS_TARGET_NONE: none */
    uint32_t kin;    /* the first of its links, likewise              */
} target_text;

/* A link to a text that begins or ends with this one, or the reverse. */
typedef struct kin_link {
    uint32_t text;
    uint32_t next;
} kin_link;

struct ds_target_index {
    ds_arena *arena;
    target_text *texts;
    size_t n_texts;
    size_t max;
    uint32_t *slots; /* number of a text plus one; 0: free */
    size_t slot_mask;
    kin_link *links;
    size_t n_links;
    size_t cap_links;
    uint32_t *next;    /* by group: the next of the same text */
    uint32_t *text_of; /* by group                            */
    uint32_t *found;   /* a text may both begin and end with another: twice the groups */
};

ds_status ds_target_index_new(ds_target_index **out, size_t n, ds_arena *arena)
{
    size_t n_slots = 16;
    while (n_slots < n * 2) {
        n_slots *= 2;
    }
    ds_target_index *index = DS_ARENA_NEW(arena, 1, ds_target_index);
    if (!index) {
        return DS_ENOMEM;
    }
    *index = (ds_target_index){.arena = arena,
                               .texts = DS_ARENA_NEW(arena, n, target_text),
                               .max = n,
                               .slots = DS_ARENA_NEW(arena, n_slots, uint32_t),
                               .slot_mask = n_slots - 1,
                               .next = DS_ARENA_NEW(arena, n, uint32_t),
                               .text_of = DS_ARENA_NEW(arena, n, uint32_t),
                               .found = DS_ARENA_NEW(arena, 2 * n, uint32_t)};
    if (!index->texts || !index->slots || !index->next || !index->text_of || !index->found) {
        return DS_ENOMEM;
    }
    for (size_t g = 0; g < n; g++) {
        index->text_of[g] = DS_TARGET_NONE;
    }
    *out = index;
    return DS_OK;
}

static uint64_t hash_of(ds_str text)
{
    return XXH3_64bits(text.ptr, text.len);
}

/* The slot of a text, or the free one where it would stand. */
static size_t slot_of(const ds_target_index *index, ds_str text, uint64_t hash)
{
    size_t slot = (size_t)hash & index->slot_mask;
    while (index->slots[slot]) {
        const target_text *here = &index->texts[index->slots[slot] - 1];
        if (here->hash == hash && ds_str_equal(here->text, text)) {
            break;
        }
        slot = (slot + 1) & index->slot_mask;
    }
    return slot;
}

uint32_t ds_target_index_find(const ds_target_index *index, ds_str text)
{
    return text.len ? index->slots[slot_of(index, text, hash_of(text))] - 1u : DS_TARGET_NONE;
}

uint32_t ds_target_index_add(ds_target_index *index, ds_str text)
{
    if (text.len == 0) {
        return DS_TARGET_NONE;
    }
    uint64_t hash = hash_of(text);
    size_t slot = slot_of(index, text, hash);
    if (!index->slots[slot]) {
        index->texts[index->n_texts] = (target_text){text, hash, DS_TARGET_NONE, DS_TARGET_NONE};
        index->slots[slot] = (uint32_t)++index->n_texts;
    }
    return index->slots[slot] - 1u;
}

static bool link_one(ds_target_index *index, uint32_t from, uint32_t to)
{
    if (index->n_links == index->cap_links) {
        size_t cap = index->cap_links ? index->cap_links * 2 : 256;
        kin_link *grown = DS_ARENA_NEW(index->arena, cap, kin_link);
        if (!grown) {
            return false;
        }
        if (index->n_links) {
            memcpy(grown, index->links, index->n_links * sizeof *grown);
        }
        index->links = grown;
        index->cap_links = cap;
    }
    index->links[index->n_links] = (kin_link){to, index->texts[from].kin};
    index->texts[from].kin = (uint32_t)index->n_links++;
    return true;
}

static bool link_part(ds_target_index *index, uint32_t whole, ds_str part)
{
    uint32_t other = ds_target_index_find(index, part);
    return other == DS_TARGET_NONE ||
           (link_one(index, whole, other) && link_one(index, other, whole));
}

ds_status ds_target_index_link(ds_target_index *index)
{
    for (uint32_t t = 0; t < index->n_texts; t++) {
        ds_str text = index->texts[t].text;
        size_t at = ds_utf8_size((unsigned char)text.ptr[0]);
        while (at < text.len) {
            size_t size = ds_utf8_size((unsigned char)text.ptr[at]);
            if (!link_part(index, t, ds_str_slice(text, 0, at)) ||
                !link_part(index, t, ds_str_slice(text, at, text.len))) {
                return DS_ENOMEM;
            }
            at += size;
        }
    }
    return DS_OK;
}

static void take_out(ds_target_index *index, uint32_t group)
{
    uint32_t *at = &index->texts[index->text_of[group]].groups;
    while (*at != group) {
        at = &index->next[*at];
    }
    *at = index->next[group];
}

void ds_target_index_put(ds_target_index *index, uint32_t group, uint32_t text)
{
    if (index->text_of[group] == text) {
        return;
    }
    if (index->text_of[group] != DS_TARGET_NONE) {
        take_out(index, group);
    }
    index->text_of[group] = text;
    if (text != DS_TARGET_NONE) {
        index->next[group] = index->texts[text].groups;
        index->texts[text].groups = group;
    }
}

static int youngest_first(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a < b) - (a > b);
}

static size_t gather(ds_target_index *index, uint32_t text, size_t n)
{
    for (uint32_t g = index->texts[text].groups; g != DS_TARGET_NONE; g = index->next[g]) {
        if (n < 2 * index->max) {
            index->found[n++] = g;
        }
    }
    return n;
}

static size_t drop_doubles(uint32_t *items, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!kept || items[kept - 1] != items[i]) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

size_t ds_target_index_groups(ds_target_index *index, uint32_t text, bool kin, const uint32_t **out)
{
    size_t n = text == DS_TARGET_NONE ? 0 : gather(index, text, 0);
    uint32_t link = kin && text != DS_TARGET_NONE ? index->texts[text].kin : DS_TARGET_NONE;
    for (; link != DS_TARGET_NONE; link = index->links[link].next) {
        n = gather(index, index->links[link].text, n);
    }
    if (n > 1) {
        qsort(index->found, n, sizeof *index->found, youngest_first);
    }
    *out = index->found;
    return drop_doubles(index->found, n);
}
