/* choose.h - weights decide: which nominees are targets, and who and what
 * belongs to each.
 *
 * Targets: one lattice a sentence over all pairs of candidate and trigger,
 * "no deal" and "a deal whose target is not named"; the shares of all pairs
 * with the same text add up.  The best text is taken if all texts together win more than the
 * pack's option "target.first-share" against "no deal"; what is left is then weighed anew beside
 * what was taken (features next…), and taken while it wins more than "target.share" alone.  Other
 * roles: one softmax a role over candidates and "none" (log-linear models, as in Berger, Della
 * Pietra and Della Pietra 1996).
 */
#ifndef DS_CHOOSE_H
#define DS_CHOOSE_H

#include "corpus/text/arena.h"
#include "extract/decide/analysis.h"
#include "extract/decide/model.h"

enum { DS_CHOOSE_MAX_DEALS = 16 }; /* in one sentence; a list of purchases has fewer */

/* Candidates farther than this from a trigger are not tried: cost grows with
 * the product, and no gold party is farther. */
enum { DS_CHOOSE_MAX_TOKENS = 70 };
/* The same to the right of the trigger: what follows is soon another matter. */
enum { DS_CHOOSE_MAX_RIGHT = 32 };

/* A chosen target. */
typedef struct ds_target {
    uint16_t trigger; /* token */
    bool named;       /* false: deal without a target in this sentence */
    ds_filler filler; /* if named                                      */
    double share;     /* probability, 0 to 1                            */
} ds_target;

/* What else a value could have been, and how much less its score is. */
typedef struct ds_alternative {
    const ds_entity *entity;
    double loss; /* from 0 */
} ds_alternative;

/* More alternatives of one slot than these are never needed. */
enum { DS_CHOICE_ALTERNATIVES = 8 };

/* A value for a role, or none. */
typedef struct ds_choice {
    bool found;
    ds_filler filler;
    double share;  /* probability of the filler, 0 if none is found                */
    double nobody; /* and of none                                                  */
    double margin; /* share of the best minus that of the second, for ties */
    ds_alternative others[DS_CHOICE_ALTERNATIVES]; /* of a value, the best first */
    size_t n_others;
} ds_choice;

/* Called for every item of a softmax, with its features. */
typedef void ds_item_sink(void *payload, const ds_filler *filler, uint16_t trigger,
                          const ds_feature_list *list);

/* All items of the target lattice, as they look when some targets are `taken`;
 * filler NULL: trigger is a token for "not named", DS_TOKEN_NOTHING for "no deal". */
void ds_choose_target_items(const ds_features *features, const ds_analysis *analysis,
                            const ds_target *taken, size_t n_taken, ds_item_sink *sink,
                            void *payload);

/* All items of a role's softmax; filler NULL: none. */
void ds_choose_role_items(const ds_features *features, const ds_analysis *analysis,
                          const ds_anchor *anchor, ds_role role, ds_item_sink *sink, void *payload);

/* Decides; *out in `arena`, with room for DS_CHOOSE_MAX_DEALS, in order of their
 * place. */
DS_MUST_USE ds_status ds_choose_targets(const ds_model *model, const ds_analysis *analysis,
                                        ds_arena *arena, ds_target **out, size_t *n_out);
DS_MUST_USE ds_status ds_choose_role(const ds_model *model, const ds_analysis *analysis,
                                     const ds_anchor *anchor, ds_role role, ds_arena *arena,
                                     ds_choice *out);

#endif /* DS_CHOOSE_H */
