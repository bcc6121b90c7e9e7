/* part.h - which third of the gold a document belongs to: tune on two, look at the
 * other only to decide whether a change stays.
 */
#ifndef DS_EVAL_PART_H
#define DS_EVAL_PART_H

#include "corpus/text/span.h"

/* One of `n` parts, from 0, that a document falls into by the SHA-256 of its id
 * (FIPS 180-4), as a number, modulo n. */
size_t ds_part_fold(ds_str id, size_t n);

/* Is the document of the third that is kept aside, the first of three parts? */
bool ds_part_is_judge(ds_str id);

enum { DS_SHA256_BYTES = 32 };
void ds_sha256(ds_str text, unsigned char out[DS_SHA256_BYTES]);

#endif /* DS_EVAL_PART_H */
