#include "extract/recognise/date_value.h"

#include <stdio.h>

/* The days in which a part of a month or year falls.  Chu, zhong, di of a
 * month are its thirds; of a year its first quarter, May to August and its
 * last quarter: as wide as the words are used. */
static void narrow(int part, bool of_month, ds_day *first, ds_day *last)
{
    if (of_month) {
        if (part == DS_PART_FIRST) {
            last->day = 10;
        } else if (part == DS_PART_MIDDLE) {
            first->day = 11;
            last->day = 20;
        } else if (part == DS_PART_LAST) {
            first->day = 21;
        } else if (part == DS_PART_FIRST_TWO) {
            last->day = 20;
        } else if (part == DS_PART_LAST_TWO) {
            first->day = 11;
        } else if (part == DS_PART_FIRST_HALF) {
            last->day = 15;
        } else if (part == DS_PART_LAST_HALF) {
            first->day = 16;
        }
    } else if (part == DS_PART_FIRST) {
        last->month = 3;
        last->day = 31;
    } else if (part == DS_PART_MIDDLE) {
        first->month = 5;
        last->month = 8;
        last->day = 31;
    } else if (part == DS_PART_LAST) {
        first->month = 10;
    }
    if (part == DS_PART_VERY_END) {
        *first = *last;
    }
}

static void set_days(ds_day first, ds_day last, ds_date *out)
{
    ds_day_write(first, out->start);
    ds_day_write(last, out->end);
}

/* First and last month of a period; fills form and precision. */
static bool set_period(const ds_date_parts *parts, int *from, int *to, ds_date *out)
{
    int year = parts->year;
    if (parts->month > 0) {
        out->precision = DS_DATE_MONTH;
        *from = *to = parts->month;
        snprintf(out->text, sizeof out->text, "%04d-%02d", year, parts->month % 100);
        return parts->month <= 12;
    }
    if (parts->quarter > 0) {
        out->precision = DS_DATE_QUARTER;
        *to = 3 * parts->quarter;
        *from = *to - 2;
        snprintf(out->text, sizeof out->text, "%04d-Q%d", year, parts->quarter % 10);
        return parts->quarter <= 4;
    }
    if (parts->half > 0) {
        out->precision = DS_DATE_HALF;
        *to = 6 * parts->half;
        *from = *to - 5;
        snprintf(out->text, sizeof out->text, "%04d-H%d", year, parts->half % 10);
        return parts->half <= 2;
    }
    *from = 1;
    *to = 12;
    if (parts->quarters > 0) {
        out->precision = DS_DATE_RANGE;
        *to = 3 * parts->quarters;
        snprintf(out->text, sizeof out->text, "%04d-01/%04d-%02d", year, year, *to % 100);
        return parts->quarters <= 3;
    }
    out->precision = DS_DATE_YEAR;
    snprintf(out->text, sizeof out->text, "%04d", year);
    return true;
}

/* The month must exist, and the day in at least some year. */
static bool is_possible(const ds_date_parts *parts)
{
    const int leap_year = 2000;
    return parts->month <= 12 && parts->quarter <= 4 && parts->half <= 2 && parts->day <= 31 &&
           (parts->month == 0 || parts->day <= ds_day_month_length(leap_year, parts->month));
}

bool ds_date_value(const ds_date_parts *parts, ds_date *out)
{
    *out =
        (ds_date){.basis = parts->basis, .bare_year = parts->bare, .year_assumed = parts->assumed};
    bool resolved = !parts->unknown && parts->year > 0 && (parts->day == 0 || parts->month > 0);
    if (!resolved) {
        out->lack = parts->lack ? parts->lack : DS_LACK_YEAR;
        return is_possible(parts);
    }
    if (parts->year > 9999) {
        return false;
    }
    if (parts->day > 0) {
        ds_day day = {parts->year, parts->month, parts->day};
        if (!ds_day_valid(day)) {
            return false;
        }
        const int more = parts->week ? 6 : parts->weekend; /* days of it behind the first */
        set_days(day, ds_day_from(ds_day_number(day) + more), out);
        out->precision = parts->week ? DS_DATE_WEEK : parts->weekend ? DS_DATE_RANGE : DS_DATE_DAY;
        if (more > 0) {
            snprintf(out->text, sizeof out->text, "%s/%s", out->start, out->end);
        } else {
            snprintf(out->text, sizeof out->text, "%s", out->start);
        }
        return true;
    }
    int from;
    int to;
    if (!set_period(parts, &from, &to, out)) {
        return false;
    }
    ds_day first = {parts->year, from, 1};
    ds_day last = {parts->year, to, ds_day_month_length(parts->year, to)};
    bool of_month = parts->month > 0;
    bool of_year = out->precision == DS_DATE_YEAR;
    if (of_month || of_year || parts->part == DS_PART_VERY_END) {
        narrow(parts->part, of_month, &first, &last);
    } else if (parts->part == DS_PART_FIRST) {
        last = (ds_day){parts->year, from, ds_day_month_length(parts->year, from)};
    } else if (parts->part == DS_PART_LAST) {
        first = (ds_day){parts->year, to, 1};
    }
    set_days(first, last, out);
    return true;
}

bool ds_date_range(const ds_date *first, const ds_date *last, ds_date *out)
{
    if (memcmp(first->start, last->end, sizeof first->start) > 0) {
        return false;
    }
    ds_date whole = {.basis = first->basis > last->basis ? first->basis : last->basis,
                     .precision = DS_DATE_RANGE,
                     .year_assumed = first->year_assumed,
                     .bare_year = first->bare_year || last->bare_year};
    memcpy(whole.start, first->start, sizeof whole.start);
    memcpy(whole.end, last->end, sizeof whole.end);
    /* A day and a range, or two parts of one month, have no short form: give the days. */
    int len =
        strchr(first->text, '/') || strchr(last->text, '/') || strcmp(first->text, last->text) == 0
            ? snprintf(whole.text, sizeof whole.text, "%s/%s", whole.start, whole.end)
            : snprintf(whole.text, sizeof whole.text, "%s/%s", first->text, last->text);
    *out = whole;
    return len > 0 && (size_t)len < sizeof whole.text;
}
