#include "rules/known.h"

#include <stdio.h>
#include <stdlib.h>

/* Values as a list, so that messages can show it. */
typedef struct known {
    ds_pattern_section section;
    const char *name;
    const char *values;
} known;

static const known names[] = {
    {DS_SECTION_CUE, "status", "rumoured, planned, announced, completed, terminated, none"},
    {DS_SECTION_CUE, "factuality", "hypothetical, generic, denied, none"},
    {DS_SECTION_CUE, "kind", "acquisition, merger, stake_purchase, asset_purchase, none"},
    {DS_SECTION_CUE, "payment", "cash, stock, debt, assets, none"},
    {DS_SECTION_CUE, "motive", NULL}, /* packs may add motives */
    {DS_SECTION_CUE, "rate_class", "bought, other"},
    {DS_SECTION_CUE, "scope", "same, back, all, ahead"},
    {DS_SECTION_ENTITY, "party", "described, named"},
    {DS_SECTION_ENTITY, "alias", NULL},
    {DS_SECTION_ENTITY, "rate", NULL},
    {DS_SECTION_FURNITURE, "remove", NULL},
    {DS_SECTION_FURNITURE, "page", NULL},
    {DS_SECTION_FURNITURE, "line", NULL},
    {DS_SECTION_FURNITURE, "isolate", NULL},
    {DS_SECTION_FURNITURE, "heading", NULL},
    {DS_SECTION_FURNITURE, "bullet", NULL},
    {DS_SECTION_FURNITURE, "opening", NULL},
    {DS_SECTION_FURNITURE, "terminal", NULL},
    {DS_SECTION_FURNITURE, "continue", NULL},
    {DS_SECTION_FURNITURE, "lead", NULL},
    {DS_SECTION_BINDING, "amount", "reject"},
    {DS_SECTION_BINDING, "stake", "reject"},
    {DS_SECTION_BINDING, "date", "reject"},
    {DS_SECTION_BINDING, "party", "reject"},
    {DS_SECTION_BINDING, "noun", "reject"},
    {DS_SECTION_BINDING, "form", "reject"},
    {DS_SECTION_BINDING, "trigger", "reject"},
    {DS_SECTION_BINDING, "carried", "reject"},
    {DS_SECTION_BINDING, "topic", NULL},
    {DS_SECTION_BINDING, "row", NULL},
    {DS_SECTION_BINDING, "owner", "reject"},
};
enum { N_NAMES = sizeof names / sizeof names[0] };

/* Behind the field of a cue: where it must stand. */
static const char *const sides[] = {"",        ".left",    ".right", ".trigger",
                                    ".target", ".unnamed", ".within"};
enum { N_SIDES = sizeof sides / sizeof sides[0], NAME_BYTES = 64 };

static const char *const lexicons[] = {
    "triggers",        "deal-nouns",    "document-cues", "openers",
    "words",           "cues",          "companies",     "heads",
    "joiners",         "numerals",      "currencies",    "qualifiers",
    "money-words",     "date-words",    "stake-words",   "rate-words",
    "score-words",     "subject-nouns", "subject-links", "count-words",
    "package-joiners", "distributors",  "traditional",   "formulas",
    "word-groups",     "name-words",    "abbreviations", "share-joiners",
    "share-links",     "rest-words",    "rest-links",
};

/* Columns whose classes no recogniser checks as it starts. */
static const struct {
    const char *lexicon;
    const char *column;
    const char *values;
} columns[] = {
    {"triggers", "class", "acquire, merge, sell, restructure, invest, hold, noun, false"},
    {"triggers", "kind", "acquisition, merger, stake_purchase, asset_purchase"},
    {"triggers", "strength", "strong, weak"},
};

static const char *const options[] = {
    "gap",         "target.share",    "target.first-share", "acquirer.share",
    "topic.share", "status.overrule", "rule.weight",        "value.reuse",
    "kind.stake",  "kind.stake_reach"};
static const char *const factors[] = {"scale",     "comma",     "foreign", "left",    "later",
                                      "semicolon", "before",    "after",   "heading", "parent",
                                      "repeat",    "threshold", "second",  "values"};

static size_t n_sides(ds_pattern_section section)
{
    return section == DS_SECTION_CUE ? N_SIDES : 1;
}

/* The row that `name` belongs to, its side taken off. */
static const known *find(ds_pattern_section section, ds_str name)
{
    for (size_t i = 0; i < N_NAMES; i++) {
        for (size_t s = 0; s < n_sides(section) && names[i].section == section; s++) {
            char full[NAME_BYTES];
            snprintf(full, sizeof full, "%s%s", names[i].name, sides[s]);
            if (ds_str_equal(name, ds_str_from(full))) {
                return &names[i];
            }
        }
    }
    return NULL;
}

/* "motve.target": the part in front of the point is compared by itself, for the
 * hint borrows only names that stay. */
bool ds_known_name(ds_pattern_section section, ds_str name, ds_hint *hint)
{
    if (find(section, name)) {
        return true;
    }
    const char *point = name.ptr ? memchr(name.ptr, '.', name.len) : NULL;
    if (section == DS_SECTION_CUE && point) {
        hint->name.len = (size_t)(point - name.ptr);
    }
    for (size_t i = 0; i < N_NAMES; i++) {
        if (names[i].section == section) {
            ds_hint_add(hint, ds_str_from(names[i].name));
        }
    }
    return false;
}

const char *ds_known_values(ds_pattern_section section, ds_str name)
{
    const known *row = find(section, name);
    return row ? row->values : NULL;
}

bool ds_known_value(ds_pattern_section section, ds_str name, ds_str value, ds_hint *hint)
{
    const char *values = ds_known_values(section, name);
    return !values || ds_known_among(values, value, hint);
}

const char *ds_known_column(ds_str lexicon, ds_str column)
{
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (ds_str_equal(lexicon, ds_str_from(columns[i].lexicon)) &&
            ds_str_equal(column, ds_str_from(columns[i].column))) {
            return columns[i].values;
        }
    }
    return NULL;
}

bool ds_known_among(const char *values, ds_str value, ds_hint *hint)
{
    const char *at = values;
    bool any = false;
    while (*at) {
        size_t len = strcspn(at, ",");
        ds_str one = {at, len};
        any = any || ds_str_equal(one, value);
        ds_hint_add(hint, one);
        at += len + strspn(at + len, ", ");
    }
    return any;
}

static bool is_among(ds_str name, const char *const *list, size_t n, ds_hint *hint)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        any = any || ds_str_equal(name, ds_str_from(list[i]));
        ds_hint_add(hint, ds_str_from(list[i]));
    }
    return any;
}

bool ds_known_lexicon(ds_str id, ds_hint *hint)
{
    return is_among(id, lexicons, sizeof lexicons / sizeof lexicons[0], hint);
}

bool ds_known_option(ds_str name, ds_hint *hint)
{
    if (is_among(name, options, sizeof options / sizeof options[0], hint)) {
        return true;
    }
    const char *point = name.ptr ? memchr(name.ptr, '.', name.len) : NULL;
    size_t head = point ? (size_t)(point - name.ptr) : 0;
    ds_str field = ds_str_slice(name, 0, head);
    for (size_t i = 0; point && i < N_NAMES; i++) {
        if (names[i].section == DS_SECTION_CUE && ds_str_equal(field, ds_str_from(names[i].name))) {
            hint->name = ds_str_slice(name, head + 1, name.len);
            hint->best = (ds_str){NULL, 0};
            return is_among(hint->name, factors, sizeof factors / sizeof factors[0], hint);
        }
    }
    return false;
}

bool ds_known_number(ds_str text)
{
    size_t n_digits = 0;
    size_t n_points = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        n_digits += byte >= '0' && byte <= '9';
        n_points += byte == '.';
        if (!strchr("0123456789.", byte) && !(i == 0 && strchr("+-", byte))) {
            return false;
        }
    }
    return n_digits && n_points < 2;
}

const char *ds_known_bad_option(ds_str name, ds_str value)
{
    ds_hint hint = {name, {NULL, 0}, 0};
    if (!ds_known_option(name, &hint) || ds_str_equal(name, DS_STR("gap"))) {
        return NULL;
    }
    if (!ds_known_number(value)) {
        return "is not a number like 2 or -0.5";
    }
    double number = strtod(value.ptr, NULL);
    bool share = ds_str_starts(name, DS_STR("target."));
    return share && (number < 0 || number > 1) ? "is not a share from 0 to 1" : NULL;
}
