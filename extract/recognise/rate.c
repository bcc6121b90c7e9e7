#include "extract/recognise/numeral.h"

#include <stdio.h>

/* Rate classes run from 10G to 12.8T; below are mobile networks and disks. */
enum { MIN_GIGA = 10, MAX_GIGA = 12800, GIGA_OF_TERA = 1000 };
/* Lanes of one module. */
enum { MAX_LANES = 32 };

static bool word_is(const ds_reading *reading, ds_word_class kind, size_t at, ds_word *out)
{
    return ds_reading_is(reading, DS_WORDS_RATE, kind, at, out);
}

/* A unit behind a number, longest first: Gbps before G. */
static bool unit_at(const ds_reading *reading, size_t at, ds_word *out)
{
    ds_word word;
    if (!ds_reading_at(reading, DS_WORDS_RATE, at, &word) ||
        !(word.kind == DS_WORD_GIGA || word.kind == DS_WORD_TERA)) {
        return false;
    }
    *out = word;
    uint32_t next = ds_reading_code(reading, word.end);
    return !ds_code_is_latin(next) && !ds_code_is_digit(next);
}

static bool in_giga(const ds_numeral *number, ds_word_class unit, ds_decimal *out)
{
    return ds_decimal_shift(number->value, unit == DS_WORD_TERA ? 3 : 0, out) == DS_OK;
}

/* True if the first is the smaller of two rates. */
static bool is_below(const ds_numeral *low, ds_word_class low_unit, const ds_numeral *high,
                     ds_word_class high_unit)
{
    ds_decimal first;
    ds_decimal second;
    return in_giga(low, low_unit, &first) && in_giga(high, high_unit, &second) &&
           ds_decimal_compare(first, second) < 0;
}

static bool is_class(const ds_numeral *number, ds_word_class unit)
{
    ds_decimal giga;
    if (!in_giga(number, unit, &giga)) {
        return false;
    }
    return ds_decimal_compare(giga, (ds_decimal){MIN_GIGA, 0}) >= 0 &&
           ds_decimal_compare(giga, (ds_decimal){MAX_GIGA, 0}) <= 0;
}

static bool write_rate(const ds_numeral *number, ds_word_class unit, char out[8])
{
    char digits[DS_DECIMAL_TEXT_BYTES];
    ds_decimal value = number->value;
    bool tera = unit == DS_WORD_TERA;
    if (!tera && value.scale == 0 && value.coefficient >= GIGA_OF_TERA &&
        value.coefficient % 100 == 0) { /* 1600G is written 1.6T */
        tera = ds_decimal_shift(value, -3, &value) == DS_OK;
    } else if (tera && ds_decimal_compare(value, (ds_decimal){1, 0}) < 0) {
        tera = ds_decimal_shift(value, 3, &value) != DS_OK; /* 0.8T is 800G */
    }
    ds_str text = ds_decimal_write(value, digits);
    int len = snprintf(out, 8, "%.*s%c", DS_STR_ARGS(text), tera ? 'T' : 'G');
    return len > 0 && len < 8;
}

static bool read_number(const ds_reading *reading, size_t at, ds_numeral *out)
{
    return ds_numeral_read(reading, at, out) && out->power == 0 && !out->vague && !out->more &&
           !out->implied && !out->grouped && ds_decimal_compare(out->value, out->high) == 0;
}

/* 4x100G: lanes and the byte behind the sign, or 0. */
static uint32_t read_lanes(const ds_reading *reading, size_t *at)
{
    ds_numeral lanes;
    ds_word times;
    if (!ds_code_is_digit(ds_reading_code(reading, *at)) || !read_number(reading, *at, &lanes) ||
        !word_is(reading, DS_WORD_TIMES, ds_reading_skip(reading, lanes.end), &times)) {
        return 0;
    }
    int number = ds_numeral_int(&lanes);
    if (number < 1 || number > MAX_LANES) {
        return 0;
    }
    *at = ds_reading_skip(reading, times.end);
    return (uint32_t)number;
}

/* 400G-800G; 200/400G gives two entities, the first takes the unit behind the
 * list. */
static bool unit_of_list(const ds_reading *reading, size_t at, ds_word *unit)
{
    const int max_members = 6;
    for (int n = 0; n < max_members; n++) {
        ds_word list;
        ds_numeral next;
        if (!word_is(reading, DS_WORD_LIST, at, &list) ||
            !ds_code_is_digit(ds_reading_code(reading, list.end)) ||
            !read_number(reading, list.end, &next)) {
            return false;
        }
        if (unit_at(reading, next.end, unit)) {
            return is_class(&next, unit->kind);
        }
        at = next.end;
    }
    return false;
}

/* 400-800G: a range whose unit stands only behind the upper end. */
static bool read_shared_unit(const ds_reading *reading, const ds_numeral *low, size_t *at,
                             ds_word *unit, ds_rate *out)
{
    ds_word range;
    ds_numeral high;
    if (!ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, *at, &range) ||
        !read_number(reading, range.end, &high) || !unit_at(reading, high.end, unit) ||
        !is_class(&high, unit->kind) || !is_below(low, unit->kind, &high, unit->kind) ||
        !write_rate(&high, unit->kind, out->high)) {
        return false;
    }
    *at = unit->end;
    return true;
}

static void read_upper(const ds_reading *reading, const ds_numeral *low, ds_word_class low_unit,
                       size_t *at, ds_rate *out)
{
    ds_word range;
    ds_word unit;
    ds_numeral high;
    size_t from = ds_reading_skip(reading, *at);
    if (ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, from, &range) &&
        read_number(reading, ds_reading_skip(reading, range.end), &high) &&
        unit_at(reading, high.end, &unit) && is_class(&high, unit.kind) &&
        is_below(low, low_unit, &high, unit.kind) && write_rate(&high, unit.kind, out->high)) {
        *at = unit.end;
    }
}

bool ds_rate_read(const ds_reading *reading, size_t at, ds_entity *out)
{
    ds_word word;
    ds_word unit;
    ds_numeral number;
    size_t begin = at;
    if (!ds_reading_outside(reading, at) ||
        ds_vocabulary_before(reading->words, DS_WORDS_RATE, DS_WORD_RADIO, reading->text, at,
                             &word)) {
        return false;
    }
    *out = (ds_entity){.kind = DS_ENTITY_RATE, .begin = begin, .core = begin};
    out->rate.lanes = read_lanes(reading, &at);
    if (!read_number(reading, at, &number)) {
        return false;
    }
    size_t end = ds_reading_skip(reading, number.end);
    bool own = unit_at(reading, end, &unit);
    size_t behind = number.end;
    if (!own && !read_shared_unit(reading, &number, &behind, &unit, &out->rate) &&
        !unit_of_list(reading, number.end, &unit)) {
        return false;
    }
    if (!is_class(&number, unit.kind) || !write_rate(&number, unit.kind, out->rate.text)) {
        return false;
    }
    out->end = own ? unit.end : behind;
    if (own) {
        read_upper(reading, &number, unit.kind, &out->end, &out->rate);
    }
    if (word_is(reading, DS_WORD_NORATE, ds_reading_skip(reading, out->end), &word)) {
        return false;
    }
    if (word_is(reading, DS_WORD_LANE, ds_reading_skip(reading, out->end), &word)) {
        out->rate.per_lane = true;
        out->end = word.end;
    } else {
        out->rate.per_lane = ds_vocabulary_before(reading->words, DS_WORDS_RATE, DS_WORD_LANE,
                                                  reading->text, begin, &word);
    }
    return true;
}
