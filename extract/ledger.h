/* ledger.h - which files earlier runs have read, and where the one that was broken
 * off stood.
 *
 * Files are known by path and content: one whose size and times are as they were
 * is not opened, any other is hashed, so that a copy or a touched file is not read
 * again.  The ledger is filled from the journal's lines (journal.h) and makes new
 * ones.  It holds 40 bytes a file in a table that is at most half empty.  For one
 * thread, that which reads.
 */
#ifndef DS_LEDGER_H
#define DS_LEDGER_H

#include "corpus/progress.h"
#include "corpus/text/buffer.h"

/* Some ten million files: 1.3 GB, which only those who have them need. */
enum { DS_LEDGER_MAX_FILES = 1 << 24 };

typedef struct ds_ledger ds_ledger;

/* The caller frees *out. */
DS_MUST_USE ds_status ds_ledger_new(ds_ledger **out);

/* Takes a line of the journal, without its line feed: "done", "refused" or "at",
 * see ledger.c.  False: it is none of them, or damaged; or memory ran out. */
bool ds_ledger_read(ds_ledger *ledger, ds_str line);

/* The run that the lines read so far tell of was ended in order: what could not be
 * opened will be tried again. */
void ds_ledger_close_run(ds_ledger *ledger);

/* Forgets everything: the rules have changed. */
void ds_ledger_clear(ds_ledger *ledger);

/* What a reader asks; borrows the ledger. */
ds_history ds_ledger_history(ds_ledger *ledger);

/* Bytes of lines that take() would give. */
size_t ds_ledger_waiting(const ds_ledger *ledger);

/* Appends the lines about files that were read to their end, or could not be
 * opened, since the last time.  A full buffer shows in out->failed. */
void ds_ledger_take(ds_ledger *ledger, ds_buf *out);

/* Writes the line about a place in the file at hand; *out was another, or empty. */
void ds_ledger_place(const ds_ledger *ledger, ds_place place, ds_buf *out);

void ds_ledger_free(ds_ledger *ledger); /* NULL is allowed */

#endif /* DS_LEDGER_H */
