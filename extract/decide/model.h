/* model.h - the weights of a pack as flat arrays, one per role.
 *
 * A weights file has lines `role feature weight`; roles are target, acquirer,
 * seller, amount, date and stake.  The score of a choice is the sum of the
 * weights of its features.  A rule that the weights do not know (a house
 * pack's) weighs the pack's option "rule.weight" in all roles, where it picks
 * the very span.
 */
#ifndef DS_MODEL_H
#define DS_MODEL_H

#include "corpus/text/diag.h"
#include "extract/decide/feature.h"

typedef struct ds_model ds_model;

/* Reads the rule set's weights.  Names that the vocabulary does not know are
 * skipped and counted in one warning (a lexicon lost a word).  The caller
 * frees *out, borrows `features`. */
DS_MUST_USE ds_status ds_model_new(ds_model **out, const ds_ruleset *rules,
                                   const ds_features *features, ds_diag *diag);

/* False if the pack has no weights: then rules decide by their order. */
bool ds_model_fitted(const ds_model *model);

/* Weights are kept in thousandths, as files write them: such sums are exact,
 * whatever their order.  None is beyond 32. */
enum { DS_MODEL_UNIT = 1000 };
double ds_model_score(const ds_model *model, ds_role role, const ds_feature_list *list);
double ds_model_weight(const ds_model *model, ds_role role, uint32_t feature);
/* Weights that an image of the rules keeps lie there: before ds_model_set() they
 * must be made the model's own.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_model_own(ds_model *model);
void ds_model_set(ds_model *model, ds_role role, uint32_t feature, double weight);

/* Of one role, by feature, in DS_MODEL_UNITs. */
const int16_t *ds_model_weights(const ds_model *model, ds_role role);

/* Share that a target must exceed to be taken: the first of a sentence, if it is a
 * name, the pack's "target.first-share", any other its "target.share". */
double ds_model_least_share(const ds_model *model, bool first);

const ds_features *ds_model_features(const ds_model *model);

/* The weights as a rule set may keep them under this name, to be read faster;
 * as long as ds_model_set() has not been called since ds_model_new(). */
#define DS_MODEL_KEPT "model"
ds_str ds_model_table(const ds_model *model);

void ds_model_free(ds_model *model); /* NULL is allowed */

#endif /* DS_MODEL_H */
