/* recognise.h - stage 2: amounts, dates, stakes, rate classes and counts.
 *
 * One recogniser a file, one table of them, one contract: given a text and a
 * byte, say "not me" or the entity that starts there.  Words and units come
 * from the rule set's lexicons.
 */
#ifndef DS_RECOGNISE_H
#define DS_RECOGNISE_H

#include "corpus/text/arena.h"
#include "extract/recognise/entity.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

typedef struct ds_recogniser ds_recogniser;

/* The unit a table's header gives for its numbers ("unit: ten thousand yuan"). */
typedef struct ds_amount_unit {
    int power;        /* of ten                                   */
    char currency[4]; /* ISO 4217, NUL-terminated; "": no header  */
} ds_amount_unit;

/* What an expression is read against. */
typedef struct ds_recognise_context {
    ds_str published;    /* ISO day or empty                                      */
    int year;            /* carried from the text before, 0 unknown; the caller
                            updates it from entities of earlier sentences         */
    int month;           /* same, 1-12, 0 unknown                                 */
    ds_amount_unit unit; /* set by the caller for the cells of a table whose
                         header it has read with ds_recogniser_unit(): numbers
                         without a unit are then amounts; else all zero        */
    bool whole;          /* the text is one expression of the kind asked for: a
                            number with a scale needs no currency, a year no unit  */
} ds_recognise_context;

/* One a thread.  `rules` is borrowed.  The caller frees *out.  DS_EINVALID:
 * a lexicon is missing or has a bad value; reported with file:line. */
DS_MUST_USE ds_status ds_recogniser_new(ds_recogniser **out, const ds_ruleset *rules,
                                        ds_diag *diag);

/* Finds all entities of text (one sentence, repaired): ascending, not
 * overlapping, in `arena`.  Updates context->year and month. */
DS_MUST_USE ds_status ds_recogniser_find(ds_recogniser *recogniser, ds_str text,
                                         ds_recognise_context *context, ds_arena *arena,
                                         const ds_entity **out, size_t *n_out);

/* False: the text holds no rate class.  Far cheaper than to find all. */
bool ds_recogniser_may_rate(const ds_recogniser *recogniser, ds_str text);

/* Reads `text` as one expression of that kind and nothing else.  DS_OK;
 * DS_EINVALID: it is none, *reason is a constant English phrase why. */
DS_MUST_USE ds_status ds_recogniser_normalise(ds_recogniser *recogniser, ds_entity_kind kind,
                                              ds_str text, const ds_recognise_context *context,
                                              ds_entity *out, const char **reason);

/* Why the value of an entity is not one number or one date (a range, a year
 * that is not told): a constant English phrase; NULL: it is one. */
const char *ds_recogniser_lack(const ds_entity *entity);

/* Looks for a table header's unit in `text`; false: there is none, *out is
 * untouched. */
bool ds_recogniser_unit(const ds_recogniser *recogniser, ds_str text, ds_amount_unit *out);

/* The same, but all of `text` is known to be the header of a table's column: the
 * unit needs no word in front and may stand in brackets. */
bool ds_recogniser_header(const ds_recogniser *recogniser, ds_str text, ds_amount_unit *out);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_recogniser_budget(ds_recogniser *recogniser, ds_budget *budget);

void ds_recogniser_free(ds_recogniser *recogniser); /* NULL is allowed */

#endif /* DS_RECOGNISE_H */
