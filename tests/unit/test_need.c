/* links: ds_rules ds_text */
#include "rules/need.h"

#include "corpus/text/utf8.h"
#include "rules/ruleset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_needs(const char *pattern, const char *wanted)
{
    ds_buf out = ds_buf_make(1 << 16);
    ds_need_read(ds_str_from(pattern), &out);
    ds_buf_add_char(&out, '\0');
    if (strcmp(out.ptr, wanted) != 0) {
        fail_msg("%s needs '%s', not '%s'", pattern, out.ptr, wanted);
    }
    ds_buf_free(&out);
}

static void parts_that_must_be_there_are_read(void **state)
{
    (void)state;
    assert_needs("收购", "收购\v0\n");
    assert_needs("收 购 # comment\n 款", "收购\v0\n"); /* extended syntax; two characters do */
    assert_needs("[^,]* (?:向|从) .{0,9} 收购", "向\t从\n收购\n");
    assert_needs("拟|计划", "拟\t计划\v0\n");
    assert_needs("(?=[甲乙])(?:(?:甲一|乙二))+", "甲\t乙\n甲一\t乙二\v0\n");
    assert_needs("[两三]家", "两\t三\v0\n家\v1\n");
    assert_needs("\\(完\\)", "(完\v0\n");
    assert_needs("甲乙+丙", "甲乙\v0\n丙\n");
    assert_needs("(?=.*,甲)乙", ",甲\n乙\v0\n"); /* in no order: it stands somewhere behind */
}

static void a_slot_is_a_need(void **state)
{
    (void)state;
    assert_needs("(?<slot_0>[\\x{F0000}-\\x{F03FF}])被", "\xF3\xB0\x80\x80\v0\n被\v1\n");
    assert_needs("被[\\x{F0400}-\\x{F07FF}]", "被\v0\n\xF3\xB0\x90\x80\v1\n");
    assert_needs("被[\\x{F0001}-\\x{F03FF}]", "被\v0\n");
    assert_needs("被[\\x{E000}-\\x{E3FF}]", "被\v0\n");
}

static void how_far_from_the_beginning_is_counted(void **state)
{
    (void)state;
    assert_needs(".{0,60}?甲", "甲\v60\n");
    assert_needs(".{3}甲", "甲\v3\n");
    assert_needs(".{3,}甲", "甲\n");
    assert_needs("(?:乙丙|\\d{1,3})?甲", "甲\v3\n");
    assert_needs("(?:乙.?|\\pN{1,3}){0,2}甲", "甲\v6\n");
    assert_needs("^\\b(?<!乙丙)(?!丁)甲$", "甲\v0\n");
    assert_needs("\\Xx", "x\n"); /* as many as it likes */
    assert_needs("(?:.{0,4}甲|.{0,9}乙)丙", "甲\t乙\v9\n丙\v10\n");
}

static void stops_are_told_first(void **state)
{
    (void)state;
    assert_needs("甲[^。;]{0,9}乙", "\fC甲\v0\n乙\v10\n");
    assert_needs("甲[^。;]{0,9}乙.", "甲\v0\n乙\v10\n");
    assert_needs("[^。;]{0,9}", ""); /* without needs they say nothing */
}

static void what_may_be_absent_is_no_need(void **state)
{
    (void)state;
    assert_needs("甲?乙", "乙\v1\n");
    assert_needs("甲乙?丙", "甲\v0\n丙\v2\n");
    assert_needs("(?:甲|乙)?丙", "丙\v1\n");
    assert_needs("(?:甲|乙){0,3} 丙{2}", "丙\v3\n");
    assert_needs("(?:甲|\\d)丙", "丙\v1\n"); /* a digit does as well */
    assert_needs("甲|", "");
    assert_needs("(?!甲)(?<=乙).丙", "丙\v1\n");
    assert_needs("[^甲][乙-丁]\\d", "");
}

static void what_is_not_understood_needs_nothing(void **state)
{
    (void)state;
    assert_needs("(?i)abc", "");
    assert_needs("a(?R)?b", "");
    assert_needs("\\Qa|b\\E", "");
    assert_needs("[[:alpha:]]b", "");
    assert_needs("a(b", "");
    assert_needs("a)b", "");
    assert_needs("甲\\\n乙", ""); /* a sign that needs are written with */
}

static void index_text(ds_need_index *out, ds_str text)
{
    memset(out, 0, sizeof *out);
    uint32_t before = 0;
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_need_code(ds_utf8_at(text, at, &size));
        ds_need_index_add(out, before, code);
        before = code;
    }
}

static bool is_met(const char *pattern, const char *text)
{
    ds_buf read = ds_buf_make(1 << 16);
    ds_needs needs = {0};
    ds_need_index index;
    ds_need_read(ds_str_from(pattern), &read);
    assert_int_equal(ds_needs_add(&needs, (ds_str){NULL, 0}), DS_OK);
    assert_int_equal(ds_needs_add(&needs, ds_buf_str(&read)), DS_OK);
    index_text(&index, ds_str_from(text));
    assert_true(ds_needs_met(&needs, 0, &index)); /* needs nothing */
    bool met = ds_needs_met(&needs, 1, &index);
    ds_needs_free(&needs);
    ds_buf_free(&read);
    return met;
}

static void every_need_must_be_met(void **state)
{
    (void)state;
    assert_true(is_met("(?:向|从).*收购", "公司从他处收购"));
    assert_false(is_met("(?:向|从).*收购", "公司收购"));
    assert_false(is_met("(?:向|从).*收购", "公司从他处购买"));
    assert_false(is_met("收购", "购收"));
    assert_false(is_met("收购", ""));
    assert_true(is_met("拟|计划", "拟"));
}

/* What we ship: no example of a pattern is ruled out by its needs. */
static void shipped_patterns_find_their_examples(void **state)
{
    (void)state;
    ds_ruleset *set = NULL;
    assert_int_equal(ds_ruleset_read(&set, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
                     DS_OK);
    const ds_rule_example *examples;
    size_t n_examples = ds_ruleset_examples(set, &examples);
    size_t n_tried = 0;
    size_t n_spared = 0;
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        size_t n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        for (size_t p = 0; p < n; p++) {
            ds_needs needs = {0};
            const pcre2_code *code = ds_code_get(patterns[p].code);
            pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
            assert_int_equal(ds_needs_add(&needs, patterns[p].need), DS_OK);
            for (size_t e = 0; e < n_examples; e++) {
                ds_need_index index;
                index_text(&index, examples[e].text);
                bool met = ds_needs_met(&needs, 0, &index);
                int found = pcre2_match(code, (PCRE2_SPTR)examples[e].text.ptr,
                                        examples[e].text.len, 0, 0, data, NULL);
                assert_true(met || found < 0);
                n_tried++;
                n_spared += !met;
            }
            pcre2_match_data_free(data);
            ds_needs_free(&needs);
        }
    }
    assert_true(n_spared > n_tried / 2); /* or they are worth nothing */
    ds_ruleset_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_that_must_be_there_are_read),
        cmocka_unit_test(a_slot_is_a_need),
        cmocka_unit_test(how_far_from_the_beginning_is_counted),
        cmocka_unit_test(stops_are_told_first),
        cmocka_unit_test(what_may_be_absent_is_no_need),
        cmocka_unit_test(what_is_not_understood_needs_nothing),
        cmocka_unit_test(every_need_must_be_met),
        cmocka_unit_test(shipped_patterns_find_their_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
