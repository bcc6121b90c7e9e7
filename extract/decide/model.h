/* model.h - the weights of a pack as flat arrays, one per role.
 *
 * A weights file has lines `role feature weight units`; roles are target, acquirer,
 * seller, amount, date and stake.  The score of a choice is the sum of the weights of
 * its features and, where the role has hidden units (one layer, rectified), of what
 * each unit counts times its input if that is above 0.  A unit's input is the sum of
 * what the features give to it: so features can mean together what none means alone.  A rule that
 * the weights do not know (a house pack's) weighs the pack's option "rule.weight" in all roles,
 * where it picks the very span.
 */
#ifndef DS_MODEL_H
#define DS_MODEL_H

#include "corpus/text/diag.h"
#include "extract/decide/feature.h"
#include "extract/decide/net_input.h"

typedef struct ds_model ds_model;

/* Reads the rule set's weights: DS_OK, DS_ENOMEM, DS_EINVALID if an image keeps some that do
 * not fit.  Names that the vocabulary does not know are
 * skipped and counted in one warning (a lexicon lost a word).  The caller
 * frees *out, borrows `features`. */
DS_MUST_USE ds_status ds_model_new(ds_model **out, const ds_ruleset *rules,
                                   const ds_features *features, ds_diag *diag);

/* False if the pack has no weights: then rules decide by their order. */
bool ds_model_fitted(const ds_model *model);

/* Has it weights for this role? */
bool ds_model_fitted_for(const ds_model *model, ds_role role);

/* Weights are kept in thousandths, as files write them: such sums are exact,
 * whatever their order.  None is beyond 32.767. */
enum { DS_MODEL_UNIT = 1000 };
double ds_model_weight(const ds_model *model, ds_role role, uint32_t feature);

/* Of a feature of one role. */
typedef struct ds_model_cell {
    int16_t weight; /* in DS_MODEL_UNITs                                  */
    uint16_t row;   /* of the role's rows: what it gives to units; 0: none */
} ds_model_cell;

/* What the features of one role weigh. */
typedef struct ds_model_role {
    const ds_model_cell *cells;           /* by feature                            */
    const ds_lanes (*rows)[DS_ROW_LANES]; /* row 0 is all 0; NULL: no hidden units */
} ds_model_role;
ds_model_role ds_model_role_of(const ds_model *model, ds_role role);

static inline void ds_model_add(const ds_model_role *role, uint32_t feature, ds_net_input *to)
{
    ds_model_cell cell = role->cells[feature];
    to->sum += cell.weight;
    for (size_t i = 0; role->rows && i < DS_ROW_LANES; i++) {
        to->units[2 * i] += ds_net_row_even(role->rows[cell.row][i]);
        to->units[2 * i + 1] += ds_net_row_odd(role->rows[cell.row][i]);
    }
}

static inline void ds_model_take(const ds_model_role *role, uint32_t feature, ds_net_input *from)
{
    ds_model_cell cell = role->cells[feature];
    from->sum -= cell.weight;
    for (size_t i = 0; role->rows && i < DS_ROW_LANES; i++) {
        from->units[2 * i] -= ds_net_row_even(role->rows[cell.row][i]);
        from->units[2 * i + 1] -= ds_net_row_odd(role->rows[cell.row][i]);
    }
}

/* The score that an input comes to. */
double ds_model_settle(const ds_model *model, ds_role role, const ds_net_input *input);
/* Adds what the features give to it. */
void ds_model_weigh(const ds_model *model, ds_role role, const ds_feature_list *list,
                    ds_net_input *to);
/* Both at once. */
double ds_model_score(const ds_model *model, ds_role role, const ds_feature_list *list);

/* What the score would lose without the list's feature `i`: its weight, and what it
 * brings units to count. */
double ds_model_effect(const ds_model *model, ds_role role, const ds_feature_list *list, size_t i);

/* Writes what the feature gives to each unit; false, and nothing is written: nothing to any. */
bool ds_model_row(const ds_model *model, ds_role role, uint32_t feature,
                  int16_t out[DS_WEIGHT_UNITS]);
/* What each unit counts, or NULL: the role has none. */
const int16_t *ds_model_output(const ds_model *model, ds_role role);

/* Weights that an image of the rules keeps lie there: before ds_model_set() they
 * must be made the model's own.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_model_own(ds_model *model);
void ds_model_set(ds_model *model, ds_role role, uint32_t feature, double weight);

/* The role's hidden units anew, of a model whose weights are its own: what feature
 * `features[i]` gives to them is row i of `rows` (n of them, fewer than 65,536), what
 * they count is `output`; both in parts of DS_WEIGHT_UNIT_ONE, within DS_WEIGHT_UNIT_MAX
 * and DS_WEIGHT_OUTPUT_MAX, copied.  n = 0: none.
 * DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_model_set_units(ds_model *model, ds_role role, const uint32_t *features,
                                         const int16_t (*rows)[DS_WEIGHT_UNITS], size_t n,
                                         const int16_t output[DS_WEIGHT_UNITS]);

/* What must be exceeded: for a sentence's first target, by the probability that it tells a deal at
 * all, the pack's "target.first-share"; for any other, by its share against "no deal", the pack's
 * "target.share". */
double ds_model_least_share(const ds_model *model, bool first);

/* What an acquirer must win of its softmax to be taken, the pack's "acquirer.share". */
double ds_model_least_acquirer(const ds_model *model);

/* What a party must win to be whom the text is about, the pack's "topic.share". */
double ds_model_least_topic(const ds_model *model);

const ds_features *ds_model_features(const ds_model *model);

/* The weights as a rule set may keep them under this name, to be read faster;
 * as long as nothing has been set since ds_model_new(). */
#define DS_MODEL_KEPT "model"
ds_str ds_model_table(const ds_model *model);

void ds_model_free(ds_model *model); /* NULL is allowed */

#endif /* DS_MODEL_H */
