/* offset_map.h - from repaired text back to the place in the source.
 *
 * Repair copies, folds (full-width 1) and drops.  The map holds one piece per run
 * that was copied or folded alike; what lies between two pieces in the source
 * was dropped.  Dropped white space inside a line still belongs to the text as
 * written; dropped furniture and line breaks do not.
 */
#ifndef DS_OFFSET_MAP_H
#define DS_OFFSET_MAP_H

#include "corpus/text/buffer.h"
#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 32 bits are plenty for a window and halve the map of a text that changes
 * its width with every character. */
typedef struct ds_map_piece {
    uint32_t text;       /* first byte in the repaired text               */
    uint32_t source;     /* first byte in the window's text               */
    uint32_t len;        /* bytes in the repaired text                    */
    uint32_t source_len; /* bytes in the source; == len unless folded     */
    bool furniture;      /* what was dropped just before it is furniture or a
                            line break, not mere white space             */
} ds_map_piece;

typedef struct ds_offset_map {
    const ds_map_piece *pieces; /* ascending in text and in source */
    size_t n_pieces;
    size_t source_len;
} ds_offset_map;

/* Source range (bytes in the window) of repaired bytes [begin, end).
 * *bridged is set when furniture was dropped inside it; may be NULL. */
ds_range ds_offset_map_source(const ds_offset_map *map, size_t begin, size_t end, bool *bridged);

/* Appends the source text of repaired bytes [begin, end) as it was written,
 * without the furniture inside. */
void ds_offset_map_written(const ds_offset_map *map, ds_str source, size_t begin, size_t end,
                           ds_buf *out);

#endif /* DS_OFFSET_MAP_H */
