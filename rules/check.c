/* The examples inside the packs are the packs' tests. */
#include "rules/check.h"

#include "corpus/text/width.h"
#include "rules/pattern.h"

/* An example is some sentences long. */
enum { MAX_EXAMPLE_BYTES = 64 * 1024 };

typedef struct checker {
    const ds_ruleset *set;
    ds_report *report;
    pcre2_match_data *data;
    ds_buf text; /* the example in half-width forms */
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
        ds_status status =
            ds_pattern_match(patterns[i].code, ds_buf_str(&run->text), 0, run->data, NULL);
        if (status == DS_OK) {
            return DS_OK;
        }
        worst = status == DS_END ? worst : status;
    }
    return worst;
}

static ds_status check_example(checker *run, const ds_rule_example *example)
{
    ds_where where = {example->file, example->line, 0};
    const char *section = ds_pattern_section_name(example->section);
    ds_buf_clear(&run->text);
    ds_width_fold(example->text, &run->text);
    if (run->text.failed) {
        ds_report_add(run->report, DS_VERDICT_ERROR, "example", example->owner, where,
                      "%s '%.*s': an example is longer than %d bytes", section,
                      DS_STR_ARGS(example->owner), MAX_EXAMPLE_BYTES);
        return DS_OK;
    }
    ds_status found = search(run, example);
    if (found == DS_ENOMEM) {
        return found;
    }
    if (found == DS_ELIMIT) {
        ds_report_add(run->report, DS_VERDICT_ERROR, "example", example->owner, where,
                      "%s '%.*s' gives up on its own text after %d steps; write it with less to "
                      "try again",
                      section, DS_STR_ARGS(example->owner), DS_RULE_MATCH_LIMIT);
    } else if (example->accept == (found == DS_OK)) {
        ds_report_add(run->report, DS_VERDICT_PASSED, "example", example->owner, where, "%.*s",
                      DS_STR_ARGS(example->text));
    } else {
        ds_report_add(run->report, DS_VERDICT_ERROR, "example", example->owner, where,
                      example->accept ? "%s '%.*s' does not match its example: %.*s"
                                      : "%s '%.*s' matches what it must reject: %.*s",
                      section, DS_STR_ARGS(example->owner), DS_STR_ARGS(example->text));
    }
    return DS_OK;
}

ds_status ds_check_patterns(const ds_ruleset *set, ds_report *report)
{
    checker run = {set, report, ds_pattern_data(set), ds_buf_make(MAX_EXAMPLE_BYTES)};
    ds_status status = run.data ? DS_OK : DS_ENOMEM;
    const ds_rule_example *examples;
    size_t n = ds_ruleset_examples(set, &examples);
    for (size_t i = 0; i < n && status == DS_OK; i++) {
        if (examples[i].section < DS_SECTIONS) { /* deal rules need the recognisers */
            status = check_example(&run, &examples[i]);
        }
    }
    pcre2_match_data_free(run.data);
    ds_buf_free(&run.text);
    return status;
}
