#include "extract/decide/check_rules.h"

#include "corpus/text/buffer.h"
#include "extract/decide/match.h"
#include "extract/recognise/width.h"

/* As for a sentence of a document, decide.c. */
enum { SENTENCE_BYTES = 16 * 1024 * 1024 };
/* An example is a sentence; what is found in it is told in one message. */
enum { MAX_EXAMPLE_BYTES = 16 * 1024, MAX_FOUND_BYTES = 1024 };

typedef struct checker {
    const ds_ruleset *set;
    const ds_rule *rules;
    ds_tokeniser *tokeniser;
    ds_nominator *nominator;
    ds_recogniser *recogniser;
    ds_matcher *matcher;
    ds_arena *arena;
    ds_buf text;  /* the example, folded */
    ds_buf found; /* what was nominated, for the message */
} checker;

static ds_status open_checker(checker *run, const ds_ruleset *rules, ds_diag *diag)
{
    run->set = rules;
    ds_ruleset_rules(rules, &run->rules);
    run->text = ds_buf_make(MAX_EXAMPLE_BYTES);
    run->found = ds_buf_make(MAX_FOUND_BYTES);
    ds_status status = ds_arena_new(&run->arena, SENTENCE_BYTES);
    if (status == DS_OK) {
        status = ds_tokeniser_new(&run->tokeniser, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_nominator_new(&run->nominator, rules);
    }
    if (status == DS_OK) {
        status = ds_recogniser_new(&run->recogniser, rules, diag);
    }
    return status == DS_OK ? ds_matcher_new(&run->matcher, rules, diag) : status;
}

static void close_checker(checker *run)
{
    ds_matcher_free(run->matcher);
    ds_recogniser_free(run->recogniser);
    ds_nominator_free(run->nominator);
    ds_tokeniser_free(run->tokeniser);
    ds_arena_free(run->arena);
    ds_buf_free(&run->text);
    ds_buf_free(&run->found);
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

/* Whether the owner nominates anything; *exact: one match fits the marks. */
static bool find_match(const checker *run, const ds_analysis *analysis,
                       const ds_rule_example *example, const ds_rule_mark *marks, bool *exact)
{
    bool any = false;
    *exact = false;
    for (size_t p = 0, end; p < analysis->n_picks; p = end) {
        for (end = p + 1;
             end < analysis->n_picks && analysis->picks[end].match == analysis->picks[p].match;) {
            end++;
        }
        if (belongs(run, &analysis->picks[p], example->owner)) {
            any = true;
            *exact = *exact || match_fits(analysis, p, end, marks, example->n_marks);
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

static ds_status check_example(checker *run, const ds_rule_example *example, ds_diag *diag)
{
    ds_analysis analysis;
    ds_analysis_tools tools = {run->set, run->tokeniser, run->nominator, run->recogniser,
                               run->matcher};
    ds_recognise_context context = {0};
    ds_arena_reset(run->arena);
    ds_rule_mark *marks = DS_ARENA_NEW(run->arena, example->n_marks + 1, ds_rule_mark);
    if (!marks) {
        return DS_ENOMEM;
    }
    for (size_t m = 0; m < example->n_marks; m++) {
        const ds_rule_mark *mark = &example->marks[m];
        marks[m].role = mark->role;
        marks[m].range.begin = folded_offset(run, example->text, mark->range.begin);
        marks[m].range.end = folded_offset(run, example->text, mark->range.end);
    }
    folded_offset(run, example->text, example->text.len);
    ds_where where = {example->file, example->line, 0};
    if (run->text.failed) {
        return ds_diag_fail(diag, DS_EINVALID, where,
                            "rule '%.*s': an example is longer than %d bytes",
                            DS_STR_ARGS(example->owner), MAX_EXAMPLE_BYTES);
    }
    ds_status status =
        ds_analysis_make(&tools, ds_buf_str(&run->text), 0, 0, &context, run->arena, &analysis);
    if (status != DS_OK) {
        return status;
    }
    bool exact;
    bool any = find_match(run, &analysis, example, marks, &exact);
    if (example->accept ? exact : !any) {
        return DS_OK;
    }
    ds_str found = describe(run, &analysis, example->owner);
    return ds_diag_fail(
        diag, DS_EINVALID, where,
        example->accept ? "rule '%.*s' does not read its example so: %.*s: it finds %.*s"
                        : "rule '%.*s' matches what it must reject: %.*s: it finds %.*s",
        DS_STR_ARGS(example->owner), DS_STR_ARGS(example->text), DS_STR_ARGS(found));
}

ds_status ds_check_rules(const ds_ruleset *rules, ds_diag *diag, size_t *n_passed)
{
    checker run = {0};
    const ds_rule_example *examples;
    size_t n = ds_ruleset_examples(rules, &examples);
    size_t passed = 0;
    ds_status worst = open_checker(&run, rules, diag);
    if (worst != DS_OK) {
        n = 0;
    }
    for (size_t i = 0; i < n && worst != DS_ENOMEM; i++) {
        if (examples[i].section == DS_SECTIONS) {
            ds_status status = check_example(&run, &examples[i], diag);
            passed += status == DS_OK;
            worst = status == DS_OK ? worst : status;
        }
    }
    close_checker(&run);
    if (n_passed) {
        *n_passed = passed;
    }
    return worst;
}
