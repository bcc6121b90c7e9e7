/* listed_start.h - whether the name of a listed company may begin at a place.
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
    bool single; /* a name of one character: nothing is known */
} ds_listed_start;

/* *out is NULL where nothing is known of the names; companies may be NULL.  The caller
 * frees it.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_listed_start_new(ds_listed_start **out, const ds_lexicon *companies);

void ds_listed_start_free(ds_listed_start *start); /* NULL is allowed */

/* The bit of the two characters at byte `at`; SIZE_MAX if there is but one. */
static inline size_t ds_listed_start_bit(ds_str text, size_t at)
{
    size_t size;
    size_t next;
    uint32_t first = ds_utf8_at(text, at, &size);
    if (at + size >= text.len) {
        return SIZE_MAX;
    }
    uint32_t second = ds_utf8_at(text, at + size, &next);
    return ((first * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu)) >> (32 - DS_LISTED_START_BITS);
}

/* "May" is sometimes wrong, "may not" never is; NULL: it may anywhere. */
static inline bool ds_listed_start_at(const ds_listed_start *start, ds_str text, size_t at)
{
    if (!start || start->single) {
        return true;
    }
    size_t bit = ds_listed_start_bit(text, at);
    return bit != SIZE_MAX && start->pairs[bit / 64] >> bit % 64 & 1u;
}

#endif /* DS_LISTED_START_H */
