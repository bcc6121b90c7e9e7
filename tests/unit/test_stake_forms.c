/* links: ds_recognise ds_rules ds_text */
/* The forms that stakes take, each read alone. */
#include "recognise_fixture.h"

static const ds_recognise_context bare = {.whole = true};

static void tenths_and_fractions(void **state)
{
    static const reading_row rows[] = {
        {"三成半", "35 exact"},
        {"半成", "5 exact"},
        {"半成股份", "5 exact strong"},
        {"两三成", " 20..30 range"},
        {"二至三成", " 20..30 range"},
        {"2-3成", " 20..30 range"},
        {"两成至三成", " 20..30 range"},
        {"三成多", "30 30.. over"},
        {"逾三成", "30 30.. over"},
        {"七成六", "76 exact"},
        {"十成", "100 exact"},
        {"1/4股权", "25 exact strong"},
        {"1/4", "25 exact"},
        {"3/8股权", "37.5 exact strong"},
        {"1/3股权", "none: a fraction that no short decimal says exactly"},
        {"2/3", "none: a fraction that no short decimal says exactly"},
        {"五分之一", "20 exact"},
        {"八分之一", "12.5 exact"},
        {"二分之一股权", "50 exact strong"},
        {"七分之二", "none: a fraction that no short decimal says exactly"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void per_cent_in_words(void **state)
{
    static const reading_row rows[] = {
        {"百分之二十三点四五", "23.45 exact"},
        {"百分之零点五", "0.5 exact"},
        {"百分之 五十", "50 exact"},
        {"百分之三、四十", " 30..40 range"},
        {"百分之二三十", " 20..30 range"},
        {"百分之二十几", " 20..30 vague"},
        {"百分之二十多", "20 20.. over"},
        {"百分之五到百分之十", " 5..10 range"},
        {"百分之几", " 1..10 vague"},
        {"几%", " 1..10 vague"},
        {"佰分之五十", "50 exact"},
        {"千分之二", "0.2 exact"},
        {"百分之五十股权", "50 exact strong"},
        {"百分之百股权", "100 exact strong"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void bounds_of_stakes(void **state)
{
    static const reading_row rows[] = {
        {">50%", "50 50.. over"},
        {"≥50%", "50 50.. at_least"},
        {"<5%", "5 ..5 under"},
        {"≤5%", "5 ..5 at_most"},
        {"大于等于50%", "50 50.. at_least"},
        {"小于等于30%", "30 ..30 at_most"},
        {"不得低于51%", "51 51.. at_least"},
        {"不会超过30%", "30 ..30 at_most"},
        {"51%+", "51 51.. at_least"},
        {"51%(含)", "51 exact"},
        {"51%（含）以上", "51 51.. at_least"},
        {"20%余", "20 20.. over"},
        {"20%多", "20 20.. over"},
        {"约莫20%", "20 about"},
        {"不低于5%且不超过10%", " 5..10 range"},
        {"不低于5%（含）且不超过10%（含）", " 5..10 range"},
        {"不超过10%且不低于5%", " 5..10 range"},
        {"5%（含）至10%（含）", " 5..10 range"},
        {"5%和10%之间", " 5..10 range"},
        {"介于5%和10%之间", " 5..10 range"},
        {"介于5%至10%之间", " 5..10 range"},
        {"5%和10%", "none: more text behind the expression"},
        {"5%以上10%以下", " 5..10 range"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void changes_of_a_holding(void **state)
{
    static const reading_row rows[] = {
        {"由30%提高到51%", "51 exact to before 30"},
        {"由30%增加到51%", "51 exact to before 30"},
        {"由30%上升到51%", "51 exact to before 30"},
        {"由51%下降至30%", "30 exact to before 51"},
        {"由51%稀释至30%", "30 exact to before 51"},
        {"由51%被动稀释至30%", "30 exact to before 51"},
        {"由30%变更为51%", "51 exact to before 30"},
        {"由30%变为51%", "51 exact to before 30"},
        {"自30%增至51%", "51 exact to before 30"},
        {"从30%攀升至51%", "51 exact to before 30"},
        {"30%→51%", "51 exact to before 30"},
        {"由原来的30%增至51%", "51 exact to before 30"},
        {"由此前的30%提升至51%", "51 exact to before 30"},
        {"持股比例将由30%增至51%", "51 exact strong to before 30"},
        {"所持股权由30%增至51%", "51 exact strong to before 30"},
        {"股权由30%增至51%股权", "51 exact strong to before 30"},
        {"增持至51%", "51 exact strong to"},
        {"提升至51%", "51 exact to"},
        {"升至51%股权", "51 exact strong to"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void shares_and_their_part_of_the_capital(void **state)
{
    static const reading_row rows[] = {
        {"3,980万股，占比6%", "6 exact strong shares 39800000"},
        {"3,980万股（占比6%）", "6 exact strong shares 39800000"},
        {"3,980万股，占上市公司总股本的6%", "6 exact strong shares 39800000"},
        {"3,980万股，相当于总股本的6%", "6 exact strong shares 39800000"},
        {"3,980万股，占已发行股本的6%", "6 exact strong shares 39800000"},
        {"3,980万股，占公司总股本比例为6%", "6 exact strong shares 39800000"},
        {"3,980万股（6%）", "6 exact strong shares 39800000"},
        {"3,980万股A股", " exact strong shares 39800000"},
        {"三千九百八十万股", " exact strong shares 39800000"},
        {"不超过3980万股", " at_most strong shares 39800000"},
        {"不超过总股本的6%", "6 ..6 at_most"},
        {"不超过公司总股本的6%", "6 ..6 at_most"},
        {"占公司总股本的6%", "6 exact"},
        {"占比6%", "none: a change or a share of something else"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void control_and_the_whole(void **state)
{
    static const reading_row rows[] = {
        {"全资", "100 exact strong"},
        {"全资收购", "100 exact strong"},
        {"绝对控股权", " exact strong control"},
        {"相对控股权", " exact strong control"},
        {"绝对控制权", " exact strong control"},
        {"控股股东地位", " exact strong control"},
        {"51%控股权", "51 exact strong control"},
        {"逾半股权", " 50.. over strong control"},
        {"超过一半股权", " 50.. over strong control"},
        {"一半以上股权", " 50.. over strong control"},
        {"大多数股权", " 50.. over strong control"},
        {"大部分股权", " 50.. over strong control"},
        {"多数股权", " 50.. over strong control"},
        {"少数股权", "none: no stake"},
        {"剩余股权", "none: no stake"},
        {"部分股权", "none: no stake"},
        {"全部已发行股本", "100 exact strong"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void words_that_lead_to_a_stake(void **state)
{
    static const reading_row rows[] = {
        {"持股比例为51%", "51 exact strong"},
        {"持股比例：51%", "51 exact"},
        {"其余49%股权", "49 exact strong"},
        {"余下49%股权", "49 exact strong"},
        {"剩下49%的股份", "49 exact strong"},
        {"减持5%", "5 exact"},
        {"所持51%股权", "51 exact strong"},
        {"合计持有51%股权", "51 exact strong"},
        {"直接持有51%股权", "51 exact strong"},
        {"“51%”", "51 exact"},
        {"（51%）", "51 exact"},
        {"51%股权。", "51 exact strong"},
        {"51%股权和49%股权", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

static void what_is_no_stake(void **state)
{
    static const reading_row rows[] = {
        {"七折", "none: a discount, no stake"},
        {"打七折", "none: a discount, no stake"},
        {"五五折", "none: a discount, no stake"},
        {"20pct", "none: percentage points are a change"},
        {"20个点", "none: percentage points are a change"},
        {"5个百分点", "none: percentage points are a change"},
        {"五六个百分点", "none: percentage points are a change"},
        {"占比20%", "none: a change or a share of something else"},
        {"毛利率20%", "none: a change or a share of something else"},
        {"-5%", "none: a negative number"},
        {"负5%", "none: a negative number"},
        {"120%", "none: over 100 per cent"},
        {"百分之一百二十", "none: over 100 per cent"},
        {"1,000%", "none: over 100 per cent"},
        {"20", "none: a number without a word for per cent"},
        {"二十", "none: a number without a word for per cent"},
        {"一倍", "none: no stake"},
    };
    check_rows(*state, DS_ENTITY_STAKE, rows, N_ROWS(rows), &bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tenths_and_fractions),
        cmocka_unit_test(per_cent_in_words),
        cmocka_unit_test(bounds_of_stakes),
        cmocka_unit_test(changes_of_a_holding),
        cmocka_unit_test(shares_and_their_part_of_the_capital),
        cmocka_unit_test(control_and_the_whole),
        cmocka_unit_test(words_that_lead_to_a_stake),
        cmocka_unit_test(what_is_no_stake),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
