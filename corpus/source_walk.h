/* source_walk.h - the files behind the named paths, opened one after the other.
 *
 * Folders are walked recursively in byte order of their names.  Inside a
 * folder only regular files count (also behind a symbolic link); hidden names
 * are skipped, and a link to a folder is reported but not followed, so that no
 * loop and no file read twice can come of it.  A path that is named itself may
 * be anything that can be read: a file, a pipe, a link, a folder, or "-".  With a
 * history only regular files are read, and of those only what it does not know.
 */
#ifndef DS_SOURCE_WALK_H
#define DS_SOURCE_WALK_H

#include "corpus/progress.h"
#include "corpus/text/fault.h"

#include <stddef.h>

typedef struct ds_walk ds_walk;

typedef struct ds_source {
    const char *path; /* as messages name it, "-" for standard input; dies at the next call */
    int fd;           /* open for reading; ds_walk closes it at the next call or in free   */
} ds_source;

/* Makes a walk over `paths`, which are borrowed, as are `progress`, which it begins
 * and finishes files of, and `faults`.   The caller frees *out. */
DS_MUST_USE ds_status ds_walk_new(ds_walk **out, const char *const *paths, size_t n_paths,
                                  ds_progress *progress, ds_faults *faults);

/* DS_OK: *out is the next open file.  DS_END.  DS_ENOMEM.  DS_EMISSING: something
 * was passed over, call again; what cannot be opened is reported and counted. */
DS_MUST_USE ds_status ds_walk_next(ds_walk *walk, ds_source *out);

size_t ds_walk_missing(const ds_walk *walk); /* named, but not there or no file */

void ds_walk_free(ds_walk *walk); /* NULL is allowed */

#endif /* DS_SOURCE_WALK_H */
