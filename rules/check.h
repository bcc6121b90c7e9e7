/* check.h - what can be said against packs without reading a document. */
#ifndef DS_CHECK_H
#define DS_CHECK_H

#include "rules/report.h"
#include "rules/ruleset.h"

/* A pattern that needs more steps than this in one place of a sentence is told:
 * a tenth of what makes a match give up. */
enum { DS_RULE_COSTLY_STEPS = DS_RULE_MATCH_LIMIT / 10 };

/* Runs the examples of cues, entities, furniture and bindings, read as a
 * document is, in half-width forms: an <example> must hold a match of one of its
 * element's patterns, a <reject> none (check "example").  DS_OK or DS_ENOMEM. */
DS_MUST_USE ds_status ds_check_patterns(const ds_ruleset *set, ds_report *report);

/* Looks for what is no error and yet most likely not meant: the checks
 * no-example, matches-empty, matches-everything, never-matches, full-width,
 * three-points, no-role, costly (deal rules are measured by ds_check_rules),
 * unknown-name, no-value, and those of lint_declared.h.  DS_OK or DS_ENOMEM. */
DS_MUST_USE ds_status ds_check_lint(const ds_ruleset *set, ds_report *report);

/* Adds the remark "costly" for a pattern that took so many steps in `text`. */
void ds_check_costly(ds_report *report, const char *section, ds_str id, ds_where where,
                     uint32_t steps, ds_str text);

#endif /* DS_CHECK_H */
