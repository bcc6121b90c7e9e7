/* diff.h - what two rule sets make of the same text: records that only one has,
 * and values that differ.
 */
#ifndef DS_EVAL_DIFF_H
#define DS_EVAL_DIFF_H

#include "corpus/text/arena.h"
#include "out/deal.h"

#include <stdint.h>

/* Records of one window by one rule set. */
typedef struct ds_run_records {
    const ds_deal *items;
    size_t n_items;
} ds_run_records;

/* One record, or two of the same deal. */
typedef struct ds_difference {
    const ds_deal *a; /* NULL: only the second has it */
    const ds_deal *b; /* NULL: only the first has it  */
    uint32_t changed; /* bit i: key i of ds_deal_keys() differs; 0: the same record */
} ds_difference;

typedef void ds_difference_sink(void *payload, const ds_difference *difference);

/* Tells every record once: those of `a` in their order, then what only `b` has.
 * Two records are of the same deal if their ids are the same or, of what is left,
 * if their evidence says so best: the same place for the target, or for the
 * trigger, or for buyer and price.  Not compared: id, deal_key, date_start and date_end
 * (which follow from others), confidence and text.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_diff_records(ds_run_records a, ds_run_records b, ds_arena *arena,
                                      ds_difference_sink *sink, void *payload);

#endif /* DS_EVAL_DIFF_H */
