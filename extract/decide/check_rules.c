#include "extract/decide/check_rules.h"

#include "corpus/text/buffer.h"
#include "corpus/text/width.h"
#include "extract/decide/match.h"
#include "extract/decide/near.h"
#include "extract/prepare/scan.h"
#include "rules/check.h"

#include <stdlib.h>

/* As for a sentence of a document, decide.c. */
enum { SENTENCE_BYTES = 16 * 1024 * 1024 };
/* An example is a sentence; what is found in it is told in one message. */
enum { MAX_EXAMPLE_BYTES = 16 * 1024, MAX_FOUND_BYTES = 1024 };

/* What the examples of one rule told so far. */
typedef struct account {
    size_t n_held; /* examples that hold                            */
    size_t n_failed;
    size_t n_scanned; /* examples that hold a trigger                  */
    size_t n_first;   /* examples that `rival` also reads, and earlier */
    size_t rival;     /* index of an earlier rule                      */
    uint32_t steps;   /* the most, if they are too many                */
    ds_str costly;    /* the example that took them                    */
} account;

typedef struct checker {
    const ds_ruleset *set;
    const ds_rule *rules;
    size_t n_rules;
    ds_report *report;
    account *accounts; /* by rule; of several patterns the first one's */
    ds_scanner *scanner;
    ds_tokeniser *tokeniser;
    ds_nominator *nominator;
    ds_recogniser *recogniser;
    ds_matcher *matcher;
    ds_near_finder *near;
    ds_arena *arena;
    ds_buf text;  /* the example, folded */
    ds_buf found; /* what was nominated, for the message */
    ds_buf reach; /* how far a pattern came, for the same   */
} checker;

static ds_status open_checker(checker *run, const ds_ruleset *rules, ds_report *report,
                              ds_diag *diag)
{
    run->set = rules;
    run->report = report;
    run->n_rules = ds_ruleset_rules(rules, &run->rules);
    run->accounts = calloc(run->n_rules + 1, sizeof *run->accounts);
    run->text = ds_buf_make(MAX_EXAMPLE_BYTES);
    run->found = ds_buf_make(MAX_FOUND_BYTES);
    run->reach = ds_buf_make(MAX_FOUND_BYTES);
    ds_status status = run->accounts ? ds_arena_new(&run->arena, SENTENCE_BYTES) : DS_ENOMEM;
    if (status == DS_OK) {
        status = ds_scanner_new(&run->scanner, rules);
    }
    if (status == DS_OK) {
        status = ds_tokeniser_new(&run->tokeniser, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_nominator_new(&run->nominator, rules);
    }
    if (status == DS_OK) {
        status = ds_recogniser_new(&run->recogniser, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_near_new(&run->near, rules);
    }
    return status == DS_OK ? ds_matcher_new(&run->matcher, rules) : status;
}

static void close_checker(checker *run)
{
    ds_matcher_free(run->matcher);
    ds_near_free(run->near);
    ds_recogniser_free(run->recogniser);
    ds_nominator_free(run->nominator);
    ds_tokeniser_free(run->tokeniser);
    ds_scanner_free(run->scanner);
    free(run->accounts);
    ds_arena_free(run->arena);
    ds_buf_free(&run->text);
    ds_buf_free(&run->found);
    ds_buf_free(&run->reach);
}

/* Where an offset of the written example lies in the folded one: folding goes
 * by characters, and marks stand between characters. */
static size_t folded_offset(checker *run, ds_str text, size_t offset)
{
    ds_buf_clear(&run->text);
    ds_width_fold(ds_str_slice(text, 0, offset), &run->text);
    return ds_buf_str(&run->text).len;
}

static ds_range picked_range(const ds_analysis *analysis, const ds_pick *pick)
{
    return (ds_range){analysis->tokens[pick->first].begin, analysis->tokens[pick->last].end};
}

static bool is_party(ds_role role)
{
    return role == DS_ROLE_ACQUIRER || role == DS_ROLE_TARGET || role == DS_ROLE_SELLER;
}

static bool pick_fits(const ds_analysis *analysis, const ds_pick *pick, const ds_rule_mark *mark)
{
    ds_range got = picked_range(analysis, pick);
    if (pick->role != mark->role) {
        return false;
    }
    bool begins = got.begin == mark->range.begin;
    bool ends = got.end == mark->range.end;
    if (is_party(mark->role)) {
        return (begins && mark->range.end <= got.end) || (ends && mark->range.begin >= got.begin);
    }
    return begins && ends;
}

static bool belongs(const checker *run, const ds_pick *pick, ds_str owner)
{
    return ds_str_equal(run->rules[pick->rule].id, owner);
}

/* The picks of one match, from `first` on, are the marks: as many, each fits. */
static bool match_fits(const ds_analysis *analysis, size_t first, size_t end,
                       const ds_rule_mark *marks, size_t n_marks)
{
    if (end - first != n_marks) {
        return false;
    }
    for (size_t m = 0; m < n_marks; m++) {
        bool found = false;
        for (size_t p = first; p < end && !found; p++) {
            found = pick_fits(analysis, &analysis->picks[p], &marks[m]);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static size_t match_end(const ds_analysis *analysis, size_t first)
{
    size_t end = first + 1;
    while (end < analysis->n_picks && analysis->picks[end].match == analysis->picks[first].match) {
        end++;
    }
    return end;
}

/* Whether a rule nominates anything; *exact: one match fits the marks. */
static bool find_match(const checker *run, const ds_analysis *analysis, ds_str owner,
                       const ds_rule_mark *marks, size_t n_marks, bool *exact)
{
    bool any = false;
    *exact = false;
    for (size_t p = 0, end; p < analysis->n_picks; p = end) {
        end = match_end(analysis, p);
        if (belongs(run, &analysis->picks[p], owner)) {
            any = true;
            *exact = *exact || match_fits(analysis, p, end, marks, n_marks);
        }
    }
    return any;
}

/* "acquirer = X, target = Y; acquirer = ..." */
static ds_str describe(checker *run, const ds_analysis *analysis, ds_str owner)
{
    const ds_pick *before = NULL;
    ds_buf_clear(&run->found);
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (!belongs(run, pick, owner)) {
            continue;
        }
        ds_range range = picked_range(analysis, pick);
        if (before) {
            ds_buf_add(&run->found, before->match == pick->match ? DS_STR(", ") : DS_STR("; or "));
        }
        ds_buf_add(&run->found, ds_str_from(ds_role_name((ds_role)pick->role)));
        ds_buf_add(&run->found, DS_STR(" = "));
        ds_buf_add(&run->found, ds_str_slice(analysis->text, range.begin, range.end));
        before = pick;
    }
    return before ? ds_buf_str(&run->found) : DS_STR("nothing");
}

/* "nothing: 4 of 5 parts found, ...", of the pattern of the rule that came farthest. */
static ds_str describe_reach(checker *run, const ds_analysis *analysis, ds_str owner)
{
    size_t least = SIZE_MAX; /* parts that no pattern before has found less of */
    ds_buf_clear(&run->found);
    ds_buf_add(&run->found, DS_STR("nothing"));
    bool ready = ds_near_read(run->near, analysis, run->arena) == DS_OK;
    for (size_t r = 0; r < run->n_rules && ready; r++) {
        ds_reach reach;
        if (!ds_str_equal(run->rules[r].id, owner)) {
            continue;
        }
        ds_buf_clear(&run->reach);
        if (!ds_near_write(run->near, r, &reach, &run->reach)) {
            return DS_STR("nothing: it matches, but no slot that it matches has a role");
        }
        size_t missing = reach.n_parts - reach.n_matched;
        if ((reach.n_matched || reach.gave_up) && missing < least) {
            least = missing;
            ds_buf_clear(&run->found);
            ds_buf_format(&run->found, "nothing: %.*s", DS_STR_ARGS(ds_buf_str(&run->reach)));
        }
    }
    return ds_buf_str(&run->found);
}

/* ", and not amount = X": the marks that no match of the owner fits; after
 * describe(), in the same buffer. */
static ds_str describe_missing(checker *run, const ds_analysis *analysis, ds_str owner,
                               const ds_rule_mark *marks, size_t n_marks)
{
    bool any = false;
    for (size_t m = 0; m < n_marks; m++) {
        bool found = false;
        for (size_t p = 0; p < analysis->n_picks && !found; p++) {
            found = belongs(run, &analysis->picks[p], owner) &&
                    pick_fits(analysis, &analysis->picks[p], &marks[m]);
        }
        if (!found) {
            ds_buf_add(&run->found, any ? DS_STR(", ") : DS_STR(", and not "));
            ds_buf_add(&run->found, ds_str_from(ds_role_name(marks[m].role)));
            ds_buf_add(&run->found, DS_STR(" = "));
            ds_buf_add(&run->found,
                       ds_str_slice(analysis->text, marks[m].range.begin, marks[m].range.end));
            any = true;
        }
    }
    return ds_buf_str(&run->found);
}

static size_t rule_of(const checker *run, ds_str id)
{
    size_t i = 0;
    while (i < run->n_rules && !ds_str_equal(run->rules[i].id, id)) {
        i++;
    }
    return i;
}

/* Would a document's sentence of this text be read at all? */
static bool is_scanned(checker *run, ds_str text)
{
    ds_sentence sentence = {.end = text.len};
    ds_prepared prepared = {.text = text, .sentences = &sentence, .n_sentences = 1};
    return ds_scanner_find(run->scanner, run->arena, &sentence, &prepared) == DS_OK &&
           sentence.flags & DS_SENTENCE_TRIGGER;
}

/* The rule that comes first of those that read the example as its owner does;
 * the same one for all examples is a shadow. */
static void note_rival(checker *run, const ds_analysis *analysis, size_t own,
                       const ds_rule_mark *marks, size_t n_marks)
{
    account *here = &run->accounts[own];
    size_t from = here->n_held ? here->rival : 0;
    size_t to = here->n_held ? here->rival + 1 : own;
    if (here->n_first < here->n_held) {
        return; /* an example before had none */
    }
    for (size_t r = from; r < to && r < own; r++) {
        bool exact = false;
        if (ds_str_equal(run->rules[r].kind, run->rules[own].kind)) {
            (void)find_match(run, analysis, run->rules[r].id, marks, n_marks, &exact);
        }
        if (exact) {
            here->rival = r;
            here->n_first++;
            return;
        }
    }
}

static void note_cost(checker *run, ds_str text)
{
    for (size_t r = 0; r < run->n_rules; r++) {
        account *here = &run->accounts[r];
        uint32_t steps = ds_matcher_steps(run->matcher, r, DS_RULE_COSTLY_STEPS);
        if (steps > here->steps) {
            here->steps = steps;
            here->costly = text;
        }
    }
}

static void judge_example(checker *run, const ds_analysis *analysis, const ds_rule_example *example,
                          const ds_rule_mark *marks)
{
    bool exact;
    ds_where where = {example->file, example->line, 0};
    size_t own = rule_of(run, example->owner);
    bool any = find_match(run, analysis, example->owner, marks, example->n_marks, &exact);
    if (example->accept ? !exact : any) {
        run->accounts[own].n_failed++; /* one behind the last for no rule */
        ds_str found = any ? describe(run, analysis, example->owner)
                           : describe_reach(run, analysis, example->owner);
        if (example->accept && any) {
            found = describe_missing(run, analysis, example->owner, marks, example->n_marks);
        }
        const char *more = "";
        if (example->accept && !any && !is_scanned(run, analysis->text)) {
            more = "; it holds no word of the lexicon 'triggers'";
        } else if (example->accept && any && !example->n_marks) {
            more = "; mark what is right in it, as in <target>...</target>";
        }
        ds_report_add(
            run->report, DS_VERDICT_ERROR, "example", example->owner, where,
            example->accept ? "rule '%.*s' does not read its example so: %.*s: it finds %.*s%s"
                            : "rule '%.*s' matches what it must reject: %.*s: it finds %.*s%s",
            DS_STR_ARGS(example->owner), DS_STR_ARGS(example->text), DS_STR_ARGS(found), more);
        return;
    }
    ds_report_add(run->report, DS_VERDICT_PASSED, "example", example->owner, where, "%.*s",
                  DS_STR_ARGS(example->text));
    if (example->accept && own < run->n_rules) {
        note_rival(run, analysis, own, marks, example->n_marks);
        run->accounts[own].n_held++;
        run->accounts[own].n_scanned += is_scanned(run, analysis->text);
    }
}

/* The marks in the folded text; NULL if memory ran out. */
static ds_rule_mark *fold_marks(checker *run, const ds_rule_example *example)
{
    ds_rule_mark *marks = DS_ARENA_NEW(run->arena, example->n_marks + 1, ds_rule_mark);
    for (size_t m = 0; marks && m < example->n_marks; m++) {
        const ds_rule_mark *mark = &example->marks[m];
        marks[m].role = mark->role;
        marks[m].range.begin = folded_offset(run, example->text, mark->range.begin);
        marks[m].range.end = folded_offset(run, example->text, mark->range.end);
    }
    return marks;
}

static ds_status check_example(checker *run, const ds_rule_example *example)
{
    ds_analysis analysis;
    ds_analysis_tools tools = {.rules = run->set,
                               .tokeniser = run->tokeniser,
                               .nominator = run->nominator,
                               .recogniser = run->recogniser,
                               .matcher = run->matcher};
    ds_recognise_context context = {0};
    ds_arena_reset(run->arena);
    ds_rule_mark *marks = fold_marks(run, example);
    if (!marks) {
        return DS_ENOMEM;
    }
    folded_offset(run, example->text, example->text.len);
    if (run->text.failed) {
        ds_report_add(run->report, DS_VERDICT_ERROR, "example", example->owner,
                      (ds_where){example->file, example->line, 0},
                      "rule '%.*s': an example is longer than %d bytes",
                      DS_STR_ARGS(example->owner), MAX_EXAMPLE_BYTES);
        return DS_OK;
    }
    ds_status status =
        ds_analysis_make(&tools, ds_buf_str(&run->text), 0, 0, &context, run->arena, &analysis);
    if (status == DS_OK) {
        note_cost(run, example->text);
        judge_example(run, &analysis, example, marks);
    }
    return status;
}

static void warn(const checker *run, size_t index)
{
    const ds_rule *rule = &run->rules[index];
    const account *here = &run->accounts[index];
    ds_where where = {rule->file, rule->line, 0};
    if (here->steps) {
        ds_check_costly(run->report, "rule", rule->id, where, here->steps, here->costly);
    }
    if (here->n_held && !here->n_scanned) {
        ds_report_add(run->report, DS_VERDICT_WARNING, "no-trigger", rule->id, where,
                      "rule '%.*s': its examples hold no word of the lexicon 'triggers', such "
                      "sentences are never read; add its verb to it with "
                      "<lexicon id=\"triggers\" add=\"yes\">",
                      DS_STR_ARGS(rule->id));
    }
    if (here->n_held && here->n_first == here->n_held && !here->n_failed) {
        const ds_rule *rival = &run->rules[here->rival];
        ds_report_add(run->report, DS_VERDICT_WARNING, "shadowed", rule->id, where,
                      "rule '%.*s' adds nothing: '%.*s' comes first and reads all its examples "
                      "just so; take it out, or show in an example what only it finds",
                      DS_STR_ARGS(rule->id), DS_STR_ARGS(rival->id));
    }
}

ds_status ds_check_rules(const ds_ruleset *rules, ds_report *report)
{
    checker run = {0};
    const ds_rule_example *examples;
    size_t n = ds_ruleset_examples(rules, &examples);
    ds_diag diag = {.sink = ds_report_take, .payload = report};
    ds_status status = open_checker(&run, rules, report, &diag);
    for (size_t i = 0; i < n && status == DS_OK; i++) {
        if (examples[i].section == DS_SECTIONS) {
            status = check_example(&run, &examples[i]);
        }
    }
    for (size_t r = 0; r < run.n_rules && status == DS_OK; r++) {
        warn(&run, r);
    }
    close_checker(&run);
    return status;
}
