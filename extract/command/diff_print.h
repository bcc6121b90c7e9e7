/* diff_print.h - the differences of `dealsift rules diff` on standard output, as
 * text or as JSON Lines, and their counts. */
#ifndef DS_DIFF_PRINT_H
#define DS_DIFF_PRINT_H

#include "corpus/document.h"
#include "extract/eval/diff.h"

typedef struct ds_diff_printer {
    bool json;            /* set before     */
    const char *names[2]; /* set before: what the sides are called */
    const ds_document *document;
    bool named; /* the document was told, text only */
    size_t n_documents, n_a, n_b, n_changed, n_same;
    size_t keys[DS_DEAL_MAX_KEYS]; /* changes by key */
} ds_diff_printer;

/* Before the differences of a document, which is borrowed until the next. */
void ds_diff_print_document(ds_diff_printer *printer, const ds_document *document);

/* A ds_difference_sink whose payload is the printer. */
void ds_diff_print(void *printer, const ds_difference *difference);

/* The counts. */
void ds_diff_print_end(ds_diff_printer *printer);

#endif /* DS_DIFF_PRINT_H */
