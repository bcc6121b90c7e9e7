/* arena.h - memory for one unit of work, given back all at once.
 *
 * A window of a document, a compiled rule set: what is allocated for it lives
 * exactly as long as it.  There is no single free.  An arena has a ceiling;
 * past it allocation fails like memory running out.
 */
#ifndef DS_ARENA_H
#define DS_ARENA_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

#include <stddef.h>

typedef struct ds_arena ds_arena;

/* Makes an arena that hands out at most max_bytes.  The caller frees *out. */
DS_MUST_USE ds_status ds_arena_new(ds_arena **out, size_t max_bytes);

/* Zeroed memory for `count` objects of `size` bytes, aligned for any type;
 * NULL when the ceiling or memory is reached or count * size overflows. */
void *ds_arena_alloc(ds_arena *arena, size_t count, size_t size);

/* The same, but not zeroed: for arrays that are written before they are read. */
void *ds_arena_take(ds_arena *arena, size_t count, size_t size);

/* Copies text into the arena and adds a NUL that the length does not count.
 * The view's pointer is NULL on failure (never for an empty text). */
ds_str ds_arena_copy(ds_arena *arena, ds_str text);

/* Gives everything back but keeps some memory, half a megabyte at most, for the next unit. */
void ds_arena_reset(ds_arena *arena);

/* Bytes handed out since the last reset. */
size_t ds_arena_used(const ds_arena *arena);

void ds_arena_free(ds_arena *arena); /* NULL is allowed */

/* Typed: DS_ARENA_NEW(arena, 8, ds_range) is a ds_range * or NULL. */
#define DS_ARENA_NEW(arena, count, type) ((type *)ds_arena_alloc((arena), (count), sizeof(type)))
#define DS_ARENA_TAKE(arena, count, type) ((type *)ds_arena_take((arena), (count), sizeof(type)))

#endif /* DS_ARENA_H */
