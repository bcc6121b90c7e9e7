/* links: ds_recognise ds_rules ds_text */
/* What looks like an expression and is none; and expressions that stand between
 * other words without a space. */
#include "recognise_fixture.h"

static const ds_recognise_context published = {.published = DS_STR_INIT("2025-05-20")};
static const ds_recognise_context whole = {.published = DS_STR_INIT("2025-05-20"), .whole = true};

static const char *const friends[] = {
    "设1-2家工厂",  "提高5-8个百分点",
    "部署4/5G基站", "并购重组后年营收大增",
    "最近一次年报", "采用5G和6G网络",
    "配2G显存",     "装800G硬盘",
    "半年内完成",   "半导体",
    "半数产品",     "三半导体厂",
    "第二、三产业", "一、二期项目",
    "一、三车间",   "第3、4页",
    "3、4号楼",     "三、四线城市",
    "两三家",       "1/2以上",
    "3/4决议通过",  "比例为1/3",
    "版本1.2.3",    "图1-2",
    "表3-4",        "第1-2章",
    "2-3倍",        "1-3年期",
    "3-5年",        "5-10倍",
    "3.14",         "2.5D封装",
    "3D打印",       "4K电视",
    "12英寸",       "7nm工艺",
    "28nm",         "300mm晶圆",
    "100万像素",    "5万台",
    "3万平方米",    "2000万用户",
    "10万吨",       "100MW",
    "50GWh",        "600000.SH",
    "300308",       "13800138000",
    "010-12345678", "上一年级",
    "下一年轻人",   "今晚报",
    "期末考试",     "年内退休",
    "月中桂子",     "后日本市场",
    "多元化",       "二元论",
    "三元锂",       "亿元户",
    "万元户",       "千万别",
    "百万像素",     "十分重要",
    "五分之一",     "百分百",
    "十一幅",       "日元",
    "日均",         "月薪",
    "年薪",         "5G/6G",
    "64G内存",      "256GB",
    "2T硬盘",       "1T移动硬盘",
    "16G运存",      "100G流量",
    "10GHz",        "5.5G",
    "数字化",       "若干问题",
    "好几次",       "廿四节气",
    "O型",          "开头三个字",
    "首三名",       "整改",
    "由原来的",     "不足之处",
    "起步阶段",     "封顶仪式",
    "4/5G",         "1-2家",
    "5-8个百分点",  "5G",
    "6G",           "2G显存",
    "800G硬盘",     "最近一次",
    "并购重组后年", "3-5倍",
    "第1-2期",      "1.2.3",
    "12-13章",      "IPv6",
    "A4",           "Q版",
    "H股",          "T恤",
    "G20",          "2G/3G/4G",
    "5G-A",         "Wi-Fi 6",
    "PCIe 5.0",     "DDR5",
    "100万股",      "1000万部",
    "5万人次",      "30%",
    "51%股权",      "20日均线",
    "60日线",       "3个月",
    "两周",         "10分钟",
    "第3页",        "(2)",
    "2.1.1",        "百分之五",
    "3成",          "四季如春",
    "三天两头",     "一日三餐",
    "月月红",       "年复一年",
};

static const ds_entity_kind kinds[] = {DS_ENTITY_AMOUNT, DS_ENTITY_DATE, DS_ENTITY_RATE};

static void none_is_taken_for_a_date_an_amount_or_a_rate_in_a_sentence(void **state)
{
    fixture *fix = *state;
    for (size_t i = 0; i < N_ROWS(friends); i++) {
        ds_recognise_context context = published;
        const ds_entity *entities;
        size_t n;
        ds_arena_reset(fix->arena);
        assert_int_equal(ds_recogniser_find(fix->recogniser, ds_str_from(friends[i]), &context,
                                            fix->arena, &entities, &n),
                         DS_OK);
        for (size_t k = 0; k < n * N_ROWS(kinds); k++) {
            if (entities[k / N_ROWS(kinds)].kind == kinds[k % N_ROWS(kinds)]) {
                fail_msg("%s: has a %s", friends[i], ds_entity_kind_name(kinds[k % N_ROWS(kinds)]));
            }
        }
    }
}

static void none_is_taken_for_a_date_an_amount_or_a_rate_alone(void **state)
{
    fixture *fix = *state;
    for (size_t i = 0; i < N_ROWS(friends); i++) {
        for (size_t k = 0; k < N_ROWS(kinds); k++) {
            ds_entity entity;
            const char *reason = NULL;
            if (ds_recogniser_normalise(fix->recogniser, kinds[k], ds_str_from(friends[i]), &whole,
                                        &entity, &reason) == DS_OK) {
                fail_msg("%s: is a %s", friends[i], ds_entity_kind_name(kinds[k]));
            }
            assert_non_null(reason);
        }
    }
}

static void expressions_stand_between_other_words(void **state)
{
    static const reading_row rows[] = {
        {"拟以3.2亿元收购其51%股权",
         "amount:3.2亿元:320000000 CNY exact; stake:51%:51 exact strong"},
        {"作价3.2亿元现金购入对方全部股份",
         "amount:3.2亿元:320000000 CNY exact cash; stake:全部:100 exact strong"},
        {"交易对价不超过人民币7.5亿元(含)用于补充流动资金",
         "amount:不超过人民币7.5亿元:750000000 ..750000000 CNY at_most"},
        {"斥资约2亿美元于2024年三季度末拿下云汐芯片四成股权",
         "amount:约2亿美元:200000000 USD about; date:2024年三季度末:2024-Q3 2024-09-01..2024-09-30 "
         "explicit quarter; stake:四成:40 exact strong"},
        {"2024年Q2以9亿元并购1.6T光引擎厂商",
         "date:2024年Q2:2024-Q2 2024-04-01..2024-06-30 explicit quarter; amount:9亿元:900000000 "
         "CNY exact; rate:1.6T:1.6T"},
        {"2023年12月至次年2月陆续买入3,980万股,占目标公司总股本的6%",
         "date:2023年12月至次年2月:2023-12/2024-02 2023-12-01..2024-02-29 explicit range; "
         "stake:3,980万股,占目标公司总股本的6%:6 exact strong shares 39800000"},
        {"2025年1-3季度订单增长",
         "date:2025年1-3季度:2025-Q1/2025-Q3 2025-01-01..2025-09-30 explicit range"},
        {"去年底完成,今年一季度并表",
         "date:去年底:2024 2024-10-01..2024-12-31 published year; date:今年一季度:2025-Q1 "
         "2025-01-01..2025-03-31 published quarter"},
        {"3月14、15日两次举牌",
         "date:3月14、15日:2025-03-14/2025-03-15 2025-03-14..2025-03-15 published range"},
        {"三四月份签约", "date:三四月份:2025-03/2025-04 2025-03-01..2025-04-30 published range"},
        {"将持股比例由30%提高到51%", "stake:30%:30 exact strong from; stake:51%:51 exact to"},
        {"将持股比例由原来的30%增至51%",
         "stake:30%:30 exact strong from; stake:51%:51 exact strong to"},
        {"投资半亿元建厂", "amount:半亿元:50000000 CNY exact"},
        {"花了一个半亿买下", "amount:一个半亿:150000000 CNY exact bare"},
        {"投入廿五万元", "amount:廿五万元:250000 CNY exact"},
        {"总投资介于3亿元和5亿元之间", "amount:3亿元和5亿元之间: 300000000..500000000 CNY range"},
        {"回购不低于3亿元且不超过5亿元", "amount:不低于3亿元:300000000 300000000.. CNY at_least; "
                                         "amount:不超过5亿元:500000000 ..500000000 CNY at_most"},
        {"8500到3万港元不等", "amount:8500到3万港元: 8500..30000 HKD range"},
        {"民国廿三年创立", "date:民国廿三年:1934 1934-01-01..1934-12-31 explicit year"},
        {"二O一九年收购", "date:二O一九年:2019 2019-01-01..2019-12-31 explicit year"},
        {"2007年与2009年间两度易主",
         "date:2007年与2009年间:2007/2009 2007-01-01..2009-12-31 explicit range"},
        {"自2024年起至2026年分期支付",
         "date:2024年起至2026年:2024/2026 2024-01-01..2026-12-31 explicit range"},
        {"4通道100G方案", "rate:4通道100G:100G x4"},
        {"采用8×100G与4×200G两种方案", "rate:8×100G:100G x8; rate:4×200G:200G x4"},
        {"传输速率从400G到800G", "rate:400G到800G:400G-800G"},
        {"800G或1.6T模块", "rate:800G:800G; rate:1.6T:1.6T"},
        {"每通道200G", "rate:200G:200G lane"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &published);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_is_taken_for_a_date_an_amount_or_a_rate_in_a_sentence),
        cmocka_unit_test(none_is_taken_for_a_date_an_amount_or_a_rate_alone),
        cmocka_unit_test(expressions_stand_between_other_words),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
