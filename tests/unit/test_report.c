/* links: ds_rules ds_text */
#include "rules/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_remarks(ds_report *report, const char *wanted)
{
    const ds_remark *remarks;
    size_t n = ds_report_read(report, &remarks);
    ds_buf all = ds_buf_make(4096);
    for (size_t i = 0; i < n; i++) {
        ds_remark_write(&remarks[i], &all);
    }
    ds_buf_add_char(&all, '\0');
    assert_string_equal(all.ptr, wanted);
    ds_buf_free(&all);
}

static void remarks_come_by_file_then_by_line(void **state)
{
    (void)state;
    ds_report *report;
    assert_int_equal(ds_report_new(&report), DS_OK);
    ds_str rule = DS_STR("r");
    ds_report_add(report, DS_VERDICT_ERROR, "example", rule, (ds_where){"b.xml", 9, 0}, "%d", 1);
    ds_report_add(report, DS_VERDICT_WARNING, "costly", rule, (ds_where){"a.xml", 3, 2}, "2");
    ds_report_add(report, DS_VERDICT_WARNING, "costly", rule, (ds_where){"b.xml", 4, 7}, "3");
    ds_report_add(report, DS_VERDICT_WARNING, "costly", rule, (ds_where){"b.xml", 4, 5}, "4");
    ds_report_add(report, DS_VERDICT_PASSED, "example", rule, (ds_where){NULL, 0, 0}, "5");
    assert_remarks(report, "b.xml:4:5: warning: 4 [costly]\n"
                           "b.xml:4:7: warning: 3 [costly]\n"
                           "b.xml:9: error: 1 [example]\n"
                           "a.xml:3:2: warning: 2 [costly]\n"
                           "passed: 5 [example]\n");
    assert_int_equal(ds_report_count(report, DS_VERDICT_WARNING), 3);
    assert_int_equal(ds_report_count(report, DS_VERDICT_ERROR), 1);
    assert_false(ds_report_failed(report));
    ds_report_free(report);
}

static void messages_of_the_loader_keep_their_place(void **state)
{
    static const ds_where places[] = {
        {"a: b.xml", 4, 14}, {"a.xml", 4, 0}, {"a.xml", 0, 0}, {NULL, 0, 0}};
    (void)state;
    ds_report *report;
    assert_int_equal(ds_report_new(&report), DS_OK);
    ds_diag diag = {.sink = ds_report_take, .payload = report};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        ds_diag_report(&diag, DS_LEVEL_ERROR, places[i], "no: error: %zu", i);
    }
    ds_diag_report(&diag, DS_LEVEL_WARNING, places[1], "w");
    const ds_remark *remarks;
    assert_int_equal(ds_report_read(report, &remarks), 5);
    assert_string_equal(remarks[0].file, "a: b.xml");
    assert_int_equal(remarks[0].line, 4);
    assert_int_equal(remarks[0].column, 14);
    assert_remarks(report, "a: b.xml:4:14: error: no: error: 0\n"
                           "a.xml: error: no: error: 2\n"
                           "a.xml:4: error: no: error: 1\n"
                           "a.xml:4: warning: w\n"
                           "error: no: error: 3\n");
    ds_report_free(report);
}

static void more_remarks_than_anybody_reads_are_only_counted(void **state)
{
    (void)state;
    ds_report *report;
    const ds_remark *remarks;
    assert_int_equal(ds_report_new(&report), DS_OK);
    for (size_t i = 0; i < DS_REPORT_MAX_REMARKS + 5; i++) {
        ds_report_add(report, DS_VERDICT_ERROR, "example", DS_STR("r"), (ds_where){"a", 1, 0}, "x");
    }
    assert_int_equal(ds_report_read(report, &remarks), DS_REPORT_MAX_REMARKS);
    assert_int_equal(ds_report_count(report, DS_VERDICT_ERROR), DS_REPORT_MAX_REMARKS + 5);
    ds_report_free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remarks_come_by_file_then_by_line),
        cmocka_unit_test(messages_of_the_loader_keep_their_place),
        cmocka_unit_test(more_remarks_than_anybody_reads_are_only_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
