/* date_part.h - the parts that dates are made of: a year, a month, a day, a
 * quarter, each read at a byte of the text.
 *
 * One contract: true if the part stands at *at, which then moves behind it, and
 * *parts has its value; else nothing changes.  Private to the date recogniser.
 */
#ifndef DS_DATE_PART_H
#define DS_DATE_PART_H

#include "extract/recognise/date_value.h"
#include "extract/recognise/numeral.h"

/* Which of the words for a day counts days, and never says which. */
enum { DAY_COUNTED = 3 };
/* Years that a bare number of four digits can mean. */
enum { FIRST_BARE_YEAR = 1900, LAST_BARE_YEAR = 2099 };

/* A date word of that class at byte `at`. */
bool ds_date_word_is(const ds_reading *reading, ds_word_class kind, size_t at, ds_word *out);

/* A number with the unit of that class behind it; -1 if there is none. */
int ds_date_number_with(const ds_reading *reading, ds_word_class kind, size_t at,
                        ds_numeral *number, ds_word *unit);

/* The publication day; false if it is not known. */
bool ds_date_published_day(const ds_reading *reading, ds_day *out);

/* Gives the day, month or period in *parts the year that the text told before
 * or else that of the publication; the month, too, where only a day is told.
 * A period more than MAX_DAYS_OFF from the publication may as well be of the
 * year beside it: it stays unknown. */
void ds_date_lend_year(const ds_reading *reading, ds_date_parts *parts);

/* True if what stands there is written as a date, but there is no such day. */
bool ds_date_impossible(const ds_reading *reading, size_t at);

/* The year that two digits stand for. */
int ds_date_full_year(int two_digits);

/* this year, last year, the same year */
bool ds_date_read_relative_year(const ds_reading *reading, size_t *at, ds_date_parts *parts);

/* a year in figures or numerals with its unit */
bool ds_date_read_written_year(const ds_reading *reading, size_t *at, ds_date_parts *parts,
                               bool *is_short);

/* the beginning, middle or end of a month or year */
bool ds_date_read_part(const ds_reading *reading, bool of_month, size_t *at, ds_date_parts *parts);

/* a month, with what is behind it: a day, a third */
bool ds_date_read_month(const ds_reading *reading, size_t *at, ds_date_parts *parts);

/* this month, last month */
bool ds_date_read_relative_month(const ds_reading *reading, size_t *at, ds_date_parts *parts);

/* a quarter or half, by number or name */
bool ds_date_read_quarter(const ds_reading *reading, size_t *at, ds_date_parts *parts);

#endif /* DS_DATE_PART_H */
