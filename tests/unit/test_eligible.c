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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_fill_a_role),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
