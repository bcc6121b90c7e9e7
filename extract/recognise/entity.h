/* entity.h - what the recognisers find: a span with a normalised value. */
#ifndef DS_ENTITY_H
#define DS_ENTITY_H

#include "corpus/text/span.h"
#include "extract/recognise/decimal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ds_entity_kind {
    DS_ENTITY_AMOUNT,
    DS_ENTITY_DATE,
    DS_ENTITY_STAKE,
    DS_ENTITY_RATE,
    DS_ENTITY_COUNT, /* how many companies, persons, things          */
    DS_ENTITY_KINDS,
} ds_entity_kind;

typedef enum ds_qualifier {
    DS_QUALIFIER_EXACT,
    DS_QUALIFIER_ABOUT,
    DS_QUALIFIER_OVER,
    DS_QUALIFIER_UNDER,
    DS_QUALIFIER_AT_LEAST,
    DS_QUALIFIER_AT_MOST,
    DS_QUALIFIER_RANGE,
    DS_QUALIFIER_VAGUE,
} ds_qualifier;

const char *ds_entity_kind_name(ds_entity_kind kind);  /* "amount", "date", … */
const char *ds_qualifier_name(ds_qualifier qualifier); /* "exact", … as in the record */

/* What the words around an amount say of it: paid in cash, in shares. */
typedef enum ds_amount_part {
    DS_PART_WHOLE,
    DS_PART_CASH,
    DS_PART_SHARES,
    DS_PART_TOTAL, /* the sum of the others */
} ds_amount_part;

/* Whole currency units.  A bound that is not known has `known` unset. */
typedef struct ds_amount {
    ds_decimal value, min, max;
    bool has_value, has_min, has_max;
    char currency[4]; /* ISO 4217, NUL-terminated; "" unknown */
    ds_qualifier qualifier;
    bool per_unit; /* a price of one share, of one port: not of a deal  */
    bool bare;     /* no currency was written; CNY is assumed because money
                      is spoken of nearby                                  */
    ds_amount_part part;
} ds_amount;

typedef enum ds_date_basis {
    DS_DATE_EXPLICIT,
    DS_DATE_PUBLISHED, /* resolved against the publication date */
    DS_DATE_CONTEXT,   /* year carried from the text before      */
} ds_date_basis;

typedef enum ds_date_precision {
    DS_DATE_UNRESOLVED, /* a date, but of which year or month is not known */
    DS_DATE_DAY,
    DS_DATE_WEEK,
    DS_DATE_MONTH,
    DS_DATE_QUARTER,
    DS_DATE_HALF,
    DS_DATE_YEAR,
    DS_DATE_RANGE, /* from one to another; `text` is the EDTF interval a/b */
} ds_date_precision;

/* What an unresolved date lacks. */
typedef enum ds_date_lack {
    DS_LACK_NOTHING,
    DS_LACK_PUBLISHED, /* the day of publication, from which it counts       */
    DS_LACK_CONTEXT,   /* a date told before, from which it counts           */
    DS_LACK_YEAR,      /* a year or month, from the text or the publication  */
    DS_LACK_CHOICE,    /* as far from the publication's year as from another */
    DS_LACK_ORDER,     /* figures that may be day or month, year or day      */
    DS_LACK_DATE,      /* it names none: recently                            */
} ds_date_lack;

const char *ds_date_precision_name(ds_date_precision precision); /* "day" … */
const char *ds_date_basis_name(ds_date_basis basis);             /* "explicit" … */

/* `text` is the record's form (2025, 2025-H1, 2025-Q3, 2025-03, 2025-03-14; a
 * range is 2015/2017); "" where the expression is a date that cannot be
 * resolved.  A part of a month or year (its first ten days, its end) keeps the
 * form of the whole and narrows start and end. */
typedef struct ds_date {
    char text[24];
    char start[11], end[11]; /* ISO days, "" unknown */
    ds_date_basis basis;
    ds_date_precision precision;
    bool bare_year;    /* digits without the word for year, or a year of two
                          digits standing alone: less certain                 */
    bool year_assumed; /* no year is told: that of the publication is taken  */
    ds_date_lack lack; /* why `text` is empty                                */
} ds_date;

/* Per cent of a company.  `percent` is the value as written; a range has only
 * its bounds. */
typedef struct ds_stake {
    ds_decimal percent;
    bool has_percent; /* unset: shares without a total, a controlling stake */
    bool control;     /* the right to decide, or over half                  */
    bool strong;      /* a word for shares follows, or one for holding or
                         buying stands in front; unset: a bare percentage   */
    bool from;        /* the first of "from 30% to 51%": held before        */
    bool to;          /* the second: held afterwards, not what is bought    */
    ds_decimal min, max;
    bool has_min, has_max;
    ds_decimal shares; /* number of shares, where the text counts them      */
    bool has_shares;
    ds_decimal before; /* in an expression read as a whole: 30 of "from 30%
                          to 51%"; else unknown                            */
    bool has_before;
    ds_qualifier qualifier;
} ds_stake;

/* The longest name of a class, its NUL included; packs may declare their own. */
enum { DS_RATE_TEXT_BYTES = 32 };
/* Further members of a list that is read as one expression. */
enum { DS_RATE_ALSO = 7 };

typedef struct ds_rate {
    char text[DS_RATE_TEXT_BYTES]; /* 100G, 800G, 1.6T; or of a pack: 7nm   */
    char high[8];                  /* upper end of a range (400G-800G), else empty        */
    bool per_lane;                 /* of one lane (200G/lane), not of the module          */
    uint32_t lanes;                /* 4 in 4x100G, which is a 400G class written in lanes;
                                     else 0; text is the rate of one lane then           */
    char also[DS_RATE_ALSO][8];    /* in an expression read as a whole, 1.6T of
                                     800G/1.6T; else empty                  */
} ds_rate;

typedef struct ds_count {
    uint32_t number; /* 0: some, several */
} ds_count;

typedef struct ds_entity {
    ds_entity_kind kind;
    size_t begin; /* bytes in the text the recogniser was given; the whole */
    size_t end;   /* expression, qualifiers and currency included          */
    size_t core;  /* first byte after leading qualifiers                   */
    union {
        ds_amount amount;
        ds_date date;
        ds_stake stake;
        ds_rate rate;
        ds_count count;
    };
} ds_entity;

/* The entity in offsets of a text in which its own begins at byte `by`. */
static inline ds_entity ds_entity_moved(ds_entity entity, size_t by)
{
    entity.begin += by;
    entity.end += by;
    entity.core += by;
    return entity;
}

#endif /* DS_ENTITY_H */
