#include "rules/pattern.h"

static int try_match(const ds_code *code, ds_str text, size_t from, pcre2_match_data *data,
                     uint32_t options)
{
    const char *bytes = text.ptr ? text.ptr : "";
    return pcre2_match(ds_code_get(code), (PCRE2_SPTR)bytes, text.len, from,
                       PCRE2_NO_UTF_CHECK | options, data, NULL);
}

ds_status ds_pattern_match(const ds_code *code, ds_str text, size_t from, pcre2_match_data *data,
                           ds_range *out)
{
    int result = try_match(code, text, from, data, 0);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) { /* the interpreter uses the heap */
        result = try_match(code, text, from, data, PCRE2_NO_JIT);
    }
    if (result == PCRE2_ERROR_NOMATCH) {
        return DS_END;
    }
    if (result < 0) {
        return result == PCRE2_ERROR_NOMEMORY ? DS_ENOMEM : DS_ELIMIT;
    }
    if (out) {
        ds_pattern_group(data, 0, out);
    }
    return DS_OK;
}

static bool is_enough(const pcre2_code *code, ds_str text, pcre2_match_data *data,
                      pcre2_match_context *context, uint32_t limit)
{
    pcre2_set_match_limit(context, limit);
    const char *bytes = text.ptr ? text.ptr : "";
    int result = pcre2_match(code, (PCRE2_SPTR)bytes, text.len, 0,
                             PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, context);
    return result >= 0 || result == PCRE2_ERROR_NOMATCH;
}

uint32_t ds_pattern_steps(const ds_code *code, ds_str text, pcre2_match_data *data, uint32_t enough)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    uint32_t low = enough; /* too few, until it is found otherwise */
    uint32_t high = DS_RULE_MATCH_LIMIT;
    if (!context || is_enough(ds_code_plain(code), text, data, context, enough)) {
        pcre2_match_context_free(context);
        return 0;
    }
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (is_enough(ds_code_plain(code), text, data, context, middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    pcre2_match_context_free(context);
    return high;
}

bool ds_pattern_group(pcre2_match_data *data, uint32_t group, ds_range *out)
{
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(data) + 2 * (size_t)group;
    if (group >= pcre2_get_ovector_count(data) || pair[0] == PCRE2_UNSET) {
        return false;
    }
    size_t begin = pair[0];
    size_t end = pair[1];
    *out = (ds_range){begin < end ? begin : end, end}; /* \K in a lookahead may turn them round */
    return true;
}

static uint32_t groups_of(const ds_code *code)
{
    uint32_t n = 0;
    pcre2_pattern_info(ds_code_plain(code), PCRE2_INFO_CAPTURECOUNT, &n);
    return n;
}

pcre2_match_data *ds_pattern_data(const ds_ruleset *set)
{
    uint32_t most = 0;
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(set, &rules);
    for (size_t i = 0; i < n; i++) {
        uint32_t groups = groups_of(rules[i].code);
        most = groups > most ? groups : most;
    }
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            uint32_t groups = groups_of(patterns[i].code);
            most = groups > most ? groups : most;
        }
    }
    return pcre2_match_data_create(most + 1, NULL);
}
