/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

typedef struct row {
    const char *text;
    const char *span;
    unsigned bits; /* that it must have */
} row;

static const ds_candidate *nominee(const ds_analysis *analysis, const char *span)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (ds_str_equal(ds_str_slice(analysis->text, candidate->begin, candidate->end),
                         ds_str_from(span))) {
            return candidate;
        }
    }
    return NULL;
}

static void must_be(analyser *run, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_rows; i++) {
        ds_analysis got = analyser_read(run, rows[i].text);
        const ds_candidate *found = nominee(&got, rows[i].span);
        if (!found || (found->bits & rows[i].bits) != rows[i].bits) {
            print_error("%s: %s %s %#x, wanted %#x\n", rows[i].text, rows[i].span,
                        found ? "has" : "is not nominated", found ? found->bits : 0, rows[i].bits);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void must_not_be(analyser *run, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_rows; i++) {
        ds_analysis got = analyser_read(run, rows[i].text);
        if (nominee(&got, rows[i].span)) {
            print_error("%s: %s is nominated\n", rows[i].text, rows[i].span);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

#define MUST_BE(state, rows) must_be(*(state), (rows), sizeof(rows) / sizeof *(rows))
#define MUST_NOT_BE(state, rows) must_not_be(*(state), (rows), sizeof(rows) / sizeof *(rows))

static void names_never_seen_before_are_nominated(void **state)
{
    static const row rows[] = {
        {"澄海轴承收购北岭传动60%股权。", "澄海轴承", DS_NOMINEE_CHAIN},
        {"澄海轴承收购北岭传动60%股权。", "北岭传动", DS_NOMINEE_CHAIN},
        {"拟收购骊崚微电。", "骊崚微电", DS_NOMINEE_CHAIN},
        {"澄海轴承收购北岭传动、远帆液压。", "远帆液压", 0},
    };
    MUST_BE(state, rows);
}

static void full_legal_names_are_nominated_whole(void **state)
{
    static const row rows[] = {
        {"收购澄海轴承股份有限公司。", "澄海轴承股份有限公司", DS_NOMINEE_LEGAL},
        {"收购北岭传动(苏州)有限公司。", "北岭传动(苏州)有限公司",
         DS_NOMINEE_LEGAL | DS_NOMINEE_BRACKET},
        {"收购苏州与众传动有限公司。", "苏州与众传动有限公司", DS_NOMINEE_LEGAL | DS_NOMINEE_INNER},
    };
    MUST_BE(state, rows);
}

static void listed_companies_are_nominated_though_segmentation_cuts_them(void **state)
{
    static const row rows[] = {
        {"比亚迪收购北岭传动。", "比亚迪", DS_NOMINEE_LISTED},
        {"浦发银行收购北岭传动。", "浦发银行", DS_NOMINEE_LISTED},
        {"中国平安与比亚迪合并。", "中国平安", DS_NOMINEE_LISTED},
    };
    MUST_BE(state, rows);
}

static void quoted_and_latin_names_are_nominated(void **state)
{
    static const row rows[] = {
        {"收购品牌“青禾”的母公司。", "青禾", DS_NOMINEE_QUOTED},
        {"收购Norvex公司。", "Norvex", DS_NOMINEE_LATIN},
        {"收购Nor Vex全部股权。", "Nor Vex", DS_NOMINEE_LATIN},
        {"澄海轴承(600997)收购北岭传动。", "澄海轴承", DS_NOMINEE_CODE},
    };
    MUST_BE(state, rows);
}

static void descriptions_are_one_unit(void **state)
{
    static const row rows[] = {
        {"收购国内某射频芯片企业。", "国内某射频芯片企业", DS_NOMINEE_DESCRIBED},
        {"收购一家德国机床厂商。", "一家德国机床厂商", DS_NOMINEE_DESCRIBED},
        {"收购两家中小企业。", "两家中小企业", DS_NOMINEE_DESCRIBED},
    };
    MUST_BE(state, rows);
}

static void nothing_inside_a_description_is_nominated(void **state)
{
    static const row rows[] = {
        {"收购国内某射频芯片企业。", "射频芯片企业", 0},
        {"收购国内某射频芯片企业。", "射频", 0},
        {"收购国内某射频芯片企业。", "芯片企业", 0},
    };
    MUST_NOT_BE(state, rows);
}

static void numbers_addresses_and_function_words_are_not_nominated(void **state)
{
    static const row rows[] = {
        {"收购 1204 3377 8891 工厂", "3377 8891", 0},
        {"收购信息见http://www.norvex.com/ir。", "http://www.norvex.com/ir", 0},
        {"因为将收购北岭传动,所以涨价。", "因为", 0},
        {"因为将收购北岭传动,所以涨价。", "所以", 0},
        {"以3亿元收购北岭传动。", "3亿元", 0},
        {"澄海轴承收购北岭传动。", "收购", 0},
    };
    MUST_NOT_BE(state, rows);
}

static void candidates_ascend_and_count_their_forms(void **state)
{
    ds_analysis got = analyser_read(*state, "澄海轴承收购北岭传动,北岭传动由澄海轴承控制。");
    const ds_nominees *all = &got.nominees;
    assert_true(all->n_candidates > 0);
    for (size_t c = 0; c < all->n_candidates; c++) {
        const ds_candidate *here = &all->candidates[c];
        assert_true(here->form < all->n_forms);
        assert_true(ds_str_equal(all->forms[here->form].text,
                                 ds_str_slice(got.text, here->begin, here->end)));
        if (c > 0) {
            const ds_candidate *before = &all->candidates[c - 1];
            assert_true(before->begin < here->begin ||
                        (before->begin == here->begin && before->end < here->end));
        }
    }
    const ds_candidate *target = nominee(&got, "北岭传动");
    assert_non_null(target);
    assert_int_equal(all->forms[target->form].mentions, 2);
}

static void a_flattened_table_keeps_the_candidates_near_the_trigger(void **state)
{
    char text[16 * 1024] = "澄海轴承收购北岭传动。";
    size_t len = strlen(text);
    for (unsigned i = 0; i < 700; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "甲%c%c乙;", 'A' + (int)(i % 26),
                                'A' + (int)(i / 26 % 26));
    }
    ds_analysis got = analyser_read(*state, text);
    assert_int_equal(got.nominees.n_candidates, DS_PARTY_MAX_CANDIDATES);
    assert_non_null(nominee(&got, "北岭传动"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_never_seen_before_are_nominated),
        cmocka_unit_test(full_legal_names_are_nominated_whole),
        cmocka_unit_test(listed_companies_are_nominated_though_segmentation_cuts_them),
        cmocka_unit_test(quoted_and_latin_names_are_nominated),
        cmocka_unit_test(descriptions_are_one_unit),
        cmocka_unit_test(nothing_inside_a_description_is_nominated),
        cmocka_unit_test(numbers_addresses_and_function_words_are_not_nominated),
        cmocka_unit_test(candidates_ascend_and_count_their_forms),
        cmocka_unit_test(a_flattened_table_keeps_the_candidates_near_the_trigger),
    };
    return cmocka_run_group_tests_name("party", tests, analyser_setup, analyser_teardown);
}
