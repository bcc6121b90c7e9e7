/* file.h - a whole file of a pack in memory. */
#ifndef DS_FILE_H
#define DS_FILE_H

#include "corpus/text/diag.h"
#include "corpus/text/span.h"

#include <stdint.h>

/* A million company names with two columns have 50 MB; what is larger is a
 * mistake (a dump given as a lexicon). */
enum { DS_FILE_MAX_BYTES = 128 * 1024 * 1024 };

/* What tells a file from a changed one: first what costs a look at the folder,
 * then what costs reading it.  Times are nanoseconds since 1970. */
typedef struct ds_file_stamp {
    uint64_t size;
    int64_t modified;
    int64_t changed; /* also when it was renamed or its times were set */
    uint64_t hash[2];
} ds_file_stamp;

/* Reads all of `path` with a NUL behind it that the length does not count.  The
 * caller frees (*out).ptr.  Errors are reported at `where` (the place that names
 * the file; the path itself if it has no file): DS_EMISSING, DS_EIO (also a
 * folder), DS_ELIMIT, DS_ENOMEM. */
DS_MUST_USE ds_status ds_file_read(ds_str *out, const char *path, ds_where where, ds_diag *diag);

/* The same and the stamp of what was read. */
DS_MUST_USE ds_status ds_file_read_stamped(ds_str *out, ds_file_stamp *stamp, const char *path,
                                           ds_where where, ds_diag *diag);

struct stat;
/* Fills in all of a stamp but the hash. */
void ds_file_stamp_times(ds_file_stamp *stamp, const struct stat *info);

/* True if the file at `path` is the one that `stamp` was made from.  Its times
 * count as proof only if they lie before `trusted` (nanoseconds): a file may
 * change twice within one tick of the clock.  Else its bytes are read. */
bool ds_file_unchanged(const char *path, const ds_file_stamp *stamp, int64_t trusted);

/* Line and column (code points) of byte `at` of text whose first byte stands
 * at `start`. */
ds_where ds_file_where(ds_str text, size_t at, ds_where start);

#endif /* DS_FILE_H */
