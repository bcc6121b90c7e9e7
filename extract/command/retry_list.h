/* retry_list.h - what a quarantine file names, as paths to read and a selection
 * of what in them. */
#ifndef DS_RETRY_LIST_H
#define DS_RETRY_LIST_H

#include "corpus/select.h"
#include "corpus/text/diag.h"

#include <stddef.h>

typedef struct ds_retry_list ds_retry_list;

/* Reads quarantine files; the caller frees *out.  DS_EINVALID: no such lines;
 * DS_EMISSING: not there; both reported to `diag`.  What came from standard
 * input cannot be read again: reported as a warning. */
DS_MUST_USE ds_status ds_retry_list_read(ds_retry_list **out, const char *const *files,
                                         size_t n_files, ds_diag *diag);

/* The files to read, each once; they live as long as the list. */
const char *const *ds_retry_list_paths(const ds_retry_list *list, size_t *n);

/* Of those files, what is named.  Borrows the list. */
ds_select ds_retry_list_select(ds_retry_list *list);

void ds_retry_list_free(ds_retry_list *list); /* NULL is allowed */

#endif /* DS_RETRY_LIST_H */
