/* eligible.h - which nominees may fill a role of a deal at all: those in reach, but
 * not what is the target already, another deal's target, a price of one share ...
 * Weights choose among them (choose.h).
 */
#ifndef DS_ELIGIBLE_H
#define DS_ELIGIBLE_H

#include "extract/decide/analysis.h"
#include "extract/decide/choose.h"

/* Called for every item of a softmax; filler NULL: none.  Of targets `anchor` is
 * NULL for "no deal".  Both are borrowed for the call. */
typedef void ds_eligible_visit(void *payload, const ds_filler *filler, const ds_anchor *anchor);

/* Sets analysis->barred, in `arena`, from tokens, candidates and marks: what does not depend on
 * the deal is asked once a sentence.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_eligible_bar(ds_analysis *analysis, ds_arena *arena);

/* "No deal", then at each trigger "not named" and the candidates in reach. */
void ds_eligible_targets(const ds_analysis *analysis, ds_eligible_visit *visit, void *payload);

/* "None", then what may fill the role of the deal at `anchor`. */
void ds_eligible_fillers(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                         ds_eligible_visit *visit, void *payload);

/* May the text around be about candidate `c`?  Houses and vendors of a source line not, but
 * whose notices it names (bindings of field topic); owners may, too. */
bool ds_eligible_topic(const ds_analysis *analysis, size_t c);

/* Do two spans share a token, or two candidates a byte? */
bool ds_eligible_overlap(const ds_filler *a, const ds_filler *b);

/* Number of the party that the candidate names: a form and its alias are one. */
size_t ds_eligible_party(const ds_analysis *analysis, const ds_candidate *candidate);

#endif /* DS_ELIGIBLE_H */
