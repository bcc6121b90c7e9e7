/* check_rules.h - the examples of deal rules are tests: here they run. */
#ifndef DS_CHECK_RULES_H
#define DS_CHECK_RULES_H

#include "corpus/text/diag.h"
#include "rules/ruleset.h"

#include <stddef.h>

/* Reads each example of a deal rule as the extractor would and runs the rule
 * on it.  An <example> holds if one match nominates its marks and nothing else;
 * a party folds a whole run of name material, so its mark may be the end or the
 * beginning of what was nominated.  A <reject> holds if no match nominates
 * anything.  What fails is reported as file:line with what was found instead;
 * all examples are tried.  *n_passed (may be NULL) gets how many hold.
 * DS_OK, DS_EINVALID or DS_ENOMEM. */
DS_MUST_USE ds_status ds_check_rules(const ds_ruleset *rules, ds_diag *diag, size_t *n_passed);

#endif /* DS_CHECK_RULES_H */
