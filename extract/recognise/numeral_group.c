#include "extract/recognise/numeral_group.h"

#include "extract/recognise/numeral.h"

/* 15 digits and a scale of a hundred million still fit an int64. */
enum { MAX_DIGITS = 18 };
/* Neighbours that are not in sequence: three-five, as in "three to five". */
enum { NEIGHBOUR_LOW = 3, NEIGHBOUR_HIGH = 5 };
/* An unknown digit is less than ten of its unit. */
enum { SOME_AT_MOST = 10 };

static bool word_at(const ds_reading *reading, size_t at, ds_word *out)
{
    return ds_reading_at(reading, DS_WORDS_NUMERAL, at, out);
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
static bool read_arabic(const ds_reading *reading, size_t at, ds_numeral_group *out)
{
    char digits[MAX_DIGITS + 2];
    size_t n = 0;
    size_t end = digits_end(reading, at);
    *out = (ds_numeral_group){.arabic = true};
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

/* The upper neighbour behind a mark: the three of "two, three yi".  Only where
 * the text is asked for as a number: in a sentence the mark divides. */
static size_t skip_listed(const ds_reading *reading, size_t at, int digit)
{
    const uint32_t ideographic_comma = 0x3001;
    size_t size = 0;
    ds_word next;
    return reading->context->whole && ds_reading_code(reading, at) == ideographic_comma &&
                   ds_utf8_at(reading->text, at, &size) && word_at(reading, at + size, &next) &&
                   next.kind == DS_WORD_DIGIT && digit > 0 && next.value == digit + 1
               ? at + size
               : at;
}

/* A digit word; behind digits also what looks like their zero. */
static bool digit_word(const ds_reading *reading, size_t at, size_t n_before, ds_word *out)
{
    return word_at(reading, at, out) &&
           (out->kind == DS_WORD_DIGIT || (out->kind == DS_WORD_ZERO && n_before > 0));
}

/* The run of digit words at `at`: their number and value. */
static size_t digit_run(const ds_reading *reading, size_t at, uint64_t *value, int ends[2],
                        size_t *end)
{
    size_t n = 0;
    ds_word word;
    *value = 0;
    *end = at;
    while (n < MAX_DIGITS &&
           digit_word(reading, n == 1 ? skip_listed(reading, *end, ends[1]) : *end, n, &word)) {
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

/* Twenty or thirty in one character. */
static bool step_tens(const ds_reading *reading, size_t *at, chinese *state)
{
    ds_word word;
    if (state->power <= 1 || state->last > 0 || !word_at(reading, *at, &word) ||
        word.kind != DS_WORD_TENS) {
        return false;
    }
    state->low += (uint64_t)word.value;
    state->high += (uint64_t)word.value;
    state->power = 1;
    state->tens = true;
    state->words++;
    *at = word.end;
    return true;
}

/* Behind neighbouring digits: a unit that counts them, or a classifier and a
 * scale, as in "two or three ge yi". */
static bool counted_at(const ds_reading *reading, size_t at)
{
    static const struct {
        ds_word_set set;
        ds_word_class kind;
    } units[] = {
        {DS_WORDS_STAKE, DS_WORD_TENTHS},
        {DS_WORDS_DATE, DS_WORD_MONTH},
        {DS_WORDS_DATE, DS_WORD_QUARTER},
    };
    ds_word word;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (ds_reading_is(reading, units[i].set, units[i].kind, at, &word)) {
            return true;
        }
    }
    return word_at(reading, at, &word) && word.kind == DS_WORD_TIE &&
           word_at(reading, word.end, &word) && word.kind == DS_WORD_SCALE;
}

/* One step: a run of digits (or none) and the ten word behind it.  False: the
 * group ends before `*at`. */
static bool step_chinese(const ds_reading *reading, size_t *at, chinese *state)
{
    if (step_tens(reading, at, state)) {
        return true;
    }
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
        (n == 2 && ends[0] != 0 &&
         !((scaled || state->tens || counted_at(reading, end)) && are_neighbours(ends)))) {
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

static bool read_fraction(const ds_reading *reading, ds_numeral_group *out)
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

static bool read_chinese(const ds_reading *reading, size_t at, ds_numeral_group *out)
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
    *out = (ds_numeral_group){.end = end,
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
static bool read_mixed(const ds_reading *reading, size_t at, ds_numeral_group *out)
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
    ds_word zero;
    if (n > 0 && word_at(reading, at, &zero) && zero.kind == DS_WORD_DIGIT && zero.value == 0 &&
        digits_end(reading, zero.end) == zero.end + 1) { /* 3 bai zero 5 */
        value += reading->text.ptr[zero.end] - '0';
        at = zero.end + 1;
        n++;
    }
    *out = (ds_numeral_group){
        .end = at, .value = {value, 0}, .high = {value, 0}, .arabic = true, .mixed = true};
    return n > 1 && !digit_at(reading, at);
}

bool ds_numeral_group_read(const ds_reading *reading, size_t at, ds_numeral_group *out)
{
    if (digit_at(reading, at) && read_mixed(reading, at, out)) {
        return true;
    }
    return digit_at(reading, at) ? read_arabic(reading, at, out) : read_chinese(reading, at, out);
}
