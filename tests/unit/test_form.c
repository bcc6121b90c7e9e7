/* links: ds_eval ds_rules ds_text */
#include "tests/unit/pack_fixture.h"

#include "extract/eval/form.h"

enum { FORM_ARENA_BYTES = 1 << 20 };

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
           ds_arena_new(&made.arena, FORM_ARENA_BYTES) != DS_OK;
}

static int teardown(void **state)
{
    bench *made = *state;
    ds_forms_free(made->forms);
    ds_ruleset_free(made->rules);
    ds_arena_free(made->arena);
    return 0;
}

static void two_spellings_of_one_value_have_one_form(void **state)
{
    static const struct {
        ds_score_field field;
        const char *text, *form;
    } rows[] = {
        {DS_SCORE_TARGET, "　北岭 传动\u2028", "北岭传动"},
        {DS_SCORE_TARGET, "“北岭（苏州）”", "北岭(苏州)"},
        {DS_SCORE_TARGET, "北“岭”传动", "北“岭”传动"},
        {DS_SCORE_TARGET, "《『ＮＯＲＶＥＸ』》", "norvex"},
        {DS_SCORE_TARGET, "约北岭", "约北岭"},
        {DS_SCORE_TARGET, "Straße ①", "strasse1"},
        {DS_SCORE_TARGET, "", ""},
        {DS_SCORE_TARGET, "“”", ""},
        {DS_SCORE_AMOUNT, "总价约人民币 3,200 万元左右", "3200万元"},
        {DS_SCORE_AMOUNT, "不超过3亿元", "3亿元"},
        {DS_SCORE_AMOUNT, "超过3亿元", "过3亿元"}, /* on both sides, so it still agrees */
        {DS_SCORE_AMOUNT, "共计3亿元以上左右", "3亿元以上"},
        {DS_SCORE_STAKE, "近60%的股权", "60%"},
        {DS_SCORE_STAKE, "60%股份", "60%"},
        {DS_SCORE_STAKE, "60%的", "60%的"},
        {DS_SCORE_SUBJECT, "其持有的60%的股份", "其持有60%股权"},
        {DS_SCORE_DATE, "5月3日晚间消息", "5月3日"},
        {DS_SCORE_DATE, "2023年5月份", "2023年5月"},
        {DS_SCORE_ANNOUNCED, "5月3日上午", "5月3日"},
        {DS_SCORE_STATUS, "Planned", "planned"},
    };
    const bench *made = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ds_str form =
            ds_form_make(made->forms, rows[i].field, ds_str_from(rows[i].text), made->arena);
        assert_non_null(form.ptr);
        assert_string_equal(form.ptr, rows[i].form);
        assert_int_equal(form.len, strlen(rows[i].form));
    }
}

static void a_number_is_shown_as_its_shortest_double(void **state)
{
    static const char *const rows[][2] = {
        {"5500000000", "5500000000"},
        {"12345678901234567890", "12345678901234567890"},
        {"33.3", "33.3"},
        {"33.30", "33.3"},
        {"100.0", "100.0"},
        {"0.1", "0.1"},
        {"0.00001", "1e-05"},
        {"1234567890123456.75", "1234567890123456.8"},
        {"12345678901234567.5", "1.2345678901234568e+16"},
    };
    const bench *made = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ds_str text = ds_form_number(ds_str_from(rows[i][0]), made->arena);
        assert_string_equal(text.ptr, rows[i][1]);
    }
}

static void numbers_agree_but_for_rounding(void **state)
{
    static const struct {
        const char *ours, *theirs;
        bool same;
    } rows[] = {
        {"320000000", "320000000.0", true},
        {"3.2e8", "320000000", true},
        {"0.5", "0.5000004", true},
        {"60", "60.1", false},
        {"60%", "60", false},
        {"", "", false},
        {"0x10", "16", false},
        {"inf", "inf", false},
        {"1-", "1", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(
            ds_form_same_number(ds_str_from(rows[i].ours), ds_str_from(rows[i].theirs)),
            rows[i].same);
    }
}

static void a_field_is_found_by_its_name(void **state)
{
    (void)state;
    for (size_t f = 0; f < DS_SCORE_FIELDS; f++) {
        ds_score_field field = (ds_score_field)f;
        assert_int_equal(ds_score_field_find(ds_str_from(ds_score_field_name(field))), field);
    }
    assert_int_equal(ds_score_field_find(DS_STR("buyer")), DS_SCORE_FIELDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_spellings_of_one_value_have_one_form),
        cmocka_unit_test(a_number_is_shown_as_its_shortest_double),
        cmocka_unit_test(numbers_agree_but_for_rounding),
        cmocka_unit_test(a_field_is_found_by_its_name),
    };
    return cmocka_run_group_tests_name("form", tests, setup, teardown);
}
