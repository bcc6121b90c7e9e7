/* format_docx.h - the text of a Word document (docx): one document.
 *
 * What comes in is its word/document.xml (source_archive.h unpacks it); what
 * layout.h makes of it is the document's source text.  Deleted text, fields'
 * instructions, headers and footers are not read.
 *
 * The XML is read as a stream.  It may declare nothing: no entity is expanded
 * and no file or address is opened.
 */
#ifndef DS_FORMAT_DOCX_H
#define DS_FORMAT_DOCX_H

#include "corpus/document.h"
#include "corpus/input.h"
#include "corpus/text/status.h"

/* Markup included, a book has 50 MB. */
enum { DS_DOCX_MAX_BYTES = 256 * 1024 * 1024 };

typedef struct ds_docx ds_docx;

/* The caller frees *out. */
DS_MUST_USE ds_status ds_docx_new(ds_docx **out);

/* Begins the document that `input` (borrowed) gives; `path` is borrowed.  DS_OK,
 * DS_ENOMEM. */
DS_MUST_USE ds_status ds_docx_begin(ds_docx *docx, ds_input *input, const char *path,
                                    ds_document *out);

/* As ds_reader_read(), and DS_ENOMEM.  After what could be read was handed out:
 * DS_EIO: reading failed and was reported; DS_ELIMIT: larger than the limit;
 * DS_EINVALID: no such XML, see ds_docx_error(). */
DS_MUST_USE ds_status ds_docx_read(ds_docx *docx, ds_window *out);

/* Why the last read() said DS_EINVALID. */
const char *ds_docx_error(const ds_docx *docx);

void ds_docx_free(ds_docx *docx); /* NULL is allowed */

#endif /* DS_FORMAT_DOCX_H */
