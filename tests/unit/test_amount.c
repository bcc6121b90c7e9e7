/* links: ds_recognise ds_rules ds_text */
#include "recognise_fixture.h"

static const ds_recognise_context nothing;

static void numbers_in_every_writing_have_one_value(void **state)
{
    static const reading_row rows[] = {
        {"3亿元", "300000000 CNY exact"},
        {"3.5亿元", "350000000 CNY exact"},
        {"三亿元", "300000000 CNY exact"},
        {"三点五亿元", "350000000 CNY exact"},
        {"3点5亿元", "350000000 CNY exact"},
        {"3亿5千万元", "350000000 CNY exact"},
        {"3亿5000万元", "350000000 CNY exact"},
        {"三亿五千万元", "350000000 CNY exact"},
        {"叁亿伍仟万元", "350000000 CNY exact"},
        {"叁亿伍仟万圆整", "350000000 CNY exact"},
        {"３．５亿元", "350000000 CNY exact"},
        {"3.50亿元", "350000000 CNY exact"},
        {"350,000,000元", "350000000 CNY exact"},
        {"350，000，000元", "350000000 CNY exact"},
        {"350 000 000元", "350000000 CNY exact"},
        {"35,000万元", "350000000 CNY exact"},
        {"35 000万元", "350000000 CNY exact"},
        {"350百万元", "350000000 CNY exact"},
        {"3.5 亿 元", "350000000 CNY exact"},
        {"0.00035万亿元", "350000000 CNY exact"},
        {"肆佰叁拾万圆整", "4300000 CNY exact"},
        {"壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元", "12345678 CNY exact"},
        {"一千二百三十四万五千六百七十八元", "12345678 CNY exact"},
        {"十五万元", "150000 CNY exact"},
        {"二十万零五十六元", "200056 CNY exact"},
        {"一百零五万元", "1050000 CNY exact"},
        {"两千万元", "20000000 CNY exact"},
        {"一百五十元", "150 CNY exact"},
        {"二百五元", "250 CNY exact"},
        {"三万五元", "35000 CNY exact"},
        {"一万亿元", "1000000000000 CNY exact"},
        {"1.2万亿元", "1200000000000 CNY exact"},
        {"2兆元", "2000000000000 CNY exact"},
        {"五千元", "5000 CNY exact"},
        {"1元", "1 CNY exact"},
        {"一元", "1 CNY exact"},
        {"零元", "0 CNY exact"},
        {"12.34元", "12.34 CNY exact"},
        {"0.01元", "0.01 CNY exact"},
        {"139,664,517.25元", "139664517.25 CNY exact"},
        {"五元三角", "5.3 CNY exact"},
        {"50元6角三分", "50.63 CNY exact"},
        {"伍圆整", "5 CNY exact"},
        {"億元", NULL},
        {"五億元", "500000000 CNY exact"},
        {"八萬元", "80000 CNY exact"},
        {"134.亿元", "13400000000 CNY exact"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &nothing);
}

static void currencies_stand_before_or_behind(void **state)
{
    static const reading_row rows[] = {
        {"15亿美元", "1500000000 USD exact"},
        {"15亿美金", "1500000000 USD exact"},
        {"US$15亿", "1500000000 USD exact"},
        {"US$15亿元", "1500000000 USD exact"},
        {"$15亿", "1500000000 USD exact"},
        {"USD15亿", "1500000000 USD exact"},
        {"USD 15亿元", "1500000000 USD exact"},
        {"15亿USD", "1500000000 USD exact"},
        {"美元15亿", "1500000000 USD exact"},
        {"US$1.5 billion", "1500000000 USD exact"},
        {"US$300 million", "300000000 USD exact"},
        {"HK$3.2億", "320000000 HKD exact"},
        {"HK$3.2亿元", "320000000 HKD exact"},
        {"3.2亿港元", "320000000 HKD exact"},
        {"3.2亿港币", "320000000 HKD exact"},
        {"港币3.2亿元", "320000000 HKD exact"},
        {"人民币3.2亿元", "320000000 CNY exact"},
        {"人民币 3.2 亿元", "320000000 CNY exact"},
        {"3.2亿元人民币", "320000000 CNY exact"},
        {"3.2亿人民币", "320000000 CNY exact"},
        {"RMB3.2亿", "320000000 CNY exact"},
        {"RMB 3.2亿元", "320000000 CNY exact"},
        {"¥3.2亿", "320000000 CNY exact"},
        {"￥3.2亿", "320000000 CNY exact"},
        {"CNY 3.2亿", "320000000 CNY exact"},
        {"新台币35亿元", "3500000000 TWD exact"},
        {"35亿新台币", "3500000000 TWD exact"},
        {"35亿台币", "3500000000 TWD exact"},
        {"NT$35亿", "3500000000 TWD exact"},
        {"500亿日元", "50000000000 JPY exact"},
        {"500亿日圆", "50000000000 JPY exact"},
        {"600亿韩元", "60000000000 KRW exact"},
        {"7500万英镑", "75000000 GBP exact"},
        {"£7500万", "75000000 GBP exact"},
        {"2200万欧元", "22000000 EUR exact"},
        {"€2200万", "22000000 EUR exact"},
        {"1000万澳元", "10000000 AUD exact"},
        {"1000万加元", "10000000 CAD exact"},
        {"160亿新加坡元", "16000000000 SGD exact"},
        {"3亿瑞士法郎", "300000000 CHF exact"},
        {"20亿卢布", "2000000000 RUB exact"},
        {"8亿泰铢", "800000000 THB exact"},
        {"8亿林吉特", "800000000 MYR exact"},
        {"8亿瑞典克朗", "800000000 SEK exact"},
        {"8亿巴西雷亚尔", "800000000 BRL exact"},
        {"9000万澳门元", "90000000 MOP exact"},
        {"美元", NULL},
        {"人民币", NULL},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &nothing);
}

static void qualifiers_set_bounds(void **state)
{
    static const reading_row rows[] = {
        {"约6.45亿元", "645000000 CNY about"},
        {"约为6.45亿元", "645000000 CNY about"},
        {"近6.45亿元", "645000000 CNY about"},
        {"6.45亿元左右", "645000000 CNY about"},
        {"约合人民币6.45亿元", "645000000 CNY exact"},
        {"逾6.45亿元", "645000000 645000000.. CNY over"},
        {"超6.45亿元", "645000000 645000000.. CNY over"},
        {"超过6.45亿元", "645000000 645000000.. CNY over"},
        {"不足6.45亿元", "645000000 ..645000000 CNY under"},
        {"低于6.45亿元", "645000000 ..645000000 CNY under"},
        {"不超过7.5亿元", "750000000 ..750000000 CNY at_most"},
        {"不超过人民币7.5亿元", "750000000 ..750000000 CNY at_most"},
        {"不超过约7.5亿元", "750000000 ..750000000 CNY at_most"},
        {"人民币约7.5亿元", "750000000 CNY about"},
        {"最高7.5亿元", "750000000 ..750000000 CNY at_most"},
        {"至多7.5亿元", "750000000 ..750000000 CNY at_most"},
        {"7.5亿元上限", "750000000 ..750000000 CNY at_most"},
        {"不低于7.5亿元", "750000000 750000000.. CNY at_least"},
        {"至少7.5亿元", "750000000 750000000.. CNY at_least"},
        {"7.5亿元以上", "750000000 750000000.. CNY at_least"},
        {"高达7.5亿元", "750000000 CNY exact"},
        {"7.5亿余元", "750000000 750000000.. CNY over"},
        {"7亿多元", "700000000 700000000.. CNY over"},
        {"二百余万元", "2000000 2000000.. CNY over"},
        {"100多万美元", "1000000 1000000.. USD over"},
        {"十余亿元", "1000000000 1000000000.. CNY over"},
        {"数十亿元", " 1000000000..10000000000 CNY vague"},
        {"几百万美元", " 1000000..10000000 USD vague"},
        {"十几亿美元", " 1000000000..2000000000 USD vague"},
        {"数亿元", " 100000000..1000000000 CNY vague"},
        {"近亿元", "100000000 CNY about"},
        {"近百亿元", "10000000000 CNY about"},
        {"超千万元", "10000000 10000000.. CNY over"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &nothing);
}

static void ranges_share_scale_and_currency(void **state)
{
    static const reading_row rows[] = {
        {"3-5亿元", " 300000000..500000000 CNY range"},
        {"3亿至5亿元", " 300000000..500000000 CNY range"},
        {"3亿元至5亿元", " 300000000..500000000 CNY range"},
        {"3亿元~5亿元", " 300000000..500000000 CNY range"},
        {"21亿元-26亿元", " 2100000000..2600000000 CNY range"},
        {"300–500万美元", " 3000000..5000000 USD range"},
        {"300万至500万美元", " 3000000..5000000 USD range"},
        {"US$3-5亿", " 300000000..500000000 USD range"},
        {"3000万-1.5亿元", " 30000000..150000000 CNY range"},
        {"28,560万元至30,600万元", " 285600000..306000000 CNY range"},
        {"约3至5亿元", " 300000000..500000000 CNY range"},
        {"二三十亿元", " 2000000000..3000000000 CNY range"},
        {"三五亿元", " 300000000..500000000 CNY range"},
        {"七八百万元", " 7000000..8000000 CNY range"},
        {"人民币3亿元至5亿元", " 300000000..500000000 CNY range"},
        {"5-3亿元", NULL},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &nothing);
}

static void prices_of_one_are_marked(void **state)
{
    static const reading_row rows[] = {
        {"12.5元/股", "12.5 CNY exact each"},
        {"5000元/端口", "5000 CNY exact each"},
        {"800美元/只", "800 USD exact each"},
    };
    static const reading_row sentences[] = {
        {"发行价每股1.95港元", "amount:1.95港元:1.95 HKD exact each"},
        {"每端口价格为500美元", "amount:500美元:500 USD exact each"},
        {"转让价为每股人民币8.6元", "amount:人民币8.6元:8.6 CNY exact each"},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &nothing);
    check_sentences(*state, sentences, N_ROWS(sentences), &nothing);
}

static void bare_numbers_need_a_word_for_money(void **state)
{
    static const reading_row rows[] = {
        {"丁公司斥资5000万拿下对手", "amount:5000万:50000000 CNY exact bare"},
        {"3.75亿拿下丙公司", "amount:3.75亿:375000000 CNY exact bare"},
        {"甲公司以20.5亿收购乙公司", "amount:20.5亿:2050000000 CNY exact bare"},
        {"交易作价1.2亿。", "amount:1.2亿:120000000 CNY exact bare"},
        {"拥有5亿用户", ""},
        {"出资建设20万端口", ""},
        {"投资建设5万平方米厂房", ""},
        {"斥资建造3万吨产能", ""},
        {"人口超过3亿。", ""},
        {"丙公司100%股权，13亿。",
         "stake:100%:100 exact strong; amount:13亿:1300000000 CNY exact bare"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void parts_of_a_price_are_told(void **state)
{
    static const reading_row rows[] = {
        {"以现金2亿元收购", "amount:2亿元:200000000 CNY exact cash"},
        {"发行股份支付3亿元", "amount:3亿元:300000000 CNY exact shares"},
        {"两项合计5亿元", "count:两项:2; amount:合计5亿元:500000000 CNY exact total"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void a_table_header_gives_the_unit(void **state)
{
    fixture *fix = *state;
    static const struct {
        const char *text;
        int power;
        const char *currency;
    } headers[] = {
        {"单位:万元", 4, "CNY"},           {"单位：亿元", 8, "CNY"},
        {"(单位:百万美元)", 6, "USD"},     {"表3 主要收购 单位:元", 0, "CNY"},
        {"金额单位:人民币万元", 4, "CNY"}, {"单位:亿港元", 8, "HKD"},
    };
    for (size_t i = 0; i < N_ROWS(headers); i++) {
        ds_amount_unit unit = {-1, ""};
        assert_true(ds_recogniser_unit(fix->recogniser, ds_str_from(headers[i].text), &unit));
        assert_int_equal(unit.power, headers[i].power);
        assert_string_equal(unit.currency, headers[i].currency);
    }
    static const struct {
        const char *text;
        int power;
        const char *currency;
    } columns[] = {
        {"(万元)", 4, "CNY"},
        {"金额(亿元)", 8, "CNY"},
        {"人民币百万元", 6, "CNY"},
        {"RMB million", 6, "CNY"},
        {"(US$ million)", 6, "USD"},
        {"单位:USD million", 6, "USD"},
        {"币种:美元 单位:万元", 4, "USD"},
        {"单位:元 币种:人民币", 0, "CNY"},
        {"单位:元 币种:港币", 0, "HKD"},
    };
    for (size_t i = 0; i < N_ROWS(columns); i++) {
        ds_amount_unit unit = {-1, ""};
        assert_true(ds_recogniser_header(fix->recogniser, ds_str_from(columns[i].text), &unit));
        assert_int_equal(unit.power, columns[i].power);
        assert_string_equal(unit.currency, columns[i].currency);
    }
    ds_amount_unit none;
    assert_false(ds_recogniser_header(fix->recogniser, DS_STR("收入(万股)"), &none));
    assert_false(ds_recogniser_header(fix->recogniser, DS_STR("增速(%)"), &none));
    assert_false(ds_recogniser_unit(fix->recogniser, DS_STR("单位:人"), &none));
    assert_false(ds_recogniser_unit(fix->recogniser, DS_STR("万元"), &none));
    ds_recognise_context table = {.unit = {4, "CNY"}};
    static const reading_row cells[] = {
        {"1,250.5", "12505000 CNY exact"},
        {"30-50", " 300000..500000 CNY range"},
        {"3亿元", "300000000 CNY exact"},
    };
    check_rows(fix, DS_ENTITY_AMOUNT, cells, N_ROWS(cells), &table);
}

static void counts_and_look_alikes_are_no_money(void **state)
{
    static const reading_row rows[] = {
        {"3000万股", NULL},
        {"20万端口", NULL},
        {"5亿用户", NULL},
        {"5万平方米", NULL},
        {"100人", NULL},
        {"多元化", NULL},
        {"三元股份", NULL},
        {"二元", NULL},
        {"万元", NULL},
        {"元", NULL},
        {"2025", NULL},
        {"13800138000", NULL},
        {"600000.SH", NULL},
        {"1.2.3元", NULL},
        {"几元", NULL},
        {"第3页", NULL},
        {"5-8个百分点", NULL},
        {"51%", NULL},
        {"", NULL},
        {"99999999999999999999元", NULL},
    };
    check_rows(*state, DS_ENTITY_AMOUNT, rows, N_ROWS(rows), &nothing);
}

static void the_span_holds_the_qualifier_and_core_does_not(void **state)
{
    fixture *fix = *state;
    ds_recognise_context context = {0};
    const ds_entity *entities;
    size_t n;
    ds_str text = DS_STR("拟以不超过7.5亿元收购");
    ds_arena_reset(fix->arena);
    assert_int_equal(ds_recogniser_find(fix->recogniser, text, &context, fix->arena, &entities, &n),
                     DS_OK);
    assert_int_equal(n, 1);
    assert_true(ds_str_equal(ds_str_slice(text, entities[0].begin, entities[0].end),
                             DS_STR("不超过7.5亿元")));
    assert_true(
        ds_str_equal(ds_str_slice(text, entities[0].core, entities[0].end), DS_STR("7.5亿元")));
}

/* Deterministic pseudo-random numbers: the same cases on every run. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void format_and_parse_gives_the_same_value(void **state)
{
    static const struct {
        const char *unit;
        int power;
    } units[] = {{"元", 0}, {"千元", 3}, {"万元", 4}, {"百万元", 6}, {"亿元", 8}, {"万亿元", 12}};
    fixture *fix = *state;
    uint32_t seed = 42;
    for (int i = 0; i < 3000; i++) {
        ds_decimal number = {(int64_t)(next_random(&seed) % 1000000) + 1,
                             (int32_t)(next_random(&seed) % 4)};
        size_t unit = next_random(&seed) % N_ROWS(units);
        char digits[DS_DECIMAL_TEXT_BYTES];
        char text[64];
        ds_decimal_write(number, digits);
        snprintf(text, sizeof text, "%s%s", digits, units[unit].unit);
        ds_decimal expected;
        assert_int_equal(ds_decimal_shift(number, units[unit].power, &expected), DS_OK);
        ds_entity entity;
        const char *reason;
        if (ds_recogniser_normalise(fix->recogniser, DS_ENTITY_AMOUNT, ds_str_from(text), &nothing,
                                    &entity, &reason) != DS_OK) {
            fail_msg("%s: %s", text, reason);
        }
        assert_int_equal(ds_decimal_compare(entity.amount.value, expected), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_in_every_writing_have_one_value),
        cmocka_unit_test(currencies_stand_before_or_behind),
        cmocka_unit_test(qualifiers_set_bounds),
        cmocka_unit_test(ranges_share_scale_and_currency),
        cmocka_unit_test(prices_of_one_are_marked),
        cmocka_unit_test(bare_numbers_need_a_word_for_money),
        cmocka_unit_test(parts_of_a_price_are_told),
        cmocka_unit_test(a_table_header_gives_the_unit),
        cmocka_unit_test(counts_and_look_alikes_are_no_money),
        cmocka_unit_test(the_span_holds_the_qualifier_and_core_does_not),
        cmocka_unit_test(format_and_parse_gives_the_same_value),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
