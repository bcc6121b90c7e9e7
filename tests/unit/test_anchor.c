/* links: ds_rules ds_text */
#include "rules/anchor.h"
#include "rules/need.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static ds_anchors anchors_of(const char *pattern)
{
    ds_buf read = ds_buf_make(1 << 16);
    ds_anchors out;
    ds_need_read(ds_str_from(pattern), &read);
    ds_anchors_read(&out, ds_buf_str(&read));
    ds_buf_free(&read);
    return out;
}

/* "ab|R 13": the words and how far in front of them a match may begin. */
static void assert_anchors(const char *pattern, const char *wanted)
{
    ds_anchors anchors = anchors_of(pattern);
    ds_buf told = ds_buf_make(1 << 10);
    for (size_t i = 0; i < anchors.n; i++) {
        ds_buf_format(&told, "%s%.2s", i ? "|" : "", anchors.words[i]);
    }
    if (anchors.n) {
        ds_buf_format(&told, " %zu", anchors.reach);
    }
    ds_buf_add_char(&told, '\0');
    assert_string_equal(told.ptr, wanted);
    ds_buf_free(&told);
}

static void few_ascii_words_near_the_beginning_are_anchors(void **state)
{
    (void)state;
    assert_anchors("(\\d{1,3})\\s{0,8}/\\s*\\d", "/ 11");
    assert_anchors("\\[?[Tt]able_[A-Z]+ | \\[[A-Z]{0,12}RptType\\]", "ab|Rp 13");
    assert_anchors("\\d?甲\\d?-", "- 3");
}

static void others_are_none(void **state)
{
    (void)state;
    assert_anchors("/\\d", "");         /* it begins there */
    assert_anchors("\\d+/", "");        /* no end of digits */
    assert_anchors("\\d?甲", "");       /* not ASCII */
    assert_anchors("\\d?[-/+:;]", "");  /* too many */
    assert_anchors("\\d?(?:-|甲)", ""); /* one of them is not ASCII */
    assert_anchors("", "");
}

static void the_next_one_is_found(void **state)
{
    (void)state;
    ds_anchors anchors = anchors_of("\\[?[Tt]able_[A-Z]+ | \\[[A-Z]{0,12}RptType\\]");
    ds_str text = DS_STR("a甲[Table_Title]R[RptType]a");
    assert_int_equal(ds_anchors_next(&anchors, text, 0), 6);
    assert_int_equal(ds_anchors_next(&anchors, text, 7), 19);
    assert_int_equal(ds_anchors_next(&anchors, text, 20), SIZE_MAX);
    assert_int_equal(ds_anchors_next(&anchors, DS_STR(""), 0), SIZE_MAX);
}

static void a_match_begins_so_many_characters_before(void **state)
{
    (void)state;
    ds_anchors anchors = {.n = 1, .reach = 2};
    ds_str text = DS_STR("甲乙丙/");
    assert_int_equal(ds_anchors_begin(&anchors, text, 9, 0), 3);
    assert_int_equal(ds_anchors_begin(&anchors, text, 9, 6), 6);
    assert_int_equal(ds_anchors_begin(&anchors, text, 9, 9), 9);
    assert_int_equal(ds_anchors_begin(&anchors, text, 3, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_ascii_words_near_the_beginning_are_anchors),
        cmocka_unit_test(others_are_none),
        cmocka_unit_test(the_next_one_is_found),
        cmocka_unit_test(a_match_begins_so_many_characters_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
