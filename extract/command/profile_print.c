#include "extract/command/profile_print.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Digits of a score in JSON. */
enum { SCORE_DIGITS = 6 };
/* Cues, entities and furniture shown to people: those that take most time. */
enum { MOST_COSTLY = 12 };

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

/* The patterns of one id together. */
typedef struct element {
    const char *section;
    ds_str id;
    ds_match_work work;
} element;

static void add_work(ds_match_work *to, const ds_match_work *work)
{
    to->tries += work->tries;
    to->matches += work->matches;
    to->passed_over += work->passed_over;
    to->nanoseconds += work->nanoseconds;
}

/* The elements of a section behind the n that are there; returns how many there are. */
static size_t add_elements(const ds_profile_report *report, ds_pattern_section section,
                           element *out, size_t n)
{
    const ds_pattern *patterns;
    size_t n_patterns = ds_ruleset_patterns(report->rules, section, &patterns);
    for (size_t p = 0; p < n_patterns; p++) {
        if (p == 0 || !ds_str_equal(patterns[p].id, patterns[p - 1].id)) {
            out[n++] = (element){ds_pattern_section_name(section), patterns[p].id, {0}};
        }
        add_work(&out[n - 1].work, ds_profile_pattern(report->profile, section, p));
    }
    return n;
}

static void print_bindings(const ds_profile_report *report, element *room)
{
    size_t n = add_elements(report, DS_SECTION_BINDING, room, 0);
    printf("\n%-28s %9s %8s %6s %9s\n", "binding", "tries", "matches", "over", "microsec");
    for (size_t i = 0; i < n; i++) {
        print_work(room[i].id, &room[i].work);
        putchar('\n');
    }
}

static int by_time(const void *left, const void *right)
{
    const element *a = left;
    const element *b = right;
    if (a->work.nanoseconds != b->work.nanoseconds) {
        return a->work.nanoseconds > b->work.nanoseconds ? -1 : 1;
    }
    return a < b ? -1 : 1;
}

static void print_others(const ds_profile_report *report, element *room)
{
    static const ds_pattern_section sections[] = {DS_SECTION_CUE, DS_SECTION_ENTITY,
                                                  DS_SECTION_FURNITURE};
    size_t n = 0;
    ds_match_work rest = {0};
    for (size_t s = 0; s < sizeof sections / sizeof sections[0]; s++) {
        n = add_elements(report, sections[s], room, n);
    }
    if (n) {
        qsort(room, n, sizeof *room, by_time);
    }
    printf("\n%-28s %9s %8s %6s %9s\n", "cues, entities, furniture", "tries", "matches", "over",
           "microsec");
    for (size_t i = 0; i < n; i++) {
        if (i < MOST_COSTLY || room[i].work.passed_over) {
            print_work(room[i].id, &room[i].work);
            printf("  %s\n", room[i].section);
        } else {
            add_work(&rest, &room[i].work);
        }
    }
    if (rest.tries) {
        print_work(DS_STR("(the others)"), &rest);
        putchar('\n');
    }
}

static size_t count_patterns(const ds_ruleset *rules)
{
    size_t n = 0;
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n += ds_ruleset_patterns(rules, (ds_pattern_section)s, &patterns);
    }
    return n;
}

static void print_patterns(const ds_profile_report *report)
{
    element *room = calloc(count_patterns(report->rules) + 1, sizeof *room);
    if (room) {
        print_bindings(report, room);
        print_others(report, room);
    }
    free(room);
}

static void print_text(const ds_profile_report *report)
{
    ds_profile_totals totals = ds_profile_total(report->profile);
    const ds_missed_sentence *missed;
    size_t n = ds_profile_missed(report->profile, &missed);
    print_rules(report);
    print_patterns(report);
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

static json_t *json_of_patterns(const ds_profile_report *report, ds_pattern_section section)
{
    const ds_pattern *patterns;
    size_t n = ds_ruleset_patterns(report->rules, section, &patterns);
    json_t *list = json_array();
    for (size_t p = 0; p < n; p++) {
        json_array_append_new(list, json_of_work(patterns[p].id, patterns[p].file, patterns[p].line,
                                                 ds_profile_pattern(report->profile, section, p)));
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
        "{s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "documents",
        (json_int_t)report->n_documents, "sentences", (json_int_t)totals.sentences, "with_deal",
        (json_int_t)totals.with_deal, "mentions", (json_int_t)totals.mentions, "records",
        (json_int_t)report->n_deals, "rules", json_of_rules(report), "bindings",
        json_of_patterns(report, DS_SECTION_BINDING), "cues",
        json_of_patterns(report, DS_SECTION_CUE), "entities",
        json_of_patterns(report, DS_SECTION_ENTITY), "furniture",
        json_of_patterns(report, DS_SECTION_FURNITURE), "missed", json_of_missed(report->profile));
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
