/* links: ds_decide ds_rules ds_text */
#include "tests/unit/pack_fixture.h"

#include "extract/decide/gold.h"

enum { GOLD_ARENA_BYTES = 1 << 20 };

typedef struct reading {
    fixture messages;
    ds_arena *arena;
    FILE *file;
    ds_where where;
} reading;

static reading open_lines(const char *lines)
{
    reading out = {.where = {"gold.jsonl", 0, 0}};
    assert_int_equal(ds_arena_new(&out.arena, GOLD_ARENA_BYTES), DS_OK);
    out.file = tmpfile();
    assert_non_null(out.file);
    assert_true(fputs(lines, out.file) >= 0);
    rewind(out.file);
    return out;
}

static ds_status next(reading *in, ds_gold_document *out)
{
    in->messages.diag = (ds_diag){fixture_keep, &in->messages, 0, 0};
    return ds_gold_read(in->file, &in->where, in->arena, out, &in->messages.diag);
}

static void close_lines(reading *in)
{
    fclose(in->file);
    ds_arena_free(in->arena);
}

static void assert_text(ds_str got, const char *expected)
{
    assert_true(ds_str_equal(got, ds_str_from(expected)));
}

static void a_document_keeps_its_tags_and_deals(void **state)
{
    (void)state;
    ds_gold_document got;
    reading in = open_lines("{\"id\":\"x1\",\"text\":\"正文\",\"title\":\"标题\","
                            "\"published\":\"2023-05-14\",\"deals\":[{\"target\":[\"北岭传动\"]},"
                            "{\"target\":[\"远帆液压\"],\"optional\":true}]}\n"
                            "{\"text\":\"无标签\",\"deals\":[]}\n");
    assert_int_equal(next(&in, &got), DS_OK);
    assert_text(got.id, "x1");
    assert_text(got.text, "正文");
    assert_text(got.title, "标题");
    assert_text(got.published, "2023-05-14");
    assert_int_equal(got.n_deals, 2);
    assert_false(got.deals[0].optional);
    assert_true(got.deals[1].optional);
    assert_int_equal(next(&in, &got), DS_OK);
    assert_int_equal(got.id.len, 0);
    assert_int_equal(got.n_deals, 0);
    assert_int_equal(next(&in, &got), DS_END);
    close_lines(&in);
}

static void alternatives_and_optional_values_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        ds_role role;
        const char *form;
        bool required, any;
    } rows[] = {
        {DS_ROLE_TARGET, "北岭传动", true, true},   {DS_ROLE_TARGET, "北岭", true, true},
        {DS_ROLE_TARGET, "远帆液压", true, true},   {DS_ROLE_TARGET, "北岭集团", false, true},
        {DS_ROLE_TARGET, "北岭旧称", false, true},  {DS_ROLE_TARGET, "澄海轴承", false, false},
        {DS_ROLE_ACQUIRER, "澄海轴承", true, true}, {DS_ROLE_SELLER, "青禾精密", false, true},
        {DS_ROLE_AMOUNT, "3.2亿元", true, true},    {DS_ROLE_DATE, "2023年", false, false},
    };
    ds_gold_document got;
    reading in =
        open_lines("{\"text\":\"t\",\"deals\":[{\"target\":[[\"北岭传动\",\"北岭\"],\"远帆液压\"],"
                   "\"target_may\":[\"北岭集团\",[\"北岭旧称\"]],\"acquirer\":[\"澄海轴承\"],"
                   "\"seller_may\":[\"青禾精密\"],\"amount\":[\"3.2 亿元\"]}]}\n");
    assert_int_equal(next(&in, &got), DS_OK);
    const ds_gold_field *fields = got.deals[0].fields;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ds_gold_field *field = &fields[rows[i].role];
        assert_int_equal(ds_gold_has(field, ds_str_from(rows[i].form), true), rows[i].required);
        assert_int_equal(ds_gold_has(field, ds_str_from(rows[i].form), false), rows[i].any);
    }
    assert_int_equal(fields[DS_ROLE_TARGET].n_required, 3);
    assert_int_equal(fields[DS_ROLE_TARGET].n_surfaces, 5);
    close_lines(&in);
}

static void folding_drops_white_space_and_quotes_and_widths(void **state)
{
    static const char *const rows[][2] = {
        {"北岭 传动", "北岭传动"},        {"“北岭”传动", "北岭传动"},
        {"《北岭》「传动」", "北岭传动"}, {"北岭(苏州)", "北岭(苏州)"},
        {"Ｎｏｒｖｅｘ", "Norvex"},       {"北岭（苏州）", "北岭(苏州)"},
        {"　北岭\t传动\n", "北岭传动"},   {"", ""},
    };
    (void)state;
    ds_arena *arena;
    assert_int_equal(ds_arena_new(&arena, GOLD_ARENA_BYTES), DS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_text(ds_gold_fold(ds_str_from(rows[i][0]), arena), rows[i][1]);
    }
    ds_arena_free(arena);
}

static void surfaces_are_folded_when_read(void **state)
{
    (void)state;
    ds_gold_document got;
    reading in =
        open_lines("{\"text\":\"t\",\"deals\":[{\"target\":[\"“北岭” 传动（苏州）\"]}]}\n");
    assert_int_equal(next(&in, &got), DS_OK);
    assert_true(ds_gold_has(&got.deals[0].fields[DS_ROLE_TARGET], DS_STR("北岭传动(苏州)"), true));
    close_lines(&in);
}

static void a_bad_line_is_reported_with_its_place(void **state)
{
    static const struct {
        const char *line, *message;
    } rows[] = {
        {"{\"text\":", "gold.jsonl:2:8: error: not JSON: "},
        {"no json", "gold.jsonl:2:2: error: not JSON: "},
        {" []", "gold.jsonl:2:2: error: an annotated document must be an object"},
        {"{\"deals\":[]}", "gold.jsonl:2:1: error: \"text\" must be there"},
        {"{\"text\":7,\"deals\":[]}", "gold.jsonl:2:9: error: \"text\" must be there"},
        {"{\"text\":\"t\"}", "gold.jsonl:2:1: error: \"deals\" must be there"},
        {"{\"id\":[],\"text\":\"t\",\"deals\":[]}", "gold.jsonl:2:7: error: \"id\" must be"},
        {"{\"text\":\"甲\\\"}\",\"deals\":[{},7]}", "gold.jsonl:2:28: error: a deal must be"},
        {"{\"text\":\"t\",\"deals\":[{\"x\":[[1]]},{\"y\":[[[]]]}]}",
         "gold.jsonl:2:39: error: \"y\" must be a list"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lines[256];
        ds_gold_document got;
        snprintf(lines, sizeof lines, "{\"text\":\"t\",\"deals\":[]}\n%s\n", rows[i].line);
        reading in = open_lines(lines);
        assert_int_equal(next(&in, &got), DS_OK);
        assert_int_equal(next(&in, &got), DS_EINVALID);
        assert_ptr_equal(strstr(in.messages.messages, rows[i].message), in.messages.messages);
        assert_int_equal(in.messages.diag.n_errors, 1);
        close_lines(&in);
    }
}

static void lines_behind_a_bad_one_and_a_blank_one_are_read(void **state)
{
    (void)state;
    ds_gold_document got;
    reading in = open_lines("[]\n \n{\"text\":\"t\",\"deals\":[]}\n");
    assert_int_equal(next(&in, &got), DS_EINVALID);
    assert_int_equal(next(&in, &got), DS_OK);
    assert_int_equal(in.where.line, 3);
    assert_int_equal(next(&in, &got), DS_END);
    close_lines(&in);
}

static void an_empty_file_holds_no_document(void **state)
{
    (void)state;
    ds_gold_document got;
    reading in = open_lines("");
    assert_int_equal(next(&in, &got), DS_END);
    close_lines(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_keeps_its_tags_and_deals),
        cmocka_unit_test(alternatives_and_optional_values_are_told_apart),
        cmocka_unit_test(folding_drops_white_space_and_quotes_and_widths),
        cmocka_unit_test(surfaces_are_folded_when_read),
        cmocka_unit_test(a_bad_line_is_reported_with_its_place),
        cmocka_unit_test(lines_behind_a_bad_one_and_a_blank_one_are_read),
        cmocka_unit_test(an_empty_file_holds_no_document),
    };
    return cmocka_run_group_tests_name("gold", tests, NULL, NULL);
}
