/* hint.h - the name somebody probably meant. */
#ifndef DS_HINT_H
#define DS_HINT_H

#include "corpus/text/span.h"

/* Longer names get no hint: nobody mistypes those by a letter or two. */
enum { DS_HINT_MAX_BYTES = 64 };

/* Keeps the best of several names; start with {name, {NULL, 0}, 0}. */
typedef struct ds_hint {
    ds_str name; /* as written                           */
    ds_str best; /* nearest so far, borrowed; or empty   */
    size_t distance;
} ds_hint;

/* Compares one known name (borrowed): Levenshtein distance over bytes, at most
 * a third of the name's length, the first of equals wins. */
void ds_hint_add(ds_hint *hint, ds_str known);

/* A name with another in it, and the question. */
enum { DS_HINT_BYTES = 3 * DS_HINT_MAX_BYTES };

/* "; did you mean 'motive.left'?" or nothing: `name`, of which hint->name is the
 * part that was compared, with that part replaced by the better one. */
void ds_hint_write(const ds_hint *hint, ds_str name, char out[DS_HINT_BYTES]);

#endif /* DS_HINT_H */
