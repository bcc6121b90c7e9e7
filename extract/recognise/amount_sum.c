#include "extract/recognise/amount.h"

/* Parts of one price: cash, shares, and a few more of either. */
enum { MAX_PARTS = 6 };
/* Words and marks between two parts. */
enum { MAX_BETWEEN_PARTS = 4 };

static bool money_is(const ds_reading *reading, ds_word_class kind, size_t at, ds_word *out)
{
    return ds_reading_is(reading, DS_WORDS_MONEY, kind, at, out);
}

static bool is_part(const ds_entity *entity)
{
    const ds_amount *amount = &entity->amount;
    return (amount->part == DS_PART_CASH || amount->part == DS_PART_SHARES) && amount->has_value &&
           amount->qualifier <= DS_QUALIFIER_ABOUT && !amount->per_unit;
}

/* Behind the word for cash or shares that follows an amount. */
static size_t skip_kind(const ds_reading *reading, size_t at)
{
    ds_word word;
    size_t from = ds_reading_skip(reading, at);
    return money_is(reading, DS_WORD_CASH, from, &word) ||
                   money_is(reading, DS_WORD_SHARES, from, &word)
               ? word.end
               : at;
}

/* Behind what joins an amount to the next: a conjunction or mark, then words
 * for what the next is of.  `at` itself: nothing joins. */
static size_t skip_between(const ds_reading *reading, size_t at)
{
    ds_word word;
    size_t end = ds_reading_skip(reading, at);
    if (!money_is(reading, DS_WORD_AND, end, &word)) {
        return at;
    }
    end = ds_reading_skip(reading, word.end);
    for (int n = 0; n < MAX_BETWEEN_PARTS; n++) {
        if (!money_is(reading, DS_WORD_AND, end, &word) &&
            !money_is(reading, DS_WORD_CASH, end, &word) &&
            !money_is(reading, DS_WORD_SHARES, end, &word) &&
            !money_is(reading, DS_WORD_PAY_BEFORE, end, &word)) {
            break;
        }
        end = word.end;
    }
    return end;
}

static bool add(const ds_entity *part, ds_amount *whole)
{
    if (strcmp(part->amount.currency, whole->currency) != 0 ||
        ds_decimal_add(whole->value, part->amount.value, &whole->value) != DS_OK) {
        return false;
    }
    if (part->amount.qualifier == DS_QUALIFIER_ABOUT) {
        whole->qualifier = DS_QUALIFIER_ABOUT;
    }
    return true;
}

/* Adds the parts behind *end to `whole`, whose last part was of the kind
 * *last; true if there was one of another kind. */
static bool add_all(const ds_reading *reading, ds_amount_part last, size_t *end, ds_amount *whole)
{
    bool mixed = false;
    for (int n = 0; n < MAX_PARTS; n++) {
        ds_entity next;
        size_t from = skip_between(reading, *end);
        if (from == *end || !ds_amount_read_one(reading, from, &next) || !is_part(&next) ||
            !add(&next, whole)) {
            break;
        }
        mixed = mixed || next.amount.part != last;
        *end = skip_kind(reading, next.end);
    }
    return mixed;
}

/* The total behind the parts; false: there is none. */
static bool read_total(const ds_reading *reading, size_t at, ds_entity *out)
{
    ds_word word;
    size_t from = ds_reading_skip(reading, at);
    if (money_is(reading, DS_WORD_AND, from, &word)) {
        from = ds_reading_skip(reading, word.end);
    }
    return ds_amount_read_one(reading, from, out) && out->amount.part == DS_PART_TOTAL &&
           out->amount.has_value;
}

/* Parts in front of which their sum was told are not told again. */
static bool sum_was_told(const ds_reading *reading, size_t begin)
{
    const int reach = 10; /* code points: "of which cash is paid" */
    for (int n = 0; n < reach && begin > 0; n++) {
        begin = ds_utf8_before(reading->text, begin);
        ds_word word;
        if (money_is(reading, DS_WORD_OF_THESE, begin, &word)) {
            return true;
        }
    }
    return false;
}

ds_amount_sum ds_amount_add_parts(const ds_reading *reading, ds_entity *entity)
{
    if (!is_part(entity) || sum_was_told(reading, entity->begin)) {
        return DS_SUM_NONE;
    }
    ds_amount whole = entity->amount;
    size_t end = skip_kind(reading, entity->end);
    if (!add_all(reading, entity->amount.part, &end, &whole)) {
        return DS_SUM_NONE;
    }
    ds_entity total;
    if (read_total(reading, end, &total)) {
        if (strcmp(total.amount.currency, whole.currency) != 0 ||
            ds_decimal_compare(total.amount.value, whole.value) != 0) {
            return DS_SUM_CONFLICT;
        }
        end = total.end;
    }
    whole.part = DS_PART_TOTAL;
    entity->amount = whole;
    entity->end = end;
    return DS_SUM_ADDED;
}

ds_amount_sum ds_amount_check_parts(const ds_reading *reading, ds_entity *entity)
{
    ds_word word;
    size_t at = ds_reading_skip(reading, entity->end);
    uint32_t open = ds_reading_code(reading, at);
    if (open == '(' || open == ',' || open == ';') {
        at++;
    }
    if (!money_is(reading, DS_WORD_OF_THESE, at, &word)) {
        return DS_SUM_NONE;
    }
    at = word.end;
    ds_word lead;
    while (money_is(reading, DS_WORD_CASH, at, &lead) ||
           money_is(reading, DS_WORD_SHARES, at, &lead)) {
        at = lead.end;
    }
    ds_entity first;
    if (!entity->amount.has_value || !ds_amount_read_one(reading, at, &first) || !is_part(&first)) {
        return DS_SUM_NONE;
    }
    ds_amount whole = first.amount;
    size_t end = skip_kind(reading, first.end);
    if (!add_all(reading, first.amount.part, &end, &whole)) {
        return DS_SUM_NONE;
    }
    if (strcmp(entity->amount.currency, whole.currency) != 0 ||
        ds_decimal_compare(entity->amount.value, whole.value) != 0) {
        return DS_SUM_CONFLICT;
    }
    entity->end = end + (open == '(' && ds_reading_code(reading, end) == ')');
    return DS_SUM_ADDED;
}

bool ds_amount_read(const ds_reading *reading, size_t at, ds_entity *out)
{
    if (!ds_amount_read_one(reading, at, out)) {
        return false;
    }
    ds_amount_add_parts(reading, out);
    return true;
}
