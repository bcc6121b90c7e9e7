/* links: ds_prepare ds_corpus */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/prepare/prepare.h"
#include "extract/prepare/traditional.h"
#include "tests/unit/prepare_fixture.h"

static void traditional_text_is_read_as_simplified(void **state)
{
    assert_sentences(*state, "遠嵐光電擬以2.6億元收購雲汐芯片，並獲股東會通過。",
                     "远岚光电拟以2.6亿元收购云汐芯片,并获股东会通过。");
}

/* Hong Kong and Taiwan quote with corner brackets. */
static void corner_brackets_are_quotation_marks_of_traditional_text(void **state)
{
    assert_sentences(*state, "遠嵐光電擬收購「雲汐芯片」（『芯片』），並獲股東會通過。",
                     "远岚光电拟收购“云汐芯片”(‘芯片’),并获股东会通过。");
    assert_sentences(*state, "远岚光电拟收购「云汐芯片」并获股东会通过。",
                     "远岚光电拟收购「云汐芯片」并获股东会通过。");
}

/* 乾, 著 and 後 stand in names and words of simplified text as well. */
static void simplified_text_stays_as_it_is(void **state)
{
    assert_sentences(*state, "乾照光电与著名厂商发起设立公司，拟收购于洪後里芯片业务。",
                     "乾照光电与著名厂商发起设立公司,拟收购于洪後里芯片业务。");
}

static void map_leads_back_to_the_characters_as_written(void **state)
{
    static const char text[] = "雲汐芯片，經營４年，遠嵐光電擬收購其全部股權。";
    const ds_prepared *made = prepare(*state, ds_str_from(text));
    ds_str found = made->text;
    size_t begin = ds_str_find(found, DS_STR("远岚光电"), 0);
    assert_int_not_equal(begin, SIZE_MAX);
    ds_buf written = ds_buf_make(100);
    ds_offset_map_written(&made->map, made->source, begin, begin + 12, &written);
    ds_range source = ds_offset_map_source(&made->map, begin, begin + 12, NULL);
    assert_true(ds_str_equal(ds_buf_str(&written), DS_STR("遠嵐光電")));
    assert_true(
        ds_str_equal(ds_str_slice(made->source, source.begin, source.end), DS_STR("遠嵐光電")));
    ds_buf_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(traditional_text_is_read_as_simplified),
        cmocka_unit_test(corner_brackets_are_quotation_marks_of_traditional_text),
        cmocka_unit_test(simplified_text_stays_as_it_is),
        cmocka_unit_test(map_leads_back_to_the_characters_as_written),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
