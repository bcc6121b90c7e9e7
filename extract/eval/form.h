/* form.h - the fields that are scored, and the form in which their values are
 * compared: two spellings of one value have the same form.
 *
 * As tests/score/score.py has it: NFKC, no white space, no quotes around, case
 * folded; and by field without words before and behind figures and dates.  Those
 * words are the pack's lexicon "score-words".
 */
#ifndef DS_EVAL_FORM_H
#define DS_EVAL_FORM_H

#include "corpus/text/arena.h"
#include "corpus/text/span.h"
#include "rules/ruleset.h"

#include <stdbool.h>

/* In the order in which they are reported. */
typedef enum ds_score_field {
    DS_SCORE_ACQUIRER,
    DS_SCORE_TARGET,
    DS_SCORE_SELLER,
    DS_SCORE_SUBJECT,
    DS_SCORE_AMOUNT,
    DS_SCORE_DATE,
    DS_SCORE_ANNOUNCED,
    DS_SCORE_COMPLETED,
    DS_SCORE_STAKE,
    DS_SCORE_CURRENCY,
    DS_SCORE_RATE_CLASS,
    DS_SCORE_MOTIVE,
    DS_SCORE_STATUS,
    DS_SCORE_PAYMENT,
    DS_SCORE_FIELDS,
} ds_score_field;

const char *ds_score_field_name(ds_score_field field); /* the record's key */

/* The field with that name, or DS_SCORE_FIELDS. */
ds_score_field ds_score_field_find(ds_str name);

typedef struct ds_forms ds_forms;

/* Reads "score-words"; a pack without them compares without.  The caller frees
 * *out, `rules` must outlive it. */
DS_MUST_USE ds_status ds_forms_new(ds_forms **out, const ds_ruleset *rules);

/* The form of a value of `field`, in the arena; a NULL pointer when memory is
 * out.  `text` is UTF-8. */
ds_str ds_form_make(const ds_forms *forms, ds_score_field field, ds_str text, ds_arena *arena);

/* A number as the gold and a record's JSON reader show it: whole numbers digit
 * by digit, others in the shortest form that reads back as the same double. */
ds_str ds_form_number(ds_str decimal, ds_arena *arena);

/* Is one of the fields whose values may also agree as numbers. */
bool ds_form_is_number(ds_score_field field);

/* Both forms are numbers, and equal but for rounding (one part in a million). */
bool ds_form_same_number(ds_str ours, ds_str theirs);

void ds_forms_free(ds_forms *forms); /* NULL is allowed */

#endif /* DS_EVAL_FORM_H */
