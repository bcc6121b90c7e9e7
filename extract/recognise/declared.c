#include "extract/recognise/declared.h"

#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"
#include "rules/pattern.h"

#include <stdlib.h>

/* Of one sentence; a table of all nodes of a foundry has some dozen. */
enum { MAX_FOUND = 64 };

struct ds_declared {
    const ds_pattern *patterns; /* all entity patterns of the set */
    size_t n_patterns;
    bool any; /* one of them declares a class */
    pcre2_match_data *data;
    ds_budget *budget;
    ds_entity found[MAX_FOUND];
    size_t n_found;
};

static bool declares(const ds_pattern *pattern)
{
    return ds_str_equal(pattern->name, DS_STR("rate"));
}

ds_status ds_declared_new(ds_declared **out, const ds_ruleset *rules)
{
    ds_declared *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    made->n_patterns = ds_ruleset_patterns(rules, DS_SECTION_ENTITY, &made->patterns);
    for (size_t i = 0; i < made->n_patterns; i++) {
        made->any = made->any || declares(&made->patterns[i]);
    }
    made->data = ds_pattern_data(rules);
    if (!made->data) {
        ds_declared_free(made);
        return DS_ENOMEM;
    }
    *out = made;
    return DS_OK;
}

void ds_declared_budget(ds_declared *declared, ds_budget *budget)
{
    declared->budget = budget;
}

static void add_group(ds_buf *out, pcre2_match_data *data, uint32_t group, ds_str text)
{
    ds_range range;
    if (!ds_pattern_group(data, group, &range)) {
        return;
    }
    for (size_t i = range.begin; i < range.end; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\n') {
            ds_buf_add_char(out, text.ptr[i]);
        }
    }
}

/* $1 to $9 are groups, white space taken out; no template: all that matched. */
static bool write_value(const ds_pattern *pattern, pcre2_match_data *data, ds_str text,
                        char out[DS_RATE_TEXT_BYTES])
{
    ds_str template = pattern->value.len ? pattern->value : DS_STR("$0");
    ds_buf value = ds_buf_make(DS_RATE_TEXT_BYTES - 1);
    for (size_t i = 0; i < template.len; i++) {
        unsigned char next = i + 1 < template.len ? (unsigned char)template.ptr[i + 1] : 0;
        if (template.ptr[i] == '$' && ds_code_is_digit(next)) {
            add_group(&value, data, (uint32_t)(next - '0'), text);
            i++;
        } else {
            ds_buf_add_char(&value, template.ptr[i]);
        }
    }
    bool good = value.len > 0 && !value.failed;
    if (good) {
        memcpy(out, value.ptr, value.len);
        out[value.len] = '\0';
    }
    ds_buf_free(&value);
    return good;
}

static void find_all(ds_declared *declared, const ds_pattern *pattern, ds_str text)
{
    size_t at = 0;
    while (at < text.len && declared->n_found < MAX_FOUND) {
        if (ds_budget_pattern(declared->budget, DS_SECTION_ENTITY, pattern, text, at,
                              declared->data) < 0) {
            return;
        }
        ds_range range;
        (void)ds_pattern_group(declared->data, 0, &range);
        ds_entity *one = &declared->found[declared->n_found];
        *one = (ds_entity){
            .kind = DS_ENTITY_RATE, .begin = range.begin, .end = range.end, .core = range.begin};
        if (range.end > range.begin && write_value(pattern, declared->data, text, one->rate.text)) {
            declared->n_found++;
        }
        at = range.end > at ? range.end : at + ds_utf8_size((unsigned char)text.ptr[at]);
    }
}

void ds_declared_read(ds_declared *declared, ds_str text)
{
    declared->n_found = 0;
    for (size_t i = 0; i < declared->n_patterns && declared->any; i++) {
        if (declares(&declared->patterns[i])) {
            find_all(declared, &declared->patterns[i], text);
        }
    }
}

bool ds_declared_any(const ds_declared *declared)
{
    return declared->any;
}

const ds_entity *ds_declared_at(const ds_declared *declared, size_t at)
{
    const ds_entity *best = NULL;
    for (size_t i = 0; i < declared->n_found; i++) {
        const ds_entity *one = &declared->found[i];
        if (one->begin == at && (!best || one->end > best->end)) {
            best = one;
        }
    }
    return best;
}

void ds_declared_free(ds_declared *declared)
{
    if (declared) {
        pcre2_match_data_free(declared->data);
        free(declared);
    }
}
