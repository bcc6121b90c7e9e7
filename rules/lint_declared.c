/* What is likely not meant in lexicons and options. */
#include "rules/lint_declared.h"

#include "rules/known.h"
#include "rules/set.h"

#include <stdio.h>

static bool names_lexicon(ds_str pattern, ds_str id)
{
    char braced[DS_HINT_MAX_BYTES + 3];
    int len = snprintf(braced, sizeof braced, "{%.*s}", DS_STR_ARGS(id));
    return len > 0 && (size_t)len < sizeof braced &&
           ds_str_find(pattern, (ds_str){braced, (size_t)len}, 0) != SIZE_MAX;
}

static bool is_used(const ds_ruleset *set, ds_str id)
{
    bool used = id.len > DS_HINT_MAX_BYTES;
    for (size_t i = 0; i < set->rules.n && !used; i++) {
        used = names_lexicon(set->rules.items[i].text, id);
    }
    for (int s = 0; s < DS_SECTIONS; s++) {
        for (size_t i = 0; i < set->patterns[s].n && !used; i++) {
            used = names_lexicon(set->patterns[s].items[i].text, id);
        }
    }
    return used;
}

static void check_use(const ds_ruleset *set, ds_report *report, const ds_named_lexicon *here)
{
    char more[DS_HINT_BYTES];
    ds_hint hint = {here->id, {NULL, 0}, 0};
    if (!ds_known_lexicon(here->id, &hint) && !is_used(set, here->id)) {
        ds_hint_write(&hint, here->id, more);
        ds_report_add(report, DS_VERDICT_WARNING, "unused-lexicon", here->id, here->where,
                      "lexicon '%.*s' is used by no pattern and read by no part of the program%s",
                      DS_STR_ARGS(here->id), more);
    }
}

static void check_field(ds_report *report, const ds_named_lexicon *here, ds_str word, ds_str column,
                        ds_str value)
{
    char more[DS_HINT_BYTES];
    const char *values = ds_known_column(here->id, column);
    ds_hint hint = {value, {NULL, 0}, 0};
    if (values && value.len && !ds_known_among(values, value, &hint)) {
        ds_hint_write(&hint, value, more);
        ds_report_add(report, DS_VERDICT_WARNING, "unknown-value", here->id, here->where,
                      "lexicon '%.*s': '%.*s' has the %.*s '%.*s', which the program does not "
                      "read%s%s",
                      DS_STR_ARGS(here->id), DS_STR_ARGS(word), DS_STR_ARGS(column),
                      DS_STR_ARGS(value), hint.best.ptr ? more : "; there are ",
                      hint.best.ptr ? "" : values);
    }
}

/* Where the program knows the classes of a lexicon, they are words of a language
 * without blanks. */
static void check_words(ds_report *report, const ds_named_lexicon *here)
{
    size_t n_columns = ds_lexicon_columns(here->lexicon);
    bool classed = false;
    for (size_t column = 1; column < n_columns; column++) {
        classed =
            classed || ds_known_column(here->id, ds_lexicon_column_name(here->lexicon, column));
    }
    for (uint32_t entry = 0; classed && entry < ds_lexicon_count(here->lexicon); entry++) {
        ds_str word = ds_lexicon_word(here->lexicon, entry);
        if (memchr(word.ptr, ' ', word.len)) {
            ds_report_add(report, DS_VERDICT_WARNING, "blank", here->id, here->where,
                          "lexicon '%.*s': the word '%.*s' holds a blank; columns are separated by "
                          "one tab",
                          DS_STR_ARGS(here->id), DS_STR_ARGS(word));
        }
        for (size_t column = 1; column < n_columns; column++) {
            check_field(report, here, word, ds_lexicon_column_name(here->lexicon, column),
                        ds_lexicon_field(here->lexicon, entry, column));
        }
    }
}

static void check_option(ds_report *report, const ds_option *here)
{
    char more[DS_HINT_BYTES];
    ds_hint hint = {here->name, {NULL, 0}, 0};
    if (!ds_known_option(here->name, &hint)) {
        ds_hint_write(&hint, here->name, more);
        ds_report_add(report, DS_VERDICT_WARNING, "unknown-option", here->name, here->where,
                      "option '%.*s' is none that the program reads%s", DS_STR_ARGS(here->name),
                      more);
    }
}

static void check_replaced(ds_report *report, const ds_replaced *here)
{
    ds_report_add(report, DS_VERDICT_WARNING, "replaced-lexicon", here->id, here->where,
                  "lexicon '%.*s' takes the place of the one at %s:%zu, and %zu of its %zu words "
                  "are gone; write add=\"yes\" to add to it, or add=\"no\" if you mean that",
                  DS_STR_ARGS(here->id), here->before.file, here->before.line, here->n_lost,
                  here->n_words);
}

void ds_lint_declared(const ds_ruleset *set, ds_report *report)
{
    for (size_t i = 0; i < set->replaced.n; i++) {
        check_replaced(report, &set->replaced.items[i]);
    }
    for (size_t i = 0; i < set->lexicons.n; i++) {
        check_use(set, report, &set->lexicons.items[i]);
        check_words(report, &set->lexicons.items[i]);
    }
    for (size_t i = 0; i < set->options.n; i++) {
        check_option(report, &set->options.items[i]);
    }
}
