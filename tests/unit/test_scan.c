/* links: ds_prepare ds_rules ds_text */
#include "tests/unit/prepare_fixture.h"

typedef struct row {
    const char *text;
    unsigned flags;
    const char *triggers; /* joined by blanks */
} row;

static void sentences_are_flagged_by_their_words(void **state)
{
    static const row rows[] = {
        {"甲光收购乙芯。", DS_SENTENCE_TRIGGER, "收购"},
        {"本次收购价为三亿元。", DS_SENTENCE_TRIGGER, "收购价"},
        {"甲光吸收合并乙芯。", DS_SENTENCE_TRIGGER, "吸收合并"},
        {"甲光取得突破。", 0, "取得"},
        {"甲光取得乙芯51%股权。", DS_SENTENCE_TRIGGER, "取得"},
        {"公司取得收入。", 0, "取得"},
        {"本公司及其关联机构可能买入或出售股份。", 0, "买入 出售"},
        {"评级标准:买入指股份涨幅在15%以上。", 0, "买入"},
        {"重组凝血因子销售良好。", 0, ""},
        {"甲光借重组凝血因子之机重组乙芯。", DS_SENTENCE_TRIGGER, "重组"},
        {"乙芯科技(简称乙芯)成立。", DS_SENTENCE_CUE, ""},
        {"证券代码:300001,拟收购乙芯。", DS_SENTENCE_CUE | DS_SENTENCE_TRIGGER, "收购"},
        {"光模块需求旺盛。", 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const ds_prepared *out = prepare(*state, ds_str_from(rows[i].text));
        assert_int_equal(out->n_sentences, 1);
        unsigned mask = DS_SENTENCE_TRIGGER | DS_SENTENCE_CUE;
        char found[256] = "";
        for (size_t j = 0; j < out->n_triggers; j++) {
            const ds_trigger *trigger = &out->triggers[j];
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s", j ? " " : "",
                     (int)(trigger->end - trigger->begin), out->text.ptr + trigger->begin);
        }
        assert_string_equal(found, rows[i].triggers);
        assert_int_equal(out->sentences[0].flags & mask, rows[i].flags);
    }
}

static void triggers_name_their_lexicon_entry(void **state)
{
    fixture *made = *state;
    const ds_prepared *out = prepare(made, DS_STR("甲光收购乙芯。乙芯换股合并丙材料。"));
    assert_int_equal(out->n_triggers, 2);
    const ds_lexicon *lexicon = ds_ruleset_lexicon(made->rules, "triggers");
    assert_true(ds_str_equal(ds_lexicon_word(lexicon, out->triggers[1].entry), DS_STR("换股合并")));
    assert_true(
        ds_str_equal(ds_lexicon_field(lexicon, out->triggers[1].entry, 1), DS_STR("merge")));
}

static void a_word_across_two_sentences_is_none(void **state)
{
    const ds_prepared *out = prepare(*state, DS_STR("甲光收\n\n一、购买\n二、无\n三、无"));
    for (size_t i = 0; i < out->n_triggers; i++) {
        ds_str word = ds_str_slice(out->text, out->triggers[i].begin, out->triggers[i].end);
        assert_true(ds_str_equal(word, DS_STR("购买")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_flagged_by_their_words),
        cmocka_unit_test(triggers_name_their_lexicon_entry),
        cmocka_unit_test(a_word_across_two_sentences_is_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
