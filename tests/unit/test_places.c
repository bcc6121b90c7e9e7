/* links: ds_rules ds_text */
#include "rules/need.h"
#include "rules/places.h"
#include "rules/ruleset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static ds_places *places_of(const char *const *patterns, size_t n)
{
    ds_buf *read = calloc(n, sizeof *read);
    ds_str *needs = calloc(n, sizeof *needs);
    ds_places *places = NULL;
    for (size_t i = 0; i < n; i++) {
        read[i] = ds_buf_make(1 << 16);
        ds_need_read(ds_str_from(patterns[i]), &read[i]);
        needs[i] = ds_buf_str(&read[i]);
    }
    assert_int_equal(ds_places_new(&places, needs, n), DS_OK);
    for (size_t i = 0; i < n; i++) {
        ds_buf_free(&read[i]);
    }
    free(read);
    free(needs);
    return places;
}

/* "2-5 9-9": the stretches in bytes. */
static void assert_places(const char *pattern, const char *text, const char *wanted)
{
    ds_places *places = places_of(&pattern, 1);
    const ds_range *found;
    ds_buf told = ds_buf_make(1 << 12);
    ds_places_read(places, ds_str_from(text));
    size_t n = ds_places_find(places, 0, &found);
    for (size_t i = 0; i < n; i++) {
        ds_buf_format(&told, "%s%zu-%zu", i ? " " : "", found[i].begin, found[i].end);
    }
    ds_buf_add_char(&told, '\0');
    assert_string_equal(told.ptr, wanted);
    ds_buf_free(&told);
    ds_places_free(places);
}

static void only_where_all_needs_are_near(void **state)
{
    (void)state;
    assert_places("ab", "xabx", "1-1");
    assert_places("ab", "xbax", "");
    assert_places("ab", "", "");
    assert_places(".{0,2}ab", "xxxxabxx", "2-4");
    assert_places("a.{0,3}b", "axxxxxxaxxb", "7-7");
    assert_places("a.{0,3}b", "axxxxxxaxx", "");
    assert_places("\xE6\x94\xB6.?b",
                  "b\xE6\x94\xB6\xE6\x94\xB6"
                  "b",
                  "1-4");
}

/* A need that stands behind another one counts only there. */
static void needs_are_met_in_order(void **state)
{
    (void)state;
    assert_places(".{0,9}a.{0,9}b", "xxbxxa", "");
    assert_places("(?=.*b)a", "bxxa", "");
    assert_places("(?=.*b).?a", "xaxb", "0-1");
    assert_places("aa|b.*a", "xxb", "2-2"); /* one need of two words */
}

/* What a pattern needs behind a mark that no match of it holds is of no use in front of it. */
static void a_match_ends_before_its_stops(void **state)
{
    (void)state;
    assert_places("a[^;]{0,9}b", "xa;bxaxb", "5-5");
    assert_places("a[^;]{0,9}b", "xa;xb", "");
    assert_places("a[^;]{0,9}b", "xab;b", "1-1");
    assert_places("a[^;]{0,9}b", "xa!b", "1-1");
    assert_places("a[^;]{0,9};b", "xa;b", "1-1");
    assert_places("(?=.*c)a[^;]{0,9}b", "xab;c", "1-1"); /* it may stand behind the match */
}

static void a_pattern_without_needs_may_begin_anywhere(void **state)
{
    (void)state;
    assert_places("[^x]", "xyz", "0-3");
    assert_places("\\d+", "", "");
}

static void stretches_far_apart_stay_apart(void **state)
{
    (void)state;
    char text[600];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    text[100] = 'a';
    text[150] = 'a';
    text[500] = 'a';
    assert_places("a", text, "100-150 500-500");
}

/* Slots of one kind are one need, whatever their number. */
static void folded_characters_are_found_by_kind(void **state)
{
    (void)state;
    const char *party = "[\\x{F0000}-\\x{F03FF}]";
    const char *stake = "[\\x{F0C00}-\\x{F0FFF}]";
    assert_places(party,
                  "ab\xF3\xB0\x80\x85"
                  "c",
                  "2-2");
    assert_places(stake,
                  "ab\xF3\xB0\x80\x85"
                  "c",
                  "");
    assert_places(stake,
                  "ab\xF3\xB0\xB0\x83"
                  "c",
                  "2-2");
}

static void more_needs_than_are_kept_count_as_met(void **state)
{
    (void)state;
    enum { MANY = 40 };
    char written[MANY][8];
    const char *patterns[MANY];
    for (int i = 0; i < MANY; i++) {
        snprintf(written[i], sizeof written[i], "%c%c", 'a' + i % 26, 'a' + i / 26);
        patterns[i] = written[i];
    }
    ds_places *places = places_of(patterns, MANY);
    const ds_range *found;
    ds_places_read(places, DS_STR("xxbaxx"));
    for (size_t i = 0; i < MANY; i++) {
        size_t n = ds_places_find(places, i, &found);
        assert_int_equal(n, i == 1 || i >= 32);
        assert_int_equal(n ? found[0].begin : 0, i == 1 ? 2 : 0);
    }
    ds_places_free(places);
}

/* What we ship: every match of an example begins in a stretch of its pattern. */
static void shipped_patterns_begin_where_they_may(void **state)
{
    (void)state;
    ds_ruleset *set = NULL;
    assert_int_equal(ds_ruleset_read(&set, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
                     DS_OK);
    const ds_rule_example *examples;
    size_t n_examples = ds_ruleset_examples(set, &examples);
    size_t n_found = 0;
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        size_t n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        for (size_t p = 0; p < n; p++) {
            ds_places *places = NULL;
            const pcre2_code *code = ds_code_get(patterns[p].code);
            pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
            assert_int_equal(ds_places_new(&places, &patterns[p].need, 1), DS_OK);
            for (size_t e = 0; e < n_examples; e++) {
                const ds_range *found;
                ds_places_read(places, examples[e].text);
                size_t n_stretches = ds_places_find(places, 0, &found);
                int groups = pcre2_match(code, (PCRE2_SPTR)examples[e].text.ptr,
                                         examples[e].text.len, 0, 0, data, NULL);
                size_t begin = groups > 0 ? pcre2_get_ovector_pointer(data)[0] : SIZE_MAX;
                bool inside = groups <= 0;
                for (size_t i = 0; i < n_stretches; i++) {
                    inside = inside || (begin >= found[i].begin && begin <= found[i].end);
                }
                assert_true(inside);
                n_found += groups > 0;
            }
            pcre2_match_data_free(data);
            ds_places_free(places);
        }
    }
    assert_true(n_found > 100);
    ds_ruleset_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_where_all_needs_are_near),
        cmocka_unit_test(needs_are_met_in_order),
        cmocka_unit_test(a_match_ends_before_its_stops),
        cmocka_unit_test(a_pattern_without_needs_may_begin_anywhere),
        cmocka_unit_test(stretches_far_apart_stay_apart),
        cmocka_unit_test(folded_characters_are_found_by_kind),
        cmocka_unit_test(more_needs_than_are_kept_count_as_met),
        cmocka_unit_test(shipped_patterns_begin_where_they_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
