/* currency.h - the words, symbols and codes of currencies around a number, and
 * the unit that a table header names.  Private to the recognisers.
 */
#ifndef DS_CURRENCY_H
#define DS_CURRENCY_H

#include "extract/recognise/reading.h"

/* A currency in front of a number: *at moves behind it, *code is its ISO code,
 * borrowed from the rules; else nothing changes. */
bool ds_currency_before(const ds_reading *reading, size_t *at, ds_str *code);

/* The same behind a number; "8 yi yuan renminbi" has two words.  *code is empty
 * where the unit does not name its currency. */
bool ds_currency_after(const ds_reading *reading, size_t *at, ds_str *code);

/* Copies an ISO code and ends it. */
void ds_currency_copy(ds_str code, char out[4]);

#endif /* DS_CURRENCY_H */
