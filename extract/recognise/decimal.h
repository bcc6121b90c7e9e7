/* decimal.h - exact decimal numbers for money and shares of a whole.
 *
 * value = coefficient * 10^-scale.  Never binary floating point.  Wide enough
 * for every amount a deal can have; what does not fit is an error, never a
 * rounded number.
 */
#ifndef DS_DECIMAL_H
#define DS_DECIMAL_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ds_decimal {
    int64_t coefficient;
    int32_t scale; /* 0 to DS_DECIMAL_MAX_SCALE */
} ds_decimal;

enum { DS_DECIMAL_MAX_SCALE = 18 };
/* "-" 19 digits, "0.", NUL */
enum { DS_DECIMAL_TEXT_BYTES = 24 };

/* Reads plain notation: digits with at most one point, optional sign.
 * DS_EINVALID: not a number; DS_ELIMIT: does not fit. */
DS_MUST_USE ds_status ds_decimal_parse(ds_str text, ds_decimal *out);

/* a * 10^power, power from -18 to 18.  DS_ELIMIT: does not fit. */
DS_MUST_USE ds_status ds_decimal_shift(ds_decimal a, int power, ds_decimal *out);
DS_MUST_USE ds_status ds_decimal_add(ds_decimal a, ds_decimal b, ds_decimal *out);
DS_MUST_USE ds_status ds_decimal_multiply(ds_decimal a, ds_decimal b, ds_decimal *out);

/* <0, 0, >0. */
int ds_decimal_compare(ds_decimal a, ds_decimal b);

/* Plain notation without trailing zeros behind the point, NUL-terminated. */
ds_str ds_decimal_write(ds_decimal a, char out[DS_DECIMAL_TEXT_BYTES]);

#endif /* DS_DECIMAL_H */
