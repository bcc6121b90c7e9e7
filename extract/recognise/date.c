#include "extract/recognise/date_digits.h"
#include "extract/recognise/date_part.h"

/* Which unit of a day stands alone: the written one, the spoken one only where
 * a clause ends. */
enum { DAY_WRITTEN = 1 };

/* A period inside a year: month, quarter, half, its beginning or end. */
static bool read_inside(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    return ds_date_read_month(reading, at, parts) ||
           ds_date_read_relative_month(reading, at, parts) ||
           ds_date_read_quarter(reading, at, parts);
}

/* A day of every year by its name. */
static bool read_feast(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    if (!ds_date_word_is(reading, DS_WORD_FEAST, *at, &word)) {
        return false;
    }
    parts->month = word.value / 100;
    parts->day = word.value % 100;
    *at = word.end;
    return true;
}

/* At the start of a clause or behind a word for "in". */
static bool is_led(const ds_reading *reading, size_t begin)
{
    ds_word word;
    uint32_t before = ds_reading_before(reading, begin);
    return before == 0 || ds_code_is_punct(before) || ds_code_is_space(before) ||
           ds_vocabulary_before(reading->words, DS_WORDS_DATE, DS_WORD_LEAD, reading->text, begin,
                                &word);
}

/* A year of two digits alone: only where a word for "in" stands in front. */
static bool stands_as_year(const ds_reading *reading, size_t begin, size_t end)
{
    ds_word word;
    bool led = is_led(reading, begin) && !ds_code_is_space(ds_reading_before(reading, begin));
    return led && !ds_date_word_is(reading, DS_WORD_DURATION, end, &word);
}

static bool read_with_year(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    size_t begin = *at;
    bool is_short = false;
    if (!ds_date_read_relative_year(reading, at, parts) &&
        !ds_date_read_written_year(reading, at, parts, &is_short)) {
        return false;
    }
    size_t inside = ds_reading_skip(reading, *at);
    if (read_inside(reading, &inside, parts) || read_feast(reading, &inside, parts)) {
        *at = inside;
        return true;
    }
    if (ds_date_read_part(reading, false, at, parts)) {
        return true;
    }
    if (is_short) {
        parts->bare = true;
        return parts->year <= FIRST_BARE_YEAR + 139 && stands_as_year(reading, begin, *at);
    }
    return true;
}

static bool names_year(const ds_reading *reading, size_t end)
{
    uint32_t next = ds_reading_code(reading, end);
    return ds_code_is_han(next) || ds_code_is_latin(next) || (reading->context->whole && next == 0);
}

/* 2009, 2010 and 2011 nian: the unit stands behind the last of a list. */
static bool lists_years(const ds_reading *reading, size_t end)
{
    const int max_members = 8;
    for (int n = 0; n < max_members; n++) {
        ds_word list;
        ds_word unit;
        int year;
        if (!ds_reading_is(reading, DS_WORDS_RATE, DS_WORD_LIST, end, &list) ||
            !ds_date_digits(reading, list.end, 4, &end, &year) || year < FIRST_BARE_YEAR ||
            year > LAST_BARE_YEAR) {
            return false;
        }
        if (ds_date_word_is(reading, DS_WORD_YEAR, end, &unit) || names_year(reading, end)) {
            return true;
        }
    }
    return false;
}

/* The quarter or half behind a year in digits: 2025Q1, 2025-Q1, 25H1; behind
 * four digits also in words. */
static bool read_period_behind(const ds_reading *reading, bool four, size_t end,
                               ds_date_parts *parts, size_t *at)
{
    size_t behind = four ? ds_reading_skip(reading, end) : end;
    uint32_t mark = ds_reading_code(reading, behind);
    behind += four && (mark == '-' || mark == '/');
    ds_word word;
    bool named = (ds_date_word_is(reading, DS_WORD_QUARTER, behind, &word) ||
                  ds_date_word_is(reading, DS_WORD_HALF, behind, &word)) &&
                 word.value > 0;
    bool counted = four && parts->year >= FIRST_BARE_YEAR && parts->year <= LAST_BARE_YEAR &&
                   ds_code_is_han(ds_reading_code(reading, behind));
    if ((!named && !counted) || !ds_date_read_quarter(reading, &behind, parts)) {
        return false;
    }
    *at = behind;
    return true;
}

/* 2019 in front of a word, 2025Q1, 25H1. */
static bool read_bare_year(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    size_t end;
    int year;
    if (!ds_date_digits(reading, *at, 4, &end, &year)) {
        return false;
    }
    bool four = end - *at == 4;
    if (!four && end - *at != 2) {
        return false;
    }
    ds_date_parts inside = {.year = four ? year : ds_date_full_year(year),
                            .basis = DS_DATE_EXPLICIT};
    if (read_period_behind(reading, four, end, &inside, at)) {
        *parts = inside;
        return true;
    }
    if (!four || year < FIRST_BARE_YEAR || year > LAST_BARE_YEAR ||
        !(names_year(reading, end) || lists_years(reading, end)) || !ds_date_closes(reading, end)) {
        return false;
    }
    *parts = (ds_date_parts){.year = year, .basis = DS_DATE_EXPLICIT, .bare = true};
    *at = end;
    return true;
}

/* last week, Wednesday, Friday of last week */
static bool read_week(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    ds_word name;
    bool week = ds_date_word_is(reading, DS_WORD_WEEK, *at, &word);
    if (!week && !ds_date_word_is(reading, DS_WORD_WEEKDAY, *at, &word)) {
        return false;
    }
    int weekday = 0;
    size_t end = word.end;
    if (week && ds_date_word_is(reading, DS_WORD_WEEKDAY, end, &name)) { /* week said twice */
        end = name.end;
    }
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_DIGIT, end, &name) && name.value >= 1 &&
        name.value <= 6) {
        weekday = name.value;
        end = name.end;
    } else if (ds_date_word_is(reading, DS_WORD_DAY, end, &name) && name.value != 2) {
        weekday = 7;
        end = name.end;
    }
    if (weekday == 0 && !week) {
        return false;
    }
    parts->weekend = weekday == 0 && ds_date_word_is(reading, DS_WORD_WEEKEND, end, &name);
    if (parts->weekend) {
        weekday = 6;
        end = name.end;
    }
    parts->basis = DS_DATE_PUBLISHED;
    *at = end;
    ds_day day;
    if (!ds_date_published_day(reading, &day)) {
        parts->unknown = true;
        parts->lack = DS_LACK_PUBLISHED;
        return true;
    }
    long monday = ds_day_number(day) - ds_day_weekday(day) + 1;
    long number = week ? monday + 7L * word.value + (weekday > 0 ? weekday - 1 : 0)
                       : monday + weekday - 1 - (weekday > ds_day_weekday(day) ? 7 : 0);
    day = ds_day_from(number);
    parts->year = day.year;
    parts->month = day.month;
    parts->day = day.day;
    parts->week = weekday == 0;
    return true;
}

static bool read_relative_day(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    ds_day day;
    if (ds_date_word_is(reading, DS_WORD_SOMETIME, *at, &word)) {
        parts->unknown = true;
        parts->lack = DS_LACK_DATE;
        *at = word.end;
        return true;
    }
    if (!ds_date_word_is(reading, DS_WORD_PUBLISHED_DAY, *at, &word)) {
        return read_week(reading, at, parts);
    }
    parts->basis = DS_DATE_PUBLISHED;
    *at = word.end;
    if (!ds_date_published_day(reading, &day)) {
        parts->unknown = true;
        parts->lack = DS_LACK_PUBLISHED;
        return true;
    }
    day = ds_day_from(ds_day_number(day) + word.value);
    parts->year = day.year;
    parts->month = day.month;
    parts->day = day.day;
    return true;
}

static bool ends_clause(const ds_reading *reading, size_t at)
{
    uint32_t next = ds_reading_code(reading, at);
    return next == 0 || (ds_code_is_punct(next) && next != '-');
}

/* Period or day whose year the text before has given. */
static bool read_without_year(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word unit;
    ds_numeral number;
    size_t begin = *at;
    bool had_part = ds_date_word_is(reading, DS_WORD_PART_YEAR, *at, &unit) ||
                    ds_date_word_is(reading, DS_WORD_PART_MONTH, *at, &unit);
    if (had_part) {
        parts->part = unit.value;
        parts->part_of_month = unit.kind == DS_WORD_PART_MONTH;
        parts->month = parts->part_of_month ? reading->context->month : 0;
        *at = unit.end;
    } else if (!read_inside(reading, at, parts) && !read_feast(reading, at, parts)) {
        int day = ds_date_number_with(reading, DS_WORD_DAY, *at, &number, &unit);
        ds_word wrong;
        if (day < 1 || day > 31 || !(number.arabic || reading->context->whole) ||
            unit.value == DAY_COUNTED ||
            (unit.value != DAY_WRITTEN && !ends_clause(reading, unit.end)) ||
            ds_date_word_is(reading, DS_WORD_DURATION, unit.end, &wrong)) {
            return false;
        }
        parts->day = day;
        parts->month = reading->context->month;
        *at = unit.end;
    }
    if (parts->year == 0 && parts->basis != DS_DATE_PUBLISHED && !parts->unknown) {
        ds_date_lend_year(reading, parts);
    }
    return ds_reading_fresh(reading, begin);
}

/* One date; `after` is the lower end of a range, which lends its year and
 * month, or NULL. */
static bool read_one(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    static bool (*const readers[])(const ds_reading *, size_t *, ds_date_parts *) = {
        ds_date_read_numbers, read_with_year, read_relative_day, read_bare_year, read_without_year,
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        size_t end = *at;
        *parts = (ds_date_parts){.year = 0};
        if (readers[i](reading, &end, parts)) {
            *at = end;
            return true;
        }
    }
    return false;
}

static void lend(const ds_date_parts *first, ds_date_parts *last)
{
    if (last->basis != DS_DATE_CONTEXT && !(last->unknown && last->basis == DS_DATE_EXPLICIT)) {
        return;
    }
    if (last->day > 0 && (last->month == 0 || last->month == first->month) && first->month > 0) {
        last->month = first->month;
    }
    if (first->year == 0 || last->year == 0) { /* else "the next year" counted from it */
        last->year = first->year;
    }
    last->basis = first->basis;
    last->unknown = first->unknown || (last->day > 0 && last->month == 0);
}

/* What only the later end of a range may be: a day in Chinese numerals, a year
 * in digits that no word follows. */
static bool read_last_short(const ds_reading *reading, const ds_date_parts *first, size_t *at,
                            ds_date_parts *parts)
{
    ds_numeral number;
    ds_word unit;
    size_t end;
    int value;
    *parts = (ds_date_parts){.basis = DS_DATE_CONTEXT};
    int day = first->day > 0 ? ds_date_number_with(reading, DS_WORD_DAY, *at, &number, &unit) : -1;
    if (day >= 1 && day <= 31) {
        parts->day = day;
        *at = unit.end;
        return true;
    }
    if (ds_date_read_last_numbers(reading, first, at, parts)) {
        return true;
    }
    bool years = first->year > 0 && first->month == 0 && first->quarter == 0 && first->half == 0;
    if (years && ds_date_digits(reading, *at, 4, &end, &value) && end - *at == 4 &&
        value >= FIRST_BARE_YEAR && value <= LAST_BARE_YEAR && ds_date_closes(reading, end) &&
        !ds_date_word_is(reading, DS_WORD_YEAR, ds_reading_skip(reading, end), &unit)) {
        *parts = (ds_date_parts){.year = value, .basis = DS_DATE_EXPLICIT, .bare = true};
        *at = end;
        return true;
    }
    return false;
}

/* Behind what joins two dates to a range, or `at`: a word for "to", also behind
 * one for "since", or one for "and" if *closed turns out true behind both. */
static size_t skip_join(const ds_reading *reading, size_t at, bool *closed)
{
    ds_word word;
    size_t from = ds_reading_skip(reading, at);
    *closed = false;
    if (ds_date_word_is(reading, DS_WORD_SINCE, from, &word) ||
        (reading->context->whole && ds_date_word_is(reading, DS_WORD_TAIL, from, &word))) {
        from = ds_reading_skip(reading, word.end);
    }
    if (ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, from, &word)) {
        return ds_reading_skip(reading, word.end);
    }
    *closed = ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_AND, from, &word);
    return *closed ? ds_reading_skip(reading, word.end) : at;
}

/* The later end of a range behind *at. */
static bool read_last(const ds_reading *reading, const ds_date_parts *first, size_t *at,
                      ds_date *date)
{
    bool closed;
    size_t from = skip_join(reading, *at, &closed);
    if (from == *at) {
        return false;
    }
    ds_recognise_context context = *reading->context;
    context.year = first->year > 0 ? first->year : context.year;
    context.month = first->month > 0 ? first->month : context.month;
    ds_reading inner = *reading;
    inner.context = &context;
    ds_date_parts last;
    ds_date value;
    ds_date whole;
    if (!read_last_short(&inner, first, &from, &last) && !read_one(&inner, &from, &last)) {
        return false;
    }
    ds_word span;
    if (closed && !ds_date_word_is(reading, DS_WORD_SPAN, from, &span)) {
        return false;
    }
    from = closed ? span.end : from;
    lend(first, &last);
    if (!ds_date_value(&last, &value)) {
        return false;
    }
    if (date->text[0] == '\0' || value.text[0] == '\0') {
        *date = (ds_date){.basis = date->basis,
                          .lack = date->text[0] == '\0' ? date->lack : value.lack};
    } else if (ds_date_range(date, &value, &whole)) {
        *date = whole;
    } else {
        return false;
    }
    *at = from;
    return true;
}

/* 2017-2018 nian: the lower end is nothing but digits. */
static bool read_year_range(const ds_reading *reading, size_t at, ds_entity *out)
{
    size_t end;
    int year;
    ds_numeral number;
    bool four;
    if (ds_date_digits(reading, at, 4, &end, &year)) {
        four = end - at == 4;
        if (!four && end - at != 2) {
            return false;
        }
    } else if (ds_numeral_read(reading, at, &number) && number.positional && number.n_digits == 4) {
        four = true;
        year = ds_numeral_int(&number);
        end = number.end;
    } else {
        return false;
    }
    year = four ? year : ds_date_full_year(year);
    if (year < FIRST_BARE_YEAR || year > LAST_BARE_YEAR) {
        return false;
    }
    ds_date_parts first = {.year = year, .basis = DS_DATE_EXPLICIT, .bare = false};
    ds_date date;
    if (!ds_date_value(&first, &date) || !read_last(reading, &first, &end, &date) ||
        date.precision != DS_DATE_RANGE || strlen(date.text) != sizeof "2017/2018" - 1) {
        return false;
    }
    date.bare_year = date.bare_year && four;
    *out = (ds_entity){.kind = DS_ENTITY_DATE, .begin = at, .end = end, .core = at, .date = date};
    return true;
}

bool ds_date_impossible(const ds_reading *reading, size_t at)
{
    ds_date_parts parts;
    ds_date date;
    return read_one(reading, &at, &parts) && !ds_date_value(&parts, &date);
}

bool ds_date_read(const ds_reading *reading, size_t at, ds_entity *out)
{
    ds_word word;
    if (!ds_reading_outside(reading, at) || ds_date_word_is(reading, DS_WORD_STOP, at, &word) ||
        (ds_date_word_is(reading, DS_WORD_LED, at, &word) && !is_led(reading, at)) ||
        (!reading->context->whole && ds_date_word_is(reading, DS_WORD_ALONE, at, &word)) ||
        (!ds_reading_fresh(reading, at) && ds_code_is_latin(ds_reading_code(reading, at)))) {
        return false;
    }
    ds_date_parts parts;
    ds_date date;
    size_t end = at;
    if (!read_one(reading, &end, &parts)) {
        return read_year_range(reading, at, out);
    }
    if (!ds_date_value(&parts, &date)) {
        return false;
    }
    if (parts.month_to > 0 || parts.day_to > 0 || parts.quarter_to > 0) {
        ds_date_parts last = parts;
        ds_date value;
        ds_date whole;
        last.month = parts.month_to > 0 ? parts.month_to : parts.month;
        last.day = parts.day_to;
        last.quarter = parts.quarter_to;
        if (!ds_date_value(&last, &value)) {
            return false;
        }
        if (value.text[0] != '\0' && ds_date_range(&date, &value, &whole)) {
            date = whole;
        }
    } else {
        read_last(reading, &parts, &end, &date);
    }
    *out = (ds_entity){.kind = DS_ENTITY_DATE, .begin = at, .end = end, .core = at, .date = date};
    return true;
}
