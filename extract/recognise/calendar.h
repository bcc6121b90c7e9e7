/* calendar.h - days of the Gregorian calendar as numbers.
 *
 * Day 0 is 1970-01-01.  The algorithm is the era-based one of Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms".
 */
#ifndef DS_CALENDAR_H
#define DS_CALENDAR_H

#include "corpus/text/span.h"

#include <stdbool.h>

typedef struct ds_day {
    int year, month, day;
} ds_day;

/* True for a day that exists, years 1 to 9999. */
bool ds_day_valid(ds_day day);

/* Days of a month, 28 to 31. */
int ds_day_month_length(int year, int month);

long ds_day_number(ds_day day);
ds_day ds_day_from(long number);

/* 1 Monday to 7 Sunday. */
int ds_day_weekday(ds_day day);

/* Reads exactly YYYY-MM-DD. */
bool ds_day_parse(ds_str text, ds_day *out);

/* Writes YYYY-MM-DD and a NUL. */
void ds_day_write(ds_day day, char out[11]);

#endif /* DS_CALENDAR_H */
