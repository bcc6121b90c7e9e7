/* links: ds_corpus ds_text ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/progress.h"

static bool refuse(void *payload, const char *path)
{
    (void)path;
    return *(bool *)payload;
}

static bool is_told(ds_progress *progress, const char *stage, size_t line)
{
    return ds_progress_told(progress, &(ds_fault){.stage = stage, .source = "a", .line = line});
}

static ds_progress progress_at(const ds_history *history, ds_place done, size_t entry)
{
    ds_progress progress = {.history = history};
    ds_progress_begin(&progress, done);
    while (progress.at.entry < entry) {
        ds_progress_step(&progress);
    }
    return progress;
}

static void faults_up_to_the_place_were_told(void **state)
{
    (void)state;
    ds_history history = {.refuse = refuse};
    ds_place done = {.entry = 3, .line = 10, .n_told = 1};
    ds_progress before = progress_at(&history, done, 2);
    assert_true(ds_progress_passed(&before));
    assert_int_equal(ds_progress_lines(&before), 0);
    assert_true(is_told(&before, "unpack", 0));
    assert_true(is_told(&before, "read", 99));
    ds_progress at = progress_at(&history, done, 3);
    assert_false(ds_progress_passed(&at));
    assert_int_equal(ds_progress_lines(&at), 10);
    assert_true(is_told(&at, "read", 10));
    assert_false(is_told(&at, "read", 11));
    assert_true(is_told(&at, "unpack", 0)); /* the first of the entry itself */
    assert_false(is_told(&at, "unpack", 0));
    ds_progress behind = progress_at(&history, done, 4);
    assert_false(ds_progress_passed(&behind));
    assert_int_equal(ds_progress_lines(&behind), 0);
    assert_false(is_told(&behind, "read", 1));
}

static void an_entry_that_was_read_is_passed_over_whole(void **state)
{
    (void)state;
    ds_history history = {.refuse = refuse};
    ds_progress at = progress_at(&history, (ds_place){1, DS_PLACE_ALL, 0}, 1);
    assert_true(ds_progress_passed(&at));
    assert_true(is_told(&at, "unpack", 0));
    ds_progress_step(&at);
    assert_false(ds_progress_passed(&at));
    assert_false(is_told(&at, "unpack", 0));
}

static void what_cannot_be_opened_is_asked_of_the_history(void **state)
{
    (void)state;
    bool known = true;
    ds_history history = {.refuse = refuse, .payload = &known};
    ds_progress progress = {.history = &history};
    assert_true(is_told(&progress, "open", 0));
    known = false;
    assert_false(is_told(&progress, "open", 0));
    assert_false(is_told(&progress, "read", 0)); /* no file is at hand */
}

static void without_a_history_nothing_was_told(void **state)
{
    (void)state;
    ds_progress progress = {0};
    assert_false(is_told(&progress, "open", 0));
    assert_false(is_told(&progress, "read", 0));
    assert_false(ds_progress_passed(&progress));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_up_to_the_place_were_told),
        cmocka_unit_test(an_entry_that_was_read_is_passed_over_whole),
        cmocka_unit_test(what_cannot_be_opened_is_asked_of_the_history),
        cmocka_unit_test(without_a_history_nothing_was_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
