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

static const char two[] = "<cue id='c' field='status' value='none'>"
                          "<pattern>(?:a?){11}[xy]</pattern></cue>"
                          "<cue id='d' field='status' value='none'>"
                          "<pattern>(?:a?){11}[zw]</pattern></cue>";

static int search_as(fixture *here, ds_budget *budget, const char *document, size_t which,
                     pcre2_match_data *data)
{
    const ds_pattern *patterns;
    ds_ruleset_patterns(here->set, DS_SECTION_CUE, &patterns);
    ds_budget_place(budget, ds_str_from(document), which);
    return ds_budget_pattern(budget, DS_SECTION_CUE, &patterns[which], (ds_str){text, sizeof text},
                             0, data);
}

static void add_all(ds_budget *account, ds_budget *from, const char *document)
{
    const ds_overrun *overruns;
    size_t n = ds_budget_take(from, &overruns);
    for (size_t i = 0; i < n; i++) {
        ds_budget_add(account, ds_str_from(document), &overruns[i]);
    }
}

/* Two documents, decided by two budgets in the wrong order or by one. */
static void a_shared_account_tells_what_one_budget_tells(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml", two);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    pcre2_match_data *data = ds_pattern_data(here.set);
    ds_budget *all[4];
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(ds_budget_new(&all[i], &here.diag), DS_OK);
    }
    memset(text, 'a', sizeof text);
    (void)search_as(&here, all[0], "one", 1, data);
    (void)search_as(&here, all[0], "one", 1, data);
    (void)search_as(&here, all[0], "two", 0, data);
    (void)search_as(&here, all[0], "two", 1, data);
    ds_budget_end(all[0]);
    char alone[sizeof here.messages];
    memcpy(alone, here.messages, sizeof alone);
    assert_non_null(strstr(alone, "cue 'd' was passed over in 2 more places"));
    here.messages[0] = '\0';
    ds_budget_hush(all[1]);
    ds_budget_hush(all[2]);
    (void)search_as(&here, all[2], "two", 0, data);
    (void)search_as(&here, all[2], "two", 1, data);
    (void)search_as(&here, all[1], "one", 1, data);
    (void)search_as(&here, all[1], "one", 1, data);
    assert_string_equal(here.messages, "");
    add_all(all[3], all[1], "one");
    add_all(all[3], all[2], "two");
    add_all(all[3], all[2], "two"); /* is taken already */
    ds_budget_end(all[3]);
    assert_string_equal(here.messages, alone);
    for (size_t i = 0; i < 4; i++) {
        ds_budget_free(all[i]);
    }
    pcre2_match_data_free(data);
    fixture_end(&here);
}

static void a_front_match_is_not_looked_for_further_on(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml", pack);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    pcre2_match_data *data = ds_pattern_data(here.set);
    ds_budget *budget;
    assert_int_equal(ds_budget_new(&budget, &here.diag), DS_OK);
    const ds_pattern *patterns;
    ds_ruleset_patterns(here.set, DS_SECTION_CUE, &patterns);
    ds_budget *both[] = {budget, NULL};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            ds_budget_pattern_at(both[i], DS_SECTION_CUE, patterns, DS_STR("aax"), 0, data), 1);
        assert_int_equal(
            ds_budget_pattern_at(both[i], DS_SECTION_CUE, patterns, DS_STR("bax"), 0, data),
            PCRE2_ERROR_NOMATCH);
        assert_int_equal(
            ds_budget_pattern(both[i], DS_SECTION_CUE, patterns, DS_STR("bax"), 0, data), 1);
    }
    memset(text, 'a', sizeof text);
    assert_int_equal(ds_budget_pattern_at(budget, DS_SECTION_CUE, patterns,
                                          (ds_str){text, sizeof text}, 0, data),
                     PCRE2_ERROR_MATCHLIMIT);
    assert_non_null(strstr(here.messages, "cue 'c' used up its budget of steps"));
    ds_budget_free(budget);
    pcre2_match_data_free(data);
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_text_leaves_each_place_less),
        cmocka_unit_test(a_shared_account_tells_what_one_budget_tells),
        cmocka_unit_test(a_front_match_is_not_looked_for_further_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
