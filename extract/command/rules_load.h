/* rules_load.h - what reading and compiling rules have in common. */
#ifndef DS_RULES_LOAD_H
#define DS_RULES_LOAD_H

#include "extract/command/options.h"
#include "extract/decide/decide.h"

/* The files that the options name, borrowed from them. */
ds_rule_files ds_options_files(const ds_options *options);

/* Makes a decider for the rules and tells what of it an image of them should
 * keep: the number of pieces, 0 if something was reported.  The caller frees
 * *decider (NULL if it could not be made) once they are written. */
size_t ds_rules_keep(const ds_ruleset *set, ds_decider **decider, ds_diag *diag,
                     ds_kept kept[DS_DECIDER_KEPT]);

#endif /* DS_RULES_LOAD_H */
