/* deal.h - a deal as it leaves the program: the record of schema dealsift/1.
 *
 * Plain data; all views and arrays are borrowed from
 * whoever filled it and need to live until the record is written.  Numbers are
 * decimal text in plain notation, so that none is ever rounded.
 */
#ifndef DS_DEAL_H
#define DS_DEAL_H

#include "corpus/text/arena.h"
#include "corpus/text/span.h"

#include <stddef.h>
#include <stdint.h>

#define DS_DEAL_SCHEMA "dealsift/1"

typedef struct ds_str_list {
    const ds_str *items;
    size_t n_items;
} ds_str_list;

/* One proof: this field has this value because the source says so here. */
typedef struct ds_evidence {
    ds_str field;
    ds_str value; /* NULL pointer: found but not normalised (null) */
    ds_str text;  /* as written, furniture taken out               */
    size_t start; /* bytes of the document's source text           */
    size_t end;
    uint32_t page; /* 0: unknown (null) */
} ds_evidence;

typedef struct ds_deal_document {
    ds_str id, source, title, publisher, published, hash;
} ds_deal_document;

/* Fields in the record's order; an empty view is written as null, an empty
 * list as [].  Enums are given by their names of design.  */
typedef struct ds_deal {
    ds_str id;       /* 32 hex */
    ds_str deal_key; /* 32 hex or empty */
    ds_deal_document doc;
    ds_str kind;
    ds_str status;
    ds_str factuality;
    ds_str_list acquirer, target, seller;
    ds_str_list anonymous;
    ds_str subject;
    ds_str amount, amount_min, amount_max; /* decimal text */
    ds_str amount_qualifier;
    ds_str currency;
    ds_str stake; /* decimal text, per cent */
    ds_str_list payment;
    ds_str date, date_start, date_end, date_basis;
    ds_str announced, completed, terminated;
    ds_str_list rate_class;
    ds_str_list motive;
    ds_str confidence; /* decimal text, 0 to 1 */
    ds_str_list flags;
    const ds_evidence *evidence;
    size_t n_evidence;
    ds_str text;
    ds_str rule;
} ds_deal;

/* A key of the record that holds one text, one number or a list of texts: all
 * but schema, doc and evidence. */
typedef struct ds_deal_key {
    const char *name;
    bool list;
    size_t offset; /* of the ds_str or ds_str_list in ds_deal */
} ds_deal_key;

/* All keys in the record's order; returns their number, at most DS_DEAL_MAX_KEYS. */
enum { DS_DEAL_MAX_KEYS = 32 };
size_t ds_deal_keys(const ds_deal_key **out);

/* The key with that name, or NULL. */
const ds_deal_key *ds_deal_find_key(ds_str name);

/* The deal's values under a key; none where it is null.  Borrows from the deal. */
ds_str_list ds_deal_values(const ds_deal *deal, const ds_deal_key *key);

/* Copies a deal with all it points to into the arena.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_deal_copy(const ds_deal *deal, ds_arena *arena, ds_deal *out);

#endif /* DS_DEAL_H */
