#include "extract/recognise/numeral.h"

/* More than a million of something is a measure, not a list of parties. */
enum { MAX_COUNT = 1000000 };

/* "two three": one digit and the next, that is some. */
static bool neighbours(const ds_numeral *number)
{
    int value = ds_numeral_int(number);
    return number->n_digits == 2 && value % 10 == value / 10 + 1;
}

bool ds_count_read(const ds_reading *reading, size_t at, ds_entity *out)
{
    ds_word word;
    ds_numeral number;
    size_t begin = at;
    ds_qualifier qualifier = DS_QUALIFIER_EXACT;
    if (ds_qualifier_skip(reading, DS_PLACE_BEFORE, &at, &qualifier)) {
        at = ds_reading_skip(reading, at);
    }
    uint32_t before = ds_reading_before(reading, at);
    if (!ds_reading_fresh(reading, at) || before == '-' || before == '/' || before == '~' ||
        ds_vocabulary_before(reading->words, DS_WORDS_COUNT, DS_WORD_RANK, reading->text, at,
                             &word)) {
        return false;
    }
    *out = (ds_entity){.kind = DS_ENTITY_COUNT, .begin = begin, .core = at};
    bool some = ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_SOME, at, &word);
    some = some && ds_word_has(&word, DS_WORD_MORE);
    size_t end = some ? word.end : at;
    if (!some) {
        if (!ds_numeral_read(reading, at, &number) || number.implied || number.fraction ||
            (number.positional && !neighbours(&number)) ||
            ds_vocabulary_before(reading->words, DS_WORDS_NUMERAL, DS_WORD_DIGIT, reading->text, at,
                                 &word)) {
            return false;
        }
        end = ds_reading_skip(reading, number.end);
        bool known = !number.vague && !number.positional &&
                     ds_decimal_compare(number.value, number.high) == 0;
        if (known && (number.value.scale > 0 || number.value.coefficient > MAX_COUNT ||
                      number.value.coefficient < 1)) {
            return false;
        }
        out->count.number = known ? (uint32_t)number.value.coefficient : 0;
    }
    if (!ds_reading_at(reading, DS_WORDS_COUNT, end, &word) || word.kind != DS_WORD_COUNTED) {
        return false;
    }
    out->end = word.end;
    return true;
}
