/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/feature.h"

enum { NAME_BYTES = 1024 };

static ds_features *open_features(const analyser *run)
{
    ds_features *features = NULL;
    assert_int_equal(ds_features_new(&features, run->rules, run->tokeniser), DS_OK);
    return features;
}

/* A word that is a cue and a trigger, too, has two numbers and one name; then
 * the name must stand for the one that sentences give. */
static void every_feature_is_found_again_by_its_name(void **state)
{
    ds_features *features = open_features(*state);
    ds_buf name = ds_buf_make(NAME_BYTES);
    ds_buf again = ds_buf_make(NAME_BYTES);
    size_t n = ds_features_count(features);
    size_t n_wrong = 0;
    assert_true(n > 1000);
    for (uint32_t id = 0; id < n; id++) {
        ds_buf_clear(&name);
        ds_buf_clear(&again);
        ds_features_name(features, id, &name);
        assert_false(name.failed);
        assert_true(name.len > 0);
        uint32_t found = ds_features_find(features, ds_buf_str(&name));
        if (found < n) {
            ds_features_name(features, found, &again);
        }
        if (!ds_str_equal(ds_buf_str(&name), ds_buf_str(&again))) {
            if (n_wrong++ < 10) {
                print_error("%u %.*s found as %u\n", id, DS_STR_ARGS(ds_buf_str(&name)), found);
            }
        }
    }
    assert_int_equal(n_wrong, 0);
    ds_buf_free(&name);
    ds_buf_free(&again);
    ds_features_free(features);
}

static void an_unknown_name_is_not_found(void **state)
{
    static const char *const names[] = {
        "",           "=",        "nothing",      "nothing=收购",  "prev1.L",
        "prev1.L=龘", "prev1.L=", "prev1.Q=收购", "prev1.L=收购 ", "PREV1.L=收购",
    };
    ds_features *features = open_features(*state);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (ds_features_find(features, ds_str_from(names[i])) != UINT32_MAX) {
            fail_msg("\"%s\" is found", names[i]);
        }
    }
    assert_int_not_equal(ds_features_find(features, DS_STR("prev1.L=收购")), UINT32_MAX);
    ds_features_free(features);
}

static void every_rule_has_a_feature_of_its_own(void **state)
{
    const analyser *run = *state;
    ds_features *features = open_features(run);
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(run->rules, &rules);
    for (size_t r = 0; r < n; r++) {
        uint32_t id = ds_features_rule(features, r);
        ds_buf name = ds_buf_make(NAME_BYTES);
        assert_true(id < ds_features_count(features));
        ds_features_name(features, id, &name);
        assert_true(ds_str_ends(ds_buf_str(&name), rules[r].id));
        assert_true(ds_features_rule_part(features, r) != id);
        assert_true(ds_features_rule_pair(features, r) != id);
        ds_buf_free(&name);
    }
    ds_features_free(features);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_feature_is_found_again_by_its_name),
        cmocka_unit_test(an_unknown_name_is_not_found),
        cmocka_unit_test(every_rule_has_a_feature_of_its_own),
    };
    return cmocka_run_group_tests_name("feature", tests, analyser_setup, analyser_teardown);
}
