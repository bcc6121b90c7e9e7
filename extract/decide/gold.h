/* gold.h - annotated documents, as score.py's gold sets have them.
 *
 * One JSON object a line: {"id", "text", "title"?, "published"?, "deals": [...]};
 * a deal lists per field its values, each a string or a list of alternatives;
 * "<field>_may" holds values that are right but not required, "optional"
 * marks a deal that is neither required nor wrong.
 */
#ifndef DS_GOLD_H
#define DS_GOLD_H

#include "corpus/text/arena.h"
#include "corpus/text/diag.h"
#include "corpus/text/span.h"
#include "rules/ruleset.h"

#include <stdbool.h>
#include <stdio.h>

/* Surfaces of one field of one deal. */
typedef struct ds_gold_field {
    const ds_str *surfaces; /* folded: see ds_gold_fold() */
    size_t n_required;      /* the first so many; alternatives of all values */
    size_t n_surfaces;      /* with those that may be                        */
} ds_gold_field;

typedef struct ds_gold_deal {
    ds_gold_field fields[DS_ROLES]; /* by role */
    bool optional;
} ds_gold_deal;

typedef struct ds_gold_document {
    ds_str id, text, title, published;
    const ds_gold_deal *deals;
    size_t n_deals;
    unsigned annotated; /* bit 1 << role: its file annotates that role; the
                           reader of the file sets it for all its documents */
} ds_gold_document;

/* Reads the next line; *out lives in `arena`.  DS_END after the last one,
 * DS_EINVALID with file:line:column for a bad one, behind which the next call goes on. */
DS_MUST_USE ds_status ds_gold_read(FILE *file, ds_where *where, ds_arena *arena,
                                   ds_gold_document *out, ds_diag *diag);

/* Without white space and quotes, full-width ASCII made half-width: the form
 * in which names are compared.  In the arena. */
ds_str ds_gold_fold(ds_str text, ds_arena *arena);

/* Is `form` (folded) among the surfaces; required only, or any. */
bool ds_gold_has(const ds_gold_field *field, ds_str form, bool required);

#endif /* DS_GOLD_H */
