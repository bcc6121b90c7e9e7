/* links: ds_prepare ds_rules ds_text */
#include "tests/unit/prepare_fixture.h"

#include "corpus/text/utf8.h"

typedef struct row {
    const char *text;
    const char *sentences;
} row;

static void check_rows(void **state, const row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++) {
        assert_sentences(*state, rows[i].text, rows[i].sentences);
    }
}

#define CHECK(state, rows) check_rows((state), (rows), sizeof(rows) / sizeof(rows)[0])

static void furniture_goes_wherever_it_stands(void **state)
{
    static const row rows[] = {
        {"甲光通信拟以1第3页共17页5亿元收购乙芯科技。", "甲光通信拟以15亿元收购乙芯科技。"},
        {"甲光通信拟以第 3 页 共 17 页15亿元收购乙芯科技。", "甲光通信拟以15亿元收购乙芯科技。"},
        {"甲光通信拟以第３页共１７页15亿元收购乙芯科技。", "甲光通信拟以15亿元收购乙芯科技。"},
        {"第第4页共9页3季度,甲光通信收购乙芯科技。", "第3季度,甲光通信收购乙芯科技。"},
        {"甲光通信第1第3页共17页页共17页收购乙芯科技。", "甲光通信收购乙芯科技。"},
        {"甲光通信收购-14-敬请参阅最后一页特别声明乙芯科技。", "甲光通信收购乙芯科技。"},
        {"甲光通信收购请务必阅读正文之后的免责条款部分乙芯科技。", "甲光通信收购乙芯科技。"},
        {"作价153/17请参阅最后一页的重要声明亿元。", "作价15亿元。"},
        {"[Table_Title]甲光通信收购乙芯科技。", "甲光通信收购乙芯科技。"},
        {"还剩9页未读,继续阅读\n文本内容:\n甲光通信收购乙芯科技。\n获得点赞 0\n",
         "甲光通信收购乙芯科技。"},
    };
    CHECK(state, rows);
}

static void text_that_looks_like_furniture_stays(void **state)
{
    static const row rows[] = {
        {"详见年报第3页。", "详见年报第3页。"},
        {"股东人数的1/3请假。", "股东人数的1/3请假。"},
        {"请务必阅读招股书。", "请务必阅读招股书。"},
    };
    CHECK(state, rows);
}

/* Where lines are not wrapped, what sets each of them in tells that it is a paragraph. */
static void lines_that_are_all_set_in_are_paragraphs(void **state)
{
#define LONG                                                                                                                                     \
    "本次交易完成后各门店照常营业没有新的安排本次交易完成后各门店照常营业没有新的安排本次交易完成" \
    "后各门店照常营业没有新的安排本次交易完成后各门店照常营业没有新的安排本次交易完成后各门店照常" \
    "营业没有新的安排。"
    static const row rows[] = {
        {"　　甲光通信  指  甲光通信股份有限公司\n　　标的公司  指  乙芯科技有限公司\n　　" LONG
         "\n　　收购价款  指  对价\n",
         "甲光通信 指 甲光通信股份有限公司|标的公司 指 乙芯科技有限公司|" LONG "|收购价款 指 对价"},
        {"　　甲光通信拟收\n　　购乙芯科技。\n　　丙医药回购。",
         "甲光通信拟收购乙芯科技。|丙医药回购。"},
    };
#undef LONG
    CHECK(state, rows);
}

static void lines_join_unless_something_new_begins(void **state)
{
    static const row rows[] = {
        {"甲光通信拟收\n购乙芯科技。", "甲光通信拟收购乙芯科技。"},
        {"作价1\n5亿元。", "作价15亿元。"},
        {"800G/\n1.6T光模块。", "800G/1.6T光模块。"},
        {"升级到1.\n6T光模块。", "升级到1.6T光模块。"},
        {"升级到1\n.6T光模块。", "升级到1.6T光模块。"},
        {"收购Inno\nlight公司。", "收购Innolight公司。"},
        {"16、丁测收到问询函。\n17、甲光通信(0039\n79):收购乙芯科技。\n18、丙医药回购。",
         "16、丁测收到问询函。|17、甲光通信(003979):收购乙芯科技。|18、丙医药回购。"},
        {"本报讯(记者 林一)甲光通信拟收\n购乙芯科技。\n丙医药回购。\n丁测拿下订单。\n戊能减产。",
         "本报讯(记者 林一)甲光通信拟收购乙芯科技。|丙医药回购。|丁测拿下订单。|戊能减产。"},
        {"甲光通信收购乙芯科技。价款一\n亿元。\n丙医药回购。\n丁测拿下订单。\n戊能减产。",
         "甲光通信收购乙芯科技。|价款一亿元。|丙医药回购。|丁测拿下订单。|戊能减产。"},
        {"收购Bright\nLight公司。", "收购Bright Light公司。"},
        {"收购乙芯\r\n科技。", "收购乙芯科技。"},
        {"作价如下\n第2页共5页\n三亿元。", "作价如下三亿元。"},
        {"背景介绍\n一、交易概述\n甲光通信收购乙芯科技。\n二、风险\n无。",
         "背景介绍|一、交易概述|甲光通信收购乙芯科技。|二、风险|无。"},
        {"概况\n2.\n1.1技术并购,\n1.6T是方向\n2.\n1.2产能并购,扩产\n3.1市场",
         "概况|2.1.1技术并购,1.6T是方向|2.1.2产能并购,扩产|3.1市场"},
        {"甲光通信2019年年报摘要\n2019-09-16 15:32:16\n甲光通信收购乙芯科技。",
         "甲光通信2019年年报摘要|2019-09-16 15:32:16|甲光通信收购乙芯科技。"},
    };
    CHECK(state, rows);
}

static void widths_and_spaces_are_folded(void **state)
{
    static const row rows[] = {
        {"甲光（３００００１．ＳＺ）以１５％溢价收购：乙芯，作价３亿；",
         "甲光(300001.SZ)以15%溢价收购:乙芯,作价3亿;"},
        {"甲光 以 3 亿元 收购 Bright Light 公司", "甲光 以3亿元 收购Bright Light公司"},
        {"收 购 乙 芯 科 技", "收购乙芯科技"},
        {"以 3 亿 元 收 购 乙 芯", "以3亿元收购乙芯"},
        {"张三 李四", "张三 李四"},
        {"800 G 光模块", "800G光模块"},
        {"收\x1a购乙芯", "收购乙芯"},
    };
    CHECK(state, rows);
}

static void running_heads_go(void **state)
{
    assert_sentences(
        *state,
        "甲光研究 月报\n甲光通信拟收\n\f甲光研究 月报\n购乙芯科技。\n今年\n\f甲光研究 月报\n"
        "再收购丙材料。\n明年\n\f甲光研究 月报\n出售丁器件。",
        "甲光研究 月报甲光通信拟收购乙芯科技。|今年再收购丙材料。|明年出售丁器件。");
}

/* ---- the law: where a page or line ends never matters ------------------- */

static const char *const running_texts[] = {
    "2025年3月,甲光通信(300001.SZ)宣布以15.5亿元现金收购乙芯科技51%股权,后者的800G/"
    "1.6T光模块产能约300万只。"
    "交易完成后,甲光通信将持有乙芯科技100%股权;公司表示,“此举补齐了硅光技术。”业内认为估值合理。",
    "据悉,Bright "
    "Light公司拟作价2.35亿美元将其InP产线出售给丙材料,交易对方为丁资本、戊基金和己实业。"
    "该交易尚需股东大会审议,预计2026年第一季度完成。",
};

static void check_same(fixture *made, const char *expected, const char *text, size_t at,
                       const char *inserted)
{
    char changed[2048];
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)at, text, inserted, text + at);
    assert_sentences(made, changed, expected);
}

static void insert_everywhere(void **state, const char *inserted)
{
    for (size_t i = 0; i < sizeof running_texts / sizeof running_texts[0]; i++) {
        ds_str text = ds_str_from(running_texts[i]);
        char *expected = sentences_of(prepare(*state, text));
        for (size_t at = 1; at < text.len; at++) {
            if (ds_utf8_boundary(text, at)) {
                check_same(*state, expected, text.ptr, at, inserted);
            }
        }
        free(expected);
    }
}

static void a_footer_anywhere_changes_no_sentence(void **state)
{
    insert_everywhere(state, "第8页共17页");
    insert_everywhere(state, "第 12 页 共 17 页");
    insert_everywhere(state, "\n第8页共17页\n");
    insert_everywhere(state, "请务必阅读正文之后的免责条款部分");
}

static void a_line_break_anywhere_changes_no_sentence(void **state)
{
    for (size_t i = 0; i < sizeof running_texts / sizeof running_texts[0]; i++) {
        ds_str text = ds_str_from(running_texts[i]);
        char *expected = sentences_of(prepare(*state, text));
        for (size_t at = 1; at < text.len; at++) {
            if (ds_utf8_boundary(text, at)) {
                check_same(*state, expected, text.ptr, at, "\n");
                check_same(*state, expected, text.ptr, at, "\r\n");
            }
        }
        free(expected);
    }
}

static void full_width_forms_change_no_sentence(void **state)
{
    for (size_t i = 0; i < sizeof running_texts / sizeof running_texts[0]; i++) {
        ds_str text = ds_str_from(running_texts[i]);
        char *expected = sentences_of(prepare(*state, text));
        for (size_t at = 0; at < text.len; at++) {
            unsigned char byte = (unsigned char)text.ptr[at];
            if (byte > 0x20 && byte < 0x7F) {
                char wide[5] = {0};
                ds_utf8_write(byte + 0xFEE0u, wide);
                char changed[2048];
                snprintf(changed, sizeof changed, "%.*s%s%s", (int)at, text.ptr, wide,
                         text.ptr + at + 1);
                assert_sentences(*state, changed, expected);
            }
        }
        free(expected);
    }
}

static void title_is_a_line_that_is_set_off(void **state)
{
    static const row rows[] = {
        {"原标题：甲光通信拟收购乙芯科技    来源：某财经\n甲光通信公告称。",
         "甲光通信拟收购乙芯科技"},
        {"甲光通信拟收购乙芯科技\n\n三月五日,公司公告称,双方已签约,作价三亿元,交易尚需批准。",
         "甲光通信拟收购乙芯科技"},
        {"甲光通信拟收购乙芯科技\n甲光通信公告称,双方已签约,作价三亿元。",
         "甲光通信拟收购乙芯科技"},
        {"甲光通信拟以三亿元\n收购乙芯科技,双方已签约,交易尚需批准。", ""},
        {"甲光通信收购乙芯科技。\n双方已签约。", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const ds_prepared *out = prepare(*state, ds_str_from(rows[i].text));
        ds_str title = ds_str_slice(out->text, out->title.begin, out->title.end);
        char copy[256];
        snprintf(copy, sizeof copy, "%.*s", DS_STR_ARGS(title));
        assert_string_equal(copy, rows[i].sentences);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(furniture_goes_wherever_it_stands),
        cmocka_unit_test(text_that_looks_like_furniture_stays),
        cmocka_unit_test(lines_that_are_all_set_in_are_paragraphs),
        cmocka_unit_test(lines_join_unless_something_new_begins),
        cmocka_unit_test(widths_and_spaces_are_folded),
        cmocka_unit_test(running_heads_go),
        cmocka_unit_test(a_footer_anywhere_changes_no_sentence),
        cmocka_unit_test(a_line_break_anywhere_changes_no_sentence),
        cmocka_unit_test(full_width_forms_change_no_sentence),
        cmocka_unit_test(title_is_a_line_that_is_set_off),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
