#include "extract/command/explain_text.h"

#include "corpus/text/utf8.h"
#include "extract/command/columns.h"

#include <stdio.h>

/* Of a sentence around the place where a rule failed. */
enum { CHARS_BEFORE = 24, CHARS_BEHIND = 14 };

static const char before_it[] = "  (stands before the sentence)";

static ds_str text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (ds_str){json_string_value(value), json_string_length(value)}
                                 : (ds_str){NULL, 0};
}

static size_t number_of(const json_t *object, const char *key)
{
    return (size_t)json_integer_value(json_object_get(object, key));
}

/* The columns of the widest text under `key`. */
static size_t widest(const json_t *list, const char *key)
{
    size_t most = 0;
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        size_t columns = ds_columns(text_of(row, key));
        most = columns > most ? columns : most;
    }
    return most;
}

/* "  label     ", or as many spaces below it. */
static void print_label(const char *label, size_t indent, bool first)
{
    ds_columns_skip(indent);
    printf("%-*s", (int)(12 - indent), first ? label : "");
}

static void print_entities(const json_t *list)
{
    size_t wide = widest(list, "text");
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        ds_str value = text_of(row, "value");
        ds_str refusal = text_of(row, "refused_by");
        print_label("entities", 2, i == 0);
        printf("%-7s ", json_string_value(json_object_get(row, "kind")));
        ds_columns_pad(text_of(row, "text"), value.len || refusal.len ? wide : 0);
        if (value.len) {
            printf("  = %.*s", DS_STR_ARGS(value));
        }
        if (refusal.len) {
            printf("  refused by %.*s", DS_STR_ARGS(refusal));
        }
        if (json_is_true(json_object_get(row, "before"))) {
            fputs(before_it, stdout);
        }
        putchar('\n');
    }
}

static void print_fired(const json_t *list)
{
    size_t wide = widest(list, "rule");
    size_t i;
    size_t p;
    const json_t *row;
    const json_t *pick;
    json_array_foreach(list, i, row)
    {
        print_label("fired", 2, i == 0);
        ds_columns_pad(text_of(row, "rule"), wide);
        json_array_foreach(json_object_get(row, "picks"), p, pick)
        {
            printf("%s%.*s = ", p ? ", " : "  ", DS_STR_ARGS(text_of(pick, "role")));
            ds_columns_print(text_of(pick, "text"));
        }
        fputs(json_is_true(json_object_get(row, "before")) ? before_it : "", stdout);
        putchar('\n');
    }
}

static size_t step(ds_str text, size_t at, int by, size_t n)
{
    while (n-- > 0 && (by > 0 ? at < text.len : at > 0)) {
        do {
            at = by > 0 ? at + 1 : at - 1;
        } while (!ds_utf8_boundary(text, at));
    }
    return at;
}

/* The piece of the sentence with the place marked below. */
static void print_place(ds_str sentence, size_t begin, size_t end)
{
    size_t from = step(sentence, begin, -1, CHARS_BEFORE);
    size_t to = step(sentence, end, 1, CHARS_BEHIND);
    size_t marks = ds_columns(ds_str_slice(sentence, begin, end));
    ds_columns_skip(14);
    ds_columns_print(ds_str_slice(sentence, from, to));
    putchar('\n');
    ds_columns_skip(14 + ds_columns(ds_str_slice(sentence, from, begin)));
    for (size_t i = 0; i < (marks ? marks : 1); i++) {
        putchar('^');
    }
    putchar('\n');
}

static void print_near(const json_t *list, ds_str sentence)
{
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        size_t parts = number_of(row, "parts");
        ds_str failed = text_of(row, "failed");
        ds_str rule = text_of(row, "rule");
        print_label("nearly", 2, i == 0);
        if (json_is_true(json_object_get(row, "gave_up"))) {
            printf("%.*s: gave up, its budget of steps is used up here\n", DS_STR_ARGS(rule));
            continue;
        }
        size_t begin = number_of(row, "begin");
        size_t end = number_of(row, "end");
        bool extra = json_is_true(json_object_get(row, "extra"));
        printf("%.*s: %zu of %zu parts found", DS_STR_ARGS(rule), number_of(row, "matched"), parts);
        fputs(extra ? ", but this stands before " : "; ", stdout);
        ds_columns_print(failed);
        fputs(extra ? ":\n" : " fails here:\n", stdout);
        print_place(sentence, begin < sentence.len ? begin : sentence.len,
                    end < sentence.len ? end : sentence.len);
    }
}

static void print_features(const json_t *features)
{
    size_t i;
    const json_t *row;
    fputs("  [", stdout);
    json_array_foreach(features, i, row)
    {
        fputs(i ? ", " : "", stdout);
        ds_columns_print(text_of(row, "name"));
        printf(" %+.2f", json_number_value(json_object_get(row, "weight")));
    }
    puts("]");
}

/* Columns of "name @ trigger". */
static size_t item_columns(const json_t *row)
{
    ds_str trigger = text_of(row, "trigger");
    return ds_columns(text_of(row, "text")) + (trigger.len ? 3 + ds_columns(trigger) : 0);
}

static void print_candidates(const json_t *list, const char *label, size_t indent)
{
    size_t wide = 0;
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        wide = item_columns(row) > wide ? item_columns(row) : wide;
    }
    json_array_foreach(list, i, row)
    {
        ds_str trigger = text_of(row, "trigger");
        if (indent > 12) {
            ds_columns_skip(indent);
        } else {
            print_label(label, indent, true);
        }
        printf("%+6.2f  ", json_number_value(json_object_get(row, "score")));
        ds_columns_print(text_of(row, "text"));
        if (trigger.len) {
            fputs(" @ ", stdout);
            ds_columns_print(trigger);
        }
        ds_columns_skip(wide - item_columns(row));
        print_features(json_object_get(row, "features"));
    }
}

static void print_role(const json_t *row)
{
    const json_t *taken = json_object_get(row, "taken");
    const json_t *candidates = json_object_get(row, "candidates");
    size_t i;
    const json_t *text;
    print_label(json_string_value(json_object_get(row, "role")), 2, true);
    fputs(json_array_size(taken) ? "" : "(none)", stdout);
    json_array_foreach(taken, i, text)
    {
        fputs(i ? ", " : "", stdout);
        ds_columns_print((ds_str){json_string_value(text), json_string_length(text)});
    }
    printf(": %.*s\n", DS_STR_ARGS(text_of(row, "why")));
    if (json_array_size(candidates) > 1) {
        print_candidates(candidates, "", 14);
    }
}

static void print_judged(const json_t *list)
{
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        print_label(json_string_value(json_object_get(row, "field")), 2, true);
        printf("%.*s: ", DS_STR_ARGS(text_of(row, "value")));
        ds_columns_print(text_of(row, "text"));
        printf("  [%.*s %+.2f]\n", DS_STR_ARGS(text_of(row, "cue")),
               json_number_value(json_object_get(row, "score")));
    }
}

static void print_deals(const json_t *list, bool roles)
{
    size_t i;
    size_t r;
    const json_t *deal;
    const json_t *row;
    json_array_foreach(list, i, deal)
    {
        ds_str target = text_of(deal, "target");
        print_label("chosen", 2, true);
        ds_columns_print(target.len ? target : DS_STR("(not named)"));
        printf("  share %.2f\n", json_number_value(json_object_get(deal, "share")));
        json_array_foreach(json_object_get(deal, "roles"), r, row)
        {
            if (roles) {
                print_role(row);
            }
        }
        print_judged(json_object_get(deal, "judged"));
    }
}

static void print_asked(const json_t *asked)
{
    const json_t *found = json_object_get(asked, "found");
    size_t i;
    const json_t *text;
    json_array_foreach(found, i, text)
    {
        print_label("found", 2, i == 0);
        ds_columns_print((ds_str){json_string_value(text), json_string_length(text)});
        putchar('\n');
    }
    if (json_is_array(found) && !json_array_size(found)) {
        print_label("found", 2, true);
        printf("nothing: no pattern of %s matches in this sentence\n",
               json_string_value(json_object_get(asked, "rule")));
    }
}

static void print_tokens(const json_t *list)
{
    size_t i;
    const json_t *token;
    print_label("tokens", 2, true);
    json_array_foreach(list, i, token)
    {
        fputs(i ? " | " : "", stdout);
        ds_columns_print((ds_str){json_string_value(token), json_string_length(token)});
    }
    putchar('\n');
}

/* Whether a row of the list has `id` under `key`. */
static bool names(const json_t *list, const char *key, ds_str id)
{
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        if (ds_str_equal(text_of(row, key), id)) {
            return true;
        }
    }
    return false;
}

static bool counts_in(const json_t *deals, ds_str id)
{
    size_t i;
    const json_t *deal;
    json_array_foreach(deals, i, deal)
    {
        if (ds_str_equal(text_of(deal, "rule"), id) ||
            names(json_object_get(deal, "judged"), "cue", id)) {
            return true;
        }
    }
    return false;
}

static bool fires_here(const json_t *list)
{
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        if (!json_is_true(json_object_get(row, "before"))) {
            return true;
        }
    }
    return false;
}

static bool is_near(const json_t *list)
{
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        if (json_is_true(json_object_get(row, "nearly")) ||
            json_is_true(json_object_get(row, "gave_up"))) {
            return true;
        }
    }
    return false;
}

bool ds_explain_concerns(const json_t *sentence, const char *id, ds_explain_count *count)
{
    if (!id) {
        return true;
    }
    const json_t *found = json_object_get(json_object_get(sentence, "asked"), "found");
    bool matched = json_array_size(found) || fires_here(json_object_get(sentence, "fired"));
    bool counted = counts_in(json_object_get(sentence, "deals"), ds_str_from(id));
    bool nearly = !matched && is_near(json_object_get(sentence, "near"));
    count->sentences++;
    count->matched += matched;
    count->counted += counted;
    count->nearly += nearly;
    return matched || counted || nearly;
}

void ds_explain_print(const json_t *sentence, const char *rule, int all)
{
    ds_str text = text_of(sentence, "sentence");
    ds_str before = text_of(sentence, "before");
    if (before.len && all) {
        print_label("before", 0, true);
        ds_columns_print(before);
        putchar('\n');
    }
    print_label("sentence", 0, true);
    ds_columns_print(text);
    putchar('\n');
    if (all) {
        print_tokens(json_object_get(sentence, "tokens"));
    }
    print_entities(json_object_get(sentence, "entities"));
    bool pattern = json_is_array(json_object_get(json_object_get(sentence, "asked"), "found"));
    if ((rule && !pattern) || all) { /* others see it as it stands */
        print_label("rules see", 2, true);
        ds_columns_print(text_of(sentence, "seen"));
        putchar('\n');
    }
    if (rule) {
        print_asked(json_object_get(sentence, "asked"));
    }
    print_fired(json_object_get(sentence, "fired"));
    print_near(json_object_get(sentence, "near"), text);
    if (!rule) {
        print_candidates(json_object_get(sentence, "targets"), "target", 2);
    }
    print_deals(json_object_get(sentence, "deals"), !rule);
}

static void print_names(const json_t *deal, const char *key)
{
    const json_t *list = json_object_get(deal, key);
    size_t i;
    const json_t *name;
    json_array_foreach(list, i, name)
    {
        if (i == 0) {
            print_label(key, 2, true);
        }
        fputs(i ? ", " : "", stdout);
        ds_columns_print((ds_str){json_string_value(name), json_string_length(name)});
    }
    fputs(json_array_size(list) ? "\n" : "", stdout);
}

void ds_explain_print_deal(const json_t *record)
{
    static const char *const keys[] = {"acquirer", "target", "seller", "motive", "flags"};
    const json_t *deal = json_object_get(record, "deal");
    const json_t *evidence = json_object_get(deal, "evidence");
    size_t wide = widest(evidence, "value");
    size_t i;
    const json_t *row;
    printf("=> deal     %.*s, %.*s, %.*s, confidence %.*s\n", DS_STR_ARGS(text_of(deal, "kind")),
           DS_STR_ARGS(text_of(deal, "status")), DS_STR_ARGS(text_of(deal, "factuality")),
           DS_STR_ARGS(text_of(deal, "confidence")));
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        print_names(deal, keys[k]);
    }
    json_array_foreach(evidence, i, row)
    {
        print_label("because", 2, i == 0);
        ds_columns_pad(text_of(row, "field"), widest(evidence, "field") + 1);
        ds_columns_pad(text_of(row, "value"), wide);
        fputs("  \"", stdout);
        ds_columns_print(text_of(row, "text"));
        printf("\" at %zu\n", number_of(row, "start"));
    }
}
