#include "extract/recognise/amount.h"

#include "extract/recognise/amount_context.h"
#include "extract/recognise/currency.h"
#include "extract/recognise/numeral.h"

/* A bare number counts as money from ten thousand on. */
enum { BARE_POWER = 4 };

/* An amount while it is read. */
typedef struct draft {
    size_t begin, core, end;
    ds_qualifier qualifier;
    bool qualified;
    ds_str before; /* currency in front, ISO code; empty: none */
    ds_str code;   /* currency, ISO code; empty: none written  */
    ds_numeral low, high;
    bool range;
} draft;

static bool word_at(const ds_reading *reading, ds_word_set set, size_t at, ds_word *out)
{
    return ds_reading_at(reading, set, at, out);
}

static ds_qualifier qualifier_of(ds_word_class kind)
{
    switch (kind) {
    case DS_WORD_ABOUT:
        return DS_QUALIFIER_ABOUT;
    case DS_WORD_OVER:
        return DS_QUALIFIER_OVER;
    case DS_WORD_UNDER:
        return DS_QUALIFIER_UNDER;
    case DS_WORD_AT_LEAST:
        return DS_QUALIFIER_AT_LEAST;
    case DS_WORD_AT_MOST:
        return DS_QUALIFIER_AT_MOST;
    case DS_WORD_VAGUE:
        return DS_QUALIFIER_VAGUE;
    default:
        return DS_QUALIFIER_EXACT;
    }
}

/* Some words qualify only what nothing follows: elsewhere they begin others. */
static bool stands_there(const ds_reading *reading, const ds_word *word, int place)
{
    bool last = (place & DS_PLACE_AFTER) && (word->value & DS_PLACE_LAST) &&
                reading->context->whole && word->end == reading->text.len;
    return last || (word->value & place);
}

bool ds_qualifier_skip(const ds_reading *reading, int place, size_t *at, ds_qualifier *qualifier)
{
    bool found = false;
    for (;;) {
        size_t next = found ? ds_reading_skip(reading, *at) : *at;
        ds_word word;
        if (!word_at(reading, DS_WORDS_QUALIFIER, next, &word) ||
            !stands_there(reading, &word, place)) {
            return found;
        }
        /* "not over about": the bound says more than the about */
        ds_qualifier own = qualifier_of(word.kind);
        if (own != DS_QUALIFIER_EXACT &&
            (*qualifier == DS_QUALIFIER_EXACT || *qualifier == DS_QUALIFIER_ABOUT)) {
            *qualifier = own;
        }
        if (word.kind == DS_WORD_RANGE) {
            return found;
        }
        *at = word.end;
        found = true;
    }
}

size_t ds_remark_skip(const ds_reading *reading, size_t at)
{
    ds_word word;
    return ds_reading_code(reading, at) == '(' &&
                   ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_REMARK, at + 1, &word) &&
                   ds_reading_code(reading, word.end) == ')'
               ? word.end + 1
               : at;
}

/* The power of ten of a minor unit, beside its currency's: CNY-1. */
static int minor_power(const ds_word *unit)
{
    return '0' - unit->text.ptr[unit->text.len - 1];
}

/* A small number with a minor unit behind it, in whole units; *unit is the
 * word, its text the ISO code and the power: CNY-1. */
static bool read_minor(const ds_reading *reading, size_t at, ds_numeral *number, ds_word *unit)
{
    return ds_numeral_read(reading, at, number) && number->power == 0 && !number->vague &&
           !number->implied && word_at(reading, DS_WORDS_CURRENCY, number->end, unit) &&
           unit->kind == DS_WORD_MINOR && unit->text.len == sizeof "CNY-1" - 1 &&
           ds_numeral_shift(number, minor_power(unit));
}

/* The joining word of "two dollars and three cents". */
static size_t skip_and(const ds_reading *reading, size_t at)
{
    ds_word word;
    return ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_AND, at, &word) ? word.end : at;
}

/* One digit of the next smaller unit at the text's end, or a half: the five of
 * "three kuai five", the half of "three kuai and a half". */
static bool read_last_tenths(const ds_reading *reading, size_t at, ds_decimal *out)
{
    ds_numeral number;
    ds_word half;
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_HALFWAY, at, &half) &&
        half.end == reading->text.len) {
        *out = (ds_decimal){5, 1};
        return true;
    }
    if (!ds_numeral_read(reading, at, &number) || number.end != reading->text.len ||
        number.power > 0 || ds_numeral_int(&number) < 1 || ds_numeral_int(&number) > 9) {
        return false;
    }
    return ds_decimal_shift(number.value, -1, out) == DS_OK;
}

/* The last digit of an amount in everyday speech, its own unit left out; `unit`
 * is the power of ten of the unit in front. */
static void add_spoken(const ds_reading *reading, int unit, draft *amount)
{
    ds_decimal tenths;
    ds_word word;
    bool spoken =
        unit == -1 || ds_vocabulary_before(reading->words, DS_WORDS_CURRENCY, DS_WORD_SPOKEN,
                                           reading->text, amount->end, &word);
    if (reading->context->whole && spoken && read_last_tenths(reading, amount->end, &tenths) &&
        ds_decimal_shift(tenths, unit, &tenths) == DS_OK &&
        ds_decimal_add(amount->low.value, tenths, &amount->low.value) == DS_OK) {
        amount->low.high = amount->low.value;
        amount->end = reading->text.len;
    }
}

/* Tenths and hundredths behind units of that power of ten, and the word that
 * closes an amount in financial capitals. */
static void add_parts_of_unit(const ds_reading *reading, int unit, draft *amount)
{
    ds_word word;
    ds_numeral number;
    size_t at = amount->end;
    while (read_minor(reading, skip_and(reading, at), &number, &word) && !number.fraction &&
           ds_decimal_add(amount->low.value, number.value, &amount->low.value) == DS_OK) {
        amount->low.high = amount->low.value;
        amount->end = at = word.end;
        unit = minor_power(&word);
    }
    add_spoken(reading, unit, amount);
    if (word_at(reading, DS_WORDS_CURRENCY, at, &word) && word.kind == DS_WORD_WHOLE) {
        amount->end = word.end;
    }
}

/* Steps over the letter of "35m" or "1.5w": only beside a currency or where
 * the text is asked for as an amount, it has other uses. */
static void read_letter(const ds_reading *reading, bool named, ds_numeral *number)
{
    ds_word letter;
    ds_word unit;
    if (!number->arabic || number->power > 0 ||
        !ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_LETTER, number->end, &letter) ||
        ds_code_is_latin(ds_reading_code(reading, letter.end)) ||
        ds_code_is_digit(ds_reading_code(reading, letter.end))) {
        return;
    }
    bool money = named || (word_at(reading, DS_WORDS_CURRENCY, letter.end, &unit) &&
                           (unit.kind == DS_WORD_PLAIN || unit.kind == DS_WORD_NAME));
    bool ten_thousands = letter.value <= BARE_POWER; /* alone, m is more often a metre */
    if ((money || (reading->context->whole && ten_thousands)) &&
        ds_numeral_shift(number, letter.value)) {
        number->power = letter.value < BARE_POWER ? BARE_POWER : letter.value;
        number->end = letter.end;
    }
}

/* What joins the two ends of a range: a word for "to", or one for "and" if
 * *closed turns out true behind the upper end. */
static bool skip_join(const ds_reading *reading, size_t *at, bool *closed)
{
    ds_word word;
    if (word_at(reading, DS_WORDS_QUALIFIER, *at, &word) && word.kind == DS_WORD_RANGE) {
        *closed = false;
    } else if (ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_AND, *at, &word)) {
        *closed = true;
    } else {
        return false;
    }
    *at = ds_reading_skip(reading, word.end);
    return true;
}

/* Gives the lower end the scale of the upper one: 3-5 yi.  Where that makes it
 * the larger, it was written out: 8500 to 3 wan. */
static bool share_scale(const ds_numeral *high, ds_numeral *low)
{
    const int within = 2; /* powers of ten between ends written apart */
    ds_numeral scaled = *low;
    ds_decimal most;
    if (!ds_numeral_shift(&scaled, high->power)) {
        return false;
    }
    if (ds_decimal_compare(scaled.value, high->value) < 0) {
        *low = scaled;
        return true;
    }
    return ds_decimal_shift(low->value, within, &most) == DS_OK &&
           ds_decimal_compare(most, high->value) > 0;
}

/* The upper end of a range behind amount->end; `written` says whether the
 * lower end had its own currency. */
static bool read_upper(const ds_reading *reading, draft *amount, bool written)
{
    ds_numeral high;
    bool closed;
    size_t at = ds_reading_skip(reading, ds_remark_skip(reading, amount->end));
    if (!skip_join(reading, &at, &closed)) {
        return false;
    }
    ds_str code = amount->before;
    bool named = ds_currency_before(reading, &at, &code);
    if (!ds_numeral_read(reading, at, &high) || high.implied || high.vague != amount->low.vague) {
        return false;
    }
    read_letter(reading, code.len > 0, &high);
    at = high.end;
    bool behind = ds_currency_after(reading, &at, &code);
    bool table = reading->context->unit.currency[0] != '\0';
    if (!behind && !named && !written && !table && amount->before.len == 0 &&
        high.power < BARE_POWER) {
        return false;
    }
    ds_word span;
    if (closed && !ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_SPAN, at, &span)) {
        return false;
    }
    ds_numeral low = amount->low;
    if ((low.power == 0 && !written && !share_scale(&high, &low)) ||
        ds_decimal_compare(low.value, high.value) >= 0) {
        return false;
    }
    amount->low = low;
    amount->high = high;
    amount->range = true;
    amount->end = closed ? span.end : at;
    amount->code = code.len > 0 ? code : amount->code;
    return behind || named;
}

/* A word for "of the order of" behind the scale, a currency between. */
static bool grade_follows(const ds_reading *reading, size_t at)
{
    ds_word word;
    ds_str code;
    ds_currency_after(reading, &at, &code);
    return ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_VAGUE, at, &word);
}

/* Hundred, ten thousand, ... without a digit are an order of size in prose:
 * "a takeover of hundred yi yuan".  In a heading or bracket they are a unit. */
static bool is_size(const ds_reading *reading, const draft *amount)
{
    ds_word word;
    ds_word_class first = DS_WORD_NONE;
    if (word_at(reading, DS_WORDS_NUMERAL, amount->core, &word)) {
        first = word.kind;
    }
    uint32_t before = ds_reading_before(reading, amount->begin);
    size_t end = amount->end;
    ds_str code;
    if ((first != DS_WORD_TEN && !grade_follows(reading, end)) ||
        (amount->low.power < BARE_POWER && !amount->low.more) || amount->before.len > 0 ||
        (!ds_currency_after(reading, &end, &code) && !reading->context->whole)) {
        return false;
    }
    uint32_t after = ds_reading_code(reading, end);
    if (reading->context->whole) {
        return before == 0;
    }
    return ds_code_is_han(before) && ds_code_is_han(after);
}

static void set_bounds(const draft *amount, ds_amount *out)
{
    const ds_numeral *low = &amount->low;
    bool two = amount->range || ds_decimal_compare(low->value, low->high) != 0;
    out->qualifier = low->vague ? DS_QUALIFIER_VAGUE : amount->qualifier;
    if (low->vague) { /* several tens: ten to a hundred */
        out->min = low->value;
        out->max = amount->range ? amount->high.high : low->high;
        out->has_min = out->has_max = ds_decimal_compare(out->min, out->max) < 0;
        return;
    }
    if (two) {
        out->qualifier = DS_QUALIFIER_RANGE;
        out->min = low->value;
        out->max = amount->range ? amount->high.value : low->high;
        out->has_min = out->has_max = true;
        return;
    }
    if (low->more && out->qualifier <= DS_QUALIFIER_ABOUT) {
        out->qualifier = DS_QUALIFIER_OVER;
    }
    out->value = low->value;
    out->has_value = true;
    if (out->qualifier == DS_QUALIFIER_OVER || out->qualifier == DS_QUALIFIER_AT_LEAST) {
        out->min = low->value;
        out->has_min = true;
    } else if (out->qualifier == DS_QUALIFIER_UNDER || out->qualifier == DS_QUALIFIER_AT_MOST) {
        out->max = low->value;
        out->has_max = true;
    }
}

/* A word that begins like an amount.  A text that is asked for as an amount and
 * is a number and a unit is one, though: "two yuan" means "dual" in sentences. */
static bool looks_alike(const ds_reading *reading, size_t at)
{
    ds_word stop;
    ds_word unit;
    ds_numeral number;
    if (!ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_STOP, at, &stop)) {
        return false;
    }
    bool whole = reading->context->whole && stop.end == reading->text.len &&
                 ds_numeral_read(reading, at, &number) &&
                 word_at(reading, DS_WORDS_CURRENCY, number.end, &unit) && unit.end == stop.end;
    return !whole;
}

/* Qualifiers, currency and number at the front. */
static bool read_front(const ds_reading *reading, size_t at, draft *out)
{
    *out = (draft){.begin = at};
    out->qualified = ds_qualifier_skip(reading, DS_PLACE_BEFORE, &at, &out->qualifier);
    at = out->qualified ? ds_reading_skip(reading, at) : at;
    out->core = at;
    ds_currency_before(reading, &at, &out->before);
    if (out->before.len > 0) {
        out->qualified =
            ds_qualifier_skip(reading, DS_PLACE_BEFORE, &at, &out->qualifier) || out->qualified;
        at = ds_reading_skip(reading, at);
    }
    if ((out->before.len == 0 && !ds_reading_outside(reading, at)) || looks_alike(reading, at) ||
        !ds_numeral_read(reading, at, &out->low)) {
        return false;
    }
    out->end = out->low.end;
    if (out->low.implied && (!out->qualified || out->before.len > 0)) {
        out->qualifier = out->low.more ? DS_QUALIFIER_OVER : DS_QUALIFIER_VAGUE;
        return is_size(reading, out);
    }
    read_letter(reading, out->before.len > 0, &out->low);
    out->end = out->low.end;
    return true;
}

/* From ten thousand on, or vague (several ten thousands). */
static bool scaled(const draft *amount)
{
    return (amount->range ? amount->high.power : amount->low.power) >= BARE_POWER;
}

/* "five jiao", "two cents": only where the text is asked for as an amount; one
 * of the words is a score, too. */
static bool read_cents(const ds_reading *reading, draft *amount)
{
    ds_word unit;
    ds_numeral number;
    if (!reading->context->whole || !read_minor(reading, amount->low.begin, &number, &unit)) {
        return false;
    }
    amount->low = number;
    amount->code = ds_str_slice(unit.text, 0, 3);
    amount->end = unit.end;
    add_parts_of_unit(reading, minor_power(&unit), amount);
    return true;
}

bool ds_amount_read_one(const ds_reading *reading, size_t at, ds_entity *out)
{
    draft amount;
    if (!read_front(reading, at, &amount)) {
        return false;
    }
    bool cents = read_cents(reading, &amount);
    bool written = cents || ds_currency_after(reading, &amount.end, &amount.code);
    if (written && !cents) {
        add_parts_of_unit(reading, 0, &amount);
    }
    bool upper = read_upper(reading, &amount, written);
    bool money = written || upper || amount.before.len > 0;
    bool table = false;
    ds_word wrong;
    if (!money) {
        ds_word_set count = DS_WORDS_COUNT;
        table = reading->context->unit.currency[0] != '\0' && amount.low.power == 0 &&
                !amount.low.vague && !word_at(reading, count, amount.end, &wrong);
        table = table && ds_reading_fresh(reading, amount.core);
        money = table ||
                (scaled(&amount) &&
                 (reading->context->whole || ds_amount_is_bare(reading, amount.begin, amount.end)));
    } else if (!written && !upper) { /* a symbol in front, a count behind: no money */
        money = !ds_reading_is(reading, DS_WORDS_COUNT, DS_WORD_MEASURE, amount.end, &wrong);
    }
    if (!money || (table && (!ds_numeral_shift(&amount.low, reading->context->unit.power) ||
                             (amount.range &&
                              !ds_numeral_shift(&amount.high, reading->context->unit.power))))) {
        return false;
    }
    size_t after = ds_remark_skip(reading, amount.end);
    if (ds_qualifier_skip(reading, DS_PLACE_AFTER, &after, &amount.qualifier)) {
        amount.end = after;
    }
    *out = (ds_entity){.kind = DS_ENTITY_AMOUNT};
    out->amount.per_unit = ds_amount_is_each(reading, amount.begin, &amount.end);
    out->amount.part = ds_amount_part_of(reading, amount.begin, amount.core, amount.end);
    out->amount.bare = !written && !upper && amount.before.len == 0 && !table;
    set_bounds(&amount, &out->amount);
    ds_str code = amount.code.len > 0 ? amount.code : amount.before;
    if (table) {
        memcpy(out->amount.currency, reading->context->unit.currency, 4);
    } else {
        ds_currency_copy(code.len > 0 ? code : DS_STR("CNY"), out->amount.currency);
    }
    out->begin = amount.begin;
    out->core = amount.core;
    out->end = amount.end;
    return true;
}
