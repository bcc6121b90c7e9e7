/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/assign.h"

static const char sentence[] = "青禾精密以3亿元收购北岭传动,又以5亿元收购海川股份。";

/* Any value is better than none, and all are as good. */
static ds_model *open_model(const analyser *run, ds_features **features)
{
    ds_model *model = NULL;
    assert_int_equal(ds_features_new(features, run->rules, run->tokeniser), DS_OK);
    assert_int_equal(ds_model_new(&model, run->rules, *features, NULL), DS_OK);
    assert_int_equal(ds_model_own(model), DS_OK);
    for (int role = DS_ROLE_AMOUNT; role <= DS_ROLE_STAKE; role++) {
        for (uint32_t f = 0; f < ds_features_count(*features); f++) {
            ds_model_set(model, (ds_role)role, f, 0);
        }
        ds_model_set(model, (ds_role)role, ds_features_find(*features, DS_STR("none")), -5);
    }
    return model;
}

static ds_target target_of(const ds_analysis *analysis, ds_str name, size_t trigger)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (ds_str_equal(ds_str_slice(analysis->text, candidate->begin, candidate->end), name)) {
            return (ds_target){.trigger = analysis->triggers[trigger],
                               .named = true,
                               .filler = {candidate->first, candidate->last, candidate, NULL},
                               .share = 1};
        }
    }
    fail_msg("%.*s is no candidate", DS_STR_ARGS(name));
    return (ds_target){0};
}

/* What the two deals of the sentence get. */
static void assign(analyser *run, double reuse, const ds_entity *amounts[2])
{
    ds_features *features = NULL;
    ds_model *model = open_model(run, &features);
    ds_analysis analysis = analyser_read(run, sentence);
    const ds_target targets[] = {target_of(&analysis, DS_STR("北岭传动"), 0),
                                 target_of(&analysis, DS_STR("海川股份"), 1)};
    const ds_distributor none = {NULL, NULL};
    ds_assigned *assigned = NULL;
    assert_int_equal(ds_assign(model, &none, reuse, &analysis, targets, 2, run->arena, &assigned),
                     DS_OK);
    for (size_t t = 0; t < 2; t++) {
        assert_true(assigned[t].amount.found);
        assert_false(assigned[t].stake.found); /* the sentence has none */
        amounts[t] = assigned[t].amount.filler.entity;
    }
    ds_model_free(model);
    ds_features_free(features);
}

static void deals_that_want_one_sum_take_one_each(void **state)
{
    const ds_entity *amounts[2];
    assign(*state, 1, amounts);
    assert_ptr_not_equal(amounts[0], amounts[1]);
}

static void a_sum_is_shared_where_moving_costs_more_than_allowed(void **state)
{
    const ds_entity *amounts[2];
    assign(*state, 0, amounts);
    assert_ptr_equal(amounts[0], amounts[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deals_that_want_one_sum_take_one_each),
        cmocka_unit_test(a_sum_is_shared_where_moving_costs_more_than_allowed),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
