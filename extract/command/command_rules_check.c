/* dealsift rules check: do the packs say what they mean? */
#include "extract/command/command_rules_check.h"

#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/decide/check_rules.h"
#include "rules/check.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift rules check [--pack FILE] [--strict] [--format text|json|tap] [house pack "
    "...]\n"
    "Runs the examples of the rules and looks for mistakes.  House packs are read on top of\n"
    "the main pack, which is the default one without --pack.  Messages go to standard error,\n"
    "with --format json and tap everything goes to standard output.\n"
    "Exit status: 0, 78 after errors; with --strict also after warnings.\n";

/* Messages with their texts; what a text holds is cut at DS_DIAG_MAX_BYTES. */
enum { LINE_BYTES = 16 * 1024 };

typedef struct sizes {
    size_t n[DS_SECTIONS + 1]; /* elements, the deal rules last */
} sizes;

static const char *const names[DS_SECTIONS + 1] = {"cues", "entities", "furniture", "bindings",
                                                   "rules"};

static sizes count_all(const ds_ruleset *set)
{
    sizes out = {{0}};
    const ds_rule *rules;
    size_t n = set ? ds_ruleset_rules(set, &rules) : 0;
    for (size_t i = 0; i < n; i++) {
        out.n[DS_SECTIONS] += i == 0 || !ds_str_equal(rules[i].id, rules[i - 1].id);
    }
    for (int s = 0; s < DS_SECTIONS && set; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            out.n[s] += i == 0 || !ds_str_equal(patterns[i].id, patterns[i - 1].id);
        }
    }
    return out;
}

/* ", 2 errors", or nothing. */
static void print_count(size_t n, const char *what)
{
    if (n) {
        printf(", %zu %s%s", n, what, n == 1 ? "" : "s");
    }
}

static void write_text(ds_report *report, const ds_ruleset *set)
{
    const ds_remark *remarks;
    size_t n = ds_report_read(report, &remarks);
    ds_buf line = ds_buf_make(LINE_BYTES);
    for (size_t i = 0; i < n; i++) {
        if (remarks[i].verdict != DS_VERDICT_PASSED) {
            ds_buf_clear(&line);
            ds_remark_write(&remarks[i], &line);
            fwrite(line.ptr, 1, line.len, stderr);
        }
    }
    ds_buf_free(&line);
    sizes all_sizes = count_all(set);
    if (set) {
        printf("%zu rules", all_sizes.n[DS_SECTIONS]);
        for (int s = 0; s < DS_SECTIONS; s++) {
            printf(", %zu %s", all_sizes.n[s], names[s]);
        }
        printf(", %zu examples passed", ds_report_count(report, DS_VERDICT_PASSED));
        print_count(ds_report_count(report, DS_VERDICT_ERROR), "error");
        print_count(ds_report_count(report, DS_VERDICT_WARNING), "warning");
        putchar('\n');
    }
}

static json_t *json_of(ds_str text)
{
    json_t *made = json_stringn(text.ptr ? text.ptr : "", text.len);
    return made ? made : json_null(); /* a text cut in a character */
}

static json_t *json_number(size_t number)
{
    return number ? json_integer((json_int_t)number) : json_null();
}

static json_t *json_remark(const ds_remark *remark)
{
    json_t *made = json_object();
    json_object_set_new(made, "level", json_string(ds_verdict_name(remark->verdict)));
    json_object_set_new(made, "check", json_string(remark->check));
    json_object_set_new(made, "rule", remark->rule.len ? json_of(remark->rule) : json_null());
    json_object_set_new(made, "file", remark->file ? json_string(remark->file) : json_null());
    json_object_set_new(made, "line", json_number(remark->line));
    json_object_set_new(made, "column", json_number(remark->column));
    json_object_set_new(made, "message", json_of(remark->text));
    return made;
}

static void write_json(ds_report *report, const ds_ruleset *set)
{
    const ds_remark *remarks;
    size_t n = ds_report_read(report, &remarks);
    json_t *all = json_object();
    json_t *list = json_array();
    sizes all_sizes = count_all(set);
    for (size_t i = 0; i < n; i++) {
        if (remarks[i].verdict != DS_VERDICT_PASSED) {
            json_array_append_new(list, json_remark(&remarks[i]));
        }
    }
    for (int s = DS_SECTIONS; s >= 0; s--) {
        json_object_set_new(all, names[s], json_integer((json_int_t)all_sizes.n[s]));
    }
    static const char *const keys[DS_VERDICTS] = {"passed", "warnings", "errors"};
    for (int v = 0; v < DS_VERDICTS; v++) {
        size_t count = ds_report_count(report, (ds_verdict)v);
        json_object_set_new(all, keys[v], json_integer((json_int_t)count));
    }
    json_object_set_new(all, "remarks", list);
    json_dumpf(all, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(all);
}

/* A description ends at a line end, and '#' would begin a directive. */
static void print_described(ds_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '#' || byte == '\\') {
            putchar('\\');
        }
        putchar(byte == '\n' || byte == '\r' ? ' ' : byte);
    }
    putchar('\n');
}

/* A JSON string is one of YAML. */
static void print_quoted(const char *key, json_t *value)
{
    printf("  %s: ", key);
    json_dumpf(value, stdout, JSON_ENCODE_ANY);
    putchar('\n');
    json_decref(value);
}

static void write_point(const ds_remark *remark, size_t number, bool strict)
{
    bool good =
        remark->verdict == DS_VERDICT_PASSED || (remark->verdict == DS_VERDICT_WARNING && !strict);
    printf("%sok %zu - %s ", good ? "" : "not ", number, remark->check);
    if (remark->rule.len) {
        printf("%.*s: ", DS_STR_ARGS(remark->rule));
    }
    print_described(remark->text);
    if (remark->verdict == DS_VERDICT_PASSED) {
        return;
    }
    puts("  ---");
    print_quoted("severity", json_string(ds_verdict_name(remark->verdict)));
    print_quoted("file", remark->file ? json_string(remark->file) : json_null());
    print_quoted("line", json_number(remark->line));
    print_quoted("column", json_number(remark->column));
    puts("  ...");
}

static void write_tap(ds_report *report, bool strict)
{
    const ds_remark *remarks;
    size_t n = ds_report_read(report, &remarks);
    printf("TAP version 13\n1..%zu\n", n);
    for (size_t i = 0; i < n; i++) {
        write_point(&remarks[i], i + 1, strict);
    }
}

static ds_status check(const ds_ruleset *set, ds_report *report)
{
    ds_status status = ds_check_patterns(set, report);
    if (status == DS_OK) {
        status = ds_check_lint(set, report);
    }
    if (status == DS_OK) {
        status = ds_check_rules(set, report);
    }
    return status == DS_OK && ds_report_failed(report) ? DS_ENOMEM : status;
}

static int run(const ds_options *options, const char *format, bool strict)
{
    ds_report *report = NULL;
    ds_ruleset *set = NULL;
    if (ds_report_new(&report) != DS_OK) {
        return ds_exit_of_rules(options, DS_ENOMEM);
    }
    ds_diag diag = {.sink = ds_report_take, .payload = report};
    int result = ds_options_rules(options, &set, &diag);
    if (result == DS_EXIT_OK) {
        result = ds_exit_of_rules(options, check(set, report));
    }
    if (strcmp(format, "json") == 0) {
        write_json(report, set);
    } else if (strcmp(format, "tap") == 0) {
        write_tap(report, strict);
    } else {
        write_text(report, set);
    }
    bool bad = ds_report_count(report, DS_VERDICT_ERROR) > 0 ||
               (strict && ds_report_count(report, DS_VERDICT_WARNING) > 0);
    ds_ruleset_free(set);
    ds_report_free(report);
    return ds_output_end(options->program, result == DS_EXIT_OK && bad ? DS_EXIT_RULES : result);
}

int ds_command_rules_check(int argc, char **argv)
{
    const char *format = "text";
    bool strict = false;
    const ds_own_option own[] = {{"format", &format, NULL, 0}, {"strict", NULL, &strict, 0}};
    ds_options options = {.program = "dealsift rules check", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, 2)) {
        return options.exit_status;
    }
    if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0 && strcmp(format, "tap") != 0) {
        return ds_options_refuse(&options, "no format '%s'; there are text, json and tap", format);
    }
    for (size_t i = 0; i < options.n_arguments; i++) {
        if (!ds_options_add_house(&options, options.arguments[i])) {
            return options.exit_status;
        }
    }
    options.fresh = true; /* what is in the files is what is to be checked */
    return run(&options, format, strict);
}
