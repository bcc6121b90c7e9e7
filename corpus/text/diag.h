/* diag.h - the one place where messages for people come out.
 *
 * A message is `file:line:column: error: text`; parts that are not known are
 * left out.  The sink counts, so that a command can decide its exit status.
 * Not thread-safe: one sink a thread.
 */
#ifndef DS_DIAG_H
#define DS_DIAG_H

#include "corpus/text/status.h"

#include <stdarg.h>
#include <stddef.h>

typedef enum ds_level { DS_LEVEL_NOTE, DS_LEVEL_WARNING, DS_LEVEL_ERROR } ds_level;

/* Where something is wrong.  Zero and NULL mean "not known". */
typedef struct ds_where {
    const char *file; /* borrowed for the call, NUL-terminated */
    size_t line;      /* from 1                                */
    size_t column;    /* from 1, in code points                */
} ds_where;

/* Receives one complete message without a line feed, e.g. for tests. */
typedef void ds_diag_sink(void *payload, ds_level level, const char *message);

typedef struct ds_diag {
    ds_diag_sink *sink; /* NULL: standard error */
    void *payload;
    size_t n_warnings;
    size_t n_errors;
} ds_diag;

/* Formats one message and hands it to the sink.  `diag` may be NULL: then it
 * goes to standard error and is not counted.  Messages over
 * DS_DIAG_MAX_BYTES are cut. */
enum { DS_DIAG_MAX_BYTES = 2048 }; /* a line of context and a sentence of text fit */
void ds_diag_report(ds_diag *diag, ds_level level, ds_where where, const char *format, ...)
    DS_PRINTF(4, 5);

/* The same with DS_LEVEL_ERROR; returns `status`, so that a function can end
 * with `return ds_diag_fail(...)`. */
DS_MUST_USE ds_status ds_diag_fail(ds_diag *diag, ds_status status, ds_where where,
                                   const char *format, ...) DS_PRINTF(4, 5);

#endif /* DS_DIAG_H */
