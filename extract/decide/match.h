/* match.h - runs the deal rules over a folded sentence: rules nominate.
 *
 * Folding writes every recognised entity and every run of name material as
 * one private-use character (rules/ruleset.h), so that patterns are short and
 * cheap.  A rule that exceeds its step budget is passed over (rules/budget.h).
 */
#ifndef DS_MATCH_H
#define DS_MATCH_H

#include "extract/decide/analysis.h"
#include "extract/decide/stretch.h"
#include "rules/budget.h"

typedef struct ds_matcher ds_matcher;

/* One a thread; `rules` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_matcher_new(ds_matcher **out, const ds_ruleset *rules);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_matcher_budget(ds_matcher *matcher, ds_budget *budget);

/* Sets analysis->refused: an entity is refused for its role (amount, date,
 * stake) if a binding pattern of that field matches the text in front of it, in
 * the same clause, up to the entity itself. */
DS_MUST_USE ds_status ds_matcher_refuse(ds_matcher *matcher, ds_analysis *analysis,
                                        ds_arena *arena);

/* Sets analysis->marks, from the tokens alone. */
DS_MUST_USE ds_status ds_matcher_mark(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena);

/* What finds stretches; stays with the matcher. */
ds_stretch_finder *ds_matcher_stretches(ds_matcher *matcher);

/* The binding pattern that refuses entity number `entity`, or NULL. */
const ds_pattern *ds_matcher_refusal(const ds_matcher *matcher, const ds_analysis *analysis,
                                     size_t entity);

/* Sets analysis->picks; needs tokens, entities and chains. */
DS_MUST_USE ds_status ds_matcher_run(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena);

/* Steps of one rule in the sentence of the last run, as ds_pattern_steps. */
uint32_t ds_matcher_steps(ds_matcher *matcher, size_t rule, uint32_t enough);

void ds_matcher_free(ds_matcher *matcher); /* NULL is allowed */

#endif /* DS_MATCH_H */
