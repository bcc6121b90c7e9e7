/* spool.h - a copy on disk of what can only be read from a file one can seek in.
 *
 * The copy has no name: it is gone when it is closed, also after a crash.
 */
#ifndef DS_SPOOL_H
#define DS_SPOOL_H

#include "corpus/input.h"
#include "corpus/text/span.h"
#include "corpus/text/status.h"

/* A zip or 7z archive, a PDF or a docx from a pipe or inside an archive.  Annual
 * reports with pictures have 50 MB, archives of a month some hundred. */
enum { DS_SPOOL_MAX_BYTES = 1024 * 1024 * 1024 };

/* Copies the rest of `input` and opens the copy at its beginning; the caller
 * closes *fd.  DS_ELIMIT: over the limit; DS_EIO: errno tells, 0 if reading
 * failed and was reported. */
DS_MUST_USE ds_status ds_spool_copy(ds_input *input, int *fd);

/* The same in pieces: opens an empty copy, which the caller closes; DS_EIO: errno
 * tells. */
DS_MUST_USE ds_status ds_spool_open(int *fd);
DS_MUST_USE ds_status ds_spool_write(int fd, ds_str bytes);

#endif /* DS_SPOOL_H */
