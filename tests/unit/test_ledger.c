/* links: ds_pipeline ds_corpus ds_text ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/ledger.h"
#include "tests/support/scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static ds_known ask(ds_ledger *ledger, const char *path, ds_place *done)
{
    struct stat info;
    ds_history history = ds_ledger_history(ledger);
    assert_int_equal(stat(path, &info), 0);
    *done = (ds_place){0};
    return history.ask(history.payload, path, &info, done);
}

static bool finish(ds_ledger *ledger, const char *path)
{
    ds_history history = ds_ledger_history(ledger);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool unchanged = history.finish(history.payload, fd);
    close(fd);
    return unchanged;
}

/* A ledger filled with lines, as the next run has it. */
static ds_ledger *refill(const ds_buf *lines)
{
    ds_ledger *ledger;
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    for (size_t at = 0; at < lines->len;) {
        const char *feed = memchr(lines->ptr + at, '\n', lines->len - at);
        assert_non_null(feed);
        size_t len = (size_t)(feed - lines->ptr) - at;
        assert_true(ds_ledger_read(ledger, (ds_str){lines->ptr + at, len}));
        at += len + 1;
    }
    return ledger;
}

static void a_file_is_known_by_its_content(void **state)
{
    (void)state;
    scratch in;
    scratch_make(&in);
    scratch_write(&in, "a\t\n.txt", DS_STR("one"));
    const char *path = scratch_path(&in, "a\t\n.txt");
    ds_ledger *ledger;
    ds_place done;
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_NEW);
    assert_true(finish(ledger, path));
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_ALL); /* named twice */
    ds_buf lines = {0};
    ds_ledger_take(ledger, &lines);
    assert_int_equal(ds_ledger_waiting(ledger), 0);
    ds_ledger_free(ledger);
    ledger = refill(&lines);
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_ALL);
    assert_int_equal(ds_ledger_waiting(ledger), 0);
    remove(path);
    scratch_write(&in, "a\t\n.txt", DS_STR("one")); /* another file of the same bytes */
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_ALL);
    assert_true(ds_ledger_waiting(ledger) > 0); /* its new times */
    scratch_write(&in, "a\t\n.txt", DS_STR("two"));
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_NEW);
    ds_ledger_clear(ledger);
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_NEW);
    ds_ledger_free(ledger);
    ds_buf_free(&lines);
    scratch_remove(&in);
}

static void a_file_that_changes_while_it_is_read_is_new_again(void **state)
{
    (void)state;
    scratch in;
    scratch_make(&in);
    scratch_write(&in, "a", DS_STR("one"));
    ds_ledger *ledger;
    ds_place done;
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    assert_int_equal(ask(ledger, scratch_path(&in, "a"), &done), DS_KNOWN_NEW);
    scratch_write(&in, "a", DS_STR("longer"));
    assert_false(finish(ledger, scratch_path(&in, "a")));
    assert_int_equal(ds_ledger_waiting(ledger), 0);
    ds_ledger_free(ledger);
    scratch_remove(&in);
}

static void a_place_is_good_for_the_same_content_until_the_run_ends(void **state)
{
    (void)state;
    scratch in;
    scratch_make(&in);
    scratch_write(&in, "a", DS_STR("one"));
    const char *path = scratch_path(&in, "a");
    ds_ledger *ledger;
    ds_place done;
    ds_buf lines = {0};
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_NEW);
    ds_ledger_place(ledger, (ds_place){7, DS_PLACE_ALL, 3}, &lines);
    ds_ledger_free(ledger);
    ledger = refill(&lines);
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_PART);
    assert_int_equal(done.entry, 7);
    assert_true(done.line == DS_PLACE_ALL);
    assert_int_equal(done.n_told, 3);
    ds_ledger_close_run(ledger);
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_NEW);
    ds_ledger_free(ledger);
    ledger = refill(&lines);
    scratch_write(&in, "a", DS_STR("two"));
    assert_int_equal(ask(ledger, path, &done), DS_KNOWN_NEW);
    ds_ledger_free(ledger);
    ds_buf_free(&lines);
    scratch_remove(&in);
}

static void what_cannot_be_opened_is_told_once_a_run(void **state)
{
    (void)state;
    ds_ledger *ledger;
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    ds_history history = ds_ledger_history(ledger);
    assert_false(history.refuse(history.payload, "a"));
    assert_true(history.refuse(history.payload, "a"));
    assert_false(history.refuse(history.payload, "b"));
    ds_buf lines = {0};
    ds_ledger_take(ledger, &lines);
    ds_ledger_free(ledger);
    ledger = refill(&lines);
    history = ds_ledger_history(ledger);
    assert_true(history.refuse(history.payload, "a"));
    ds_ledger_close_run(ledger);
    assert_false(history.refuse(history.payload, "a"));
    ds_ledger_free(ledger);
    ds_buf_free(&lines);
}

static void other_lines_are_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        "done",
        "done\tx\ty\tz\tp",
        "refused\t0123\tp",
        "at\t1\t2\t3\t4\t5\tp",
        "done\t0123456789abcdef0123456789abcdef\tg\t0123456789abcdef0123456789abcdef\tp"};
    ds_ledger *ledger;
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_false(ds_ledger_read(ledger, ds_str_from(lines[i])));
    }
    ds_ledger_free(ledger);
}

/* The table grows several times. */
static void ten_thousand_files_are_all_known(void **state)
{
    (void)state;
    ds_ledger *ledger;
    assert_int_equal(ds_ledger_new(&ledger), DS_OK);
    ds_history history = ds_ledger_history(ledger);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 10000; i++) {
            char name[16];
            snprintf(name, sizeof name, "f%d", i);
            assert_int_equal(history.refuse(history.payload, name), round == 1);
        }
    }
    ds_ledger_free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_known_by_its_content),
        cmocka_unit_test(a_file_that_changes_while_it_is_read_is_new_again),
        cmocka_unit_test(a_place_is_good_for_the_same_content_until_the_run_ends),
        cmocka_unit_test(what_cannot_be_opened_is_told_once_a_run),
        cmocka_unit_test(other_lines_are_refused),
        cmocka_unit_test(ten_thousand_files_are_all_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
