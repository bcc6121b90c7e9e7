#include "extract/recognise/numeral.h"

/* Code points that may stand between a word for holding and its percentage. */
enum { HOLD_REACH = 24 };
/* Words between a percentage and what it is of. */
enum { MAX_BETWEEN = 4 };
/* A whole, in per cent. */
enum { WHOLE = 100, HALF = 50 };

static bool word_at(const ds_reading *reading, size_t at, ds_word *out)
{
    return ds_reading_at(reading, DS_WORDS_STAKE, at, out);
}

static bool word_is(const ds_reading *reading, ds_word_class kind, size_t at, ds_word *out)
{
    return ds_reading_is(reading, DS_WORDS_STAKE, kind, at, out);
}

static bool word_before(const ds_reading *reading, ds_word_class kind, size_t at, ds_word *out)
{
    return ds_vocabulary_before(reading->words, DS_WORDS_STAKE, kind, reading->text, at, out);
}

/* A word in front of the percentage that shares are of the capital. */
static bool leads_to_share(const ds_reading *reading, const ds_word *word)
{
    return (reading->context->whole || !ds_word_has(word, DS_WORD_ALONE)) &&
           (ds_word_has(word, DS_WORD_OF_TOTAL) || ds_word_has(word, DS_WORD_BETWEEN) ||
            ds_word_has(word, DS_WORD_EQUITY));
}

/* A word for shares behind, adjectives in between. */
static bool equity_follows(const ds_reading *reading, size_t at)
{
    ds_word word;
    for (int n = 0; n <= MAX_BETWEEN; n++) {
        at = ds_reading_skip(reading, at);
        if (!word_at(reading, at, &word)) {
            return false;
        }
        if (ds_word_has(&word, DS_WORD_EQUITY) || ds_word_has(&word, DS_WORD_CONTROL)) {
            return true;
        }
        if (!ds_word_has(&word, DS_WORD_BETWEEN) || !leads_to_share(reading, &word)) {
            return false;
        }
        at = word.end;
    }
    return false;
}

/* A word for holding or buying in front, in the same clause. */
static bool hold_precedes(const ds_reading *reading, size_t begin)
{
    size_t at = begin;
    for (int n = 0; n < HOLD_REACH && at > 0; n++) {
        at = ds_utf8_before(reading->text, at);
        uint32_t code = ds_reading_code(reading, at);
        if (ds_code_is_punct(code) && code != '(' && code != ')' && code != '%' && code != '.') {
            return false;
        }
        ds_word word;
        if (word_is(reading, DS_WORD_GROWTH, at, &word)) {
            return false;
        }
        if (word_is(reading, DS_WORD_HOLD, at, &word) && word.end <= begin) {
            return true;
        }
    }
    return false;
}

/* The number and its sign: 51%, per cent in words, tenths. */
static bool read_percent(const ds_reading *reading, size_t at, ds_numeral *out)
{
    ds_word word;
    if (word_is(reading, DS_WORD_PER_CENT, at, &word)) {
        return ds_numeral_read(reading, ds_reading_skip(reading, word.end), out) &&
               ds_numeral_shift(out, 2 - word.value);
    }
    if (!ds_numeral_read(reading, at, out) || out->implied || out->power > 0 ||
        (out->vague && !reading->context->whole)) {
        return false;
    }
    size_t end = ds_reading_skip(reading, out->end);
    if (end < reading->text.len && reading->text.ptr[end] == '.') {
        end++; /* 74.35.%: a point too many */
    }
    if (word_is(reading, DS_WORD_PERCENT, end, &word)) {
        out->end = word.end;
        return ds_numeral_shift(out, word.value);
    }
    return false;
}

/* A stake by the words behind it, or because the text is asked for as one. */
static bool is_of_company(const ds_reading *reading, size_t end)
{
    ds_qualifier ignored = DS_QUALIFIER_EXACT;
    ds_qualifier_skip(reading, DS_PLACE_AFTER, &end, &ignored);
    return reading->context->whole || equity_follows(reading, end);
}

/* Five, ten, ... where half of the unit is said. */
static const ds_decimal HALF_A_TENTH = {5, 0};

/* What stands behind "seven tenths": a little more, half of one, or one digit:
 * "seven tenths six" is 76.  Moves out->end behind it. */
static bool add_to_tenths(const ds_reading *reading, ds_numeral *out)
{
    ds_word word;
    ds_numeral more;
    ds_decimal part = HALF_A_TENTH;
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_MORE, out->end, &word)) {
        out->more = true;
        out->end = word.end;
        return true;
    }
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_HALFWAY, out->end, &word)) {
        out->end = word.end;
    } else if (ds_numeral_read(reading, ds_reading_skip(reading, out->end), &more) &&
               ds_numeral_int(&more) >= 1 && ds_numeral_int(&more) <= 9 &&
               is_of_company(reading, more.end)) {
        out->end = more.end;
        part = more.value;
    } else {
        return true;
    }
    return ds_decimal_add(out->value, part, &out->value) == DS_OK &&
           ds_decimal_add(out->high, part, &out->high) == DS_OK;
}

/* Tenths of a company: only where shares follow, the word has other uses. */
static bool read_tenths(const ds_reading *reading, size_t at, ds_numeral *out)
{
    ds_word word;
    bool half = ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_HALFWAY, at, &word);
    if (half && word_is(reading, DS_WORD_TENTHS, word.end, &word)) { /* half a tenth */
        *out = (ds_numeral){.begin = at, .value = HALF_A_TENTH, .high = HALF_A_TENTH};
        out->end = word.end;
        return is_of_company(reading, out->end);
    }
    if (!ds_numeral_read(reading, at, out) || out->vague || out->implied || out->power > 0 ||
        !word_is(reading, DS_WORD_TENTHS, ds_reading_skip(reading, out->end), &word) ||
        !ds_numeral_shift(out, 1)) {
        return false;
    }
    out->end = word.end;
    return add_to_tenths(reading, out) && is_of_company(reading, out->end);
}

/* Part of a whole in per cent; false: no part, or no exact decimal. */
static bool set_fraction(int part, int whole, ds_numeral *out)
{
    const int parts_of_whole = 10000; /* hundredths of a per cent */
    if (whole < 2 || part < 1 || part > whole || parts_of_whole * part % whole != 0) {
        return false;
    }
    out->value = out->high = (ds_decimal){parts_of_whole * part / whole, 2};
    return true;
}

/* A quarter, two fifths, also 1/4: denominators that leave an exact decimal. */
static bool read_fraction(const ds_reading *reading, size_t at, ds_numeral *out)
{
    ds_numeral first;
    ds_word word;
    if (!ds_numeral_read(reading, at, &first)) {
        return false;
    }
    if (word_is(reading, DS_WORD_FRACTION, first.end, &word)) {
        return ds_numeral_read(reading, word.end, out) && is_of_company(reading, out->end) &&
               set_fraction(ds_numeral_int(out), ds_numeral_int(&first), out);
    }
    return first.arabic && ds_reading_code(reading, first.end) == '/' &&
           ds_numeral_read(reading, first.end + 1, out) && is_of_company(reading, out->end) &&
           set_fraction(ds_numeral_int(&first), ds_numeral_int(out), out);
}

static void set_percent(const ds_numeral *number, ds_qualifier qualifier, ds_stake *out)
{
    if (ds_decimal_compare(number->value, number->high) != 0) { /* twenty or thirty */
        out->min = number->value;
        out->max = number->high;
        out->has_min = out->has_max = true;
        out->qualifier = number->vague ? DS_QUALIFIER_VAGUE : DS_QUALIFIER_RANGE;
        return;
    }
    out->percent = number->value;
    out->has_percent = true;
    if (number->more && qualifier <= DS_QUALIFIER_ABOUT) {
        qualifier = DS_QUALIFIER_OVER;
    }
    out->qualifier = qualifier;
    if (qualifier == DS_QUALIFIER_OVER || qualifier == DS_QUALIFIER_AT_LEAST) {
        out->min = number->value;
        out->has_min = true;
    } else if (qualifier == DS_QUALIFIER_UNDER || qualifier == DS_QUALIFIER_AT_MOST) {
        out->max = number->value;
        out->has_max = true;
    }
}

/* "per cent five to ten": the words stand in front of the lower end only. */
static bool read_upper_number(const ds_reading *reading, size_t begin, size_t at, ds_numeral *out)
{
    ds_word word;
    return word_is(reading, DS_WORD_PER_CENT, begin, &word) && ds_numeral_read(reading, at, out) &&
           !out->vague && !out->implied && out->power == 0 && ds_numeral_shift(out, 2 - word.value);
}

/* Behind what joins two percentages to a range, or `at`: a word for "to", or one
 * for "and" if *closed turns out true behind the upper one. */
static size_t skip_join(const ds_reading *reading, size_t at, bool *closed)
{
    ds_word word;
    *closed = false;
    size_t from = ds_reading_skip(reading, ds_remark_skip(reading, at));
    if (ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, from, &word)) {
        return ds_reading_skip(reading, word.end);
    }
    *closed = ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_AND, from, &word);
    return *closed ? ds_reading_skip(reading, word.end) : at;
}

/* 10%-15%: the upper end behind a percentage, which began at `begin`. */
static void read_upper(const ds_reading *reading, size_t begin, size_t *at, ds_stake *out)
{
    ds_word span;
    ds_numeral high;
    bool closed;
    size_t from = skip_join(reading, *at, &closed);
    if (from == *at || !out->has_percent ||
        !(read_percent(reading, from, &high) || read_upper_number(reading, begin, from, &high) ||
          read_tenths(reading, from, &high)) ||
        high.vague || ds_decimal_compare(out->percent, high.value) >= 0 ||
        (closed && !ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_SPAN, high.end, &span))) {
        return;
    }
    out->min = out->percent;
    out->max = high.value;
    out->has_min = out->has_max = true;
    out->has_percent = false;
    out->qualifier = DS_QUALIFIER_RANGE;
    *at = closed ? span.end : high.end;
}

/* 5-10%: the sign stands only behind the upper end. */
static bool read_shared_sign(const ds_reading *reading, size_t at, size_t *end, ds_stake *out)
{
    ds_numeral low;
    ds_numeral high;
    ds_word range;
    if (!ds_numeral_read(reading, at, &low) || low.power > 0 || low.vague || low.implied ||
        !ds_reading_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, low.end, &range)) {
        return false;
    }
    bool percent = low.arabic && read_percent(reading, range.end, &high);
    if (!percent && (!read_tenths(reading, range.end, &high) || !ds_numeral_shift(&low, 1))) {
        return false;
    }
    if (high.vague || ds_decimal_compare(low.value, high.value) >= 0) {
        return false;
    }
    *out = (ds_stake){.min = low.value,
                      .max = high.value,
                      .has_min = true,
                      .has_max = true,
                      .qualifier = DS_QUALIFIER_RANGE};
    *end = high.end;
    return true;
}

/* "39.8 million shares, 6% of the capital" */
static bool read_shares(const ds_reading *reading, size_t at, ds_entity *out)
{
    ds_numeral number;
    ds_word word;
    if (!ds_numeral_read(reading, at, &number) || number.vague || number.implied ||
        !word_is(reading, DS_WORD_SHARE, ds_reading_skip(reading, number.end), &word)) {
        return false;
    }
    ds_stake *stake = &out->stake;
    stake->shares = number.value;
    stake->has_shares = stake->strong = true;
    stake->qualifier = out->stake.qualifier;
    out->end = word.end;
    size_t from = word.end;
    ds_word tie;
    ds_numeral percent;
    ds_qualifier qualifier = DS_QUALIFIER_EXACT;
    for (int n = 0;
         n <= MAX_BETWEEN && word_at(reading, from, &tie) && leads_to_share(reading, &tie); n++) {
        from = tie.end;
    }
    if (from == word.end) {
        return true;
    }
    ds_qualifier_skip(reading, DS_PLACE_BEFORE, &from, &qualifier);
    if (read_percent(reading, from, &percent) &&
        ds_decimal_compare(percent.high, (ds_decimal){WHOLE, 0}) <= 0) {
        set_percent(&percent, qualifier, stake);
        out->core = from; /* the percentage is what counts */
        out->end = percent.end;
        ds_str passed = ds_str_slice(reading->text, word.end, from);
        if (ds_reading_code(reading, out->end) == ')' && memchr(passed.ptr, '(', passed.len)) {
            out->end++;
        }
    }
    return true;
}

/* The whole, over half, control: words only. */
static bool read_words(const ds_reading *reading, size_t at, ds_entity *out)
{
    ds_word word;
    if (!word_at(reading, at, &word) ||
        (ds_word_has(&word, DS_WORD_ALONE) && !reading->context->whole) ||
        !(ds_word_has(&word, DS_WORD_CONTROL) || is_of_company(reading, word.end))) {
        return false;
    }
    ds_stake *stake = &out->stake;
    if (ds_word_has(&word, DS_WORD_CONTROL)) {
        stake->control = stake->strong = true;
    } else if (ds_word_has(&word, DS_WORD_ALL) || ds_word_has(&word, DS_WORD_HALFWAY)) {
        stake->percent = (ds_decimal){ds_word_has(&word, DS_WORD_ALL) ? WHOLE : HALF, 0};
        stake->has_percent = stake->strong = true;
    } else if (ds_word_has(&word, DS_WORD_MAJORITY)) {
        stake->min = (ds_decimal){HALF, 0};
        stake->has_min = stake->control = stake->strong = true;
        stake->qualifier = DS_QUALIFIER_OVER;
    } else {
        return false;
    }
    out->end = word.end;
    return true;
}

/* From 30% to 51%: which of the two this is, said by the words in front. */
static void mark_change(const ds_reading *reading, ds_entity *entity)
{
    ds_word word;
    if (word_before(reading, DS_WORD_FROM, entity->begin, &word)) {
        entity->stake.from = true;
    } else if (word_before(reading, DS_WORD_TO, entity->begin, &word)) {
        entity->stake.to = true;
    }
}

static bool is_percent_of_else(const ds_reading *reading, size_t begin, size_t end)
{
    ds_word word;
    return word_before(reading, DS_WORD_GROWTH, begin, &word) ||
           word_is(reading, DS_WORD_COST, end, &word);
}

/* "not over the total capital's 5%": what the percentage is of, in front of it;
 * only where the text is asked for as a stake. */
static size_t skip_of_total(const ds_reading *reading, size_t at)
{
    ds_word word;
    for (int n = 0; reading->context->whole && n <= MAX_BETWEEN && word_at(reading, at, &word) &&
                    leads_to_share(reading, &word) && !ds_word_has(&word, DS_WORD_GROWTH);
         n++) {
        at = ds_reading_skip(reading, word.end);
    }
    return at;
}

bool ds_stake_read(const ds_reading *reading, size_t at, ds_entity *out)
{
    *out = (ds_entity){.kind = DS_ENTITY_STAKE, .begin = at, .end = at};
    out->core = at;
    if (read_words(reading, at, out)) {
        return true;
    }
    ds_qualifier qualifier = DS_QUALIFIER_EXACT;
    if (ds_qualifier_skip(reading, DS_PLACE_BEFORE, &at, &qualifier)) {
        at = ds_reading_skip(reading, at);
    }
    out->core = at;
    out->stake.qualifier = qualifier;
    if (!ds_reading_outside(reading, at)) {
        return false;
    }
    uint32_t before = ds_reading_before(reading, at);
    if ((before == '-' || before == '+') && out->begin == at) {
        return false; /* a change */
    }
    if (read_shares(reading, at, out)) {
        return true;
    }
    at = skip_of_total(reading, at);
    ds_numeral number;
    if (read_percent(reading, at, &number) || read_tenths(reading, at, &number) ||
        read_fraction(reading, at, &number)) {
        set_percent(&number, qualifier, &out->stake);
        out->end = number.end;
        read_upper(reading, at, &out->end, &out->stake);
    } else if (!read_shared_sign(reading, at, &out->end, &out->stake)) {
        return false;
    }
    if (ds_decimal_compare(out->stake.percent, (ds_decimal){WHOLE, 0}) > 0 ||
        ds_decimal_compare(out->stake.max, (ds_decimal){WHOLE, 0}) > 0) {
        return false;
    }
    size_t after = ds_remark_skip(reading, out->end);
    ds_qualifier behind = out->stake.qualifier;
    if (ds_qualifier_skip(reading, DS_PLACE_AFTER, &after, &behind)) {
        out->end = after;
        if (out->stake.has_percent) {
            set_percent(&number, behind, &out->stake);
        }
    }
    out->stake.strong = equity_follows(reading, out->end);
    mark_change(reading, out);
    if (!out->stake.strong) {
        if (is_percent_of_else(reading, out->begin, out->end)) {
            return false;
        }
        out->stake.strong = hold_precedes(reading, out->begin);
    }
    return true;
}
