/* amount_context.h - what the words around an amount say of it.  Private to the
 * amounts.
 */
#ifndef DS_AMOUNT_CONTEXT_H
#define DS_AMOUNT_CONTEXT_H

#include "extract/recognise/reading.h"

/* A number without currency is money where payment is spoken of and no
 * measure, classifier or other noun stands behind it. */
bool ds_amount_is_bare(const ds_reading *reading, size_t begin, size_t end);

/* "five thousand yuan each", "yuan a share": moves *end behind such words. */
bool ds_amount_is_each(const ds_reading *reading, size_t begin, size_t *end);

/* Paid in cash, in shares, or the sum. */
ds_amount_part ds_amount_part_of(const ds_reading *reading, size_t begin, size_t core, size_t end);

#endif /* DS_AMOUNT_CONTEXT_H */
