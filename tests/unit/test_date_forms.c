/* links: ds_recognise ds_rules ds_text */
/* The forms that dates take, each read alone. */
#include "recognise_fixture.h"

static const ds_recognise_context bare = {.whole = true};
static const ds_recognise_context published = {.published = DS_STR_INIT("2025-05-20"),
                                               .whole = true};

static void days_in_figures_are_read_where_one_order_fits(void **state)
{
    static const reading_row rows[] = {
        {"2025—03—14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025–03–14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025 03 14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025-3-14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025．03．14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"1789-01-29", "1789-01-29 1789-01-29..1789-01-29 explicit day"},
        {"14/03/2025", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"03/14/2025", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"14.3.2025", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"13.5.2015", "2015-05-13 2015-05-13..2015-05-13 explicit day"},
        {"31/12/2024", "2024-12-31 2024-12-31..2024-12-31 explicit day"},
        {"11/11/2024", "2024-11-11 2024-11-11..2024-11-11 explicit day"},
        {"99-12-31", "1999-12-31 1999-12-31..1999-12-31 explicit day"},
        {"05/05/89", "1989-05-05 1989-05-05..1989-05-05 explicit day"},
        {"27-7-3", "2027-07-03 2027-07-03..2027-07-03 explicit day"},
        {"1/2/2020", "unresolved explicit: a date in figures, but not which of them is the day, "
                     "the month, the year"},
        {"25-03-14", "unresolved explicit: a date in figures, but not which of them is the day, "
                     "the month, the year"},
        {"25.3.14", "unresolved explicit: a date in figures, but not which of them is the day, the "
                    "month, the year"},
        {"25/03/14", "unresolved explicit: a date in figures, but not which of them is the day, "
                     "the month, the year"},
        {"32/13/2024", "none: no date"},
        {"2025.3", "2025-03 2025-03-01..2025-03-31 explicit month bare"},
        {"2025-3", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"202503", "2025-03 2025-03-01..2025-03-31 explicit month bare"},
        {"201011", "unresolved explicit: a date in figures, but not which of them is the day, the "
                   "month, the year"},
        {"202513", "none: no date"},
        {"3/14", "2025-03-14 2025-03-14..2025-03-14 published day"},
        {"12/1", "2025-12-01 2025-12-01..2025-12-01 published day"},
        {"03-14", "2025-03-14 2025-03-14..2025-03-14 published day"},
        {"3-14", "none: no date"},
        {"3.14", "none: no date"},
        {"13/14", "none: no date"},
        {"250314", "none: no date"},
        {"2.1.3", "none: no date"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void years_in_every_writing(void **state)
{
    static const reading_row rows[] = {
        {"二O二五年三月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"二0二五年三月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"二OO九年", "2009 2009-01-01..2009-12-31 explicit year"},
        {"二O一O年", "2010 2010-01-01..2010-12-31 explicit year"},
        {"贰零贰伍年叁月壹拾肆日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"两千零二十五年", "2025 2025-01-01..2025-12-31 explicit year"},
        {"九八年", "1998 1998-01-01..1998-12-31 explicit year"},
        {"零八年", "2008 2008-01-01..2008-12-31 explicit year"},
        {"民国元年", "1912 1912-01-01..1912-12-31 explicit year"},
        {"民国廿三年", "1934 1934-01-01..1934-12-31 explicit year"},
        {"中华民国114年", "2025 2025-01-01..2025-12-31 explicit year"},
        {"民国一百一十四年三月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"昭和60年", "1985 1985-01-01..1985-12-31 explicit year"},
        {"平成30年", "2018 2018-01-01..2018-12-31 explicit year"},
        {"令和元年", "2019 2019-01-01..2019-12-31 explicit year"},
        {"公元2025年3月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"1357年6月10日", "1357-06-10 1357-06-10..1357-06-10 explicit day"},
        {"公元前200年", "none: no date"},
        {"三月廿五日", "2025-03-25 2025-03-25..2025-03-25 published day"},
        {"三月卅日", "2025-03-30 2025-03-30..2025-03-30 published day"},
        {"2025年13月", "none: there is no such day or month"},
        {"2025年0月", "none: there is no such day or month"},
        {"2025年2月30日", "none: there is no such day or month"},
        {"13月", "none: there is no such day or month"},
        {"32日", "none: there is no such day or month"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void quarters_and_halves_in_every_writing(void **state)
{
    static const reading_row rows[] = {
        {"2025第四季度", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"2025四季度", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"2025-Q4", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"2025/Q4", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"2025年Q4", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"Q4/2025", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"Q4'25", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"Q4 2025", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"4Q2025", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"25年Q1", "2025-Q1 2025-01-01..2025-03-31 explicit quarter"},
        {"24年4季度", "2024-Q4 2024-10-01..2024-12-31 explicit quarter"},
        {"2025年第3季度", "2025-Q3 2025-07-01..2025-09-30 explicit quarter"},
        {"第四季", "2025-Q4 2025-10-01..2025-12-31 published quarter"},
        {"首季度", "2025-Q1 2025-01-01..2025-03-31 published quarter"},
        {"三季度末", "2025-Q3 2025-09-01..2025-09-30 published quarter"},
        {"二季度初", "2025-Q2 2025-04-01..2025-04-30 published quarter"},
        {"2025年最后一个季度", "2025-Q4 2025-10-01..2025-12-31 explicit quarter"},
        {"2025年一、二季度", "2025-Q1/2025-Q2 2025-01-01..2025-06-30 explicit range"},
        {"2025年第一、二季度", "2025-Q1/2025-Q2 2025-01-01..2025-06-30 explicit range"},
        {"2025年一至三季度", "2025-Q1/2025-Q3 2025-01-01..2025-09-30 explicit range"},
        {"2025年1-3季度", "2025-Q1/2025-Q3 2025-01-01..2025-09-30 explicit range"},
        {"2025年第一至第三季度", "2025-Q1/2025-Q3 2025-01-01..2025-09-30 explicit range"},
        {"三四季度", "2025-Q3/2025-Q4 2025-07-01..2025-12-31 published range"},
        {"一、三季度", "none: no date"},
        {"2025年一季度至三季度", "2025-Q1/2025-Q3 2025-01-01..2025-09-30 explicit range"},
        {"2024Q4-2025Q1", "2024-Q4/2025-Q1 2024-10-01..2025-03-31 explicit range"},
        {"2025年前三季度", "2025-01/2025-09 2025-01-01..2025-09-30 explicit range"},
        {"2025前三季度", "2025-01/2025-09 2025-01-01..2025-09-30 explicit range"},
        {"2025年前9个月", "2025-01/2025-09 2025-01-01..2025-09-30 explicit range"},
        {"首9个月", "2025-01/2025-09 2025-01-01..2025-09-30 published range"},
        {"头三个月", "2025-01/2025-03 2025-01-01..2025-03-31 published range"},
        {"前9个月", "none: no date"},
        {"2025年半年度", "2025-H1 2025-01-01..2025-06-30 explicit half"},
        {"半年度", "2025-H1 2025-01-01..2025-06-30 published half"},
        {"1H2025", "2025-H1 2025-01-01..2025-06-30 explicit half"},
        {"2024年下半年至2025年上半年", "2024-H2/2025-H1 2024-07-01..2025-06-30 explicit range"},
        {"上上季度", "2024-Q4 2024-10-01..2024-12-31 published quarter"},
        {"下季", "2025-Q3 2025-07-01..2025-09-30 published quarter"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void years_and_months_counted_from_the_publication(void **state)
{
    static const reading_row rows[] = {
        {"大后年", "2028 2028-01-01..2028-12-31 published year"},
        {"上一年度", "2024 2024-01-01..2024-12-31 published year"},
        {"下一年", "2026 2026-01-01..2026-12-31 published year"},
        {"下年度", "2026 2026-01-01..2026-12-31 published year"},
        {"年内", "2025 2025-01-01..2025-12-31 published year"},
        {"年初至今", "2025 2025-01-01..2025-12-31 published year"},
        {"今年底", "2025 2025-10-01..2025-12-31 published year"},
        {"去年年中", "2024 2024-05-01..2024-08-31 published year"},
        {"明年年初", "2026 2026-01-01..2026-03-31 published year"},
        {"本年末", "2025 2025-10-01..2025-12-31 published year"},
        {"上上个月", "2025-03 2025-03-01..2025-03-31 published month"},
        {"上上月", "2025-03 2025-03-01..2025-03-31 published month"},
        {"下下个月", "2025-07 2025-07-01..2025-07-31 published month"},
        {"上月份", "2025-04 2025-04-01..2025-04-30 published month"},
        {"上个月14日", "2025-04-14 2025-04-14..2025-04-14 published day"},
        {"月中", "2025-05 2025-05-11..2025-05-20 published month"},
        {"月底", "2025-05 2025-05-21..2025-05-31 published month"},
        {"去年第四季度", "2024-Q4 2024-10-01..2024-12-31 published quarter"},
        {"前年三季度", "2023-Q3 2023-07-01..2023-09-30 published quarter"},
        {"今年以来", "2025 2025-01-01..2025-12-31 published year"},
        {"今年前三个月", "2025-01/2025-03 2025-01-01..2025-03-31 published range"},
        {"今年9月到11月", "2025-09/2025-11 2025-09-01..2025-11-30 published range"},
        {"去年10月至今年2月", "2024-10/2025-02 2024-10-01..2025-02-28 published range"},
        {"去年底至今年初", "2024/2025 2024-10-01..2025-03-31 published range"},
        {"去年12月25日", "2024-12-25 2024-12-25..2024-12-25 published day"},
        {"本月十四日", "2025-05-14 2025-05-14..2025-05-14 published day"},
        {"转年", "unresolved context: a date that counts from another told before"},
        {"同月", "unresolved context: a date that counts from another told before"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void days_counted_from_the_publication(void **state)
{
    static const reading_row rows[] = {
        {"今晨", "2025-05-20 2025-05-20..2025-05-20 published day"},
        {"今早", "2025-05-20 2025-05-20..2025-05-20 published day"},
        {"今晚", "2025-05-20 2025-05-20..2025-05-20 published day"},
        {"今晚8点", "2025-05-20 2025-05-20..2025-05-20 published day"},
        {"今天上午10点", "2025-05-20 2025-05-20..2025-05-20 published day"},
        {"昨夜", "2025-05-19 2025-05-19..2025-05-19 published day"},
        {"昨晚", "2025-05-19 2025-05-19..2025-05-19 published day"},
        {"昨日晚间", "2025-05-19 2025-05-19..2025-05-19 published day"},
        {"昨天下午3点", "2025-05-19 2025-05-19..2025-05-19 published day"},
        {"前天", "2025-05-18 2025-05-18..2025-05-18 published day"},
        {"大前天", "2025-05-17 2025-05-17..2025-05-17 published day"},
        {"明早", "2025-05-21 2025-05-21..2025-05-21 published day"},
        {"明晚", "2025-05-21 2025-05-21..2025-05-21 published day"},
        {"大后天", "2025-05-23 2025-05-23..2025-05-23 published day"},
        {"后日", "2025-05-22 2025-05-22..2025-05-22 published day"},
        {"十四日", "2025-05-14 2025-05-14..2025-05-14 published day"},
        {"十四号", "2025-05-14 2025-05-14..2025-05-14 published day"},
        {"21日", "unresolved published: a date of the year or month of publication or of the one "
                 "beside it"},
        {"三十一号", "unresolved published: a date of the year or month of publication or of the "
                     "one beside it"},
        {"3天", "none: a length of time, not a date"},
        {"十四天", "none: a length of time, not a date"},
        {"上周五晚", "2025-05-16 2025-05-16..2025-05-16 published day"},
        {"下下周日", "2025-06-08 2025-06-08..2025-06-08 published day"},
        {"上上周", "2025-05-05/2025-05-11 2025-05-05..2025-05-11 published week"},
        {"上周五至本周三", "2025-05-16/2025-05-21 2025-05-16..2025-05-21 published range"},
        {"上周三到周五", "2025-05-14/2025-05-16 2025-05-14..2025-05-16 published range"},
        {"本周末", "2025-05-24/2025-05-25 2025-05-24..2025-05-25 published range"},
        {"上周周五", "2025-05-16 2025-05-16..2025-05-16 published day"},
        {"下周周一", "2025-05-26 2025-05-26..2025-05-26 published day"},
        {"下个礼拜一", "2025-05-26 2025-05-26..2025-05-26 published day"},
        {"这礼拜三", "2025-05-21 2025-05-21..2025-05-21 published day"},
        {"上上星期五", "2025-05-09 2025-05-09..2025-05-09 published day"},
        {"目前", "none: a time that no date can be told of"},
        {"月内", "none: a time that no date can be told of"},
        {"今后三年", "none: a length of time, not a date"},
        {"当日", "none: a day counted from one told before"},
        {"当晚", "none: a day counted from one told before"},
        {"期末", "none: a day counted from one told before"},
        {"报告期末", "none: a day counted from one told before"},
        {"近几日", "none: a length of time, not a date"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void ranges_of_days_months_and_years(void **state)
{
    static const reading_row rows[] = {
        {"2007年与2009年间", "2007/2009 2007-01-01..2009-12-31 explicit range"},
        {"在2007年与2009年之间", "2007/2009 2007-01-01..2009-12-31 explicit range"},
        {"2007年至2009年期间", "2007/2009 2007-01-01..2009-12-31 explicit range"},
        {"2007年与2009年", "none: more text behind the expression"},
        {"自2024年起至2026年止", "2024/2026 2024-01-01..2026-12-31 explicit range"},
        {"二零一七到二零一八年", "2017/2018 2017-01-01..2018-12-31 explicit range"},
        {"2024-2026", "2024/2026 2024-01-01..2026-12-31 explicit range bare"},
        {"2024.12-2025.2", "2024-12/2025-02 2024-12-01..2025-02-28 explicit range bare"},
        {"2024.01-2024.12", "2024-01/2024-12 2024-01-01..2024-12-31 explicit range bare"},
        {"2024/12-2025/02", "2024-12/2025-02 2024-12-01..2025-02-28 explicit range"},
        {"2024-12至2025-02", "2024-12/2025-02 2024-12-01..2025-02-28 explicit range"},
        {"2024年12月至次年2月", "2024-12/2025-02 2024-12-01..2025-02-28 explicit range"},
        {"2024年12月至翌年2月", "2024-12/2025-02 2024-12-01..2025-02-28 explicit range"},
        {"3、4月", "2025-03/2025-04 2025-03-01..2025-04-30 published range"},
        {"3、5月", "none: no date"},
        {"三四月", "2025-03/2025-04 2025-03-01..2025-04-30 published range"},
        {"三四月份", "2025-03/2025-04 2025-03-01..2025-04-30 published range"},
        {"三月到五月", "2025-03/2025-05 2025-03-01..2025-05-31 published range"},
        {"2025年3月14、15日", "2025-03-14/2025-03-15 2025-03-14..2025-03-15 explicit range"},
        {"2025年3月14-20日", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 explicit range"},
        {"三月十四日至二十日", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 published range"},
        {"2025.3.14-3.20", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 explicit range"},
        {"2025.03.14-03.20", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 explicit range"},
        {"2025/3/14-2025/3/20", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 explicit range"},
        {"20250314-20250320", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 explicit range bare"},
        {"2025-03-14~2025-03-20", "2025-03-14/2025-03-20 2025-03-14..2025-03-20 explicit range"},
        {"2025年3月14日至本月底", "2025-03-14/2025-05 2025-03-14..2025-05-31 published range"},
        {"3月20日至3月14日", "none: more text behind the expression"},
        {"2025E-2027E", "2025/2027 2025-01-01..2027-12-31 explicit range bare"},
        {"2025年5月初至中旬", "2025-05-01/2025-05-20 2025-05-01..2025-05-20 explicit range"},
        {"5月上中旬", "2025-05 2025-05-01..2025-05-20 published month"},
        {"5月中下旬", "2025-05 2025-05-11..2025-05-31 published month"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void marks_labels_and_hours_around_a_date(void **state)
{
    static const reading_row rows[] = {
        {"（2025年3月14日）", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"【2025-03-14】", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"“2025年3月”", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2025年3月14日。", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"日期：2025-03-14", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"公告日：2025年3月14日", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"发布时间：2025-03-14 08:30", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"预计2025年底", "2025 2025-10-01..2025-12-31 explicit year"},
        {"截至2025年3月底", "2025-03 2025-03-21..2025-03-31 explicit month"},
        {"直到2020年", "2020 2020-01-01..2020-12-31 explicit year"},
        {"2025年3月14日讯", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"3月14日消息", "2025-03-14 2025-03-14..2025-03-14 published day"},
        {"2025E", "2025 2025-01-01..2025-12-31 explicit year bare"},
        {"2025年（E）", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2025年(预测)", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2025年伊始", "2025 2025-01-01..2025-03-31 explicit year"},
        {"2025年开年", "2025 2025-01-01..2025-03-31 explicit year"},
        {"2025年内", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2024年间", "2024 2024-01-01..2024-12-31 explicit year"},
        {"2025年3月14日上午9点到11点", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日 9:30-11:30", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日9时至10时", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日盘后", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"3/14晚间", "2025-03-14 2025-03-14..2025-03-14 published day"},
        {"3月14日(周五)", "2025-03-14 2025-03-14..2025-03-14 published day"},
        {"12月25日（周四）", "2025-12-25 2025-12-25..2025-12-25 published day"},
        {"2025年3月14日公告", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void what_is_around_a_date_is_none(void **state)
{
    static const reading_row rows[] = {
        {"2024年起", "none: a time before, behind or around a date"},
        {"2024年以来", "none: a time before, behind or around a date"},
        {"2024年以后", "none: a time before, behind or around a date"},
        {"2024年底之前", "none: a time before, behind or around a date"},
        {"2024年前后", "none: a time before, behind or around a date"},
        {"自2025年3月14日起", "none: a time before, behind or around a date"},
        {"2025年3月14日左右", "none: a time before, behind or around a date"},
        {"约2025年", "none: a time before, behind or around a date"},
        {"大约2025年3月", "none: a time before, behind or around a date"},
        {"3天前", "none: a length of time, not a date"},
        {"三年后", "none: a length of time, not a date"},
        {"近三年", "none: a length of time, not a date"},
        {"未来五年", "none: a length of time, not a date"},
        {"三个月", "none: a length of time, not a date"},
        {"2025年春", "none: a season, which has no first and last day"},
        {"2010年代", "none: a decade or century"},
        {"2025年春节", "none: a day of the lunar calendar"},
        {"2025财年", "none: a fiscal year, which may begin on any day"},
        {"5月第一周", "none: more text behind the expression"},
        {"2025年第10周", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void feasts_on_a_day_of_every_year(void **state)
{
    static const reading_row rows[] = {
        {"五一劳动节", "2025-05-01 2025-05-01..2025-05-01 published day"},
        {"国庆节", "2025-10-01 2025-10-01..2025-10-01 published day"},
        {"2024年圣诞节", "2024-12-25 2024-12-25..2024-12-25 explicit day"},
        {"六一儿童节", "2025-06-01 2025-06-01..2025-06-01 published day"},
        {"2025年元旦", "2025-01-01 2025-01-01..2025-01-01 explicit day"},
        {"五一", "none: a holiday or weekend, which may be one day or several"},
        {"双十一", "none: a holiday or weekend, which may be one day or several"},
        {"中秋节", "none: a day of the lunar calendar"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &published);
}

static void without_a_day_of_publication_nothing_is_guessed(void **state)
{
    static const reading_row rows[] = {
        {"今晚", "unresolved published: a date that counts from the day of publication, which is "
                 "not known"},
        {"3/14", "unresolved context"},
        {"上个季度", "unresolved published: a date that counts from the day of publication, which "
                     "is not known"},
        {"年内", "unresolved published: a date that counts from the day of publication, which is "
                 "not known"},
        {"首9个月", "unresolved context"},
        {"年底", "unresolved context"},
        {"一季度", "unresolved context"},
        {"三季度末", "unresolved context"},
        {"十四日", "unresolved context"},
        {"今年3月至5月", "unresolved published: a date that counts from the day of publication, "
                         "which is not known"},
        {"五一劳动节", "unresolved context"},
        {"同年3月", "unresolved context: a date that counts from another told before"},
        {"2025年3月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2024年12月至次年2月", "2024-12/2025-02 2024-12-01..2025-02-28 explicit range"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_in_figures_are_read_where_one_order_fits),
        cmocka_unit_test(years_in_every_writing),
        cmocka_unit_test(quarters_and_halves_in_every_writing),
        cmocka_unit_test(years_and_months_counted_from_the_publication),
        cmocka_unit_test(days_counted_from_the_publication),
        cmocka_unit_test(ranges_of_days_months_and_years),
        cmocka_unit_test(marks_labels_and_hours_around_a_date),
        cmocka_unit_test(what_is_around_a_date_is_none),
        cmocka_unit_test(feasts_on_a_day_of_every_year),
        cmocka_unit_test(without_a_day_of_publication_nothing_is_guessed),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
