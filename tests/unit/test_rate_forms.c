/* links: ds_recognise ds_rules ds_text */
/* The forms that optical rate classes take, each read alone. */
#include "recognise_fixture.h"

static const ds_recognise_context bare = {.whole = true};

static void units_in_every_spelling(void **state)
{
    static const reading_row rows[] = {
        {"10G", "10G"},
        {"25G", "25G"},
        {"40G", "40G"},
        {"56G", "56G"},
        {"112G", "112G"},
        {"224G", "224G"},
        {"12.8T", "12.8T"},
        {"1.6 T", "1.6T"},
        {"１．６Ｔ", "1.6T"},
        {"800Ｇ", "800G"},
        {"800g", "none: no rate class"},
        {"1.6t", "none: no rate class"},
        {"100gbps", "100G"},
        {"100 Gbps", "100G"},
        {"100Gbit/s", "100G"},
        {"100 Gbit/s", "100G"},
        {"100GbE", "100G"},
        {"400GE", "400G"},
        {"400GBASE", "400G"},
        {"100G-BASE", "100G"},
        {"100吉比特", "100G"},
        {"800吉比特每秒", "800G"},
        {"1.6Tbps", "1.6T"},
        {"1.6Tb/s", "1.6T"},
        {"1.6Tbit/s", "1.6T"},
        {"1.6太比特", "1.6T"},
        {"1.6太", "1.6T"},
        {"3.2太比特每秒", "3.2T"},
        {"1600G", "1.6T"},
        {"3200G", "3.2T"},
        {"0.8T", "800G"},
        {"0.4T", "400G"},
        {"四百G", "400G"},
        {"八百吉比特", "800G"},
        {"一点六T", "1.6T"},
        {"1点6T", "1.6T"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &bare);
}

static void lists_and_ranges(void **state)
{
    static const reading_row rows[] = {
        {"800G/1.6T/3.2T", "800G 1.6T 3.2T"},
        {"400/800/1600G", "400G 800G 1.6T"},
        {"100/200/400G", "100G 200G 400G"},
        {"400G,800G", "400G 800G"},
        {"400G，800G", "400G 800G"},
        {"400G或800G", "400G 800G"},
        {"400G及800G", "400G 800G"},
        {"800G、1.6T及3.2T", "800G 1.6T 3.2T"},
        {"400G + 800G", "400G 800G"},
        {"10G/25G/40G/100G/200G/400G/800G/1.6T", "10G 25G 40G 100G 200G 400G 800G 1.6T"},
        {"10G/25G/40G/100G/200G/400G/800G/1.6T/3.2T", "none: more text behind the expression"},
        {"400G~800G", "400G-800G"},
        {"400G至800G", "400G-800G"},
        {"400G–800G", "400G-800G"},
        {"100-400G", "100G-400G"},
        {"400G-1.6T", "400G-1.6T"},
        {"从400G到800G", "400G-800G"},
        {"800G至400G", "none: more text behind the expression"},
        {"400G升级至800G", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &bare);
}

static void lanes_are_kept_apart(void **state)
{
    static const reading_row rows[] = {
        {"8x100G", "100G x8"},
        {"8×100Gbps", "100G x8"},
        {"8*200G", "200G x8"},
        {"4x 100G", "100G x4"},
        {"16x200G", "200G x16"},
        {"4通道100G", "100G x4"},
        {"8路100G", "100G x8"},
        {"2x400G", "400G x2"},
        {"64x100G", "none: no rate class"},
        {"1x100G", "100G x1"},
        {"200G/lane", "200G lane"},
        {"200G/Lane", "200G lane"},
        {"200G/通道", "200G lane"},
        {"200G/λ", "200G lane"},
        {"200G/波长", "200G lane"},
        {"200G/ch", "200G lane"},
        {"200G per lane", "200G lane"},
        {"每通道200G", "200G lane"},
        {"单波200G", "200G lane"},
        {"单lane200G", "200G lane"},
        {"单波100G PAM4", "100G lane"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &bare);
}

static void words_around_a_rate(void **state)
{
    static const reading_row rows[] = {
        {"速率800G", "800G"},
        {"800G速率", "800G"},
        {"单端口800G", "800G"},
        {"800G级", "800G"},
        {"112G PAM4", "112G"},
        {"100G NRZ", "100G"},
        {"“800G”", "800G"},
        {"（1.6T）", "1.6T"},
        {"800G。", "800G"},
        {"高达1.6T", "1.6T"},
        {"800G光模块", "none: more text behind the expression"},
        {"800G以上", "none: more text behind the expression"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &bare);
}

static void what_is_no_rate_class(void **state)
{
    static const reading_row rows[] = {
        {"1G", "none: outside the rate classes, 10G to 12.8T"},
        {"2.5G", "none: outside the rate classes, 10G to 12.8T"},
        {"4G", "none: outside the rate classes, 10G to 12.8T"},
        {"5G", "none: outside the rate classes, 10G to 12.8T"},
        {"5.5G", "none: outside the rate classes, 10G to 12.8T"},
        {"6G", "none: outside the rate classes, 10G to 12.8T"},
        {"8G", "none: outside the rate classes, 10G to 12.8T"},
        {"5G网络", "none: memory, radio or volume, no rate class"},
        {"5G基站", "none: memory, radio or volume, no rate class"},
        {"4G手机", "none: memory, radio or volume, no rate class"},
        {"5G/6G", "none: memory, radio or volume, no rate class"},
        {"4/5G", "none: no rate class"},
        {"4G/5G", "none: memory, radio or volume, no rate class"},
        {"5G、6G", "none: memory, radio or volume, no rate class"},
        {"2G显存", "none: memory, radio or volume, no rate class"},
        {"24G显存", "none: memory, radio or volume, no rate class"},
        {"显存24G", "none: no rate class"},
        {"16G内存", "none: memory, radio or volume, no rate class"},
        {"内存16G", "none: no rate class"},
        {"运存16G", "none: no rate class"},
        {"256G版本", "none: memory, radio or volume, no rate class"},
        {"64G存储空间", "none: memory, radio or volume, no rate class"},
        {"800G硬盘", "none: memory, radio or volume, no rate class"},
        {"硬盘800G", "none: no rate class"},
        {"1T硬盘", "none: memory, radio or volume, no rate class"},
        {"2T硬盘", "none: memory, radio or volume, no rate class"},
        {"2TB", "none: memory, radio or volume, no rate class"},
        {"800GB", "none: memory, radio or volume, no rate class"},
        {"100GB/s", "none: memory, radio or volume, no rate class"},
        {"100G流量", "none: memory, radio or volume, no rate class"},
        {"100G云盘", "none: memory, radio or volume, no rate class"},
        {"10GHz", "none: memory, radio or volume, no rate class"},
        {"12GW", "none: memory, radio or volume, no rate class"},
        {"25.6T", "none: outside the rate classes, 10G to 12.8T"},
        {"51.2T", "none: outside the rate classes, 10G to 12.8T"},
        {"102.4T", "none: outside the rate classes, 10G to 12.8T"},
        {"100M", "none: no rate class"},
        {"千兆", "none: no rate class"},
        {"800", "none: no rate class"},
        {"800K", "none: no rate class"},
    };
    check_rows(*state, DS_ENTITY_RATE, rows, N_ROWS(rows), &bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_in_every_spelling), cmocka_unit_test(lists_and_ranges),
        cmocka_unit_test(lanes_are_kept_apart),    cmocka_unit_test(words_around_a_rate),
        cmocka_unit_test(what_is_no_rate_class),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
