/* quarantine.h - the list of what could not be read, or only in part.
 *
 * One JSON line a fault:
 *     {"id", "source", "member", "line", "stage", "code", "message", "offset"}
 * member, line and offset are null where there are none.  A path that is not
 * UTF-8 shows U+FFFD for its bytes and stands in "source_bytes" in
 * hexadecimal.  Lines are made where the fault is met and written with the records
 * of what was read before it, so that both files tell the same story when a run is
 * killed.
 */
#ifndef DS_QUARANTINE_H
#define DS_QUARANTINE_H

#include "corpus/text/buffer.h"
#include "corpus/text/fault.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct ds_quarantine ds_quarantine;

/* Makes the file anew, or goes on at its end with `keep`.  The caller frees *out.
 * DS_EIO: errno tells. */
DS_MUST_USE ds_status ds_quarantine_new(ds_quarantine **out, const char *path, bool keep);

/* Appends the fault's line; a full buffer shows in out->failed. */
void ds_quarantine_format(const ds_fault *fault, ds_buf *out);

/* Writes whole lines out at once.  Failure shows in end(). */
void ds_quarantine_write(ds_quarantine *quarantine, ds_str lines);

/* The open file; the quarantine's own. */
FILE *ds_quarantine_stream(const ds_quarantine *quarantine);

/* DS_OK: all that was added is written.  DS_EIO: errno tells. */
DS_MUST_USE ds_status ds_quarantine_end(ds_quarantine *quarantine);

void ds_quarantine_free(ds_quarantine *quarantine); /* NULL is allowed */

#endif /* DS_QUARANTINE_H */
