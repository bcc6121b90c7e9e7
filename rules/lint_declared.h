/* lint_declared.h - the part of ds_check_lint() (check.h) that looks at lexicons and
 * options.
 */
#ifndef DS_LINT_DECLARED_H
#define DS_LINT_DECLARED_H

#include "rules/report.h"
#include "rules/ruleset.h"

/* The checks replaced-lexicon, unused-lexicon, unknown-value, blank, unknown-option. */
void ds_lint_declared(const ds_ruleset *set, ds_report *report);

#endif /* DS_LINT_DECLARED_H */
