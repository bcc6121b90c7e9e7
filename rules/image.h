/* image.h - a rule set as one file that is ready for use.
 *
 * Reading packs means XML, a schema, TSV files and a compiler for patterns; an
 * image is checked by its hash, mapped and used where it lies.  It is good for
 * the very build of the program that wrote it, and only as long as the files it
 * was made from are as they were.  Whoever can write an image can make the
 * program do what he likes (PCRE2's compiled patterns are trusted), so one that
 * others could have written is refused.
 */
#ifndef DS_IMAGE_H
#define DS_IMAGE_H

#include "rules/ruleset.h"

typedef enum ds_image_state {
    DS_IMAGE_READY,
    DS_IMAGE_ABSENT,  /* no such file, or we may not read it                */
    DS_IMAGE_NONE,    /* some other file                                    */
    DS_IMAGE_FOREIGN, /* of another build of the program or of PCRE2        */
    DS_IMAGE_DAMAGED, /* cut short, or bytes are not those that were written */
    DS_IMAGE_UNSAFE,  /* others can write it, or it is theirs              */
    DS_IMAGE_STATES,
} ds_image_state;

const char *ds_image_state_name(ds_image_state state); /* "damaged" … */

/* Writes the set and what is to be kept with it (`kept` is borrowed), first
 * under another name in the same folder, so that readers and other writers see
 * the old file or the new one whole.  DS_EIO: errno tells why, nothing was
 * changed.  DS_EINVALID: this build cannot tell itself from others, it has no
 * build id.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_image_write(const char *path, const ds_ruleset *set, const ds_kept *kept,
                                     size_t n_kept);

/* Reads an image.  `found`: nobody named the file, so it must belong to the user
 * or to root.  DS_OK: *out is the set, the caller frees it; otherwise *state says
 * what is wrong, nothing is reported.  The sources are not looked at.
 * DS_EINVALID, DS_ENOMEM. */
DS_MUST_USE ds_status ds_image_read(ds_ruleset **out, const char *path, bool found,
                                    ds_image_state *state);

/* True if the file begins like an image, of whatever build. */
bool ds_image_is(const char *path);

/* The first file that a set was made from and that has changed or gone since;
 * NULL if all are as they were.  Borrowed from the set. */
const char *ds_image_changed(const ds_ruleset *set);

/* True if none of the files that the set was made from is there (any more). */
bool ds_image_alone(const ds_ruleset *set);

#endif /* DS_IMAGE_H */
