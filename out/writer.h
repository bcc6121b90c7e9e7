/* writer.h - deals out as JSON Lines; every write error is noticed. */
#ifndef DS_WRITER_H
#define DS_WRITER_H

#include "corpus/text/buffer.h"
#include "corpus/text/diag.h"
#include "out/deal.h"

#include <stdio.h>

typedef struct ds_writer ds_writer;

/* Writes to `stream`, which is borrowed (NULL if it is aimed at a buffer before
 * anything is written).  The caller frees *out. */
DS_MUST_USE ds_status ds_writer_new(ds_writer **out, FILE *stream);

/* From now on records are appended to `into`, which is borrowed, instead; NULL:
 * to the stream again. */
void ds_writer_aim(ds_writer *writer, ds_buf *into);

/* The records between both go into one line: {"id": id, "deals": [records],
 * "error": error, or null if that is empty}.  Statuses as of ds_writer_add(). */
DS_MUST_USE ds_status ds_writer_begin_row(ds_writer *writer, ds_str id);
DS_MUST_USE ds_status ds_writer_end_row(ds_writer *writer, ds_str error);

/* Appends one line.  DS_OK; DS_EIO: the write failed, errno tells (EPIPE: the
 * reader has gone, which callers end on quietly); DS_EINVALID: a view is not
 * UTF-8 or a number not plain notation: a bug of the caller; DS_ENOMEM. */
DS_MUST_USE ds_status ds_writer_add(ds_writer *writer, const ds_deal *deal);

/* Flushes and reports errors that only show then (a full disk).  DS_OK, DS_EIO.
 * More may be written afterwards. */
DS_MUST_USE ds_status ds_writer_end(ds_writer *writer);

size_t ds_writer_count(const ds_writer *writer); /* records written */

void ds_writer_free(ds_writer *writer); /* does not close the stream; NULL is allowed */

#endif /* DS_WRITER_H */
