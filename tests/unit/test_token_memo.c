/* links: ds_recognise ds_rules ds_text */
#include "extract/recognise/token_memo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static ds_token_memo *open_memo(void)
{
    ds_token_memo *memo = NULL;
    assert_int_equal(ds_token_memo_new(&memo), DS_OK);
    return memo;
}

static void a_run_is_known_by_its_place_and_length(void **state)
{
    (void)state;
    const char text[] = "abcabc";
    ds_token tokens[] = {{.begin = 10, .end = 11, .context = 7}, {.begin = 11, .end = 13}};
    ds_token_memo *memo = open_memo();
    size_t n = 0;
    assert_null(ds_token_memo_find(memo, (ds_str){text, 3}, &n));
    ds_token_memo_keep(memo, (ds_str){text, 3}, 10, tokens, 2);
    const ds_token *found = ds_token_memo_find(memo, (ds_str){text, 3}, &n);
    assert_non_null(found);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].begin, 0);
    assert_int_equal(found[0].context, 7);
    assert_int_equal(found[1].end, 3);
    assert_null(ds_token_memo_find(memo, (ds_str){text, 2}, &n));
    assert_null(ds_token_memo_find(memo, (ds_str){text + 3, 3}, &n));
    ds_token_memo_clear(memo);
    assert_null(ds_token_memo_find(memo, (ds_str){text, 3}, &n));
    ds_token_memo_free(memo);
}

/* More runs than there is room for: whatever is found is right. */
static void old_runs_make_room_for_new_ones(void **state)
{
    (void)state;
    enum { RUNS = 3000, LEN = 8 };
    static char text[RUNS * LEN];
    ds_token_memo *memo = open_memo();
    size_t n_found = 0;
    for (uint32_t i = 0; i < RUNS; i++) {
        ds_token tokens[] = {{.end = i}, {.begin = i}, {.end = i}};
        ds_token_memo_keep(memo, (ds_str){text + (size_t)i * LEN, LEN}, 0, tokens, 3);
        size_t n = 0;
        assert_non_null(ds_token_memo_find(memo, (ds_str){text + (size_t)i * LEN, LEN}, &n));
    }
    for (uint32_t i = 0; i < RUNS; i++) {
        size_t n = 0;
        const ds_token *found = ds_token_memo_find(memo, (ds_str){text + (size_t)i * LEN, LEN}, &n);
        if (found) {
            assert_int_equal(n, 3);
            assert_int_equal(found[0].end, i);
            assert_int_equal(found[1].begin, i);
            n_found++;
        }
    }
    assert_true(n_found > 0 && n_found < RUNS);
    ds_token_memo_free(memo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_known_by_its_place_and_length),
        cmocka_unit_test(old_runs_make_room_for_new_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
