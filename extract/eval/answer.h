/* answer.h - the values of an annotated deal and of a record, field by field, in
 * the form in which they are compared.  Everything lives in the arena given.
 */
#ifndef DS_EVAL_ANSWER_H
#define DS_EVAL_ANSWER_H

#include "corpus/text/arena.h"
#include "extract/eval/form.h"
#include "out/deal.h"

#include <jansson.h>

/* One value. */
typedef struct ds_answer {
    const ds_str *forms; /* each of them names it */
    size_t n_forms;
    ds_str shown; /* as written first, for people */
} ds_answer;

typedef struct ds_answers {
    const ds_answer *items;
    size_t n_items;
} ds_answers;

/* A deal of the gold. */
typedef struct ds_gold_answers {
    ds_answers required[DS_SCORE_FIELDS];
    ds_answers allowed[DS_SCORE_FIELDS]; /* right, but need not be found           */
    unsigned named;                      /* bit 1 << field: the field is annotated */
    unsigned skipped;                    /* bit 1 << field: not judged             */
    bool optional;                       /* neither required nor wrong             */
} ds_gold_answers;

/* A record. */
typedef struct ds_record_answers {
    ds_answers values[DS_SCORE_FIELDS];
    ds_str rule;
    ds_str text;
} ds_record_answers;

/* `deal` has the shape that ds_gold_line() ensures. */
DS_MUST_USE ds_status ds_answers_of_gold(const ds_forms *forms, const json_t *deal, ds_arena *arena,
                                         ds_gold_answers *out);

/* A value is named by itself and by the text of its evidence; evidence without a
 * value stands for one that was found and not normalised. */
DS_MUST_USE ds_status ds_answers_of_record(const ds_forms *forms, const ds_deal *deal,
                                           ds_arena *arena, ds_record_answers *out);

#endif /* DS_EVAL_ANSWER_H */
