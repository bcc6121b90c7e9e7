#include "extract/decide/fit_inside.h"

#include <math.h>
#include <stdlib.h>

/* Features seen fewer times are names or noise, not knowledge. */
enum { MIN_COUNT = 3 };

double ds_fit_group_loss(const fit_problem *work, const fit_group *group)
{
    const fit_unit *u = &work->units[group->unit];
    const uint8_t *labels = work->labels + group->first_label;
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
        work->pulls[u->first_item + i] += group->weight * pull;
    }
    return group->weight * (log(all) - log(right));
}

void ds_fit_free_problem(fit_problem *work)
{
    free(work->dense);
    free(work->parameters);
    free(work->ends);
    free(work->units);
    free(work->groups);
    free(work->scores);
    free(work->pulls);
}

static bool counts(const bool *left_out, const fit_unit *u)
{
    return !left_out || !left_out[u->document];
}

/* Features that stand in enough items that count get a number. */
static ds_status number_features(const ds_fit *fit, const bool *left_out, fit_problem *work)
{
    uint32_t *seen = calloc(fit->n_features, sizeof *seen);
    work->dense = malloc(fit->n_features * sizeof *work->dense);
    if (!seen || !work->dense) {
        free(seen);
        return DS_ENOMEM;
    }
    for (size_t u = 0; u < fit->n_units; u++) {
        const fit_unit *here = &fit->units[u];
        if (here->n_items && counts(left_out, here)) {
            size_t end = fit->ends[here->first_item + here->n_items - 1];
            for (size_t f = ds_fit_begin(fit->ends, here->first_item); f < end; f++) {
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

static void add_unit(const ds_fit *fit, const fit_unit *from, fit_problem *work)
{
    work->units[work->n_units++] = (fit_unit){work->n_items, from->n_items, from->document};
    size_t n = ds_fit_begin(work->ends, work->n_items);
    for (size_t i = from->first_item; i < from->first_item + from->n_items; i++) {
        for (size_t f = ds_fit_begin(fit->ends, i); f < fit->ends[i]; f++) {
            int32_t parameter = work->dense[fit->features[f]];
            work->parameters[n] = parameter;
            n += parameter >= 0;
        }
        work->ends[work->n_items++] = n;
    }
}

/* Gathers the units that have groups; groups stand in the order of their units. */
ds_status ds_fit_gather(const ds_fit *fit, const bool *left_out, fit_problem *work,
                        ds_fit_result *result)
{
    ds_status status = number_features(fit, left_out, work);
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
    for (size_t u = 0, g = 0; u < fit->n_units; u++) {
        bool here = counts(left_out, &fit->units[u]);
        result->n_units += here;
        if (here && g < fit->n_groups && fit->groups[g].unit == u) {
            add_unit(fit, &fit->units[u], work);
        }
        for (; g < fit->n_groups && fit->groups[g].unit == u; g++) {
            if (here) {
                work->groups[work->n_groups++] = (fit_group){
                    work->n_units - 1, fit->groups[g].first_label, fit->groups[g].weight};
            }
        }
    }
    result->n_groups = work->n_groups;
    return DS_OK;
}
