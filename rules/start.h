/* start.h - the characters that the matches of a pattern begin with.
 *
 * Most patterns begin with one of a few words.  Their first two characters are
 * read off the pattern when it is compiled; a text is then gone through once for
 * many patterns, and each is tried only where one of its words may begin.
 * "May begin" may be wrong, "cannot begin" never is.
 */
#ifndef DS_START_H
#define DS_START_H

#include "corpus/text/buffer.h"

#include <stdint.h>

/* Appends the openings of a pattern in PCRE2's extended syntax: one to three
 * characters each, separated by tabs.  Nothing where they are not certain, or
 * more than DS_START_MAX even of two characters. */
enum { DS_START_MAX = 1024 };
void ds_start_read(ds_str pattern, ds_buf *out);

/* A pattern that has an opening, and which characters may stand behind its first two: a bit
 * each, hashed, all where anything may. */
typedef struct ds_starts_item {
    uint64_t thirds;
    uint16_t pattern;
} ds_starts_item;

static inline uint64_t ds_starts_third(uint32_t code)
{
    return UINT64_C(1) << (code * 0x9E3779B1u >> 26);
}

/* One opening of one pattern, and then of all that share it. */
typedef struct ds_starts_entry {
    uint32_t first;
    uint32_t second; /* 0: anything, or nothing */
    uint32_t list;   /* where its patterns begin in `lists` */
} ds_starts_entry;

/* Only ds_starts_may() looks inside. */
typedef struct ds_starts {
    uint64_t firsts[(1u << 16) / 64]; /* characters, the higher ones folded into these */
    ds_starts_entry *table;           /* hashed, `first` 0: free */
    size_t mask;
    ds_starts_item *lists; /* each ended by DS_STARTS_END; the first is empty */
    size_t n_lists;
    size_t cap_lists;
    bool *known;
} ds_starts;

/* Openings of several patterns, made ready for ds_starts_at().  `read[i]` is what
 * ds_start_read() wrote of pattern i; n is less than DS_STARTS_END.  The caller
 * frees *out.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_starts_new(ds_starts **out, const ds_str *read, size_t n);

/* False: nothing is known of the pattern, it may begin anywhere. */
bool ds_starts_known(const ds_starts *starts, size_t pattern);

/* False: no pattern that is known begins with this character. */
static inline bool ds_starts_may(const ds_starts *starts, uint32_t first)
{
    return starts->firsts[(first & 0xFFFFu) / 64] >> first % 64 & 1u;
}

/* The patterns that are known and may begin where `first` stands, with `second`
 * behind it (0: the end of the text) and then a character that ds_starts_third() finds in the
 * item: ascending, ended by DS_STARTS_END. */
enum { DS_STARTS_END = UINT16_MAX };
const ds_starts_item *ds_starts_at(const ds_starts *starts, uint32_t first, uint32_t second);

void ds_starts_free(ds_starts *starts); /* NULL is allowed */

#endif /* DS_START_H */
