/* What is no error in a pack and yet most likely not meant. */
#include "rules/check.h"

#include "corpus/text/utf8.h"
#include "corpus/text/width.h"
#include "rules/known.h"
#include "rules/lint_declared.h"
#include "rules/pattern.h"
#include "rules/piece.h"
#include "rules/set.h"

#include <stdio.h>

enum { MAX_EXAMPLE_BYTES = 64 * 1024, MAX_EXCERPT_BYTES = 60 };

typedef struct linter {
    const ds_ruleset *set;
    ds_report *report;
    pcre2_match_data *data;
    ds_buf folded; /* an example in half-width forms */
} linter;

/* A deal rule or a pattern, whichever it is. */
typedef struct subject {
    const char *section;
    ds_str id;
    ds_str text;
    const ds_code *code;
    ds_where where;
    bool first; /* of the patterns of its element */
} subject;

#define WARN(run, about, check, ...)                                                               \
    ds_report_add((run)->report, DS_VERDICT_WARNING, (check), (about)->id, (about)->where,         \
                  __VA_ARGS__)

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

static bool finds(const linter *run, const subject *about, ds_str text)
{
    return ds_pattern_match(about->code, text, 0, run->data, NULL) == DS_OK;
}

/* Letters, digits and marks have nothing in common: what is found in each of
 * them is found anywhere. */
static bool finds_anything(const linter *run, const subject *about)
{
    static const ds_str probes[] = {DS_STR_INIT("a"), DS_STR_INIT("Z"), DS_STR_INIT("7"),
                                    DS_STR_INIT("%"), DS_STR_INIT("("), DS_STR_INIT("_")};
    bool all = true;
    for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        all = all && finds(run, about, probes[i]);
    }
    return all;
}

/* The entities of a deal rule in their order and no word between. */
static bool needs_no_word(const linter *run, const ds_rule *rule, const subject *about)
{
    ds_buf bare = ds_buf_make((size_t)DS_RULE_MAX_SLOTS * 4);
    for (size_t i = 0; i < rule->n_slots; i++) {
        ds_buf_add_code(&bare, (unsigned)DS_FOLD_BASE +
                                   (unsigned)rule->slots[i].kind * (unsigned)DS_FOLD_SPAN +
                                   (unsigned)i);
    }
    bool found = finds(run, about, ds_buf_str(&bare));
    ds_buf_free(&bare);
    return found;
}

static void check_extent(const linter *run, const subject *about, const ds_rule *rule)
{
    uint32_t empty = 0; /* exact at 0 only when the shortest match is nothing: (a|b?) */
    pcre2_pattern_info(ds_code_plain(about->code), PCRE2_INFO_MATCHEMPTY, &empty);
    if (empty && finds(run, about, DS_STR(""))) {
        WARN(run, about, "matches-empty",
             "%s '%.*s': this pattern matches the empty text; some part of it must be needed",
             about->section, DS_STR_ARGS(about->id));
    } else if (finds_anything(run, about)) {
        WARN(run, about, "matches-everything",
             "%s '%.*s': this pattern matches any text; name a word it needs", about->section,
             DS_STR_ARGS(about->id));
    } else if (rule && needs_no_word(run, rule, about)) {
        WARN(run, about, "matches-everything",
             "%s '%.*s': this pattern matches wherever its entities stand; name a word it needs",
             about->section, DS_STR_ARGS(about->id));
    }
}

static bool consumes(const ds_piece *part)
{
    return !part->optional && part->kind != DS_PIECE_LOOK && part->kind != DS_PIECE_BEGIN &&
           part->kind != DS_PIECE_END;
}

/* The part because of which the alternative can never match, or NULL: a
 * beginning behind text, text behind the end. */
static const ds_piece *contradiction(const ds_piece *parts, size_t n)
{
    bool text = false;
    const ds_piece *end = NULL;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].kind == DS_PIECE_BEGIN && text && !parts[i].optional) {
            return &parts[i];
        }
        text = text || consumes(&parts[i]);
        if (end && consumes(&parts[i])) {
            return end;
        }
        end = parts[i].kind == DS_PIECE_END && !parts[i].optional ? &parts[i] : end;
    }
    return NULL;
}

static bool has_words(const ds_ruleset *set, const ds_piece *part)
{
    for (size_t i = 0; i < set->lexicons.n && part->kind == DS_PIECE_NAME; i++) {
        const ds_named_lexicon *here = &set->lexicons.items[i];
        ds_str name = ds_str_slice(part->text, 1, part->text.len);
        if (ds_str_starts(name, here->id) && name.len > here->id.len &&
            name.ptr[here->id.len] == '}') {
            return ds_lexicon_count(here->lexicon) > 0 || part->optional;
        }
    }
    return true;
}

static void check_possible(const linter *run, const subject *about)
{
    ds_piece parts[DS_PIECES_MAX];
    ds_piece fault = {.optional = false};
    ds_str branch;
    for (size_t at = 0; ds_piece_branch(about->text, &at, &branch);) {
        size_t n = ds_piece_split(branch, parts);
        const ds_piece *bad = contradiction(parts, n);
        for (size_t i = 0; i < n && !bad; i++) {
            bad = has_words(run->set, &parts[i]) ? NULL : &parts[i];
        }
        if (!bad) {
            return;
        }
        fault = *bad;
    }
    WARN(run, about, "never-matches", "%s '%.*s': this pattern can never match: %.*s %s",
         about->section, DS_STR_ARGS(about->id), DS_STR_ARGS(fault.text),
         fault.kind == DS_PIECE_NAME    ? "has no words"
         : fault.kind == DS_PIECE_BEGIN ? "stands behind text that must come first"
                                        : "stands in front of text that must follow");
}

/* A form that repaired text does not hold, standing by itself in the pattern. */
static void check_width(const linter *run, const subject *about, ds_buf *folded)
{
    ds_piece parts[DS_PIECES_MAX];
    ds_str branch;
    for (size_t at = 0; ds_piece_branch(about->text, &at, &branch);) {
        size_t n = ds_piece_split(branch, parts);
        for (size_t i = 0; i < n; i++) {
            ds_buf_clear(folded);
            ds_width_fold(parts[i].text, folded);
            if (parts[i].kind == DS_PIECE_WORD && consumes(&parts[i]) &&
                !ds_str_equal(ds_buf_str(folded), parts[i].text)) {
                WARN(run, about, "full-width",
                     "%s '%.*s': '%.*s' never stands in repaired text; write '%.*s'",
                     about->section, DS_STR_ARGS(about->id), DS_STR_ARGS(parts[i].text),
                     DS_STR_ARGS(ds_buf_str(folded)));
                return;
            }
        }
    }
}

void ds_check_costly(ds_report *report, const char *section, ds_str id, ds_where where,
                     uint32_t steps, ds_str text)
{
    size_t shown = text.len < MAX_EXCERPT_BYTES ? text.len : MAX_EXCERPT_BYTES;
    while (!ds_utf8_boundary(text, shown)) {
        shown--;
    }
    bool gave_up = steps >= DS_RULE_MATCH_LIMIT;
    ds_report_add(report, DS_VERDICT_WARNING, "costly", id, where,
                  "%s '%.*s': this pattern takes %s%u steps in one place of a sentence, over %d "
                  "are many; make its gaps shorter or its parts more definite: %.*s%s",
                  section, DS_STR_ARGS(id), gave_up ? "more than " : "", (unsigned)steps,
                  DS_RULE_COSTLY_STEPS, DS_STR_ARGS(ds_str_slice(text, 0, shown)),
                  shown < text.len ? " ..." : "");
}

/* All examples of all elements are sentences that it may meet. */
static void check_cost(linter *run, const subject *about)
{
    const ds_rule_example *examples;
    size_t n = ds_ruleset_examples(run->set, &examples);
    uint32_t most = 0;
    size_t worst = 0;
    for (size_t i = 0; i < n && most < DS_RULE_MATCH_LIMIT; i++) {
        ds_buf_clear(&run->folded);
        ds_width_fold(examples[i].text, &run->folded);
        uint32_t steps = ds_pattern_steps(about->code, ds_buf_str(&run->folded), run->data,
                                          DS_RULE_COSTLY_STEPS);
        worst = steps > most ? i : worst;
        most = steps > most ? steps : most;
    }
    if (most) {
        ds_check_costly(run->report, about->section, about->id, about->where, most,
                        examples[worst].text);
    }
}

/* Three points in a row where "some text" may be meant. */
static void check_points(const linter *run, const subject *about)
{
    ds_piece parts[DS_PIECES_MAX];
    ds_str branch;
    for (size_t at = 0; ds_piece_branch(about->text, &at, &branch);) {
        size_t n = ds_piece_split(branch, parts);
        for (size_t i = 0, points = 0; i < n; i++) {
            points = ds_str_equal(parts[i].text, DS_STR(".")) ? points + 1 : 0;
            if (points == 3) {
                WARN(run, about, "three-points",
                     "%s '%.*s': '...' is any three characters; some text is the one sign "
                     "'\xE2\x80\xA6', three characters are .{3}",
                     about->section, DS_STR_ARGS(about->id));
                return;
            }
        }
    }
}

static void check_subject(linter *run, const subject *about, const ds_rule *rule)
{
    if (about->first && !has_example(run->set, about->id)) {
        WARN(run, about, "no-example", "%s '%.*s' has no <example>", about->section,
             DS_STR_ARGS(about->id));
    }
    check_extent(run, about, rule);
    check_possible(run, about);
    check_width(run, about, &run->folded);
    if (!rule) {
        check_cost(run, about);
    }
    check_points(run, about);
}

static bool has_role(const ds_rule *rule)
{
    bool any = false;
    for (size_t i = 0; i < rule->n_slots; i++) {
        any = any || rule->slots[i].role != DS_ROLE_NONE;
    }
    return any;
}

static void check_value(const linter *run, const subject *about, ds_pattern_section section,
                        ds_str name, ds_str value)
{
    bool motive = section == DS_SECTION_CUE && ds_str_starts(name, DS_STR("motive"));
    if (about->first && !value.len && (motive || ds_known_values(section, name))) {
        WARN(run, about, "no-value", "%s '%.*s' says nothing: it has no value", about->section,
             DS_STR_ARGS(about->id));
    }
}

static void check_name(const linter *run, const subject *about, ds_pattern_section section,
                       ds_str name)
{
    static const char *const attributes[DS_SECTIONS] = {"field", "type", "action", "field"};
    char more[DS_HINT_BYTES];
    ds_hint hint = {name, {NULL, 0}, 0};
    if (about->first && !ds_known_name(section, name, &hint)) {
        ds_hint_write(&hint, name, more);
        WARN(run, about, "unknown-name", "%s '%.*s': %s '%.*s' is none that the program reads%s",
             about->section, DS_STR_ARGS(about->id), attributes[section], DS_STR_ARGS(name), more);
    }
}

static void check_rules(linter *run)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(run->set, &rules);
    for (size_t i = 0; i < n; i++) {
        subject about = {.section = "rule",
                         .id = rules[i].id,
                         .text = rules[i].text,
                         .code = rules[i].code,
                         .where = {rules[i].file, rules[i].line, 0},
                         .first = i == 0 || !ds_str_equal(rules[i].id, rules[i - 1].id)};
        check_subject(run, &about, &rules[i]);
        if (!has_role(&rules[i])) {
            WARN(run, &about, "no-role",
                 "rule '%.*s': no slot of this pattern has a role; give it one, as in "
                 "{party:target}",
                 DS_STR_ARGS(about.id));
        }
    }
}

static void check_section(linter *run, ds_pattern_section section)
{
    const ds_pattern *patterns;
    size_t n = ds_ruleset_patterns(run->set, section, &patterns);
    for (size_t i = 0; i < n; i++) {
        subject about = {.section = ds_pattern_section_name(section),
                         .id = patterns[i].id,
                         .text = patterns[i].text,
                         .code = patterns[i].code,
                         .where = {patterns[i].file, patterns[i].line, 0},
                         .first = i == 0 || !ds_str_equal(patterns[i].id, patterns[i - 1].id)};
        check_name(run, &about, section, patterns[i].name);
        check_value(run, &about, section, patterns[i].name, patterns[i].value);
        check_subject(run, &about, NULL);
    }
}

ds_status ds_check_lint(const ds_ruleset *set, ds_report *report)
{
    linter run = {set, report, ds_pattern_data(set), ds_buf_make(MAX_EXAMPLE_BYTES)};
    if (!run.data) {
        return DS_ENOMEM;
    }
    check_rules(&run);
    for (int s = 0; s < DS_SECTIONS; s++) {
        check_section(&run, (ds_pattern_section)s);
    }
    ds_lint_declared(set, report);
    pcre2_match_data_free(run.data);
    ds_buf_free(&run.folded);
    return DS_OK;
}
