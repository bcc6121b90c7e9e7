/* listed_start.h - whether the name of a listed company, or another word of a lexicon, may begin at
 * a place.
 *
 * Asked for at every character, and nearly always answered with no.  Private to
 * party.c.
 */
#ifndef DS_LISTED_START_H
#define DS_LISTED_START_H

#include "corpus/text/utf8.h"
#include "rules/lexicon.h"

/* By hash of the first two characters: whether a name begins so.  Some thousand
 * names fill few of them. */
enum { DS_LISTED_START_BITS = 17 };

typedef struct ds_listed_start {
    uint64_t pairs[(1u << DS_LISTED_START_BITS) / 64];
    bool single; /* there are names of one character: these count as with a 0 behind them */
} ds_listed_start;

/* *out is NULL where nothing is known of the names; companies may be NULL.  The caller
 * frees it.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_listed_start_new(ds_listed_start **out, const ds_lexicon *companies);

void ds_listed_start_free(ds_listed_start *start); /* NULL is allowed */

static inline size_t ds_listed_start_bit(uint32_t first, uint32_t second)
{
    return ((first * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu)) >> (32 - DS_LISTED_START_BITS);
}

static inline bool ds_listed_start_has(const ds_listed_start *start, uint32_t first,
                                       uint32_t second)
{
    size_t bit = ds_listed_start_bit(first, second);
    return start->pairs[bit / 64] >> bit % 64 & 1u;
}

/* "May" is sometimes wrong, "may not" never is; NULL: it may anywhere. */
static inline bool ds_listed_start_at(const ds_listed_start *start, ds_str text, size_t at)
{
    size_t size;
    size_t next;
    if (!start) {
        return true;
    }
    uint32_t first = ds_utf8_at(text, at, &size);
    if (start->single && ds_listed_start_has(start, first, 0)) {
        return true;
    }
    return at + size < text.len &&
           ds_listed_start_has(start, first, ds_utf8_at(text, at + size, &next));
}

#endif /* DS_LISTED_START_H */
