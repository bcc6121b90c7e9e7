/* reader.h - documents in, one after the other, from paths, folders or stdin.
 *
 * Call next() until DS_END; after each DS_OK call read() until DS_END (the
 * rest is skipped by the following next()).  A document that cannot be read
 * is reported through the diagnostic sink, counted, and passed over: it never
 * ends the run.
 */
#ifndef DS_READER_H
#define DS_READER_H

#include "corpus/document.h"
#include "corpus/json_map.h"
#include "corpus/progress.h"
#include "corpus/select.h"
#include "corpus/text/diag.h"
#include "corpus/text/fault.h"

#include <stddef.h>

typedef struct ds_reader ds_reader;

typedef struct ds_reader_options {
    const char *const *paths; /* borrowed; none: standard input              */
    size_t n_paths;
    bool only_paths;         /* no path does not mean standard input             */
    const char *encoding;    /* ICU converter name, or NULL to detect            */
    bool every_line;         /* all input is JSON Lines, and next() says DS_EINVALID
                                for each line that holds no document              */
    int stop_fd;             /* reading ends when there is something to read here, so
                                that another thread can end a wait for input; 0: none */
    size_t read_bytes;       /* size of one read(2); 0: default.  For tests: the
                                result never depends on it                       */
    int pdf_seconds;         /* most that a PDF may take; 0: DS_PDF_SECONDS      */
    const ds_json_map *map;  /* borrowed; NULL: keys have their own names     */
    ds_select select;        /* which documents; all zero: all of them        */
    ds_fault_sink *on_fault; /* or NULL: gets what diag is told about documents */
    void *fault_payload;
    const ds_history *history; /* borrowed; NULL: all is read                     */
    bool pauses;               /* next() says DS_EMISSING when it passed something
                                  over, so that what was told does not pile up    */
} ds_reader_options;

/* Makes a reader; the caller frees *out.  `diag` is borrowed and must outlive
 * it.  DS_EINVALID: unknown encoding.  Paths are opened later. */
DS_MUST_USE ds_status ds_reader_new(ds_reader **out, const ds_reader_options *options,
                                    ds_diag *diag);

/* DS_OK: *out is the next document.  DS_END: no more.  DS_ENOMEM ends the
 * run.  DS_EINVALID, with `every_line` only: a line that holds none, reported
 * unless it is empty; out->id names it.  DS_EMISSING, with `pauses` only: call
 * again.  Folders are walked recursively in byte order of their
 * names. */
DS_MUST_USE ds_status ds_reader_next(ds_reader *reader, ds_document *out);

/* DS_OK: *out is the next window of the current document.  DS_END: it is
 * done.  DS_EIO: reading broke off; what came before stands, the document is
 * counted as failed.  An empty document gives one empty window. */
DS_MUST_USE ds_status ds_reader_read(ds_reader *reader, ds_window *out);

/* Where the document at hand, or what was passed over, comes from; dies at the next
 * next(). */
typedef struct ds_origin {
    const char *path;  /* "path" or "path!member" */
    size_t path_bytes; /* of it, the file on disk */
    size_t line;       /* of JSON Lines; 0: all   */
} ds_origin;

ds_origin ds_reader_origin(const ds_reader *reader);

/* With a history: the place behind the document at hand or what was passed over.
 * False: no file is at hand. */
bool ds_reader_place(const ds_reader *reader, ds_place *out);

typedef struct ds_reader_counts {
    size_t documents; /* given out by next()                              */
    size_t failed;    /* of those or instead of them: quarantined         */
    size_t missing;   /* named paths that are not there or hold no file   */
} ds_reader_counts;

ds_reader_counts ds_reader_count(const ds_reader *reader);

void ds_reader_free(ds_reader *reader); /* NULL is allowed */

#endif /* DS_READER_H */
