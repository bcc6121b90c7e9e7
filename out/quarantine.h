/* quarantine.h - the list of what could not be read, or only in part.
 *
 * One JSON line a fault:
 *     {"id", "source", "member", "line", "stage", "code", "message", "offset"}
 * member, line and offset are null where there are none.  A path that is not
 * UTF-8 shows U+FFFD for its bytes and stands in "source_bytes" in
 * hexadecimal.  Each line is written out at once, so that a run that is killed
 * leaves what it knew.
 */
#ifndef DS_QUARANTINE_H
#define DS_QUARANTINE_H

#include "corpus/text/fault.h"

typedef struct ds_quarantine ds_quarantine;

/* Makes the file anew.  The caller frees *out.  DS_EIO: errno tells. */
DS_MUST_USE ds_status ds_quarantine_new(ds_quarantine **out, const char *path);

/* A ds_fault_sink; `payload` is the ds_quarantine.  Failure shows in end(). */
void ds_quarantine_add(void *payload, const ds_fault *fault);

/* DS_OK: all that was added is written.  DS_EIO: errno tells. */
DS_MUST_USE ds_status ds_quarantine_end(ds_quarantine *quarantine);

void ds_quarantine_free(ds_quarantine *quarantine); /* NULL is allowed */

#endif /* DS_QUARANTINE_H */
