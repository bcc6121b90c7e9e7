/* links: ds_text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/text/span.h"

static void comparison_is_by_bytes_and_prefix_first(void **state)
{
    (void)state;
    assert_true(ds_str_equal(DS_STR("甲"), DS_STR("甲")));
    assert_false(ds_str_equal(DS_STR("甲"), DS_STR("乙")));
    assert_true(ds_str_equal((ds_str){NULL, 0}, DS_STR("")));
    assert_true(ds_str_compare(DS_STR("a"), DS_STR("ab")) < 0);
    assert_true(ds_str_compare(DS_STR("\xFF"), DS_STR("a")) > 0);
    assert_int_equal(ds_str_compare(DS_STR("ab"), DS_STR("ab")), 0);
    assert_true(ds_str_compare((ds_str){NULL, 0}, DS_STR("a")) < 0);
}

static void heads_and_tails(void **state)
{
    (void)state;
    assert_true(ds_str_starts(DS_STR("收购乙"), DS_STR("收购")));
    assert_false(ds_str_starts(DS_STR("收"), DS_STR("收购")));
    assert_true(ds_str_starts((ds_str){NULL, 0}, DS_STR("")));
    assert_true(ds_str_ends(DS_STR("乙公司"), DS_STR("公司")));
    assert_false(ds_str_ends(DS_STR("公司乙"), DS_STR("公司")));
    assert_false(ds_str_ends(DS_STR("司"), DS_STR("公司")));
}

static void find_gives_the_first_place_at_or_after_from(void **state)
{
    (void)state;
    ds_str text = DS_STR("aabaab");
    assert_int_equal(ds_str_find(text, DS_STR("aab"), 0), 0);
    assert_int_equal(ds_str_find(text, DS_STR("aab"), 1), 3);
    assert_int_equal(ds_str_find(text, DS_STR("ab"), 0), 1);
    assert_int_equal(ds_str_find(text, DS_STR("aab"), 4), SIZE_MAX);
    assert_int_equal(ds_str_find(text, DS_STR("b"), 5), 5);
    assert_int_equal(ds_str_find(text, DS_STR("b"), 6), SIZE_MAX);
    assert_int_equal(ds_str_find(text, DS_STR("b"), 7), SIZE_MAX);
    assert_int_equal(ds_str_find(text, DS_STR(""), 6), 6);
    assert_int_equal(ds_str_find((ds_str){NULL, 0}, DS_STR("a"), 0), SIZE_MAX);
    assert_int_equal(ds_str_find(DS_STR("a"), DS_STR("aa"), 0), SIZE_MAX);
}

static void trim_takes_ascii_and_full_width_space(void **state)
{
    (void)state;
    assert_true(
        ds_str_equal(ds_str_trim(DS_STR(" \t\r\n\xE3\x80\x80收 购\xC2\xA0\n")), DS_STR("收 购")));
    assert_int_equal(ds_str_trim(DS_STR(" \xE3\x80\x80 ")).len, 0);
    assert_int_equal(ds_str_trim((ds_str){NULL, 0}).len, 0);
    assert_true(ds_str_equal(ds_str_trim(DS_STR("x")), DS_STR("x")));
}

static void null_is_the_empty_view(void **state)
{
    (void)state;
    assert_int_equal(ds_str_from(NULL).len, 0);
    assert_null(ds_str_slice((ds_str){NULL, 0}, 0, 0).ptr);
    ds_str slice = ds_str_slice(DS_STR("abcd"), 1, 3);
    assert_true(ds_str_equal(slice, DS_STR("bc")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison_is_by_bytes_and_prefix_first),
        cmocka_unit_test(heads_and_tails),
        cmocka_unit_test(find_gives_the_first_place_at_or_after_from),
        cmocka_unit_test(trim_takes_ascii_and_full_width_space),
        cmocka_unit_test(null_is_the_empty_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
