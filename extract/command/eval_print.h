/* eval_print.h - the figures of `dealsift eval` on standard output. */
#ifndef DS_EVAL_PRINT_H
#define DS_EVAL_PRINT_H

#include "extract/eval/tally.h"

#include <stdio.h>

typedef struct ds_eval_report {
    const ds_score *score;
    unsigned fields; /* that were judged, bit 1 << field */
    const ds_tally *tally;
} ds_eval_report;

/* A line a field, one for all of them and one for deals.  Shares are rounded to
 * four digits and then to three, as tests/score/score.py shows them. */
void ds_eval_print_score(FILE *to, const ds_score *score, unsigned fields);

/* For people: fields, deals, errors by class. */
DS_MUST_USE ds_status ds_eval_print_text(const ds_eval_report *report);

/* One JSON object on a line.  DS_OK, DS_ENOMEM; write errors show at the end. */
DS_MUST_USE ds_status ds_eval_print_json(const ds_eval_report *report);

#endif /* DS_EVAL_PRINT_H */
