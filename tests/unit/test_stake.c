/* links: ds_recognise ds_rules ds_text */
#include "recognise_fixture.h"

static const ds_recognise_context nothing;

static void percentages_in_every_writing(void **state)
{
    static const reading_row rows[] = {
        {"51%", "51 exact"},
        {"51 %", "51 exact"},
        {"５１％", "51 exact"},
        {"51.00%", "51 exact"},
        {"79.45%", "79.45 exact"},
        {"74.35.%", "74.35 exact"},
        {"0.5%", "0.5 exact"},
        {"100%", "100 exact"},
        {"百分之五十一", "51 exact"},
        {"百分之51", "51 exact"},
        {"百分之五十一点五", "51.5 exact"},
        {"百分之百", "100 exact"},
        {"百分之一百", "100 exact"},
        {"千分之五", "0.5 exact"},
        {"万分之三", "0.03 exact"},
        {"约10%", "10 about"},
        {"近30%", "30 about"},
        {"接近30%", "30 about"},
        {"51%以上", "51 51.. at_least"},
        {"不低于51%", "51 51.. at_least"},
        {"不超过85%", "85 ..85 at_most"},
        {"至少51%", "51 51.. at_least"},
        {"超过30%", "30 30.. over"},
        {"10%-15%", " 10..15 range"},
        {"10-15%", " 10..15 range"},
        {"百分之二三十", " 20..30 range"},
        {"10%至15%", " 10..15 range"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &nothing);
}

static void equity_behind_makes_a_stake_strong(void **state)
{
    static const reading_row rows[] = {
        {"51%股权", "stake:51%:51 exact strong"},
        {"51%的股权", "stake:51%:51 exact strong"},
        {"51% 股份", "stake:51%:51 exact strong"},
        {"51%已发行股份", "stake:51%:51 exact strong"},
        {"51%的控股权益", "stake:51%:51 exact strong"},
        {"51%权益", "stake:51%:51 exact strong"},
        {"100%股权", "stake:100%:100 exact strong"},
        {"百分之五十一的股权", "stake:百分之五十一:51 exact strong"},
        {"Alpha Ltd77.78%股权", "stake:77.78%:77.78 exact strong"},
        {"不超过85%股权", "stake:不超过85%:85 ..85 at_most strong"},
        {"三成股权", "stake:三成:30 exact strong"},
        {"全部股权", "stake:全部:100 exact strong"},
        {"全部已发行股本", "stake:全部:100 exact strong"},
        {"过半股权", "stake:过半: 50.. over strong control"},
        {"一半股权", "stake:一半:50 exact strong"},
        {"取得控股权", "stake:控股权: exact strong control"},
        {"取得控制权", "stake:控制权: exact strong control"},
        {"持有乙公司25%", "stake:25%:25 exact strong"},
        {"收购乙公司25%后", "stake:25%:25 exact strong"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void shares_with_a_total_give_the_percentage(void **state)
{
    static const reading_row rows[] = {
        {"3,980万股", "stake:3,980万股: exact strong shares 39800000"},
        {"3,980万股,占总股本6%", "stake:3,980万股,占总股本6%:6 exact strong shares 39800000"},
        {"3,980万股(占公司总股本的6%)",
         "stake:3,980万股(占公司总股本的6%):6 exact strong shares 39800000"},
        {"1200万股股份,占公司股份总数的5.5%",
         "stake:1200万股股份,占公司股份总数的5.5%:5.5 exact strong shares 12000000"},
        {"五千万股", "stake:五千万股: exact strong shares 50000000"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void a_change_tells_before_from_after(void **state)
{
    static const reading_row rows[] = {
        {"持股比例由30%增至51%", "stake:30%:30 exact strong from; stake:51%:51 exact strong to"},
        {"持股由30%升至51%", "stake:30%:30 exact strong from; stake:51%:51 exact strong to"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void rates_of_change_and_margins_are_no_stakes(void **state)
{
    static const reading_row rows[] = {
        {"同比增长30%", ""},
        {"毛利率18%", ""},
        {"占比60%", ""},
        {"增速25%", ""},
        {"毛利率为18%", ""},
        {"10%-15%成本", ""},
        {"5-8个百分点", ""},
        {"下降12.5%", ""},
        {"渗透率30%", ""},
        {"120%", ""},
        {"100人", "count:100人:100"},
        {"三成功率", ""},
        {"所有产品", ""},
        {"全部产品", ""},
        {"一半产品", ""},
        {"-22.2%", ""},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void bare_percentages_are_weak(void **state)
{
    static const reading_row rows[] = {{"其中约20%来自海外", "stake:约20%:20 about"}};
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_in_every_writing),
        cmocka_unit_test(equity_behind_makes_a_stake_strong),
        cmocka_unit_test(shares_with_a_total_give_the_percentage),
        cmocka_unit_test(a_change_tells_before_from_after),
        cmocka_unit_test(rates_of_change_and_margins_are_no_stakes),
        cmocka_unit_test(bare_percentages_are_weak),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
