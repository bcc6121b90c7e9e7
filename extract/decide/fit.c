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
    size_t document;
} unit;

typedef struct group {
    size_t unit;
    size_t first_label;
    double weight;
} group;

struct ds_fit {
    size_t n_features;
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
    size_t document; /* of the next unit */
};

/* The units and groups that count in one run, features numbered densely: what
 * the objective reads some hundred times lies together. */
typedef struct problem {
    const uint8_t *labels; /* borrowed, as groups name them */
    int32_t *dense;        /* feature -> parameter or -1    */
    size_t n_dense;
    int32_t *parameters; /* of all items, one after the other */
    size_t *ends;        /* per item: end of its parameters   */
    size_t n_items;
    unit *units;
    size_t n_units;
    group *groups; /* their unit is one of those above */
    size_t n_groups;
    double *scores; /* per item */
    double *pulls;
    double l2;
} problem;

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
    *out = fit;
    return DS_OK;
}

void ds_fit_free(ds_fit *fit)
{
    if (fit) {
        free(fit->features);
        free(fit->ends);
        free(fit->units);
        free(fit->groups);
        free(fit->labels);
        free(fit);
    }
}

ds_status ds_fit_unit(ds_fit *fit)
{
    if (!grow((void **)&fit->units, fit->n_units + 1, &fit->cap_units, sizeof *fit->units)) {
        return DS_ENOMEM;
    }
    fit->units[fit->n_units++] = (unit){fit->n_items, 0, fit->document};
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

void ds_fit_document(ds_fit *fit, size_t document)
{
    fit->document = document;
}

static size_t begin_of(const size_t *ends, size_t item)
{
    return item ? ends[item - 1] : 0;
}

/* Adds one group's loss; its gradient by item goes to pulls. */
static double add_group(const problem *work, const group *g)
{
    const unit *u = &work->units[g->unit];
    const uint8_t *labels = work->labels + g->first_label;
    const double *scores = work->scores + u->first_item;
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
        work->pulls[u->first_item + i] += g->weight * pull;
    }
    return g->weight * (log(all) - log(right));
}

static lbfgsfloatval_t evaluate(void *instance, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient,
                                const int n, const lbfgsfloatval_t step)
{
    (void)step;
    problem *work = instance;
    double loss = 0;
    for (int i = 0; i < n; i++) {
        gradient[i] = work->l2 * x[i];
        loss += 0.5 * work->l2 * x[i] * x[i];
    }
    for (size_t item = 0; item < work->n_items; item++) {
        double sum = 0;
        for (size_t f = begin_of(work->ends, item); f < work->ends[item]; f++) {
            sum += x[work->parameters[f]];
        }
        work->scores[item] = sum;
        work->pulls[item] = 0;
    }
    for (size_t g = 0; g < work->n_groups; g++) {
        loss += add_group(work, &work->groups[g]);
    }
    for (size_t item = 0; item < work->n_items; item++) {
        for (size_t f = begin_of(work->ends, item); work->pulls[item] != 0 && f < work->ends[item];
             f++) {
            gradient[work->parameters[f]] += work->pulls[item];
        }
    }
    return loss;
}

static void free_problem(problem *work)
{
    free(work->dense);
    free(work->parameters);
    free(work->ends);
    free(work->units);
    free(work->groups);
    free(work->scores);
    free(work->pulls);
}

static bool counts(const ds_fit_options *options, const unit *u)
{
    return !options->left_out || !options->left_out[u->document];
}

/* Features that stand in enough items that count get a number. */
static ds_status number_features(const ds_fit *fit, const ds_fit_options *options, problem *work)
{
    uint32_t *seen = calloc(fit->n_features, sizeof *seen);
    work->dense = malloc(fit->n_features * sizeof *work->dense);
    if (!seen || !work->dense) {
        free(seen);
        return DS_ENOMEM;
    }
    for (size_t u = 0; u < fit->n_units; u++) {
        const unit *here = &fit->units[u];
        if (here->n_items && counts(options, here)) {
            size_t end = fit->ends[here->first_item + here->n_items - 1];
            for (size_t f = begin_of(fit->ends, here->first_item); f < end; f++) {
                seen[fit->features[f]]++;
            }
        }
    }
    for (size_t f = 0; f < fit->n_features; f++) {
        work->dense[f] = seen[f] >= MIN_COUNT ? (int32_t)work->n_dense++ : -1;
    }
    free(seen);
    return DS_OK;
}

static void add_unit(const ds_fit *fit, const unit *from, problem *work)
{
    work->units[work->n_units++] = (unit){work->n_items, from->n_items, from->document};
    size_t n = begin_of(work->ends, work->n_items);
    for (size_t i = from->first_item; i < from->first_item + from->n_items; i++) {
        for (size_t f = begin_of(fit->ends, i); f < fit->ends[i]; f++) {
            int32_t parameter = work->dense[fit->features[f]];
            work->parameters[n] = parameter;
            n += parameter >= 0;
        }
        work->ends[work->n_items++] = n;
    }
}

/* Gathers the units that have groups; groups stand in the order of their units. */
static ds_status gather(const ds_fit *fit, const ds_fit_options *options, problem *work,
                        ds_fit_result *result)
{
    ds_status status = number_features(fit, options, work);
    work->parameters = malloc((fit->n_stored + 1) * sizeof *work->parameters);
    work->ends = malloc((fit->n_items + 1) * sizeof *work->ends);
    work->units = malloc((fit->n_units + 1) * sizeof *work->units);
    work->groups = malloc((fit->n_groups + 1) * sizeof *work->groups);
    work->scores = malloc((fit->n_items + 1) * sizeof *work->scores);
    work->pulls = malloc((fit->n_items + 1) * sizeof *work->pulls);
    if (status != DS_OK || !work->parameters || !work->ends || !work->units || !work->groups ||
        !work->scores || !work->pulls) {
        return DS_ENOMEM;
    }
    work->labels = fit->labels;
    work->l2 = options->l2;
    for (size_t u = 0, g = 0; u < fit->n_units; u++) {
        bool here = counts(options, &fit->units[u]);
        result->n_units += here;
        if (here && g < fit->n_groups && fit->groups[g].unit == u) {
            add_unit(fit, &fit->units[u], work);
        }
        for (; g < fit->n_groups && fit->groups[g].unit == u; g++) {
            if (here) {
                work->groups[work->n_groups++] =
                    (group){work->n_units - 1, fit->groups[g].first_label, fit->groups[g].weight};
            }
        }
    }
    result->n_groups = work->n_groups;
    return DS_OK;
}

static ds_status minimise(problem *work, const ds_fit_options *options, size_t n_features,
                          double *out, ds_fit_result *result)
{
    /* libLBFGS wants a multiple of its vector width. */
    int n = (int)((work->n_dense + 15) / 16 * 16);
    lbfgsfloatval_t *x = lbfgs_malloc(n);
    if (!x) {
        return DS_ENOMEM;
    }
    memset(x, 0, (size_t)n * sizeof *x);
    lbfgs_parameter_t parameters;
    lbfgs_parameter_init(&parameters);
    parameters.orthantwise_c = options->l1;
    parameters.linesearch =
        options->l1 > 0 ? LBFGS_LINESEARCH_BACKTRACKING : LBFGS_LINESEARCH_DEFAULT;
    parameters.max_iterations = options->max_iterations;
    parameters.epsilon = 1e-4;
    parameters.past = 5;
    parameters.delta = 1e-5;
    int ended = lbfgs(n, x, &result->loss, evaluate, NULL, work, &parameters);
    for (size_t f = 0; f < n_features; f++) {
        out[f] = work->dense[f] >= 0 ? x[work->dense[f]] : 0;
    }
    lbfgs_free(x);
    return ended == LBFGSERR_OUTOFMEMORY ? DS_ENOMEM : DS_OK;
}

ds_status ds_fit_run(ds_fit *fit, const ds_fit_options *options, double *out, ds_fit_result *result)
{
    problem work = {0};
    *result = (ds_fit_result){0, 0, 0};
    memset(out, 0, fit->n_features * sizeof *out);
    ds_status status = gather(fit, options, &work, result);
    if (status == DS_OK && work.n_groups && work.n_dense) {
        status = minimise(&work, options, fit->n_features, out, result);
    }
    free_problem(&work);
    return status;
}
