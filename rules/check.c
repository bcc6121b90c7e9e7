/* The examples inside the packs are the packs' tests. */
#include "rules/pattern.h"

#include <stdlib.h>

typedef struct checker {
    const ds_ruleset *set;
    ds_diag *diag;
    pcre2_match_data *data;
    size_t n_passed;
    ds_status status;
} checker;

/* DS_OK if one of the owner's patterns matches, DS_END if none does; DS_ELIMIT
 * if none does and one gave up. */
static ds_status search(const checker *run, const ds_rule_example *example)
{
    const ds_pattern *patterns;
    size_t n = ds_ruleset_patterns(run->set, example->section, &patterns);
    ds_status worst = DS_END;
    for (size_t i = 0; i < n; i++) {
        if (!ds_str_equal(patterns[i].id, example->owner)) {
            continue;
        }
        ds_status status = ds_pattern_match(patterns[i].code, example->text, 0, run->data, NULL);
        if (status == DS_OK) {
            return DS_OK;
        }
        worst = status == DS_END ? worst : status;
    }
    return worst;
}

static void check_example(checker *run, const ds_rule_example *example)
{
    ds_where where = {example->file, example->line, 0};
    ds_status found = search(run, example);
    if (found == DS_ELIMIT) {
        run->status = ds_diag_fail(run->diag, DS_EINVALID, where,
                                   "%s '%.*s' gives up on its own text after %d steps; write it "
                                   "with less to try again",
                                   ds_pattern_section_name(example->section),
                                   DS_STR_ARGS(example->owner), DS_RULE_MATCH_LIMIT);
    } else if (found == DS_ENOMEM) {
        run->status = DS_ENOMEM;
    } else if (example->accept != (found == DS_OK)) {
        run->status = ds_diag_fail(run->diag, DS_EINVALID, where,
                                   example->accept ? "%s '%.*s' does not match its example: %.*s"
                                                   : "%s '%.*s' matches what it must reject: %.*s",
                                   ds_pattern_section_name(example->section),
                                   DS_STR_ARGS(example->owner), DS_STR_ARGS(example->text));
    } else {
        run->n_passed++;
    }
}

static bool has_example(const ds_ruleset *set, ds_str id)
{
    const ds_rule_example *examples;
    size_t n = ds_ruleset_examples(set, &examples);
    for (size_t i = 0; i < n; i++) {
        if (examples[i].accept && ds_str_equal(examples[i].owner, id)) {
            return true;
        }
    }
    return false;
}

/* Also finds `(a|b?)`: what PCRE2 says about its shortest match is exact at 0
 * only when it can match nothing. */
static bool matches_empty(const checker *run, const ds_code *code)
{
    uint32_t empty = 0;
    pcre2_pattern_info(ds_code_plain(code), PCRE2_INFO_MATCHEMPTY, &empty);
    return empty && ds_pattern_match(code, DS_STR(""), 0, run->data, NULL) == DS_OK;
}

static void warn(const checker *run, const char *section, ds_str id, bool first,
                 const ds_code *code, ds_where where)
{
    if (first && !has_example(run->set, id)) {
        ds_diag_report(run->diag, DS_LEVEL_WARNING, where, "%s '%.*s' has no <example>", section,
                       DS_STR_ARGS(id));
    }
    if (matches_empty(run, code)) {
        ds_diag_report(run->diag, DS_LEVEL_WARNING, where,
                       "%s '%.*s': this pattern matches the empty text", section, DS_STR_ARGS(id));
    }
}

static void warn_all(const checker *run)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(run->set, &rules);
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || !ds_str_equal(rules[i].id, rules[i - 1].id);
        warn(run, "rule", rules[i].id, first, rules[i].code,
             (ds_where){rules[i].file, rules[i].line, 0});
    }
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(run->set, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            bool first = i == 0 || !ds_str_equal(patterns[i].id, patterns[i - 1].id);
            warn(run, ds_pattern_section_name((ds_pattern_section)s), patterns[i].id, first,
                 patterns[i].code, (ds_where){patterns[i].file, patterns[i].line, 0});
        }
    }
}

ds_status ds_ruleset_check_patterns(const ds_ruleset *set, ds_diag *diag, size_t *n_passed)
{
    checker run = {set, diag, ds_pattern_data(set), 0, DS_OK};
    if (!run.data) {
        return DS_ENOMEM;
    }
    const ds_rule_example *examples;
    size_t n = ds_ruleset_examples(set, &examples);
    for (size_t i = 0; i < n; i++) {
        if (examples[i].section < DS_SECTIONS) { /* deal rules need the recognisers */
            check_example(&run, &examples[i]);
        }
    }
    warn_all(&run);
    pcre2_match_data_free(run.data);
    if (n_passed) {
        *n_passed = run.n_passed;
    }
    return run.status;
}
