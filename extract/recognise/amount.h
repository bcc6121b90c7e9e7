/* amount.h - amounts one at a time, and sums told in parts.  Private to the
 * recognisers.
 */
#ifndef DS_AMOUNT_H
#define DS_AMOUNT_H

#include "extract/recognise/reading.h"

/* One amount that starts at byte `at`, parts not added up. */
ds_recognise_fn ds_amount_read_one;

/* What comes of adding up parts. */
typedef enum ds_amount_sum {
    DS_SUM_NONE,     /* no parts here                                 */
    DS_SUM_ADDED,    /* *entity is the whole and ends behind its parts */
    DS_SUM_CONFLICT, /* the total that is told is another; untouched  */
} ds_amount_sum;

/* Adds to `entity`, a part in cash or in shares, the other part behind it and
 * checks the total behind both. */
ds_amount_sum ds_amount_add_parts(const ds_reading *reading, ds_entity *entity);

/* The parts that are told behind `entity`, a whole: they must add up to it. */
ds_amount_sum ds_amount_check_parts(const ds_reading *reading, ds_entity *entity);

#endif /* DS_AMOUNT_H */
