/* links: ds_recognise ds_rules ds_text */
#include "recognise_fixture.h"

static const ds_recognise_context nothing;

static void rate_classes_have_one_form(void **state)
{
    static const reading_row rows[] = {
        {"10G", "10G"},
        {"25G", "25G"},
        {"40G", "40G"},
        {"100G", "100G"},
        {"200G", "200G"},
        {"400G", "400G"},
        {"800G", "800G"},
        {"1.6T", "1.6T"},
        {"3.2T", "3.2T"},
        {"1600G", "1.6T"},
        {"3200G", "3.2T"},
        {"0.8T", "800G"},
        {"1T", "1T"},
        {"100Gbps", "100G"},
        {"100Gb/s", "100G"},
        {"100GE", "100G"},
        {"100 G", "100G"},
        {"1.6Tbps", "1.6T"},
        {"1.6Tb/s", "1.6T"},
        {"1.6太比特", "1.6T"},
        {"８００Ｇ", "800G"},
        {"400G-800G", "400G-800G"},
        {"400G至1.6T", "400G-1.6T"},
        {"4x100G", "100G x4"},
        {"8×100G", "100G x8"},
        {"4*100Gbps", "100G x4"},
        {"200G/lane", "200G lane"},
        {"200G/通道", "200G lane"},
        {"12.8T", "12.8T"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &nothing);
}

static void lists_give_every_member(void **state)
{
    static const reading_row rows[] = {
        {"800G/1.6T光模块", "rate:800G:800G; rate:1.6T:1.6T"},
        {"400/800G光模块", "rate:400:400G; rate:800G:800G"},
        {"100G、400G、800G", "rate:100G:100G; rate:400G:400G; rate:800G:800G"},
        {"收购一家800G硅光企业", "count:一家:1; rate:800G:800G"},
        {"单通道200G", "rate:200G:200G lane"},
        {"OSFP800G模块", "rate:800G:800G"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void networks_disks_and_memory_are_no_rates(void **state)
{
    static const reading_row rows[] = {
        {"5G", NULL},     {"6G", NULL},      {"4/5G", NULL},     {"4G/5G", NULL},
        {"2G显存", NULL}, {"16G内存", NULL}, {"800G硬盘", NULL}, {"40GB", NULL},
        {"2T硬盘", NULL}, {"100GW", NULL},   {"100Gx", NULL},    {"64G存储", NULL},
        {"1.2.3G", NULL}, {"G", NULL},       {"800", NULL},      {"100T", NULL},
        {"3G网络", NULL}, {"10G流量", NULL},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &nothing);
    static const reading_row sentences[] = {
        {"5G网络与6G研发", ""}, {"4/5G基站", ""}, {"显存16G", ""}, {"40GB内存", ""}};
    check_sentences(*state, sentences, N_ROWS(sentences), &nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rate_classes_have_one_form),
        cmocka_unit_test(lists_give_every_member),
        cmocka_unit_test(networks_disks_and_memory_are_no_rates),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
