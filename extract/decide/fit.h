/* fit.h - fits models that score choices for a softmax: sums of weights, and nets with
 * one layer of hidden units over the same features.
 *
 * A unit is a set of items (the choices in one sentence); a group says which
 * of them are right, wrong or left out.  The objective is the log probability
 * that some right item wins (latent mentions), minus an L1 and a small L2
 * penalty; sums are fitted by OWL-QN (Andrew and Gao 2007, libLBFGS), nets by Adam
 * (Kingma and Ba 2015) with dropout (Srivastava and others 2014).  Deterministic.
 */
#ifndef DS_FIT_H
#define DS_FIT_H

#include "rules/ruleset.h"

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
    double loss; /* of sums the objective; of nets the mean of their last epochs, with dropout */
} ds_fit_result;

/* Fits and writes the weights to `out` (n_features of them).  May be run again,
 * with other options. */
DS_MUST_USE ds_status ds_fit_run(ds_fit *fit, const ds_fit_options *options, double *out,
                                 ds_fit_result *result);

typedef struct ds_fit_net_options {
    size_t n_nets;  /* whose mean is taken, from 1    */
    size_t n_units; /* of each; together at most DS_WEIGHT_UNITS */
    double l2;
    const bool *left_out; /* as above */
    uint64_t seed;        /* of what is drawn: another one fits as well, and a little otherwise */
} ds_fit_net_options;

/* The mean of the nets: they stand side by side in one layer. */
typedef struct ds_fit_net {
    size_t n_rows;
    uint32_t *features;             /* by row                                         */
    float (*rows)[DS_WEIGHT_UNITS]; /* what the feature gives to each unit            */
    float output[DS_WEIGHT_UNITS];  /* what each unit counts                          */
} ds_fit_net;

/* Fits nets, writes their weights to `weights` (n_features of them) and the rest to
 * *net, which the caller frees with ds_fit_net_clear().  Features that are rare give
 * nothing to units.  May be run again.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_fit_run_net(ds_fit *fit, const ds_fit_net_options *options,
                                     double *weights, ds_fit_net *net, ds_fit_result *result);
void ds_fit_net_clear(ds_fit_net *net);

void ds_fit_free(ds_fit *fit); /* NULL is allowed */

#endif /* DS_FIT_H */
