/* links: ds_recognise ds_rules ds_text */
#include "recognise_fixture.h"

static const ds_recognise_context nothing;

static void counts_are_a_number_and_a_classifier(void **state)
{
    static const reading_row rows[] = {
        {"3家", "3"},          {"三家", "3"},        {"两家", "2"},    {"兩家", "2"},
        {"十一幅", "11"},      {"42个", "42"},       {"2名", "2"},     {"二十三家", "23"},
        {"一百零五家", "105"}, {"1,200家", "1200"},  {"多家", "0"},    {"数家", "0"},
        {"几家", "0"},         {"数十家", "0"},      {"十余家", "10"}, {"30多家", "30"},
        {"近百家", NULL},      {"2万多家", "20000"}, {"7项", "7"},     {"6宗", "6"},
        {"3 家", "3"},         {"100人", "100"},     {"两三家", "0"},
    };
    check_rows(*state, DS_ENTITY_COUNT, rows, N_ROWS(rows), &nothing);
}

static void only_number_and_classifier_are_covered(void **state)
{
    static const reading_row rows[] = {
        {"收购两家中小企业", "count:两家:2"},
        {"并购了3家境外公司", "count:3家:3"},
        {"先后收购多家同行", "count:多家:0"},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void measures_ordinals_and_ranges_are_no_counts(void **state)
{
    static const reading_row rows[] = {
        {"第3家", ""},  {"1-2家", ""},     {"5-8个百分点", ""}, {"20万端口", ""}, {"3个月", ""},
        {"一一家", ""}, {"第3页", ""},     {"1.5家", ""},       {"0家", ""},      {"一起", ""},
        {"一次", ""},   {"5000000家", ""}, {"家", ""},          {"5亿用户", ""},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_a_number_and_a_classifier),
        cmocka_unit_test(only_number_and_classifier_are_covered),
        cmocka_unit_test(measures_ordinals_and_ranges_are_no_counts),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
