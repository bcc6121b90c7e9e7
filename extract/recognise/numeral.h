/* numeral.h - numbers as Chinese text writes them.
 *
 * Arabic digits with thousands separators, Chinese numerals in everyday and
 * financial writing, digit by digit (two zero two five), mixtures (3 yi 5 qian
 * wan), an unknown digit (several hundred million), a little more (200-odd
 * wan), neighbours (two three hundred).  All words come from "numerals".
 */
#ifndef DS_NUMERAL_H
#define DS_NUMERAL_H

#include "extract/recognise/decimal.h"
#include "extract/recognise/reading.h"

typedef struct ds_numeral {
    size_t begin;
    size_t end;
    ds_decimal value;
    ds_decimal high; /* upper end of neighbours, else equal to value      */
    bool vague;      /* a digit is unknown: value and high are its bounds  */
    bool more;       /* a little more than value                           */
    bool implied;    /* began with hundred, wan, ... and no digit: value is
                        one such unit, but more often it is a heading's    */
    bool arabic;     /* written in digits                                  */
    bool fraction;   /* has a decimal point                                */
    bool grouped;    /* has thousands separators                           */
    bool positional; /* Chinese digit by digit                             */
    int power;       /* of ten of all scale words behind the first group   */
    size_t n_digits; /* digits before the point, if arabic or positional   */
} ds_numeral;

/* The last numbers read: every recogniser asks for the one at the same byte. */
enum { DS_NUMERAL_MEMO = 4 };
typedef struct ds_numeral_memo {
    struct {
        size_t place; /* the byte plus one; 0: nothing yet */
        bool found;
        ds_numeral numeral;
    } items[DS_NUMERAL_MEMO];
} ds_numeral_memo;

/* Reads the longest number at byte `at`.  False: there is none, or it does
 * not fit a decimal. */
bool ds_numeral_read(const ds_reading *reading, size_t at, ds_numeral *out);

/* The number as a small integer, or -1 if it is not one below 10,000. */
int ds_numeral_int(const ds_numeral *numeral);

/* Multiplies value and high by 10^power; false: does not fit. */
bool ds_numeral_shift(ds_numeral *numeral, int power);

#endif /* DS_NUMERAL_H */
