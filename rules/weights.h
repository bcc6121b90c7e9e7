/* weights.h - a file of `role feature weight units` lines; units, whole numbers with
 * commas between them, may be left out. */
#ifndef DS_WEIGHTS_H
#define DS_WEIGHTS_H

#include "rules/set.h"

/* Adds the lines of `text` to the set, which keeps what it needs of it; a role and
 * feature that an earlier file has is overridden (a line without units leaves them as
 * they were), twice in one file is an error.  Errors are reported: DS_EINVALID, DS_ENOMEM. */
DS_MUST_USE ds_status ds_weights_parse(ds_ruleset *set, ds_str text, const char *file,
                                       ds_diag *diag);

#endif /* DS_WEIGHTS_H */
