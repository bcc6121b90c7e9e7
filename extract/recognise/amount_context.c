#include "extract/recognise/amount_context.h"

/* How far, in code points, a word for payment may stand from a bare number. */
enum { PAY_REACH = 10 };
/* How far a word for "each" may stand before a price. */
enum { EACH_REACH = 8 };

static bool word_at(const ds_reading *reading, ds_word_set set, size_t at, ds_word *out)
{
    return ds_reading_at(reading, set, at, out);
}

static bool pays_before(const ds_reading *reading, size_t begin)
{
    size_t at = begin;
    uint32_t code = ds_reading_before(reading, at);
    ds_word equity;
    if (code == ',' || code == 0xFF0C) { /* ... of the shares, 1.3 billion */
        return ds_vocabulary_before(reading->words, DS_WORDS_STAKE, DS_WORD_EQUITY, reading->text,
                                    ds_utf8_before(reading->text, at), &equity);
    }
    for (int n = 0; n < PAY_REACH && at > 0; n++) {
        at = ds_utf8_before(reading->text, at);
        if (ds_code_is_punct(ds_reading_code(reading, at))) {
            return false;
        }
        ds_word word;
        if (ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_PAY_BEFORE, at, &word) &&
            word.end <= begin) {
            return true;
        }
    }
    return false;
}

/* A number without currency is money where payment is spoken of and no
 * measure, classifier or other noun stands behind it. */
bool ds_amount_is_bare(const ds_reading *reading, size_t begin, size_t end)
{
    ds_word word;
    size_t at = ds_reading_skip(reading, end);
    if (word_at(reading, DS_WORDS_MONEY, at, &word) &&
        (ds_word_has(&word, DS_WORD_PAY_AFTER) || ds_word_has(&word, DS_WORD_TOTAL))) {
        return true;
    }
    if (!ds_reading_fresh(reading, begin) || word_at(reading, DS_WORDS_COUNT, at, &word) ||
        (word_at(reading, DS_WORDS_STAKE, at, &word) &&
         (ds_word_has(&word, DS_WORD_SHARE) || ds_word_has(&word, DS_WORD_EQUITY)))) {
        return false;
    }
    uint32_t next = ds_reading_code(reading, at);
    bool closed = next == 0 || ds_code_is_punct(next) || ds_code_is_space(next) || at > end;
    return closed && pays_before(reading, begin);
}

/* "five thousand yuan each", "yuan a share". */
bool ds_amount_is_each(const ds_reading *reading, size_t begin, size_t *end)
{
    ds_word word;
    size_t at = *end;
    if (word_at(reading, DS_WORDS_MONEY, at, &word) && ds_word_has(&word, DS_WORD_PER)) {
        *end = word.end;
        ds_word unit;
        if (word_at(reading, DS_WORDS_COUNT, word.end, &unit) ||
            word_at(reading, DS_WORDS_STAKE, word.end, &unit) ||
            word_at(reading, DS_WORDS_RATE, word.end, &unit)) {
            *end = unit.end;
        }
        return true;
    }
    at = begin;
    for (int n = 0; n < EACH_REACH && at > 0; n++) {
        at = ds_utf8_before(reading->text, at);
        if (ds_code_is_punct(ds_reading_code(reading, at))) {
            return false;
        }
        if (ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_EACH, at, &word) && word.end <= begin) {
            return true;
        }
    }
    return false;
}

ds_amount_part ds_amount_part_of(const ds_reading *reading, size_t begin, size_t core, size_t end)
{
    static const struct {
        ds_word_class kind;
        ds_amount_part part;
    } parts[] = {
        {DS_WORD_CASH, DS_PART_CASH},
        {DS_WORD_SHARES, DS_PART_SHARES},
        {DS_WORD_TOTAL, DS_PART_TOTAL},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        ds_word word;
        if (ds_vocabulary_before(reading->words, DS_WORDS_MONEY, parts[i].kind, reading->text,
                                 begin, &word) ||
            ds_vocabulary_before(reading->words, DS_WORDS_MONEY, parts[i].kind, reading->text, core,
                                 &word) ||
            ds_reading_is(reading, DS_WORDS_MONEY, parts[i].kind, end, &word)) {
            return parts[i].part;
        }
    }
    return DS_PART_WHOLE;
}
