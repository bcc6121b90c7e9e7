/* known_names.h - names that a document itself defines, to be found again wherever they stand.
 *
 * "Hereinafter X" makes X a name, whatever characters it is made of: segmentation cuts many
 * such names in two.  Reading is safe from several threads while nothing is added.
 */
#ifndef DS_KNOWN_NAMES_H
#define DS_KNOWN_NAMES_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

typedef struct ds_known_names ds_known_names;

/* At most `max` names; the caller frees *out.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_known_names_new(ds_known_names **out, size_t max);
/* Forgets all names. */
void ds_known_names_clear(ds_known_names *known);

/* The text is borrowed until the names are cleared.  Those under 3 bytes or over 127 and those
 * beyond the maximum are passed over. */
void ds_known_names_add(ds_known_names *known, ds_str name);

/* Bytes of the longest name at byte `at` of the text; 0: none.  Costs no more for many names:
 * one look-up for each length that a name with these first bytes has. */
size_t ds_known_names_longest(const ds_known_names *known, ds_str text, size_t at);

void ds_known_names_free(ds_known_names *known); /* NULL is allowed */

#endif /* DS_KNOWN_NAMES_H */
