/* pair.h - which record tells of which deal of the gold, and how well.
 *
 * Records and deals of one document are paired one to one so that most values
 * agree and, among those pairings, fewest are wrong.
 */
#ifndef DS_EVAL_PAIR_H
#define DS_EVAL_PAIR_H

#include "extract/eval/answer.h"

typedef struct ds_counts {
    size_t right;
    size_t wrong;  /* told and not in the gold */
    size_t missed; /* in the gold and not told */
} ds_counts;

/* One field of a record beside one of a deal. */
typedef struct ds_comparison {
    ds_counts counts;
    bool *wrong;  /* per value of the record        */
    bool *missed; /* per required value of the deal */
} ds_comparison;

/* Do they name the same value? */
bool ds_answer_agrees(ds_score_field field, const ds_answer *ours, const ds_answer *theirs);

/* Compares; *out lives in the arena.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_compare_field(ds_score_field field, const ds_record_answers *record,
                                       const ds_gold_answers *deal, ds_arena *arena,
                                       ds_comparison *out);

/* Sum over the fields in `fields` (bit 1 << field). */
DS_MUST_USE ds_status ds_compare(unsigned fields, const ds_record_answers *record,
                                 const ds_gold_answers *deal, ds_arena *arena, ds_counts *out);

/* What a document's records and deals have to do with one another. */
typedef struct ds_pairing {
    const double *gain;      /* record * n_deals + deal; see ds_pairing_agrees()        */
    const size_t *deal_of;   /* per record: its deal, or SIZE_MAX   */
    const size_t *record_of; /* per deal: its record, or SIZE_MAX   */
} ds_pairing;

DS_MUST_USE ds_status ds_pair(unsigned fields, const ds_record_answers *records, size_t n_records,
                              const ds_gold_answers *deals, size_t n_deals, ds_arena *arena,
                              ds_pairing *out);

/* Could the two be a pair: do they agree in a value at least? */
bool ds_pairing_agrees(double gain);

#endif /* DS_EVAL_PAIR_H */
