/* known.h - the names in packs that the program looks for.
 *
 * A pack may declare anything, but what is read nowhere is most often a typo.
 */
#ifndef DS_KNOWN_H
#define DS_KNOWN_H

#include "rules/hint.h"
#include "rules/ruleset.h"

/* Whether the program reads an element of that section whose field, type or
 * action is `name`; a nearer name goes to *hint (start it with `name`). */
bool ds_known_name(ds_pattern_section section, ds_str name, ds_hint *hint);

/* The values that a field, type or action may have, separated by ", "; NULL if
 * it may have any. */
const char *ds_known_values(ds_pattern_section section, ds_str name);

/* Whether it may have this one. */
bool ds_known_value(ds_pattern_section section, ds_str name, ds_str value, ds_hint *hint);

/* The values that a column of a lexicon may have, or NULL: any. */
const char *ds_known_column(ds_str lexicon, ds_str column);

/* Whether `value` is one of a list separated by ", "; a nearer one goes to *hint. */
bool ds_known_among(const char *values, ds_str value, ds_hint *hint);

bool ds_known_lexicon(ds_str id, ds_hint *hint);
bool ds_known_option(ds_str name, ds_hint *hint);

/* What is wrong with the value of an option that the program reads, e.g. "is not
 * a number like 2 or -0.5"; NULL: nothing. */
const char *ds_known_bad_option(ds_str name, ds_str value);

/* Plain notation: no exponent, no hexadecimal, no nan. */
bool ds_known_number(ds_str text);

#endif /* DS_KNOWN_H */
