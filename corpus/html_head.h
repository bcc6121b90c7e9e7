/* html_head.h - what the beginning of a saved page tells: that it is one, where
 * it begins, and in which encoding it says it is.
 *
 * A crawler may have kept the server's answer: a status line and header fields
 * in front of the page.
 */
#ifndef DS_HTML_HEAD_H
#define DS_HTML_HEAD_H

#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the server's header in front of the page; 0: there is none, or its
 * end is not in `head`. */
size_t ds_html_header_size(ds_str head);

/* True if a page, or a piece of one, begins in `head`, behind a header if
 * there is one.  Bytes of any encoding that holds ASCII. */
bool ds_html_recognise(ds_str head);

enum { DS_CHARSET_BYTES = 32 }; /* longer names are none */

/* The encoding declared by the header's Content-Type, a meta element or an XML
 * declaration, whichever comes first; false: none is. */
bool ds_html_charset(ds_str head, char out[DS_CHARSET_BYTES]);

#endif /* DS_HTML_HEAD_H */
