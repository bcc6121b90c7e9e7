/* source_archive.h - files, and what is inside archives, one after the other.
 *
 * tar, zip and 7z archives, gzip, bzip2, xz and zstd files, told by their
 * first bytes; archives within archives once.  A member is named
 * "path!member", its name decoded from UTF-8, GB18030 or Big5; a compressed
 * file alone goes by its path.  Folders, links and hidden members are passed
 * over.  Nothing is ever written under a member's name: what must be sought in
 * goes to a nameless file (spool.h).
 *
 * A docx is a zip, too; it comes out as the XML of its text.
 */
#ifndef DS_SOURCE_ARCHIVE_H
#define DS_SOURCE_ARCHIVE_H

#include "corpus/input.h"
#include "corpus/source_walk.h"
#include "corpus/text/fault.h"

enum {
    DS_ARCHIVE_MAX_DEPTH = 2,         /* an archive, and one in it */
    DS_ARCHIVE_MAX_MEMBERS = 2000000, /* of a file: a news site's year has 500,000 pages */
    /* Text shrinks to a fifth, the same page again and again to a hundredth;
     * bombs grow a thousandfold.  The first 64 MB are free. */
    DS_ARCHIVE_MAX_RATIO = 250,
    DS_ARCHIVE_FREE_BYTES = 64 * 1024 * 1024,
};
/* Unpacked bytes of a file: a day's work at 10 MB/s. */
#define DS_ARCHIVE_MAX_BYTES (1ULL << 40)

typedef enum ds_entry_kind {
    DS_ENTRY_BYTES, /* `input` is the file        */
    DS_ENTRY_DOCX,  /* `input` is its word/document.xml */
    DS_ENTRY_PDF,   /* `fd` is open at its beginning    */
} ds_entry_kind;

typedef struct ds_entry {
    const char *path;  /* as messages name it; dies at the next call */
    size_t path_bytes; /* of it, the file on disk                    */
    ds_entry_kind kind;
    ds_input *input; /* dies at the next call */
    int fd;
} ds_entry;

typedef struct ds_unpack ds_unpack;

/* How files are read, see input.h. */
typedef struct ds_unpack_options {
    size_t read_bytes;
    int stop_fd;
    bool by_line;
} ds_unpack_options;

/* Unpacks what `walk` finds; it, `progress`, whose entries it counts, and `faults` are
 * borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_unpack_new(ds_unpack **out, ds_walk *walk,
                                    const ds_unpack_options *options, ds_progress *progress,
                                    ds_faults *faults);

/* DS_OK: *out is the next file or member.  DS_END.  DS_ENOMEM.  DS_EMISSING: something
 * was opened or passed over, call again; what cannot be unpacked is reported. */
DS_MUST_USE ds_status ds_unpack_next(ds_unpack *unpack, ds_entry *out);

void ds_unpack_free(ds_unpack *unpack); /* NULL is allowed */

#endif /* DS_SOURCE_ARCHIVE_H */
