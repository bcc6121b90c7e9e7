/* check_rules.h - runs the examples of the deal rules.
 *
 * Deal rules see folded sentences, so their examples need the recognisers; the
 * examples of cues and other patterns are checked by rules/check.h alone.
 */
#ifndef DS_CHECK_RULES_H
#define DS_CHECK_RULES_H

#include "rules/report.h"
#include "rules/ruleset.h"

/* An <example> holds if one match of its rule nominates just what is marked: a
 * value as marked, a party as a run of name material that begins or ends with
 * the mark.  A <reject> holds if its rule does not match (check "example").
 * Warns of rules that another one outdoes in all their examples ("shadowed"),
 * whose examples hold no trigger ("no-trigger"), that take many steps
 * ("costly").  DS_OK; else memory ran out or the packs lack what the
 * recognisers need, then it is reported. */
DS_MUST_USE ds_status ds_check_rules(const ds_ruleset *rules, ds_report *report);

#endif /* DS_CHECK_RULES_H */
