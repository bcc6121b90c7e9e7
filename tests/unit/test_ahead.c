/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/ahead.h"

enum { N_TASKS = 40, TASK_BYTES = 64 * 1024 * 1024 };

static const char sentence[] = "澄海轴承拟以3.2亿元收购北岭传动60%股权。";

typedef struct offer {
    analyser *run;
    ds_ahead *ahead;
    ds_budget *budget;
    ds_ahead_task tasks[N_TASKS];
    size_t n_calls; /* for help */
} offer;

static void count_call(void *payload)
{
    offer *made = payload;
    made->n_calls++;
}

static void open_offer(offer *out, analyser *run)
{
    *out = (offer){.run = run};
    assert_int_equal(ds_budget_new(&out->budget, NULL), DS_OK);
    ds_budget_hush(out->budget);
    assert_int_equal(ds_ahead_new(&out->ahead, TASK_BYTES, count_call, out), DS_OK);
    for (size_t i = 0; i < N_TASKS; i++) {
        out->tasks[i] = (ds_ahead_task){.text = ds_str_from(sentence), .begin = 100 * i};
    }
    ds_ahead_open(out->ahead, out->tasks, N_TASKS, DS_STR("d"), (ds_recognise_context){0});
}

static void close_offer(offer *made)
{
    ds_ahead_close(made->ahead);
    ds_ahead_free(made->ahead);
    ds_budget_free(made->budget);
}

static void help(offer *made, size_t task)
{
    analyser *run = made->run;
    ds_analysis_tools tools = analyser_tools(run);
    ds_ahead_do(made->ahead, task, &tools, made->budget);
}

static void a_helper_finds_what_the_owner_would(void **state)
{
    offer made;
    open_offer(&made, *state);
    ds_analysis alone = analyser_read(*state, sentence);
    size_t task;
    assert_null(ds_ahead_take(made.ahead, 0)); /* begun by nobody: the owner's */
    assert_true(ds_ahead_claim(made.ahead, &task));
    assert_int_equal(task, 1);
    assert_false(ds_ahead_ready(made.ahead, 1));
    help(&made, task);
    assert_true(ds_ahead_ready(made.ahead, 1));
    ds_ahead_result *result = ds_ahead_take(made.ahead, 1);
    assert_non_null(result);
    assert_int_equal(result->status, DS_OK);
    assert_int_equal(result->analysis.begin, 100);
    assert_int_equal(result->analysis.n_tokens, alone.n_tokens);
    assert_int_equal(result->analysis.n_picks, alone.n_picks);
    assert_int_equal(result->analysis.nominees.n_candidates, alone.nominees.n_candidates);
    assert_null(ds_ahead_take(made.ahead, 2));
    close_offer(&made);
}

static void helpers_are_only_so_far_ahead_and_called_back(void **state)
{
    offer made;
    open_offer(&made, *state);
    assert_int_equal(made.n_calls, 1);
    size_t task;
    size_t n_claimed = 0;
    while (ds_ahead_claim(made.ahead, &task)) {
        assert_int_equal(task, n_claimed++);
        help(&made, task);
    }
    assert_int_equal(n_claimed, DS_AHEAD_MOST);
    for (size_t i = 0; i < N_TASKS; i++) {
        bool helped = ds_ahead_take(made.ahead, i) != NULL;
        assert_int_equal(helped, i < DS_AHEAD_MOST);
    }
    assert_int_equal(made.n_calls, 2); /* once, not for every place that got free */
    assert_false(ds_ahead_claim(made.ahead, &task));
    close_offer(&made);
}

static void what_was_not_taken_is_dropped(void **state)
{
    offer made;
    open_offer(&made, *state);
    size_t task;
    uint64_t round = ds_ahead_round(made.ahead);
    assert_true(ds_ahead_claim(made.ahead, &task));
    help(&made, task);
    ds_ahead_close(made.ahead);
    assert_false(ds_ahead_claim(made.ahead, &task));
    ds_ahead_open(made.ahead, made.tasks, 1, DS_STR("d"), (ds_recognise_context){0});
    assert_true(ds_ahead_round(made.ahead) != round);
    assert_null(ds_ahead_take(made.ahead, 0));
    close_offer(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_helper_finds_what_the_owner_would),
        cmocka_unit_test(helpers_are_only_so_far_ahead_and_called_back),
        cmocka_unit_test(what_was_not_taken_is_dropped),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
