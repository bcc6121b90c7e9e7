/* links: ds_rules ds_text */
#include "rules/budget.h"
#include "rules/pattern.h"
#include "tests/unit/pack_fixture.h"

static char text[64 * 1024];

/* 2^11 steps at each place where it may begin, and no match. */
static const char pack[] = "<cue id='c' field='status' value='none'>"
                           "<pattern>(?:a?){11}[xy]</pattern></cue>";

static int search(fixture *here, ds_budget *budget, size_t len, pcre2_match_data *data)
{
    const ds_pattern *patterns;
    ds_ruleset_patterns(here->set, DS_SECTION_CUE, &patterns);
    return ds_budget_pattern(budget, DS_SECTION_CUE, patterns, (ds_str){text, len}, 0, data);
}

static void a_long_text_leaves_each_place_less(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml", pack);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    pcre2_match_data *data = ds_pattern_data(here.set);
    ds_budget *budget;
    assert_int_equal(ds_budget_new(&budget, &here.diag), DS_OK);
    memset(text, 'a', sizeof text);
    ds_budget_place(budget, DS_STR("short.txt"), 3);
    assert_int_equal(search(&here, budget, 200, data), PCRE2_ERROR_NOMATCH);
    assert_string_equal(here.messages, "");
    ds_budget_place(budget, DS_STR("long.txt"), 5);
    assert_int_equal(search(&here, budget, sizeof text, data), PCRE2_ERROR_MATCHLIMIT);
    assert_int_equal(search(&here, budget, sizeof text, data), PCRE2_ERROR_MATCHLIMIT);
    assert_string_equal(here.messages,
                        "p.xml:2: warning: cue 'c' used up its budget of steps in document "
                        "'long.txt' at byte 5 and was passed over there; make its gaps shorter or "
                        "its parts more definite\n");
    here.messages[0] = '\0';
    ds_budget_end(budget);
    assert_string_equal(here.messages,
                        "p.xml:2: warning: cue 'c' was passed over in 1 more places\n");
    assert_int_equal(search(&here, NULL, 200, data), PCRE2_ERROR_NOMATCH);
    ds_budget_free(budget);
    pcre2_match_data_free(data);
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_text_leaves_each_place_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
