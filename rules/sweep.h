/* sweep.h - the matches of many patterns in one pass over a text.
 *
 * The text is gone through once; a pattern is tried where its first characters
 * stand (start.h) and only if the words it needs are somewhere in the text
 * (need.h).  Patterns of which no opening is known are searched for as usual.
 */
#ifndef DS_SWEEP_H
#define DS_SWEEP_H

#include "rules/budget.h"
#include "rules/ruleset.h"

typedef struct ds_sweep ds_sweep;

/* One a thread.  Borrows patterns[0..n), pointers into a rule set, copies the
 * array.  The caller frees *out.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_sweep_new(ds_sweep **out, ds_pattern_section section,
                                   const ds_pattern *const *patterns, size_t n);

/* A match of pattern number `pattern`: its whole and, where the pattern has that
 * group and it took part, group 1, else {0, 0}. */
typedef void ds_sweep_sink(void *payload, size_t pattern, ds_range where, ds_range group);

/* Hands the matches in `text` to the sink, not overlapping, in order of place
 * for each pattern, as searches one behind the other find them.  wanted[i] false
 * leaves pattern i out; NULL wants all.  What a match costs goes on the account
 * of `budget` (may be NULL); a pattern that exceeds it is given up there. */
void ds_sweep_text(ds_sweep *sweep, ds_str text, const bool *wanted, ds_budget *budget,
                   ds_sweep_sink *sink, void *payload);

void ds_sweep_free(ds_sweep *sweep); /* NULL is allowed */

#endif /* DS_SWEEP_H */
