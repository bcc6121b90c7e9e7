/* match.h - runs the deal rules over a folded sentence: rules nominate.
 *
 * Folding writes every recognised entity and every run of name material as
 * one private-use character (rules/ruleset.h), so that patterns are short and
 * cheap.  A rule that exceeds its step budget is reported once and passed over.
 */
#ifndef DS_MATCH_H
#define DS_MATCH_H

#include "corpus/text/diag.h"
#include "extract/decide/analysis.h"

typedef struct ds_matcher ds_matcher;

/* One a thread; `rules` and `diag` are borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_matcher_new(ds_matcher **out, const ds_ruleset *rules, ds_diag *diag);

/* Sets analysis->refused: an entity is refused for its role (amount, date,
 * stake) if a binding pattern of that field matches the text in front of it, in
 * the same clause, up to the entity itself. */
DS_MUST_USE ds_status ds_matcher_refuse(ds_matcher *matcher, ds_analysis *analysis,
                                        ds_arena *arena);

/* Sets analysis->picks; needs tokens, entities and chains. */
DS_MUST_USE ds_status ds_matcher_run(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena);

/* What was done for one rule or binding since counting began. */
typedef struct ds_match_work {
    uint64_t tries;       /* runs of the pattern                  */
    uint64_t matches;     /* of those that matched                */
    uint64_t passed_over; /* of those that exceeded their steps   */
    uint64_t nanoseconds;
} ds_match_work;

/* Adds to the arrays from now on, which the caller owns and zeroed: an entry a
 * rule and an entry a binding.  Both NULL, as at first: nothing is counted and no
 * clock is read. */
void ds_matcher_count(ds_matcher *matcher, ds_match_work *rules, ds_match_work *bindings);

void ds_matcher_free(ds_matcher *matcher); /* NULL is allowed */

#endif /* DS_MATCH_H */
