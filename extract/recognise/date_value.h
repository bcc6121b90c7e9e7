/* date_value.h - from the parts of a date to its form in the record. */
#ifndef DS_DATE_VALUE_H
#define DS_DATE_VALUE_H

#include "extract/recognise/calendar.h"
#include "extract/recognise/entity.h"

enum {
    DS_PART_FIRST = 1,
    DS_PART_MIDDLE = 2,
    DS_PART_LAST = 3,
    DS_PART_VERY_END = 4,
    DS_PART_FIRST_HALF = 5,
    DS_PART_LAST_HALF = 6,
    DS_PART_FIRST_TWO = 7, /* thirds of a month */
    DS_PART_LAST_TWO = 8
};

/* What an expression says; 0: not said. */
typedef struct ds_date_parts {
    int year, month, day;
    int month_to, day_to; /* upper end of 3-5 months, of 10-12 days  */
    int quarter;          /* 1 to 4                                     */
    int quarter_to;       /* upper end of 1-3 quarters                  */
    int quarters;         /* the first 2 or 3 of a year                 */
    int half;             /* 1, 2                                       */
    bool part_of_month;   /* `part` is of a month that is not said      */
    int part;             /* DS_PART_ of the smallest unit that is said */
    bool week;            /* year, month, day are the Monday of a week  */
    bool weekend;         /* ... or the Saturday of a weekend           */
    bool unknown;         /* a year or day that cannot be resolved      */
    bool assumed;         /* the year is that of the publication        */
    ds_date_lack lack;    /* why unknown                                */
    bool bare;
    ds_date_basis basis;
} ds_date_parts;

/* False: no such day or month. */
bool ds_date_value(const ds_date_parts *parts, ds_date *out);

/* From `first` to `last`, both resolved; false: last is before first. */
bool ds_date_range(const ds_date *first, const ds_date *last, ds_date *out);

#endif /* DS_DATE_VALUE_H */
