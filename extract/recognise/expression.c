#include "extract/recognise/expression.h"

#include "extract/recognise/amount.h"
#include "extract/recognise/calendar.h"
#include "extract/recognise/date_part.h"
#include "extract/recognise/expression_reason.h"

/* Words in front of an expression, and pieces behind it. */
enum { MAX_HEADS = 6, MAX_TAILS = 8 };

static const ds_word_set sets[DS_ENTITY_KINDS] = {
    [DS_ENTITY_AMOUNT] = DS_WORDS_MONEY, [DS_ENTITY_DATE] = DS_WORDS_DATE,
    [DS_ENTITY_STAKE] = DS_WORDS_STAKE,  [DS_ENTITY_RATE] = DS_WORDS_RATE,
    [DS_ENTITY_COUNT] = DS_WORDS_COUNT,
};

/* Classes of words that may lead to an expression, ended by DS_WORD_NONE. */
static const ds_word_class heads[DS_ENTITY_KINDS][8] = {
    [DS_ENTITY_AMOUNT] = {DS_WORD_LABEL, DS_WORD_PAY_BEFORE, DS_WORD_EACH, DS_WORD_TOTAL,
                          DS_WORD_CASH, DS_WORD_SHARES, DS_WORD_FROM},
    [DS_ENTITY_DATE] = {DS_WORD_LABEL, DS_WORD_LEAD},
    [DS_ENTITY_STAKE] = {DS_WORD_LABEL, DS_WORD_HOLD, DS_WORD_EQUITY, DS_WORD_FROM, DS_WORD_BETWEEN,
                         DS_WORD_OF_TOTAL, DS_WORD_TO},
    [DS_ENTITY_RATE] = {DS_WORD_LABEL, DS_WORD_LANE},
};

static bool word_is(const ds_reading *reading, ds_word_set set, ds_word_class kind, size_t at,
                    ds_word *out)
{
    return ds_reading_is(reading, set, kind, at, out);
}

/* Behind one leading word at `at`, or `at`. */
static size_t skip_head(const ds_reading *reading, ds_entity_kind kind, size_t at)
{
    ds_word word;
    for (const ds_word_class *head = heads[kind]; *head != DS_WORD_NONE; head++) {
        if (word_is(reading, sets[kind], *head, at, &word)) {
            size_t end = ds_reading_skip(reading, word.end);
            return ds_reading_code(reading, end) == ':' ? ds_reading_skip(reading, end + 1) : end;
        }
    }
    return at;
}

/* The expression at the start or behind leading words. */
static bool read_first(const ds_reading *reading, ds_entity_kind kind, ds_recognise_fn *read,
                       ds_entity *out)
{
    size_t at = 0;
    for (int n = 0; n <= MAX_HEADS; n++) {
        if (read(reading, at, out)) {
            return true;
        }
        size_t next = skip_head(reading, kind, at);
        if (next == at) {
            return false;
        }
        at = next;
    }
    return false;
}

/* The byte behind the bracket that opens at `at`, which nothing nests in; 0:
 * there is none. */
static size_t bracket_end(const ds_reading *reading, size_t at)
{
    if (ds_reading_code(reading, at) != '(') {
        return 0;
    }
    const char *end = memchr(reading->text.ptr + at, ')', reading->text.len - at);
    return end ? (size_t)(end - reading->text.ptr) + 1 : 0;
}

/* What a bound says, in which direction. */
static bool is_least(ds_qualifier qualifier)
{
    return qualifier == DS_QUALIFIER_AT_LEAST || qualifier == DS_QUALIFIER_OVER;
}

static bool is_most(ds_qualifier qualifier)
{
    return qualifier == DS_QUALIFIER_AT_MOST || qualifier == DS_QUALIFIER_UNDER;
}

/* Behind the marks and words that join two bounds, or `at`: nothing joins. */
static size_t skip_joints(const ds_reading *reading, size_t at)
{
    const int max_joints = 3; /* a remark's end, a comma, "and" */
    ds_word word;
    for (int n = 0; n < max_joints && word_is(reading, DS_WORDS_MONEY, DS_WORD_AND, at, &word);
         n++) {
        at = ds_reading_skip(reading, word.end);
    }
    return at;
}

/* "not under 3 and not over 5": two bounds are the ends of a range, in either
 * order. */
static bool join_bounds(ds_qualifier first, ds_qualifier second, ds_decimal one, ds_decimal other,
                        ds_decimal *min, ds_decimal *max)
{
    bool rising = is_least(first) && is_most(second);
    if (!rising && !(is_most(first) && is_least(second))) {
        return false;
    }
    *min = rising ? one : other;
    *max = rising ? other : one;
    return ds_decimal_compare(*min, *max) < 0;
}

static size_t skip_second_amount(const ds_reading *reading, size_t at, ds_amount *amount)
{
    ds_entity other;
    size_t from = skip_joints(reading, at);
    if (!amount->has_value || amount->per_unit || !ds_amount_read_one(reading, from, &other) ||
        !other.amount.has_value || strcmp(other.amount.currency, amount->currency) != 0 ||
        !join_bounds(amount->qualifier, other.amount.qualifier, amount->value, other.amount.value,
                     &amount->min, &amount->max)) {
        return at;
    }
    amount->has_min = amount->has_max = true;
    amount->has_value = false;
    amount->qualifier = DS_QUALIFIER_RANGE;
    return other.end;
}

static size_t skip_second_stake(const ds_reading *reading, size_t at, ds_stake *stake)
{
    ds_entity other;
    size_t from = skip_joints(reading, at);
    if (!stake->has_percent || !ds_stake_read(reading, from, &other) || !other.stake.has_percent ||
        !join_bounds(stake->qualifier, other.stake.qualifier, stake->percent, other.stake.percent,
                     &stake->min, &stake->max)) {
        return at;
    }
    stake->has_min = stake->has_max = true;
    stake->has_percent = false;
    stake->qualifier = DS_QUALIFIER_RANGE;
    return other.end;
}

/* The same amount once more: in other words, or in another currency. */
static bool says_again(const ds_amount *first, const ds_amount *again)
{
    return strcmp(first->currency, again->currency) != 0 ||
           (first->has_value && again->has_value &&
            ds_decimal_compare(first->value, again->value) == 0);
}

/* ", about CNY 2.5 billion" behind an amount in another currency. */
static size_t skip_converted(const ds_reading *reading, size_t at, const ds_amount *amount)
{
    ds_entity other;
    return ds_reading_code(reading, at) == ',' &&
                   ds_amount_read_one(reading, ds_reading_skip(reading, at + 1), &other) &&
                   other.core > other.begin && strcmp(other.amount.currency, amount->currency) != 0
               ? other.end
               : at;
}

/* (USD), (about CNY 2.5 billion), (tax included). */
static size_t skip_amount_bracket(const ds_reading *reading, size_t at, ds_amount *amount)
{
    size_t end = bracket_end(reading, at);
    ds_word word;
    ds_entity other;
    if (end == 0) {
        return at;
    }
    if (ds_remark_skip(reading, at) > at) {
        return end;
    }
    if (ds_reading_at(reading, DS_WORDS_CURRENCY, at + 1, &word) &&
        (word.kind == DS_WORD_NAME || word.kind == DS_WORD_CODE) && word.end == end - 1 &&
        word.text.len == 3) {
        /* What was left open is told here; what was told stays. */
        if (strcmp(amount->currency, "CNY") == 0) {
            memcpy(amount->currency, word.text.ptr, 3);
            amount->bare = false;
        } else if (memcmp(amount->currency, word.text.ptr, 3) != 0) {
            return at;
        }
        return end;
    }
    size_t from = at + 1; /* "(3 yi yuan included)" */
    from = word_is(reading, DS_WORDS_MONEY, DS_WORD_REMARK, from, &word) ? word.end : from;
    return ds_amount_read_one(reading, from, &other) && other.end == end - 1 &&
                   says_again(amount, &other.amount)
               ? end
               : at;
}

static size_t skip_amount_tail(const ds_reading *reading, size_t at, ds_entity *entity,
                               const char **reason)
{
    ds_word word;
    if (word_is(reading, DS_WORDS_MONEY, DS_WORD_CASH, at, &word) ||
        word_is(reading, DS_WORDS_MONEY, DS_WORD_SHARES, at, &word)) {
        return word.end;
    }
    ds_entity whole = *entity;
    ds_amount_sum sum = ds_amount_check_parts(reading, &whole);
    if (sum == DS_SUM_NONE) {
        sum = ds_amount_add_parts(reading, &whole);
    }
    if (sum == DS_SUM_CONFLICT) {
        *reason = "the parts do not add up to the total";
        return at;
    }
    if (sum == DS_SUM_ADDED) {
        *entity = whole;
        return whole.end;
    }
    size_t second = skip_second_amount(reading, at, &entity->amount);
    second = second > at ? second : skip_converted(reading, at, &entity->amount);
    return second > at ? second : skip_amount_bracket(reading, at, &entity->amount);
}

/* 10:30, 9:30-11:30, 10:30:00.123+08:00 */
static size_t skip_clock(const ds_reading *reading, size_t at)
{
    size_t end = at + (ds_reading_code(reading, at) == 'T');
    size_t from = end;
    bool colon = false;
    for (; end < reading->text.len; end++) {
        char c = reading->text.ptr[end];
        bool inside = c == ':' || c == '.' || c == '+' || c == 'Z' || (c == '-' && colon);
        if (!ds_code_is_digit((unsigned char)c) && !(inside && end > from)) {
            break;
        }
        colon = colon || c == ':';
    }
    return colon ? end : at;
}

static size_t skip_any_weekday(const ds_reading *reading, size_t at)
{
    ds_entity other;
    ds_word word;
    return word_is(reading, DS_WORDS_DATE, DS_WORD_WEEKDAY, at, &word) &&
                   ds_date_read(reading, at, &other)
               ? other.end
               : at;
}

static size_t skip_weekday(const ds_reading *reading, size_t at, const ds_date *date,
                           const char **reason)
{
    ds_day day;
    if (date->precision == DS_DATE_UNRESOLVED) { /* nothing to check it against */
        return skip_any_weekday(reading, at);
    }
    if (date->precision != DS_DATE_DAY || !ds_day_parse(ds_str_from(date->text), &day)) {
        return at;
    }
    ds_recognise_context context = {.published = ds_str_from(date->text)};
    ds_reading inner = *reading;
    inner.context = &context;
    ds_entity other;
    ds_word word;
    if (!word_is(reading, DS_WORDS_DATE, DS_WORD_WEEKDAY, at, &word) ||
        !ds_date_read(&inner, at, &other)) {
        return at;
    }
    /* A weekday counts from that very day: it must give the day itself. */
    if (strcmp(other.date.text, date->text) != 0) {
        *reason = "the weekday is not that of the day";
        return at;
    }
    return other.end;
}

/* in the morning, 10 o'clock, 10 to 11 o'clock; or `at`. */
static size_t skip_hour(const ds_reading *reading, size_t at)
{
    ds_word word;
    ds_numeral number;
    size_t from = at;
    if (word_is(reading, DS_WORDS_DATE, DS_WORD_HOUR, from, &word)) {
        return word.end;
    }
    if (word_is(reading, DS_WORDS_QUALIFIER, DS_WORD_RANGE, from, &word)) {
        from = word.end;
        from = word_is(reading, DS_WORDS_DATE, DS_WORD_HOUR, from, &word) ? word.end : from;
    }
    return ds_numeral_read(reading, from, &number) && number.power == 0 &&
                   word_is(reading, DS_WORDS_DATE, DS_WORD_HOUR, number.end, &word)
               ? word.end
               : at;
}

static size_t skip_date_tail(const ds_reading *reading, size_t at, const ds_date *date,
                             const char **reason)
{
    ds_word word;
    bool day = date->precision == DS_DATE_DAY || date->precision == DS_DATE_UNRESOLVED;
    size_t hour = day ? skip_hour(reading, at) : at;
    if (hour > at) {
        return hour;
    }
    if (date->precision == DS_DATE_RANGE &&
        word_is(reading, DS_WORDS_DATE, DS_WORD_SPAN, at, &word)) {
        return word.end;
    }
    if (ds_reading_code(reading, at) == ',') { /* the day, then its weekday */
        size_t behind = ds_reading_skip(reading, at + 1);
        size_t weekday = skip_weekday(reading, behind, date, reason);
        return weekday > behind ? weekday : at;
    }
    size_t end = day ? skip_clock(reading, at) : at;
    size_t close = bracket_end(reading, at);
    if (end > at || close == 0) {
        return end > at ? end : skip_weekday(reading, at, date, reason);
    }
    return skip_weekday(reading, at + 1, date, reason) == close - 1 ||
                   (word_is(reading, DS_WORDS_DATE, DS_WORD_TAIL, at + 1, &word) &&
                    word.end == close - 1)
               ? close
               : at;
}

/* What a stake is of, or "raised to 51%" behind what was held before. */
static size_t skip_stake_tail(const ds_reading *reading, size_t at, ds_entity *entity)
{
    ds_word word;
    ds_entity after;
    if (word_is(reading, DS_WORDS_STAKE, DS_WORD_TO, at, &word) && entity->stake.has_percent &&
        !entity->stake.has_before) {
        size_t from = ds_reading_skip(reading, word.end);
        if (ds_stake_read(reading, from, &after) && after.stake.has_percent) {
            after.stake.before = entity->stake.percent;
            after.stake.has_before = true;
            *entity = after;
            return after.end;
        }
    }
    if (word_is(reading, DS_WORDS_STAKE, DS_WORD_CONTROL, at, &word)) {
        entity->stake.control = entity->stake.strong = true;
        return word.end;
    }
    if (word_is(reading, DS_WORDS_STAKE, DS_WORD_EQUITY, at, &word) ||
        word_is(reading, DS_WORDS_STAKE, DS_WORD_BETWEEN, at, &word)) {
        return word.end;
    }
    size_t second = skip_second_stake(reading, at, &entity->stake);
    return second > at ? second : ds_remark_skip(reading, at);
}

/* The next member of a list: 1.6T of 800G/1.6T. */
static size_t skip_rate_tail(const ds_reading *reading, size_t at, ds_rate *rate)
{
    ds_word word;
    ds_entity next;
    size_t n = 0;
    while (n < DS_RATE_ALSO && rate->also[n][0] != '\0') {
        n++;
    }
    if ((!word_is(reading, DS_WORDS_RATE, DS_WORD_LIST, at, &word) &&
         !word_is(reading, DS_WORDS_MONEY, DS_WORD_AND, at, &word)) ||
        n == DS_RATE_ALSO || !ds_rate_read(reading, ds_reading_skip(reading, word.end), &next) ||
        next.rate.high[0] != '\0' || next.rate.lanes > 0 || next.rate.per_lane != rate->per_lane) {
        return at;
    }
    memcpy(rate->also[n], next.rate.text, sizeof rate->also[n]); /* none of these is longer */
    return next.end;
}

static size_t skip_tail(const ds_reading *reading, size_t at, ds_entity *entity,
                        const char **reason)
{
    ds_word tail;
    if (word_is(reading, sets[entity->kind], DS_WORD_TAIL, at, &tail)) {
        return tail.end;
    }
    switch (entity->kind) {
    case DS_ENTITY_AMOUNT:
        return skip_amount_tail(reading, at, entity, reason);
    case DS_ENTITY_DATE:
        return skip_date_tail(reading, at, &entity->date, reason);
    case DS_ENTITY_STAKE:
        return skip_stake_tail(reading, at, entity);
    case DS_ENTITY_RATE:
        return skip_rate_tail(reading, at, &entity->rate);
    default:
        return at;
    }
}

/* Everything behind the expression; false: something is left. */
static bool read_tails(const ds_reading *reading, ds_entity *entity, const char **reason)
{
    for (int n = 0; n < MAX_TAILS && entity->end < reading->text.len; n++) {
        size_t at = ds_reading_skip(reading, entity->end);
        size_t end = skip_tail(reading, at, entity, reason);
        if (end == at) {
            return false;
        }
        entity->end = end;
    }
    return entity->end == reading->text.len;
}

/* Quotes and brackets that may stand around an expression, by code point. */
static const uint32_t frames[][2] = {
    {'(', ')'},       {'[', ']'},       {'"', '"'},       {'\'', '\''},     {0x201C, 0x201D},
    {0x2018, 0x2019}, {0x300C, 0x300D}, {0x300E, 0x300F}, {0x3010, 0x3011}, {0x3014, 0x3015},
};

/* Full stops, commas and the like that may be left behind one. */
static bool is_left_over(uint32_t code)
{
    return code == '.' || code == ',' || code == ';' || code == ':' || code == '!' ||
           code == 0x3001 || code == 0x3002;
}

/* The text without what frames it.  An amount in round brackets is more likely
 * a loss, as accounts write it: they stay. */
static ds_str unframe(ds_str text, ds_entity_kind kind)
{
    size_t size;
    size_t last = text.len > 0 ? ds_utf8_before(text, text.len) : 0;
    if (last > 0 && is_left_over(ds_utf8_at(text, last, &size))) {
        text.len = last;
        last = ds_utf8_before(text, text.len);
    }
    uint32_t open = text.len > 0 ? ds_utf8_at(text, 0, &size) : 0;
    for (size_t i = 0; last > 0 && i < sizeof frames / sizeof *frames; i++) {
        size_t ignored;
        if (open == frames[i][0] && ds_utf8_at(text, last, &ignored) == frames[i][1] &&
            !(kind == DS_ENTITY_AMOUNT && open == '(')) {
            return ds_str_slice(text, size, last);
        }
    }
    return text;
}

static ds_status read_framed(const ds_reading *reading, ds_entity_kind kind, ds_recognise_fn *read,
                             ds_entity *out, const char **reason)
{
    bool whole = reading->context->whole;
    *reason = "empty";
    if (reading->text.len == 0) {
        return DS_EINVALID;
    }
    if (whole ? !read_first(reading, kind, read, out) : !read(reading, 0, out)) {
        *reason = ds_expression_refusal(reading, kind);
        return DS_EINVALID;
    }
    *reason = ds_expression_surplus(reading, kind, out->end);
    if (out->end == reading->text.len || (whole && read_tails(reading, out, reason))) {
        return DS_OK;
    }
    return DS_EINVALID;
}

ds_status ds_expression_read(const ds_reading *reading, ds_entity_kind kind, ds_recognise_fn *read,
                             ds_entity *out, const char **reason)
{
    ds_reading inner = *reading;
    ds_status status = read_framed(reading, kind, read, out, reason);
    inner.text = unframe(reading->text, kind);
    if (status == DS_OK || !reading->context->whole || inner.text.len == reading->text.len ||
        inner.text.len == 0 || read_framed(&inner, kind, read, out, reason) != DS_OK) {
        return status;
    }
    size_t shift = (size_t)(inner.text.ptr - reading->text.ptr);
    out->begin += shift;
    out->core += shift;
    out->end += shift;
    return DS_OK;
}
