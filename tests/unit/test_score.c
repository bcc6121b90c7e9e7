/* links: ds_eval ds_rules ds_text */
#include "tests/unit/pack_fixture.h"

#include "corpus/text/buffer.h"
#include "extract/eval/score.h"

enum { SCORE_ARENA_BYTES = 16 << 20, MOST = 8 };
static const unsigned all_fields = (1u << DS_SCORE_FIELDS) - 1;

typedef struct bench {
    ds_ruleset *rules;
    ds_forms *forms;
    ds_arena *arena;
    ds_diag diag;
} bench;

static int setup(void **state)
{
    static bench made;
    made = (bench){0};
    *state = &made;
    return ds_ruleset_read(&made.rules, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0,
                           &made.diag) != DS_OK ||
           ds_forms_new(&made.forms, made.rules) != DS_OK ||
           ds_arena_new(&made.arena, SCORE_ARENA_BYTES) != DS_OK;
}

static int teardown(void **state)
{
    bench *made = *state;
    ds_forms_free(made->forms);
    ds_ruleset_free(made->rules);
    ds_arena_free(made->arena);
    return 0;
}

/* A record of these tests; NULL: not told. */
typedef struct told {
    const char *acquirer, *target, *amount, *date;
} told;

static ds_str_list listed(const ds_str *text)
{
    return (ds_str_list){text, text->len ? 1 : 0};
}

static ds_record_answers record_of(const bench *made, const told *row, const ds_evidence *evidence,
                                   size_t n_evidence)
{
    ds_str acquirer = ds_str_from(row->acquirer);
    ds_str target = ds_str_from(row->target);
    ds_deal deal = {.acquirer = listed(&acquirer),
                    .target = listed(&target),
                    .amount = ds_str_from(row->amount),
                    .date = ds_str_from(row->date),
                    .evidence = evidence,
                    .n_evidence = n_evidence};
    ds_record_answers out;
    assert_int_equal(ds_answers_of_record(made->forms, &deal, made->arena, &out), DS_OK);
    return out;
}

static size_t read_deals(const bench *made, const char *json, ds_gold_answers *out)
{
    json_t *list = json_loads(json, 0, NULL);
    assert_non_null(list);
    size_t n = json_array_size(list);
    assert_in_range(n, 0, MOST);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(
            ds_answers_of_gold(made->forms, json_array_get(list, i), made->arena, &out[i]), DS_OK);
    }
    json_decref(list);
    return n;
}

/* Each slip as "class field told>wanted; ". */
static void write_slip(void *payload, const ds_slip *slip)
{
    ds_buf *out = payload;
    ds_buf_format(out, "%s", ds_slip_class_name(slip->class));
    if (slip->field < DS_SCORE_FIELDS) {
        ds_buf_format(out, " %s ", ds_score_field_name(slip->field));
        ds_buf_add(out, slip->told ? slip->told->shown : DS_STR("-"));
        ds_buf_add(out, DS_STR(">"));
        ds_buf_add(out, slip->wanted ? slip->wanted->shown : DS_STR("-"));
    } else {
        ds_buf_format(out, " %zu/%zu", slip->n_wrong, slip->n_missed);
    }
    ds_buf_add(out, DS_STR("; "));
}

typedef struct case_row {
    const char *gold;
    told records[MOST];
    const char *slips;
    size_t right, wrong, missed, exact;
} case_row;

static void assert_case(const bench *made, const case_row *row)
{
    ds_gold_answers deals[MOST];
    ds_record_answers records[MOST];
    size_t n_records = 0;
    ds_arena_reset(made->arena);
    for (; n_records < MOST && row->records[n_records].target; n_records++) {
        records[n_records] = record_of(made, &row->records[n_records], NULL, 0);
    }
    ds_sheet sheet = {records, n_records, deals, read_deals(made, row->gold, deals)};
    ds_buf slips = ds_buf_make(FIXTURE_BYTES);
    ds_score score = {0};
    assert_int_equal(ds_score_add(&score, all_fields, &sheet, made->arena, write_slip, &slips),
                     DS_OK);
    ds_buf_add_char(&slips, '\0');
    assert_string_equal(slips.ptr, row->slips);
    ds_buf_free(&slips);
    ds_counts sum = ds_score_micro(&score, all_fields);
    assert_int_equal(sum.right, row->right);
    assert_int_equal(sum.wrong, row->wrong);
    assert_int_equal(sum.missed, row->missed);
    assert_int_equal(score.n_exact, row->exact);
    assert_int_equal(score.n_predicted, n_records);
}

static void every_error_has_its_class(void **state)
{
    static const case_row rows[] = {
        {"[{\"target\":[\"乙芯\"],\"amount\":[[\"三亿元\",\"300000000\"]]}]",
         {{NULL, "乙芯", "300000000", NULL}},
         "",
         2,
         0,
         0,
         1},
        {"[{\"target\":[\"乙芯\"]}]", {{0}}, "missed deal 0/1; ", 0, 0, 1, 0},
        {"[]", {{"甲光", "乙芯", NULL, NULL}}, "spurious deal 2/0; ", 0, 2, 0, 0},
        {"[{\"target\":[\"乙芯\"]}]",
         {{NULL, "乙芯", NULL, NULL}, {NULL, "乙芯", "7", NULL}},
         "doubled deal 2/0; ",
         1,
         2,
         0,
         1},
        {"[{\"target\":[\"乙芯\"]},{\"target\":[\"丙科\"],\"acquirer\":[\"甲光\"]}]",
         {{"甲光", "乙芯", NULL, NULL}},
         "value of another deal acquirer 甲光>-; merged deal 0/2; ",
         1,
         1,
         2,
         0},
        {"[{\"target\":[\"乙芯\"]}]",
         {{"甲光", "乙芯", NULL, NULL}},
         "extra value acquirer 甲光>-; ",
         1,
         1,
         0,
         0},
        {"[{\"target\":[\"乙芯科技\"],\"acquirer\":[\"甲光\"]}]",
         {{"甲光", "乙芯", NULL, NULL}},
         "name too short target 乙芯>乙芯科技; ",
         1,
         1,
         1,
         0},
        {"[{\"target\":[\"乙芯\"],\"acquirer\":[\"甲光\"]}]",
         {{"甲光", "某乙芯科技", NULL, NULL}},
         "name too long target 某乙芯科技>乙芯; ",
         1,
         1,
         1,
         0},
        {"[{\"target\":[\"乙芯\"],\"acquirer\":[\"甲光\"],\"seller\":[\"丙科\"]}]",
         {{"丙科", "乙芯", NULL, NULL}},
         "name of another role acquirer 丙科>甲光; missing value seller ->丙科; ",
         1,
         1,
         2,
         0},
        {"[{\"target\":[\"乙芯\"],\"amount\":[\"1\"]},{\"target\":[\"丙科\"],\"amount\":[\"2\"]}]",
         {{NULL, "乙芯", "2", NULL}, {NULL, "丙科", "2", NULL}},
         "value of another deal amount 2>1; ",
         3,
         1,
         1,
         1},
        {"[{\"target\":[\"乙芯\"],\"date\":[\"2023\"]}]",
         {{NULL, "乙芯", NULL, "2024"}},
         "wrong value date 2024>2023; ",
         1,
         1,
         1,
         0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_case(*state, &rows[i]);
    }
}

static void what_may_be_and_what_is_skipped_costs_nothing(void **state)
{
    static const case_row rows[] = {
        {"[{\"target\":[\"乙芯\"],\"acquirer_may\":[\"甲光\"]}]",
         {{"甲光", "乙芯", NULL, NULL}},
         "",
         1,
         0,
         0,
         1},
        {"[{\"target\":[\"乙芯\"],\"date\":[\"2020\"],\"skip\":[\"date\"]}]",
         {{NULL, "乙芯", NULL, "2024"}},
         "",
         1,
         0,
         0,
         1},
        {"[{\"target\":[\"乙芯\"],\"date\":[\"2020\"],\"skip\":[\"target\"]}]",
         {{0}},
         "missed deal 0/1; ",
         0,
         0,
         1,
         0},
        {"[{\"target\":[\"乙芯\"],\"date\":[\"2020\"],\"optional\":true}]",
         {{NULL, "乙芯", NULL, "2024"}},
         "",
         0,
         0,
         0,
         0},
        {"[{\"target\":[\"乙芯\"],\"optional\":true}]", {{0}}, "", 0, 0, 0, 0},
        {"[{\"target\":[],\"target_value\":\"乙芯\"}]",
         {{NULL, "乙芯", NULL, NULL}},
         "",
         1,
         0,
         0,
         1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_case(*state, &rows[i]);
    }
}

/* The record of the first deal agrees better with the second one's. */
static void pairs_are_those_that_agree_most(void **state)
{
    static const case_row rows[] = {
        {"[{\"target\":[\"乙芯\"],\"acquirer\":[\"甲光\"]},{\"target\":[\"乙芯\"],\"date\":["
         "\"2024\"]}]",
         {{NULL, "乙芯", NULL, "2024"}, {"甲光", "乙芯", NULL, NULL}},
         "",
         4,
         0,
         0,
         2},
        /* seven a side are paired greedily */
        {"[{\"target\":[\"一\"]},{\"target\":[\"二\"]},{\"target\":[\"三\"]},{\"target\":[\"四\"]},"
         "{\"target\":[\"五\"]},{\"target\":[\"六\"]},{\"target\":[\"七\"],\"acquirer\":[\"甲\"]}]",
         {{"甲", "七", NULL, NULL},
          {NULL, "六", NULL, NULL},
          {NULL, "五", NULL, NULL},
          {NULL, "四", NULL, NULL},
          {NULL, "三", NULL, NULL},
          {NULL, "二", NULL, NULL},
          {NULL, "一", NULL, NULL}},
         "",
         8,
         0,
         0,
         7},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_case(*state, &rows[i]);
    }
}

static void evidence_names_a_value_too(void **state)
{
    const bench *made = *state;
    const ds_evidence rows[] = {
        {.field = DS_STR("target"), .value = DS_STR("乙芯科技"), .text = DS_STR("乙芯")},
        {.field = DS_STR("date"), .value = {NULL, 0}, .text = DS_STR("9月4日晚间")},
        {.field = DS_STR("date"), .value = {NULL, 0}, .text = DS_STR("9月4日")},
        {.field = DS_STR("amount"), .value = DS_STR("7"), .text = DS_STR("约三亿元")},
        {.field = DS_STR("acquirer"), .value = DS_STR("甲光"), .text = DS_STR("本公司")},
    };
    ds_arena_reset(made->arena);
    ds_record_answers got = record_of(made, &(told){NULL, "乙芯科技", "300000000", NULL}, rows, 5);
    const ds_answers *values = got.values;
    assert_int_equal(values[DS_SCORE_TARGET].n_items, 1);
    assert_int_equal(values[DS_SCORE_TARGET].items[0].n_forms, 2);
    /* found twice, not normalised: one value */
    assert_int_equal(values[DS_SCORE_DATE].n_items, 1);
    assert_true(ds_str_equal(values[DS_SCORE_DATE].items[0].forms[0], DS_STR("9月4日")));
    /* the only value is the one that the evidence is of */
    assert_int_equal(values[DS_SCORE_AMOUNT].items[0].n_forms, 2);
    assert_true(ds_str_equal(values[DS_SCORE_AMOUNT].items[0].forms[1], DS_STR("三亿元")));
    /* evidence of a value that the record does not have is none */
    assert_int_equal(values[DS_SCORE_ACQUIRER].n_items, 0);
}

static void shares_of_nothing_are_zero(void **state)
{
    (void)state;
    ds_counts none = {0, 0, 0};
    assert_true(ds_counts_precision(none) == 0);
    assert_true(ds_counts_recall(none) == 0);
    assert_true(ds_counts_f1(none) == 0);
    ds_counts some = {3, 1, 3};
    assert_true(ds_counts_precision(some) == 0.75);
    assert_true(ds_counts_recall(some) == 0.5);
    assert_true(ds_counts_f1(some) == 0.6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_its_class),
        cmocka_unit_test(what_may_be_and_what_is_skipped_costs_nothing),
        cmocka_unit_test(pairs_are_those_that_agree_most),
        cmocka_unit_test(evidence_names_a_value_too),
        cmocka_unit_test(shares_of_nothing_are_zero),
    };
    return cmocka_run_group_tests_name("score", tests, setup, teardown);
}
