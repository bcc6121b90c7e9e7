/* archive_inside.h - the unpacker's own: source_archive.c goes from file to file and from
 * member to member, archive_level.c opens and reads one archive by libarchive.
 */
#ifndef DS_ARCHIVE_INSIDE_H
#define DS_ARCHIVE_INSIDE_H

#include "corpus/archive_name.h"
#include "corpus/source_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

enum { DS_ARCHIVE_BLOCK_BYTES = 32 * 1024 };

typedef enum ds_container {
    DS_CONTAINER_NONE,
    DS_CONTAINER_ZIP,
    DS_CONTAINER_SEVEN_ZIP,
    DS_CONTAINER_TAR,
    DS_CONTAINER_FILTER, /* one compressed file, or a tar in it */
    DS_CONTAINER_PDF,
} ds_container;

/* An open archive. */
typedef struct ds_archive_level {
    ds_unpack *unpack;
    struct archive *archive;
    ds_input *from; /* what it is read from ...              */
    int fd;         /* ... or the file to seek in, or -1     */
    bool spooled;   /* fd is ours to close                   */
    bool single;    /* a compressed file, no archive         */
    bool begun;     /* a member was at hand  */
    bool told;      /* a fault that ends it was reported     */
    ds_container kind;
    size_t path_len; /* of its own path */
    ds_input member; /* the member at hand */
    char block[DS_ARCHIVE_BLOCK_BYTES];
} ds_archive_level;

struct ds_unpack {
    ds_walk *walk;
    ds_progress *progress;
    ds_faults *faults;
    ds_unpack_options options;
    locale_t locale; /* in which libarchive keeps names as they are */
    ds_member_names member_names;
    ds_buf path;       /* NUL-terminated */
    size_t file_bytes; /* of the path that are the file's */
    ds_input file;
    unsigned long long file_size; /* 0: not known */
    unsigned long long n_produced;
    size_t n_members;
    bool over; /* a limit was passed: the whole file is left */
    int spool; /* of the entry handed out, or -1 */
    size_t depth;
    ds_archive_level *levels[DS_ARCHIVE_MAX_DEPTH + 1]; /* and a docx in them */
};

/* ---- archive_level.c ---- */

/* What the first bytes say. */
ds_container ds_container_of(ds_str head);

/* A fault of the file or member at hand. */
ds_fault ds_unpack_fault(const ds_unpack *unpack, ds_fault_code code);

/* A limit was passed: told once a file. */
void ds_unpack_tell_over(ds_unpack *unpack, const char *what);

/* libarchive failed: what it says, once. */
void ds_archive_tell_damage(ds_archive_level *at);

/* A file to seek in with the bytes of `input`: the file itself if it is one,
 * else a copy.  False: reported. */
bool ds_unpack_seekable(ds_unpack *unpack, ds_input *input, int *fd, bool *spooled);

/* Opens an archive within `input`.  DS_OK: it is the innermost level.
 * DS_EINVALID: reported.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_archive_push(ds_unpack *unpack, ds_input *input, ds_container kind);

/* Begins again from the first member, of a zip that is an archive after all. */
DS_MUST_USE ds_status ds_archive_reopen(ds_unpack *unpack, ds_archive_level *at);

/* Closes the innermost level. */
void ds_archive_pop(ds_unpack *unpack);

/* As archive_read_next_header(). */
int ds_archive_next_header(ds_archive_level *at, struct archive_entry **entry);

/* The input at->member reads the member at hand. */
void ds_archive_begin_member(ds_archive_level *at);

/* What is left of a member, so that no bomb is unpacked unseen. */
void ds_archive_drain(ds_archive_level *at);

#endif /* DS_ARCHIVE_INSIDE_H */
