#include "extract/recognise/expression_reason.h"

#include "extract/recognise/date_part.h"
#include "extract/recognise/expression.h"
#include "extract/recognise/numeral.h"

static const char VAGUE[] = "vague: the text tells the order of size, not the number";
static const char AROUND[] = "a time before, behind or around a date";

/* What the words of class "refused" give as their value. */
static const struct {
    const char *key;
    const char *reason;
} refusals[] = {
    {"lunar", "a day of the lunar calendar"},
    {"season", "a season, which has no first and last day"},
    {"fiscal", "a fiscal year, which may begin on any day"},
    {"era", "a decade or century"},
    {"span", "a holiday or weekend, which may be one day or several"},
    {"length", "a length of time, not a date"},
    {"context", "a day counted from one told before"},
    {"sometime", "a time that no date can be told of"},
    {"negative", "a negative number"},
    {"several", "a currency of several countries"},
    {"discount", "a discount, no stake"},
};

/* What a word of class "refused" says. */
static const char *refusal_of(const ds_word *word)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (ds_str_equal(ds_str_from(refusals[i].key), word->text)) {
            return refusals[i].reason;
        }
    }
    return NULL;
}

/* Why a word that stands anywhere in the text refuses it; NULL: none does. */
static const char *refusing_word(const ds_reading *reading, ds_word_set set)
{
    ds_word word;
    size_t size;
    for (size_t at = 0; at < reading->text.len; at += size) {
        ds_utf8_at(reading->text, at, &size);
        if (!ds_reading_is(reading, set, DS_WORD_REFUSED, at, &word)) {
            continue;
        }
        const char *reason = refusal_of(&word);
        if (reason) {
            return reason;
        }
    }
    return NULL;
}

static bool is_number(const ds_reading *reading)
{
    ds_numeral number;
    return ds_numeral_read(reading, 0, &number) && !number.implied &&
           number.end == reading->text.len;
}

static bool is_negative(const ds_reading *reading)
{
    return reading->text.len > 1 && reading->text.ptr[0] == '-' &&
           ds_code_is_digit((unsigned char)reading->text.ptr[1]);
}

static const char *refuse_amount(const ds_reading *reading)
{
    const char *word = refusing_word(reading, DS_WORDS_MONEY);
    ds_word currency;
    ds_numeral scale;
    if (is_negative(reading) || word) {
        return word ? word : "a negative number";
    }
    if (is_number(reading)) {
        return "a number without a currency or a scale";
    }
    size_t at = ds_numeral_read(reading, 0, &scale) && scale.implied ? scale.end : 0;
    if (ds_reading_at(reading, DS_WORDS_CURRENCY, at, &currency) &&
        currency.end == reading->text.len) {
        return "a unit without a number";
    }
    return "no amount of money";
}

/* 3 years ago, 10 days. */
static bool is_length(const ds_reading *reading)
{
    static const ds_word_class units[] = {DS_WORD_YEAR, DS_WORD_MONTH, DS_WORD_DAY,
                                          DS_WORD_QUARTER};
    ds_numeral number;
    ds_word word;
    if (!ds_numeral_read(reading, 0, &number)) {
        return false;
    }
    size_t at = number.end;
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_TIE, at, &word)) {
        at = word.end;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (ds_date_word_is(reading, units[i], at, &word)) {
            return word.end == reading->text.len ||
                   ds_date_word_is(reading, DS_WORD_DURATION, word.end, &word);
        }
    }
    return false;
}

/* A month or day by a number that none has. */
static bool counts_wrong(const ds_reading *reading, size_t at)
{
    ds_numeral number;
    ds_word unit;
    int month = ds_date_number_with(reading, DS_WORD_MONTH, at, &number, &unit);
    int day = ds_date_number_with(reading, DS_WORD_DAY, at, &number, &unit);
    bool of_month = day >= 0 && unit.value != DAY_COUNTED && unit.end == reading->text.len;
    return month == 0 || month > 12 || (of_month && (day == 0 || day > 31));
}

static const char *refuse_date(const ds_reading *reading)
{
    const char *word = refusing_word(reading, DS_WORDS_DATE);
    if (word) {
        return word;
    }
    if (ds_date_impossible(reading, 0) || counts_wrong(reading, 0)) {
        return "there is no such day or month";
    }
    ds_qualifier about = DS_QUALIFIER_EXACT;
    size_t at = 0;
    ds_entity entity;
    if (ds_qualifier_skip(reading, DS_PLACE_BEFORE, &at, &about) &&
        ds_date_read(reading, ds_reading_skip(reading, at), &entity)) {
        return AROUND;
    }
    return is_length(reading) ? "a length of time, not a date" : "no date";
}

static const char *refuse_stake(const ds_reading *reading)
{
    const char *word = refusing_word(reading, DS_WORDS_STAKE);
    ds_numeral number;
    ds_word unit;
    if (is_negative(reading) || word) {
        return word ? word : "a negative number";
    }
    if (ds_reading_is(reading, DS_WORDS_STAKE, DS_WORD_GROWTH, 0, &unit)) {
        return "a change or a share of something else";
    }
    if (ds_reading_is(reading, DS_WORDS_STAKE, DS_WORD_PER_CENT, 0, &unit)) {
        return ds_numeral_read(reading, unit.end, &number) ? "over 100 per cent" : "no stake";
    }
    if (!ds_numeral_read(reading, 0, &number)) {
        return "no stake";
    }
    size_t at = ds_reading_skip(reading, number.end);
    ds_word tie;
    if (ds_reading_is(reading, DS_WORDS_NUMERAL, DS_WORD_TIE, at, &tie)) {
        at = tie.end;
    }
    if (ds_reading_is(reading, DS_WORDS_STAKE, DS_WORD_POINTS, ds_reading_skip(reading, number.end),
                      &unit) ||
        ds_reading_is(reading, DS_WORDS_STAKE, DS_WORD_POINTS, at, &unit)) {
        return "percentage points are a change";
    }
    if (ds_reading_code(reading, at) == '/' ||
        ds_reading_is(reading, DS_WORDS_STAKE, DS_WORD_FRACTION, at, &unit)) {
        return "a fraction that no short decimal says exactly";
    }
    if (ds_reading_is(reading, DS_WORDS_STAKE, DS_WORD_PERCENT, at, &unit)) {
        return "over 100 per cent";
    }
    return is_number(reading) ? "a number without a word for per cent" : "no stake";
}

static const char *refuse_rate(const ds_reading *reading)
{
    ds_numeral number;
    ds_word unit;
    if (ds_numeral_read(reading, 0, &number) &&
        ds_reading_at(reading, DS_WORDS_RATE, ds_reading_skip(reading, number.end), &unit) &&
        (unit.kind == DS_WORD_GIGA || unit.kind == DS_WORD_TERA)) {
        return unit.end == reading->text.len ? "outside the rate classes, 10G to 12.8T"
                                             : "memory, radio or volume, no rate class";
    }
    return "no rate class";
}

const char *ds_expression_refusal(const ds_reading *reading, ds_entity_kind kind)
{
    switch (kind) {
    case DS_ENTITY_AMOUNT:
        return refuse_amount(reading);
    case DS_ENTITY_DATE:
        return refuse_date(reading);
    case DS_ENTITY_STAKE:
        return refuse_stake(reading);
    case DS_ENTITY_RATE:
        return refuse_rate(reading);
    default:
        return "no count";
    }
}

const char *ds_expression_surplus(const ds_reading *reading, ds_entity_kind kind, size_t end)
{
    ds_word word;
    if (kind == DS_ENTITY_AMOUNT &&
        ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_REFUSED, end, &word)) {
        return refusal_of(&word);
    }
    if (kind == DS_ENTITY_DATE) {
        const char *reason = refusing_word(reading, DS_WORDS_DATE);
        if (reason) {
            return reason;
        }
        if (ds_date_word_is(reading, DS_WORD_SOMETIME, end, &word)) {
            return "a time that no date can be told of";
        }
        if (ds_date_word_is(reading, DS_WORD_AROUND, end, &word) ||
            ds_date_word_is(reading, DS_WORD_SINCE, end, &word) ||
            ds_date_word_is(reading, DS_WORD_DURATION, end, &word)) {
            return AROUND;
        }
        if (counts_wrong(reading, end)) {
            return "there is no such day or month";
        }
    }
    return "more text behind the expression";
}

static const char *date_lack(const ds_date *date)
{
    switch (date->lack) {
    case DS_LACK_PUBLISHED:
        return "a date that counts from the day of publication, which is not known";
    case DS_LACK_CONTEXT:
        return "a date that counts from another told before";
    case DS_LACK_CHOICE:
        return "a date of the year or month of publication or of the one beside it";
    case DS_LACK_ORDER:
        return "a date in figures, but not which of them is the day, the month, the year";
    case DS_LACK_DATE:
        return "a time that no date can be told of";
    default:
        return "a date, but the text does not say of which year or month";
    }
}

const char *ds_expression_lack(const ds_entity *entity)
{
    const ds_amount *amount = &entity->amount;
    const ds_stake *stake = &entity->stake;
    switch (entity->kind) {
    case DS_ENTITY_AMOUNT:
        return amount->has_value                         ? NULL
               : amount->qualifier == DS_QUALIFIER_VAGUE ? VAGUE
                                                         : "a range";
    case DS_ENTITY_DATE:
        return entity->date.precision == DS_DATE_UNRESOLVED ? date_lack(&entity->date) : NULL;
    case DS_ENTITY_STAKE:
        return stake->has_percent                       ? NULL
               : stake->qualifier == DS_QUALIFIER_VAGUE ? VAGUE
               : stake->has_min && stake->has_max       ? "a range"
               : stake->has_min                         ? "a majority, of no number"
               : stake->control                         ? "control, of no number"
                                                        : "shares, but not of how many";
    default:
        return NULL;
    }
}
