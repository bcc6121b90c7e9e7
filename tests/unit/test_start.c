/* links: ds_rules ds_text */
#include "rules/pattern.h"
#include "rules/start.h"

#include "corpus/text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_starts(const char *pattern, const char *wanted)
{
    ds_buf out = ds_buf_make(1 << 16);
    ds_start_read(ds_str_from(pattern), &out);
    ds_buf_add_char(&out, '\0');
    if (strcmp(out.ptr, wanted) != 0) {
        fail_msg("%s starts with '%s', not '%s'", pattern, out.ptr, wanted);
    }
    ds_buf_free(&out);
}

static void first_characters_are_read(void **state)
{
    (void)state;
    assert_starts("收购款项", "收购款");
    assert_starts("拟|计划", "拟\t计划");
    assert_starts("甲 [乙丙]", "甲乙\t甲丙");
    assert_starts("(?<name>甲|乙丁)丙戊", "乙丁丙\t甲丙戊");
    assert_starts("甲(?:乙|丙丁戊)己", "甲丙丁\t甲乙己");
    assert_starts("[1-3]家", "1家\t2家\t3家");
    assert_starts("甲\\d{2}", "甲0\t甲1\t甲2\t甲3\t甲4\t甲5\t甲6\t甲7\t甲8\t甲9");
    assert_starts("\\(完", "(完");
}

static void what_may_be_absent_lets_the_next_begin(void **state)
{
    (void)state;
    assert_starts("(?:甲|乙丁)?丙戊", "乙丁丙\t甲丙戊\t丙戊");
    assert_starts("甲?乙", "甲乙\t乙");
    assert_starts("甲乙?丙", "甲丙\t甲乙丙");
    assert_starts("甲+乙", "甲甲甲\t甲乙\t甲甲乙");
    assert_starts("(?:甲|乙丙){2}", "甲\t乙丙\t甲甲\t甲乙丙\t乙丙甲\t乙丙乙\t甲甲甲\t甲甲乙");
    assert_starts("(?<!甲)(?=乙)丙(?!丁)戊", "丙戊");
    assert_starts("^甲$", "甲");
}

static void behind_what_is_known_may_stand_anything(void **state)
{
    (void)state;
    assert_starts("甲.{0,3}乙", "甲\t甲乙");
    assert_starts("甲[^乙]丙", "甲");
    assert_starts("甲\\p{Han}", "甲");
    assert_starts("甲", "甲");
}

static void a_pattern_that_may_begin_with_anything_has_no_start(void **state)
{
    (void)state;
    assert_starts(".甲", "");
    assert_starts("[^甲]乙", "");
    assert_starts("\\s*甲", "");
    assert_starts("甲*", "");
    assert_starts("甲|", "");
    assert_starts("\\x{F0000}", "");
    assert_starts("(?i)abc", "");
    assert_starts("\\Gab", "");
    assert_starts("a(b", "");
}

static void patterns_are_told_by_what_stands_in_the_text(void **state)
{
    (void)state;
    const ds_str read[] = {DS_STR("甲乙\t丙"), {NULL, 0}, DS_STR("甲\t甲乙"), DS_STR("甲丙")};
    ds_starts *starts = NULL;
    assert_int_equal(ds_starts_new(&starts, read, 4), DS_OK);
    assert_true(ds_starts_known(starts, 0));
    assert_false(ds_starts_known(starts, 1));
    const struct {
        uint32_t first, second;
        uint16_t wanted[4];
    } cases[] = {
        {0x7532, 0x4E59, {0, 2, DS_STARTS_END}}, {0x7532, 0x4E19, {2, 3, DS_STARTS_END}},
        {0x7532, 'x', {2, DS_STARTS_END}},       {0x7532, 0, {2, DS_STARTS_END}},
        {0x4E19, 0x7532, {0, DS_STARTS_END}},    {0x4E59, 0x7532, {DS_STARTS_END}},
        {0x17532, 0x4E59, {DS_STARTS_END}}, /* the same in its lower bits */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const ds_starts_item *found = ds_starts_at(starts, cases[i].first, cases[i].second);
        for (size_t k = 0;; k++) {
            assert_int_equal(found[k].pattern, cases[i].wanted[k]);
            if (found[k].pattern == DS_STARTS_END) {
                break;
            }
        }
    }
    ds_starts_free(starts);
}

static bool third_may_be(const ds_starts *starts, uint32_t first, uint32_t second, uint32_t third)
{
    const ds_starts_item *found = ds_starts_at(starts, first, second);
    return found->pattern == 0 && (found->thirds & ds_starts_third(third));
}

static void the_third_character_tells_more(void **state)
{
    (void)state;
    const ds_str read[] = {DS_STR("abc\tabd\tae\tafg\taf\txyz\tx")};
    ds_starts *starts = NULL;
    assert_int_equal(ds_starts_new(&starts, read, 1), DS_OK);
    assert_true(third_may_be(starts, 'a', 'b', 'c'));
    assert_true(third_may_be(starts, 'a', 'b', 'd'));
    assert_false(third_may_be(starts, 'a', 'b', 'q'));
    assert_false(third_may_be(starts, 'a', 'b', 0)); /* the end of the text */
    assert_true(third_may_be(starts, 'a', 'e', 'q'));
    assert_true(third_may_be(starts, 'a', 'f', 'q')); /* "af" alone is enough */
    assert_true(third_may_be(starts, 'x', 'y', 'q')); /* so is "x" */
    ds_starts_free(starts);
}

/* Openings of three characters may be too many where those of two are not. */
static void too_many_openings_are_cut_shorter(void **state)
{
    (void)state;
    ds_buf pattern = ds_buf_make(1 << 12);
    ds_buf out = ds_buf_make(1 << 16);
    for (int part = 0; part < 3; part++) {
        ds_buf_add(&pattern, DS_STR("[a-l]"));
    }
    ds_start_read(ds_buf_str(&pattern), &out);
    assert_int_equal(out.len, 12 * 12 * 3 - 1); /* two characters and a tab */
    ds_buf_free(&pattern);
    ds_buf_free(&out);
}

/* Whether pattern 0 may begin at byte `at` of the text. */
static bool may_begin(const ds_starts *starts, ds_str text, size_t at)
{
    size_t size;
    size_t next_size = 0;
    uint32_t first = ds_utf8_at(text, at, &size);
    size_t behind = at + size;
    uint32_t second = behind < text.len ? ds_utf8_at(text, behind, &next_size) : 0;
    behind += next_size;
    uint32_t third = second && behind < text.len ? ds_utf8_at(text, behind, &size) : 0;
    return third_may_be(starts, first, second, third);
}

/* What we ship: wherever a pattern matches alone, it was known that it may begin. */
static void shipped_patterns_begin_as_foretold(void **state)
{
    (void)state;
    ds_ruleset *set = NULL;
    assert_int_equal(ds_ruleset_read(&set, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
                     DS_OK);
    const ds_rule_example *examples;
    size_t n_examples = ds_ruleset_examples(set, &examples);
    const ds_pattern *patterns;
    size_t n = ds_ruleset_patterns(set, DS_SECTION_CUE, &patterns);
    size_t n_known = 0;
    for (size_t p = 0; p < n; p++) {
        ds_starts *starts = NULL;
        const pcre2_code *code = ds_code_get(patterns[p].code);
        pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
        assert_int_equal(ds_starts_new(&starts, &patterns[p].start, 1), DS_OK);
        for (size_t e = 0; ds_starts_known(starts, 0) && e < n_examples; e++) {
            ds_str text = examples[e].text;
            size_t size;
            for (size_t at = 0; at < text.len; at += size) {
                (void)ds_utf8_at(text, at, &size);
                int found = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, at, PCRE2_ANCHORED,
                                        data, NULL);
                if (found > 0 && !may_begin(starts, text, at)) {
                    fail_msg("%.*s begins at byte %zu of %.*s", DS_STR_ARGS(patterns[p].id), at,
                             DS_STR_ARGS(text));
                }
            }
        }
        n_known += ds_starts_known(starts, 0);
        ds_starts_free(starts);
        pcre2_match_data_free(data);
    }
    assert_true(n_known > n * 9 / 10); /* or they are worth nothing */
    ds_ruleset_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_characters_are_read),
        cmocka_unit_test(what_may_be_absent_lets_the_next_begin),
        cmocka_unit_test(behind_what_is_known_may_stand_anything),
        cmocka_unit_test(a_pattern_that_may_begin_with_anything_has_no_start),
        cmocka_unit_test(patterns_are_told_by_what_stands_in_the_text),
        cmocka_unit_test(the_third_character_tells_more),
        cmocka_unit_test(too_many_openings_are_cut_shorter),
        cmocka_unit_test(shipped_patterns_begin_as_foretold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
