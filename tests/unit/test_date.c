/* links: ds_recognise ds_rules ds_text */
#include "recognise_fixture.h"

#include "extract/recognise/calendar.h"

static const ds_recognise_context nothing;
/* A Wednesday. */
static const ds_recognise_context published = {.published = DS_STR_INIT("2017-03-22")};
static const ds_recognise_context carried = {.year = 2018, .month = 9};

static void full_dates_are_explicit(void **state)
{
    static const reading_row rows[] = {
        {"2025年3月14日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025 年 3 月 14 日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14号", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"２０２５年３月１４日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"二〇二五年三月十四日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"二零二五年三月十四日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"二〇二五年十二月三十一日", "2025-12-31 2025-12-31..2025-12-31 explicit day"},
        {"两千零四年八月十五日", "2004-08-15 2004-08-15..2004-08-15 explicit day"},
        {"25年3月14日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025-03-14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025/3/14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025.03.14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025.3.4", "2025-03-04 2025-03-04..2025-03-04 explicit day"},
        {"20250314", "2025-03-14 2025-03-14..2025-03-14 explicit day bare"},
        {"2020年2月29日", "2020-02-29 2020-02-29..2020-02-29 explicit day"},
        {"民国三年", "1914 1914-01-01..1914-12-31 explicit year"},
        {"民国114年3月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2019年2月29日", NULL},
        {"2025年13月", NULL},
        {"2025-13-01", NULL},
        {"2025-02-30", NULL},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &nothing);
}

static void periods_have_their_bounds(void **state)
{
    static const reading_row rows[] = {
        {"2025年", "2025 2025-01-01..2025-12-31 explicit year"},
        {"二〇二五年", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2025年3月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2025年3月份", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2024年2月", "2024-02 2024-02-01..2024-02-29 explicit month"},
        {"二〇二五年三月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"16年10月", "2016-10 2016-10-01..2016-10-31 explicit month"},
        {"98年10月", "1998-10 1998-10-01..1998-10-31 explicit month"},
        {"08年", "2008 2008-01-01..2008-12-31 explicit year"},
        {"2025-03", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2025/3", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2019.12", "2019-12 2019-12-01..2019-12-31 explicit month bare"},
        {"2025年一季度", "2025-Q1 2025-01-01..2025-03-31 explicit quarter"},
        {"2025年第三季度", "2025-Q3 2025-07-01..2025-09-30 explicit quarter"},
        {"2025年第3季度", "2025-Q3 2025-07-01..2025-09-30 explicit quarter"},
        {"2025年三季度末", "2025-Q3 2025-09-01..2025-09-30 explicit quarter"},
        {"2025年Q2", "2025-Q2 2025-04-01..2025-06-30 explicit quarter"},
        {"2025Q2", "2025-Q2 2025-04-01..2025-06-30 explicit quarter"},
        {"25Q2", "2025-Q2 2025-04-01..2025-06-30 explicit quarter"},
        {"2Q25", "2025-Q2 2025-04-01..2025-06-30 explicit quarter"},
        {"Q2 2025", "2025-Q2 2025-04-01..2025-06-30 explicit quarter"},
        {"2025年前三季度", "2025-01/2025-09 2025-01-01..2025-09-30 explicit range"},
        {"2025年上半年", "2025-H1 2025-01-01..2025-06-30 explicit half"},
        {"2025年下半年", "2025-H2 2025-07-01..2025-12-31 explicit half"},
        {"2025H1", "2025-H1 2025-01-01..2025-06-30 explicit half"},
        {"1H25", "2025-H1 2025-01-01..2025-06-30 explicit half"},
        {"2025年初", "2025 2025-01-01..2025-03-31 explicit year"},
        {"2025年年初", "2025 2025-01-01..2025-03-31 explicit year"},
        {"2025年年中", "2025 2025-05-01..2025-08-31 explicit year"},
        {"2025年底", "2025 2025-10-01..2025-12-31 explicit year"},
        {"2025年年底", "2025 2025-10-01..2025-12-31 explicit year"},
        {"2025年末", "2025 2025-10-01..2025-12-31 explicit year"},
        {"2025年7月上旬", "2025-07 2025-07-01..2025-07-10 explicit month"},
        {"2025年7月中旬", "2025-07 2025-07-11..2025-07-20 explicit month"},
        {"2025年7月下旬", "2025-07 2025-07-21..2025-07-31 explicit month"},
        {"2025年7月底", "2025-07 2025-07-21..2025-07-31 explicit month"},
        {"2025年7月初", "2025-07 2025-07-01..2025-07-10 explicit month"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &nothing);
}

static void ranges_lend_year_and_month(void **state)
{
    static const reading_row rows[] = {
        {"2017-2018年", "2017/2018 2017-01-01..2018-12-31 explicit range"},
        {"2017~2018年", "2017/2018 2017-01-01..2018-12-31 explicit range"},
        {"2015年至2017年", "2015/2017 2015-01-01..2017-12-31 explicit range"},
        {"2015年到2017年", "2015/2017 2015-01-01..2017-12-31 explicit range"},
        {"二零一六年至二零一八年", "2016/2018 2016-01-01..2018-12-31 explicit range"},
        {"17-18年", "2017/2018 2017-01-01..2018-12-31 explicit range"},
        {"2015年3月至5月", "2015-03/2015-05 2015-03-01..2015-05-31 explicit range"},
        {"2015年3-5月", "2015-03/2015-05 2015-03-01..2015-05-31 explicit range"},
        {"2019年10月28日至11月22日", "2019-10-28/2019-11-22 2019-10-28..2019-11-22 explicit range"},
        {"2016年2月22日至23日", "2016-02-22/2016-02-23 2016-02-22..2016-02-23 explicit range"},
        {"2016年2月22-23日", "2016-02-22/2016-02-23 2016-02-22..2016-02-23 explicit range"},
        {"2018年1月13日至2018年2月7日",
         "2018-01-13/2018-02-07 2018-01-13..2018-02-07 explicit range"},
        {"2018/1/10-2018/7/10", "2018-01-10/2018-07-10 2018-01-10..2018-07-10 explicit range"},
        {"2018年Q1-Q3", "2018-Q1/2018-Q3 2018-01-01..2018-09-30 explicit range"},
        {"2016年一月十日到十二日", "2016-01-10/2016-01-12 2016-01-10..2016-01-12 explicit range"},
        {"2016-2018", "2016/2018 2016-01-01..2018-12-31 explicit range bare"},
        {"2016到2018", "2016/2018 2016-01-01..2018-12-31 explicit range bare"},
        {"2018年至2017年", NULL},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &nothing);
}

static void relative_dates_need_the_day_of_publication(void **state)
{
    static const reading_row known[] = {
        {"今年", "2017 2017-01-01..2017-12-31 published year"},
        {"去年", "2016 2016-01-01..2016-12-31 published year"},
        {"前年", "2015 2015-01-01..2015-12-31 published year"},
        {"明年", "2018 2018-01-01..2018-12-31 published year"},
        {"本年度", "2017 2017-01-01..2017-12-31 published year"},
        {"今年7月", "2017-07 2017-07-01..2017-07-31 published month"},
        {"今年7月下旬", "2017-07 2017-07-21..2017-07-31 published month"},
        {"去年12月25日", "2016-12-25 2016-12-25..2016-12-25 published day"},
        {"去年底", "2016 2016-10-01..2016-12-31 published year"},
        {"今年年初", "2017 2017-01-01..2017-03-31 published year"},
        {"今年上半年", "2017-H1 2017-01-01..2017-06-30 published half"},
        {"去年三季度", "2016-Q3 2016-07-01..2016-09-30 published quarter"},
        {"本月", "2017-03 2017-03-01..2017-03-31 published month"},
        {"上月", "2017-02 2017-02-01..2017-02-28 published month"},
        {"上个月", "2017-02 2017-02-01..2017-02-28 published month"},
        {"下个月", "2017-04 2017-04-01..2017-04-30 published month"},
        {"本月10日", "2017-03-10 2017-03-10..2017-03-10 published day"},
        {"上月底", "2017-02 2017-02-21..2017-02-28 published month"},
        {"今日", "2017-03-22 2017-03-22..2017-03-22 published day"},
        {"昨日", "2017-03-21 2017-03-21..2017-03-21 published day"},
        {"昨天", "2017-03-21 2017-03-21..2017-03-21 published day"},
        {"前天", "2017-03-20 2017-03-20..2017-03-20 published day"},
        {"明天", "2017-03-23 2017-03-23..2017-03-23 published day"},
        {"本周三", "2017-03-22 2017-03-22..2017-03-22 published day"},
        {"本周五", "2017-03-24 2017-03-24..2017-03-24 published day"},
        {"上周五", "2017-03-17 2017-03-17..2017-03-17 published day"},
        {"上周日", "2017-03-19 2017-03-19..2017-03-19 published day"},
        {"周一", "2017-03-20 2017-03-20..2017-03-20 published day"},
        {"星期五", "2017-03-17 2017-03-17..2017-03-17 published day"},
        {"上周", "2017-03-13/2017-03-19 2017-03-13..2017-03-19 published week"},
        {"本周", "2017-03-20/2017-03-26 2017-03-20..2017-03-26 published week"},
        {"近日", "unresolved explicit: a time that no date can be told of"},
        {"日前", "unresolved explicit: a time that no date can be told of"},
    };
    static const reading_row unknown[] = {
        {"今年", "unresolved published: a date that counts from the day of publication, which is "
                 "not known"},
        {"去年12月25日", "unresolved published: a date that counts from the day of publication, "
                         "which is not known"},
        {"上月", "unresolved published: a date that counts from the day of publication, which is "
                 "not known"},
        {"昨日", "unresolved published: a date that counts from the day of publication, which is "
                 "not known"},
        {"本周三", "unresolved published: a date that counts from the day of publication, which is "
                   "not known"},
        {"今年7月下旬", "unresolved published: a date that counts from the day of publication, "
                        "which is not known"},
    };
    check_rows(*state, DS_ENTITY_DATE, known, N_ROWS(known), &published);
    check_rows(*state, DS_ENTITY_DATE, unknown, N_ROWS(unknown), &nothing);
}

static void what_has_no_year_takes_it_from_the_text_before(void **state)
{
    static const reading_row known[] = {
        {"5月3日", "2018-05-03 2018-05-03..2018-05-03 context day"},
        {"五月三日", "2018-05-03 2018-05-03..2018-05-03 context day"},
        {"5月", "2018-05 2018-05-01..2018-05-31 context month"},
        {"5月底", "2018-05 2018-05-21..2018-05-31 context month"},
        {"3日", "2018-09-03 2018-09-03..2018-09-03 context day"},
        {"一季度", "2018-Q1 2018-01-01..2018-03-31 context quarter"},
        {"Q4", "2018-Q4 2018-10-01..2018-12-31 context quarter"},
        {"上半年", "2018-H1 2018-01-01..2018-06-30 context half"},
        {"年底", "2018 2018-10-01..2018-12-31 context year"},
        {"月底", "2018-09 2018-09-21..2018-09-30 context month"},
        {"同年", "2018 2018-01-01..2018-12-31 context year"},
        {"同年12月16日", "2018-12-16 2018-12-16..2018-12-16 context day"},
        {"次年3月", "2019-03 2019-03-01..2019-03-31 context month"},
        {"当月", "2018-09 2018-09-01..2018-09-30 context month"},
        {"次月", "2018-10 2018-10-01..2018-10-31 context month"},
        {"6月1日-6月30日", "2018-06-01/2018-06-30 2018-06-01..2018-06-30 context range"},
        {"3-5月", "2018-03/2018-05 2018-03-01..2018-05-31 context range"},
    };
    static const reading_row unknown[] = {
        {"5月3日", "unresolved context"},
        {"5月", "unresolved context"},
        {"3日", "unresolved context"},
        {"一季度", "unresolved context"},
        {"同年", "unresolved context: a date that counts from another told before"},
        {"年底", "unresolved context"},
        {"6月1日-6月30日", "unresolved context"},
    };
    check_rows(*state, DS_ENTITY_DATE, known, N_ROWS(known), &carried);
    check_rows(*state, DS_ENTITY_DATE, unknown, N_ROWS(unknown), &nothing);
}

static void a_month_and_day_take_the_year_of_publication(void **state)
{
    static const reading_row rows[] = {
        {"5月3日", "2017-05-03 2017-05-03..2017-05-03 published day"},
        {"一季度", "2017-Q1 2017-01-01..2017-03-31 published quarter"},
        {"下半年", "2017-H2 2017-07-01..2017-12-31 published half"},
        {"年底", "2017 2017-10-01..2017-12-31 published year"},
        {"月底", "2017-03 2017-03-21..2017-03-31 published month"},
        {"20日", "2017-03-20 2017-03-20..2017-03-20 published day"},
        {"1月3日至5日", "2017-01-03/2017-01-05 2017-01-03..2017-01-05 published range"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

/* December seen from March, a day to come or of last month: two are as likely. */
static void a_choice_of_two_years_or_months_stays_open(void **state)
{
    static const reading_row rows[] = {
        {"12月25日", "unresolved published: a date of the year or month of publication or of the "
                     "one beside it"},
        {"29日", "unresolved published: a date of the year or month of publication or of the one "
                 "beside it"},
        {"2月29日", "unresolved published: a date of the year or month of publication or of the "
                    "one beside it"},
        {"2月30日", NULL},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

/* The year that the text told counts first; one taken from the publication is
 * not told on. */
static void the_text_lends_its_year_before_the_publication(void **state)
{
    static const reading_row rows[] = {
        {"2015年签约,5月3日完成", "date:2015年:2015 2015-01-01..2015-12-31 explicit year; "
                                  "date:5月3日:2015-05-03 2015-05-03..2015-05-03 context day"},
        {"5月3日签约,10日完成", "date:5月3日:2017-05-03 2017-05-03..2017-05-03 published day; "
                                "date:10日:2017-05-10 2017-05-10..2017-05-10 published day"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &published);
}

static void a_year_that_cells_are_glued_to_is_read(void **state)
{
    static const reading_row rows[] = {
        {"金额(万元)12016年5月甲公司",
         "date:2016年5月:2016-05 2016-05-01..2016-05-31 explicit month"},
        {"70%850022017年11月8日甲公司",
         "stake:70%:70 exact; date:2017年11月8日:2017-11-08 2017-11-08..2017-11-08 explicit day"},
        {"型号12345六月", ""},                          /* behind any other number nothing begins */
        {"12016年乙公司", ""},                          /* no month: any number of years */
        {"851850年5月", "date:5月:unresolved context"}, /* no year of our time */
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void years_in_digits_need_a_word_behind(void **state)
{
    static const reading_row rows[] = {
        {"1999收购甲公司2004并购乙公司",
         "date:1999:1999 1999-01-01..1999-12-31 explicit year bare; "
         "date:2004:2004 2004-01-01..2004-12-31 explicit year bare"},
        {"2011Alpha并购Beta", "date:2011:2011 2011-01-01..2011-12-31 explicit year bare"},
        {"2009、2010和2011年", "date:2009:2009 2009-01-01..2009-12-31 explicit year bare; "
                               "date:2010:2010 2010-01-01..2010-12-31 explicit year bare; "
                               "date:2011年:2011 2011-01-01..2011-12-31 explicit year"},
        {"2000家", "count:2000家:2000"},
        {"型号2015", ""},
        {"1850收购", ""},
        {"2100收购", ""},
        {"12015收购", ""},
        {"20155收购", ""},
        {"2015%", ""},
        {"2015.6亿吨", ""},
        {"2019版", ""},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void sentences_carry_the_year_on(void **state)
{
    static const reading_row rows[] = {
        {"2018年5月公告，7月3日完成",
         "date:2018年5月:2018-05 2018-05-01..2018-05-31 explicit month; "
         "date:7月3日:2018-07-03 2018-07-03..2018-07-03 context day"},
        {"2016年5月8日签约，12日过户",
         "date:2016年5月8日:2016-05-08 2016-05-08..2016-05-08 explicit day; "
         "date:12日:2016-05-12 2016-05-12..2016-05-12 context day"},
        {"2016年收购甲公司，次年收购乙公司",
         "date:2016年:2016 2016-01-01..2016-12-31 explicit year; "
         "date:次年:2017 2017-01-01..2017-12-31 context year"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
    fixture *fix = *state;
    ds_recognise_context context = {0};
    const ds_entity *entities;
    size_t n;
    ds_arena_reset(fix->arena);
    assert_int_equal(ds_recogniser_find(fix->recogniser, DS_STR("2018年5月3日公告"), &context,
                                        fix->arena, &entities, &n),
                     DS_OK);
    assert_int_equal(context.year, 2018);
    assert_int_equal(context.month, 5);
    assert_int_equal(ds_recogniser_find(fix->recogniser, DS_STR("2016收购甲公司"), &context,
                                        fix->arena, &entities, &n),
                     DS_OK);
    assert_int_equal(context.year, 2018); /* a guess is not carried */
}

static void evening_and_announcement_stay_outside(void **state)
{
    static const reading_row rows[] = {
        {"2025年3月14日晚间公告",
         "date:2025年3月14日:2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"截至2025年3月14日", "date:2025年3月14日:2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年以来", "date:2025年:2025 2025-01-01..2025-12-31 explicit year"},
        {"2018年初步估计", "date:2018年:2018 2018-01-01..2018-12-31 explicit year"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void lengths_of_time_and_look_alikes_are_no_dates(void **state)
{
    static const reading_row rows[] = {
        {"1-2家", NULL},        {"5-8个百分点", NULL}, {"4/5G", NULL},
        {"3个月", NULL},        {"近三年", NULL},      {"20年以来", NULL},
        {"600000.SH", NULL},    {"1.6T", NULL},        {"13800138000", NULL},
        {"30日内", NULL},       {"第3页", NULL},       {"2000家", NULL},
        {"最近一次年报", NULL}, {"0月", NULL},         {"32日", NULL},
        {"日元", NULL},         {"月薪", NULL},        {"", NULL},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &carried);
}

static void days_and_numbers_agree(void **state)
{
    (void)state;
    ds_day start = {1970, 1, 1};
    assert_int_equal(ds_day_number(start), 0);
    assert_int_equal(ds_day_weekday(start), 4);
    for (long number = -200000; number < 200000; number += 37) {
        ds_day day = ds_day_from(number);
        char text[11];
        ds_day back;
        assert_true(ds_day_valid(day));
        assert_int_equal(ds_day_number(day), number);
        ds_day_write(day, text);
        assert_true(ds_day_parse(ds_str_from(text), &back));
        assert_int_equal(ds_day_number(back), number);
    }
    static const char *const wrong[] = {"2025-02-29", "2025-1-1",   "2025-13-01", "2025/01/01",
                                        "0000-01-01", "2025-01-00", "x025-01-01", ""};
    for (size_t i = 0; i < N_ROWS(wrong); i++) {
        ds_day day;
        assert_false(ds_day_parse(ds_str_from(wrong[i]), &day));
    }
}

static void every_day_written_in_chinese_is_read_back(void **state)
{
    fixture *fix = *state;
    for (long number = 0; number < 30000; number += 11) {
        ds_day day = ds_day_from(number);
        char text[64];
        char expected[11];
        snprintf(text, sizeof text, "%d年%d月%d日", day.year, day.month, day.day);
        ds_day_write(day, expected);
        ds_entity entity;
        const char *reason;
        assert_int_equal(ds_recogniser_normalise(fix->recogniser, DS_ENTITY_DATE, ds_str_from(text),
                                                 &nothing, &entity, &reason),
                         DS_OK);
        assert_string_equal(entity.date.text, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_dates_are_explicit),
        cmocka_unit_test(periods_have_their_bounds),
        cmocka_unit_test(ranges_lend_year_and_month),
        cmocka_unit_test(relative_dates_need_the_day_of_publication),
        cmocka_unit_test(what_has_no_year_takes_it_from_the_text_before),
        cmocka_unit_test(a_month_and_day_take_the_year_of_publication),
        cmocka_unit_test(a_choice_of_two_years_or_months_stays_open),
        cmocka_unit_test(the_text_lends_its_year_before_the_publication),
        cmocka_unit_test(a_year_that_cells_are_glued_to_is_read),
        cmocka_unit_test(years_in_digits_need_a_word_behind),
        cmocka_unit_test(sentences_carry_the_year_on),
        cmocka_unit_test(evening_and_announcement_stay_outside),
        cmocka_unit_test(lengths_of_time_and_look_alikes_are_no_dates),
        cmocka_unit_test(days_and_numbers_agree),
        cmocka_unit_test(every_day_written_in_chinese_is_read_back),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
