/* assign.h - values for all deals of a sentence at once.
 *
 * Each deal takes the value that scores best for it.  Where two deals take the same sum
 * or stake, one of them moves to another value that no deal has, if that scores little
 * less: a sentence that tells two deals and two prices seldom means one of them twice.
 */
#ifndef DS_ASSIGN_H
#define DS_ASSIGN_H

#include "corpus/text/arena.h"
#include "extract/decide/choose.h"
#include "extract/decide/distribute.h"

/* The values of one deal; entities are the analysis's. */
typedef struct ds_assigned {
    ds_choice amount, date, stake;
} ds_assigned;

/* *out in `arena`, one for each target.  `reuse` is how much less a score may be for a
 * value of one's own (the pack's option "value.reuse"); 0: values are shared freely.
 * DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_assign(const ds_model *model, const ds_distributor *distributor,
                                double reuse, const ds_analysis *analysis, const ds_target *targets,
                                size_t n_targets, ds_arena *arena, ds_assigned **out);

#endif /* DS_ASSIGN_H */
