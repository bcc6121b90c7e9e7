/* pack.h - one XML file of a pack with true positions.
 *
 * libxml2 checks and parses; where things stand is found in the file's own
 * bytes, because the tree knows lines at best.  No network, no DTD, no
 * external entities.
 */
#ifndef DS_PACK_H
#define DS_PACK_H

#include "corpus/text/arena.h"
#include "corpus/text/buffer.h"
#include "corpus/text/diag.h"
#include "rules/file.h"

#include <libxml/tree.h>

#define DS_PACK_NAMESPACE "urn:dealsift:rules:1"

/* Where an element stands in the file's bytes. */
typedef struct ds_element {
    size_t begin;   /* of its '<'                     */
    ds_range inner; /* what its tags enclose, as bytes */
    size_t line;    /* of its '<', from 1              */
} ds_element;

typedef struct ds_pack {
    const char *path;               /* owned by the arena that was given */
    const struct ds_pack *includer; /* the pack that took this one in; NULL: none */
    ds_str bytes;
    ds_file_stamp stamp;
    xmlDoc *doc;
    ds_element *elements;
    size_t n_elements;
} ds_pack;

/* Reads and parses a file; `path` is copied into `arena`.  The caller frees
 * *out.  Errors are reported: as ds_file_read, and DS_EINVALID where it is not
 * well-formed, not UTF-8 or has a DOCTYPE. */
DS_MUST_USE ds_status ds_pack_read(ds_pack **out, const char *path, ds_where named_at,
                                   ds_arena *arena, ds_diag *diag);

/* Checks against the built-in RELAX NG schema; errors are reported. */
DS_MUST_USE ds_status ds_pack_validate(const ds_pack *pack, ds_diag *diag);

/* An element of pack->doc; its start tag and its attribute `name` as places
 * (the element's place if it has no such attribute). */
const ds_element *ds_pack_element(const ds_pack *pack, const xmlNode *node);
ds_where ds_pack_where(const ds_pack *pack, size_t byte);
ds_where ds_pack_where_element(const ds_pack *pack, const xmlNode *node);
ds_where ds_pack_where_attribute(const ds_pack *pack, const xmlNode *node, const char *name);

/* An attribute's value, copied into `arena`; the pointer is NULL if the element
 * has none (or memory ran out). */
ds_str ds_pack_value(const xmlNode *node, const char *name, ds_arena *arena);

/* Appends the text that raw XML stands for: references replaced, comments and
 * tags left out, line ends as line feeds.  Stops before the piece that would
 * make *out reach more than `stop` bytes and returns how much of raw was used:
 * so it also tells where byte `stop` of a text came from. */
size_t ds_pack_decode(ds_str raw, ds_buf *out, size_t stop);

void ds_pack_free(ds_pack *pack); /* NULL is allowed */

#endif /* DS_PACK_H */
