/* traditional.h - reads a text in traditional characters as if it were in
 * simplified ones.
 *
 * Only where most characters that differ are traditional: in simplified text
 * the same characters are names (the lexicon "traditional" maps them all).
 * One character becomes one of the same length, so no offset moves; evidence
 * shows the source's own characters, names and values are the simplified ones.
 */
#ifndef DS_TRADITIONAL_H
#define DS_TRADITIONAL_H

#include "corpus/text/span.h"
#include "rules/ruleset.h"

#include <stdbool.h>

typedef struct ds_traditional ds_traditional;

/* Reads the lexicon "traditional" of `rules`; without it nothing is ever
 * folded.  The caller frees *out.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_traditional_new(ds_traditional **out, const ds_ruleset *rules);

/* True if the beginning of `text` is in traditional characters. */
bool ds_traditional_is(const ds_traditional *traditional, ds_str text);

/* Writes simplified characters in their place, each of the same length. */
void ds_traditional_fold(const ds_traditional *traditional, char *text, size_t len);

void ds_traditional_free(ds_traditional *traditional); /* NULL is allowed */

#endif /* DS_TRADITIONAL_H */
