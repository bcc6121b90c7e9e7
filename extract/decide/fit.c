#include "extract/decide/fit.h"

#include <lbfgs.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Features seen fewer times are names or noise, not knowledge. */
enum { MIN_COUNT = 3 };

typedef struct unit {
    size_t first_item;
    size_t n_items;
} unit;

typedef struct group {
    size_t unit;
    size_t first_label;
    double weight;
} group;

struct ds_fit {
    size_t n_features;
    uint32_t *counts;   /* per feature: items it stands in         */
    uint32_t *features; /* of all items, one after the other       */
    size_t n_stored, cap_stored;
    size_t *ends; /* per item: end of its features                 */
    size_t n_items, cap_items;
    unit *units;
    size_t n_units, cap_units;
    group *groups;
    size_t n_groups, cap_groups;
    uint8_t *labels;
    size_t n_labels, cap_labels;
    /* while it runs */
    int32_t *dense; /* feature -> parameter or -1 */
    size_t n_dense;
    double *scores;
    double *pulls;
    double l2;
};

static bool grow(void **memory, size_t need, size_t *cap, size_t size)
{
    if (need <= *cap) {
        return true;
    }
    size_t wanted = *cap * 2 > need ? *cap * 2 : need + 64;
    void *grown = realloc(*memory, wanted * size);
    if (!grown) {
        return false;
    }
    *memory = grown;
    *cap = wanted;
    return true;
}

ds_status ds_fit_new(ds_fit **out, size_t n_features)
{
    ds_fit *fit = calloc(1, sizeof *fit);
    if (!fit) {
        return DS_ENOMEM;
    }
    fit->n_features = n_features;
    fit->counts = calloc(n_features, sizeof *fit->counts);
    fit->dense = calloc(n_features, sizeof *fit->dense);
    if (!fit->counts || !fit->dense) {
        ds_fit_free(fit);
        return DS_ENOMEM;
    }
    *out = fit;
    return DS_OK;
}

void ds_fit_free(ds_fit *fit)
{
    if (fit) {
        free(fit->counts);
        free(fit->features);
        free(fit->ends);
        free(fit->units);
        free(fit->groups);
        free(fit->labels);
        free(fit->dense);
        free(fit->scores);
        free(fit->pulls);
        free(fit);
    }
}

ds_status ds_fit_unit(ds_fit *fit)
{
    if (!grow((void **)&fit->units, fit->n_units + 1, &fit->cap_units, sizeof *fit->units)) {
        return DS_ENOMEM;
    }
    fit->units[fit->n_units++] = (unit){fit->n_items, 0};
    return DS_OK;
}

ds_status ds_fit_item(ds_fit *fit, const uint32_t *features, size_t n)
{
    if (!grow((void **)&fit->features, fit->n_stored + n, &fit->cap_stored,
              sizeof *fit->features) ||
        !grow((void **)&fit->ends, fit->n_items + 1, &fit->cap_items, sizeof *fit->ends)) {
        return DS_ENOMEM;
    }
    memcpy(fit->features + fit->n_stored, features, n * sizeof *features);
    fit->n_stored += n;
    fit->ends[fit->n_items++] = fit->n_stored;
    fit->units[fit->n_units - 1].n_items++;
    return DS_OK;
}

ds_status ds_fit_group(ds_fit *fit, const uint8_t *labels, double weight)
{
    const unit *last = &fit->units[fit->n_units - 1];
    if (!grow((void **)&fit->groups, fit->n_groups + 1, &fit->cap_groups, sizeof *fit->groups) ||
        !grow((void **)&fit->labels, fit->n_labels + last->n_items, &fit->cap_labels, 1)) {
        return DS_ENOMEM;
    }
    memcpy(fit->labels + fit->n_labels, labels, last->n_items);
    fit->groups[fit->n_groups++] = (group){fit->n_units - 1, fit->n_labels, weight};
    fit->n_labels += last->n_items;
    return DS_OK;
}

size_t ds_fit_units(const ds_fit *fit)
{
    return fit->n_units;
}

size_t ds_fit_groups(const ds_fit *fit)
{
    return fit->n_groups;
}

static size_t item_begin(const ds_fit *fit, size_t item)
{
    return item ? fit->ends[item - 1] : 0;
}

/* Adds one group's loss; its gradient by item goes to pulls. */
static double add_group(const ds_fit *fit, const group *g)
{
    const unit *u = &fit->units[g->unit];
    const uint8_t *labels = fit->labels + g->first_label;
    const double *scores = fit->scores + u->first_item;
    double top = -INFINITY;
    for (size_t i = 0; i < u->n_items; i++) {
        if (labels[i] != DS_FIT_OUT && scores[i] > top) {
            top = scores[i];
        }
    }
    double right = 0;
    double all = 0;
    for (size_t i = 0; i < u->n_items; i++) {
        double mass = labels[i] == DS_FIT_OUT ? 0 : exp(scores[i] - top);
        all += mass;
        right += labels[i] == DS_FIT_RIGHT ? mass : 0;
    }
    right = right > 1e-300 ? right : 1e-300;
    for (size_t i = 0; i < u->n_items; i++) {
        if (labels[i] == DS_FIT_OUT) {
            continue;
        }
        double mass = exp(scores[i] - top);
        double pull = mass / all - (labels[i] == DS_FIT_RIGHT ? mass / right : 0);
        fit->pulls[u->first_item + i] += g->weight * pull;
    }
    return g->weight * (log(all) - log(right));
}

static lbfgsfloatval_t evaluate(void *instance, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient,
                                const int n, const lbfgsfloatval_t step)
{
    (void)step;
    ds_fit *fit = instance;
    double loss = 0;
    for (int i = 0; i < n; i++) {
        gradient[i] = fit->l2 * x[i];
        loss += 0.5 * fit->l2 * x[i] * x[i];
    }
    for (size_t item = 0; item < fit->n_items; item++) {
        double sum = 0;
        for (size_t f = item_begin(fit, item); f < fit->ends[item]; f++) {
            int32_t p = fit->dense[fit->features[f]];
            sum += p >= 0 ? x[p] : 0;
        }
        fit->scores[item] = sum;
        fit->pulls[item] = 0;
    }
    for (size_t g = 0; g < fit->n_groups; g++) {
        loss += add_group(fit, &fit->groups[g]);
    }
    for (size_t item = 0; item < fit->n_items; item++) {
        if (fit->pulls[item] == 0) {
            continue;
        }
        for (size_t f = item_begin(fit, item); f < fit->ends[item]; f++) {
            int32_t p = fit->dense[fit->features[f]];
            if (p >= 0) {
                gradient[p] += fit->pulls[item];
            }
        }
    }
    return loss;
}

static void number_features(ds_fit *fit)
{
    memset(fit->counts, 0, fit->n_features * sizeof *fit->counts);
    for (size_t f = 0; f < fit->n_stored; f++) {
        fit->counts[fit->features[f]]++;
    }
    fit->n_dense = 0;
    for (size_t f = 0; f < fit->n_features; f++) {
        fit->dense[f] = fit->counts[f] >= MIN_COUNT ? (int32_t)fit->n_dense++ : -1;
    }
}

ds_status ds_fit_run(ds_fit *fit, double l1, double l2, int max_iterations, double *out,
                     double *loss)
{
    number_features(fit);
    memset(out, 0, fit->n_features * sizeof *out);
    *loss = 0;
    if (fit->n_groups == 0 || fit->n_dense == 0) {
        return DS_OK;
    }
    fit->l2 = l2;
    fit->scores = realloc(fit->scores, (fit->n_items + 1) * sizeof *fit->scores);
    fit->pulls = realloc(fit->pulls, (fit->n_items + 1) * sizeof *fit->pulls);
    /* libLBFGS wants a multiple of its vector width. */
    int n = (int)((fit->n_dense + 15) / 16 * 16);
    lbfgsfloatval_t *x = lbfgs_malloc(n);
    if (!fit->scores || !fit->pulls || !x) {
        lbfgs_free(x);
        return DS_ENOMEM;
    }
    memset(x, 0, (size_t)n * sizeof *x);
    lbfgs_parameter_t parameters;
    lbfgs_parameter_init(&parameters);
    parameters.orthantwise_c = l1;
    parameters.linesearch = l1 > 0 ? LBFGS_LINESEARCH_BACKTRACKING : LBFGS_LINESEARCH_DEFAULT;
    parameters.max_iterations = max_iterations;
    parameters.epsilon = 1e-4;
    parameters.past = 5;
    parameters.delta = 1e-5;
    lbfgsfloatval_t value = 0;
    int result = lbfgs(n, x, &value, evaluate, NULL, fit, &parameters);
    for (size_t f = 0; f < fit->n_features; f++) {
        out[f] = fit->dense[f] >= 0 ? x[fit->dense[f]] : 0;
    }
    *loss = value;
    lbfgs_free(x);
    return result == LBFGSERR_OUTOFMEMORY ? DS_ENOMEM : DS_OK;
}
