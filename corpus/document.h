/* document.h - what a document is: its name tags and its text in windows. */
#ifndef DS_DOCUMENT_H
#define DS_DOCUMENT_H

#include "corpus/text/span.h"

#include <stdbool.h>

/* The most text that is held at once.  Real reports are under 300 KB; a
 * longer document is read as several windows, cut at a line or sentence end. */
enum { DS_WINDOW_BYTES = 384 * 1024 };

/* Tags of the current document.  All views die at the next ds_reader_next().
 * Empty views mean unknown. */
typedef struct ds_document {
    ds_str id;        /* given by JSON Lines, else the source                  */
    ds_str source;    /* path, path:line for JSON Lines, or "-" for stdin      */
    ds_str title;     /* only if the source names one; else extract finds it   */
    ds_str publisher; /* same                                                  */
    ds_str published; /* ISO day or empty                                      */
} ds_document;

/* A piece of the document's text: valid UTF-8, NUL and undecodable bytes
 * replaced by U+001A one for one, so that offsets stay true. */
typedef struct ds_window {
    ds_str text; /* at most DS_WINDOW_BYTES; dies at the next read             */
    size_t base; /* byte offset of text in the document's source text: the
                    file's own bytes if it is UTF-8 (a BOM counts), else the
                    file converted to UTF-8; for JSON Lines the decoded string */
    bool first;
    bool last;
} ds_window;

#endif /* DS_DOCUMENT_H */
