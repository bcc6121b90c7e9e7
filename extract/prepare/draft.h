/* draft.h - the text under repair: every byte still knows where it came from.
 *
 * Folding writes the first draft, furniture and joins shorten it in place,
 * the offset map is read off the last one.  Scratch that is kept from window
 * to window; nothing in it outlives the repair.
 */
#ifndef DS_DRAFT_H
#define DS_DRAFT_H

#include "corpus/text/arena.h"
#include "corpus/text/span.h"
#include "extract/prepare/offset_map.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ds_draft {
    char *text;       /* owned; bytes as far as they are repaired        */
    uint32_t *origin; /* owned; the byte of the source each came from    */
    size_t len;
    size_t cap;
    ds_range *drops; /* owned; ascending ranges to take out, see compact */
    size_t n_drops;
    size_t cap_drops;
} ds_draft;

/* Copies source into the draft and folds it: full-width ASCII to ASCII, every
 * white space but line feed and form feed to a space; carriage returns, other
 * controls and zero-width characters are dropped.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_draft_fold(ds_draft *draft, ds_str source);

/* Notes that [begin, end) goes.  Ranges come in ascending order; overlapping
 * ones are merged.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_draft_drop(ds_draft *draft, size_t begin, size_t end);

/* Takes the noted ranges out. */
void ds_draft_compact(ds_draft *draft);

/* First byte whose origin is at or behind source byte `source`. */
size_t ds_draft_find(const ds_draft *draft, size_t source);

/* Reads the offset map off the draft into `arena`.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_draft_map(const ds_draft *draft, ds_str source, ds_arena *arena,
                                   ds_offset_map *out);

static inline ds_str ds_draft_str(const ds_draft *draft)
{
    return (ds_str){draft->text, draft->len};
}

/* Empties it and gives back the memory of a large one: what is done with a window
 * once it is repaired needs as much. */
void ds_draft_shrink(ds_draft *draft);

void ds_draft_free(ds_draft *draft); /* leaves an empty draft */

#endif /* DS_DRAFT_H */
