#include "extract/recognise/date_part.h"

/* Two digits up to this one belong to the 21st century. */
enum { LAST_SHORT_YEAR = 69 };
/* Eight months: January is not sure to mean its year by "October". */
enum { MAX_DAYS_OFF = 243 };

bool ds_date_word_is(const ds_reading *reading, ds_word_class kind, size_t at, ds_word *out)
{
    return ds_reading_is(reading, DS_WORDS_DATE, kind, at, out);
}

static bool word_at(const ds_reading *reading, size_t at, ds_word *out)
{
    return ds_reading_at(reading, DS_WORDS_DATE, at, out);
}

/* A number with the unit of that class behind it. */
int ds_date_number_with(const ds_reading *reading, ds_word_class kind, size_t at,
                        ds_numeral *number, ds_word *unit)
{
    if (!ds_numeral_read(reading, at, number) || number->power > 0 || number->more ||
        number->grouped || number->implied ||
        ds_decimal_compare(number->value, number->high) != 0 ||
        !ds_date_word_is(reading, kind, ds_reading_skip(reading, number->end), unit)) {
        return -1;
    }
    return ds_numeral_int(number);
}

bool ds_date_published_day(const ds_reading *reading, ds_day *out)
{
    return ds_day_parse(reading->context->published, out);
}

int ds_date_full_year(int two_digits)
{
    return two_digits + (two_digits <= LAST_SHORT_YEAR ? 2000 : 1900);
}

/* First and last month of a period of some year. */
static void months_of(const ds_date_parts *parts, int *first, int *last)
{
    *first = 1;
    *last = 12;
    if (parts->month > 0) {
        *first = parts->month;
        *last = parts->month_to > 0 ? parts->month_to : parts->month;
    } else if (parts->quarter > 0) {
        *last = 3 * parts->quarter;
        *first = *last - 2;
    } else if (parts->half > 0) {
        *last = 6 * parts->half;
        *first = *last - 5;
    } else if (parts->quarters > 0) {
        *first = *last = 3 * parts->quarters;
    }
}

static bool is_near(const ds_date_parts *parts, ds_day published)
{
    int first;
    int last;
    months_of(parts, &first, &last);
    if (first == 1 && last == 12) { /* a part of the year itself */
        return true;
    }
    long ahead = ds_day_number((ds_day){published.year, first, parts->day > 0 ? parts->day : 1}) -
                 ds_day_number(published);
    int end_day = parts->day > 0 ? parts->day : ds_day_month_length(published.year, last);
    long behind = ds_day_number(published) - ds_day_number((ds_day){published.year, last, end_day});
    return ahead <= MAX_DAYS_OFF && behind <= MAX_DAYS_OFF;
}

void ds_date_lend_year(const ds_reading *reading, ds_date_parts *parts)
{
    ds_day published;
    int year = reading->context->year;
    bool known = ds_date_published_day(reading, &published);
    bool lone = parts->month == 0 && (parts->day > 0 || parts->part_of_month);
    if (year > 0 && !lone) {
        parts->basis = DS_DATE_CONTEXT;
        parts->year = year;
        return;
    }
    parts->basis = known ? DS_DATE_PUBLISHED : DS_DATE_CONTEXT;
    parts->unknown = true;
    parts->lack = DS_LACK_YEAR;
    if (!known || (year > 0 && year != published.year)) {
        return;
    }
    parts->lack = DS_LACK_CHOICE;
    if (lone && parts->day > published.day) { /* of last month or still to come */
        return;
    }
    if (lone) {
        parts->month = published.month;
    }
    parts->year = published.year;
    if (parts->month > 12) {
        parts->unknown = false; /* no date in any year */
        return;
    }
    bool exists =
        parts->day == 0 || ds_day_valid((ds_day){published.year, parts->month, parts->day});
    if (exists && is_near(parts, published)) {
        parts->unknown = false;
        parts->assumed = true;
    }
}

/* this year, last year, the same year */
bool ds_date_read_relative_year(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    if (ds_date_word_is(reading, DS_WORD_PUBLISHED_YEAR, *at, &word)) {
        ds_day day;
        parts->basis = DS_DATE_PUBLISHED;
        if (ds_date_published_day(reading, &day)) {
            parts->year = day.year + word.value;
        } else {
            parts->unknown = true;
            parts->lack = DS_LACK_PUBLISHED;
        }
    } else if (ds_date_word_is(reading, DS_WORD_CONTEXT_YEAR, *at, &word)) {
        parts->basis = DS_DATE_CONTEXT;
        parts->unknown = reading->context->year == 0;
        parts->lack = parts->unknown ? DS_LACK_CONTEXT : DS_LACK_NOTHING;
        parts->year = parts->unknown ? 0 : reading->context->year + word.value;
    } else {
        return false;
    }
    *at = word.end;
    return true;
}

/* A year in digits or numerals.  *is_short: two digits, which alone are more
 * often a length of time. */
bool ds_date_read_written_year(const ds_reading *reading, size_t *at, ds_date_parts *parts,
                               bool *is_short)
{
    ds_word era = {0};
    ds_word unit;
    ds_numeral number;
    size_t from = *at;
    if (ds_date_word_is(reading, DS_WORD_ERA, from, &era)) {
        from = ds_reading_skip(reading, era.end);
    }
    if (era.end > 0 && ds_date_word_is(reading, DS_WORD_FIRST_YEAR, from, &unit)) {
        *is_short = false;
        parts->year = era.value + 1;
        parts->basis = DS_DATE_EXPLICIT;
        *at = unit.end;
        return true;
    }
    int year = ds_date_number_with(reading, DS_WORD_YEAR, from, &number, &unit);
    if (year <= 0) {
        return false;
    }
    *is_short = false;
    if (era.end > 0) {
        year += era.value;
    } else if (number.n_digits == 2) {
        *is_short = !(number.arabic && reading->text.ptr[from] == '0') && !number.positional;
        year = ds_date_full_year(year);
    } else if (year < 1000 || (number.arabic && number.n_digits != 4)) {
        return false;
    }
    parts->year = year;
    parts->basis = DS_DATE_EXPLICIT;
    *at = unit.end;
    return true;
}

/* The beginning, middle or end of what was said before. */
bool ds_date_read_part(const ds_reading *reading, bool of_month, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    size_t next = ds_reading_skip(reading, *at);
    if (!word_at(reading, next, &word) ||
        !(word.kind == DS_WORD_PART ||
          word.kind == (of_month ? DS_WORD_PART_MONTH : DS_WORD_PART_YEAR))) {
        return false;
    }
    uint32_t behind = ds_reading_code(reading, word.end);
    if (word.value == DS_PART_MIDDLE && word.kind == DS_WORD_PART && ds_code_is_han(behind)) {
        return false; /* the character for middle begins many words */
    }
    parts->part = word.value;
    *at = word.end;
    return true;
}

/* Behind a word for "to", or a comma between two that follow each other; `at`:
 * neither. */
static size_t skip_upper(const ds_reading *reading, size_t at, bool *listed)
{
    const uint32_t ideographic_comma = 0x3001;
    ds_word range;
    size_t size = 0;
    *listed = ds_reading_code(reading, at) == ideographic_comma;
    if (*listed) {
        ds_utf8_at(reading->text, at, &size);
        return at + size;
    }
    return ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, at, &range) ? range.end : at;
}

/* 3-5 of a unit, 3 and 4, three or four: first and last; false: there are no
 * two.  *end is behind the unit. */
static bool read_two(const ds_reading *reading, ds_word_class kind, size_t at, int ends[2],
                     size_t *end)
{
    ds_numeral low;
    ds_numeral high;
    ds_word unit;
    ds_word ordinal;
    bool listed;
    if (!ds_numeral_read(reading, at, &low) || low.power > 0 || low.more || low.vague ||
        low.value.scale > 0 || low.grouped) {
        return false;
    }
    size_t next = skip_upper(reading, low.end, &listed);
    if (next == low.end) { /* neighbours in one numeral */
        ends[0] = ds_numeral_int(&low);
        low.value = low.high;
        ends[1] = ds_numeral_int(&low);
        *end = ds_date_word_is(reading, kind, low.end, &unit) ? unit.end : at;
    } else {
        if (ds_date_word_is(reading, DS_WORD_ORDINAL, next, &ordinal)) {
            next = ordinal.end;
        }
        ends[0] = ds_numeral_int(&low);
        ends[1] = ds_date_number_with(reading, kind, next, &high, &unit);
        *end = ends[1] > 0 ? unit.end : at;
    }
    return *end > at && (kind == DS_WORD_DAY || unit.value == 0) && ends[0] >= 1 &&
           ends[1] > ends[0] && (!listed || ends[1] == ends[0] + 1);
}

static bool range_follows(const ds_reading *reading, size_t at)
{
    ds_word word;
    return ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, at, &word);
}

/* The day behind a month, also 10-12 days. */
static void read_day(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    size_t from = ds_reading_skip(reading, *at);
    ds_numeral number;
    ds_word unit;
    int day = ds_date_number_with(reading, DS_WORD_DAY, from, &number, &unit);
    if (day >= 1 && day <= 31) {
        parts->day = day;
        *at = unit.end;
        return;
    }
    int two[2];
    size_t end;
    if (read_two(reading, DS_WORD_DAY, from, two, &end) && two[1] <= 31) {
        parts->day = two[0];
        parts->day_to = two[1];
        *at = end;
        return;
    }
    if (!ds_numeral_read(reading, from, &number) || number.power > 0 || number.more ||
        number.fraction || (day = ds_numeral_int(&number)) < 1 || day > 31 ||
        range_follows(reading, number.end)) {
        return;
    }
    uint32_t next = ds_reading_code(reading, number.end);
    if (next == 0 || (ds_code_is_punct(next) && next != '.' && next != '%' && next != '-')) {
        parts->day = day;
        *at = number.end;
    }
}

bool ds_date_read_month(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_numeral number;
    ds_word unit;
    int two[2];
    size_t end;
    int month = ds_date_number_with(reading, DS_WORD_MONTH, *at, &number, &unit);
    if (month >= 1 && month <= 12) {
        parts->month = month;
        *at = unit.end;
    } else if (read_two(reading, DS_WORD_MONTH, *at, two, &end) && two[1] <= 12) {
        parts->month = two[0];
        parts->month_to = two[1];
        *at = end;
        return true;
    } else {
        return false;
    }
    if (!ds_date_read_part(reading, true, at, parts)) {
        read_day(reading, at, parts);
    }
    return true;
}

/* this month, last month, that month */
bool ds_date_read_relative_month(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    ds_day day = {reading->context->year, reading->context->month, 1};
    if (ds_date_word_is(reading, DS_WORD_PUBLISHED_MONTH, *at, &word)) {
        parts->basis = DS_DATE_PUBLISHED;
        parts->unknown = !ds_date_published_day(reading, &day) || parts->unknown;
        parts->lack = parts->unknown ? DS_LACK_PUBLISHED : DS_LACK_NOTHING;
    } else if (ds_date_word_is(reading, DS_WORD_CONTEXT_MONTH, *at, &word)) {
        parts->basis = DS_DATE_CONTEXT;
        parts->unknown = day.year == 0 || day.month == 0 || parts->unknown;
        parts->lack = parts->unknown ? DS_LACK_CONTEXT : DS_LACK_NOTHING;
    } else {
        return false;
    }
    int months = day.year * 12 + day.month - 1 + word.value;
    if (!parts->unknown) {
        parts->month = months % 12 + 1;
        parts->year = parts->year > 0 ? parts->year : months / 12;
    }
    *at = word.end;
    if (!ds_date_read_part(reading, true, at, parts)) {
        read_day(reading, at, parts);
    }
    return true;
}

/* Q1 2025, 1Q25: the year behind the quarter. */
static void year_behind(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    size_t from = ds_reading_skip(reading, *at);
    uint32_t mark = ds_reading_code(reading, from);
    from += mark == '\'' || mark == '/';
    size_t end = from;
    int year = 0;
    while (end < reading->text.len && end - from < 5 &&
           ds_code_is_digit((unsigned char)reading->text.ptr[end])) {
        year = year * 10 + (reading->text.ptr[end++] - '0');
    }
    bool four = end - from == 4 && year >= FIRST_BARE_YEAR && year <= LAST_BARE_YEAR;
    if (four || (end - from == 2 && (from == *at || mark == '\''))) {
        parts->year = four ? year : ds_date_full_year(year);
        *at = end;
    }
}

/* this quarter, last quarter */
static bool read_relative_quarter(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    ds_day day;
    if (parts->year > 0 || !ds_date_word_is(reading, DS_WORD_PUBLISHED_QUARTER, *at, &word)) {
        return false;
    }
    *at = word.end;
    parts->basis = DS_DATE_PUBLISHED;
    parts->unknown = !ds_date_published_day(reading, &day);
    parts->lack = parts->unknown ? DS_LACK_PUBLISHED : DS_LACK_NOTHING;
    if (!parts->unknown) {
        int quarters = day.year * 4 + (day.month - 1) / 3 + word.value;
        parts->year = quarters / 4;
        parts->quarter = quarters % 4 + 1;
    }
    ds_date_read_part(reading, false, at, parts);
    return true;
}

/* the first five months of a year */
static bool read_first_months(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    ds_word unit;
    ds_numeral number;
    if (!ds_date_word_is(reading, DS_WORD_FIRST, *at, &word)) {
        return false;
    }
    /* without a year one of the words means "in the last months" as well */
    bool sure = reading->context->whole && !ds_word_has(&word, DS_WORD_DURATION);
    if (parts->year == 0 && !sure) {
        return false;
    }
    if (!ds_numeral_read(reading, word.end, &number) || number.power > 0 || number.more) {
        return false;
    }
    int months = ds_numeral_int(&number);
    size_t end = number.end; /* behind the classifier, if there is one */
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_TIE, end, &word)) {
        end = word.end;
    }
    if (months < 2 || months > 12 || !ds_date_word_is(reading, DS_WORD_MONTH, end, &unit)) {
        return false;
    }
    parts->month = 1;
    parts->month_to = months;
    *at = unit.end;
    return true;
}

bool ds_date_read_quarter(const ds_reading *reading, size_t *at, ds_date_parts *parts)
{
    ds_word word;
    ds_word unit;
    ds_numeral number;
    size_t from = *at;
    if (read_relative_quarter(reading, at, parts) || read_first_months(reading, at, parts)) {
        return true;
    }
    if (ds_date_word_is(reading, DS_WORD_QUARTERS, from, &word)) {
        parts->quarters = word.value;
        *at = word.end;
        return true;
    }
    bool half = ds_date_word_is(reading, DS_WORD_HALF, from, &word) &&
                (reading->context->whole || !ds_word_has(&word, DS_WORD_ALONE));
    if (half || (ds_date_word_is(reading, DS_WORD_QUARTER, from, &word) && word.value > 0)) {
        bool latin = ds_code_is_latin(ds_reading_code(reading, from)) ||
                     ds_code_is_digit(ds_reading_code(reading, from));
        if (latin && ds_code_is_latin(ds_reading_code(reading, word.end))) {
            return false;
        }
        *(half ? &parts->half : &parts->quarter) = word.value;
        *at = word.end;
        if (latin && parts->year == 0) {
            year_behind(reading, at, parts);
            return parts->year > 0 || !ds_code_is_digit(ds_reading_code(reading, *at));
        }
    } else {
        int two[2];
        if (ds_date_word_is(reading, DS_WORD_ORDINAL, from, &word)) {
            from = word.end;
        }
        size_t end;
        if (read_two(reading, DS_WORD_QUARTER, from, two, &end) && two[1] <= 4) {
            parts->quarter = two[0];
            parts->quarter_to = two[1];
            *at = end;
            return true;
        }
        int quarter = ds_date_number_with(reading, DS_WORD_QUARTER, from, &number, &unit);
        if (quarter < 1 || quarter > 4 || unit.value != 0) {
            return false;
        }
        parts->quarter = quarter;
        *at = unit.end;
    }
    ds_date_read_part(reading, false, at, parts);
    return true;
}
