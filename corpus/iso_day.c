#include "corpus/iso_day.h"

#include "corpus/text/utf8.h"

#include <limits.h>
#include <stdio.h>

/* Reads min to max digits at *at; UINT_MAX if there are fewer. */
static unsigned read_digits(ds_str text, size_t *at, size_t min, size_t max)
{
    unsigned value = 0;
    size_t n_digits = 0;
    while (n_digits < max && *at < text.len && ds_code_is_digit((unsigned char)text.ptr[*at])) {
        value = value * 10 + (unsigned)(text.ptr[(*at)++] - '0');
        n_digits++;
    }
    return n_digits < min ? UINT_MAX : value;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static bool is_time(ds_str rest)
{
    return rest.len >= 2 && (rest.ptr[0] == 'T' || rest.ptr[0] == ' ') &&
           ds_code_is_digit((unsigned char)rest.ptr[1]);
}

ds_status ds_iso_day_read(ds_str text, char out[DS_ISO_DAY_BYTES])
{
    text = ds_str_trim(text);
    size_t at = 0;
    unsigned year = read_digits(text, &at, 4, 4);
    if (year == UINT_MAX || at == text.len || (text.ptr[at] != '-' && text.ptr[at] != '/')) {
        return DS_EINVALID;
    }
    char separator = text.ptr[at++];
    unsigned month = read_digits(text, &at, 1, 2);
    if (month < 1 || month > 12 || at == text.len || text.ptr[at] != separator) {
        return DS_EINVALID;
    }
    at++;
    unsigned day = read_digits(text, &at, 1, 2);
    if (day < 1 || day > days_of(year, month)) {
        return DS_EINVALID;
    }
    if (at < text.len && !is_time(ds_str_slice(text, at, text.len))) {
        return DS_EINVALID;
    }
    snprintf(out, DS_ISO_DAY_BYTES, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    return DS_OK;
}
