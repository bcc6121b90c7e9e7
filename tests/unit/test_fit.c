/* links: ds_decide ds_rules ds_text m */
#include "extract/decide/fit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { GOOD, BAD, NOISE_A, NOISE_B, RARE, N_FEATURES };
enum { MAX_ITERATIONS = 200, N_UNITS = 40 };

/* In every unit the item with GOOD is right and the one with BAD is wrong; the
 * noise falls on both alike. */
static ds_fit *separable(void)
{
    ds_fit *fit = NULL;
    assert_int_equal(ds_fit_new(&fit, N_FEATURES), DS_OK);
    for (uint32_t u = 0; u < N_UNITS; u++) {
        const uint32_t right[] = {GOOD, u % 2 ? NOISE_A : NOISE_B};
        const uint32_t wrong[] = {BAD, u / 2 % 2 ? NOISE_A : NOISE_B};
        const uint8_t labels[] = {DS_FIT_WRONG, DS_FIT_RIGHT};
        assert_int_equal(ds_fit_unit(fit), DS_OK);
        assert_int_equal(ds_fit_item(fit, wrong, 2), DS_OK);
        assert_int_equal(ds_fit_item(fit, right, 2), DS_OK);
        assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    }
    return fit;
}

static double run(ds_fit *fit, double l1, double weights[N_FEATURES])
{
    ds_fit_options options = {l1, 0.01, MAX_ITERATIONS, NULL};
    ds_fit_result result;
    assert_int_equal(ds_fit_run(fit, &options, weights, &result), DS_OK);
    return result.loss;
}

static void what_can_be_told_apart_is_learned(void **state)
{
    (void)state;
    double weights[N_FEATURES];
    ds_fit *fit = separable();
    double loss = run(fit, 0, weights);
    assert_true(weights[GOOD] > 1);
    assert_true(weights[BAD] < -1);
    assert_true(loss < 0.2 * N_UNITS * log(2)); /* of knowing nothing */
    ds_fit_free(fit);
}

static void a_strong_penalty_drops_noise_and_keeps_knowledge(void **state)
{
    (void)state;
    double weights[N_FEATURES];
    ds_fit *fit = separable();
    run(fit, 2, weights);
    assert_true(weights[NOISE_A] == 0);
    assert_true(weights[NOISE_B] == 0);
    assert_true(weights[GOOD] > 0);
    assert_true(weights[BAD] < 0);
    ds_fit_free(fit);
}

static void a_penalty_beyond_the_evidence_drops_everything(void **state)
{
    (void)state;
    double weights[N_FEATURES];
    ds_fit *fit = separable();
    run(fit, 1000, weights);
    for (size_t f = 0; f < N_FEATURES; f++) {
        assert_true(weights[f] == 0);
    }
    ds_fit_free(fit);
}

static void the_same_input_gives_the_same_weights(void **state)
{
    (void)state;
    double first[N_FEATURES];
    double second[N_FEATURES];
    double third[N_FEATURES];
    ds_fit *one = separable();
    ds_fit *other = separable();
    run(one, 0.1, first);
    run(one, 0.1, second);
    run(other, 0.1, third);
    assert_memory_equal(first, second, sizeof first);
    assert_memory_equal(first, third, sizeof first);
    ds_fit_free(one);
    ds_fit_free(other);
}

/* Fits GOOD against BAD with a third item of label `third` that looks GOOD. */
static double weight_with(bool has_third, uint8_t third)
{
    double weights[N_FEATURES];
    ds_fit *fit = NULL;
    assert_int_equal(ds_fit_new(&fit, N_FEATURES), DS_OK);
    for (size_t u = 0; u < N_UNITS; u++) {
        const uint32_t good[] = {GOOD};
        const uint32_t bad[] = {BAD};
        const uint8_t labels[] = {DS_FIT_RIGHT, DS_FIT_WRONG, third};
        assert_int_equal(ds_fit_unit(fit), DS_OK);
        assert_int_equal(ds_fit_item(fit, good, 1), DS_OK);
        assert_int_equal(ds_fit_item(fit, bad, 1), DS_OK);
        if (has_third) {
            assert_int_equal(ds_fit_item(fit, good, 1), DS_OK);
        }
        assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    }
    run(fit, 0.1, weights);
    ds_fit_free(fit);
    return weights[GOOD];
}

static void an_item_left_out_does_not_count(void **state)
{
    (void)state;
    double without = weight_with(false, DS_FIT_OUT);
    assert_true(without > 0);
    assert_true(weight_with(true, DS_FIT_OUT) == without);
    assert_true(weight_with(true, DS_FIT_WRONG) < without);
}

static void one_right_item_among_several_is_enough(void **state)
{
    (void)state;
    assert_true(weight_with(true, DS_FIT_RIGHT) > 0);
}

static void a_feature_seen_twice_is_not_learned(void **state)
{
    (void)state;
    double weights[N_FEATURES];
    ds_fit *fit = separable();
    for (size_t u = 0; u < 2; u++) {
        const uint32_t rare[] = {RARE};
        const uint32_t bad[] = {BAD};
        const uint8_t labels[] = {DS_FIT_RIGHT, DS_FIT_WRONG};
        assert_int_equal(ds_fit_unit(fit), DS_OK);
        assert_int_equal(ds_fit_item(fit, rare, 1), DS_OK);
        assert_int_equal(ds_fit_item(fit, bad, 1), DS_OK);
        assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    }
    run(fit, 0, weights);
    assert_true(weights[RARE] == 0);
    assert_true(weights[GOOD] > 1);
    ds_fit_free(fit);
}

/* `n` units in which one feature is right, of a document each. */
static void add_units(ds_fit *fit, size_t document, uint32_t right, uint32_t wrong, size_t n)
{
    const uint8_t labels[] = {DS_FIT_RIGHT, DS_FIT_WRONG};
    ds_fit_document(fit, document);
    for (size_t u = 0; u < n; u++) {
        assert_int_equal(ds_fit_unit(fit), DS_OK);
        assert_int_equal(ds_fit_item(fit, &right, 1), DS_OK);
        assert_int_equal(ds_fit_item(fit, &wrong, 1), DS_OK);
        assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    }
}

static void documents_left_out_teach_nothing(void **state)
{
    (void)state;
    static const bool out[] = {false, true, false};
    double some[N_FEATURES];
    double alone[N_FEATURES];
    ds_fit_result result;
    ds_fit_options options = {0.1, 0.01, MAX_ITERATIONS, out};
    ds_fit *fit = NULL;
    ds_fit *other = NULL;
    assert_int_equal(ds_fit_new(&fit, N_FEATURES), DS_OK);
    assert_int_equal(ds_fit_new(&other, N_FEATURES), DS_OK);
    add_units(fit, 0, GOOD, BAD, 5);
    add_units(fit, 1, RARE, GOOD, 7);
    add_units(fit, 2, GOOD, NOISE_A, 4);
    add_units(other, 0, GOOD, BAD, 5);
    add_units(other, 2, GOOD, NOISE_A, 4);
    assert_int_equal(ds_fit_run(fit, &options, some, &result), DS_OK);
    assert_int_equal(result.n_units, 9);
    assert_int_equal(result.n_groups, 9);
    run(other, 0.1, alone);
    assert_memory_equal(some, alone, sizeof some);
    assert_true(some[RARE] == 0);
    run(fit, 0.1, some); /* and again with all of them */
    assert_true(some[RARE] > 0);
    ds_fit_free(fit);
    ds_fit_free(other);
}

static void nothing_to_learn_gives_no_weights(void **state)
{
    (void)state;
    double weights[N_FEATURES] = {1, 1, 1, 1, 1};
    ds_fit *fit = NULL;
    assert_int_equal(ds_fit_new(&fit, N_FEATURES), DS_OK);
    assert_true(run(fit, 1, weights) == 0);
    for (size_t f = 0; f < N_FEATURES; f++) {
        assert_true(weights[f] == 0);
    }
    ds_fit_free(fit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_be_told_apart_is_learned),
        cmocka_unit_test(a_strong_penalty_drops_noise_and_keeps_knowledge),
        cmocka_unit_test(a_penalty_beyond_the_evidence_drops_everything),
        cmocka_unit_test(the_same_input_gives_the_same_weights),
        cmocka_unit_test(an_item_left_out_does_not_count),
        cmocka_unit_test(one_right_item_among_several_is_enough),
        cmocka_unit_test(a_feature_seen_twice_is_not_learned),
        cmocka_unit_test(documents_left_out_teach_nothing),
        cmocka_unit_test(nothing_to_learn_gives_no_weights),
    };
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
