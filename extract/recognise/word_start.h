/* word_start.h - may a word of some lexicon begin here?
 *
 * One table for up to 16 lexicons.  Knows with which code point and with which
 * two their words begin, so that most places of a text cost one look instead
 * of a search in each lexicon.  "Perhaps" may be wrong, "no" never is.
 */
#ifndef DS_WORD_START_H
#define DS_WORD_START_H

#include "corpus/text/utf8.h"

/* Of the Basic Multilingual Plane; a word that begins beyond is never ruled out. */
enum { DS_WORD_START_CODES = 0x10000 };
enum { DS_WORD_START_PAIR_BITS = 14 };

/* Bit n is the caller's lexicon n.  Zeroed memory is an empty table. */
typedef struct ds_word_start {
    uint16_t heads[DS_WORD_START_CODES];   /* words begin with the code point  */
    uint16_t singles[DS_WORD_START_CODES]; /* the code point is a word         */
    uint16_t pairs[1 << DS_WORD_START_PAIR_BITS];
    uint16_t beyond; /* lexicons with words outside of the plane */
} ds_word_start;

static inline size_t ds_word_start_pair(uint32_t first, uint32_t second)
{
    return ((first * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu)) >> (32 - DS_WORD_START_PAIR_BITS);
}

static inline void ds_word_start_add(ds_word_start *start, ds_str word, unsigned bits)
{
    size_t size = 1;
    size_t next;
    uint32_t head = word.len ? ds_utf8_at(word, 0, &size) : 0;
    uint16_t *mark = &start->beyond;
    if (head < DS_WORD_START_CODES) {
        start->heads[head] = (uint16_t)(start->heads[head] | bits);
        mark = size < word.len
                   ? &start->pairs[ds_word_start_pair(head, ds_utf8_at(word, size, &next))]
                   : &start->singles[head];
    }
    *mark = (uint16_t)(*mark | bits);
}

/* Those of `bits` whose lexicons may have a word at byte `at`. */
static inline unsigned ds_word_start_at(const ds_word_start *start, unsigned bits, ds_str text,
                                        size_t at)
{
    size_t size = 1;
    if (at >= text.len) {
        return 0;
    }
    uint32_t head = ds_utf8_at(text, at, &size);
    if (head >= DS_WORD_START_CODES) {
        return start->beyond & bits;
    }
    bits &= start->heads[head];
    unsigned found = start->singles[head] & bits;
    if (found != bits && at + size < text.len) {
        size_t next;
        found |= start->pairs[ds_word_start_pair(head, ds_utf8_at(text, at + size, &next))] & bits;
    }
    return found;
}

#endif /* DS_WORD_START_H */
