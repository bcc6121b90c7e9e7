/* links: ds_out ds_text */
#include "out/deal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DEAL_ARENA_BYTES = 1 << 20 };

static void a_copy_outlives_what_it_was_made_of(void **state)
{
    (void)state;
    char bytes[] = "甲光通信 乙芯科技 300000000";
    ds_str names[] = {{bytes, 12}, {bytes + 13, 12}};
    ds_evidence rows[] = {
        {.field = DS_STR("target"), .value = names[1], .text = names[1], .start = 3, .end = 15},
        {.field = DS_STR("date"), .value = {NULL, 0}, .text = names[0], .page = 2},
    };
    ds_deal deal = {.id = DS_STR("1"),
                    .doc = {.id = names[0], .title = {NULL, 0}},
                    .acquirer = {names, 1},
                    .target = {names, 2},
                    .amount = {bytes + 26, 9},
                    .evidence = rows,
                    .n_evidence = 2};
    ds_arena *arena;
    ds_deal copy;
    assert_int_equal(ds_arena_new(&arena, DEAL_ARENA_BYTES), DS_OK);
    assert_int_equal(ds_deal_copy(&deal, arena, &copy), DS_OK);
    memset(bytes, '?', sizeof bytes);
    memset(names, 0, sizeof names);
    memset(rows, 0, sizeof rows);
    assert_true(ds_str_equal(copy.doc.id, DS_STR("甲光通信")));
    assert_null(copy.doc.title.ptr);
    assert_int_equal(copy.acquirer.n_items, 1);
    assert_int_equal(copy.target.n_items, 2);
    assert_true(ds_str_equal(copy.target.items[1], DS_STR("乙芯科技")));
    assert_true(ds_str_equal(copy.amount, DS_STR("300000000")));
    assert_true(ds_str_equal(copy.evidence[0].value, DS_STR("乙芯科技")));
    assert_int_equal(copy.evidence[0].end, 15);
    assert_null(copy.evidence[1].value.ptr); /* null is not the empty text */
    assert_int_equal(copy.evidence[1].page, 2);
    assert_int_equal(copy.seller.n_items, 0);
    ds_arena_free(arena);
}

static void a_copy_that_does_not_fit_says_so(void **state)
{
    (void)state;
    ds_arena *arena;
    ds_deal copy;
    char *text = calloc(1, DEAL_ARENA_BYTES);
    assert_non_null(text);
    ds_deal deal = {.text = {text, DEAL_ARENA_BYTES}};
    assert_int_equal(ds_arena_new(&arena, DEAL_ARENA_BYTES / 2), DS_OK);
    assert_int_equal(ds_deal_copy(&deal, arena, &copy), DS_ENOMEM);
    ds_arena_free(arena);
    free(text);
}

static void values_are_found_by_the_name_of_their_key(void **state)
{
    (void)state;
    ds_str names[] = {DS_STR("a"), DS_STR("b")};
    ds_deal deal = {.status = DS_STR("planned"), .motive = {names, 2}};
    assert_null(ds_deal_find_key(DS_STR("evidence")));
    assert_int_equal(ds_deal_values(&deal, ds_deal_find_key(DS_STR("status"))).n_items, 1);
    assert_int_equal(ds_deal_values(&deal, ds_deal_find_key(DS_STR("motive"))).n_items, 2);
    assert_int_equal(ds_deal_values(&deal, ds_deal_find_key(DS_STR("amount"))).n_items, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_outlives_what_it_was_made_of),
        cmocka_unit_test(a_copy_that_does_not_fit_says_so),
        cmocka_unit_test(values_are_found_by_the_name_of_their_key),
    };
    return cmocka_run_group_tests_name("deal", tests, NULL, NULL);
}
