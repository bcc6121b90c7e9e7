/* exam.h - annotated documents read by the program, and what it makes of them.
 */
#ifndef DS_EVAL_EXAM_H
#define DS_EVAL_EXAM_H

#include "extract/eval/score.h"
#include "extract/pipeline.h"

/* An annotated document.  Lives in the arena it was read into. */
typedef struct ds_gold_paper {
    ds_document document; /* its source is file:line */
    ds_str text;
    const ds_gold_answers *deals;
    size_t n_deals;
} ds_gold_paper;

typedef struct ds_gold_set {
    ds_gold_paper *papers; /* owned */
    size_t n_papers;
    size_t max;
} ds_gold_set;

/* Adds the documents of a file to *set, which is zeroed before the first.  An id
 * that is missing is file:line.  DS_EMISSING, DS_EIO: the file cannot be read;
 * DS_EINVALID: bad lines, each reported, with all other lines read. */
DS_MUST_USE ds_status ds_gold_set_read(ds_gold_set *set, const ds_forms *forms, const char *path,
                                       ds_arena *arena, ds_diag *diag);

void ds_gold_set_free(ds_gold_set *set); /* leaves an empty set */

/* Fields that some deal of the papers annotates, bit 1 << field. */
unsigned ds_gold_set_fields(const ds_gold_paper *papers, size_t n_papers);

typedef struct ds_examiner {
    ds_pipeline *pipeline;
    const ds_forms *forms;
    unsigned fields;
    ds_arena *scratch; /* reset for each paper: what slips point to dies then */
} ds_examiner;

/* Lets the pipeline read a paper and adds to the score. */
DS_MUST_USE ds_status ds_exam_paper(const ds_examiner *examiner, const ds_gold_paper *paper,
                                    ds_score *score, ds_slip_sink *sink, void *payload);

#endif /* DS_EVAL_EXAM_H */
