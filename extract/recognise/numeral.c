#include "extract/recognise/numeral.h"

#include "extract/recognise/numeral_group.h"

/* Scale words in a row: a million hundred million has three. */
enum { MAX_SCALES = 3 };
/* One half. */
static const ds_decimal HALF = {5, 1};

static bool word_at(const ds_reading *reading, size_t at, ds_word *out)
{
    return ds_reading_at(reading, DS_WORDS_NUMERAL, at, out);
}

static bool skip_more(const ds_reading *reading, size_t *at)
{
    ds_word word;
    if (word_at(reading, *at, &word) && word.kind == DS_WORD_MORE) {
        *at = word.end;
        return true;
    }
    return false;
}

/* English scale words end where no letter follows. */
static bool whole_word(const ds_reading *reading, size_t at, const ds_word *word)
{
    return !ds_code_is_latin(ds_reading_code(reading, at)) ||
           !ds_code_is_latin(ds_reading_code(reading, word->end));
}

/* The classifier of "three ge yi", with "a little more" behind it; stays where
 * no scale follows. */
static size_t skip_tie(const ds_reading *reading, size_t at, bool *more)
{
    ds_word word;
    if (!word_at(reading, at, &word) || word.kind != DS_WORD_TIE) {
        return at;
    }
    size_t end = word.end;
    bool own = skip_more(reading, &end);
    if (!word_at(reading, end, &word) || word.kind != DS_WORD_SCALE) {
        return at;
    }
    *more = *more || own;
    return end;
}

/* Steps over scale words behind a group; returns the power of them all. */
static int skip_scales(const ds_reading *reading, bool tens, size_t *at, bool *more)
{
    int power = 0;
    for (int n = 0; n < MAX_SCALES; n++) {
        size_t next = skip_tie(reading, ds_reading_skip(reading, *at), more);
        ds_word word;
        if (!word_at(reading, next, &word) || !whole_word(reading, next, &word) ||
            !(word.kind == DS_WORD_SCALE || (word.kind == DS_WORD_TEN && tens)) ||
            power + word.value > DS_DECIMAL_MAX_SCALE) {
            break;
        }
        power += word.value;
        *at = word.end;
        *more = skip_more(reading, at) || *more;
    }
    return power;
}

/* The text's end or a currency. */
static bool ends_number(const ds_reading *reading, size_t at)
{
    ds_word word;
    return at == reading->text.len || (ds_reading_at(reading, DS_WORDS_CURRENCY, at, &word) &&
                                       (word.kind == DS_WORD_PLAIN || word.kind == DS_WORD_NAME));
}

/* The 5 of "3 wan 5": one digit, then the end or a currency. */
static bool is_last_digit(const ds_reading *reading, const ds_numeral_group *rest)
{
    return rest->n_digits == 1 && !rest->fraction && rest->value.coefficient > 0 &&
           ends_number(reading, rest->end);
}

/* The 3456 of "12 wan 3456 yuan": as many digits as the scale in front leaves. */
static bool is_written_out(const ds_reading *reading, const ds_numeral_group *rest, int power)
{
    return rest->arabic && !rest->grouped && rest->n_digits == (size_t)power &&
           ends_number(reading, rest->end);
}

/* Adds what follows a scaled group: 2000 wan behind 1 yi, five thousand behind
 * three wan.  Leaves *out alone where nothing fits.  Returns the power of the
 * scale words added: what comes next must be smaller; 0: nothing can come. */
static int add_rest(const ds_reading *reading, bool arabic, int power, ds_numeral *out)
{
    size_t at = out->end;
    ds_word zero;
    ds_numeral_group rest;
    bool skipped = word_at(reading, at, &zero) && zero.kind == DS_WORD_DIGIT && zero.value == 0;
    at = skipped ? zero.end : at;
    if (!ds_numeral_group_read(reading, at, &rest) || rest.arabic != arabic || rest.positional) {
        return 0;
    }
    bool more = rest.more;
    size_t end = rest.end;
    more = skip_more(reading, &end) || more;
    int own = skip_scales(reading, rest.arabic, &end, &more);
    bool single = rest.single || (rest.arabic && !skipped && is_last_digit(reading, &rest));
    bool written_out = rest.mixed || is_written_out(reading, &rest, power);
    if (own >= power || (own == 0 && ((rest.arabic && !written_out && !single) || rest.fraction))) {
        return 0;
    }
    int shift = own;
    if (own == 0 && single && !skipped) {
        ds_word next;
        if (power <= 1 || ds_reading_at(reading, DS_WORDS_COUNT, end, &next)) {
            return 0;
        }
        shift = power - 1; /* three wan five: 35000 */
    }
    ds_decimal part;
    ds_decimal value = out->value;
    ds_decimal high = out->high;
    if (ds_decimal_shift(rest.value, shift, &part) != DS_OK ||
        ds_decimal_add(value, part, &value) != DS_OK ||
        ds_decimal_shift(rest.high, shift, &part) != DS_OK ||
        ds_decimal_add(high, part, &high) != DS_OK) {
        return 0;
    }
    out->value = value;
    out->high = high;
    out->end = end;
    out->more = more;
    out->vague = out->vague || rest.vague;
    return own;
}

/* "some ten": the number began with a scale word alone. */
static bool read_implied(const ds_reading *reading, size_t at, ds_numeral_group *out)
{
    ds_word word;
    if (!word_at(reading, at, &word) || word.kind != DS_WORD_SCALE ||
        ds_code_is_latin(ds_reading_code(reading, at))) {
        return false;
    }
    *out = (ds_numeral_group){.end = at, .value = {1, 0}, .high = {1, 0}, .implied = true};
    return true;
}

/* "half a yi": a half that scale words follow. */
static bool read_half(const ds_reading *reading, size_t at, ds_numeral_group *out)
{
    ds_word word;
    if (!ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_HALFWAY, at, &word)) {
        return false;
    }
    size_t end = word.end;
    bool more = false;
    *out = (ds_numeral_group){.end = end, .value = HALF, .high = HALF};
    return skip_scales(reading, false, &end, &more) > 0;
}

/* "one and a half yi": the half between a classifier and the scale. */
static void add_half_inside(const ds_reading *reading, ds_numeral *out)
{
    ds_word tie;
    ds_word half;
    ds_word scale;
    if (word_at(reading, out->end, &tie) && tie.kind == DS_WORD_TIE &&
        word_at(reading, tie.end, &half) && half.kind == DS_WORD_HALFWAY &&
        word_at(reading, half.end, &scale) && scale.kind == DS_WORD_SCALE &&
        ds_decimal_add(out->value, HALF, &out->value) == DS_OK) {
        out->high = out->value;
        out->end = half.end;
    }
}

/* "a yi and a half": the half behind the scale, then the end or a currency. */
static void add_half_behind(const ds_reading *reading, ds_numeral *out)
{
    ds_word word;
    ds_decimal half;
    if (out->power == 0 || !word_at(reading, out->end, &word) || word.kind != DS_WORD_HALFWAY ||
        !ends_number(reading, word.end) || ds_decimal_shift(HALF, out->power, &half) != DS_OK ||
        ds_decimal_add(out->value, half, &out->value) != DS_OK) {
        return;
    }
    out->high = out->value;
    out->end = word.end;
}

static bool read_numeral(const ds_reading *reading, size_t at, ds_numeral *out)
{
    ds_numeral_group first;
    if (!ds_numeral_group_read(reading, at, &first) && !read_half(reading, at, &first) &&
        !read_implied(reading, at, &first)) {
        return false;
    }
    *out = (ds_numeral){.begin = at,
                        .end = first.end,
                        .value = first.value,
                        .high = first.high,
                        .vague = first.vague,
                        .implied = first.implied,
                        .arabic = first.arabic,
                        .fraction = first.fraction,
                        .grouped = first.grouped,
                        .positional = first.positional,
                        .n_digits = first.n_digits};
    out->more = skip_more(reading, &out->end);
    add_half_inside(reading, out);
    out->power = skip_scales(reading, first.arabic, &out->end, &out->more);
    if (!ds_numeral_shift(out, out->power)) {
        return false;
    }
    add_half_behind(reading, out);
    int power = out->power;
    while (power > 0 && !out->more && !out->implied) {
        power = add_rest(reading, first.arabic, power, out);
    }
    return true;
}

bool ds_numeral_read(const ds_reading *reading, size_t at, ds_numeral *out)
{
    if (!reading->memo) {
        return read_numeral(reading, at, out);
    }
    ds_numeral *kept = &reading->memo->items[at % DS_NUMERAL_MEMO].numeral;
    bool *found = &reading->memo->items[at % DS_NUMERAL_MEMO].found;
    size_t *place = &reading->memo->items[at % DS_NUMERAL_MEMO].place;
    if (*place != at + 1) {
        *place = at + 1;
        *found = read_numeral(reading, at, kept);
    }
    if (*found) {
        *out = *kept;
    }
    return *found;
}

int ds_numeral_int(const ds_numeral *numeral)
{
    ds_decimal value = numeral->value;
    return value.scale == 0 && value.coefficient >= 0 && value.coefficient < 10000 &&
                   !numeral->vague
               ? (int)value.coefficient
               : -1;
}

bool ds_numeral_shift(ds_numeral *numeral, int power)
{
    return ds_decimal_shift(numeral->value, power, &numeral->value) == DS_OK &&
           ds_decimal_shift(numeral->high, power, &numeral->high) == DS_OK;
}
