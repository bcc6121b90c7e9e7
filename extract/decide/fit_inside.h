/* fit_inside.h - what is collected for a fit, and what of it counts in one run.
 * Private to fit*.c.
 */
#ifndef DS_FIT_INSIDE_H
#define DS_FIT_INSIDE_H

#include "extract/decide/fit.h"

typedef struct fit_unit {
    size_t first_item;
    size_t n_items;
    size_t document;
} fit_unit;

typedef struct fit_group {
    size_t unit;
    size_t first_label;
    double weight;
} fit_group;

struct ds_fit {
    size_t n_features;
    uint32_t *features; /* of all items, one after the other       */
    size_t n_stored, cap_stored;
    size_t *ends; /* per item: end of its features                 */
    size_t n_items, cap_items;
    fit_unit *units;
    size_t n_units, cap_units;
    fit_group *groups;
    size_t n_groups, cap_groups;
    uint8_t *labels;
    size_t n_labels, cap_labels;
    size_t document; /* of the next unit */
};

/* The units and groups that count in one run, features numbered densely: what
 * the objective reads some hundred times lies together. */
typedef struct fit_problem {
    const uint8_t *labels; /* borrowed, as groups name them */
    int32_t *dense;        /* feature -> parameter or -1    */
    size_t n_dense;
    int32_t *parameters; /* of all items, one after the other */
    size_t *ends;        /* per item: end of its parameters   */
    size_t n_items;
    fit_unit *units;
    size_t n_units;
    fit_group *groups; /* their unit is one of those above */
    size_t n_groups;
    double *scores; /* per item */
    double *pulls;
} fit_problem;

/* Gathers what counts without the documents left out (NULL: none is).  DS_OK, or
 * DS_ENOMEM; free in both cases. */
DS_MUST_USE ds_status ds_fit_gather(const ds_fit *fit, const bool *left_out, fit_problem *work,
                                    ds_fit_result *result);
void ds_fit_free_problem(fit_problem *work);

/* Where the features of an item, or its parameters, begin. */
static inline size_t ds_fit_begin(const size_t *ends, size_t item)
{
    return item ? ends[item - 1] : 0;
}

/* The group's loss under the items' scores; what its gradient by item is is added to
 * their pulls. */
double ds_fit_group_loss(const fit_problem *work, const fit_group *group);

#endif /* DS_FIT_INSIDE_H */
