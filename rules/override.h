/* override.h - which of two elements with one id counts.
 *
 * That of a later pack stands over that of an earlier one, and that of an
 * including pack over what it includes, wherever in the file the include is.
 */
#ifndef DS_OVERRIDE_H
#define DS_OVERRIDE_H

#include "rules/collect.h"

/* Adds the item to the collection, or puts it in the place of the one it
 * overrides, or drops it if it is overridden.  Two with one id that must not meet
 * are reported and noted. */
void ds_override_keep(ds_collection *all, ds_item item);

#endif /* DS_OVERRIDE_H */
