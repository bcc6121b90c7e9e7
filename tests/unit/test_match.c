/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

typedef struct row {
    const char *rule;
    const char *text;
    const char *picks; /* "role:span" joined by ' '; "": the rule must not match */
} row;

static void picks_of(const analyser *run, const ds_analysis *analysis, const char *id, char *out,
                     size_t size)
{
    const ds_rule *rules;
    ds_ruleset_rules(run->rules, &rules);
    size_t len = 0;
    out[0] = '\0';
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (ds_str_equal(rules[pick->rule].id, ds_str_from(id))) {
            ds_str span = ds_str_slice(analysis->text, analysis->tokens[pick->first].begin,
                                       analysis->tokens[pick->last].end);
            len += (size_t)snprintf(out + len, size - len, "%s%s:%.*s", len ? " " : "",
                                    ds_role_name((ds_role)pick->role), DS_STR_ARGS(span));
        }
    }
}

static void check(analyser *run, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_rows; i++) {
        ds_analysis analysis = analyser_read(run, rows[i].text);
        char got[1024];
        picks_of(run, &analysis, rows[i].rule, got, sizeof got);
        if (strcmp(got, rows[i].picks) != 0) {
            print_error("%s %s\n  want %s\n  got  %s\n", rows[i].rule, rows[i].text, rows[i].picks,
                        got);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

#define CHECK(state, rows) check(*(state), (rows), sizeof(rows) / sizeof *(rows))

static void rules_pick_roles_and_spans(void **state)
{
    static const row rows[] = {
        {"deal.active", "澄海轴承拟以3.2亿元收购北岭传动60%股权。",
         "acquirer:澄海轴承 amount:3.2亿元 target:北岭传动 stake:60%"},
        {"deal.active", "澄海轴承收购北岭传动。", "acquirer:澄海轴承 target:北岭传动"},
        {"deal.passive", "北岭传动去年被澄海轴承收购。", "target:北岭传动 acquirer:澄海轴承"},
        {"deal.hold", "拟收购远帆集团持有的北岭传动51%股权。",
         "seller:远帆集团 target:北岭传动 stake:51%"},
        {"deal.from", "澄海轴承拟向远帆集团购买北岭传动51%股权。",
         "acquirer:澄海轴承 seller:远帆集团 target:北岭传动 stake:51%"},
        {"deal.nominal", "澄海轴承完成对北岭传动的收购。", "acquirer:澄海轴承 target:北岭传动"},
        {"deal.merge", "澄海轴承与北岭传动宣布合并。", "acquirer:澄海轴承 target:北岭传动"},
    };
    CHECK(state, rows);
}

static void a_rule_matches_again_behind_its_match(void **state)
{
    static const row rows[] = {
        {"deal.active", "澄海轴承收购北岭传动,远帆液压收购青禾精密。",
         "acquirer:澄海轴承 target:北岭传动 acquirer:远帆液压 target:青禾精密"},
    };
    CHECK(state, rows);
    ds_analysis got = analyser_read(*state, rows[0].text);
    const ds_pick *first = &got.picks[0];
    assert_true(ds_pick_pairs(&got, first, got.picks[1].first, got.picks[1].last));
    for (size_t p = 0; p < got.n_picks; p++) {
        if (got.picks[p].rule == first->rule && got.picks[p].match != first->match) {
            assert_false(ds_pick_pairs(&got, first, got.picks[p].first, got.picks[p].last));
        }
    }
}

static void a_rule_that_does_not_match_picks_nothing(void **state)
{
    static const row rows[] = {
        {"deal.active", "收购完成后经营稳定。", ""},
        {"deal.passive", "澄海轴承收购北岭传动。", ""},
        {"deal.merge", "澄海轴承收购北岭传动。", ""},
        {"deal.active", "", ""},
    };
    CHECK(state, rows);
}

static void a_gap_ends_with_the_sentence(void **state)
{
    static const row rows[] = {
        {"deal.gap", "澄海轴承为补齐短板,决定收购北岭传动。", "acquirer:澄海轴承 target:北岭传动"},
        {"deal.gap", "澄海轴承扩产;收购北岭传动。", ""},
    };
    CHECK(state, rows);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part)) {
        n++;
    }
    return n;
}

static void a_rule_over_its_step_limit_is_reported_once_and_others_go_on(void **state)
{
    static const char text[] = "澄海轴承收购北岭传动,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,。完";
    (void)state;
    fixture here = fixture_make();
    char path[128];
    analyser run;
    fixture_pack(
        &here, "house.xml",
        "<rule id=\"house.slow\" kind=\"acquisition\" priority=\"100\">"
        "<pattern>{party:acquirer} 收购 {party:target} (?:,|,,)+ 完</pattern>"
        "<example><acquirer>甲光通信</acquirer>收购<target>乙芯科技</target>,完。</example>"
        "</rule>");
    snprintf(path, sizeof path, "%s/house.xml", here.folder);
    assert_true(analyser_open(&run, path, fixture_keep, &here));
    ds_budget *budget;
    assert_int_equal(ds_budget_new(&budget, &run.diag), DS_OK);
    ds_budget_place(budget, DS_STR("a.txt"), 7);
    ds_matcher_budget(run.matcher, budget);
    for (int i = 0; i < 3; i++) {
        char got[256];
        ds_analysis analysis = analyser_read(&run, text);
        picks_of(&run, &analysis, "house.slow", got, sizeof got);
        assert_string_equal(got, "");
        picks_of(&run, &analysis, "deal.active", got, sizeof got);
        assert_string_equal(got, "acquirer:澄海轴承 target:北岭传动");
    }
    assert_string_equal(here.messages,
                        "house.xml:2: warning: rule 'house.slow' used up its budget of steps in "
                        "document 'a.txt' at byte 7 and was passed over there; make its gaps "
                        "shorter or its parts more definite\n");
    ds_budget_end(budget);
    assert_int_equal(count(here.messages, "house.xml:2: warning: rule 'house.slow' was passed over "
                                          "in 2 more places\n"),
                     1);
    assert_int_equal(run.diag.n_warnings, 2);
    ds_budget_free(budget);
    analyser_close(&run);
    fixture_end(&here);
}

static uint64_t sum_tries(const ds_match_work *work, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += work[i].tries;
    }
    return sum;
}

static void work_is_counted_only_while_somebody_asks(void **state)
{
    analyser *run = *state;
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(run->rules, &rules);
    size_t active = 0;
    while (active < n && !ds_str_equal(rules[active].id, DS_STR("deal.active"))) {
        active++;
    }
    ds_match_work work[64] = {{0}};
    ds_match_work bindings[64] = {{0}};
    ds_set_work all = {work, {[DS_SECTION_BINDING] = bindings}};
    ds_budget *budget;
    assert_int_equal(ds_budget_new(&budget, NULL), DS_OK);
    ds_matcher_budget(run->matcher, budget);
    assert_in_range(active, 0, n - 1);
    assert_in_range(n, 1, 64);
    ds_budget_count(budget, run->rules, &all);
    analyser_read(run, "澄海轴承以3.2亿元收购北岭传动,注册资本2亿元。");
    assert_int_equal(work[active].matches, 1);
    assert_in_range(work[active].tries, 1, 3); /* again behind the match */
    for (size_t r = 0; r < n; r++) {
        assert_in_range(work[r].tries, 0, 16); /* 0: a word it needs is not there */
        assert_in_range(work[r].matches, 0, work[r].tries);
        assert_int_equal(work[r].passed_over, 0);
    }
    assert_int_not_equal(sum_tries(bindings, 64), 0);
    uint64_t before = sum_tries(work, n) + sum_tries(bindings, 64);
    ds_budget_count(budget, NULL, NULL);
    analyser_read(run, "澄海轴承以3.2亿元收购北岭传动。");
    assert_int_equal(sum_tries(work, n) + sum_tries(bindings, 64), before);
    ds_matcher_budget(run->matcher, NULL);
    ds_budget_free(budget);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_pick_roles_and_spans),
        cmocka_unit_test(a_rule_matches_again_behind_its_match),
        cmocka_unit_test(a_rule_that_does_not_match_picks_nothing),
        cmocka_unit_test(a_gap_ends_with_the_sentence),
        cmocka_unit_test(work_is_counted_only_while_somebody_asks),
        cmocka_unit_test(a_rule_over_its_step_limit_is_reported_once_and_others_go_on),
    };
    return cmocka_run_group_tests_name("match", tests, analyser_setup, analyser_teardown);
}
