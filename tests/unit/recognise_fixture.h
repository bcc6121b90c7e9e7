/* recognise_fixture.h - the recogniser under test and its answers as text. */
#ifndef DS_RECOGNISE_FIXTURE_H
#define DS_RECOGNISE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/text/buffer.h"
#include "corpus/text/width.h"
#include "extract/recognise/recognise.h"

#include <stdio.h>
#include <stdlib.h>

enum { ANSWER_BYTES = 256, ARENA_BYTES = 4 * 1024 * 1024 };

typedef struct fixture {
    ds_ruleset *rules;
    ds_recogniser *recogniser;
    ds_arena *arena;
} fixture;

static inline int fixture_open(void **state)
{
    static fixture made;
    ds_diag diag = {NULL, NULL, 0, 0};
    if (ds_ruleset_read(&made.rules, DS_SOURCE_DIR "/rules/packs/entities.xml", NULL, 0, &diag) !=
            DS_OK ||
        ds_recogniser_new(&made.recogniser, made.rules, &diag) != DS_OK ||
        ds_arena_new(&made.arena, ARENA_BYTES) != DS_OK) {
        return -1;
    }
    *state = &made;
    return 0;
}

static inline int fixture_close(void **state)
{
    fixture *made = *state;
    ds_arena_free(made->arena);
    ds_recogniser_free(made->recogniser);
    ds_ruleset_free(made->rules);
    return 0;
}

static inline void put_bounds(char *out, bool has_value, ds_decimal value, bool has_min,
                              ds_decimal min, bool has_max, ds_decimal max)
{
    char v[DS_DECIMAL_TEXT_BYTES];
    char a[DS_DECIMAL_TEXT_BYTES];
    char b[DS_DECIMAL_TEXT_BYTES];
    ds_decimal_write(value, v);
    ds_decimal_write(min, a);
    ds_decimal_write(max, b);
    snprintf(out, ANSWER_BYTES, "%s%s%s%s%s", has_value ? v : "", has_min || has_max ? " " : "",
             has_min ? a : "", has_min || has_max ? ".." : "", has_max ? b : "");
}

/* The value of an entity in one line:
 *   amount "value min..max CUR qualifier [each] [bare] [cash|shares|total]"
 *   date   "text start..end basis precision [bare]", or "unresolved basis[: why]"
 *   stake  "percent min..max qualifier [strong] [control] [from|to] [shares n] [before n]"
 *   rate   "800G [-1.6T] [lane] [also...] [x4]"
 *   count  "3" */
static inline void answer(const ds_entity *entity, char out[ANSWER_BYTES])
{
    static const char *const parts[] = {"", " cash", " shares", " total"};
    char bounds[ANSWER_BYTES];
    char shares[DS_DECIMAL_TEXT_BYTES];
    const ds_amount *amount = &entity->amount;
    const ds_date *date = &entity->date;
    const ds_stake *stake = &entity->stake;
    const ds_rate *rate = &entity->rate;
    switch (entity->kind) {
    case DS_ENTITY_AMOUNT:
        put_bounds(bounds, amount->has_value, amount->value, amount->has_min, amount->min,
                   amount->has_max, amount->max);
        snprintf(out, ANSWER_BYTES, "%.120s %s %s%s%s%s", bounds, amount->currency,
                 ds_qualifier_name(amount->qualifier), amount->per_unit ? " each" : "",
                 amount->bare ? " bare" : "", parts[amount->part]);
        break;
    case DS_ENTITY_DATE:
        if (date->precision == DS_DATE_UNRESOLVED) {
            snprintf(out, ANSWER_BYTES, "unresolved %s%s%s", ds_date_basis_name(date->basis),
                     date->lack == DS_LACK_YEAR ? "" : ": ",
                     date->lack == DS_LACK_YEAR ? "" : ds_recogniser_lack(entity));
        } else {
            snprintf(out, ANSWER_BYTES, "%s %s..%s %s %s%s", date->text, date->start, date->end,
                     ds_date_basis_name(date->basis), ds_date_precision_name(date->precision),
                     date->bare_year ? " bare" : "");
        }
        break;
    case DS_ENTITY_STAKE:
        put_bounds(bounds, stake->has_percent, stake->percent, stake->has_min, stake->min,
                   stake->has_max, stake->max);
        ds_decimal_write(stake->shares, shares);
        snprintf(out, ANSWER_BYTES, "%.120s %s%s%s%s%s%s%s", bounds,
                 ds_qualifier_name(stake->qualifier), stake->strong ? " strong" : "",
                 stake->control ? " control" : "", stake->from ? " from" : "",
                 stake->to ? " to" : "", stake->has_shares ? " shares " : "",
                 stake->has_shares ? shares : "");
        if (stake->has_before) {
            char before[DS_DECIMAL_TEXT_BYTES];
            ds_decimal_write(stake->before, before);
            snprintf(out + strlen(out), ANSWER_BYTES - strlen(out), " before %s", before);
        }
        break;
    case DS_ENTITY_RATE:
        snprintf(out, ANSWER_BYTES, "%s%s%s%s", rate->text, rate->high[0] ? "-" : "", rate->high,
                 rate->per_lane ? " lane" : "");
        for (size_t i = 0; i < DS_RATE_ALSO && rate->also[i][0] != '\0'; i++) {
            snprintf(out + strlen(out), ANSWER_BYTES - strlen(out), " %s", rate->also[i]);
        }
        if (rate->lanes > 0) {
            snprintf(out + strlen(out), ANSWER_BYTES - strlen(out), " x%u", (unsigned)rate->lanes);
        }
        break;
    default:
        snprintf(out, ANSWER_BYTES, "%u", (unsigned)entity->count.number);
        break;
    }
}

/* One expression and what it says; NULL: it must not be read as that kind. */
typedef struct reading_row {
    const char *text;
    const char *expected;
} reading_row;

static inline void check_rows(fixture *fix, ds_entity_kind kind, const reading_row *rows, size_t n,
                              const ds_recognise_context *context)
{
    for (size_t i = 0; i < n; i++) {
        ds_buf folded = ds_buf_make(1024);
        ds_width_fold(ds_str_from(rows[i].text), &folded);
        ds_entity entity;
        const char *reason = "";
        char text[ANSWER_BYTES];
        ds_status status = ds_recogniser_normalise(fix->recogniser, kind, ds_buf_str(&folded),
                                                   context, &entity, &reason);
        if (status == DS_OK) {
            answer(&entity, text);
        } else {
            snprintf(text, sizeof text, "none: %s", reason);
        }
        bool right = rows[i].expected ? strcmp(text, rows[i].expected) == 0 : status == DS_EINVALID;
        if (!right) {
            fail_msg("%s: expected \"%s\", got \"%s\"", rows[i].text,
                     rows[i].expected ? rows[i].expected : "none", text);
        }
        ds_buf_free(&folded);
    }
}

/* A sentence and all its entities as "kind:text:answer" joined by "; ". */
static inline void check_sentences(fixture *fix, const reading_row *rows, size_t n,
                                   const ds_recognise_context *context)
{
    for (size_t i = 0; i < n; i++) {
        ds_recognise_context own = *context;
        const ds_entity *entities;
        size_t n_entities;
        ds_str sentence = ds_str_from(rows[i].text);
        ds_arena_reset(fix->arena);
        assert_int_equal(
            ds_recogniser_find(fix->recogniser, sentence, &own, fix->arena, &entities, &n_entities),
            DS_OK);
        ds_buf all = ds_buf_make(8192);
        for (size_t k = 0; k < n_entities; k++) {
            char text[ANSWER_BYTES];
            answer(&entities[k], text);
            ds_buf_format(
                &all, "%s%s:%.*s:%s", k > 0 ? "; " : "", ds_entity_kind_name(entities[k].kind),
                DS_STR_ARGS(ds_str_slice(sentence, entities[k].begin, entities[k].end)), text);
        }
        ds_str got = ds_buf_str(&all);
        if (!ds_str_equal(got, ds_str_from(rows[i].expected ? rows[i].expected : ""))) {
            fail_msg("%s\n  expected \"%s\"\n  got      \"%.*s\"", rows[i].text,
                     rows[i].expected ? rows[i].expected : "", DS_STR_ARGS(got));
        }
        ds_buf_free(&all);
    }
}

#define N_ROWS(rows) (sizeof(rows) / sizeof *(rows))

#endif /* DS_RECOGNISE_FIXTURE_H */
