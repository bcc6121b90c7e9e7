/* journal_inside.h - the journal's own: journal.c writes it, journal_read.c reads it. */
#ifndef DS_JOURNAL_INSIDE_H
#define DS_JOURNAL_INSIDE_H

#include "extract/journal.h"

#include <xxhash.h>

#define DS_JOURNAL_HEADER "dealsift state 1\n"
#define DS_JOURNAL_HEADER_START "dealsift state "

enum {
    /* Lines between two commits: of files, each with its path. */
    DS_JOURNAL_GROUP_BYTES = 512 * 1024 * 1024,
    DS_JOURNAL_LINE_BYTES = 1024 * 1024,
    DS_JOURNAL_FILE_BYTES = 40, /* of "device:inode" */
};

/* A file that is written and cut. */
typedef struct ds_target {
    FILE *stream; /* borrowed; NULL: none */
    const char *name;
    char known[DS_JOURNAL_FILE_BYTES]; /* "device:inode" in the log; "-": none; empty: no run yet */
    uint64_t bytes;                    /* committed */
} ds_target;

struct ds_journal {
    const char *path;
    ds_diag *diag;
    int fd;
    FILE *reading;      /* over fd, and its owner: POSIX takes a lock away with any
                           descriptor of the file that is closed */
    XXH3_state_t *hash; /* of the log so far */
    uint64_t valid;     /* bytes of it in whole groups */
    ds_buf group;       /* lines for the next commit, or those being read */
    ds_buf place;
    ds_target output;
    ds_target quarantine;
    char fingerprint[DS_FINGERPRINT_BYTES];
    bool changed;    /* another fingerprint: the log begins anew */
    bool broken_off; /* the run before did not end in order */
    size_t n_failed;
    size_t n_documents; /* since the last commit */
    size_t n_bytes;
    bool failed;
};

/* Reports errno, with what could not be done to the file `name`.  DS_EIO. */
DS_MUST_USE ds_status ds_journal_tell_errno(ds_journal *journal, const char *what,
                                            const char *name);

/* Makes the log one without a group. */
DS_MUST_USE ds_status ds_journal_write_header(ds_journal *journal);

/* Reads the log from journal->reading, fills the ledger, and cuts off what is not
 * whole.  Statuses as of ds_journal_open(). */
DS_MUST_USE ds_status ds_journal_read(ds_journal *journal, ds_ledger *ledger);

#endif /* DS_JOURNAL_INSIDE_H */
