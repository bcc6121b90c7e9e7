#include "extract/command/weights_print.h"

#include <stdlib.h>
#include <string.h>

/* Features none of whose units has so many steps change no score by more than the figures of a
 * fit sway (measured by cross-validation), and are a quarter of all. */
enum { LEAST_UNIT = 8 };

/* As many numbers as units that count. */
static void print_units(FILE *stream, const int16_t units[DS_WEIGHT_UNITS], size_t n_units)
{
    for (size_t u = 0; u < n_units; u++) {
        fprintf(stream, "%c%d", u ? ',' : '\t', units[u]);
    }
}

static size_t count_units(const int16_t *output)
{
    size_t n = 0;
    for (size_t u = 0; output && u < DS_WEIGHT_UNITS; u++) {
        n = output[u] ? u + 1 : n;
    }
    return n;
}

static bool counts(const int16_t units[DS_WEIGHT_UNITS], size_t n_units)
{
    bool any = false;
    for (size_t u = 0; u < n_units && !any; u++) {
        any = abs(units[u]) >= LEAST_UNIT;
    }
    return any;
}

static void print_line(FILE *stream, const ds_model *model, ds_role role, uint32_t feature,
                       size_t n_units, ds_buf *name)
{
    double weight = ds_model_weight(model, role, feature);
    int16_t units[DS_WEIGHT_UNITS];
    bool gives = ds_model_row(model, role, feature, units) && counts(units, n_units);
    if (weight == 0 && !gives) {
        return;
    }
    ds_buf_clear(name);
    ds_features_name(ds_model_features(model), feature, name);
    fprintf(stream, "%s\t%.*s\t%.3f", ds_role_name(role), DS_STR_ARGS(ds_buf_str(name)), weight);
    if (gives) {
        print_units(stream, units, n_units);
    }
    fputc('\n', stream);
}

void ds_weights_print(FILE *stream, const ds_model *model)
{
    ds_buf name = ds_buf_make(4096);
    for (ds_role role = DS_ROLE_ACQUIRER; role <= DS_ROLE_TOPIC; role++) {
        const int16_t *output = ds_model_output(model, role);
        size_t n_units = count_units(output);
        fprintf(stream, "%s\t" DS_WEIGHT_OUTPUT "\t0", ds_role_name(role));
        if (output) {
            print_units(stream, output, n_units);
        }
        fputc('\n', stream);
        for (uint32_t f = 0; f < ds_features_count(ds_model_features(model)); f++) {
            print_line(stream, model, role, f, n_units, &name);
        }
    }
    ds_buf_free(&name);
}
