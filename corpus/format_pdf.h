/* format_pdf.h - the text of a PDF, read by pdftotext (package poppler-utils).
 *
 * pdftotext runs as a child of its own: a broken PDF ends the child, not the
 * run.  It may not write files and has limits of time, processor and memory.
 * What it writes, columns as they stand and a form feed behind each page, is
 * the document's source text.
 */
#ifndef DS_FORMAT_PDF_H
#define DS_FORMAT_PDF_H

#include "corpus/input.h"
#include "corpus/text/fault.h"
#include "corpus/text/status.h"

enum {
    DS_PDF_SECONDS = 60,     /* on the wall; a report of 300 pages takes two */
    DS_PDF_CPU_PERCENT = 50, /* of that, of the processor                    */
    DS_PDF_MEMORY_MB = 1024, /* address space; pictures are not decoded      */
    /* A prospectus of 1000 pages has 5 MB. */
    DS_PDF_MAX_TEXT_BYTES = 64 * 1024 * 1024,
};

typedef struct ds_pdf ds_pdf;

/* Faults go to `faults`, borrowed.  `program` NULL: pdftotext, by PATH; another is
 * for tests.  `seconds` 0: DS_PDF_SECONDS.  The caller frees *out. */
DS_MUST_USE ds_status ds_pdf_new(ds_pdf **out, const char *program, int seconds, ds_faults *faults);

/* Starts the child on the file open as `fd`, at its beginning; `path` is
 * borrowed.  DS_OK: *text gives its text until stop(); what goes wrong is
 * reported, and reading ends with DS_INPUT_TOLD.  DS_EIO: reported. */
DS_MUST_USE ds_status ds_pdf_start(ds_pdf *pdf, int fd, const char *path, size_t path_bytes,
                                   ds_input **text);

/* Ends the child if it still runs.  Nothing to do is no error. */
void ds_pdf_stop(ds_pdf *pdf);

/* True if `text`, the beginning of what pdftotext wrote or all of it, is no
 * text one can read: pages are pictures, or their letters have no meaning. */
bool ds_pdf_needs_ocr(ds_str text);

void ds_pdf_free(ds_pdf *pdf); /* NULL is allowed; stops */

#endif /* DS_FORMAT_PDF_H */
