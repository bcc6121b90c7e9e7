/* scorer.h - what a candidate's features give to its score, part by part.
 *
 * What ds_features_filler() lists and ds_model_weigh() adds up, without the
 * list: candidates of one sentence share most of their parts (observe.h), each is
 * weighed once, and what stands between two spans is added up along the sentence.
 */
#ifndef DS_SCORER_H
#define DS_SCORER_H

#include "corpus/text/arena.h"
#include "extract/decide/analysis.h"
#include "extract/decide/model.h"

typedef struct ds_scorer ds_scorer;

/* For one sentence; *out and all it grows to is in `arena`, the rest is borrowed. */
DS_MUST_USE ds_status ds_scorer_new(ds_scorer **out, const ds_model *model,
                                    const ds_analysis *analysis, ds_arena *arena);

/* Writes the input that the features of a filler give in a role, for ds_model_settle(); its
 * candidate, if it has one, is of the analysis.  False, and ds_scorer_failed() from then on: memory
 * ran out. */
bool ds_scorer_weigh(ds_scorer *scorer, const ds_filler *filler, const ds_anchor *anchor,
                     ds_role role, ds_net_input *out);
bool ds_scorer_failed(const ds_scorer *scorer);

#endif /* DS_SCORER_H */
