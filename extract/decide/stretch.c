#include "extract/decide/stretch.h"

#include "rules/sweep.h"

#include <stdlib.h>

struct ds_stretch_finder {
    const ds_pattern **patterns;
    ds_stretch_kind *kinds; /* by pattern */
    ds_sweep *sweep;
    ds_budget *budget; /* borrowed, may be NULL */
};

/* The kind that a binding's field names; DS_STRETCH_KINDS: a value's binding. */
static ds_stretch_kind kind_of(const ds_pattern *pattern)
{
    static const char *const names[] = {
        [DS_STRETCH_PARTY] = "party",     [DS_STRETCH_NOUN] = "noun",
        [DS_STRETCH_FORM] = "form",       [DS_STRETCH_TRIGGER] = "trigger",
        [DS_STRETCH_CARRIED] = "carried", [DS_STRETCH_TOPIC] = "topic",
        [DS_STRETCH_ROW] = "row",         [DS_STRETCH_OWNER] = "owner"};
    for (unsigned kind = 0; kind < DS_STRETCH_KINDS; kind++) {
        if (ds_str_equal(pattern->name, ds_str_from(names[kind]))) {
            return (ds_stretch_kind)kind;
        }
    }
    return DS_STRETCH_KINDS;
}

static ds_status read_patterns(ds_stretch_finder *finder, const ds_ruleset *rules)
{
    const ds_pattern *all;
    size_t n_all = ds_ruleset_patterns(rules, DS_SECTION_BINDING, &all);
    finder->patterns = calloc(n_all + 1, sizeof(const ds_pattern *));
    finder->kinds = calloc(n_all + 1, sizeof *finder->kinds);
    if (!finder->patterns || !finder->kinds) {
        return DS_ENOMEM;
    }
    size_t n = 0;
    for (size_t p = 0; p < n_all; p++) {
        ds_stretch_kind kind = kind_of(&all[p]);
        if (kind != DS_STRETCH_KINDS) {
            finder->kinds[n] = kind;
            finder->patterns[n++] = &all[p];
        }
    }
    return ds_sweep_new(&finder->sweep, DS_SECTION_BINDING, finder->patterns, n);
}

ds_status ds_stretch_finder_new(ds_stretch_finder **out, const ds_ruleset *rules)
{
    ds_stretch_finder *finder = calloc(1, sizeof *finder);
    ds_status status = finder ? read_patterns(finder, rules) : DS_ENOMEM;
    if (status != DS_OK) {
        ds_stretch_finder_free(finder);
        return status;
    }
    *out = finder;
    return DS_OK;
}

void ds_stretch_budget(ds_stretch_finder *finder, ds_budget *budget)
{
    finder->budget = budget;
}

void ds_stretch_finder_free(ds_stretch_finder *finder)
{
    if (finder) {
        free(finder->patterns);
        free(finder->kinds);
        ds_sweep_free(finder->sweep);
        free(finder);
    }
}

typedef struct finding {
    const ds_stretch_finder *finder;
    ds_stretch *out;
    size_t n;
} finding;

static void take(void *payload, size_t pattern, ds_range where, ds_range group)
{
    finding *state = payload;
    if (state->n < DS_STRETCH_MAX) {
        state->out[state->n++] =
            (ds_stretch){group.end > 0 ? group : where, state->finder->kinds[pattern]};
    }
}

size_t ds_stretch_find(ds_stretch_finder *finder, ds_str text, ds_stretch out[DS_STRETCH_MAX])
{
    finding state = {finder, out, 0};
    ds_sweep_text(finder->sweep, text, NULL, finder->budget, take, &state);
    return state.n;
}
