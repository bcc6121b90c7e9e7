/* links: ds_recognise ds_rules ds_text */
/* A text that is one expression and nothing else: the words around the value
 * are read, too, and what is none says why. */
#include "recognise_fixture.h"

static const ds_recognise_context whole = {.published = DS_STR_INIT("2025-05-20"), .whole = true};
static const ds_recognise_context sentence;

static void amounts_need_no_sentence_around_them(void **state)
{
    static const reading_row rows[] = {
        {"3亿", "300000000 CNY exact bare"},
        {"两千万", "20000000 CNY exact bare"},
        {"二百余万", "2000000 2000000.. CNY over bare"},
        {"五千多万", "50000000 50000000.. CNY over bare"},
        {"数十亿", " 1000000000..10000000000 CNY vague bare"},
        {"百亿元", "10000000000 CNY vague"},
        {"千亿", "100000000000 CNY vague bare"},
        {"百亿级", "10000000000 CNY vague bare"},
        {"百亿元级", "10000000000 CNY vague"},
        {"3亿元级别", "300000000 CNY vague"},
        {"3个亿", "300000000 CNY exact bare"},
        {"一个多亿", "100000000 100000000.. CNY over bare"},
        {"3万5", "35000 CNY exact bare"},
        {"三万五", "35000 CNY exact bare"},
        {"三千5百万", "none: no amount of money"},
        {"3千5百万", "35000000 CNY exact bare"},
        {"1.5w", "15000 CNY exact bare"},
        {"1.5w元", "15000 CNY exact"},
        {"15k", "15000 CNY exact bare"},
        {"$35m", "35000000 USD exact"},
        {"EUR350m", "350000000 EUR exact"},
        {"三块五", "3.5 CNY exact"},
        {"三块五毛", "3.5 CNY exact"},
        {"3元5角2分", "3.52 CNY exact"},
        {"5毛", "0.5 CNY exact"},
        {"五分钱", "0.05 CNY exact"},
        {"2美分", "0.02 USD exact"},
        {"10日元5銭", "10.05 JPY exact"},
        {"两美元又三美分", "2.03 USD exact"},
        {"500亿円", "50000000000 JPY exact"},
        {"估值30亿美元", "3000000000 USD exact"},
        {"交易作价：3亿元", "300000000 CNY exact"},
        {"每股12.5元", "12.5 CNY exact each"},
        {"上限3亿元", "300000000 ..300000000 CNY at_most"},
        {"合计5亿元", "500000000 CNY exact total"},
        {"现金2亿元及股份3亿元", "500000000 CNY exact total"},
        {"2亿元现金和3亿元股份", "500000000 CNY exact total"},
        {"现金2亿元、股份3亿元,合计5亿元", "500000000 CNY exact total"},
        {"现金2亿元、股份3亿元,合计6亿元", "none: the parts do not add up to the total"},
        {"5亿元,其中现金2亿元及股份3亿元", "500000000 CNY exact"},
        {"5亿元(其中现金2亿元及股份3亿元)", "500000000 CNY exact"},
        {"6亿元(其中现金2亿元及股份3亿元)", "none: the parts do not add up to the total"},
        {"现金2亿美元及股份3亿元", "none: more text behind the expression"},
        {"3.5亿美元(约合人民币25亿元)", "350000000 USD exact"},
        {"3亿(美元)", "300000000 USD exact"},
        {"3亿元(含税)", "300000000 CNY exact"},
        {"3亿美元(港元)", "none: more text behind the expression"},
        {"3亿元(甲)", "none: more text behind the expression"},
        {"3.5", "none: a number without a currency or a scale"},
        {"1,000,000", "none: a number without a currency or a scale"},
        {"亿元", "none: a unit without a number"},
        {"-3亿元", "none: a negative number"},
        {"负3亿元", "none: a negative number"},
        {"35m", "none: no amount of money"},
        {"3亿家", "none: more text behind the expression"},
        {"3亿元收购", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &whole);
}

static void dates_stand_with_their_time_and_weekday(void **state)
{
    static const reading_row rows[] = {
        {"2025", "2025 2025-01-01..2025-12-31 explicit year bare"},
        {"2025年度", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2025年全年", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2025年中", "2025 2025-05-01..2025-08-31 explicit year"},
        {"2025年3月中", "2025-03 2025-03-11..2025-03-20 explicit month"},
        {"今年前5个月", "2025-01/2025-05 2025-01-01..2025-05-31 published range"},
        {"2024年前三月", "2024-01/2024-03 2024-01-01..2024-03-31 explicit range"},
        {"2021年前两个季度", "2021-01/2021-06 2021-01-01..2021-06-30 explicit range"},
        {"2025年首季", "2025-Q1 2025-01-01..2025-03-31 explicit quarter"},
        {"本季度", "2025-Q2 2025-04-01..2025-06-30 published quarter"},
        {"上个季度", "2025-Q1 2025-01-01..2025-03-31 published quarter"},
        {"下季度末", "2025-Q3 2025-09-01..2025-09-30 published quarter"},
        {"3月上半月", "2025-03 2025-03-01..2025-03-15 published month"},
        {"上半月", "2025-05 2025-05-01..2025-05-15 published month"},
        {"上周末", "2025-05-17/2025-05-18 2025-05-17..2025-05-18 published range"},
        {"截至2025年3月", "2025-03 2025-03-01..2025-03-31 explicit month"},
        {"2025年元旦", "2025-01-01 2025-01-01..2025-01-01 explicit day"},
        {"国庆节", "2025-10-01 2025-10-01..2025-10-01 published day"},
        {"3月14日晚间", "2025-03-14 2025-03-14..2025-03-14 published day"},
        {"2025年3月14日上午10时30分", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日 10:30", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025-03-14T10:30:00Z", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日（周五）", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日星期五", "2025-03-14 2025-03-14..2025-03-14 explicit day"},
        {"2025年3月14日（周一）", "none: the weekday is not that of the day"},
        {"公元2025年", "2025 2025-01-01..2025-12-31 explicit year"},
        {"2025年3月底前", "none: a time before, behind or around a date"},
        {"2025年春节", "none: a day of the lunar calendar"},
        {"2025年国庆", "none: a holiday or weekend, which may be one day or several"},
        {"2025财年", "none: a fiscal year, which may begin on any day"},
        {"90年代", "none: a decade or century"},
        {"过去三年", "none: a length of time, not a date"},
        {"三年前", "none: a length of time, not a date"},
        {"同日", "none: a day counted from one told before"},
        {"去年同期", "none: a time that no date can be told of"},
        {"同年", "unresolved context: a date that counts from another told before"},
        {"近日", "unresolved explicit: a time that no date can be told of"},
        {"2025年2月30日", "none: there is no such day or month"},
        {"12月25日", "2025-12-25 2025-12-25..2025-12-25 published day"},
        {"1-2家", "none: no date"},
        {"5-8个百分点", "none: no date"},
        {"4/5G", "none: no date"},
        {"并购重组后年营收", "none: no date"},
        {"最近一次年报", "none: no date"},
    };
    check_rows(*state, DS_ENTITY_DATE, rows, N_ROWS(rows), &whole);
}

static void stakes_stand_with_what_they_are_of(void **state)
{
    static const reading_row rows[] = {
        {"51%股权", "51 exact strong"},
        {"全部股权", "100 exact strong"},
        {"过半", " 50.. over strong control"},
        {"持股比例由30%提升至51%", "51 exact to before 30"},
        {"30%增至51%", "51 exact to before 30"},
        {"3,980万股（占总股本6%）", "6 exact strong shares 39800000"},
        {"3,980万股", " exact strong shares 39800000"},
        {"七成", "70 exact"},
        {"五成一", "51 exact"},
        {"三成以上股权", "30 30.. at_least strong"},
        {"四分之一股权", "25 exact strong"},
        {"三分之一", "none: a fraction that no short decimal says exactly"},
        {"0.5‰", "0.05 exact"},
        {"万分之五", "0.05 exact"},
        {"百分之五至十", " 5..10 range"},
        {"剩余40%股权", "40 exact strong"},
        {"合计51%股权", "51 exact strong"},
        {"近六成股权", "60 about strong"},
        {"控股权", " exact strong control"},
        {"12个百分点", "none: percentage points are a change"},
        {"120%", "none: over 100 per cent"},
        {"-5%", "none: a negative number"},
        {"增长20%", "none: a change or a share of something else"},
        {"51", "none: a number without a word for per cent"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &whole);
}

static void rates_stand_in_lists(void **state)
{
    static const reading_row rows[] = {
        {"10G", "10G"},
        {"3.2T", "3.2T"},
        {"100Gbps", "100G"},
        {"100Gb/s", "100G"},
        {"1.6太比特", "1.6T"},
        {"800吉比特", "800G"},
        {"800G/1.6T", "800G 1.6T"},
        {"400G、800G和1.6T", "400G 800G 1.6T"},
        {"400G-800G", "400G-800G"},
        {"400-800G", "400G-800G"},
        {"4x100G", "100G x4"},
        {"200G/lane", "200G lane"},
        {"单通道200G", "200G lane"},
        {"1600G", "1.6T"},
        {"5G", "none: outside the rate classes, 10G to 12.8T"},
        {"6G", "none: outside the rate classes, 10G to 12.8T"},
        {"4/5G", "none: no rate class"},
        {"2G显存", "none: memory, radio or volume, no rate class"},
        {"800G硬盘", "none: memory, radio or volume, no rate class"},
        {"51.2T", "none: outside the rate classes, 10G to 12.8T"},
        {"800G光模块", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &whole);
}

static void a_sentence_gives_no_more_than_before(void **state)
{
    static const reading_row rows[] = {
        {"线长35m,重15k", ""},
        {"得5分", ""},
        {"新增3万5", ""},
        {"增长七成", ""},
        {"三块五花肉", "amount:三块:3 CNY exact"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &sentence);
}

static void parts_of_a_price_are_added_up(void **state)
{
    static const reading_row rows[] = {
        {"以现金2亿元及股份3亿元收购", "amount:2亿元及股份3亿元:500000000 CNY exact total"},
        {"以2亿元现金和3亿元股份收购", "amount:2亿元现金和3亿元股份:500000000 CNY exact total"},
        {"支付现金2亿元、发行股份3亿元,合计5亿元",
         "amount:2亿元、发行股份3亿元,合计5亿元:500000000 CNY exact total"},
        /* another total: the parts stay what they are */
        {"现金2亿元、股份3亿元,合计6亿元",
         "amount:2亿元:200000000 CNY exact cash; amount:3亿元:300000000 CNY exact shares; "
         "amount:合计6亿元:600000000 CNY exact total"},
        /* two in cash are no sum, nor are two currencies */
        {"现金2亿元及现金3亿元",
         "amount:2亿元:200000000 CNY exact cash; amount:3亿元:300000000 CNY exact cash"},
        {"现金2亿美元及股份3亿元",
         "amount:2亿美元:200000000 USD exact cash; amount:3亿元:300000000 CNY exact shares"},
        /* their sum was told */
        {"作价5亿元,其中现金2亿元、股份3亿元",
         "amount:5亿元:500000000 CNY exact; amount:2亿元:200000000 CNY exact cash; "
         "amount:3亿元:300000000 CNY exact shares"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &sentence);
}

static void a_scale_without_a_number_is_a_size_in_prose_only(void **state)
{
    static const reading_row rows[] = {
        {"完成百亿元并购", "amount:百亿元:10000000000 CNY vague"},
        {"一起千亿元级收购", "amount:千亿元级:100000000000 CNY vague"},
        {"单位:百万元", ""},
        {"营业收入(百万元)", ""},
        {"百万元 2024A", "date:2024:2024 2024-01-01..2024-12-31 explicit year bare"},
        {"净利润/百万元", ""},
        {"亿元产业", ""},
    };
    check_sentences(*state, rows, N_ROWS(rows), &sentence);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_need_no_sentence_around_them),
        cmocka_unit_test(dates_stand_with_their_time_and_weekday),
        cmocka_unit_test(stakes_stand_with_what_they_are_of),
        cmocka_unit_test(rates_stand_in_lists),
        cmocka_unit_test(a_sentence_gives_no_more_than_before),
        cmocka_unit_test(parts_of_a_price_are_added_up),
        cmocka_unit_test(a_scale_without_a_number_is_a_size_in_prose_only),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
