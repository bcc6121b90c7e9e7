/* links: ds_corpus */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/iso_day.h"
#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"
#include "corpus/window.h"

/* LATE and later: where a cut may be. */
enum { HALF = DS_WINDOW_BYTES / 2, LATE = HALF + HALF / 8, LATER = HALF + HALF / 4 * 3 };

/* `len` bytes of x with `mark` put in at byte `at`. */
static ds_buf text_with(size_t len, const char *filler, size_t at, const char *mark)
{
    ds_buf text = ds_buf_make(8 << 20);
    while (text.len < len) {
        if (text.len >= at && mark) {
            ds_buf_add(&text, ds_str_from(mark));
            mark = NULL;
        }
        ds_buf_add(&text, ds_str_from(filler));
    }
    return text;
}

static void assert_cut(size_t at, const char *mark, size_t expected)
{
    ds_buf text = text_with(DS_WINDOW_BYTES + 100, "x", at, mark);
    assert_int_equal(ds_window_cut(ds_buf_str(&text)), expected);
    ds_buf_free(&text);
}

static void cut_is_behind_the_last_line_feed_then_sentence_then_code_point(void **state)
{
    (void)state;
    assert_cut(LATER, "\n", LATER + 1);
    assert_cut(HALF, "\n", HALF + 1);
    assert_cut(HALF - 1, "\n", DS_WINDOW_BYTES);
    assert_cut(DS_WINDOW_BYTES - 1, "\n", DS_WINDOW_BYTES);
    assert_cut(LATER, "。", LATER + 3);
    assert_cut(LATER, "！", LATER + 3);
    assert_cut(LATER, "？", LATER + 3);
    assert_cut(LATER, "；", LATER + 3);
    assert_cut(LATER, "，", DS_WINDOW_BYTES);
    assert_cut(LATE, "\nxxxx。", LATE + 1);
    assert_cut(DS_WINDOW_BYTES - 1, "。", DS_WINDOW_BYTES - 1);
    assert_cut(DS_WINDOW_BYTES - 2, "𠮷", DS_WINDOW_BYTES - 2);
}

static void text_that_fits_is_not_cut(void **state)
{
    (void)state;
    ds_buf text = text_with(DS_WINDOW_BYTES, "\n", 0, NULL);
    assert_int_equal(text.len, DS_WINDOW_BYTES);
    assert_int_equal(ds_window_cut(ds_buf_str(&text)), DS_WINDOW_BYTES);
    ds_buf_free(&text);
}

static void windows_put_together_are_the_text(void **state)
{
    (void)state;
    ds_buf text =
        text_with((size_t)7 * HALF, "甲公司拟收购乙公司", (size_t)2 * HALF + LATER, "。\n");
    bool at_line = false;
    ds_buf joined = ds_buf_make(8 << 20);
    ds_windows windows = {.text = ds_buf_str(&text)};
    ds_window window;
    size_t n_windows = 0;
    while (ds_windows_next(&windows, &window)) {
        assert_int_equal(window.base, joined.len);
        assert_true(window.text.len <= DS_WINDOW_BYTES);
        assert_int_equal(ds_utf8_valid(window.text), window.text.len);
        assert_int_equal(window.first, n_windows == 0);
        ds_buf_add(&joined, window.text);
        at_line = at_line || ds_str_ends(window.text, DS_STR("\n"));
        assert_int_equal(window.last, joined.len == text.len);
        n_windows++;
    }
    assert_true(at_line);
    assert_int_equal(n_windows, 4);
    assert_int_equal(joined.len, text.len);
    assert_memory_equal(joined.ptr, text.ptr, text.len);
    ds_buf_free(&joined);
    ds_buf_free(&text);
}

static void empty_text_has_one_empty_window(void **state)
{
    (void)state;
    ds_windows windows = {0};
    ds_window window;
    assert_true(ds_windows_next(&windows, &window));
    assert_true(window.first && window.last && window.text.len == 0);
    assert_false(ds_windows_next(&windows, &window));
}

static void days_are_normalised_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *day; /* NULL: refused */
    } cases[] = {
        {"2025-03-14", "2025-03-14"},
        {"2025/03/14", "2025-03-14"},
        {" 2025-3-4 ", "2025-03-04"},
        {"2025-03-14T08:30:00+08:00", "2025-03-14"},
        {"2025/03/14 08:30", "2025-03-14"},
        {"2024-02-29", "2024-02-29"},
        {"2025-02-29", NULL},
        {"1900-02-29", NULL},
        {"2000-02-29", "2000-02-29"},
        {"2025-13-01", NULL},
        {"2025-00-10", NULL},
        {"2025-04-31", NULL},
        {"2025-04-0", NULL},
        {"2025-03/14", NULL},
        {"2025-03", NULL},
        {"20250314", NULL},
        {"2025-03-141", NULL},
        {"2025-03-14 soon", NULL},
        {"25-03-14", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char day[DS_ISO_DAY_BYTES] = "";
        ds_status status = ds_iso_day_read(ds_str_from(cases[i].text), day);
        assert_int_equal(status, cases[i].day ? DS_OK : DS_EINVALID);
        assert_string_equal(day, cases[i].day ? cases[i].day : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_is_behind_the_last_line_feed_then_sentence_then_code_point),
        cmocka_unit_test(text_that_fits_is_not_cut),
        cmocka_unit_test(windows_put_together_are_the_text),
        cmocka_unit_test(empty_text_has_one_empty_window),
        cmocka_unit_test(days_are_normalised_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
