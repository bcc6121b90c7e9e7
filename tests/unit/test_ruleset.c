/* links: ds_rules ds_text */
#include "corpus/text/buffer.h"
#include "rules/pattern.h"
#include "tests/unit/pack_fixture.h"

#define RULE(inner) "<rule id='r' kind='merger'>" inner "</rule>"

#define CUE(inner) "<cue id='c' field='status'>" inner "</cue>"

static void fold(ds_buf *out, const char *before, ds_slot_kind kind, unsigned number)
{
    ds_buf_add(out, ds_str_from(before));
    ds_buf_add_code(out, (unsigned)DS_FOLD_BASE + (unsigned)kind * DS_FOLD_SPAN + number);
}

static void slots_match_folded_entities(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<lexicon id='acquire'>收购 收购了</lexicon>"
                 "<option name='gap' value='[^。]{0,6}?'/>"
                 "<rule id='r' kind='merger' priority='-1'><pattern>{party}</pattern></rule>"
                 "<rule id='offer' kind='acquisition' priority='2.5'>"
                 "<pattern>{party:acquirer} (拟|宣布)? 以 {amount} … {acquire} {party:target} "
                 "{stake:subject}?</pattern></rule>");
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    const ds_rule *rules;
    assert_int_equal(ds_ruleset_rules(here.set, &rules), 2);
    assert_true(ds_str_equal(rules[0].id, DS_STR("offer"))); /* priority before place */
    assert_true(rules[0].priority > 2.4 && rules[0].priority < 2.6);
    static const ds_rule_slot wanted[] = {{DS_SLOT_PARTY, DS_ROLE_ACQUIRER, 1},
                                          {DS_SLOT_AMOUNT, DS_ROLE_AMOUNT, 3},
                                          {DS_SLOT_PARTY, DS_ROLE_TARGET, 4},
                                          {DS_SLOT_STAKE, DS_ROLE_SUBJECT, 5}};
    assert_int_equal(rules[0].n_slots, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(rules[0].slots[i].kind, wanted[i].kind);
        assert_int_equal(rules[0].slots[i].role, wanted[i].role);
        assert_int_equal(rules[0].slots[i].group, wanted[i].group);
    }
    assert_int_equal(rules[1].slots[0].role, DS_ROLE_NONE);

    ds_buf text = ds_buf_make(256);
    fold(&text, "公告,", DS_SLOT_PARTY, 0);
    fold(&text, "拟以", DS_SLOT_AMOUNT, DS_FOLD_SPAN - 1);
    fold(&text, "现金方式收购了", DS_SLOT_PARTY, 1);
    pcre2_match_data *data = ds_pattern_data(here.set);
    ds_range at;
    assert_int_equal(ds_pattern_match(rules[0].code, ds_buf_str(&text), 0, data, &at), DS_OK);
    assert_int_equal(at.begin, strlen("公告,"));
    assert_int_equal(at.end, text.len);
    assert_true(ds_pattern_group(data, 4, &at));
    assert_int_equal(at.begin, text.len - 4);
    assert_false(ds_pattern_group(data, 5, &at)); /* no stake */
    ds_buf_clear(&text);
    fold(&text, "", DS_SLOT_PARTY, 0);
    fold(&text, "拟以", DS_SLOT_DATE, 0); /* a date is no amount */
    fold(&text, "现金方式收购了", DS_SLOT_PARTY, 1);
    assert_int_equal(ds_pattern_match(rules[0].code, ds_buf_str(&text), 0, data, NULL), DS_END);
    pcre2_match_data_free(data);
    ds_buf_free(&text);
    fixture_end(&here);
}

static bool matches(const ds_ruleset *set, size_t index, const char *text)
{
    const ds_pattern *patterns;
    assert_true(index < ds_ruleset_patterns(set, DS_SECTION_CUE, &patterns));
    pcre2_match_data *data = ds_pattern_data(set);
    ds_status status = ds_pattern_match(patterns[index].code, ds_str_from(text), 0, data, NULL);
    pcre2_match_data_free(data);
    return status == DS_OK;
}

static void expansion_leaves_regex_syntax_alone(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *yes;
        const char *no;
    } cases[] = {
        {"^a{2}$", "aa", "a{2}"},
        {"^a{1,2}b$", "aab", "aaab"},
        {"^\\p{Han}+$", "收购", "ab"},
        {"^\\x{6536}$", "收", "购"},
        {"^[{l}]+$", "l{}", "w1"},
        {"^[…]$", "…", "x"},
        {"^\\…$", "…", "x"},
        {"^\\Q{l}\\E$", "{l}", "w1"},
        {"^(?&lt;n>a)\\k{n}$", "aa", "ab"},
        {"^ a # {nothing} … (\n b $", "ab", "a"},
        {"^a(?# {nothing} … )b$", "ab", "a"},
        {"^{l}$", "w1", "w"},
        {"^{l}$", "a.b", "axb"},
        {"^{l}$", "c", "d"},
        {"^(?:{l}){2}$", "w1w12", "w1"},
        {"^{empty}x|y$", "y", "x"},
        {"^[]{l}]$", "l", "w1"},
        {"^[[:digit:]{]$", "{", ":"},
        {"^\\[{l}$", "[w1", "l"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[512];
        snprintf(body, sizeof body,
                 "<lexicon id='l'>w1 a.b c w12 # |</lexicon><lexicon id='empty'/>"
                 "<option name='gap' value='[^。]{0,6}?'/>" CUE("<pattern>%s</pattern>"),
                 cases[i].pattern);
        fixture here = fixture_make();
        fixture_pack(&here, "p.xml", body);
        ds_status status = fixture_read(&here, "p.xml", NULL);
        assert_string_equal(here.messages, "");
        assert_int_equal(status, DS_OK);
        assert_true(matches(here.set, 0, cases[i].yes));
        assert_false(matches(here.set, 0, cases[i].no));
        fixture_end(&here);
    }
}

static void words_are_tried_longest_first(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<lexicon id='l'>收 收购了 收购</lexicon>" CUE("<pattern>{l}</pattern>"));
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    const ds_pattern *patterns;
    ds_ruleset_patterns(here.set, DS_SECTION_CUE, &patterns);
    pcre2_match_data *data = ds_pattern_data(here.set);
    ds_range at;
    assert_int_equal(ds_pattern_match(patterns[0].code, DS_STR("收购了乙"), 0, data, &at), DS_OK);
    assert_int_equal(at.end, strlen("收购了"));
    pcre2_match_data_free(data);
    fixture_end(&here);
}

static void house_packs_override_by_id(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<lexicon id='l'>甲</lexicon><option name='limit' value='3'/>"
                 "<cue id='a' field='f'><pattern>{l}</pattern><example>甲</example></cue>"
                 "<cue id='b' field='f'><pattern>乙</pattern></cue><weights href='p.weights'/>");
    fixture_pack(&here, "house.xml",
                 "<lexicon id='l'>丙</lexicon><option name='limit' value='4'/>"
                 "<cue id='b' field='g' value='v' weight='2'><pattern>丁</pattern>"
                 "<pattern>戊</pattern></cue>"
                 "<cue id='c' field='f'><pattern>己</pattern></cue><weights href='h.weights'/>");
    fixture_write(&here, "p.weights", "target near 1.5\nseller far -2\n", 30);
    fixture_write(&here, "h.weights", "target near 7\ntarget zero 0\n", 28);
    assert_int_equal(fixture_read(&here, "p.xml", "house.xml"), DS_OK);
    assert_true(matches(here.set, 0, "丙")); /* the house's lexicon in our pattern */
    assert_false(matches(here.set, 0, "甲"));
    const ds_pattern *patterns;
    assert_int_equal(ds_ruleset_patterns(here.set, DS_SECTION_CUE, &patterns), 4);
    assert_true(ds_str_equal(patterns[1].id, DS_STR("b")));
    assert_true(ds_str_equal(patterns[1].name, DS_STR("g")));
    assert_true(ds_str_equal(patterns[2].value, DS_STR("v")));
    assert_true(matches(here.set, 2, "戊"));
    assert_true(ds_str_equal(patterns[3].id, DS_STR("c")));
    assert_int_equal((int)ds_ruleset_number(here.set, "limit", 0), 4);
    assert_int_equal((int)ds_ruleset_number(here.set, "none", 9), 9);
    assert_non_null(ds_ruleset_lexicon(here.set, "l"));
    assert_null(ds_ruleset_lexicon(here.set, "m"));
    const ds_weight *weights;
    assert_int_equal(ds_ruleset_weights(here.set, &weights), 3);
    assert_true(ds_str_equal(weights[0].role, DS_STR("seller")));
    assert_true(weights[0].weight == -2.0);
    assert_true(ds_str_equal(weights[1].feature, DS_STR("near")));
    assert_true(weights[1].weight == 7.0);
    fixture_end(&here);
}

/* Of a word that both have the house's attributes count, if it gives any. */
static void words_that_join_bring_their_attributes(void **state)
{
    static const struct {
        const char *word;
        const char *kind;
        const char *force;
    } rows[] = {
        {"甲", "noun", ""}, {"乙", "verb", "weak"}, {"丙", "verb", "strong"}, {"丁", "", ""}};
    static const char ours[] = "# columns: word kind force\n甲\tverb\tstrong\n乙\tverb\tweak\n";
    static const char theirs[] = "甲\tnoun\n乙\n丙\tverb\tstrong\n丁\n";
    (void)state;
    fixture here = fixture_make();
    fixture_write(&here, "ours.tsv", ours, sizeof ours - 1);
    fixture_write(&here, "theirs.tsv", theirs, sizeof theirs - 1);
    fixture_pack(&here, "p.xml", "<lexicon id='l' href='ours.tsv'/>");
    fixture_pack(&here, "house.xml", "<lexicon id='l' add='yes' href='theirs.tsv'/>");
    assert_int_equal(fixture_read(&here, "p.xml", "house.xml"), DS_OK);
    const ds_lexicon *joined = ds_ruleset_lexicon(here.set, "l");
    assert_int_equal(ds_lexicon_count(joined), 4);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t entry = ds_lexicon_find(joined, ds_str_from(rows[i].word));
        assert_int_equal(entry, i);
        assert_true(ds_str_equal(ds_lexicon_field(joined, entry, 1), ds_str_from(rows[i].kind)));
        assert_true(ds_str_equal(ds_lexicon_field(joined, entry, 2), ds_str_from(rows[i].force)));
    }
    fixture_end(&here);
}

static void an_including_pack_overrides_what_it_includes(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "inner.xml", "<cue id='a' field='f'><pattern>甲</pattern></cue>");
    fixture_pack(&here, "outer.xml",
                 "<xi:include href='inner.xml'/>\n"
                 "<cue id='a' field='f'><pattern>乙</pattern></cue>");
    assert_int_equal(fixture_read(&here, "outer.xml", NULL), DS_OK);
    assert_true(matches(here.set, 0, "乙"));
    fixture_pack(&here, "twice.xml",
                 "<xi:include href='inner.xml'/>\n<xi:include href='inner.xml'/>");
    assert_int_equal(fixture_read(&here, "twice.xml", NULL), DS_EINVALID);
    assert_string_equal(here.messages, "inner.xml:2:6: error: id 'a' is defined already at "
                                       "inner.xml:2\n");
    here.messages[0] = '\0';
    fixture_pack(&here, "house.xml", "<entity id='a' type='t'><pattern>x</pattern></entity>");
    assert_int_equal(fixture_read(&here, "inner.xml", "house.xml"), DS_EINVALID);
    assert_string_equal(here.messages, "house.xml:2:9: error: 'a' would override the <cue> at "
                                       "inner.xml:2 with <entity>\n");
    fixture_end(&here);
}

/* Whatever its place: above the include, too, and from however deep the other comes. */
static void an_including_pack_overrides_what_it_includes_further_down(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "inner.xml",
                 "<option name='limit' value='3'/><lexicon id='l'>甲</lexicon>"
                 "<cue id='a' field='f'><pattern>丙</pattern></cue><weights href='i.weights'/>");
    fixture_pack(&here, "middle.xml",
                 "<lexicon id='l' add='yes'>乙</lexicon><xi:include href='inner.xml'/>");
    fixture_pack(&here, "outer.xml",
                 "<option name='limit' value='4'/><lexicon id='l' add='yes'>丁</lexicon>"
                 "<cue id='a' field='f'><pattern>^{l}$</pattern></cue>"
                 "<weights href='o.weights'/><xi:include href='middle.xml'/>");
    fixture_write(&here, "i.weights", "target near 1\ntarget far 2\n", 27);
    fixture_write(&here, "o.weights", "target near 7\n", 14);
    assert_int_equal(fixture_read(&here, "outer.xml", NULL), DS_OK);
    assert_string_equal(here.messages, "");
    assert_int_equal((int)ds_ruleset_number(here.set, "limit", 0), 4);
    const ds_pattern *patterns;
    assert_int_equal(ds_ruleset_patterns(here.set, DS_SECTION_CUE, &patterns), 1);
    assert_true(matches(here.set, 0, "甲"));
    assert_true(matches(here.set, 0, "乙"));
    assert_true(matches(here.set, 0, "丁"));
    assert_false(matches(here.set, 0, "丙"));
    const ds_weight *weights;
    assert_int_equal(ds_ruleset_weights(here.set, &weights), 2);
    assert_true(weights[0].weight == 2.0);
    assert_true(weights[1].weight == 7.0);
    fixture_end(&here);
}

/* Depth alone is no right: a pack and its neighbour's include are strangers. */
static void packs_that_do_not_include_one_another_share_no_id(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "deep.xml", "<cue id='a' field='f'><pattern>甲</pattern></cue>");
    fixture_pack(&here, "one.xml", "<xi:include href='deep.xml'/>");
    fixture_pack(&here, "two.xml", "<cue id='a' field='f'><pattern>乙</pattern></cue>");
    fixture_pack(&here, "p.xml", "<xi:include href='one.xml'/>\n<xi:include href='two.xml'/>");
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_EINVALID);
    assert_string_equal(here.messages,
                        "two.xml:2:6: error: id 'a' is defined already at deep.xml:2\n");
    fixture_end(&here);
}

static void includes_keep_file_and_line(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml", "\n<xi:include href='part.xml'/>");
    fixture_pack(&here, "part.xml", "\n\n  <cue id='a' field='f'>\n<pattern>(</pattern></cue>");
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_EINVALID);
    assert_string_equal(here.messages,
                        "part.xml:5:11: error: bad pattern: missing closing parenthesis\n");
    fixture_end(&here);
}

static void the_hash_follows_the_bytes(void **state)
{
    (void)state;
    fixture here = fixture_make();
    char first[33];
    fixture_pack(&here, "p.xml", "<lexicon id='l' href='l.tsv'/>");
    fixture_write(&here, "l.tsv", "甲\n", 4);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    assert_int_equal(ds_ruleset_hash(here.set).len, 32);
    memcpy(first, ds_ruleset_hash(here.set).ptr, 33);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    assert_string_equal(ds_ruleset_hash(here.set).ptr, first);
    fixture_write(&here, "l.tsv", "乙\n", 4);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    assert_string_not_equal(ds_ruleset_hash(here.set).ptr, first);
    fixture_end(&here);
}

static void no_pattern_can_hang(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 CUE("<pattern>^(?:a|aa|a?a)+$</pattern>"
                     "<example>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab</example>"));
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    const ds_pattern *patterns;
    ds_ruleset_patterns(here.set, DS_SECTION_CUE, &patterns);
    pcre2_match_data *data = ds_pattern_data(here.set);
    ds_str text = DS_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    assert_int_equal(ds_pattern_match(patterns[0].code, text, 0, data, NULL), DS_ELIMIT);
    text.len--;
    assert_int_equal(ds_pattern_match(patterns[0].code, text, 0, data, NULL), DS_OK);
    pcre2_match_data_free(data);
    assert_false(fixture_check(&here, NULL));
    assert_non_null(strstr(here.messages, "p.xml:2: error: cue 'c' gives up on its own text after "
                                          "20000 steps; write it with less to try again "
                                          "[example]\n"));
    fixture_end(&here);
}

static void examples_are_run(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<cue id='a' field='status'><pattern>拟</pattern><pattern>计划</pattern>\n"
                 "<example>\n  甲计划收购\n</example>\n"
                 "<example>甲收购</example>\n"
                 "<reject>乙</reject>\n"
                 "<reject>拟</reject></cue>\n"
                 "<binding id='b' field='amount'><pattern>x*</pattern></binding>\n" RULE(
                     "<pattern>{party:target}</pattern>"));
    size_t n_passed = 0;
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    assert_false(fixture_check(&here, &n_passed));
    assert_int_equal(n_passed, 2);
    assert_string_equal(here.messages,
                        "p.xml:2: warning: cue 'a' says nothing: it has no value [no-value]\n"
                        "p.xml:6: error: cue 'a' does not match its example: 甲收购 [example]\n"
                        "p.xml:8: error: cue 'a' matches what it must reject: 拟 [example]\n"
                        "p.xml:9: warning: binding 'b' says nothing: it has no value [no-value]\n"
                        "p.xml:9: warning: binding 'b' has no <example> [no-example]\n"
                        "p.xml:9: warning: binding 'b': this pattern matches the empty text; some "
                        "part of it must be needed [matches-empty]\n"
                        "p.xml:10: warning: rule 'r' has no <example> [no-example]\n"
                        "p.xml:10: warning: rule 'r': this pattern matches wherever its entities "
                        "stand; name a word it needs [matches-everything]\n");
    fixture_end(&here);
}

static void examples_of_deals_keep_their_marks(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 RULE("<pattern>{party}</pattern>\n<example>\n <acquirer>甲&amp;乙</acquirer>以"
                      "<!-- price --><amount>3亿元</amount>收购<subject>丙<stake>51%</stake>股权"
                      "</subject>。</example>"));
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    const ds_rule_example *examples;
    assert_int_equal(ds_ruleset_examples(here.set, &examples), 1);
    assert_true(ds_str_equal(examples[0].text, DS_STR("甲&乙以3亿元收购丙51%股权。")));
    assert_true(examples[0].accept);
    assert_int_equal(examples[0].section, DS_SECTIONS);
    assert_int_equal(examples[0].line, 3);
    static const struct {
        ds_role role;
        const char *text;
    } wanted[] = {{DS_ROLE_ACQUIRER, "甲&乙"},
                  {DS_ROLE_AMOUNT, "3亿元"},
                  {DS_ROLE_SUBJECT, "丙51%股权"},
                  {DS_ROLE_STAKE, "51%"}};
    assert_int_equal(examples[0].n_marks, 4);
    for (size_t i = 0; i < 4; i++) {
        ds_range range = examples[0].marks[i].range;
        assert_int_equal(examples[0].marks[i].role, wanted[i].role);
        assert_true(ds_str_equal(ds_str_slice(examples[0].text, range.begin, range.end),
                                 ds_str_from(wanted[i].text)));
    }
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_match_folded_entities),
        cmocka_unit_test(expansion_leaves_regex_syntax_alone),
        cmocka_unit_test(words_are_tried_longest_first),
        cmocka_unit_test(house_packs_override_by_id),
        cmocka_unit_test(words_that_join_bring_their_attributes),
        cmocka_unit_test(an_including_pack_overrides_what_it_includes),
        cmocka_unit_test(an_including_pack_overrides_what_it_includes_further_down),
        cmocka_unit_test(packs_that_do_not_include_one_another_share_no_id),
        cmocka_unit_test(includes_keep_file_and_line),
        cmocka_unit_test(the_hash_follows_the_bytes),
        cmocka_unit_test(no_pattern_can_hang),
        cmocka_unit_test(examples_are_run),
        cmocka_unit_test(examples_of_deals_keep_their_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
