/* places.h - where in a text the matches of a pattern may begin.
 *
 * Most patterns hold words that must stand within so many characters of their
 * beginning, one behind the other (need.h).  Where these stand is noted once a
 * text for many patterns; each is then tried only where all of its own are near.
 * "May begin" may be wrong, "cannot begin" never is.
 */
#ifndef DS_PLACES_H
#define DS_PLACES_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

typedef struct ds_places ds_places;

/* One a thread, for patterns of which `needs[i]` is what ds_need_read() wrote; copies.
 * The caller frees *out.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_places_new(ds_places **out, const ds_str *needs, size_t n);

/* Notes where the words of all patterns stand in `text`, which is borrowed until the next. */
void ds_places_read(ds_places *places, ds_str text);

/* The stretches of the noted text in which matches of pattern number `pattern` may begin:
 * from the first byte of a character on to that of the stretch's last one.  Ascending; they
 * live until the next call. */
size_t ds_places_find(ds_places *places, size_t pattern, const ds_range **out);

void ds_places_free(ds_places *places); /* NULL is allowed */

#endif /* DS_PLACES_H */
