/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/name.h"

typedef struct row {
    const char *definition;
    const char *text; /* what is asked for        */
    const char *name; /* what it must stand for   */
} row;

static ds_names *open_names(const analyser *run)
{
    ds_names *names = NULL;
    assert_int_equal(ds_names_new(&names, run->rules), DS_OK);
    return names;
}

static void learn(analyser *run, ds_names *names, const char *sentence)
{
    ds_analysis analysis = analyser_read(run, sentence);
    assert_int_equal(ds_names_learn(names, &analysis), DS_OK);
}

static void check(analyser *run, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    ds_names *names = open_names(run);
    for (size_t i = 0; i < n_rows; i++) {
        ds_names_clear(names);
        learn(run, names, rows[i].definition);
        ds_str got = ds_names_resolve(names, ds_str_from(rows[i].text));
        if (!ds_str_equal(got, ds_str_from(rows[i].name))) {
            print_error("%s: %s is %.*s\n", rows[i].definition, rows[i].text, DS_STR_ARGS(got));
            n_wrong++;
        }
    }
    ds_names_free(names);
    assert_int_equal(n_wrong, 0);
}

#define CHECK(state, rows) check(*(state), (rows), sizeof(rows) / sizeof *(rows))

static void an_alias_stands_for_the_full_name(void **state)
{
    static const row rows[] = {
        {"澄海轴承股份有限公司(以下简称“澄海轴承”)收购工厂。", "澄海轴承", "澄海轴承股份有限公司"},
        {"澄海轴承股份有限公司(下称澄海轴承)收购工厂。", "澄海轴承", "澄海轴承股份有限公司"},
        {"澄海轴承股份有限公司(简称:澄海)收购工厂。", "澄海", "澄海轴承股份有限公司"},
        {"澄海轴承股份有限公司(代码600997,以下简称“澄海”)收购工厂。", "澄海",
         "澄海轴承股份有限公司"},
        {"北岭传动(苏州)有限公司(以下简称“北岭传动”)扩产。", "北岭传动", "北岭传动(苏州)有限公司"},
    };
    CHECK(state, rows);
}

static void a_definition_may_give_two_aliases(void **state)
{
    static const row rows[] = {
        {"澄海轴承股份有限公司(以下简称“澄海轴承”或“公司”)扩产。", "公司", "澄海轴承股份有限公司"},
        {"澄海轴承股份有限公司(以下简称“澄海轴承”或“公司”)扩产。", "澄海轴承",
         "澄海轴承股份有限公司"},
        {"澄海轴承股份有限公司(下称“本公司”“澄海轴承”)扩产。", "澄海轴承", "澄海轴承股份有限公司"},
    };
    CHECK(state, rows);
}

static void a_full_name_is_made_of_its_alias_however_it_is_cut(void **state)
{
    static const row rows[] = {
        {"拟购买衡阳中为轴承有限公司(以下简称“中为轴承”)45%股权。", "中为轴承",
         "衡阳中为轴承有限公司"},
        {"拟购买,中为轴承有限公司(以下简称“中为轴承”)45%股权。", "中为轴承", "中为轴承有限公司"},
        /* the alias stands before a comma: another mention of it */
        {"中为轴承公告,持有澄海机械有限公司(以下简称“中为轴承”)45%股权。", "中为轴承",
         "澄海机械有限公司"},
    };
    CHECK(state, rows);
}

/* Is the name a candidate of the text because the document defines it? */
static bool nominates(analyser *run, const ds_analysis_tools *tools, const char *text,
                      const char *name)
{
    ds_recognise_context context = {0};
    ds_analysis analysis;
    bool found = false;
    ds_arena_reset(run->arena);
    assert_int_equal(
        ds_analysis_make(tools, ds_str_from(text), 0, 0, &context, run->arena, &analysis), DS_OK);
    for (size_t c = 0; c < analysis.nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis.nominees.candidates[c];
        ds_str form = analysis.nominees.forms[candidate->form].text;
        found =
            found || (ds_str_equal(form, ds_str_from(name)) && candidate->bits & DS_NOMINEE_KNOWN);
    }
    return found;
}

static void what_a_document_defines_is_a_candidate_wherever_it_stands(void **state)
{
    analyser *run = *state;
    ds_names *names = open_names(run);
    learn(run, names, "衡阳中为轴承有限公司(以下简称“中为轴承”)扩产。");
    ds_analysis_tools tools = analyser_tools(run);
    static const char *const texts[] = {"受让中为轴承45%股权", "对衡阳中为轴承有限公司增资"};
    static const char *const wanted[] = {"中为轴承", "衡阳中为轴承有限公司"};
    for (size_t i = 0; i < 2; i++) {
        for (int knows = 0; knows < 2; knows++) {
            tools.known = knows ? ds_names_all(names) : NULL;
            bool found = nominates(run, &tools, texts[i], wanted[i]);
            assert_int_equal(found, knows);
        }
    }
    ds_names_free(names);
}

static void only_sentences_with_a_definition_are_worth_learning_from(void **state)
{
    ds_names *names = open_names(*state);
    assert_true(
        ds_names_defines(names, DS_STR("澄海轴承股份有限公司(以下简称“澄海轴承”)收购工厂。")));
    assert_true(
        ds_names_defines(names, DS_STR("澄海轴承股份有限公司(代码600997,以下简称“澄海”)扩产。")));
    assert_false(ds_names_defines(names, DS_STR("公司简称变更为澄海轴承。")));
    assert_false(ds_names_defines(names, DS_STR("")));
    ds_names_free(names);
}

static void what_was_not_defined_stands_for_itself(void **state)
{
    static const row rows[] = {
        {"澄海轴承股份有限公司(以下简称“澄海轴承”)收购工厂。", "北岭传动", "北岭传动"},
        {"澄海轴承股份有限公司(以下简称“澄海轴承”)收购工厂。", "澄海轴承股份有限公司",
         "澄海轴承股份有限公司"},
        {"澄海轴承股份有限公司(全球领先)收购工厂。", "全球领先", "全球领先"},
        {"公司简称变更为澄海轴承。", "澄海轴承", "澄海轴承"},
        {"", "澄海轴承", "澄海轴承"},
    };
    CHECK(state, rows);
}

static void a_description_is_named_by_its_alias(void **state)
{
    static const row rows[] = {
        {"国内某射频芯片企业(以下简称“骊崚微电”)被收购。", "国内某射频芯片企业", "骊崚微电"},
        {"国内某射频芯片企业(以下简称“骊崚微电”)被收购。", "骊崚微电", "骊崚微电"},
    };
    CHECK(state, rows);
}

static void the_first_definition_of_an_alias_holds(void **state)
{
    ds_names *names = open_names(*state);
    learn(*state, names, "澄海轴承股份有限公司(以下简称“澄海”)收购工厂。");
    learn(*state, names, "澄海机床有限公司(以下简称“澄海”)收购工厂。");
    ds_str got = ds_names_resolve(names, DS_STR("澄海"));
    assert_true(ds_str_equal(got, DS_STR("澄海轴承股份有限公司")));
    ds_names_free(names);
}

static void clearing_forgets_the_document(void **state)
{
    ds_names *names = open_names(*state);
    learn(*state, names, "澄海轴承股份有限公司(以下简称“澄海”)收购工厂。");
    ds_names_clear(names);
    assert_true(ds_str_equal(ds_names_resolve(names, DS_STR("澄海")), DS_STR("澄海")));
    ds_names_free(names);
}

static unsigned form_of(const ds_analysis *analysis, const char *text)
{
    for (unsigned f = 0; f < analysis->nominees.n_forms; f++) {
        if (ds_str_equal(analysis->nominees.forms[f].text, ds_str_from(text))) {
            return f;
        }
    }
    fail_msg("no form %s", text);
    return 0;
}

static void forms_are_marked_by_what_the_document_says_of_them(void **state)
{
    static const struct {
        const char *form;
        ds_name_mark mark;
    } rows[] = {
        {"澄海轴承", DS_NAME_ALIAS},
        {"澄海轴承股份有限公司", DS_NAME_FULL},
        {"北岭传动", DS_NAME_TITLE},
        {"远帆液压", DS_NAME_NONE},
    };
    analyser *run = *state;
    ds_names *names = open_names(run);
    ds_names_set_title(names, DS_STR("关于北岭传动的点评"));
    learn(run, names, "澄海轴承股份有限公司(以下简称“澄海轴承”)收购工厂。");
    ds_analysis got =
        analyser_read(run, "澄海轴承、澄海轴承股份有限公司、北岭传动和远帆液压收购工厂。");
    assert_int_equal(ds_names_mark(names, &got, run->arena), DS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(got.form_name[form_of(&got, rows[i].form)], rows[i].mark);
    }
    ds_names_free(names);
}

static void earlier_sentences_with_a_form_are_counted(void **state)
{
    analyser *run = *state;
    ds_names *names = open_names(run);
    for (unsigned before = 0; before < 4; before++) {
        ds_analysis got = analyser_read(run, "北岭传动收购工厂,北岭传动扩产。");
        assert_int_equal(ds_names_mark(names, &got, run->arena), DS_OK);
        assert_int_equal(got.form_seen[form_of(&got, "北岭传动")], before);
    }
    ds_names_clear(names);
    ds_analysis got = analyser_read(run, "北岭传动收购工厂。");
    assert_int_equal(ds_names_mark(names, &got, run->arena), DS_OK);
    assert_int_equal(got.form_seen[form_of(&got, "北岭传动")], 0);
    ds_names_free(names);
}

static void a_document_of_many_names_keeps_the_first(void **state)
{
    analyser *run = *state;
    ds_names *names = open_names(run);
    for (int i = 0; i <= DS_NAMES_MAX; i++) {
        char sentence[128];
        snprintf(sentence, sizeof sentence, "澄海轴承有限公司(以下简称“X%d”)。", i);
        learn(run, names, sentence);
    }
    char last[16];
    snprintf(last, sizeof last, "X%d", DS_NAMES_MAX);
    ds_str full = DS_STR("澄海轴承有限公司");
    assert_true(ds_str_equal(ds_names_resolve(names, DS_STR("X0")), full));
    assert_true(ds_str_equal(ds_names_resolve(names, ds_str_from(last)), ds_str_from(last)));
    ds_names_free(names);
}

static void a_defined_name_inside_a_longer_word_is_another(void **state)
{
    analyser *run = *state;
    ds_names *names = open_names(run);
    learn(run, names, "Lan Bridge Group(以下简称“LBG”)成立。");
    learn(run, names, "澄海轴承股份有限公司(以下简称“澄海轴承”或“公司”)扩产。");
    ds_analysis_tools tools = analyser_tools(run);
    tools.known = ds_names_all(names);
    static const struct {
        const char *text;
        const char *name;
        bool found;
    } rows[] = {
        {"收购LBGX公司60%股权", "LBG", false}, {"收购XLBG公司60%股权", "LBG", false},
        {"收购LBG公司60%股权", "LBG", true},   {"由上市公司收购北岭传动", "公司", false},
        {"由公司收购北岭传动", "公司", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool found = nominates(run, &tools, rows[i].text, rows[i].name);
        if (found != rows[i].found) {
            print_error("%s\n", rows[i].text);
        }
        assert_int_equal(found, rows[i].found);
    }
    ds_names_free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alias_stands_for_the_full_name),
        cmocka_unit_test(a_definition_may_give_two_aliases),
        cmocka_unit_test(a_defined_name_inside_a_longer_word_is_another),
        cmocka_unit_test(a_full_name_is_made_of_its_alias_however_it_is_cut),
        cmocka_unit_test(what_a_document_defines_is_a_candidate_wherever_it_stands),
        cmocka_unit_test(only_sentences_with_a_definition_are_worth_learning_from),
        cmocka_unit_test(what_was_not_defined_stands_for_itself),
        cmocka_unit_test(a_description_is_named_by_its_alias),
        cmocka_unit_test(the_first_definition_of_an_alias_holds),
        cmocka_unit_test(clearing_forgets_the_document),
        cmocka_unit_test(forms_are_marked_by_what_the_document_says_of_them),
        cmocka_unit_test(earlier_sentences_with_a_form_are_counted),
        cmocka_unit_test(a_document_of_many_names_keeps_the_first),
    };
    return cmocka_run_group_tests_name("name", tests, analyser_setup, analyser_teardown);
}
