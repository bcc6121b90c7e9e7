#include "extract/command/profile_print.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

/* Digits of a score in JSON. */
enum { SCORE_DIGITS = 6 };

static unsigned long long microseconds(const ds_match_work *work)
{
    return (unsigned long long)(work->nanoseconds / 1000);
}

/* What a match lost to: a rule's id, or why there is none. */
static ds_str winner_name(const ds_rule *rules, size_t n_rules, size_t winner)
{
    return winner < n_rules                         ? rules[winner].id
           : winner == n_rules + DS_LOST_TO_WEIGHTS ? DS_STR("(weights)")
                                                    : DS_STR("(no deal)");
}

static void print_work(ds_str id, const ds_match_work *work)
{
    printf("%-28.*s %9llu %8llu %6llu %9llu", DS_STR_ARGS(id), (unsigned long long)work->tries,
           (unsigned long long)work->matches, (unsigned long long)work->passed_over,
           microseconds(work));
}

static void print_rules(const ds_profile_report *report)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(report->rules, &rules);
    printf("%-28s %9s %8s %6s %9s %6s %6s  %s\n", "rule", "tries", "matches", "over", "microsec",
           "kept", "lost", "lost to");
    for (size_t r = 0; r < n; r++) {
        ds_rule_fate fate = ds_profile_rule(report->profile, r);
        print_work(rules[r].id, fate.work);
        printf(" %6zu %6zu", fate.kept, fate.lost);
        const char *before = "  ";
        for (size_t w = 0; w < n + DS_LOST_TO_OTHERS; w++) {
            if (fate.lost_to[w]) {
                ds_str name = winner_name(rules, n, w);
                printf("%s%.*s %zu", before, DS_STR_ARGS(name), fate.lost_to[w]);
                before = ", ";
            }
        }
        putchar('\n');
    }
}

static void print_bindings(const ds_profile_report *report)
{
    const ds_pattern *bindings;
    size_t n = ds_ruleset_patterns(report->rules, DS_SECTION_BINDING, &bindings);
    printf("\n%-28s %9s %8s %6s %9s\n", "binding", "tries", "matches", "over", "microsec");
    for (size_t b = 0; b < n; b++) {
        print_work(bindings[b].id, ds_profile_binding(report->profile, b));
        putchar('\n');
    }
}

static void print_text(const ds_profile_report *report)
{
    ds_profile_totals totals = ds_profile_total(report->profile);
    const ds_missed_sentence *missed;
    size_t n = ds_profile_missed(report->profile, &missed);
    print_rules(report);
    print_bindings(report);
    printf("\n%zu documents, %zu sentences with a trigger, %zu of them tell of %zu deals, %zu "
           "records\n",
           report->n_documents, totals.sentences, totals.with_deal, totals.mentions,
           report->n_deals);
    printf("%zu tell of none; nearest to one:\n", totals.sentences - totals.with_deal);
    for (size_t i = 0; i < n; i++) {
        printf("%+7.2f  %s  %s\n    %s\n", missed[i].score, missed[i].source,
               *missed[i].candidate ? missed[i].candidate : "(no candidate)", missed[i].text);
    }
}

static json_t *json_of_work(ds_str id, const char *file, size_t line, const ds_match_work *work)
{
    return json_pack("{s:s%, s:s, s:I, s:I, s:I, s:I, s:I}", "id", id.ptr, id.len, "file", file,
                     "line", (json_int_t)line, "tries", (json_int_t)work->tries, "matches",
                     (json_int_t)work->matches, "passed_over", (json_int_t)work->passed_over,
                     "microseconds", (json_int_t)microseconds(work));
}

static json_t *json_of_rules(const ds_profile_report *report)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(report->rules, &rules);
    json_t *list = json_array();
    for (size_t r = 0; r < n; r++) {
        ds_rule_fate fate = ds_profile_rule(report->profile, r);
        json_t *row = json_of_work(rules[r].id, rules[r].file, rules[r].line, fate.work);
        json_t *lost_to = json_array();
        for (size_t w = 0; w < n + DS_LOST_TO_OTHERS; w++) {
            if (fate.lost_to[w]) {
                ds_str name = winner_name(rules, n, w);
                json_array_append_new(lost_to, json_pack("{s:s%, s:I}", "to", name.ptr, name.len,
                                                         "times", (json_int_t)fate.lost_to[w]));
            }
        }
        json_object_set_new(row, "kept", json_integer((json_int_t)fate.kept));
        json_object_set_new(row, "lost", json_integer((json_int_t)fate.lost));
        json_object_set_new(row, "lost_to", lost_to);
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *json_of_bindings(const ds_profile_report *report)
{
    const ds_pattern *bindings;
    size_t n = ds_ruleset_patterns(report->rules, DS_SECTION_BINDING, &bindings);
    json_t *list = json_array();
    for (size_t b = 0; b < n; b++) {
        json_array_append_new(list, json_of_work(bindings[b].id, bindings[b].file, bindings[b].line,
                                                 ds_profile_binding(report->profile, b)));
    }
    return list;
}

static json_t *json_of_missed(const ds_profile *profile)
{
    const ds_missed_sentence *missed;
    size_t n = ds_profile_missed(profile, &missed);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        bool some = *missed[i].candidate != '\0';
        json_array_append_new(list, json_pack("{s:o, s:s, s:o, s:s}", "score",
                                              some ? json_real(missed[i].score) : json_null(),
                                              "source", missed[i].source, "candidate",
                                              some ? json_string(missed[i].candidate) : json_null(),
                                              "text", missed[i].text));
    }
    return list;
}

static void print_json(const ds_profile_report *report)
{
    ds_profile_totals totals = ds_profile_total(report->profile);
    json_t *root = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o}", "documents", (json_int_t)report->n_documents,
        "sentences", (json_int_t)totals.sentences, "with_deal", (json_int_t)totals.with_deal,
        "mentions", (json_int_t)totals.mentions, "records", (json_int_t)report->n_deals, "rules",
        json_of_rules(report), "bindings", json_of_bindings(report), "missed",
        json_of_missed(report->profile));
    json_dumpf(root, stdout, JSON_COMPACT | JSON_REAL_PRECISION(SCORE_DIGITS));
    json_decref(root);
    putchar('\n');
}

void ds_profile_print(const ds_profile_report *report, bool json)
{
    if (json) {
        print_json(report);
    } else {
        print_text(report);
    }
}
