/* links: ds_text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/text/utf8.h"

static void code_points_are_read_forwards_and_backwards(void **state)
{
    (void)state;
    ds_str text = DS_STR("aé收𠮷");
    static const uint32_t codes[] = {'a', 0xE9, 0x6536, 0x20BB7};
    static const size_t sizes[] = {1, 2, 3, 4};
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        size_t size;
        assert_int_equal(ds_utf8_at(text, at, &size), codes[i]);
        assert_int_equal(size, sizes[i]);
        assert_int_equal(ds_utf8_before(text, at + size), at);
        assert_true(ds_utf8_boundary(text, at));
        assert_int_equal(ds_utf8_boundary(text, at + 1), size == 1);
        char out[4];
        assert_int_equal(ds_utf8_write(codes[i], out), size);
        assert_memory_equal(out, text.ptr + at, size);
        at += size;
    }
    assert_true(ds_utf8_boundary(text, at));
    assert_int_equal(ds_utf8_count(text), 4);
}

static void cut_view_gives_a_byte_and_stays_inside(void **state)
{
    (void)state;
    size_t size;
    assert_int_equal(ds_utf8_at((ds_str){"\xE6\x94", 2}, 0, &size), 0xE6);
    assert_int_equal(size, 1);
}

static void valid_prefix_ends_before_the_first_bad_byte(void **state)
{
    (void)state;
    static const struct {
        ds_str text;
        size_t valid;
    } cases[] = {
        {DS_STR_INIT(""), 0},
        {DS_STR_INIT("收购"), 6},
        {DS_STR_INIT("收\xE8\xB4"), 3},
        {DS_STR_INIT("a\xFFz"), 1},
        {DS_STR_INIT("\xC0\x80"), 0},
        {DS_STR_INIT("\xED\xA0\x80"), 0},
        {DS_STR_INIT("\xF4\x90\x80\x80"), 0},
        {DS_STR_INIT("𠮷"), 4},
        {DS_STR_INIT("a\0b"), 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(ds_utf8_valid(cases[i].text), cases[i].valid);
    }
}

static void classes_of_code_points(void **state)
{
    (void)state;
    assert_true(ds_code_is_han(0x6536) && ds_code_is_han(0x3007) && ds_code_is_han(0x20BB7));
    assert_false(ds_code_is_han(0x3002) || ds_code_is_han('a') || ds_code_is_han(0x30A2));
    assert_true(ds_code_is_space(0x3000) && ds_code_is_space('\n') && ds_code_is_space(0x200B));
    assert_false(ds_code_is_space('a') || ds_code_is_space(0x3001));
    assert_true(ds_code_is_punct(0x3002) && ds_code_is_punct(0xFF0C) && ds_code_is_punct('%'));
    assert_true(ds_code_is_punct(0x201C) && ds_code_is_punct(0xFFE5));
    assert_false(ds_code_is_punct(0x6536) || ds_code_is_punct('1') || ds_code_is_punct(' '));
    assert_true(ds_code_is_latin('Z') && ds_code_is_latin(0xE9));
    assert_false(ds_code_is_latin('1') || ds_code_is_latin(0xD7));
    assert_true(ds_code_is_digit('0') && ds_code_is_digit('9'));
    assert_false(ds_code_is_digit('/') || ds_code_is_digit(':'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_are_read_forwards_and_backwards),
        cmocka_unit_test(cut_view_gives_a_byte_and_stays_inside),
        cmocka_unit_test(valid_prefix_ends_before_the_first_bad_byte),
        cmocka_unit_test(classes_of_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
