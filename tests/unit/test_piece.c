/* links: ds_rules ds_text */
#include "rules/piece.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* "kind:text" joined by ' '; a '?' behind the kind: optional; branches by " || ". */
static void describe(const char *pattern, char *out, size_t size)
{
    static const char kinds[] = {'w', 'n', 'g', 'r', 'c', 'b', 'e', 'l'};
    ds_str branch;
    size_t len = 0;
    out[0] = '\0';
    for (size_t at = 0; ds_piece_branch(ds_str_from(pattern), &at, &branch);) {
        ds_piece parts[DS_PIECES_MAX];
        size_t n = ds_piece_split(branch, parts);
        len += (size_t)snprintf(out + len, size - len, "%s", len ? " ||" : "");
        for (size_t i = 0; i < n; i++) {
            len += (size_t)snprintf(out + len, size - len, "%s%c%s:%.*s", len ? " " : "",
                                    kinds[parts[i].kind], parts[i].optional ? "?" : "",
                                    DS_STR_ARGS(parts[i].text));
        }
    }
}

static void a_pattern_comes_apart_where_its_matches_do(void **state)
{
    static const struct {
        const char *pattern;
        const char *parts;
    } rows[] = {
        {"", ""},
        {"{party:acquirer} … 以 {amount}? 揽下 {party:target}",
         "n:{party:acquirer} g?:… w:以 n?:{amount}? w:揽下 n:{party:target}"},
        {"揽下了?", "w:揽下 w?:了?"},
        {"ab+c", "w:a w:b+ w:c"},
        {"a{2}b{0,3}c{,2}{lexicon}", "w:a{2} w?:b{0,3} w?:c{,2} n:{lexicon}"},
        {"(?:a|b)* [c|d]+? .? \\d \\. \\Qa b\\E",
         "r?:(?:a|b)* c:[c|d]+? c?:.? c:\\d w:\\. w:\\Qa b\\E"},
        {"^a(?=b)(?<!c)\\b$", "b:^ w:a l:(?=b) l:(?<!c) l:\\b e:$"},
        {"a|(b|c)d|[|]", "w:a || r:(b|c) w:d || c:[|]"},
        {"a # x|y ( [\n b (?# c) d", "w:a w:b w:d"},
        {"(a(b)\\)[)]) c", "r:(a(b)\\)[)]) w:c"},
        {"a ?b", "w?:a ? w:b"},
        {"\\p{Han}{2}x", "c:\\p{Han}{2} w:x"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char got[512];
        describe(rows[i].pattern, got, sizeof got);
        assert_string_equal(got, rows[i].parts);
    }
}

/* Ill-formed patterns are refused elsewhere; here they only must end. */
static void what_is_not_closed_reaches_to_the_end(void **state)
{
    static const char *const rows[] = {"(a", "[a",  "\\", "\\Qa", "{a", "a|",
                                       "a{", "(?#", "((", "\\p{", "#"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char got[512];
        describe(rows[i], got, sizeof got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_comes_apart_where_its_matches_do),
        cmocka_unit_test(what_is_not_closed_reaches_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
