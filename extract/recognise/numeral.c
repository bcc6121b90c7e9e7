#include "extract/recognise/numeral.h"

/* 15 digits and a scale of a hundred million still fit an int64. */
enum { MAX_DIGITS = 18 };
/* Neighbours that are not in sequence: three-five, as in "three to five". */
enum { NEIGHBOUR_LOW = 3, NEIGHBOUR_HIGH = 5 };
/* Scale words in a row: a million hundred million has three. */
enum { MAX_SCALES = 3 };
/* An unknown digit is less than ten of its unit. */
enum { SOME_AT_MOST = 10 };

/* A number up to its scale words. */
typedef struct group {
    size_t end;
    ds_decimal value;
    ds_decimal high;
    bool vague, more, fraction, grouped, arabic, positional;
    bool single;  /* one Chinese digit and nothing else */
    bool implied; /* a hundred, a thousand without a digit */
    size_t n_digits;
} group;

static bool word_at(const ds_reading *reading, size_t at, ds_word *out)
{
    return ds_vocabulary_at(reading->words, DS_WORDS_NUMERAL, reading->text, at, out);
}

static bool digit_at(const ds_reading *reading, size_t at)
{
    return at < reading->text.len && ds_code_is_digit((unsigned char)reading->text.ptr[at]);
}

static size_t digits_end(const ds_reading *reading, size_t at)
{
    while (digit_at(reading, at)) {
        at++;
    }
    return at;
}

/* Byte behind a thousands separator at `at` that three digits follow. */
static size_t separator_end(const ds_reading *reading, size_t at)
{
    size_t size = 1;
    uint32_t code = at < reading->text.len ? ds_utf8_at(reading->text, at, &size) : 0;
    bool separates = code == ',' || code == 0xFF0C || code == ' ' || code == 0xA0 || code == '\'';
    size_t next = at + size;
    return separates && digits_end(reading, next) == next + 3 ? next : at;
}

/* Digits with separators and a point: 3,980.50 */
static bool read_arabic(const ds_reading *reading, size_t at, group *out)
{
    char digits[MAX_DIGITS + 2];
    size_t n = 0;
    size_t end = digits_end(reading, at);
    *out = (group){.arabic = true};
    for (size_t from = at; end > from;) {
        if (n + (end - from) > MAX_DIGITS) {
            return false;
        }
        memcpy(digits + n, reading->text.ptr + from, end - from);
        n += end - from;
        from = n <= 3 || out->grouped ? separator_end(reading, end) : end;
        out->grouped = out->grouped || from > end;
        end = from > end ? from + 3 : end;
    }
    out->n_digits = n;
    ds_word point;
    size_t fraction = end;
    if (end < reading->text.len && reading->text.ptr[end] == '.') {
        fraction = end + 1;
        if (word_at(reading, fraction, &point) && point.kind == DS_WORD_SCALE) {
            end = fraction; /* "134.yi": a digit was lost or a point is too many */
        }
    } else if (word_at(reading, end, &point) && point.kind == DS_WORD_POINT) {
        fraction = point.end;
    }
    size_t stop = fraction > end ? digits_end(reading, fraction) : fraction;
    if (stop > fraction) {
        if (n + 1 + (stop - fraction) > sizeof digits) {
            return false;
        }
        digits[n++] = '.';
        memcpy(digits + n, reading->text.ptr + fraction, stop - fraction);
        n += stop - fraction;
        end = stop;
        out->fraction = true;
        if (reading->text.len > end && reading->text.ptr[end] == '.' &&
            digit_at(reading, end + 1)) {
            return false; /* 1.2.3: a version, a section, a day */
        }
    }
    out->end = end;
    bool read = ds_decimal_parse((ds_str){digits, n}, &out->value) == DS_OK;
    out->high = out->value;
    return read;
}

/* State while a Chinese group is read from left to right. */
typedef struct chinese {
    uint64_t low, high;
    int power; /* of the last ten word; 4 before the first */
    bool tens; /* a ten word was read */
    bool zero; /* a zero was read since */
    bool vague, positional;
    bool implied; /* the first ten word had no digit */
    int last;     /* digit without a ten word behind, -1 none */
    size_t words; /* read so far */
} chinese;

/* The run of digit words at `at`: their number and value. */
static size_t digit_run(const ds_reading *reading, size_t at, uint64_t *value, int ends[2],
                        size_t *end)
{
    size_t n = 0;
    ds_word word;
    *value = 0;
    *end = at;
    while (n < MAX_DIGITS && word_at(reading, *end, &word) && word.kind == DS_WORD_DIGIT) {
        *value = *value * 10 + (uint64_t)word.value;
        ends[0] = n == 0 ? word.value : ends[1];
        ends[1] = word.value;
        *end = word.end;
        n++;
    }
    return n;
}

static bool are_neighbours(const int ends[2])
{
    return ends[0] > 0 &&
           (ends[1] == ends[0] + 1 || (ends[0] == NEIGHBOUR_LOW && ends[1] == NEIGHBOUR_HIGH));
}

static uint64_t ten_to(int power)
{
    uint64_t value = 1;
    while (power-- > 0) {
        value *= 10;
    }
    return value;
}

/* One step: a run of digits (or none) and the ten word behind it.  False: the
 * group ends before `*at`. */
static bool step_chinese(const ds_reading *reading, size_t *at, chinese *state)
{
    uint64_t run;
    int ends[2] = {0, 0};
    size_t end;
    ds_word word;
    size_t n = digit_run(reading, *at, &run, ends, &end);
    bool some = n == 0 && word_at(reading, *at, &word) && word.kind == DS_WORD_SOME;
    if (some) {
        end = word.end;
        state->vague = true;
    }
    bool ten =
        word_at(reading, end, &word) && word.kind == DS_WORD_TEN && word.value < state->power;
    if (n == 0 && !some && (!ten || state->words > 0)) {
        return false;
    }
    bool scaled = ten || (word_at(reading, end, &word) && word.kind == DS_WORD_SCALE);
    state->words++;
    if (n > 2 || (n == 2 && ends[0] == 0 && !state->tens && !ten) ||
        (n == 2 && ends[0] != 0 && !((scaled || state->tens) && are_neighbours(ends)))) {
        if (state->tens || ten) {
            return false; /* digits one by one do not mix with tens */
        }
        state->low = state->high = run;
        state->positional = true;
        *at = end;
        return false;
    }
    state->zero = state->zero || (n > 0 && (n == 2 ? ends[0] == 0 : run == 0));
    uint64_t low = n == 2 ? (uint64_t)ends[0] : run;
    uint64_t high = n == 2 ? (uint64_t)ends[1] : run;
    if (some) { /* one to ten of them; behind tens, none is the least */
        low = state->tens ? 0 : 1;
        high = SOME_AT_MOST;
    }
    if (n == 2 && ends[0] == 0) {
        low = high;
    }
    if (ten) {
        word_at(reading, end, &word);
        uint64_t factor = ten_to(word.value);
        state->implied = n == 0 && !some && word.value > 1;
        state->low += (n == 0 && !some ? 1 : low) * factor;
        state->high += (n == 0 && !some ? 1 : high) * factor;
        state->power = word.value;
        state->tens = true;
        state->zero = false;
        *at = word.end;
        return word.value > 1 || n < 2 || ends[0] == 0;
    }
    state->last = n == 1 && run > 0 && !state->zero ? (int)run : -1;
    state->low += low;
    state->high += high;
    *at = end;
    return n == 1 && run == 0 && state->tens; /* a zero inside: more may follow */
}

static bool read_fraction(const ds_reading *reading, group *out)
{
    ds_word point;
    uint64_t run;
    int ends[2];
    size_t end;
    if (!word_at(reading, out->end, &point) || point.kind != DS_WORD_POINT) {
        return true;
    }
    size_t n = digit_run(reading, point.end, &run, ends, &end);
    if (n == 0) {
        return true;
    }
    ds_decimal part = {(int64_t)run, (int32_t)n};
    out->fraction = true;
    out->single = false;
    out->end = end;
    return n < MAX_DIGITS && ds_decimal_add(out->value, part, &out->value) == DS_OK &&
           ds_decimal_add(out->high, part, &out->high) == DS_OK;
}

static bool read_chinese(const ds_reading *reading, size_t at, group *out)
{
    chinese state = {.power = 4, .last = -1};
    size_t end = at;
    while (step_chinese(reading, &end, &state)) {
    }
    if (end == at) {
        return false;
    }
    if (state.tens && state.last > 0 && state.power > 1) { /* two hundred five: 250 */
        uint64_t rest = (uint64_t)state.last * (ten_to(state.power - 1) - 1);
        state.low += rest;
        state.high += rest;
    }
    *out = (group){.end = end,
                   .value = {(int64_t)state.low, 0},
                   .high = {(int64_t)state.high, 0},
                   .vague = state.vague,
                   .positional = state.positional,
                   .implied = state.implied && state.words == 1,
                   .single = !state.tens && state.last > 0};
    if (state.positional) {
        for (size_t i = at; i < end; i++) {
            out->n_digits += ds_utf8_boundary(reading->text, i);
        }
    }
    return read_fraction(reading, out);
}

/* 3 qian 5 bai: digits with ten words between, the larger first. */
static bool read_mixed(const ds_reading *reading, size_t at, group *out)
{
    int power = DS_DECIMAL_MAX_SCALE;
    int64_t value = 0;
    size_t n = 0;
    ds_word ten;
    while (digit_at(reading, at) && !digit_at(reading, at + 1) && word_at(reading, at + 1, &ten) &&
           ten.kind == DS_WORD_TEN && ten.value < power) {
        value += (reading->text.ptr[at] - '0') * (int64_t)ten_to(ten.value);
        power = ten.value;
        at = ten.end;
        n++;
    }
    *out = (group){.end = at, .value = {value, 0}, .high = {value, 0}, .arabic = true};
    return n > 1 && !digit_at(reading, at);
}

static bool read_group(const ds_reading *reading, size_t at, group *out)
{
    if (digit_at(reading, at) && read_mixed(reading, at, out)) {
        return true;
    }
    return digit_at(reading, at) ? read_arabic(reading, at, out) : read_chinese(reading, at, out);
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

/* The 5 of "3 wan 5": one digit, then the end or a currency. */
static bool is_last_digit(const ds_reading *reading, const group *rest)
{
    ds_word word;
    return rest->n_digits == 1 && !rest->fraction && rest->value.coefficient > 0 &&
           (rest->end == reading->text.len ||
            (ds_vocabulary_at(reading->words, DS_WORDS_CURRENCY, reading->text, rest->end, &word) &&
             word.kind == DS_WORD_PLAIN));
}

/* Adds what follows a scaled group: 2000 wan behind 1 yi, five thousand behind
 * three wan.  Leaves *out alone where nothing fits.  Returns the power of the
 * scale words added: what comes next must be smaller; 0: nothing can come. */
static int add_rest(const ds_reading *reading, bool arabic, int power, ds_numeral *out)
{
    size_t at = out->end;
    ds_word zero;
    group rest;
    bool skipped = word_at(reading, at, &zero) && zero.kind == DS_WORD_DIGIT && zero.value == 0;
    at = skipped ? zero.end : at;
    if (!read_group(reading, at, &rest) || rest.arabic != arabic || rest.positional) {
        return 0;
    }
    bool more = rest.more;
    size_t end = rest.end;
    more = skip_more(reading, &end) || more;
    int own = skip_scales(reading, rest.arabic, &end, &more);
    bool single = rest.single || (rest.arabic && !skipped && is_last_digit(reading, &rest));
    if (own >= power || (own == 0 && ((rest.arabic && !single) || rest.fraction))) {
        return 0;
    }
    int shift = own;
    if (own == 0 && single && !skipped) {
        ds_word next;
        if (power <= 1 ||
            ds_vocabulary_at(reading->words, DS_WORDS_COUNT, reading->text, end, &next)) {
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
static bool read_implied(const ds_reading *reading, size_t at, group *out)
{
    ds_word word;
    if (!word_at(reading, at, &word) || word.kind != DS_WORD_SCALE ||
        ds_code_is_latin(ds_reading_code(reading, at))) {
        return false;
    }
    *out = (group){.end = at, .value = {1, 0}, .high = {1, 0}, .implied = true};
    return true;
}

static bool read_numeral(const ds_reading *reading, size_t at, ds_numeral *out)
{
    group first;
    if (!read_group(reading, at, &first) && !read_implied(reading, at, &first)) {
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
    out->power = skip_scales(reading, first.arabic, &out->end, &out->more);
    if (!ds_numeral_shift(out, out->power)) {
        return false;
    }
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
