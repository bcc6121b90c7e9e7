/* cache.h - images of rule sets, kept in a folder for the next run.
 *
 * An image's name is a hash over the names of the files the set is made from
 * and the build of the program; whether those files are still the same is
 * looked at when it is read.  A cache only saves time: where it cannot be read
 * or written the rules come from their files.
 */
#ifndef DS_CACHE_H
#define DS_CACHE_H

#include "rules/ruleset.h"

/* Images in one folder: sets of packs that somebody works with.  The oldest go
 * when there are more. */
enum { DS_CACHE_MAX_FILES = 16 };

typedef struct ds_cache ds_cache;

/* The place of that set's image in `folder`.  The caller frees *out.
 * DS_EINVALID: this build cannot have images; DS_ENOMEM. */
DS_MUST_USE ds_status ds_cache_new(ds_cache **out, const char *folder, const ds_rule_files *files);

/* DS_OK: *out is the set as it is in the files, the caller frees it.  DS_END:
 * there is no image or a file has changed; a file in its place that is no good
 * image is told in a note.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_cache_read(const ds_cache *cache, ds_ruleset **out, ds_diag *diag);

/* Puts an image of the set there with what is to be kept with it (borrowed),
 * making the folder if need be.  DS_EIO: errno tells why, nothing was changed.
 * DS_ENOMEM. */
DS_MUST_USE ds_status ds_cache_write(const ds_cache *cache, const ds_ruleset *set,
                                     const ds_kept *kept, size_t n_kept);

void ds_cache_free(ds_cache *cache); /* NULL is allowed */

#endif /* DS_CACHE_H */
