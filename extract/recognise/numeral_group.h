/* numeral_group.h - a number up to its scale words: the 3,980 of "3,980 wan".
 *
 * Arabic digits, Chinese digits with their tens, both in one.  Private to the
 * numerals.
 */
#ifndef DS_NUMERAL_GROUP_H
#define DS_NUMERAL_GROUP_H

#include "extract/recognise/decimal.h"
#include "extract/recognise/reading.h"

typedef struct ds_numeral_group {
    size_t end;
    ds_decimal value;
    ds_decimal high;
    bool vague, more, fraction, grouped, arabic, positional;
    bool single;  /* one Chinese digit and nothing else */
    bool implied; /* a hundred, a thousand without a digit */
    bool mixed;   /* Arabic digits with tens between: 3 qian 5 bai */
    size_t n_digits;
} ds_numeral_group;

/* Reads the longest group at byte `at`; false: there is none. */
bool ds_numeral_group_read(const ds_reading *reading, size_t at, ds_numeral_group *out);

#endif /* DS_NUMERAL_GROUP_H */
