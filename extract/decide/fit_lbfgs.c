#include "extract/decide/fit_inside.h"

#include <lbfgs.h>
#include <stdlib.h>
#include <string.h>

/* What libLBFGS hands back to evaluate(). */
typedef struct objective {
    fit_problem problem;
    double l2;
} objective;

static lbfgsfloatval_t evaluate(void *instance, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient,
                                const int n, const lbfgsfloatval_t step)
{
    (void)step;
    const objective *asked = instance;
    const fit_problem *work = &asked->problem;
    double loss = 0;
    for (int i = 0; i < n; i++) {
        gradient[i] = asked->l2 * x[i];
        loss += 0.5 * asked->l2 * x[i] * x[i];
    }
    for (size_t item = 0; item < work->n_items; item++) {
        double sum = 0;
        for (size_t f = ds_fit_begin(work->ends, item); f < work->ends[item]; f++) {
            sum += x[work->parameters[f]];
        }
        work->scores[item] = sum;
        work->pulls[item] = 0;
    }
    for (size_t g = 0; g < work->n_groups; g++) {
        loss += ds_fit_group_loss(work, &work->groups[g]);
    }
    for (size_t item = 0; item < work->n_items; item++) {
        for (size_t f = ds_fit_begin(work->ends, item);
             work->pulls[item] != 0 && f < work->ends[item]; f++) {
            gradient[work->parameters[f]] += work->pulls[item];
        }
    }
    return loss;
}

static ds_status minimise(objective *asked, const ds_fit_options *options, size_t n_features,
                          double *out, ds_fit_result *result)
{
    const fit_problem *work = &asked->problem;
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
    int ended = lbfgs(n, x, &result->loss, evaluate, NULL, asked, &parameters);
    for (size_t f = 0; f < n_features; f++) {
        out[f] = work->dense[f] >= 0 ? x[work->dense[f]] : 0;
    }
    lbfgs_free(x);
    return ended == LBFGSERR_OUTOFMEMORY ? DS_ENOMEM : DS_OK;
}

ds_status ds_fit_run(ds_fit *fit, const ds_fit_options *options, double *out, ds_fit_result *result)
{
    objective asked = {.l2 = options->l2};
    *result = (ds_fit_result){0, 0, 0};
    memset(out, 0, fit->n_features * sizeof *out);
    ds_status status = ds_fit_gather(fit, options->left_out, &asked.problem, result);
    if (status == DS_OK && asked.problem.n_groups && asked.problem.n_dense) {
        status = minimise(&asked, options, fit->n_features, out, result);
    }
    ds_fit_free_problem(&asked.problem);
    return status;
}
