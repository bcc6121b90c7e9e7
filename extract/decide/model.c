#include "extract/decide/model.h"

#include <math.h>
#include <stdlib.h>

struct ds_model {
    const ds_features *features;
    size_t n_features;
    const int16_t *table; /* whether it is fitted, then the weights in DS_MODEL_UNITs, */
    int16_t *own;         /* role * n_features + feature; NULL: it is the rule set's   */
    double first_share;
    double least_share;
};

/* Of the weight of a new rule this part needs its target to be the deal's: else
 * its buyer and price would go to the deal of the next sentence as well. */
static const double paired_share = 0.75;

/* Rows of the table: the roles that weights choose. */
enum { N_ROWS = DS_ROLE_STAKE - DS_ROLE_ACQUIRER + 1 };

static size_t row_of(ds_role role)
{
    return (size_t)(role - DS_ROLE_ACQUIRER);
}

static bool has_target(const ds_rule *rule)
{
    bool any = false;
    for (size_t s = 0; s < rule->n_slots; s++) {
        any = any || rule->slots[s].role == DS_ROLE_TARGET;
    }
    return any;
}

static size_t table_bytes(const ds_model *model)
{
    return (1 + N_ROWS * model->n_features) * sizeof *model->table;
}

/* A rule that no weight speaks of, a house pack's, counts from the start: its
 * nominations get the pack's default weight. */
static void weigh_new_rules(ds_model *model, const ds_ruleset *rules)
{
    static const ds_role roles[] = {DS_ROLE_TARGET, DS_ROLE_ACQUIRER, DS_ROLE_SELLER,
                                    DS_ROLE_AMOUNT, DS_ROLE_DATE,     DS_ROLE_STAKE};
    double weight = ds_ruleset_number(rules, "rule.weight", 6.0);
    const ds_rule *list;
    size_t n = ds_ruleset_rules(rules, &list);
    for (size_t r = 0; r < n && ds_model_fitted(model); r++) {
        bool known = false;
        for (size_t i = 0; i < sizeof roles / sizeof roles[0] && !known; i++) {
            known = ds_features_rule_weighed(model->features, r, ds_model_weights(model, roles[i]));
        }
        for (size_t i = 0; i < sizeof roles / sizeof roles[0] && !known; i++) {
            bool paired = roles[i] != DS_ROLE_TARGET && has_target(&list[r]);
            double edge = paired ? weight * (1 - paired_share) : weight;
            ds_model_set(model, roles[i], ds_features_rule(model->features, r), edge);
            ds_model_set(model, roles[i], ds_features_rule_pair(model->features, r), weight - edge);
        }
    }
}

static void read_weights(ds_model *model, const ds_ruleset *rules, ds_diag *diag)
{
    const ds_weight *weights;
    size_t n = ds_ruleset_weights(rules, &weights);
    size_t unknown = 0;
    for (size_t i = 0; i < n; i++) {
        ds_role role = ds_role_from_name(weights[i].role);
        uint32_t feature = ds_features_find(model->features, weights[i].feature);
        if (role == DS_ROLE_NONE || feature == UINT32_MAX) {
            unknown++;
        } else {
            ds_model_set(model, role, feature, weights[i].weight);
        }
    }
    if (unknown) {
        ds_diag_report(diag, DS_LEVEL_WARNING, (ds_where){0},
                       "%zu of %zu weights name a role, word or rule that the pack does not have",
                       unknown, n);
    }
    weigh_new_rules(model, rules);
}

ds_status ds_model_new(ds_model **out, const ds_ruleset *rules, const ds_features *features,
                       ds_diag *diag)
{
    ds_model *model = calloc(1, sizeof *model);
    if (!model) {
        return DS_ENOMEM;
    }
    model->features = features;
    model->least_share = ds_ruleset_number(rules, "target.share", 0.5);
    model->first_share = ds_ruleset_number(rules, "target.first-share", model->least_share);
    model->n_features = ds_features_count(features);
    ds_str kept = ds_ruleset_kept(rules, DS_MODEL_KEPT);
    if (kept.len == table_bytes(model)) {
        model->table = (const int16_t *)(const void *)kept.ptr; /* the image aligns them */
    } else {
        model->own = calloc(1, table_bytes(model));
        model->table = model->own;
    }
    if (!model->table) {
        free(model);
        return DS_ENOMEM;
    }
    if (model->own) {
        read_weights(model, rules, diag);
    }
    *out = model;
    return DS_OK;
}

ds_str ds_model_table(const ds_model *model)
{
    return (ds_str){(const char *)model->table, table_bytes(model)};
}

bool ds_model_fitted(const ds_model *model)
{
    return model->table[0] != 0;
}

ds_status ds_model_own(ds_model *model)
{
    if (!model->own) {
        model->own = malloc(table_bytes(model));
        if (!model->own) {
            return DS_ENOMEM;
        }
        memcpy(model->own, model->table, table_bytes(model));
        model->table = model->own;
    }
    return DS_OK;
}

void ds_model_set(ds_model *model, ds_role role, uint32_t feature, double weight)
{
    double units = round(weight * DS_MODEL_UNIT);
    units = units > INT16_MAX ? INT16_MAX : units < -INT16_MAX ? -INT16_MAX : units;
    model->own[1 + row_of(role) * model->n_features + feature] = (int16_t)units;
    model->own[0] = 1;
}

double ds_model_weight(const ds_model *model, ds_role role, uint32_t feature)
{
    return ds_model_weights(model, role)[feature] / (double)DS_MODEL_UNIT;
}

double ds_model_score(const ds_model *model, ds_role role, const ds_feature_list *list)
{
    const int16_t *weights = ds_model_weights(model, role);
    int64_t sum = 0;
    for (size_t i = 0; i < list->n; i++) {
        sum += weights[list->ids[i]];
    }
    return (double)sum / DS_MODEL_UNIT;
}

const int16_t *ds_model_weights(const ds_model *model, ds_role role)
{
    return model->table + 1 + row_of(role) * model->n_features;
}

double ds_model_least_share(const ds_model *model, bool first)
{
    return first ? model->first_share : model->least_share;
}

const ds_features *ds_model_features(const ds_model *model)
{
    return model->features;
}

void ds_model_free(ds_model *model)
{
    if (model) {
        free(model->own);
        free(model);
    }
}
