/* links: ds_recognise ds_rules ds_text */
/* The forms that amounts of money take, each read alone. */
#include "recognise_fixture.h"

static const ds_recognise_context bare = {.whole = true};

static void everyday_numerals_have_halves_tens_and_zeros(void **state)
{
    static const reading_row rows[] = {
        {"半亿元", "50000000 CNY exact"},
        {"半个亿", "50000000 CNY exact bare"},
        {"一个半亿", "150000000 CNY exact bare"},
        {"1个半亿", "150000000 CNY exact bare"},
        {"两个半亿", "250000000 CNY exact bare"},
        {"一亿半", "150000000 CNY exact bare"},
        {"三亿半元", "350000000 CNY exact"},
        {"三万半美元", "35000 USD exact"},
        {"三块半", "3.5 CNY exact"},
        {"廿五万元", "250000 CNY exact"},
        {"卅万元", "300000 CNY exact"},
        {"两三个亿", " 200000000..300000000 CNY range bare"},
        {"三四个亿", " 300000000..400000000 CNY range bare"},
        {"两到三个亿", " 200000000..300000000 CNY range bare"},
        {"两、三亿元", " 200000000..300000000 CNY range"},
        {"二、三十万元", " 200000..300000 CNY range"},
        {"一千六七百元", " 1600..1700 CNY range"},
        {"十五六万元", " 150000..160000 CNY range"},
        {"二三百万", " 2000000..3000000 CNY range bare"},
        {"好几亿元", " 100000000..1000000000 CNY vague"},
        {"若干亿元", " 100000000..1000000000 CNY vague"},
        {"1万2千元", "12000 CNY exact"},
        {"1万2千3百元", "12300 CNY exact"},
        {"3千零5元", "3005 CNY exact"},
        {"3万2千5百零6元", "32506 CNY exact"},
        {"2百万美元", "2000000 USD exact"},
        {"3亿2千5百万元", "325000000 CNY exact"},
        {"3亿零50万元", "300500000 CNY exact"},
        {"12万3456元", "123456 CNY exact"},
        {"12万3456", "123456 CNY exact bare"},
        {"三亿七千六百万零五百元", "376000500 CNY exact"},
        {"一千零一十亿元", "101000000000 CNY exact"},
        {"一百亿零一元", "10000000001 CNY exact"},
        {"一十二亿元", "1200000000 CNY exact"},
        {"十万零五十六元", "100056 CNY exact"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void financial_capitals_are_read_to_the_cent(void **state)
{
    static const reading_row rows[] = {
        {"壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹分", "1234567890.01 CNY exact"},
        {"壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", "1234567.89 CNY exact"},
        {"人民币壹亿贰仟万元正", "120000000 CNY exact"},
        {"人民币肆佰叁拾萬圓整", "4300000 CNY exact"},
        {"叁仟伍佰亿元整", "350000000000 CNY exact"},
        {"貳億叁仟萬圓整", "230000000 CNY exact"},
        {"伍拾圆整", "50 CNY exact"},
        {"壹佰元整", "100 CNY exact"},
        {"陆仟元", "6000 CNY exact"},
        {"两佰万元", "2000000 CNY exact"},
        {"拾贰亿元", "1200000000 CNY exact"},
        {"人民币：伍仟万元整", "50000000 CNY exact"},
        {"人民币伍仟万元整（￥50,000,000.00）", "50000000 CNY exact"},
        {"￥50,000,000.00（人民币伍仟万元整）", "50000000 CNY exact"},
        {"人民币伍仟万元整（￥60,000,000.00）", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void small_units_may_be_left_out_at_the_end(void **state)
{
    static const reading_row rows[] = {
        {"二元", "2 CNY exact"},
        {"几元", " 1..10 CNY vague"},
        {"多元", "none: no amount of money"},
        {"三元股份", "none: no amount of money"},
        {"一元三角六", "1.36 CNY exact"},
        {"六元四", "6.4 CNY exact"},
        {"一毛五", "0.15 CNY exact"},
        {"两块六", "2.6 CNY exact"},
        {"三块五毛", "3.5 CNY exact"},
        {"5角", "0.5 CNY exact"},
        {"1元5角5分", "1.55 CNY exact"},
        {"一百三十五块六角七分钱", "135.67 CNY exact"},
        {"1美分", "0.01 USD exact"},
        {"50美分", "0.5 USD exact"},
        {"港币两千九百六十元", "2960 HKD exact"},
        {"两美元又三美分", "2.03 USD exact"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void letters_and_english_scales(void **state)
{
    static const reading_row rows[] = {
        {"30w-50w", " 300000..500000 CNY range bare"},
        {"30-50w", " 300000..500000 CNY range bare"},
        {"15k左右", "15000 CNY about bare"},
        {"$3.2bn", "3200000000 USD exact"},
        {"$320M", "320000000 USD exact"},
        {"$320mn", "320000000 USD exact"},
        {"US$3-5 billion", " 3000000000..5000000000 USD range"},
        {"USD 320 million", "320000000 USD exact"},
        {"320 million USD", "320000000 USD exact"},
        {"3.2 billion美元", "3200000000 USD exact"},
        {"£1.2 billion", "1200000000 GBP exact"},
        {"RMB3.2bn", "3200000000 CNY exact"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void currencies_in_every_spelling(void **state)
{
    static const reading_row rows[] = {
        {"3.2亿港纸", "320000000 HKD exact"},
        {"3000万坡币", "30000000 SGD exact"},
        {"3000万葡币", "30000000 MOP exact"},
        {"3000万新西兰币", "30000000 NZD exact"},
        {"3000万纽元", "30000000 NZD exact"},
        {"3000万坚戈", "30000000 KZT exact"},
        {"3000万福林", "30000000 HUF exact"},
        {"3000万捷克克朗", "30000000 CZK exact"},
        {"3000万令吉", "30000000 MYR exact"},
        {"3000万越盾", "30000000 VND exact"},
        {"3000万韩圜", "30000000 KRW exact"},
        {"3000万瑞郎", "30000000 CHF exact"},
        {"3000万迪拉姆", "30000000 AED exact"},
        {"3000万比索", "none: a currency of several countries"},
        {"3000万墨西哥比索", "30000000 MXN exact"},
        {"3000万克朗", "none: a currency of several countries"},
        {"3000万挪威克朗", "30000000 NOK exact"},
        {"3000万法郎", "none: a currency of several countries"},
        {"KZT 3000万", "30000000 KZT exact"},
        {"A$3000万", "30000000 AUD exact"},
        {"S$3000万", "30000000 SGD exact"},
        {"₩5000亿", "500000000000 KRW exact"},
        {"¥100亿日元", "10000000000 JPY exact"},
        {"5000万(人民币)", "50000000 CNY exact"},
        {"5000万（美元）", "50000000 USD exact"},
        {"人民币3.2亿圓", "320000000 CNY exact"},
        {"3千万亿日元", "3000000000000000 JPY exact"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void bounds_by_word_and_sign(void **state)
{
    static const reading_row rows[] = {
        {">3亿元", "300000000 300000000.. CNY over"},
        {"≥3亿元", "300000000 300000000.. CNY at_least"},
        {">=3亿元", "300000000 300000000.. CNY at_least"},
        {"＞3亿元", "300000000 300000000.. CNY over"},
        {"<3亿元", "300000000 ..300000000 CNY under"},
        {"≤3亿元", "300000000 ..300000000 CNY at_most"},
        {"小于等于3亿元", "300000000 ..300000000 CNY at_most"},
        {"大于等于3亿元", "300000000 300000000.. CNY at_least"},
        {"不得低于3亿元", "300000000 300000000.. CNY at_least"},
        {"不会超过3亿元", "300000000 ..300000000 CNY at_most"},
        {"总额不超过3亿元", "300000000 ..300000000 CNY at_most"},
        {"3亿元+", "300000000 300000000.. CNY at_least"},
        {"3亿+", "300000000 300000000.. CNY at_least bare"},
        {"3亿元不到", "300000000 ..300000000 CNY under"},
        {"3亿元有余", "300000000 300000000.. CNY over"},
        {"3亿出头", "300000000 300000000.. CNY over bare"},
        {"3亿元封顶", "300000000 ..300000000 CNY at_most"},
        {"3亿元起", "300000000 300000000.. CNY at_least"},
        {"3亿元之内", "300000000 ..300000000 CNY under"},
        {"3亿元及以下", "300000000 ..300000000 CNY at_most"},
        {"3亿元为上限", "300000000 ..300000000 CNY at_most"},
        {"3亿元之多", "300000000 CNY exact"},
        {"（3亿元）", "none: no amount of money"},
        {"不超过人民币3亿元（含）", "300000000 ..300000000 CNY at_most"},
        {"不超过3亿元（含3亿元）", "300000000 ..300000000 CNY at_most"},
        {"不超过3亿元（含2亿元）", "none: more text behind the expression"},
        {"3亿元（含）以上", "300000000 300000000.. CNY at_least"},
        {"约折合人民币3亿元", "300000000 CNY about"},
        {"亿元级", "100000000 CNY vague"},
        {"万亿级", "1000000000000 CNY vague bare"},
        {"破亿", "100000000 100000000.. CNY over bare"},
        {"上千万元", "10000000 10000000.. CNY over"},
        {"几百万到几千万元", " 1000000..100000000 CNY vague"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void ranges_in_every_writing(void **state)
{
    static const reading_row rows[] = {
        {"从8500到3万港元", " 8500..30000 HKD range"},
        {"8000-1.2万元", " 8000..12000 CNY range"},
        {"5-3亿元", "none: no amount of money"},
        {"500-3亿元", "none: no amount of money"},
        {"从一百日元到两百日元", " 100..200 JPY range"},
        {"介于3亿元至5亿元之间", " 300000000..500000000 CNY range"},
        {"介于3亿元和5亿元之间", " 300000000..500000000 CNY range"},
        {"3亿和5亿之间", " 300000000..500000000 CNY range bare"},
        {"3亿元和5亿元", "none: more text behind the expression"},
        {"3亿元（含）至5亿元（含）", " 300000000..500000000 CNY range"},
        {"不低于3亿元且不超过5亿元", " 300000000..500000000 CNY range"},
        {"不低于3亿元（含）且不超过5亿元（含）", " 300000000..500000000 CNY range"},
        {"不低于人民币3亿元，不超过人民币5亿元", " 300000000..500000000 CNY range"},
        {"超过3亿元但不超过5亿元", " 300000000..500000000 CNY range"},
        {"3亿元以上、5亿元以下", " 300000000..500000000 CNY range"},
        {"3亿元以上5亿元以下", " 300000000..500000000 CNY range"},
        {"不超过5亿元且不低于3亿元", " 300000000..500000000 CNY range"},
        {"不低于5亿元且不超过3亿元", "none: more text behind the expression"},
        {"不低于3亿元且不低于5亿元", "none: more text behind the expression"},
        {"不低于3亿美元且不超过5亿元", "none: more text behind the expression"},
        {"3.2亿元人民币至3.5亿元人民币", " 320000000..350000000 CNY range"},
        {"人民币3.2亿元至人民币3.5亿元", " 320000000..350000000 CNY range"},
        {"US$3.2亿至US$3.5亿", " 320000000..350000000 USD range"},
        {"100—200万元", " 1000000..2000000 CNY range"},
        {"三百至五百万元", " 3000000..5000000 CNY range"},
        {"1,000-2,000万元", " 10000000..20000000 CNY range"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

static void words_that_lead_to_an_amount(void **state)
{
    static const reading_row rows[] = {
        {"交易价格为人民币3亿元", "300000000 CNY exact"},
        {"收购总价3亿元", "300000000 CNY exact"},
        {"总对价约3亿元", "300000000 CNY about"},
        {"作价共计3亿元", "300000000 CNY exact total"},
        {"估值为30亿元人民币", "3000000000 CNY exact"},
        {"投后估值约30亿美元", "3000000000 USD about"},
        {"以3亿元的价格", "300000000 CNY exact"},
        {"以不超过人民币3亿元现金", "300000000 ..300000000 CNY at_most cash"},
        {"金额：3亿元", "300000000 CNY exact"},
        {"累计3亿元", "300000000 CNY exact"},
        {"人均5万元", "50000 CNY exact each"},
        {"“3亿元”", "300000000 CNY exact"},
        {"【3亿元】", "300000000 CNY exact"},
        {"3亿元。", "300000000 CNY exact"},
        {"5000万美元，约合人民币3.5亿元", "50000000 USD exact"},
        {"5000万美元（约合3.5亿元人民币）", "50000000 USD exact"},
        {"5000万元（5000万元）", "50000000 CNY exact"},
        {"5000万元（6000万元）", "none: more text behind the expression"},
        {"500元/端口", "500 CNY exact each"},
        {"12.5万元/吨", "125000 CNY exact each"},
        {"3.5元一股", "3.5 CNY exact each"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyday_numerals_have_halves_tens_and_zeros),
        cmocka_unit_test(financial_capitals_are_read_to_the_cent),
        cmocka_unit_test(small_units_may_be_left_out_at_the_end),
        cmocka_unit_test(letters_and_english_scales),
        cmocka_unit_test(currencies_in_every_spelling),
        cmocka_unit_test(bounds_by_word_and_sign),
        cmocka_unit_test(ranges_in_every_writing),
        cmocka_unit_test(words_that_lead_to_an_amount),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
