/* links: ds_decide ds_rules ds_text m */
#include "extract/decide/fit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { ONE, OTHER, ALWAYS, FEW, N_FEATURES };
/* Enough steps to learn, and enough sentences for features to have rows. */
enum { N_UNITS = 6400, N_FEW = 50 };
static const double l2 = 0.1;

static const uint32_t only_one[] = {ALWAYS, ONE};
static const uint32_t only_other[] = {ALWAYS, OTHER};
static const uint32_t both[] = {ALWAYS, ONE, OTHER};
static const uint32_t neither[] = {ALWAYS};

static void add_item(ds_fit *fit, const uint32_t *features, size_t n)
{
    assert_int_equal(ds_fit_item(fit, features, n), DS_OK);
}

/* Right is an item that has one of two features, wrong one that has both or neither:
 * what no sum of weights can tell. */
static void add_units(ds_fit *fit, size_t n)
{
    const uint8_t labels[] = {DS_FIT_RIGHT, DS_FIT_WRONG};
    for (size_t u = 0; u < n; u++) {
        assert_int_equal(ds_fit_unit(fit), DS_OK);
        add_item(fit, u % 2 ? only_one : only_other, 2);
        add_item(fit, u / 2 % 2 ? both : neither, u / 2 % 2 ? 3 : 1);
        assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    }
}

static ds_fit *either(void)
{
    ds_fit *fit = NULL;
    assert_int_equal(ds_fit_new(&fit, N_FEATURES), DS_OK);
    add_units(fit, N_UNITS);
    return fit;
}

static ds_fit_net fit_net(ds_fit *fit, const ds_fit_net_options *options,
                          double weights[N_FEATURES])
{
    ds_fit_net net;
    ds_fit_result result;
    assert_int_equal(ds_fit_run_net(fit, options, weights, &net, &result), DS_OK);
    return net;
}

static double score(const double weights[N_FEATURES], const ds_fit_net *net,
                    const uint32_t *features, size_t n)
{
    double sum = 0;
    float inputs[DS_WEIGHT_UNITS] = {0};
    for (size_t i = 0; i < n; i++) {
        sum += weights[features[i]];
        for (size_t r = 0; r < net->n_rows; r++) {
            for (size_t u = 0; u < DS_WEIGHT_UNITS && net->features[r] == features[i]; u++) {
                inputs[u] += net->rows[r][u];
            }
        }
    }
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        sum += inputs[u] > 0 ? (double)(inputs[u] * net->output[u]) : 0;
    }
    return sum;
}

static bool tells_apart(const double weights[N_FEATURES], const ds_fit_net *net)
{
    double right = score(weights, net, only_one, 2);
    double right_too = score(weights, net, only_other, 2);
    double least = right < right_too ? right : right_too;
    return least > score(weights, net, both, 3) && least > score(weights, net, neither, 1);
}

static void what_only_features_together_tell_is_learned(void **state)
{
    (void)state;
    double weights[N_FEATURES];
    ds_fit *fit = either();
    ds_fit_net net = fit_net(fit, &(ds_fit_net_options){1, 8, l2, NULL, 0}, weights);
    assert_true(tells_apart(weights, &net));
    ds_fit_net_clear(&net);

    ds_fit_result result;
    ds_fit_options sum = {0, l2, 200, NULL};
    assert_int_equal(ds_fit_run(fit, &sum, weights, &result), DS_OK);
    assert_false(tells_apart(weights, &net)); /* or the test proves nothing */
    ds_fit_free(fit);
}

static void nets_stand_side_by_side_and_each_counts_its_share(void **state)
{
    (void)state;
    double weights[N_FEATURES];
    ds_fit *fit = either();
    ds_fit_net two = fit_net(fit, &(ds_fit_net_options){2, 8, l2, NULL, 0}, weights);
    assert_true(tells_apart(weights, &two));
    bool differ = false;
    for (size_t u = 0; u < 8; u++) {
        assert_true(two.output[u] != 0 && two.output[8 + u] != 0);
        differ = differ || two.output[u] != two.output[8 + u];
    }
    assert_true(differ);
    assert_true(two.output[16] == 0);
    ds_fit_net_clear(&two);
    ds_fit_free(fit);
}

static void the_same_input_gives_the_same_net(void **state)
{
    (void)state;
    double first[N_FEATURES];
    double second[N_FEATURES];
    ds_fit *one = either();
    ds_fit *other = either();
    const ds_fit_net_options options = {1, 4, l2, NULL, 0};
    ds_fit_net a = fit_net(one, &options, first);
    ds_fit_net b = fit_net(other, &options, second);
    assert_memory_equal(first, second, sizeof first);
    assert_int_equal(a.n_rows, b.n_rows);
    assert_memory_equal(a.rows, b.rows, a.n_rows * sizeof *a.rows);
    assert_memory_equal(a.output, b.output, sizeof a.output);
    ds_fit_net_clear(&a);
    ds_fit_net_clear(&b);
    ds_fit_free(one);
    ds_fit_free(other);
}

static void another_seed_gives_another_net_that_tells_as_much(void **state)
{
    (void)state;
    double first[N_FEATURES];
    double second[N_FEATURES];
    ds_fit *fit = either();
    ds_fit_net a = fit_net(fit, &(ds_fit_net_options){1, 8, l2, NULL, 0}, first);
    ds_fit_net b = fit_net(fit, &(ds_fit_net_options){1, 8, l2, NULL, 7}, second);
    assert_memory_not_equal(first, second, sizeof first);
    assert_true(tells_apart(first, &a));
    assert_true(tells_apart(second, &b));
    ds_fit_net_clear(&a);
    ds_fit_net_clear(&b);
    ds_fit_free(fit);
}

static void a_rare_feature_has_a_weight_but_gives_nothing_to_units(void **state)
{
    (void)state;
    const uint32_t few[] = {FEW};
    const uint8_t labels[] = {DS_FIT_RIGHT, DS_FIT_WRONG};
    double weights[N_FEATURES];
    ds_fit *fit = either();
    for (size_t u = 0; u < N_FEW; u++) {
        assert_int_equal(ds_fit_unit(fit), DS_OK);
        add_item(fit, few, 1);
        add_item(fit, neither, 1);
        assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    }
    ds_fit_net net = fit_net(fit, &(ds_fit_net_options){1, 4, l2, NULL, 0}, weights);
    assert_true(weights[FEW] > 0);
    assert_int_equal(net.n_rows, 3);
    for (size_t r = 0; r < net.n_rows; r++) {
        assert_int_equal(net.features[r], r); /* ONE, OTHER, ALWAYS */
    }
    ds_fit_net_clear(&net);
    ds_fit_free(fit);
}

static void documents_left_out_teach_nothing(void **state)
{
    (void)state;
    static const bool out[] = {false, true};
    const uint32_t few[] = {FEW};
    const uint8_t labels[] = {DS_FIT_RIGHT, DS_FIT_WRONG};
    double all[N_FEATURES];
    double some[N_FEATURES];
    ds_fit *fit = either();
    ds_fit_net net = fit_net(fit, &(ds_fit_net_options){1, 4, l2, NULL, 0}, all);
    ds_fit_net_clear(&net);
    ds_fit_document(fit, 1);
    assert_int_equal(ds_fit_unit(fit), DS_OK);
    add_item(fit, few, 1);
    add_item(fit, both, 3);
    assert_int_equal(ds_fit_group(fit, labels, 1), DS_OK);
    net = fit_net(fit, &(ds_fit_net_options){1, 4, l2, out, 0}, some);
    assert_memory_equal(all, some, sizeof all);
    ds_fit_net_clear(&net);
    ds_fit_free(fit);
}

static void nothing_to_learn_gives_no_net(void **state)
{
    (void)state;
    double weights[N_FEATURES] = {1, 1, 1, 1};
    ds_fit *fit = NULL;
    assert_int_equal(ds_fit_new(&fit, N_FEATURES), DS_OK);
    ds_fit_net net = fit_net(fit, &(ds_fit_net_options){1, 4, l2, NULL, 0}, weights);
    assert_int_equal(net.n_rows, 0);
    for (size_t f = 0; f < N_FEATURES; f++) {
        assert_true(weights[f] == 0);
    }
    ds_fit_net_clear(&net);
    ds_fit_free(fit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_only_features_together_tell_is_learned),
        cmocka_unit_test(nets_stand_side_by_side_and_each_counts_its_share),
        cmocka_unit_test(the_same_input_gives_the_same_net),
        cmocka_unit_test(another_seed_gives_another_net_that_tells_as_much),
        cmocka_unit_test(a_rare_feature_has_a_weight_but_gives_nothing_to_units),
        cmocka_unit_test(documents_left_out_teach_nothing),
        cmocka_unit_test(nothing_to_learn_gives_no_net),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
