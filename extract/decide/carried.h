/* carried.h - parties of the resolver: when two places name one, and whom a text without weights is
 * about.
 */
#ifndef DS_CARRIED_H
#define DS_CARRIED_H

#include "extract/decide/resolve.h"

/* The repaired text at the place; a view of it. */
ds_str ds_resolver_text(const ds_resolver *resolver, ds_range where);

/* The name that the document defines for what stands there, else the text itself. */
ds_str ds_resolver_name(const ds_resolver *resolver, ds_range where);

/* Is it one party: one name, or one name that begins or ends with the other? */
bool ds_resolver_same(const ds_resolver *resolver, ds_range a, ds_range b);

/* The subject that mention m inherits: an earlier deal's buyer or the listed company that begins an
 * earlier sentence of the section, whichever is nearer; empty if there is none. */
ds_range ds_resolver_carried(const ds_resolver *resolver, const ds_mention *mentions, size_t m);

#endif /* DS_CARRIED_H */
