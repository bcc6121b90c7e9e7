/* links: ds_text ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/scratch.h"

#include <string.h>

static void message_names_what_is_known_of_the_place(void **state)
{
    (void)state;
    ds_buf said = ds_buf_make(1 << 16);
    ds_diag diag = {.sink = gather_message, .payload = &said};
    ds_diag_report(&diag, DS_LEVEL_NOTE, (ds_where){0}, "a %d", 1);
    ds_diag_report(&diag, DS_LEVEL_WARNING, (ds_where){.file = "f"}, "b");
    ds_diag_report(&diag, DS_LEVEL_ERROR, (ds_where){.file = "f", .line = 3}, "c");
    assert_int_equal(ds_diag_fail(&diag, DS_EINVALID, (ds_where){"f", 3, 9}, "d%%"), DS_EINVALID);
    ds_diag_report(&diag, DS_LEVEL_ERROR, (ds_where){.line = 3, .column = 4}, "e");
    ds_buf_add_char(&said, 0);
    assert_string_equal(said.ptr, "note: a 1\nf: warning: b\nf:3: error: c\nf:3:9: error: d%\n"
                                  "error: e\n");
    assert_int_equal(diag.n_warnings, 1);
    assert_int_equal(diag.n_errors, 3);
    ds_buf_free(&said);
}

static void long_messages_and_paths_are_cut(void **state)
{
    (void)state;
    char path[3 * DS_DIAG_MAX_BYTES];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = 0;
    ds_buf said = ds_buf_make(1 << 16);
    ds_diag diag = {.sink = gather_message, .payload = &said};
    ds_diag_report(&diag, DS_LEVEL_ERROR, (ds_where){0}, "%s", path);
    assert_int_equal(said.len, DS_DIAG_MAX_BYTES); /* the NUL became a line feed */
    ds_buf_clear(&said);
    ds_diag_report(&diag, DS_LEVEL_ERROR, (ds_where){path, 1, 1}, "x");
    assert_int_equal(said.len, DS_DIAG_MAX_BYTES);
    ds_buf_free(&said);
}

static void every_status_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(ds_status_name(DS_OK), "ok");
    assert_string_equal(ds_status_name(DS_EMISSING), "not found");
    for (int status = DS_OK; status <= DS_EMISSING; status++) {
        assert_string_not_equal(ds_status_name((ds_status)status), "unknown status");
    }
    assert_string_equal(ds_status_name((ds_status)99), "unknown status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_names_what_is_known_of_the_place),
        cmocka_unit_test(long_messages_and_paths_are_cut),
        cmocka_unit_test(every_status_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
