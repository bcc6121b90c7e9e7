/* score.h - how much of the gold was found: counts per field and deal, and each
 * error with its class.
 */
#ifndef DS_EVAL_SCORE_H
#define DS_EVAL_SCORE_H

#include "extract/eval/pair.h"

typedef struct ds_score {
    ds_counts fields[DS_SCORE_FIELDS];
    size_t n_documents;
    size_t n_gold; /* required deals */
    size_t n_predicted;
    size_t n_exact; /* of the gold: paired, no value wrong or missed */
} ds_score;

/* What went wrong.  The first four are of whole deals. */
typedef enum ds_slip_class {
    DS_SLIP_MISSED_DEAL,   /* no record has anything of it                      */
    DS_SLIP_MERGED_DEAL,   /* a record agrees, but is another deal's            */
    DS_SLIP_SPURIOUS_DEAL, /* no deal has anything of the record                */
    DS_SLIP_DOUBLED_DEAL,  /* a deal agrees, but another record tells of it     */
    DS_SLIP_LONG_NAME,     /* the name and more                                 */
    DS_SLIP_SHORT_NAME,    /* a part of the name                                */
    DS_SLIP_OTHER_ROLE,    /* a name of the deal, in another role               */
    DS_SLIP_OTHER_DEAL,    /* the value of another deal of the document         */
    DS_SLIP_WRONG_VALUE,   /* another value than the gold has                   */
    DS_SLIP_EXTRA_VALUE,   /* a value where the gold has none, or no more       */
    DS_SLIP_MISSING_VALUE, /* none where the gold has one                       */
    DS_SLIPS,
} ds_slip_class;

const char *ds_slip_class_name(ds_slip_class slip); /* "missed deal" ... */

/* One error.  n_wrong and n_missed over all slips are those of the score. */
typedef struct ds_slip {
    ds_slip_class class;
    ds_score_field field; /* DS_SCORE_FIELDS: a whole deal                        */
    size_t n_wrong;
    size_t n_missed;
    const ds_answer *told;           /* NULL: nothing     */
    const ds_answer *wanted;         /* NULL: nothing     */
    const ds_record_answers *record; /* NULL: missed deal */
    const ds_gold_answers *deal;     /* NULL: spurious    */
} ds_slip;

typedef void ds_slip_sink(void *payload, const ds_slip *slip);

/* Records and gold of one document. */
typedef struct ds_sheet {
    const ds_record_answers *records;
    size_t n_records;
    const ds_gold_answers *deals;
    size_t n_deals;
} ds_sheet;

/* Adds a document to the score; `sink` (may be NULL) is told every error of it.
 * `arena` holds what is needed meanwhile.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_score_add(ds_score *score, unsigned fields, const ds_sheet *sheet,
                                   ds_arena *arena, ds_slip_sink *sink, void *payload);

/* Sum over the fields in `fields`. */
ds_counts ds_score_micro(const ds_score *score, unsigned fields);

/* 0 where nothing could be right. */
double ds_counts_precision(ds_counts counts);
double ds_counts_recall(ds_counts counts);
double ds_counts_f1(ds_counts counts);

#endif /* DS_EVAL_SCORE_H */
