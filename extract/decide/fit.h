/* fit.h - fits log-linear models: sums of weights behind a softmax.
 *
 * A unit is a set of items (the choices in one sentence); a group says which
 * of them are right, wrong or left out.  The objective is the log probability
 * that some right item wins (latent mentions), minus an L1 and a small L2
 * penalty; minimised by OWL-QN (Andrew and Gao 2007, libLBFGS).  Deterministic.
 */
#ifndef DS_FIT_H
#define DS_FIT_H

#include "corpus/text/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ds_fit_label { DS_FIT_WRONG, DS_FIT_RIGHT, DS_FIT_OUT } ds_fit_label;

typedef struct ds_fit ds_fit;

/* Models with `n_features` features.  The caller frees *out. */
DS_MUST_USE ds_status ds_fit_new(ds_fit **out, size_t n_features);

/* Starts a unit, adds its items, then groups over them (labels by item). */
DS_MUST_USE ds_status ds_fit_unit(ds_fit *fit);
DS_MUST_USE ds_status ds_fit_item(ds_fit *fit, const uint32_t *features, size_t n);
DS_MUST_USE ds_status ds_fit_group(ds_fit *fit, const uint8_t *labels, double weight);

/* The units that follow are of this document, 0 at first. */
void ds_fit_document(ds_fit *fit, size_t document);

typedef struct ds_fit_options {
    double l1, l2;
    int max_iterations;
    const bool *left_out; /* per document: its units do not count; NULL: all do */
} ds_fit_options;

typedef struct ds_fit_result {
    size_t n_units, n_groups; /* that counted */
    double loss;
} ds_fit_result;

/* Fits and writes the weights to `out` (n_features of them).  May be run again,
 * with other options. */
DS_MUST_USE ds_status ds_fit_run(ds_fit *fit, const ds_fit_options *options, double *out,
                                 ds_fit_result *result);

void ds_fit_free(ds_fit *fit); /* NULL is allowed */

#endif /* DS_FIT_H */
