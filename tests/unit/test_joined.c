/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/joined.h"

static ds_joints joints_of(const analyser *run)
{
    return (ds_joints){ds_ruleset_lexicon(run->rules, "joiners"),
                       ds_ruleset_lexicon(run->rules, "share-joiners"),
                       ds_ruleset_lexicon(run->rules, "share-links")};
}

static const ds_candidate *find(const ds_analysis *analysis, const char *name)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (ds_str_equal(ds_str_slice(analysis->text, candidate->begin, candidate->end),
                         ds_str_from(name))) {
            return candidate;
        }
    }
    fail_msg("%s is no candidate", name);
    return NULL;
}

static const struct row {
    const char *sentence;
    const char *from;
    const char *next; /* what is joined behind it; NULL: nothing */
} rows[] = {
    {"公司收购北岭传动、海川股份。", "北岭传动", "海川股份"},
    {"公司收购北岭传动60%股权、海川股份51%股权。", "北岭传动", "海川股份"},
    {"公司收购北岭传动60%的股权,海川股份51%的股权及云岭锂业49%的股权。", "北岭传动", "海川股份"},
    {"公司收购北岭传动60%的股权,海川股份51%的股权及云岭锂业49%的股权。", "海川股份", "云岭锂业"},
    {"公司收购北岭传动(以下简称“北岭”)60%股权和海川股份(下称“海川”)51%股权。", "北岭传动",
     "海川股份"},
    {"公司收购“北岭传动”100%股权和“海川股份”100%股权。", "北岭传动", "海川股份"},
    {"公司收购北岭传动60%股权,海川股份表示欢迎。", "北岭传动", NULL},
    {"公司收购北岭传动60%股权,交易价格为3亿元。", "北岭传动", NULL},
    {"公司收购北岭传动,海川股份51%股权被冻结。", "北岭传动", NULL},
};

static void members_of_a_list_are_found_and_others_are_not(void **state)
{
    analyser *run = *state;
    const ds_joints joints = joints_of(run);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_analysis analysis = analyser_read(run, rows[i].sentence);
        const ds_candidate *next =
            ds_joined_target(&joints, &analysis, find(&analysis, rows[i].from), true);
        ds_str form =
            next ? ds_str_slice(analysis.text, next->begin, next->end) : (ds_str){NULL, 0};
        if (rows[i].next ? !ds_str_equal(form, ds_str_from(rows[i].next)) : next != NULL) {
            fail_msg("%s: %.*s", rows[i].sentence, DS_STR_ARGS(form));
        }
    }
}

static void names_alone_are_joined_in_both_directions_but_not_over_shares(void **state)
{
    analyser *run = *state;
    const ds_joints joints = joints_of(run);
    ds_analysis analysis =
        analyser_read(run, "公司收购北岭传动、海川股份60%股权、云岭锂业51%股权。");
    const ds_candidate *middle = find(&analysis, "海川股份");
    assert_ptr_equal(ds_joined_name(&joints, &analysis, middle, false),
                     find(&analysis, "北岭传动"));
    assert_null(ds_joined_name(&joints, &analysis, middle, true));
    assert_ptr_equal(ds_joined_target(&joints, &analysis, middle, true),
                     find(&analysis, "云岭锂业"));
}

static void titles_and_remarks_may_stand_between_parties(void **state)
{
    static const struct {
        const char *sentence, *left, *right; /* right: NULL: nobody is joined to the left */
    } pairs[] = {
        {"北岭传动和自然人股东海川股份收购云岭锂业。", "北岭传动", "海川股份"},
        {"北岭传动、德国海川股份收购云岭锂业。", "北岭传动", "海川股份"},
        {"北岭传动(下称“北岭”)和海川股份收购云岭锂业。", "北岭传动", "海川股份"},
        {"北岭传动收购海川股份。", "北岭传动", NULL},
    };
    analyser *run = *state;
    const ds_joints joints = joints_of(run);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ds_analysis analysis = analyser_read(run, pairs[i].sentence);
        const ds_candidate *left = find(&analysis, pairs[i].left);
        const ds_candidate *found = ds_joined_party(&joints, &analysis, left, true);
        if (!pairs[i].right) {
            assert_null(found);
            continue;
        }
        const ds_candidate *right = find(&analysis, pairs[i].right);
        assert_non_null(found);
        assert_int_equal(found->end, right->end); /* with its title or without */
        assert_ptr_equal(ds_joined_party(&joints, &analysis, right, false), left);
        /* a list of targets is stricter */
        assert_null(ds_joined_name(&joints, &analysis, right, false));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_a_list_are_found_and_others_are_not),
        cmocka_unit_test(names_alone_are_joined_in_both_directions_but_not_over_shares),
        cmocka_unit_test(titles_and_remarks_may_stand_between_parties),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
