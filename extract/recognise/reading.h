/* reading.h - what a recogniser looks at, and small steps over the text. */
#ifndef DS_READING_H
#define DS_READING_H

#include "extract/recognise/recognise.h"
#include "extract/recognise/vocabulary.h"

/* What may begin at some places of a text: each is asked about by many. */
enum { DS_READING_PLACES = 32 };
typedef struct ds_reading_memo {
    struct {
        size_t place; /* the byte plus one; 0: nothing yet */
        ds_word_begins begins;
    } items[DS_READING_PLACES];
} ds_reading_memo;

/* One sentence with everything it is read against; all borrowed. */
typedef struct ds_reading {
    const ds_vocabulary *words;
    ds_str text;
    const ds_recognise_context *context;
    struct ds_numeral_memo *memo; /* of ds_numeral_read() in this text; or NULL */
    ds_reading_memo *begins;      /* of this text; or NULL                      */
    size_t glued; /* here a year begins although digits stand before it; 0: nowhere */
} ds_reading;

static inline const ds_word_begins *ds_reading_begins(const ds_reading *reading, size_t at)
{
    size_t slot = at % DS_READING_PLACES;
    ds_reading_memo *memo = reading->begins;
    if (memo->items[slot].place != at + 1) {
        memo->items[slot].place = at + 1;
        memo->items[slot].begins = ds_vocabulary_begins(reading->words, reading->text, at);
    }
    return &memo->items[slot].begins;
}

/* ds_vocabulary_at() of this text. */
static inline bool ds_reading_at(const ds_reading *reading, ds_word_set set, size_t at,
                                 ds_word *out)
{
    bool may = !reading->begins || ds_reading_begins(reading, at)->sets >> (unsigned)set & 1u;
    return may && ds_vocabulary_at(reading->words, set, reading->text, at, out);
}

/* ds_vocabulary_is() of this text. */
static inline bool ds_reading_is(const ds_reading *reading, ds_word_set set, ds_word_class kind,
                                 size_t at, ds_word *out)
{
    bool may = !reading->begins || ds_word_may(ds_reading_begins(reading, at), set, kind);
    return may && ds_vocabulary_is(reading->words, set, kind, reading->text, at, out);
}

/* One recogniser: the entity that starts at byte `at`, or false: not me. */
typedef bool ds_recognise_fn(const ds_reading *reading, size_t at, ds_entity *out);

ds_recognise_fn ds_amount_read;
ds_recognise_fn ds_date_read;
ds_recognise_fn ds_stake_read;
ds_recognise_fn ds_rate_read;
ds_recognise_fn ds_count_read;

/* Steps over qualifiers at *at that may stand at `place` (DS_PLACE_ bits); a
 * bound outweighs an about.  True if there was one. */
bool ds_qualifier_skip(const ds_reading *reading, int place, size_t *at, ds_qualifier *qualifier);

/* Behind a remark in brackets, "(inclusive)", or `at`. */
size_t ds_remark_skip(const ds_reading *reading, size_t at);

/* A unit of money at byte `at`, "ten thousand yuan"; *end is behind it. */
bool ds_amount_unit_at(const ds_reading *reading, size_t at, size_t *end, ds_amount_unit *out);

/* The unit that a table header names at byte `at`. */
bool ds_amount_header(const ds_reading *reading, size_t at, ds_amount_unit *out);

static inline uint32_t ds_reading_code(const ds_reading *reading, size_t at)
{
    size_t size;
    return at < reading->text.len ? ds_utf8_at(reading->text, at, &size) : 0;
}

/* The code point before byte `at`, 0 at the start. */
static inline uint32_t ds_reading_before(const ds_reading *reading, size_t at)
{
    return at > 0 ? ds_reading_code(reading, ds_utf8_before(reading->text, at)) : 0;
}

/* Steps over spaces, at most two: more separate columns of a table. */
static inline size_t ds_reading_skip(const ds_reading *reading, size_t at)
{
    size_t from = at;
    for (int n = 0; n < 2 && at < reading->text.len; n++) {
        size_t size;
        if (!ds_code_is_space(ds_utf8_at(reading->text, at, &size))) {
            return at;
        }
        at += size;
    }
    return ds_code_is_space(ds_reading_code(reading, at)) ? from : at;
}

/* True where a number may start: not inside a longer number. */
static inline bool ds_reading_outside(const ds_reading *reading, size_t at)
{
    if (at > 0 && at == reading->glued) {
        return true;
    }
    uint32_t before = ds_reading_before(reading, at);
    if (before == '.' || before == ',') { /* 1.5: not at the 5 */
        return at < 2 || !ds_code_is_digit((unsigned char)reading->text.ptr[at - 2]);
    }
    return !ds_code_is_digit(before);
}

/* True where a number may start that needs no unit: nor inside a Latin word. */
static inline bool ds_reading_fresh(const ds_reading *reading, size_t at)
{
    uint32_t before = ds_reading_before(reading, at);
    return !ds_code_is_latin(before) && before != '_' && ds_reading_outside(reading, at);
}

#endif /* DS_READING_H */
