/* format_html.h - a saved web page: the whole file is one document.
 *
 * The source text of such a document is what layout.h makes of the page:
 * scripts, styles and navigation are gone, tables are told row by row.  The
 * title is that of the page, the day of publication and the publisher those
 * that its meta elements name.
 *
 * The page is read as a stream of tags and never held whole.  Nothing is
 * fetched, no entity but those of HTML is known.
 */
#ifndef DS_FORMAT_HTML_H
#define DS_FORMAT_HTML_H

#include "corpus/document.h"
#include "corpus/stream.h"

enum {
    /* Pages are under 5 MB; a comment or script that never ends is held. */
    DS_HTML_MAX_BYTES = 16 * 1024 * 1024,
    /* Elements within one another; an editor gone wild makes some hundred. */
    DS_HTML_MAX_DEPTH = 2000,
};

typedef struct ds_html ds_html;

/* The caller frees *out. */
DS_MUST_USE ds_status ds_html_new(ds_html **out);

/* Begins the page that `stream` has just opened and reads its head; `path` is
 * borrowed.  Views of *out live until the next begin().  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_html_begin(ds_html *html, ds_stream *stream, const char *path,
                                    ds_document *out);

/* As ds_reader_read(), and DS_ENOMEM; DS_ELIMIT: the page is larger or deeper
 * than the limits above; what came before was handed out. */
DS_MUST_USE ds_status ds_html_read(ds_html *html, ds_stream *stream, ds_window *out);

void ds_html_free(ds_html *html); /* NULL is allowed */

#endif /* DS_FORMAT_HTML_H */
