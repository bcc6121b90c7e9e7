/* target_index.h - which groups of mentions could be of the same target.
 *
 * Two targets may be one if one text begins or ends with the other.  All texts
 * of a window are known before its mentions are grouped, so that what is kin to
 * what is found once, by hash, and a new mention meets those groups only.
 */
#ifndef DS_TARGET_INDEX_H
#define DS_TARGET_INDEX_H

#include "corpus/text/arena.h"

#include <stdint.h>

#define DS_TARGET_NONE UINT32_MAX

typedef struct ds_target_index ds_target_index;

/* Makes an index over at most n texts and n groups in `arena`; DS_ENOMEM. */
DS_MUST_USE ds_status ds_target_index_new(ds_target_index **out, size_t n, ds_arena *arena);

/* The number of a text, which is borrowed; the same text has the same number.
 * An empty text is DS_TARGET_NONE. */
uint32_t ds_target_index_add(ds_target_index *index, ds_str text);

/* The number of a text that was added, else DS_TARGET_NONE. */
uint32_t ds_target_index_find(const ds_target_index *index, ds_str text);

/* Call once, when all texts are in.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_target_index_link(ds_target_index *index);

/* Group `group` is now of this text, of no other any more. */
void ds_target_index_put(ds_target_index *index, uint32_t group, uint32_t text);

/* Writes the groups of that very text (kin false), or also those of texts it
 * begins or ends with or that begin or end with it (kin true), the youngest
 * first, each once; *out lives until the next call.  Returns their number. */
size_t ds_target_index_groups(ds_target_index *index, uint32_t text, bool kin,
                              const uint32_t **out);

#endif /* DS_TARGET_INDEX_H */
