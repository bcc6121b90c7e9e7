/* date_digits.h - dates in nothing but figures: 2025-03-14, 2025/3, 20250314.
 *
 * Where the text is asked for as a date, also those without a year or with the
 * year behind: 3/14, 14.3.2025.  Private to the date recogniser.
 */
#ifndef DS_DATE_DIGITS_H
#define DS_DATE_DIGITS_H

#include "extract/recognise/date_part.h"

/* Digits at byte `at`, at most `max`: *value, and *end behind them. */
bool ds_date_digits(const ds_reading *reading, size_t at, size_t max, size_t *end, int *value);

/* False: what stands behind a date in figures makes it another number. */
bool ds_date_closes(const ds_reading *reading, size_t at);

/* A day or month in figures; same contract as the parts. */
bool ds_date_read_numbers(const ds_reading *reading, size_t *at, ds_date_parts *parts);

/* What only the later end of a range behind `first` may be: 3.20 behind
 * 2025.3.14, 2025.2 behind 2024.12. */
bool ds_date_read_last_numbers(const ds_reading *reading, const ds_date_parts *first, size_t *at,
                               ds_date_parts *parts);

#endif /* DS_DATE_DIGITS_H */
