/* edge.h - what the first and the last token of candidates give to a score, weighed once a token.
 *
 * Candidates of one sentence begin and end with the same tokens again and again.  What is observed
 * of one of these tokens alone (observe.h) is most of what is observed at all.  Private to scorer.c
 * and topic_digest.c.
 */
#ifndef DS_EDGE_H
#define DS_EDGE_H

#include "corpus/text/arena.h"
#include "extract/decide/model.h"
#include "extract/decide/observe.h"

/* For one role of one sentence. */
typedef struct ds_edges {
    const ds_model *model;
    const ds_analysis *analysis;
    ds_role role;
    ds_net_input *sums; /* by token, then as edge.c numbers them */
    uint8_t *known;     /* by token: which of its sums are, as bits */
    ds_net_input other; /* of the last candidate that was not even  */
} ds_edges;

/* Borrows model and analysis; the sums are in `arena`.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_edges_begin(ds_edges *out, const ds_model *model,
                                     const ds_analysis *analysis, ds_role role, ds_arena *arena);

/* Writes what is shared by no other candidate: DS_OF_WHOLE, or all but ds_edges_beside() if it is
 * not even.  True: a rule picks it for the role. */
bool ds_edges_whole(ds_edges *edges, const ds_filler *filler, const ds_observed_run *run,
                    ds_net_input *out);

/* The rest of what ds_observe_candidate() lists, and what ds_observe_beside() does: of the first
 * token in out[0], of the last one in out[1].  Of one that is not even out[0] has all of it and
 * out[1] nothing; both live until the next call. */
void ds_edges_sums(ds_edges *edges, const ds_filler *filler, const ds_observed_run *run, bool right,
                   const ds_net_input *out[2]);

#endif /* DS_EDGE_H */
