/* links: ds_pipeline ds_corpus ds_decide ds_prepare ds_recognise ds_rules ds_out ds_text */
#include "corpus/text/buffer.h"
#include "extract/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A document's records, a line each: "target status factuality
 * announced/completed/terminated", a missing date as '-'. */
typedef struct records {
    char lines[4][256];
    size_t n;
} records;

typedef struct row {
    const char *text;
    const char *lines[3];
} row;

typedef struct program {
    ds_ruleset *rules;
    ds_pipeline *pipeline;
} program;

static int setup(void **state)
{
    static program made;
    *state = &made;
    return ds_ruleset_read(&made.rules, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL) !=
               DS_OK ||
           ds_pipeline_new(&made.pipeline, made.rules, NULL) != DS_OK;
}

static int teardown(void **state)
{
    program *run = *state;
    ds_pipeline_free(run->pipeline);
    ds_ruleset_free(run->rules);
    return 0;
}

static ds_str or_dash(ds_str text)
{
    return text.len ? text : DS_STR("-");
}

static ds_status keep(void *payload, const ds_deal *deal)
{
    records *out = payload;
    assert_true(out->n < sizeof out->lines / sizeof *out->lines);
    assert_int_equal(deal->target.n_items, 1);
    snprintf(out->lines[out->n++], sizeof out->lines[0], "%.*s %.*s %.*s %.*s/%.*s/%.*s",
             DS_STR_ARGS(deal->target.items[0]), DS_STR_ARGS(deal->status),
             DS_STR_ARGS(deal->factuality), DS_STR_ARGS(or_dash(deal->announced)),
             DS_STR_ARGS(or_dash(deal->completed)), DS_STR_ARGS(or_dash(deal->terminated)));
    return DS_OK;
}

static void check(program *run, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_rows; i++) {
        records got = {.n = 0};
        ds_document document = {.id = DS_STR_INIT("d"), .source = DS_STR_INIT("d")};
        assert_int_equal(
            ds_pipeline_text(run->pipeline, &document, ds_str_from(rows[i].text), keep, &got),
            DS_OK);
        size_t n = 0;
        bool same = true;
        while (n < 3 && rows[i].lines[n]) {
            same = same && n < got.n && strcmp(got.lines[n], rows[i].lines[n]) == 0;
            n++;
        }
        if (!same || n != got.n) {
            n_wrong++;
            print_error("%s\n", rows[i].text);
            for (size_t r = 0; r < got.n; r++) {
                print_error("    got %s\n", got.lines[r]);
            }
        }
    }
    assert_int_equal(n_wrong, 0);
}

#define CHECK(state, rows) check(*(state), (rows), sizeof(rows) / sizeof *(rows))

static void a_plain_past_is_completed_at_its_date(void **state)
{
    static const row rows[] = {
        {"2016年，澄海轴承收购北岭传动60%股权。", {"北岭传动 completed asserted -/2016/-"}},
    };
    CHECK(state, rows);
}

static void an_announced_deal_has_no_date_of_completion(void **state)
{
    static const row rows[] = {
        {"2021年5月10日，澄海轴承公告，拟以3亿元现金收购北岭传动60%股权。",
         {"北岭传动 planned asserted 2021-05-10/-/-"}},
        {"2021年5月10日，澄海轴承宣布收购北岭传动60%股权。",
         {"北岭传动 announced asserted 2021-05-10/-/-"}},
    };
    CHECK(state, rows);
}

static void the_last_step_told_is_the_status(void **state)
{
    static const row rows[] = {
        {"2019年8月，澄海轴承拟收购北岭传动60%股权。2020年4月，澄海轴承完成对北岭传动的收购。",
         {"北岭传动 completed asserted 2019-08/2020-04/-"}},
        {"2019年8月，澄海轴承拟收购北岭传动60%股权。2020年4月，澄海轴承公告终止收购北岭传动。",
         {"北岭传动 terminated asserted 2019-08/-/2020-04"}},
        {"澄海轴承收购北岭传动60%股权。2021年5月，澄海轴承公告，拟收购北岭传动60%股权。",
         {"北岭传动 planned asserted 2021-05/-/-"}},
    };
    CHECK(state, rows);
}

static void a_denial_marks_the_rumour_and_no_other_deal(void **state)
{
    static const row rows[] = {
        {"澄海轴承拟收购北岭传动。北岭传动收购澄海轴承的传闻不实。",
         {"北岭传动 planned asserted -/-/-", "澄海轴承 rumoured denied -/-/-"}},
    };
    CHECK(state, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_past_is_completed_at_its_date),
        cmocka_unit_test(an_announced_deal_has_no_date_of_completion),
        cmocka_unit_test(the_last_step_told_is_the_status),
        cmocka_unit_test(a_denial_marks_the_rumour_and_no_other_deal),
    };
    return cmocka_run_group_tests_name("status", tests, setup, teardown);
}
