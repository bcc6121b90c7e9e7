/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/choose.h"

enum { NAME_BYTES = 256 };

/* The sentence, what was taken in it, and a candidate beside it. */
typedef struct row {
    const char *text;
    const char *taken;
    const char *beside;
    const char *has;    /* a feature that the candidate must have */
    const char *hasnot; /* and one that it may not                */
} row;

static ds_filler find(const ds_analysis *analysis, const char *name)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        ds_str form = ds_str_slice(analysis->text, candidate->begin, candidate->end);
        if (ds_str_equal(form, ds_str_from(name))) {
            return (ds_filler){candidate->first, candidate->last, candidate, NULL};
        }
    }
    fail_msg("%s is no candidate", name);
    return (ds_filler){0};
}

static bool is_listed(const ds_features *features, const ds_feature_list *list, const char *name)
{
    uint32_t wanted = ds_features_find(features, ds_str_from(name));
    bool found = false;
    assert_int_not_equal(wanted, UINT32_MAX);
    for (size_t i = 0; i < list->n; i++) {
        found = found || list->ids[i] == wanted;
    }
    return found;
}

static ds_features *open_features(const analyser *run)
{
    ds_features *features = NULL;
    assert_int_equal(ds_features_new(&features, run->rules, run->tokeniser), DS_OK);
    return features;
}

static void a_candidate_is_seen_beside_the_nearest_target_taken(void **state)
{
    static const row rows[] = {
        {"甲光通信收购乙芯科技、丙能源。", "乙芯科技", "丙能源", "next-joint=、", "next-clauses=1"},
        {"甲光通信收购乙芯科技、丙能源。", "乙芯科技", "甲光通信", "next-picked=1",
         "next-joint=、"},
        {"甲光通信收购乙芯科技、丙能源。", "乙芯科技", "丙能源", "next-same-trigger=7",
         "next-picked=1"},
        {"甲光通信收购乙芯科技,此外增资丙能源。", "乙芯科技", "丙能源", "next-clauses=1",
         "next-joint=、"},
    };
    analyser *run = *state;
    ds_features *features = open_features(run);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_analysis analysis = analyser_read(run, rows[i].text);
        ds_target taken = {analysis.triggers[0], true, find(&analysis, rows[i].taken), 1};
        ds_filler beside = find(&analysis, rows[i].beside);
        ds_feature_list list = {.n = 0};
        ds_features_next(features, &analysis, &beside, analysis.triggers[0], &taken, 1, &list);
        if (!is_listed(features, &list, rows[i].has) ||
            is_listed(features, &list, rows[i].hasnot)) {
            fail_msg("%s: %s beside %s", rows[i].text, rows[i].beside, rows[i].taken);
        }
    }
    ds_features_free(features);
}

static void nothing_is_said_of_a_first_target(void **state)
{
    analyser *run = *state;
    ds_features *features = open_features(run);
    ds_analysis analysis = analyser_read(run, "甲光通信收购乙芯科技。");
    ds_filler filler = find(&analysis, "乙芯科技");
    ds_feature_list list = {.n = 0};
    ds_features_next(features, &analysis, &filler, analysis.triggers[0], NULL, 0, &list);
    assert_int_equal(list.n, 0);
    ds_features_free(features);
}

/* Only lone sentences have second features, and only for "no deal" and its like. */
static void a_lone_sentence_says_twice_what_speaks_for_no_deal(void **state)
{
    analyser *run = *state;
    ds_features *features = open_features(run);
    ds_analysis analysis = analyser_read(run, "甲光通信收购乙芯科技。");
    ds_feature_list plain;
    ds_feature_list lone;
    ds_buf name = ds_buf_make(NAME_BYTES);
    analysis.lone = false;
    ds_features_none(features, &analysis, NULL, DS_ROLE_TARGET, &plain);
    analysis.lone = true;
    ds_features_none(features, &analysis, NULL, DS_ROLE_TARGET, &lone);
    assert_true(plain.n > 10);
    assert_int_equal(lone.n, 2 * plain.n);
    for (size_t i = 0; i < plain.n; i++) {
        assert_int_equal(lone.ids[i], plain.ids[i]);
        ds_buf_clear(&name);
        ds_buf_add(&name, DS_STR("lone:"));
        ds_features_name(features, plain.ids[i], &name);
        assert_int_equal(lone.ids[plain.n + i], ds_features_find(features, ds_buf_str(&name)));
        ds_buf_clear(&name);
        ds_features_name(features, lone.ids[plain.n + i], &name);
        assert_true(ds_str_starts(ds_buf_str(&name), DS_STR("lone:")));
    }
    ds_buf_free(&name);
    ds_features_free(features);
}

static void a_candidate_looks_the_same_in_a_lone_sentence(void **state)
{
    analyser *run = *state;
    ds_features *features = open_features(run);
    ds_analysis analysis = analyser_read(run, "甲光通信收购乙芯科技。");
    ds_filler filler = find(&analysis, "乙芯科技");
    ds_anchor anchor = {.trigger = analysis.triggers[0]};
    ds_feature_list plain;
    ds_feature_list lone;
    analysis.lone = false;
    ds_features_filler(features, &analysis, &filler, &anchor, DS_ROLE_TARGET, &plain);
    analysis.lone = true;
    ds_features_filler(features, &analysis, &filler, &anchor, DS_ROLE_TARGET, &lone);
    assert_int_equal(lone.n, plain.n);
    assert_memory_equal(lone.ids, plain.ids, plain.n * sizeof *plain.ids);
    assert_int_equal(ds_features_find(features, DS_STR("lone:chars=4")), UINT32_MAX);
    ds_features_free(features);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_candidate_is_seen_beside_the_nearest_target_taken),
        cmocka_unit_test(nothing_is_said_of_a_first_target),
        cmocka_unit_test(a_lone_sentence_says_twice_what_speaks_for_no_deal),
        cmocka_unit_test(a_candidate_looks_the_same_in_a_lone_sentence),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
