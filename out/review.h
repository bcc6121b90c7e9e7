/* review.h - one HTML page to read records against their text.
 *
 * The page holds all it needs and asks the network for nothing; everything of a
 * record is escaped.  Scripts only filter and sort: without them all is shown.
 */
#ifndef DS_OUT_REVIEW_H
#define DS_OUT_REVIEW_H

#include "corpus/text/buffer.h"

#include <jansson.h>

/* Longest record of the page; the writer's lines are shorter. */
enum { DS_REVIEW_MAX_BYTES = 64 * 1024 * 1024 };

ds_str ds_review_head(void); /* what stands before the records; static */
ds_str ds_review_tail(void); /* what stands behind them; static        */

/* Appends one record, an object of schema dealsift/1 as read by jansson; keys that
 * are missing are passed over.  `out->failed` tells when it was too long. */
void ds_review_add(ds_buf *out, const json_t *record);

#endif /* DS_OUT_REVIEW_H */
