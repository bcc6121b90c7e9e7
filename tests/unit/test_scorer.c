/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/scorer.h"

#include <math.h>
#include <stdlib.h>

static const char *const sentences[] = {
    "青禾精密拟以3.2亿元收购北岭传动60%股权。",
    "青禾精密制造股份有限公司(以下简称“青禾精密”)与远帆集团签署协议,"
    "拟向远帆集团购买其持有的北岭传动51%股权,"
    "随后澄海轴承以及云岭锂业也宣布,经过多轮谈判并在取得各自董事会、股东大会以及监管部门批准之后,"
    "将于明年上半年分别以"
    "5亿元和7亿元的价格收购海川股份与某芯片设计企业。",
    "2024年3月,公司先后收购了甲光通信、乙芯科技,并向丙能源转让了其所持丁材料的全部股权;"
    "戊药业参股己医疗。",
};

/* Every third feature gives something to hidden units, each something else. */
static void set_units(ds_model *model, ds_role role, size_t n_features, uint32_t seed)
{
    enum { EVERY = 3, MAX_ROWS = UINT16_MAX - 1 };
    size_t n = n_features / EVERY < MAX_ROWS ? n_features / EVERY : MAX_ROWS;
    uint32_t *features = calloc(n, sizeof *features);
    int16_t(*rows)[DS_WEIGHT_UNITS] = calloc(n, sizeof *rows);
    int16_t output[DS_WEIGHT_UNITS];
    assert_true(features && rows);
    for (size_t i = 0; i < n; i++) {
        features[i] = (uint32_t)(i * (n_features / n));
        for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
            seed = seed * 1664525u + 1013904223u;
            rows[i][u] = (int16_t)((int32_t)(seed >> 24) - 128);
            output[u] = (int16_t)((int32_t)(seed >> 20 & 1023) - 512);
        }
    }
    assert_int_equal(ds_model_set_units(model, role, features,
                                        (const int16_t(*)[DS_WEIGHT_UNITS])rows, n, output),
                     DS_OK);
    free(rows);
    free(features);
}

/* Every feature has a weight, and each another one. */
static ds_model *open_model(const analyser *run, ds_features **features)
{
    ds_model *model = NULL;
    assert_int_equal(ds_features_new(features, run->rules, run->tokeniser), DS_OK);
    assert_int_equal(ds_model_new(&model, run->rules, *features, NULL), DS_OK);
    assert_int_equal(ds_model_own(model), DS_OK);
    uint32_t seed = 1;
    for (int role = DS_ROLE_ACQUIRER; role <= DS_ROLE_STAKE; role++) {
        for (uint32_t id = 0; id < ds_features_count(*features); id++) {
            seed = seed * 1664525u + 1013904223u;
            ds_model_set(model, (ds_role)role, id, ((double)(seed >> 16) - 32768) / 16384);
        }
        set_units(model, (ds_role)role, ds_features_count(*features), seed);
    }
    return model;
}

/* The number of candidates that were weighed. */
static size_t compare_all(const ds_model *model, const ds_analysis *analysis,
                          const ds_anchor *anchor, ds_role role, ds_scorer *scorer)
{

    ds_feature_list list;
    size_t n = 0;
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        ds_filler filler = {candidate->first, candidate->last, candidate, NULL};
        if (filler.first <= anchor->trigger && filler.last >= anchor->trigger) {
            continue;
        }
        ds_features_filler(ds_model_features(model), analysis, &filler, anchor, role, &list);
        double listed = ds_model_score(model, role, &list);
        ds_net_input input;
        assert_true(ds_scorer_weigh(scorer, &filler, anchor, role, &input));
        double weighed = ds_model_settle(model, role, &input);
        if (fabs(listed - weighed) > 1e-9) {
            fail_msg("%.*s has %f, not %f",
                     DS_STR_ARGS(ds_str_slice(analysis->text, candidate->begin, candidate->end)),
                     weighed, listed);
        }
        n++;
    }
    return n;
}

static void parts_add_up_to_what_is_listed(void **state)
{
    analyser *run = *state;
    ds_features *features = NULL;
    ds_model *model = open_model(run, &features);
    size_t n_weighed = 0;
    size_t n_picks = 0;
    for (size_t s = 0; s < sizeof sentences / sizeof sentences[0]; s++) {
        ds_analysis analysis = analyser_read(run, sentences[s]);
        analysis.lone = s % 2 == 0;
        ds_scorer *scorer = NULL;
        assert_int_equal(ds_scorer_new(&scorer, model, &analysis, run->arena), DS_OK);
        n_picks += analysis.n_picks;
        for (size_t t = 0; t < analysis.n_triggers; t++) {
            ds_anchor anchor = {.trigger = analysis.triggers[t]};
            n_weighed += compare_all(model, &analysis, &anchor, DS_ROLE_TARGET, scorer);
            for (size_t c = 0; c < analysis.nominees.n_candidates; c++) {
                const ds_candidate *candidate = &analysis.nominees.candidates[c];
                ds_filler target = {candidate->first, candidate->last, candidate, NULL};
                anchor.target = &target;
                compare_all(model, &analysis, &anchor, DS_ROLE_ACQUIRER, scorer);
                compare_all(model, &analysis, &anchor, DS_ROLE_SELLER, scorer);
            }
            anchor.target = NULL;
            compare_all(model, &analysis, &anchor, DS_ROLE_ACQUIRER, scorer);
        }
        assert_false(ds_scorer_failed(scorer));
    }
    assert_true(n_weighed > 200 && n_picks > 10); /* or little was compared */
    ds_model_free(model);
    ds_features_free(features);
}

/* Without the feature's own list entry, weighed anew. */
static void an_effect_is_what_the_score_loses_without_the_feature(void **state)
{
    analyser *run = *state;
    ds_features *features = NULL;
    ds_model *model = open_model(run, &features);
    ds_feature_list whole = {.n = 0};
    size_t n_beyond_weight = 0;
    for (uint32_t id = 0; id < 40; id++) {
        whole.ids[whole.n++] = id * 7;
    }
    for (size_t i = 0; i < whole.n; i++) {
        ds_feature_list rest = whole;
        rest.ids[i] = rest.ids[--rest.n];
        double lost = ds_model_score(model, DS_ROLE_TARGET, &whole) -
                      ds_model_score(model, DS_ROLE_TARGET, &rest);
        double effect = ds_model_effect(model, DS_ROLE_TARGET, &whole, i);
        assert_true(fabs(effect - lost) < 1e-9);
        n_beyond_weight +=
            fabs(effect - ds_model_weight(model, DS_ROLE_TARGET, whole.ids[i])) > 1e-9;
    }
    assert_true(n_beyond_weight > 5); /* units count */
    ds_model_free(model);
    ds_features_free(features);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_add_up_to_what_is_listed),
        cmocka_unit_test(an_effect_is_what_the_score_loses_without_the_feature),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
