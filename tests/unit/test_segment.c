/* links: ds_prepare ds_rules ds_text */
#include "tests/unit/prepare_fixture.h"

static void sentences_end_at_full_stops(void **state)
{
    static const char *const rows[][2] = {
        {"甲光收购乙芯。丙材料跌!为何?", "甲光收购乙芯。|丙材料跌!|为何?"},
        {"他说:“收购完成。”股价上涨。", "他说:“收购完成。”|股价上涨。"},
        {"甲光(公司全称见后。下同)收购乙芯。", "甲光(公司全称见后。下同)收购乙芯。"},
        {"甲光收购乙芯;丙材料出售丁器件", "甲光收购乙芯;|丙材料出售丁器件"},
        {"Yahoo!收购乙芯。", "Yahoo!收购乙芯。"},
        {"增长3.5倍。", "增长3.5倍。"},
        {"甲光(收购乙芯。", "甲光(收购乙芯。"},
        {"甲光(收购乙芯。丙材料", "甲光(收购乙芯。|丙材料"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_sentences(*state, rows[i][0], rows[i][1]);
    }
}

static void long_sentences_are_cut_at_a_comma(void **state)
{
    enum { CLAUSES = 400 };
    static char text[CLAUSES * 12 + 1];
    for (size_t i = 0; i < CLAUSES; i++) {
        memcpy(text + i * 10, "甲光扩,", 10);
    }
    const ds_prepared *out = prepare(*state, (ds_str){text, CLAUSES * 10});
    assert_int_equal(out->n_sentences, 2);
    assert_int_equal(out->sentences[0].end, DS_SENTENCE_MAX_BYTES);
    assert_true(out->sentences[0].flags & DS_SENTENCE_CUT);
    assert_false(out->sentences[1].flags & DS_SENTENCE_CUT);
}

static void long_runs_without_commas_are_cut_at_a_code_point(void **state)
{
    enum { CODES = 2500 };
    static char text[CODES * 3 + 1];
    text[0] = 'x';
    for (size_t i = 0; i < CODES; i++) {
        memcpy(text + 1 + i * 3, "光", 3);
    }
    const ds_prepared *out = prepare(*state, (ds_str){text, sizeof text});
    assert_int_equal(out->n_sentences, 3);
    for (size_t i = 0; i < out->n_sentences; i++) {
        const ds_sentence *sentence = &out->sentences[i];
        assert_true(sentence->end - sentence->begin <= DS_SENTENCE_MAX_BYTES);
        assert_int_equal(((unsigned char)out->text.ptr[sentence->begin] & 0xC0) == 0x80, 0);
    }
}

static void footers_count_pages(void **state)
{
    const ds_prepared *out = prepare(*state, DS_STR("甲。乙第3页共5页丙。丁。第4页共5页戊。"));
    static const uint32_t pages[] = {3, 3, 4, 5};
    assert_int_equal(out->n_sentences, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(out->sentences[i].page, pages[i]);
    }
}

static void form_feeds_count_pages(void **state)
{
    const ds_prepared *out = prepare(*state, DS_STR("甲。\n\f乙。\n第2页共3页\n\f丙。"));
    assert_int_equal(out->n_sentences, 3);
    assert_int_equal(out->sentences[0].page, 1);
    assert_int_equal(out->sentences[1].page, 2);
    assert_int_equal(out->sentences[2].page, 3);
    out = prepare(*state, DS_STR("甲。乙。"));
    assert_int_equal(out->sentences[1].page, 0);
}

static void pages_go_on_in_the_next_window(void **state)
{
    fixture *made = *state;
    prepare(made, DS_STR("甲。第7页共9页\n"));
    ds_window window = {DS_STR_INIT("乙。"), 30, false, true};
    assert_int_equal(ds_preparer_window(made->preparer, &window, made->arena, &made->out), DS_OK);
    assert_int_equal(made->out.sentences[0].page, 8);
    assert_int_equal(made->out.base, 30);
}

static void headings_begin_sections(void **state)
{
    const ds_prepared *out = prepare(
        *state,
        DS_STR("概况。\n一、交易概述\n甲光收购乙芯。作价三亿。\n(一)标的\n乙芯。\n二、风险\n无。"));
    assert_int_equal(out->n_sections, 4);
    static const uint32_t levels[] = {0, 1, 2, 1};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(out->sections[i].level, levels[i]);
    }
    ds_str heading = ds_str_slice(out->text, out->sections[1].begin, out->sections[1].end);
    assert_true(ds_str_equal(heading, DS_STR("一、交易概述")));
    static const uint32_t sections[] = {0, 1, 1, 1, 2, 2, 3, 3};
    assert_int_equal(out->n_sentences, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(out->sentences[i].section, sections[i]);
    }
    assert_true(out->sentences[1].flags & DS_SENTENCE_HEADING);
    assert_true(out->sentences[2].flags & DS_SENTENCE_PARAGRAPH);
    assert_false(out->sentences[3].flags & DS_SENTENCE_PARAGRAPH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_at_full_stops),
        cmocka_unit_test(long_sentences_are_cut_at_a_comma),
        cmocka_unit_test(long_runs_without_commas_are_cut_at_a_code_point),
        cmocka_unit_test(footers_count_pages),
        cmocka_unit_test(form_feeds_count_pages),
        cmocka_unit_test(pages_go_on_in_the_next_window),
        cmocka_unit_test(headings_begin_sections),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
