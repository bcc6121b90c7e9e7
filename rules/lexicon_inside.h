/* lexicon_inside.h - how a lexicon lies in memory.  Private to lexicon.c, which
 * searches, and lexicon_read.c, which makes.
 *
 * Words are views into the file; a hash table finds them, and for the first
 * two code points of a text a mask says which word lengths are worth a probe,
 * so that most places of a text cost one look into the mask table. */
#ifndef DS_LEXICON_INSIDE_H
#define DS_LEXICON_INSIDE_H

#include "corpus/text/utf8.h"
#include "rules/lexicon.h"

typedef struct place {
    uint32_t begin; /* of the word in the bytes */
    uint32_t len;
} place;

typedef struct slot {
    uint32_t hash;
    uint32_t entry; /* DS_LEXICON_NONE: free */
} slot;

struct ds_lexicon {
    char *file;   /* owned name for messages, or NULL     */
    ds_str bytes; /* owned                                */
    ds_where start;
    place *entries;
    size_t n_entries;
    size_t cap_entries;
    slot *slots; /* n is a power of two, at most half full */
    size_t slot_mask;
    uint32_t *lengths; /* by hash of two code points: bit n: a word of n code points;
                          n is a power of two, collisions only cost a probe */
    size_t length_mask;
    ds_str columns[DS_LEXICON_MAX_COLUMNS];
    size_t n_columns; /* 0: the file names none */
    bool borrowed;    /* the arrays and bytes are somebody else's */
};

/* The last bit of a mask stands for all longer words. */
enum { LONG_WORD = 31 };

static inline uint64_t hash_add(uint64_t hash, uint32_t code)
{
    hash = (hash ^ code) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static inline uint32_t hash_end(uint64_t hash)
{
    return (uint32_t)(hash >> 16);
}

/* The word's hash, its number of code points and the hash of its first two. */
static uint64_t hash_word(ds_str word, size_t *n_codes, uint64_t *pair)
{
    uint64_t hash = 0;
    size_t n = 0;
    size_t size;
    *pair = 0;
    for (size_t at = 0; at < word.len; at += size) {
        hash = hash_add(hash, ds_utf8_at(word, at, &size));
        if (++n == 2) {
            *pair = hash;
        }
    }
    *n_codes = n;
    return hash;
}

static inline ds_str word_of(const ds_lexicon *lexicon, uint32_t index)
{
    const place *found = &lexicon->entries[index];
    return (ds_str){lexicon->bytes.ptr + found->begin, found->len};
}

/* memcmp() for words of a few bytes, without the call. */
static inline bool same_bytes(const char *a, const char *b, size_t len)
{
    uint64_t x;
    uint64_t y;
    if (len < sizeof x) {
        size_t i = 0;
        while (i < len && a[i] == b[i]) {
            i++;
        }
        return i == len;
    }
    for (size_t i = 0; i + sizeof x <= len; i += sizeof x) {
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        if (x != y) {
            return false;
        }
    }
    memcpy(&x, a + len - sizeof x, sizeof x);
    memcpy(&y, b + len - sizeof y, sizeof y);
    return x == y;
}

static inline uint32_t probe(const ds_lexicon *lexicon, uint32_t hash, const char *text, size_t len)
{
    for (size_t at = hash & lexicon->slot_mask;; at = (at + 1) & lexicon->slot_mask) {
        const slot *here = &lexicon->slots[at];
        if (here->entry == DS_LEXICON_NONE) {
            return DS_LEXICON_NONE;
        }
        if (here->hash == hash && lexicon->entries[here->entry].len == len &&
            same_bytes(lexicon->bytes.ptr + lexicon->entries[here->entry].begin, text, len)) {
            return here->entry;
        }
    }
}

#endif /* DS_LEXICON_INSIDE_H */
