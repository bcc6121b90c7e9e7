/* links: ds_text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/text/buffer.h"

static void appends_gather_in_order(void **state)
{
    (void)state;
    ds_buf buf = ds_buf_make(1000);
    ds_buf_add(&buf, DS_STR("收购"));
    ds_buf_add(&buf, (ds_str){NULL, 0});
    ds_buf_add_char(&buf, '-');
    ds_buf_add_code(&buf, 0x4E59);
    ds_buf_add_code(&buf, 0x20BB7);
    ds_buf_format(&buf, "%d%%%s", 51, "x");
    assert_false(buf.failed);
    assert_true(ds_str_equal(ds_buf_str(&buf), DS_STR("收购-乙𠮷51%x")));
    ds_buf_free(&buf);
}

static void failure_at_the_ceiling_is_sticky_until_clear(void **state)
{
    (void)state;
    ds_buf buf = ds_buf_make(5);
    ds_buf_add(&buf, DS_STR("12345"));
    assert_false(buf.failed);
    ds_buf_add_char(&buf, '6');
    assert_true(buf.failed);
    assert_int_equal(buf.len, 5);
    ds_buf_clear(&buf);
    ds_buf_add(&buf, DS_STR("123456"));
    assert_true(buf.failed);
    ds_buf_add(&buf, DS_STR("1")); /* would fit, but the run has failed */
    assert_int_equal(buf.len, 0);
    ds_buf_clear(&buf);
    ds_buf_add(&buf, DS_STR("1"));
    assert_false(buf.failed);
    assert_int_equal(buf.len, 1);
    ds_buf_free(&buf);
}

static void reserve_refuses_what_would_overflow(void **state)
{
    (void)state;
    ds_buf buf = ds_buf_make(100);
    ds_buf_add(&buf, DS_STR("1234"));
    assert_false(ds_buf_reserve(&buf, SIZE_MAX));
    assert_true(buf.failed);
    ds_buf_clear(&buf);
    assert_true(ds_buf_reserve(&buf, 100));
    assert_false(ds_buf_reserve(&buf, 101));
    ds_buf_free(&buf);
    assert_null(buf.ptr);
    assert_int_equal(buf.max, 100);
}

static void bytes_survive_growing(void **state)
{
    (void)state;
    ds_buf buf = ds_buf_make(1 << 20);
    for (unsigned i = 0; i < 100000; i++) {
        ds_buf_add_char(&buf, (char)('a' + i % 26));
    }
    assert_int_equal(buf.len, 100000);
    for (unsigned i = 0; i < 100000; i++) {
        assert_int_equal(buf.ptr[i], 'a' + i % 26);
    }
    ds_buf_free(&buf);
}

static void bytes_that_are_no_utf8_are_shown_by_number(void **state)
{
    (void)state;
    ds_buf buf = ds_buf_make(100);
    ds_buf_add_shown(&buf, DS_STR("\xff"
                                  "a收\xe6\x94"));
    assert_true(ds_str_equal(ds_buf_str(&buf), DS_STR("\\xffa收\\xe6\\x94")));
    ds_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_gather_in_order),
        cmocka_unit_test(failure_at_the_ceiling_is_sticky_until_clear),
        cmocka_unit_test(reserve_refuses_what_would_overflow),
        cmocka_unit_test(bytes_survive_growing),
        cmocka_unit_test(bytes_that_are_no_utf8_are_shown_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
