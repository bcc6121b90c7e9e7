#include "extract/recognise/recognise.h"

#include "extract/recognise/calendar.h"
#include "extract/recognise/declared.h"
#include "extract/recognise/expression.h"
#include "extract/recognise/numeral.h"
#include "extract/recognise/reading.h"

#include <stdlib.h>

struct ds_recogniser {
    ds_vocabulary *words;
    ds_declared *declared;
};

/* All recognisers.  Where several take a place, the longest expression wins,
 * then the one that stands first here. */
static const struct {
    ds_entity_kind kind;
    ds_recognise_fn *read;
} recognisers[DS_ENTITY_KINDS] = {
    {DS_ENTITY_AMOUNT, ds_amount_read}, {DS_ENTITY_DATE, ds_date_read},
    {DS_ENTITY_STAKE, ds_stake_read},   {DS_ENTITY_RATE, ds_rate_read},
    {DS_ENTITY_COUNT, ds_count_read},
};

/* Entities of one sentence: a number every 3 bytes of the longest sentence. */
enum { MAX_ENTITIES = 1024, FIRST_ENTITIES = 16 };

typedef struct list {
    ds_arena *arena;
    ds_entity *items;
    size_t n, cap;
} list;

ds_status ds_recogniser_new(ds_recogniser **out, const ds_ruleset *rules, ds_diag *diag)
{
    ds_recogniser *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    ds_status status = ds_vocabulary_new(&made->words, rules, diag);
    if (status == DS_OK) {
        status = ds_declared_new(&made->declared, rules);
    }
    if (status != DS_OK) {
        ds_recogniser_free(made);
        return status;
    }
    *out = made;
    return DS_OK;
}

static ds_status append(list *entities, const ds_entity *one)
{
    if (entities->n == entities->cap) {
        size_t cap = entities->cap ? entities->cap * 2 : FIRST_ENTITIES;
        ds_entity *grown = DS_ARENA_TAKE(entities->arena, cap, ds_entity);
        if (!grown) {
            return DS_ENOMEM;
        }
        if (entities->n > 0) {
            memcpy(grown, entities->items, entities->n * sizeof *grown);
        }
        entities->items = grown;
        entities->cap = cap;
    }
    entities->items[entities->n++] = *one;
    return DS_OK;
}

void ds_recogniser_budget(ds_recogniser *recogniser, ds_budget *budget)
{
    ds_declared_budget(recogniser->declared, budget);
}

static bool read_longest(const ds_reading *reading, size_t at, ds_entity *out)
{
    bool found = false;
    ds_entity one;
    for (size_t i = 0; i < DS_ENTITY_KINDS; i++) {
        if (recognisers[i].read(reading, at, &one) && (!found || one.end > out->end)) {
            *out = one;
            found = true;
        }
    }
    return found;
}

/* What a pack declares wins over a recogniser that takes no more. */
static bool read_any(const ds_recogniser *recogniser, const ds_reading *reading, size_t at,
                     ds_entity *out)
{
    const ds_entity *own = ds_declared_at(recogniser->declared, at);
    bool found = read_longest(reading, at, out);
    if (own && (!found || own->end >= out->end)) {
        *out = *own;
        found = true;
    }
    return found;
}

/* Carries year and month on to what follows; a guess is not carried. */
static void update(ds_recognise_context *context, const ds_date *date)
{
    ds_day day;
    if (date->bare_year || date->text[0] == '\0' || !ds_day_parse(ds_str_from(date->end), &day)) {
        return;
    }
    if (!date->year_assumed) {
        context->year = day.year;
    }
    bool of_month = date->precision == DS_DATE_DAY || date->precision == DS_DATE_MONTH ||
                    date->precision == DS_DATE_WEEK;
    context->month = of_month || date->precision == DS_DATE_RANGE ? day.month : 0;
}

/* Behind a number that is nothing: not to start again inside it. */
static size_t skip_number(ds_str text, size_t at)
{
    while (at < text.len && ds_code_is_digit((unsigned char)text.ptr[at])) {
        at++;
    }
    return at;
}

/* Of a number that is nothing the year at its end, where a table's cells stand glued
 * together: 850022017 nian 11 yue.  Else `end`. */
static size_t glued_year(const ds_reading *reading, size_t begin, size_t end)
{
    enum { YEAR_DIGITS = 4 };
    ds_word unit;
    if (end - begin <= YEAR_DIGITS ||
        !ds_reading_is(reading, DS_WORDS_DATE, DS_WORD_YEAR, end, &unit) ||
        !ds_code_is_digit(ds_reading_code(reading, unit.end))) {
        return end;
    }
    const char *year = reading->text.ptr + end - YEAR_DIGITS;
    bool recent = (year[0] == '1' && year[1] == '9') || (year[0] == '2' && year[1] == '0');
    return recent ? end - YEAR_DIGITS : end;
}

/* A word that only looks like an expression: the byte behind it, else at. */
static size_t skip_stop(const ds_reading *reading, size_t at)
{
    ds_word word;
    return ds_reading_is(reading, DS_WORDS_MONEY, DS_WORD_STOP, at, &word) ? word.end : at;
}

ds_status ds_recogniser_find(ds_recogniser *recogniser, ds_str text, ds_recognise_context *context,
                             ds_arena *arena, const ds_entity **out, size_t *n_out)
{
    list entities = {.arena = arena};
    ds_numeral_memo memo = {0};
    ds_reading_memo begins = {0};
    ds_reading reading = {recogniser->words, text, context, &memo, &begins, 0};
    size_t size;
    ds_declared_read(recogniser->declared, text);
    for (size_t at = 0; at < text.len && entities.n < MAX_ENTITIES; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        bool own = ds_declared_at(recogniser->declared, at) != NULL;
        if (!own && !ds_vocabulary_starts(recogniser->words, text, at)) {
            continue;
        }
        ds_word stop_word;
        size_t stop = skip_stop(&reading, at);
        if (stop > at && !own) {
            size = stop - at;
            continue;
        }
        ds_entity found;
        if (read_any(recogniser, &reading, at, &found)) {
            ds_status status = append(&entities, &found);
            if (status != DS_OK) {
                return status;
            }
            if (found.kind == DS_ENTITY_DATE) {
                update(context, &found.date);
            }
            size = found.end - at;
        } else if (ds_reading_is(&reading, DS_WORDS_DATE, DS_WORD_STOP, at, &stop_word)) {
            size = stop_word.end - at;
        } else if (ds_code_is_digit(code)) {
            size_t end = skip_number(text, at);
            size_t year = glued_year(&reading, at, end);
            reading.glued = year < end ? year : 0;
            size = year - at;
        }
    }
    *out = entities.items;
    *n_out = entities.n;
    return DS_OK;
}

bool ds_recogniser_may_rate(const ds_recogniser *recogniser, ds_str text)
{
    bool may = ds_declared_any(recogniser->declared);
    size_t size;
    ds_word unit;
    for (size_t at = 0; at < text.len && !may; at += size) {
        (void)ds_utf8_at(text, at, &size);
        may = ds_vocabulary_is(recogniser->words, DS_WORDS_RATE, DS_WORD_GIGA, text, at, &unit) ||
              ds_vocabulary_is(recogniser->words, DS_WORDS_RATE, DS_WORD_TERA, text, at, &unit);
    }
    return may;
}

ds_status ds_recogniser_normalise(ds_recogniser *recogniser, ds_entity_kind kind, ds_str text,
                                  const ds_recognise_context *context, ds_entity *out,
                                  const char **reason)
{
    ds_reading reading = {recogniser->words, text, context, NULL, NULL, 0};
    ds_declared_read(recogniser->declared, text);
    const ds_entity *own = kind == DS_ENTITY_RATE ? ds_declared_at(recogniser->declared, 0) : NULL;
    if (own && own->end == text.len) {
        *out = *own;
        return DS_OK;
    }
    return ds_expression_read(&reading, kind, recognisers[kind].read, out, reason);
}

const char *ds_recogniser_lack(const ds_entity *entity)
{
    return ds_expression_lack(entity);
}

bool ds_recogniser_unit(const ds_recogniser *recogniser, ds_str text, ds_amount_unit *out)
{
    ds_recognise_context none = {0};
    ds_reading reading = {recogniser->words, text, &none, NULL, NULL, 0};
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        ds_utf8_at(text, at, &size);
        if (ds_amount_header(&reading, at, out)) {
            return true;
        }
    }
    return false;
}

bool ds_recogniser_header(const ds_recogniser *recogniser, ds_str text, ds_amount_unit *out)
{
    ds_recognise_context none = {0};
    ds_reading reading = {recogniser->words, text, &none, NULL, NULL, 0};
    size_t size;
    if (ds_recogniser_unit(recogniser, text, out)) {
        return true;
    }
    for (size_t at = 0; at < text.len; at += size) {
        size_t end;
        bool open = ds_utf8_at(text, at, &size) == '(';
        if ((at == 0 || open) && ds_amount_unit_at(&reading, open ? at + 1 : at, &end, out) &&
            (end == text.len || ds_reading_code(&reading, end) == ')')) {
            return true;
        }
    }
    return false;
}

void ds_recogniser_free(ds_recogniser *recogniser)
{
    if (recogniser) {
        ds_declared_free(recogniser->declared);
        ds_vocabulary_free(recogniser->words);
        free(recogniser);
    }
}
