#include "rules/report.h"

#include "corpus/text/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Texts of all remarks: DS_REPORT_MAX_REMARKS of some hundred bytes. */
enum { REPORT_BYTES = 16 * 1024 * 1024, FIRST_REMARKS = 64 };

struct ds_report {
    ds_arena *arena;
    ds_remark *remarks;
    size_t n, cap;
    size_t counts[DS_VERDICTS];
    bool failed;
};

ds_status ds_report_new(ds_report **out)
{
    ds_report *report = calloc(1, sizeof *report);
    if (!report) {
        return DS_ENOMEM;
    }
    ds_status status = ds_arena_new(&report->arena, REPORT_BYTES);
    if (status != DS_OK) {
        ds_report_free(report);
        return status;
    }
    *out = report;
    return DS_OK;
}

static bool has_room(ds_report *report)
{
    if (report->n == DS_REPORT_MAX_REMARKS) {
        return false;
    }
    if (report->n == report->cap) {
        size_t cap = report->cap ? report->cap * 2 : FIRST_REMARKS;
        ds_remark *grown = realloc(report->remarks, cap * sizeof *grown);
        if (!grown) {
            report->failed = true;
            return false;
        }
        report->remarks = grown;
        report->cap = cap;
    }
    return true;
}

/* The earlier remark's copy, so that equal names are equal pointers. */
static const char *keep_file(ds_report *report, const char *file)
{
    for (size_t i = report->n; file && i > 0; i--) {
        const char *known = report->remarks[i - 1].file;
        if (known && strcmp(known, file) == 0) {
            return known;
        }
    }
    return file ? ds_arena_copy(report->arena, ds_str_from(file)).ptr : NULL;
}

static void keep(ds_report *report, ds_remark remark)
{
    report->counts[remark.verdict]++;
    if (!has_room(report)) {
        return;
    }
    remark.file = keep_file(report, remark.file);
    remark.rule = ds_arena_copy(report->arena, remark.rule);
    remark.text = ds_arena_copy(report->arena, remark.text);
    remark.number = report->n;
    report->failed = report->failed || !remark.rule.ptr || !remark.text.ptr;
    report->remarks[report->n++] = remark;
}

void ds_report_add(ds_report *report, ds_verdict verdict, const char *check, ds_str rule,
                   ds_where where, const char *format, ...)
{
    char text[DS_DIAG_MAX_BYTES];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t used = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    keep(report,
         (ds_remark){verdict, check, rule, where.file, where.line, where.column, {text, used}, 0});
}

/* The number behind the last colon of `head`, which is cut there; 0 if none. */
static size_t cut_number(char *head)
{
    char *colon = strrchr(head, ':');
    char *end = NULL;
    size_t number = colon ? (size_t)strtoul(colon + 1, &end, 10) : 0;
    if (!number || *end) {
        return 0;
    }
    *colon = '\0';
    return number;
}

/* "file:line:column: error: text", as ds_diag writes it. */
void ds_report_take(void *report, ds_level level, const char *message)
{
    static const char *const words[] = {"note: ", "warning: ", "error: "};
    char head[DS_DIAG_MAX_BYTES];
    const char *word = strstr(message, words[level]);
    ds_remark remark = {.verdict = level == DS_LEVEL_ERROR ? DS_VERDICT_ERROR : DS_VERDICT_WARNING,
                        .check = "load"};
    if (word > message + 2) {
        snprintf(head, sizeof head, "%.*s", (int)(word - message - 2), message);
        size_t last = cut_number(head);
        remark.line = cut_number(head);
        remark.column = remark.line ? last : 0;
        remark.line = remark.line ? remark.line : last;
        remark.file = head;
    }
    remark.text = ds_str_from(word ? word + strlen(words[level]) : message);
    keep(report, remark);
}

size_t ds_report_count(const ds_report *report, ds_verdict verdict)
{
    return report->counts[verdict];
}

static int by_place(const void *left, const void *right)
{
    const ds_remark *a = left;
    const ds_remark *b = right;
    if (a->column != b->column && a->line == b->line) {
        return a->column < b->column ? -1 : 1;
    }
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

/* File by file: the remarks of the file at `from` come to the front. */
static size_t gather(ds_report *report, size_t from)
{
    const char *file = report->remarks[from].file;
    size_t end = from;
    for (size_t i = from; i < report->n; i++) {
        if (report->remarks[i].file == file) {
            ds_remark moved = report->remarks[i];
            memmove(&report->remarks[end + 1], &report->remarks[end], (i - end) * sizeof moved);
            report->remarks[end++] = moved;
        }
    }
    qsort(&report->remarks[from], end - from, sizeof *report->remarks, by_place);
    return end;
}

size_t ds_report_read(ds_report *report, const ds_remark **out)
{
    for (size_t at = 0; at < report->n;) {
        at = gather(report, at);
    }
    *out = report->remarks;
    return report->n;
}

const char *ds_verdict_name(ds_verdict verdict)
{
    static const char *const verdicts[DS_VERDICTS] = {"passed", "warning", "error"};
    return verdicts[verdict];
}

void ds_remark_write(const ds_remark *remark, ds_buf *out)
{
    if (remark->file) {
        ds_buf_add(out, ds_str_from(remark->file));
        if (remark->line) {
            ds_buf_format(out, ":%zu", remark->line);
        }
        if (remark->column) {
            ds_buf_format(out, ":%zu", remark->column);
        }
        ds_buf_add(out, DS_STR(": "));
    }
    ds_buf_format(out, "%s: ", ds_verdict_name(remark->verdict));
    ds_buf_add(out, remark->text);
    if (strcmp(remark->check, "load") != 0) {
        ds_buf_format(out, " [%s]", remark->check);
    }
    ds_buf_add_char(out, '\n');
}

bool ds_report_failed(const ds_report *report)
{
    return report->failed;
}

void ds_report_free(ds_report *report)
{
    if (report) {
        ds_arena_free(report->arena);
        free(report->remarks);
        free(report);
    }
}
