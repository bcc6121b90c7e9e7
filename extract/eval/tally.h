/* tally.h - errors of a whole run, by class, with examples.
 */
#ifndef DS_EVAL_TALLY_H
#define DS_EVAL_TALLY_H

#include "extract/eval/exam.h"

/* One error, for people.  Empty views: there is none. */
typedef struct ds_tally_example {
    ds_str source; /* file:line of the gold */
    ds_str id;
    ds_score_field field; /* DS_SCORE_FIELDS: a whole deal */
    ds_str told;
    ds_str wanted;
    ds_str rule;
    ds_str text;
} ds_tally_example;

typedef struct ds_tally_class {
    size_t n; /* errors; those of a whole deal are one each */
    size_t n_wrong;
    size_t n_missed;
    size_t fields[DS_SCORE_FIELDS]; /* errors by field, for classes of values */
    ds_tally_example *examples;
    size_t n_examples;
} ds_tally_class;

typedef struct ds_tally {
    ds_tally_class classes[DS_SLIPS];
    size_t max_examples; /* of a class: those of the documents that come first */
    ds_arena *arena;
    const ds_gold_paper *paper; /* set before the errors of a paper come */
    bool failed;                /* memory ran out */
} ds_tally;

/* Keeps examples in the arena, which is borrowed. */
DS_MUST_USE ds_status ds_tally_init(ds_tally *tally, size_t max_examples, ds_arena *arena);

/* A ds_slip_sink whose payload is the tally. */
void ds_tally_add(void *tally, const ds_slip *slip);

#endif /* DS_EVAL_TALLY_H */
