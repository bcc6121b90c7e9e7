#include "extract/recognise/date_digits.h"

/* A day in one number has eight digits, a month six. */
enum { DAY_DIGITS = 8, MONTH_DIGITS = 6, YEAR_DIGITS = 4 };
/* Earlier years are read only where a whole day is told. */
enum { FIRST_YEAR = 1000 };

/* Up to three numbers with one mark between them. */
typedef struct figures {
    size_t n;
    int value[3];
    size_t len[3];
    uint32_t mark;
    size_t end;
} figures;

bool ds_date_digits(const ds_reading *reading, size_t at, size_t max, size_t *end, int *value)
{
    *value = 0;
    *end = at;
    while (*end < reading->text.len && *end - at <= max &&
           ds_code_is_digit((unsigned char)reading->text.ptr[*end])) {
        *value = *value * 10 + (reading->text.ptr[(*end)++] - '0');
    }
    return *end > at && *end - at <= max;
}

bool ds_date_closes(const ds_reading *reading, size_t at)
{
    uint32_t next = ds_reading_code(reading, at);
    ds_word word;
    if (ds_code_is_digit(next) || next == '%' || next == '/' ||
        ((next == '.' || next == '-') && at + 1 < reading->text.len &&
         ds_code_is_digit((unsigned char)reading->text.ptr[at + 1]))) {
        return false;
    }
    return !ds_reading_at(reading, DS_WORDS_NUMERAL, at, &word) &&
           !ds_reading_at(reading, DS_WORDS_COUNT, at, &word) &&
           !ds_reading_at(reading, DS_WORDS_CURRENCY, at, &word) &&
           !ds_date_word_is(reading, DS_WORD_NO_YEAR, at, &word);
}

/* Hyphens and dashes, which a whole day may have in place of a minus. */
static bool is_dash(uint32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2014) || code == 0x2212;
}

static bool is_mark(const ds_reading *reading, uint32_t code)
{
    return is_dash(code) || code == '/' || code == '.' || (code == ' ' && reading->context->whole);
}

static bool read_figures(const ds_reading *reading, size_t at, figures *out)
{
    *out = (figures){.n = 1};
    if (!ds_date_digits(reading, at, DAY_DIGITS, &out->end, &out->value[0])) {
        return false;
    }
    out->len[0] = out->end - at;
    out->mark = ds_reading_code(reading, out->end);
    while (out->n < 3 && is_mark(reading, out->mark) &&
           ds_reading_code(reading, out->end) == out->mark) {
        size_t size;
        size_t end;
        ds_utf8_at(reading->text, out->end, &size);
        size_t from = out->end + size;
        if (!ds_date_digits(reading, from, out->n == 2 && out->len[0] < YEAR_DIGITS ? 4 : 2, &end,
                            &out->value[out->n])) {
            break;
        }
        out->len[out->n++] = end - from;
        out->end = end;
    }
    return out->n == 1 || out->n == 3 || out->mark == '-' || out->mark == '/' || out->mark == '.';
}

static bool set_day(int year, int month, int day, ds_date_parts *parts)
{
    parts->year = year;
    parts->month = month;
    parts->day = day;
    return month >= 1 && month <= 12;
}

/* Year, month and day in one of the orders in use.  More than one that gives a
 * day, and another day: it stays open which is meant. */
static bool read_any_order(const figures *numbers, ds_date_parts *parts)
{
    static const unsigned orders[][3] = {{0, 1, 2}, {2, 1, 0}, {2, 0, 1}};
    ds_day found = {0, 0, 0};
    bool open = false;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        const unsigned *order = orders[i];
        size_t len = numbers->len[order[0]];
        int year = numbers->value[order[0]];
        ds_day day = {len == 2 ? ds_date_full_year(year) : year, numbers->value[order[1]],
                      numbers->value[order[2]]};
        if ((len != 2 && len != YEAR_DIGITS) || numbers->len[order[1]] > 2 ||
            numbers->len[order[2]] > 2 || day.year < FIRST_YEAR || !ds_day_valid(day)) {
            continue;
        }
        open = open || (found.year > 0 && ds_day_number(found) != ds_day_number(day));
        found = day;
    }
    if (found.year == 0) {
        return false;
    }
    if (open) {
        parts->unknown = true;
        parts->lack = DS_LACK_ORDER;
        return true;
    }
    return set_day(found.year, found.month, found.day, parts);
}

/* Six digits: a year and its month, unless they are a day as well. */
static bool read_six(int value, ds_date_parts *parts)
{
    ds_day day = {ds_date_full_year(value / 10000), value / 100 % 100, value % 100};
    parts->year = value / 100;
    parts->month = value % 100;
    parts->bare = true;
    if (parts->month >= 1 && parts->month <= 12 && ds_day_valid(day)) {
        parts->unknown = true;
        parts->lack = DS_LACK_ORDER;
    }
    return parts->year >= FIRST_BARE_YEAR && parts->year <= LAST_BARE_YEAR && parts->month >= 1 &&
           parts->month <= 12;
}

/* The year stands in front: 2021-01-15, 2021/1, 2019.12. */
static bool read_year_first(const ds_reading *reading, const figures *numbers, ds_date_parts *parts)
{
    bool whole = reading->context->whole;
    if (numbers->n == 1 || numbers->len[1] > 2) {
        return false;
    }
    set_day(numbers->value[0], numbers->value[1], numbers->n == 3 ? numbers->value[2] : 0, parts);
    if (numbers->n == 2) {
        parts->bare = numbers->mark == '.';
        if (numbers->len[1] != 2 && numbers->mark != '/' && !whole) {
            return false;
        }
    }
    int first = whole && numbers->n == 3 ? FIRST_YEAR : FIRST_BARE_YEAR;
    return parts->year >= first && parts->year <= LAST_BARE_YEAR && parts->month >= 1 &&
           parts->month <= 12;
}

/* No year in front: only where the text is asked for as a date. */
static bool read_year_last(const ds_reading *reading, const figures *numbers, ds_date_parts *parts)
{
    bool padded = numbers->len[0] == 2 && numbers->len[1] == 2;
    if (!reading->context->whole || ds_code_is_latin(ds_reading_code(reading, numbers->end))) {
        return false;
    }
    if (numbers->n == 3) {
        return numbers->mark != ' ' && read_any_order(numbers, parts);
    }
    if (numbers->n != 2 || !(numbers->mark == '/' || (numbers->mark == '-' && padded)) ||
        !set_day(0, numbers->value[0], numbers->value[1], parts) || parts->day < 1 ||
        parts->day > 31) {
        return false;
    }
    ds_date_lend_year(reading, parts);
    return true;
}

/* A dash behind a date in figures joins it to another that is as long. */
static bool is_joined(const ds_reading *reading, const figures *numbers, const ds_date_parts *parts)
{
    figures next;
    if (ds_reading_code(reading, numbers->end) != '-' || numbers->mark == '-') {
        return numbers->n == 1 && reading->context->whole && numbers->mark == '-' &&
               read_figures(reading, numbers->end + 1, &next) && next.len[0] == numbers->len[0];
    }
    if (parts->day > 0) {
        return !parts->bare;
    }
    return reading->context->whole && read_figures(reading, numbers->end + 1, &next) &&
           next.n == numbers->n && next.len[0] == numbers->len[0];
}

bool ds_date_read_numbers(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    figures numbers;
    if (!read_figures(reading, *at, &numbers)) {
        return false;
    }
    parts->basis = DS_DATE_EXPLICIT;
    bool read;
    if (numbers.n == 1 && numbers.len[0] == DAY_DIGITS) {
        int value = numbers.value[0];
        parts->bare = true;
        read = set_day(value / 10000, value / 100 % 100, value % 100, parts) &&
               parts->year >= FIRST_BARE_YEAR && parts->year <= LAST_BARE_YEAR;
    } else if (numbers.n == 1 && numbers.len[0] == MONTH_DIGITS) {
        read = reading->context->whole && read_six(numbers.value[0], parts);
    } else if (numbers.len[0] == YEAR_DIGITS) {
        read = read_year_first(reading, &numbers, parts);
    } else {
        read = numbers.len[0] <= 2 && read_year_last(reading, &numbers, parts);
    }
    if (!read || !(is_joined(reading, &numbers, parts) || ds_date_closes(reading, numbers.end))) {
        return false;
    }
    *at = numbers.end;
    return true;
}

bool ds_date_read_last_numbers(const ds_reading *reading, const ds_date_parts *first, size_t *at,
                               ds_date_parts *parts)
{
    figures numbers;
    if (!reading->context->whole || first->day == 0 || !read_figures(reading, *at, &numbers) ||
        numbers.n != 2 || numbers.len[0] > 2 || numbers.len[1] > 2 ||
        !set_day(0, numbers.value[0], numbers.value[1], parts) || parts->day < 1 ||
        !ds_date_closes(reading, numbers.end)) {
        return false;
    }
    parts->basis = DS_DATE_CONTEXT;
    *at = numbers.end;
    return true;
}
