/* The examples inside the packs are the packs' tests. */
#include "rules/check.h"

#include "corpus/text/width.h"
#include "rules/pattern.h"
#include "rules/reach.h"

/* An example is some sentences long. */
enum { MAX_EXAMPLE_BYTES = 64 * 1024 };

typedef struct checker {
    const ds_ruleset *set;
    ds_report *report;
    pcre2_match_data *data;
    ds_buf text; /* the example in half-width forms */
    ds_buf why;
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

/* ": 2 of 3 parts found, ..." or nothing: how far an example came. */
static ds_str explain(checker *run, const ds_rule_example *example)
{
    ds_reach reach;
    ds_buf_clear(&run->why);
    if (example->accept && ds_reach_nearest(run->set, example->section, example->owner,
                                            ds_buf_str(&run->text), &reach)) {
        ds_buf_add(&run->why, DS_STR(": "));
        ds_reach_write(&reach, ds_buf_str(&run->text), &run->why);
    }
    return ds_buf_str(&run->why);
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
                      example->accept ? "%s '%.*s' does not match its example: %.*s%.*s"
                                      : "%s '%.*s' matches what it must reject: %.*s%.*s",
                      section, DS_STR_ARGS(example->owner), DS_STR_ARGS(example->text),
                      DS_STR_ARGS(explain(run, example)));
    }
    return DS_OK;
}

ds_status ds_check_patterns(const ds_ruleset *set, ds_report *report)
{
    checker run = {set, report, ds_pattern_data(set), ds_buf_make(MAX_EXAMPLE_BYTES),
                   ds_buf_make(MAX_EXAMPLE_BYTES)};
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
    ds_buf_free(&run.why);
    return status;
}
