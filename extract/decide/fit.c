#include "extract/decide/fit_inside.h"

#include <stdlib.h>
#include <string.h>

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
    fit->units[fit->n_units++] = (fit_unit){fit->n_items, 0, fit->document};
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
    const fit_unit *last = &fit->units[fit->n_units - 1];
    if (!grow((void **)&fit->groups, fit->n_groups + 1, &fit->cap_groups, sizeof *fit->groups) ||
        !grow((void **)&fit->labels, fit->n_labels + last->n_items, &fit->cap_labels, 1)) {
        return DS_ENOMEM;
    }
    memcpy(fit->labels + fit->n_labels, labels, last->n_items);
    fit->groups[fit->n_groups++] = (fit_group){fit->n_units - 1, fit->n_labels, weight};
    fit->n_labels += last->n_items;
    return DS_OK;
}

void ds_fit_document(ds_fit *fit, size_t document)
{
    fit->document = document;
}
