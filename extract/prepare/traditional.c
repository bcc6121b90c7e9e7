#include "extract/prepare/traditional.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

enum {
    FIRST = 0x3000, /* corner brackets; all have three bytes in UTF-8 */
    FIRST_IDEOGRAPH = 0x3400,
    LAST = 0x9FFF,
    THREE_BYTES = 3,
    SAMPLE_BYTES = 16 * 1024, /* five thousand characters settle it */
    LEAST_PERCENT = 8,        /* of the ideographs: 30 in Taiwan's press, under 1 in Beijing's */
};

struct ds_traditional {
    bool any;
    uint16_t simple[LAST - FIRST + 1]; /* 0: the same in both; itself: simplified only */
};

/* The character that is the word, if it has three bytes; else 0. */
static uint32_t code_of(ds_str word)
{
    size_t size = 0;
    uint32_t code = word.len == THREE_BYTES ? ds_utf8_at(word, 0, &size) : 0;
    return size == THREE_BYTES ? code : 0;
}

static bool is_in_table(uint32_t code)
{
    return code >= FIRST && code <= LAST;
}

ds_status ds_traditional_new(ds_traditional **out, const ds_ruleset *rules)
{
    ds_traditional *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    const ds_lexicon *lexicon = ds_ruleset_lexicon(rules, "traditional");
    size_t column = lexicon ? ds_lexicon_column(lexicon, "simplified") : 0;
    size_t n_words = column ? ds_lexicon_count(lexicon) : 0;
    for (uint32_t entry = 0; entry < n_words; entry++) {
        uint32_t simple = code_of(ds_lexicon_field(lexicon, entry, column));
        if (is_in_table(simple)) {
            made->simple[simple - FIRST] = (uint16_t)simple;
        }
    }
    for (uint32_t entry = 0; entry < n_words; entry++) {
        uint32_t code = code_of(ds_lexicon_word(lexicon, entry));
        uint32_t simple = code_of(ds_lexicon_field(lexicon, entry, column));
        if (is_in_table(code) && simple) {
            made->simple[code - FIRST] = (uint16_t)simple;
            made->any = true;
        }
    }
    *out = made;
    return DS_OK;
}

bool ds_traditional_is(const ds_traditional *traditional, ds_str text)
{
    size_t n_ideographs = 0;
    size_t n_old = 0;
    size_t n_new = 0;
    size_t end = text.len < SAMPLE_BYTES ? text.len : SAMPLE_BYTES;
    size_t size;
    for (size_t at = 0; traditional->any && at < end; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        if (code >= FIRST_IDEOGRAPH && code <= LAST) {
            uint32_t simple = traditional->simple[code - FIRST];
            n_ideographs++;
            n_old += simple && simple != code;
            n_new += simple == code;
        }
    }
    return n_old > n_new && n_old * 100 >= n_ideographs * LEAST_PERCENT;
}

void ds_traditional_fold(const ds_traditional *traditional, char *text, size_t len)
{
    size_t size;
    for (size_t at = 0; at < len; at += size) {
        uint32_t code = ds_utf8_at((ds_str){text, len}, at, &size);
        uint32_t simple = is_in_table(code) ? traditional->simple[code - FIRST] : 0;
        if (simple && simple != code) {
            char bytes[4];
            memcpy(text + at, bytes, ds_utf8_write(simple, bytes));
        }
    }
}

void ds_traditional_free(ds_traditional *traditional)
{
    free(traditional);
}
