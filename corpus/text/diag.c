#include "corpus/text/diag.h"

#include <stdio.h>

const char *ds_status_name(ds_status status)
{
    static const char *const names[] = {
        [DS_OK] = "ok",
        [DS_END] = "end",
        [DS_ENOMEM] = "out of memory",
        [DS_ELIMIT] = "limit reached",
        [DS_EINVALID] = "invalid input",
        [DS_EIO] = "input/output error",
        [DS_EMISSING] = "not found",
    };
    size_t index = (size_t)status;
    return index < sizeof names / sizeof names[0] ? names[index] : "unknown status";
}

static void print_to_stderr(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    fprintf(stderr, "%s\n", message);
}

static size_t write_where(char *out, size_t cap, ds_where where)
{
    int len = 0;
    if (where.file && where.line && where.column) {
        len = snprintf(out, cap, "%s:%zu:%zu: ", where.file, where.line, where.column);
    } else if (where.file && where.line) {
        len = snprintf(out, cap, "%s:%zu: ", where.file, where.line);
    } else if (where.file) {
        len = snprintf(out, cap, "%s: ", where.file);
    }
    return len < 0 ? 0 : (size_t)len < cap ? (size_t)len : cap - 1;
}

static void report(ds_diag *diag, ds_level level, ds_where where, const char *format, va_list args)
    DS_PRINTF(4, 0);

static void report(ds_diag *diag, ds_level level, ds_where where, const char *format, va_list args)
{
    static const char *const words[] = {"note: ", "warning: ", "error: "};
    char message[DS_DIAG_MAX_BYTES];
    size_t len = write_where(message, sizeof message, where);
    int more = snprintf(message + len, sizeof message - len, "%s", words[level]);
    len += more > 0 ? (size_t)more : 0;
    if (len < sizeof message) {
        vsnprintf(message + len, sizeof message - len, format, args);
    }
    if (diag) {
        diag->n_warnings += level == DS_LEVEL_WARNING;
        diag->n_errors += level == DS_LEVEL_ERROR;
    }
    ds_diag_sink *sink = diag && diag->sink ? diag->sink : print_to_stderr;
    sink(diag ? diag->payload : NULL, level, message);
}

void ds_diag_report(ds_diag *diag, ds_level level, ds_where where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(diag, level, where, format, args);
    va_end(args);
}

ds_status ds_diag_fail(ds_diag *diag, ds_status status, ds_where where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(diag, DS_LEVEL_ERROR, where, format, args);
    va_end(args);
    return status;
}
