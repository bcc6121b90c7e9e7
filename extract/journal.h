/* journal.h - the state of a run that can be taken up again: an append-only log.
 *
 * The log is text, in groups of lines; the last line of each, "ok", says how long
 * the output and the quarantine file were when all that the group tells of was in
 * them, and holds a hash of the log up to there:
 *     dealsift state 1
 *     run      fingerprint  output  quarantine     a run begins; files as device:inode
 *     ...                                          lines of the ledger
 *     end                                          it ended in order
 *     ok       output-bytes  quarantine-bytes  failed-documents  hash
 * A commit writes out both files, then the group, each to the disk (fsync) before
 * the next.  So after any end, also a sudden one, the files hold at least what the
 * last whole group says; what stands behind that is of documents that will be
 * read again, and is cut off.  A group that is not whole never was.
 *
 * The log, the output and the quarantine file are locked while a run uses them.
 */
#ifndef DS_JOURNAL_H
#define DS_JOURNAL_H

#include "corpus/text/diag.h"
#include "extract/ledger.h"

#include <stdint.h>
#include <stdio.h>

enum {
    /* What is lost at most, and what a commit costs is spread over: some half a
     * second's work, against some milliseconds for three times fsync. */
    DS_JOURNAL_COMMIT_DOCUMENTS = 256,
    DS_JOURNAL_COMMIT_BYTES = 4 * 1024 * 1024,
    DS_FINGERPRINT_BYTES = 33, /* 32 hexadecimal digits */
};

typedef struct ds_journal ds_journal;

/* Opens the log, or makes it, and fills the ledger from it, unless another
 * fingerprint was in force: then it begins anew.  `path` and `diag` are borrowed.
 * The caller frees *out.  Reported: DS_EINVALID: no log, one of another version,
 * or damaged; DS_EIO: cannot be opened, or is in use.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_journal_open(ds_journal **out, const char *path, const char *fingerprint,
                                      ds_ledger *ledger, ds_diag *diag);

/* Where a run writes; `quarantine` may be NULL.  Names are for messages. */
typedef struct ds_journal_files {
    FILE *output;
    const char *output_name;
    FILE *quarantine;
    const char *quarantine_name;
} ds_journal_files;

/* Begins a run: cuts off what the run before left behind its last commit.  The
 * files are regular ones, and borrowed.  Reported: DS_EINVALID: they are not those
 * of the run that was broken off, or are shorter than it left them; DS_EIO. */
DS_MUST_USE ds_status ds_journal_begin(ds_journal *journal, const ds_journal_files *files);

/* Documents that failed before the run was broken off. */
size_t ds_journal_n_failed(const ds_journal *journal);

/* Everything up to a place (a line of the ledger) is in the files; commits if that is
 * due.  DS_EIO: reported. */
DS_MUST_USE ds_status ds_journal_reach(ds_journal *journal, ds_str place, size_t n_failed);

/* Lines of the ledger, and bytes of text read, to be in the next commit.  False: memory
 * ran out. */
DS_MUST_USE bool ds_journal_add(ds_journal *journal, ds_str lines, size_t n_bytes);

/* The run has ended in order: the last commit.  DS_EIO: reported. */
DS_MUST_USE ds_status ds_journal_end(ds_journal *journal);

/* True: a commit failed, and was reported. */
bool ds_journal_failed(const ds_journal *journal);

void ds_journal_free(ds_journal *journal); /* NULL is allowed */

#endif /* DS_JOURNAL_H */
