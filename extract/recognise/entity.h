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
    DS_ENTITY_COUNT, /* how many of something described: 3 makers */
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

const char *ds_qualifier_name(ds_qualifier qualifier); /* "exact" … as in the record */

/* Whole currency units.  A bound that is not known has `known` unset. */
typedef struct ds_amount {
    ds_decimal value, min, max;
    bool has_value, has_min, has_max;
    char currency[4]; /* ISO 4217, NUL-terminated; "" unknown */
    ds_qualifier qualifier;
    bool per_unit; /* yuan a share, a port: a price of one, not of a deal */
} ds_amount;

typedef enum ds_date_basis {
    DS_DATE_EXPLICIT,
    DS_DATE_PUBLISHED, /* resolved against the publication date */
    DS_DATE_CONTEXT,   /* year carried from the text before      */
} ds_date_basis;

/* `text` is the record's form (2025, 2025-Q3, 2025-03-14); "" where the
 * expression is a date that cannot be resolved. */
typedef struct ds_date {
    char text[24];
    char start[11], end[11]; /* ISO days, "" unknown */
    ds_date_basis basis;
} ds_date;

typedef struct ds_stake {
    ds_decimal percent;
    bool has_percent; /* unset: shares without a total, control       */
    bool control;     /* control or a majority                         */
    ds_qualifier qualifier;
} ds_stake;

typedef struct ds_rate {
    char text[8]; /* 100G, 800G, 1.6T */
} ds_rate;

typedef struct ds_count {
    uint32_t number; /* 0: several */
} ds_count;

typedef struct ds_entity {
    ds_entity_kind kind;
    size_t begin; /* bytes in the text the recogniser was given; the whole */
    size_t end;   /* expression, qualifier included: at most 300m           */
    size_t core;  /* first byte after leading qualifiers: 300m            */
    union {
        ds_amount amount;
        ds_date date;
        ds_stake stake;
        ds_rate rate;
        ds_count count;
    };
} ds_entity;

#endif /* DS_ENTITY_H */
