#include "extract/recognise/currency.h"

#include "extract/recognise/numeral.h"

static bool word_at(const ds_reading *reading, ds_word_set set, size_t at, ds_word *out)
{
    return ds_reading_at(reading, set, at, out);
}

/* A code or symbol in Latin letters is no part of a longer word. */
static bool stands_alone(const ds_reading *reading, size_t at, const ds_word *word)
{
    return !ds_code_is_latin((unsigned char)reading->text.ptr[at]) ||
           (!ds_code_is_latin(ds_reading_before(reading, at)) &&
            !ds_code_is_latin(ds_reading_code(reading, word->end)));
}

bool ds_currency_before(const ds_reading *reading, size_t *at, ds_str *code)
{
    ds_word word;
    if (!word_at(reading, DS_WORDS_CURRENCY, *at, &word) || !stands_alone(reading, *at, &word) ||
        !(word.kind == DS_WORD_NAME || word.kind == DS_WORD_SYMBOL || word.kind == DS_WORD_CODE)) {
        return false;
    }
    size_t end = ds_reading_skip(reading, word.end);
    bool label = reading->context->whole && ds_reading_code(reading, end) == ':';
    *code = word.text;
    *at = label ? ds_reading_skip(reading, end + 1) : end;
    return true;
}

bool ds_currency_after(const ds_reading *reading, size_t *at, ds_str *code)
{
    size_t next = ds_reading_skip(reading, *at);
    ds_word word;
    if (!word_at(reading, DS_WORDS_CURRENCY, next, &word) || word.kind == DS_WORD_SYMBOL ||
        word.kind == DS_WORD_WHOLE || word.kind == DS_WORD_MINOR ||
        (word.kind == DS_WORD_CODE && !stands_alone(reading, next, &word))) {
        return false;
    }
    *at = word.end;
    if (word.kind != DS_WORD_PLAIN) {
        *code = word.text;
        return true;
    }
    *code = (ds_str){NULL, 0}; /* the word in front or behind may name it */
    size_t behind = ds_reading_skip(reading, *at);
    ds_word name;
    if (word_at(reading, DS_WORDS_CURRENCY, behind, &name) &&
        (name.kind == DS_WORD_NAME || name.kind == DS_WORD_CODE) &&
        stands_alone(reading, behind, &name)) {
        ds_numeral next_amount;
        if (!ds_numeral_read(reading, ds_reading_skip(reading, name.end), &next_amount)) {
            *code = name.text;
            *at = name.end;
        }
    }
    return true;
}

void ds_currency_copy(ds_str code, char out[4])
{
    size_t len = code.len < 3 ? code.len : 3;
    memcpy(out, code.ptr, len);
    out[len] = '\0';
}

/* The power of ten of a unit's number at *at: 4 for ten thousand; -1: it is no
 * power of ten.  *at moves behind it. */
static int read_power(const ds_reading *reading, size_t *at)
{
    ds_numeral unit;
    ds_word scale;
    if (!ds_numeral_read(reading, *at, &unit)) {
        bool english = ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_SCALE, *at, &scale) &&
                       stands_alone(reading, *at, &scale);
        *at = english ? scale.end : *at;
        return english ? scale.value : 0;
    }
    int power = 0;
    ds_decimal one = unit.value;
    while (one.scale == 0 && one.coefficient >= 10 && one.coefficient % 10 == 0) {
        one.coefficient /= 10;
        power++;
    }
    *at = unit.end;
    return one.coefficient == 1 && one.scale == 0 ? power : -1;
}

/* What a header says beside its unit: in which currency the table is. */
static ds_str find_denomination(const ds_reading *reading)
{
    ds_str code = {NULL, 0};
    size_t size;
    for (size_t at = 0; at < reading->text.len && code.len == 0; at += size) {
        ds_utf8_at(reading->text, at, &size);
        ds_word word;
        if (ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_DENOMINATION, at, &word)) {
            size_t from = ds_reading_skip(reading, word.end);
            ds_currency_before(reading, &from, &code);
        }
    }
    return code;
}

bool ds_amount_unit_at(const ds_reading *reading, size_t at, size_t *end, ds_amount_unit *out)
{
    ds_word word;
    ds_str code = {NULL, 0};
    ds_currency_before(reading, &at, &code);
    int power = read_power(reading, &at);
    ds_str after = {NULL, 0};
    if (power < 0 || (!ds_currency_after(reading, &at, &after) && code.len == 0 &&
                      !word_at(reading, DS_WORDS_CURRENCY, at, &word))) {
        return false;
    }
    code = after.len > 0 ? after : code;
    code = code.len > 0 ? code : find_denomination(reading);
    out->power = power;
    ds_currency_copy(code.len > 0 ? code : DS_STR("CNY"), out->currency);
    *end = at;
    return true;
}

bool ds_amount_header(const ds_reading *reading, size_t at, ds_amount_unit *out)
{
    ds_word header;
    size_t end;
    return ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_HEADER, at, &header) &&
           ds_amount_unit_at(reading, ds_reading_skip(reading, header.end), &end, out);
}
