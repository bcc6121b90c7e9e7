#include "extract/decide/feature_template.h"

#include <stdio.h>
#include <stdlib.h>

static const ds_str template_names[N_TEMPLATES] = {
#define X(id, name, domain) {name, sizeof(name) - 1},
    TEMPLATES(X)
#undef X
};

static const domain template_domains[N_TEMPLATES] = {
#define X(id, name, domain) domain,
    TEMPLATES(X)
#undef X
};

/* Before the name of a feature that counts in lone sentences only. */
static const ds_str lone_mark = {"lone:", 5};

static size_t domain_size(const ds_features *features, domain d)
{
    switch (d) {
    case FLAG:
        return 1;
    case SMALL:
        return SMALL_VALUES;
    case CONTEXT:
        return features->n_contexts;
    case CHARACTER:
        return ds_characters_count(features->characters);
    case GROUP:
        return DS_TOKEN_GROUPS;
    case RULE:
        return features->n_rules;
    }
    return 0;
}

ds_status ds_features_new(ds_features **out, const ds_ruleset *rules, const ds_tokeniser *tokeniser)
{
    ds_features *features = calloc(1, sizeof *features);
    if (!features) {
        return DS_ENOMEM;
    }
    features->tokeniser = tokeniser;
    features->n_rules = ds_ruleset_rules(rules, &features->rules);
    features->n_contexts = ds_tokeniser_contexts(tokeniser);
    if (ds_characters_new(&features->characters, tokeniser) != DS_OK) {
        free(features);
        return DS_ENOMEM;
    }
    for (size_t t = 0; t < N_TEMPLATES; t++) {
        features->base[t + 1] =
            features->base[t] + (uint32_t)domain_size(features, template_domains[t]);
    }
    *out = features;
    return DS_OK;
}

void ds_features_free(ds_features *features)
{
    if (features) {
        ds_characters_free(features->characters);
        free(features);
    }
}

size_t ds_features_count(const ds_features *features)
{
    return (size_t)features->base[N_TEMPLATES] + ds_features_lone(features);
}

void ds_features_name(const ds_features *features, uint32_t id, ds_buf *out)
{
    size_t t = 0;
    if (id >= features->base[N_TEMPLATES]) {
        ds_buf_add(out, lone_mark);
        id -= ds_features_lone(features);
    }
    while (t + 1 < N_TEMPLATES && features->base[t + 1] <= id) {
        t++;
    }
    uint32_t value = id - features->base[t];
    ds_buf_add(out, template_names[t]);
    switch (template_domains[t]) {
    case FLAG:
        return;
    case SMALL:
    case GROUP:
        ds_buf_format(out, "=%u", value);
        return;
    case CONTEXT:
        ds_buf_add_char(out, '=');
        ds_buf_add(out, ds_tokeniser_context_name(features->tokeniser, value));
        return;
    case CHARACTER:
        ds_buf_add_char(out, '=');
        ds_buf_add(out, ds_characters_name(features->characters, value));
        return;
    case RULE:
        ds_buf_add_char(out, '=');
        ds_buf_add(out, features->rules[value].id);
        return;
    }
}

static uint32_t find_value(const ds_features *features, domain d, ds_str value)
{
    uint32_t number = 0;
    switch (d) {
    case FLAG:
        return 0;
    case SMALL:
    case GROUP:
        for (size_t i = 0; i < value.len; i++) {
            number = number * 10 + (uint32_t)(value.ptr[i] - '0');
        }
        return number < domain_size(features, d) ? number : UINT32_MAX;
    case CONTEXT:
        return ds_tokeniser_context_find(features->tokeniser, value);
    case CHARACTER:
        return ds_characters_find(features->characters, value);
    case RULE:
        for (uint32_t r = 0; r < features->n_rules; r++) {
            if (ds_str_equal(features->rules[r].id, value)) {
                return r;
            }
        }
        return UINT32_MAX;
    }
    return UINT32_MAX;
}

uint32_t ds_features_find(const ds_features *features, ds_str name)
{
    if (ds_str_starts(name, lone_mark)) {
        uint32_t id = ds_features_find(features, ds_str_slice(name, lone_mark.len, name.len));
        bool lone = id != UINT32_MAX && id >= features->base[FIRST_LONE];
        return lone ? id + ds_features_lone(features) : UINT32_MAX;
    }
    size_t equals = ds_str_find(name, DS_STR("="), 0);
    ds_str stem = equals == SIZE_MAX ? name : ds_str_slice(name, 0, equals);
    ds_str value = equals == SIZE_MAX ? DS_STR("") : ds_str_slice(name, equals + 1, name.len);
    for (size_t t = 0; t < N_TEMPLATES; t++) {
        if (ds_str_equal(stem, template_names[t])) {
            uint32_t number = find_value(features, template_domains[t], value);
            return number == UINT32_MAX ? UINT32_MAX : features->base[t] + number;
        }
    }
    return UINT32_MAX;
}

uint32_t ds_features_rule(const ds_features *features, size_t rule)
{
    return features->base[RULE_EDGE] + (uint32_t)rule;
}

uint32_t ds_features_rule_part(const ds_features *features, size_t rule)
{
    return features->base[RULE_PICK] + (uint32_t)rule;
}

uint32_t ds_features_rule_pair(const ds_features *features, size_t rule)
{
    return features->base[RULE_PAIR] + (uint32_t)rule;
}
