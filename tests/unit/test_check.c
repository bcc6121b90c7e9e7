/* links: ds_rules ds_text */
#include "tests/unit/pack_fixture.h"

#define CUE(pattern, example)                                                                      \
    "<cue id='c' field='status' value='planned'><pattern>" pattern "</pattern><example>" example   \
    "</example></cue>"

typedef struct row {
    const char *body;
    const char *told; /* checks in square brackets, by order of place; "" for none */
} row;

/* The names of the checks in the messages at hand. */
static void checks_of(const char *messages, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (const char *line = messages; *line; line = strchr(line, '\n') + 1) {
        const char *end = strchr(line, '\n');
        const char *open = end;
        while (open > line && *open != '[') {
            open--;
        }
        len += (size_t)snprintf(out + len, size - len, "%.*s", (int)(end - open), open);
    }
}

static void what_is_most_likely_not_meant_is_told_by_its_name(void **state)
{
    static const row rows[] = {
        {CUE("拟", "拟"), ""},
        {CUE("拟", "将"), "[example]"},
        {"<cue id='c' field='status' value='planned'><pattern>拟</pattern></cue>", "[no-example]"},
        {"<cue id='c' field='motive'><pattern>拟</pattern><example>拟</example></cue>",
         "[no-value]"},
        {"<cue id='c' field='scope.left' "
         "value='same'><pattern>拟</pattern><example>拟</example></cue>",
         ""},
        {"<cue id='c' field='status.lft' "
         "value='planned'><pattern>拟</pattern><example>拟</example></cue>",
         "[unknown-name]"},
        {"<furniture id='c' action='isolat'><pattern>拟</pattern><example>拟</example></furniture>",
         "[unknown-name]"},
        {CUE("(?:拟|将)?", "拟"), "[matches-empty]"},
        {CUE("拟*.", "拟"), "[matches-everything]"},
        {CUE("[^拟]", "将"), "[matches-everything]"},
        {CUE("\\w", "a"), ""},
        {CUE("拟^", "拟"), "[example][never-matches]"},
        {CUE("$拟", "拟"), "[example][never-matches]"},
        {CUE("拟?^将", "将"), ""},
        {CUE("$拟|将", "将"), ""},
        {CUE("拟$|^将", "将"), ""},
        {CUE("，拟", "，拟"), "[example][full-width]"},
        {CUE("[，,]拟", "，拟"), ""},
        {CUE("(?:，|,)拟", "，拟"), ""},
        {CUE("(?:.?){12}[佧佤]", "佧aaaaaaaaaaaaaaaaaaaa"), "[costly]"},
        {"<lexicon id='l'>拟</lexicon>" CUE("{l}", "拟"), ""},
        {"<lexicon id='l'>拟</lexicon>" CUE("拟", "拟"), "[unused-lexicon]"},
        {"<lexicon id='trigger'>拟</lexicon>" CUE("拟", "拟"), "[unused-lexicon]"},
        {"<lexicon id='triggers'>拟</lexicon>" CUE("拟", "拟"), ""},
        {"<option name='status.scale' value='1'/>" CUE("拟", "拟"), ""},
        {"<option name='status.scael' value='1'/>" CUE("拟", "拟"), "[unknown-option]"},
        {"<option name='gaps' value='1'/>" CUE("拟", "拟"), "[unknown-option]"},
        {"<rule id='r' kind='merger'><pattern>{party:acquirer} 合并 "
         "{party:target}</pattern><example>甲</example></rule>",
         ""},
        {"<rule id='r' kind='merger'><pattern>{party} 合并 "
         "{party}</pattern><example>甲</example></rule>",
         "[no-role]"},
        {"<rule id='r' kind='merger'><pattern>{party:acquirer} (?:合并)? "
         "{party:target}</pattern><example>甲</example></rule>",
         "[matches-everything]"},
        {CUE("拟...收购", "拟以现金收购"), "[three-points]"},
        {CUE("拟.{3}收购", "拟以现金收购"), ""},
        {CUE("拟\\.\\.\\.收购", "拟...收购"), ""},
        {"<lexicon id='triggers' href='t.tsv'/>" CUE("拟", "拟"),
         "[unknown-value][unknown-value][unknown-value][blank]"},
    };
    (void)state;
    fixture here = fixture_make();
    static const char triggers[] = "# columns: word class kind strength\n"
                                   "收购\tacquire\tacquisition\tstrong\n并购\tbuy\n"
                                   "入股\tinvest\tstake\tweek\n买下 acquire\n";
    fixture_write(&here, "t.tsv", triggers, sizeof triggers - 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char got[256];
        here.messages[0] = '\0';
        fixture_pack(&here, "p.xml", rows[i].body);
        if (fixture_read(&here, "p.xml", NULL) != DS_OK) {
            fail_msg("%s\n%s", rows[i].body, here.messages);
        }
        (void)fixture_check(&here, NULL);
        checks_of(here.messages, got, sizeof got);
        if (strcmp(got, rows[i].told) != 0) {
            fail_msg("%s\nwant %s\ngot  %s\n%s", rows[i].body, rows[i].told, got, here.messages);
        }
    }
    fixture_end(&here);
}

/* The words of a house lexicon against those of ours, which are 拟 将. */
static void words_that_are_lost_by_a_new_lexicon_are_told(void **state)
{
    static const row houses[] = {
        {"<lexicon id='plan'>拟 将</lexicon>", ""},
        {"<lexicon id='plan'>拟 将 计划</lexicon>", ""},
        {"<lexicon id='plan'>将 计划</lexicon>",
         "house.xml:2:1: warning: lexicon 'plan' takes the place of the one at p.xml:2, and 1 of "
         "its 2 words are gone; write add=\"yes\" to add to it, or add=\"no\" if you mean that "
         "[replaced-lexicon]\n"},
        {"<lexicon id='plan' add='no'>将 计划</lexicon>", ""},
        {"<lexicon id='plan' add='yes'>计划</lexicon>", ""},
        {"<xi:include href='p.xml'/><lexicon id='plan'>计划</lexicon>",
         "house.xml:2:27: warning: lexicon 'plan' takes the place of the one at p.xml:2, and 2 of "
         "its 2 words are gone; write add=\"yes\" to add to it, or add=\"no\" if you mean that "
         "[replaced-lexicon]\n"},
        {"<lexicon id='plan'>计划</lexicon><xi:include href='p.xml'/>",
         "house.xml:2:1: warning: lexicon 'plan' takes the place of the one at p.xml:2, and 2 of "
         "its 2 words are gone; write add=\"yes\" to add to it, or add=\"no\" if you mean that "
         "[replaced-lexicon]\n"},
    };
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<lexicon id='plan'>拟 将</lexicon><cue id='c' field='status' value='planned'>"
                 "<pattern>{plan}</pattern><example>拟 将 计划</example></cue>");
    for (size_t i = 0; i < sizeof houses / sizeof houses[0]; i++) {
        bool alone = strstr(houses[i].body, "include") != NULL;
        here.messages[0] = '\0';
        fixture_pack(&here, "house.xml", houses[i].body);
        ds_status status = alone ? fixture_read(&here, "house.xml", NULL)
                                 : fixture_read(&here, "p.xml", "house.xml");
        assert_int_equal(status, DS_OK);
        (void)fixture_check(&here, NULL);
        assert_string_equal(here.messages, houses[i].told);
    }
    fixture_end(&here);
}

/* How far an example came that a pattern does not match. */
static void a_failing_example_is_told_with_the_part_that_failed(void **state)
{
    static const row rows[] = {
        {CUE("推动 .{0,3} 登陆 科创板", "推动其登陆创业板"),
         ": 2 of 3 parts found, 科创板 fails at '创业板'"},
        {CUE("推动 登陆 科创板", "推动其登陆科创板"),
         ": 3 of 3 parts found, but '其' stands before 登陆"},
        {CUE("有意|推动 登陆 科创板", "推动其登陆"),
         ": 1 of 3 parts found, 登陆 fails at '其登陆'"},
        {CUE("推动 登陆", "推动"), ": 1 of 2 parts found, 登陆 fails at the end"},
        {CUE("推动[^,]{0,6}(?:上市|登陆科创板)", "推动其登陆创业板"),
         ": 1 of 2 parts found, (?:上市|登陆科创板) fails at '其登陆创业板'"}, /* not behind the gap
                                                                                */
        {CUE("推动", "登陆"), ""},
    };
    (void)state;
    fixture here = fixture_make();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char wanted[256];
        const char *example = strstr(rows[i].body, "<example>") + strlen("<example>");
        here.messages[0] = '\0';
        fixture_pack(&here, "p.xml", rows[i].body);
        assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
        assert_false(fixture_check(&here, NULL));
        snprintf(wanted, sizeof wanted,
                 "p.xml:2: error: cue 'c' does not match its example: %.*s%s [example]\n",
                 (int)strcspn(example, "<"), example, rows[i].told);
        assert_string_equal(here.messages, wanted);
    }
    fixture_end(&here);
}

static void a_hint_keeps_what_was_right(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<option name='motive.scael' value='1'/>\n"
                 "<cue id='c' field='motve.target' value='x'><pattern>拟</pattern>"
                 "<example>拟</example></cue>");
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    assert_true(fixture_check(&here, NULL));
    assert_string_equal(
        here.messages,
        "p.xml:2:1: warning: option 'motive.scael' is none that the program reads; did you mean "
        "'motive.scale'? [unknown-option]\n"
        "p.xml:3: warning: cue 'c': field 'motve.target' is none that the program reads; did you "
        "mean 'motive.target'? [unknown-name]\n");
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_most_likely_not_meant_is_told_by_its_name),
        cmocka_unit_test(words_that_are_lost_by_a_new_lexicon_are_told),
        cmocka_unit_test(a_failing_example_is_told_with_the_part_that_failed),
        cmocka_unit_test(a_hint_keeps_what_was_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
