/* builder.h - a rule set while it is made from its files; for the files that
 * make it.
 */
#ifndef DS_BUILDER_H
#define DS_BUILDER_H

#include "rules/collect.h"

#include <xxhash.h>

typedef struct ds_builder {
    ds_ruleset *set;
    ds_collection all; /* what is in effect, and what went wrong */
    XXH3_state_t *hash;
} ds_builder;

/* The bytes of one more file go into the hash of the set. */
void ds_builder_add_bytes(ds_builder *made, ds_str bytes);

/* A file of the packs, noted as a source of the set; the caller frees out->ptr.
 * DS_OK, or why not, told with the place that names the file. */
ds_status ds_builder_read(ds_builder *made, const char *path, ds_where named_at, ds_str *out);

/* A lexicon with its words and, where it adds to others, with theirs.  A bad one
 * is told, noted and empty. */
void ds_builder_add_lexicon(ds_builder *made, const ds_item *item);

/* The file's lines join the lexicon of names. */
ds_status ds_builder_add_names(ds_builder *made, const char *path);

#endif /* DS_BUILDER_H */
