/* file.h - a whole file of a pack in memory. */
#ifndef DS_FILE_H
#define DS_FILE_H

#include "corpus/text/diag.h"
#include "corpus/text/span.h"

/* A lexicon of 120,000 words has 3 MB; what is ten times as large is a mistake
 * (a dump given as a lexicon) and would break the memory promise. */
enum { DS_FILE_MAX_BYTES = 32 * 1024 * 1024 };

/* Reads all of `path` with a NUL behind it that the length does not count.  The
 * caller frees (*out).ptr.  Errors are reported at `where` (the place that names
 * the file; the path itself if it has no file): DS_EMISSING, DS_EIO (also a
 * folder), DS_ELIMIT, DS_ENOMEM. */
DS_MUST_USE ds_status ds_file_read(ds_str *out, const char *path, ds_where where, ds_diag *diag);

/* Line and column (code points) of byte `at` of text whose first byte stands
 * at `start`. */
ds_where ds_file_where(ds_str text, size_t at, ds_where start);

#endif /* DS_FILE_H */
