/* need.h - words without which a pattern cannot match.
 *
 * Most patterns hold parts that must be there: one of a few words.  They are
 * read off the pattern when it is compiled; a look into a small table of the
 * text's character pairs then tells of most patterns that they need not be
 * tried.  "Perhaps" may be wrong, "no" never is.
 */
#ifndef DS_NEED_H
#define DS_NEED_H

#include "corpus/text/buffer.h"
#include "rules/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

/* Appends the needs of a pattern in PCRE2's extended syntax: one line a need,
 * its words separated by tabs, only their first two characters; of a slot the
 * first code of its kind.  Behind a vertical tab the most characters that may
 * stand in front of it in a match: such needs are met one behind the other, in
 * the order of their lines.  In front of all, behind a form feed, '@' plus the stops that no match
 * holds (stop.h), if there are any.  Nothing where nothing is certain. */
void ds_need_read(ds_str pattern, ds_buf *out);

/* Which characters and pairs of characters a text has, hashed. */
enum { DS_NEED_BITS = 8192 };

/* What a character counts as: folded entities of one kind are all the same. */
static inline uint32_t ds_need_code(uint32_t code)
{
    bool folded = code >= DS_FOLD_BASE && code < DS_FOLD_BASE + DS_SLOT_KINDS * DS_FOLD_SPAN;
    return folded ? code - (code - DS_FOLD_BASE) % DS_FOLD_SPAN : code;
}

/* The bit of a pair, or of a single character with second 0. */
static inline uint16_t ds_need_bit(uint32_t first, uint32_t second)
{
    uint32_t hash = (first * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu);
    return (uint16_t)((hash >> 16) % DS_NEED_BITS);
}

/* One word of a need. */
enum { DS_NEED_ANYWHERE = UINT16_MAX };
typedef struct ds_need_word {
    uint16_t bit;
    bool last;      /* of its need                                               */
    uint32_t reach; /* with the last: characters in front of it, DS_NEED_ANYWHERE */
} ds_need_word;

/* Of what ds_need_read() wrote the stops that no match holds; *at is behind them. */
unsigned ds_need_stops(ds_str read, size_t *at);

/* The word at byte `at` (< read.len) of what ds_need_read() wrote; `at` moves behind it. */
ds_need_word ds_need_next(ds_str read, size_t *at);

typedef struct ds_need_index {
    uint64_t bits[DS_NEED_BITS / 64];
} ds_need_index;

/* Notes a character of the text and the one in front of it, both as ds_need_code() has them;
 * 0: there is none. */
static inline void ds_need_index_add(ds_need_index *index, uint32_t before, uint32_t code)
{
    uint16_t single = ds_need_bit(code, 0);
    index->bits[single / 64] |= UINT64_C(1) << single % 64;
    if (before) {
        uint16_t pair = ds_need_bit(before, code);
        index->bits[pair / 64] |= UINT64_C(1) << pair % 64;
    }
}

/* Needs of several patterns, made ready; owned by whoever made them. */
typedef struct ds_needs {
    uint16_t *codes; /* of each need how many words it has, then their bits */
    size_t n_codes;
    size_t cap_codes;
    size_t *begins; /* by pattern; one more than there are */
    size_t n_patterns;
    size_t cap_patterns;
} ds_needs;

/* Adds the next pattern's needs, as ds_need_read() wrote them.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_needs_add(ds_needs *needs, ds_str read);

/* False: the pattern cannot match in the text of the index. */
bool ds_needs_met(const ds_needs *needs, size_t pattern, const ds_need_index *index);

void ds_needs_free(ds_needs *needs); /* leaves it empty */

#endif /* DS_NEED_H */
