/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/eligible.h"

/* A sentence, a candidate of it, and for which roles it may stand. */
typedef struct row {
    const char *text;
    const char *candidate;
    bool target;
    bool acquirer;
} row;

typedef struct search {
    ds_str text;
    ds_str name;
    bool seen;
} search;

static void see(void *payload, const ds_filler *filler, const ds_anchor *anchor)
{
    search *for_it = payload;
    (void)anchor;
    if (filler && filler->candidate) {
        ds_str form = ds_str_slice(for_it->text, filler->candidate->begin, filler->candidate->end);
        for_it->seen = for_it->seen || ds_str_equal(form, for_it->name);
    }
}

static void check_candidate(const ds_analysis *analysis, const row *of)
{
    bool nominated = false;
    ds_str name = ds_str_from(of->candidate);
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        ds_str form = ds_str_slice(analysis->text, candidate->begin, candidate->end);
        nominated = nominated || ds_str_equal(form, name);
    }
    if (!nominated) {
        fail_msg("%s: %s is not nominated, so nothing is tested", of->text, of->candidate);
    }
}

static void what_may_fill_a_role(void **state)
{
    static const row rows[] = {
        {"澄海轴承收购北岭传动。", "澄海轴承", true, true},
        {"澄海轴承收购北岭传动。", "北岭传动", true, true},
        /* a town buys nothing */
        {"在东莞收购北岭传动。", "东莞", true, false},
        /* a description is no part of the name behind it, and alone it is as good as before */
        {"轴承供应商澄海轴承收购北岭传动。", "轴承供应商澄海轴承", false, false},
        {"轴承供应商澄海轴承收购北岭传动。", "澄海轴承", true, true},
        {"澄海轴承收购一家轴承供应商。", "一家轴承供应商", true, true},
        /* a piece of a listed company's name is no buyer, but may be what is bought */
        {"贵州茅台收购北岭传动。", "茅台", true, false},
        {"贵州茅台收购北岭传动。", "贵州茅台", true, true},
        /* whose shares are bought is neither buyer nor what is bought */
        {"澄海轴承收购远帆集团、东屿投资合计持有的北岭传动股权。", "远帆集团", false, false},
        {"澄海轴承收购远帆集团、东屿投资合计持有的北岭传动股权。", "东屿投资", false, false},
        {"澄海轴承收购远帆集团、东屿投资合计持有的北岭传动股权。", "北岭传动", true, true},
        {"收购完成后,远帆集团持有的股份达到60%。", "远帆集团", true, true},
        /* the nearest verb before the owners counts, not the word for a subsidiary */
        {"控股子公司微岚精密拟以现金1.38亿元收购陶某、顾某合计持有的北岭传动92%股权。", "微岚精密",
         true, true},
    };
    analyser *run = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_analysis analysis = analyser_read(run, rows[i].text);
        check_candidate(&analysis, &rows[i]);
        ds_anchor anchor = {.trigger = analysis.triggers[0]};
        search target = {analysis.text, ds_str_from(rows[i].candidate), false};
        search acquirer = target;
        ds_eligible_targets(&analysis, see, &target);
        ds_eligible_fillers(&analysis, &anchor, DS_ROLE_ACQUIRER, see, &acquirer);
        if (target.seen != rows[i].target || acquirer.seen != rows[i].acquirer) {
            fail_msg("%s: %s as target %d, as acquirer %d", rows[i].text, rows[i].candidate,
                     target.seen, acquirer.seen);
        }
    }
}

/* Who may be the buyer at the last trigger. */
static void check_buyer(analyser *run, const row *of)
{
    ds_analysis analysis = analyser_read(run, of->text);
    check_candidate(&analysis, of);
    ds_anchor anchor = {.trigger = analysis.triggers[analysis.n_triggers - 1]};
    search acquirer = {analysis.text, ds_str_from(of->candidate), false};
    ds_eligible_fillers(&analysis, &anchor, DS_ROLE_ACQUIRER, see, &acquirer);
    if (acquirer.seen != of->acquirer) {
        fail_msg("%s: %s as acquirer %d", of->text, of->candidate, acquirer.seen);
    }
}

static void who_is_nobody(void **state)
{
    static const row rows[] = {
        /* who gathered the figures buys nothing, unless the sentence says so */
        {"数据来源:Wind,东澜证券整理澄海轴承收购北岭传动。", "东澜证券", false, false},
        {"数据来源:Wind,东澜证券整理澄海轴承收购北岭传动。", "澄海轴承", false, true},
        {"东澜证券收购北岭传动。", "东澜证券", false, true},
        /* a legal form, the number of a chart, a heading, a noun of a caption */
        {"1997年收购Branvale,Inc.并更名,随后收购北岭传动。", "Inc.", false, false},
        {"图12澄海轴承收购北岭传动。", "图12", false, false},
        {"蝶变篇:2011年收购北岭传动。", "蝶变篇", false, false},
        {"表2:轴承厂商重要收购事件1990收购北岭传动。", "轴承厂商", false, false},
        {"表2:Vantro重要收购事件1990收购北岭传动。", "Vantro", false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_buyer(*state, &rows[i]);
    }
}

static void rows_keep_to_themselves(void **state)
{
    static const char line[] = "表3:Vantro发展历史时间事件2007与远帆集团合作2011收购青禾精密"
                               "2014收购北岭传动";
    static const char own[] = "时间事件2011收购青禾精密2014收购南浦机械2016澄海轴承收购北岭传动";
    static const char list[] = "Vantro•收购青禾精密,获得平台•收购北岭传动,进入华北";
    static const char prose[] = "远帆集团2011年收购青禾精密,并于2014年收购北岭传动。";
    const row rows[] = {
        {line, "青禾精密", false, false}, {line, "远帆集团", false, false},
        {line, "Vantro", false, true},    {own, "澄海轴承", false, true},
        {own, "青禾精密", false, false},  {list, "青禾精密", false, false},
        {list, "Vantro", false, true},    {prose, "远帆集团", false, true},
        {prose, "青禾精密", false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_buyer(*state, &rows[i]);
    }
}

/* In a table the row is the target's, wherever the trigger stands. */
static void cells_keep_to_themselves(void **state)
{
    static const char text[] = "2016年5月17日青禾精密65%的股权远帆集团25350完成"
                               "2016年5月3日南浦机械30%的股权云岭锂业71324签署转让协议"
                               "2016年3月15日北岭传动51%的股权澄海轴承60000完成";
    static const struct {
        const char *buyer;
        bool eligible;
    } rows[] = {{"远帆集团", false}, {"云岭锂业", false}, {"南浦机械", false}, {"澄海轴承", true}};
    ds_analysis analysis = analyser_read(*state, text);
    assert_true(analysis.cells);
    ds_filler target = {0};
    for (size_t c = 0; c < analysis.nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis.nominees.candidates[c];
        if (ds_str_equal(ds_str_slice(analysis.text, candidate->begin, candidate->end),
                         DS_STR("北岭传动"))) {
            target = (ds_filler){candidate->first, candidate->last, candidate, NULL};
        }
    }
    assert_non_null(target.candidate);
    ds_anchor anchor = {.trigger = analysis.triggers[0], .target = &target};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        search buyer = {analysis.text, ds_str_from(rows[i].buyer), false};
        ds_eligible_fillers(&analysis, &anchor, DS_ROLE_ACQUIRER, see, &buyer);
        if (buyer.seen != rows[i].eligible) {
            fail_msg("%s as acquirer %d", rows[i].buyer, buyer.seen);
        }
    }
}

static void ratings_are_no_triggers(void **state)
{
    static const struct {
        const char *text;
        size_t n_triggers;
    } rows[] = {
        {"青禾精密002138CH43.90买入远帆集团000725CH8.52买入北岭传动002484CH14.80买入", 0},
        {"维持“增持”评级。", 0},
        {"北岭传动(002156SZ,买入):需求持续高景气", 0},
        {"大股东增持北岭传动股份。", 1},
        {"青禾精密2020年买入北岭传动5%股份。", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_analysis analysis = analyser_read(*state, rows[i].text);
        if (analysis.n_triggers != rows[i].n_triggers) {
            fail_msg("%s: %zu triggers", rows[i].text, analysis.n_triggers);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_fill_a_role),    cmocka_unit_test(who_is_nobody),
        cmocka_unit_test(rows_keep_to_themselves), cmocka_unit_test(cells_keep_to_themselves),
        cmocka_unit_test(ratings_are_no_triggers),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
