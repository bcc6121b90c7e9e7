#include "extract/recognise/decimal.h"

#include <inttypes.h>
#include <stdio.h>

/* 10^18 is the largest power of ten below INT64_MAX. */
static const int64_t powers[DS_DECIMAL_MAX_SCALE + 1] = {
    INT64_C(1),
    INT64_C(10),
    INT64_C(100),
    INT64_C(1000),
    INT64_C(10000),
    INT64_C(100000),
    INT64_C(1000000),
    INT64_C(10000000),
    INT64_C(100000000),
    INT64_C(1000000000),
    INT64_C(10000000000),
    INT64_C(100000000000),
    INT64_C(1000000000000),
    INT64_C(10000000000000),
    INT64_C(100000000000000),
    INT64_C(1000000000000000),
    INT64_C(10000000000000000),
    INT64_C(100000000000000000),
    INT64_C(1000000000000000000),
};

/* INT64_MIN is kept out, so that every coefficient can change its sign. */
static bool fits_product(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_mul_overflow(a, b, out) && *out != INT64_MIN;
}

/* One value, one form: no trailing zeros behind the point. */
static ds_decimal reduce(ds_decimal a)
{
    while (a.scale > 0 && a.coefficient % 10 == 0) {
        a.coefficient /= 10;
        a.scale--;
    }
    return a;
}

ds_status ds_decimal_parse(ds_str text, ds_decimal *out)
{
    size_t at = 0;
    bool negative = text.len > 0 && text.ptr[0] == '-';
    at += text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');
    ds_decimal value = {0, 0};
    bool point = false;
    size_t n_digits = 0;
    /* Zeros behind the point wait: 1.50000000000000000000 fits as 1.5. */
    int zeros = 0;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') {
            return DS_EINVALID;
        }
        n_digits++;
        if (point && c == '0') {
            zeros += zeros <= DS_DECIMAL_MAX_SCALE;
            continue;
        }
        int shift = zeros + 1;
        zeros = 0;
        if (shift > DS_DECIMAL_MAX_SCALE || (point && value.scale + shift > DS_DECIMAL_MAX_SCALE) ||
            !fits_product(value.coefficient, powers[shift], &value.coefficient) ||
            __builtin_add_overflow(value.coefficient, c - '0', &value.coefficient)) {
            return DS_ELIMIT;
        }
        value.scale += point ? shift : 0;
    }
    if (n_digits == 0) {
        return DS_EINVALID;
    }
    value.coefficient = negative ? -value.coefficient : value.coefficient;
    *out = reduce(value);
    return DS_OK;
}

ds_status ds_decimal_shift(ds_decimal a, int power, ds_decimal *out)
{
    if (power < -DS_DECIMAL_MAX_SCALE || power > DS_DECIMAL_MAX_SCALE) {
        return DS_ELIMIT;
    }
    a = reduce(a);
    if (a.coefficient == 0) {
        *out = a;
        return DS_OK;
    }
    int scale = a.scale - power;
    if (scale > DS_DECIMAL_MAX_SCALE) { /* digits in front of the point may give way */
        while (scale > DS_DECIMAL_MAX_SCALE && a.coefficient % 10 == 0) {
            a.coefficient /= 10;
            scale--;
        }
    }
    if (scale > DS_DECIMAL_MAX_SCALE ||
        (scale < 0 && (-scale > DS_DECIMAL_MAX_SCALE ||
                       !fits_product(a.coefficient, powers[-scale], &a.coefficient)))) {
        return DS_ELIMIT;
    }
    a.scale = scale < 0 ? 0 : scale;
    *out = reduce(a);
    return DS_OK;
}

ds_status ds_decimal_add(ds_decimal a, ds_decimal b, ds_decimal *out)
{
    a = reduce(a);
    b = reduce(b);
    int32_t scale = a.scale > b.scale ? a.scale : b.scale;
    ds_decimal sum = {0, scale};
    if (!fits_product(a.coefficient, powers[scale - a.scale], &a.coefficient) ||
        !fits_product(b.coefficient, powers[scale - b.scale], &b.coefficient) ||
        __builtin_add_overflow(a.coefficient, b.coefficient, &sum.coefficient) ||
        sum.coefficient == INT64_MIN) {
        return DS_ELIMIT;
    }
    *out = reduce(sum);
    return DS_OK;
}

ds_status ds_decimal_multiply(ds_decimal a, ds_decimal b, ds_decimal *out)
{
    a = reduce(a);
    b = reduce(b);
    ds_decimal product = {0, a.scale + b.scale};
    /* A five in one and an even number in the other leave zeros at the end:
     * the product may fit although its parts' scales do not. */
    __extension__ typedef __int128 wide;
    wide exact = (wide)a.coefficient * b.coefficient;
    while (product.scale > 0 && exact % 10 == 0) {
        exact /= 10;
        product.scale--;
    }
    if (product.scale > DS_DECIMAL_MAX_SCALE || exact > INT64_MAX || exact < -INT64_MAX) {
        return DS_ELIMIT;
    }
    product.coefficient = (int64_t)exact;
    *out = product;
    return DS_OK;
}

int ds_decimal_compare(ds_decimal a, ds_decimal b)
{
    __extension__ typedef __int128 wide;
    int32_t scale = a.scale > b.scale ? a.scale : b.scale;
    wide left = (wide)a.coefficient * powers[scale - a.scale];
    wide right = (wide)b.coefficient * powers[scale - b.scale];
    return (left > right) - (left < right);
}

ds_str ds_decimal_write(ds_decimal a, char out[DS_DECIMAL_TEXT_BYTES])
{
    a = reduce(a);
    const char *sign = a.coefficient < 0 ? "-" : "";
    int64_t size = a.coefficient < 0 ? -a.coefficient : a.coefficient;
    int len;
    if (a.scale == 0) {
        len = snprintf(out, DS_DECIMAL_TEXT_BYTES, "%s%" PRId64, sign, size);
    } else {
        len = snprintf(out, DS_DECIMAL_TEXT_BYTES, "%s%" PRId64 ".%0*" PRId64, sign,
                       size / powers[a.scale], (int)a.scale, size % powers[a.scale]);
    }
    return (ds_str){out, len > 0 ? (size_t)len : 0};
}
