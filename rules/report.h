/* report.h - what a check of packs found, remark by remark.
 *
 * A check writes remarks; the command shows them as text, JSON or TAP.  Every
 * remark belongs to a named check ("example", "shadowed" ...), so that a
 * machine can choose among them.
 */
#ifndef DS_REPORT_H
#define DS_REPORT_H

#include "corpus/text/buffer.h"
#include "corpus/text/diag.h"
#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum ds_verdict {
    DS_VERDICT_PASSED, /* an example that holds: shown by TAP, else only counted */
    DS_VERDICT_WARNING,
    DS_VERDICT_ERROR,
    DS_VERDICTS,
} ds_verdict;

typedef struct ds_remark {
    ds_verdict verdict;
    const char *check; /* static: "example", "no-example" ...           */
    ds_str rule;       /* id of the element, or empty                   */
    const char *file;  /* or NULL                                       */
    size_t line;       /* from 1, 0 unknown                             */
    size_t column;     /* likewise                                      */
    ds_str text;       /* what is wrong; of one that passed: the example */
    size_t number;     /* of its making, from 0                         */
} ds_remark;

/* A pack with more mistakes than this is no pack; further ones are counted only. */
enum { DS_REPORT_MAX_REMARKS = 20000 };

typedef struct ds_report ds_report;

/* The caller frees *out. */
DS_MUST_USE ds_status ds_report_new(ds_report **out);

/* Adds a remark; rule, file and text are copied, `check` is borrowed. */
void ds_report_add(ds_report *report, ds_verdict verdict, const char *check, ds_str rule,
                   ds_where where, const char *format, ...) DS_PRINTF(6, 7);

/* A ds_diag_sink with the report as payload: messages of the loader become
 * remarks of the check "load". */
void ds_report_take(void *report, ds_level level, const char *message);

size_t ds_report_count(const ds_report *report, ds_verdict verdict);

/* All remarks by file in order of first mention, then by line; they live as
 * long as the report and die at the next add.  Returns how many. */
size_t ds_report_read(ds_report *report, const ds_remark **out);

/* Appends "file:line:column: warning: text [check]" and a line feed; messages of
 * the loader have no [check]. */
void ds_remark_write(const ds_remark *remark, ds_buf *out);

const char *ds_verdict_name(ds_verdict verdict); /* "passed", "warning", "error" */

/* True if memory ran out: the report is not complete. */
bool ds_report_failed(const ds_report *report);

void ds_report_free(ds_report *report); /* NULL is allowed */

#endif /* DS_REPORT_H */
