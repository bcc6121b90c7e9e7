#include "corpus/text/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

/* Large enough that a window of a report needs few blocks, small enough that
 * start-up touches little memory. */
enum { BLOCK_BYTES = 256 * 1024 };

/* So much stays with an arena from one unit to the next: to get and zero blocks anew for
 * each of many large sentences costs more. */
enum { KEPT_BYTES = 2 * BLOCK_BYTES };

typedef struct block {
    struct block *next;
    size_t cap;
    size_t used;
    alignas(max_align_t) char bytes[];
} block;

struct ds_arena {
    block *first;
    block *last;
    size_t used;
    size_t max;
};

static block *new_block(size_t cap)
{
    /* Not calloc: what is taken need not be zero, and most of a large block is never used. */
    block *made = malloc(sizeof(block) + cap);
    if (made) {
        *made = (block){.cap = cap};
    }
    return made;
}

ds_status ds_arena_new(ds_arena **out, size_t max_bytes)
{
    ds_arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        return DS_ENOMEM;
    }
    arena->max = max_bytes;
    *out = arena;
    return DS_OK;
}

/* Goes on to the next block with room, one that a reset kept or a new one. */
static bool add_block(ds_arena *arena, size_t need)
{
    while (arena->last && arena->last->next) {
        arena->last = arena->last->next;
        arena->last->used = 0;
        if (need <= arena->last->cap) {
            return true;
        }
    }
    block *made = new_block(need > BLOCK_BYTES ? need : BLOCK_BYTES);
    if (!made) {
        return false;
    }
    if (arena->last) {
        arena->last->next = made;
    } else {
        arena->first = made;
    }
    arena->last = made;
    return true;
}

void *ds_arena_take(ds_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size) {
        return NULL;
    }
    size_t align = alignof(max_align_t);
    size_t need = (count * size + align - 1) / align * align;
    need = need ? need : align;
    if (need > arena->max - arena->used) {
        return NULL;
    }
    if ((!arena->last || need > arena->last->cap - arena->last->used) && !add_block(arena, need)) {
        return NULL;
    }
    char *memory = arena->last->bytes + arena->last->used;
    arena->last->used += need;
    arena->used += need;
    return memory;
}

void *ds_arena_alloc(ds_arena *arena, size_t count, size_t size)
{
    void *memory = ds_arena_take(arena, count, size);
    return memory ? memset(memory, 0, count * size) : NULL;
}

ds_str ds_arena_copy(ds_arena *arena, ds_str text)
{
    char *copy = ds_arena_alloc(arena, text.len + 1, 1);
    if (!copy) {
        return (ds_str){NULL, 0};
    }
    if (text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    return (ds_str){copy, text.len};
}

static void free_blocks(block *from)
{
    while (from) {
        block *next = from->next;
        free(from);
        from = next;
    }
}

void ds_arena_reset(ds_arena *arena)
{
    block **end =
        &arena->first; /* behind what is kept: nothing larger, which only fits by chance */
    for (size_t bytes = 0; *end && bytes + (*end)->cap <= KEPT_BYTES; end = &(*end)->next) {
        bytes += (*end)->cap;
    }
    free_blocks(*end);
    *end = NULL;
    if (arena->first) {
        arena->first->used = 0;
    }
    arena->last = arena->first;
    arena->used = 0;
}

size_t ds_arena_used(const ds_arena *arena)
{
    return arena->used;
}

void ds_arena_free(ds_arena *arena)
{
    if (arena) {
        free_blocks(arena->first);
        free(arena);
    }
}
