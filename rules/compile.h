/* compile.h - a pattern's text becomes PCRE2 code.
 *
 * Slots, lexicons and the gap sign are expanded first; what PCRE2 or the
 * expansion has to say is reported where it stands in the XML file.
 */
#ifndef DS_COMPILE_H
#define DS_COMPILE_H

#include "rules/pack.h"
#include "rules/pattern.h"
#include "rules/ruleset.h"

typedef struct ds_pattern_source {
    const ds_ruleset *set; /* lexicons and options are in it */
    const ds_pack *pack;
    const xmlNode *node; /* the <pattern> element              */
    bool deal;           /* slots are allowed                  */
    ds_diag *diag;
    ds_str *need;  /* gets what ds_need_read() says, in the set's arena; may be NULL */
    ds_str *start; /* and what ds_start_read() says */
} ds_pattern_source;

/* Compiles one <pattern>.  `slots` (DS_RULE_MAX_SLOTS, may be NULL unless
 * deal) gets what the groups mean.  The caller frees *out with
 * ds_code_free; it is in the set's arena.  DS_OK, DS_EINVALID (reported), DS_ENOMEM. */
DS_MUST_USE ds_status ds_compile_pattern(const ds_pattern_source *source, ds_code **out,
                                         ds_rule_slot *slots, size_t *n_slots);

#endif /* DS_COMPILE_H */
