/* links: ds_recognise ds_rules ds_text */
#include "recognise_fixture.h"

#include "corpus/text/utf8.h"

static const ds_recognise_context nothing;

static void a_sentence_gives_its_entities_in_order(void **state)
{
    static const reading_row rows[] = {
        {"2025年3月，甲光通信拟以不超过7.5亿元收购乙芯科技51%股权",
         "date:2025年3月:2025-03 2025-03-01..2025-03-31 explicit month; "
         "amount:不超过7.5亿元:750000000 ..750000000 CNY at_most; stake:51%:51 exact strong"},
        {"丁集团以US$15亿并购三家800G光模块企业",
         "amount:US$15亿:1500000000 USD exact; count:三家:3; rate:800G:800G"},
        {"交易金额为3亿元-5亿元(约合4200万美元)",
         "amount:3亿元-5亿元: 300000000..500000000 CNY range; "
         "amount:约合4200万美元:42000000 USD about"},
        {"", ""},
        {"没有数字的句子", ""},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void false_friends_are_never_recognised(void **state)
{
    static const reading_row rows[] = {
        {"每年并购1-2家", ""},
        {"毛利率提升5-8个百分点", ""},
        {"布局4/5G基站", ""},
        {"降低10%-15%成本", ""},
        {"电话13800138000", ""},
        {"电话021-12345678", ""},
        {"甲公司(600000.SH)", ""},
        {"乙公司(300896)公告", ""},
        {"版本1.2.3发布", ""},
        {"见第3页", ""},
        {"多元化经营", ""},
        {"一起发展", ""},
        {"订单号A20210721132136", ""},
        {"40GB内存", ""},
        {"元器件", ""},
    };
    check_sentences(*state, rows, N_ROWS(rows), &nothing);
}

static void entities_ascend_and_do_not_overlap(void **state)
{
    fixture *fix = *state;
    /* Every place of a dense text as the start of a sentence. */
    ds_str text = DS_STR("2025年3-5月不超过3,980万股(占总股本6%)以US$3-5亿元、4x100G/1.6T、二三十家"
                         "2017-2018年百分之五十一1-2家今年7月下旬12.5元/股约6.45亿元左右20210115");
    for (size_t from = 0; from < text.len; from++) {
        if (!ds_utf8_boundary(text, from)) {
            continue;
        }
        ds_recognise_context context = {0};
        const ds_entity *entities;
        size_t n;
        ds_str part = ds_str_slice(text, from, text.len);
        ds_arena_reset(fix->arena);
        assert_int_equal(
            ds_recogniser_find(fix->recogniser, part, &context, fix->arena, &entities, &n), DS_OK);
        size_t last = 0;
        for (size_t i = 0; i < n; i++) {
            assert_true(entities[i].begin >= last);
            assert_true(entities[i].begin <= entities[i].core);
            assert_true(entities[i].core < entities[i].end);
            assert_true(entities[i].end <= part.len);
            assert_true(ds_utf8_boundary(part, entities[i].begin));
            assert_true(ds_utf8_boundary(part, entities[i].end));
            last = entities[i].end;
        }
    }
}

static void what_is_found_alone_is_found_again_by_normalise(void **state)
{
    fixture *fix = *state;
    static const char *const texts[] = {"拟以不超过7.5亿元收购", "于2025年3月14日公告",
                                        "收购乙公司51%股权",     "布局1.6T光模块",
                                        "收购两家企业",          "作价3亿元至5亿元左右"};
    for (size_t i = 0; i < N_ROWS(texts); i++) {
        ds_recognise_context context = {0};
        const ds_entity *entities;
        size_t n;
        ds_str text = ds_str_from(texts[i]);
        ds_arena_reset(fix->arena);
        assert_int_equal(
            ds_recogniser_find(fix->recogniser, text, &context, fix->arena, &entities, &n), DS_OK);
        assert_int_equal(n, 1);
        ds_entity again;
        const char *reason;
        assert_int_equal(
            ds_recogniser_normalise(fix->recogniser, entities[0].kind,
                                    ds_str_slice(text, entities[0].begin, entities[0].end),
                                    &nothing, &again, &reason),
            DS_OK);
        if (again.kind == DS_ENTITY_STAKE) {
            again.stake.strong = true; /* that is said by the words around it */
        }
        char first[ANSWER_BYTES];
        char second[ANSWER_BYTES];
        answer(&entities[0], first);
        answer(&again, second);
        assert_string_equal(first, second);
    }
}

static void a_refusal_has_its_reason(void **state)
{
    fixture *fix = *state;
    static const struct {
        ds_entity_kind kind;
        const char *text, *reason;
    } rows[] = {
        {DS_ENTITY_AMOUNT, "", "empty"},
        {DS_ENTITY_AMOUNT, "甲", "no amount of money"},
        {DS_ENTITY_DATE, "甲", "no date"},
        {DS_ENTITY_STAKE, "甲", "no stake"},
        {DS_ENTITY_RATE, "5G", "outside the rate classes, 10G to 12.8T"},
        {DS_ENTITY_RATE, "800G硬盘", "memory, radio or volume, no rate class"},
        {DS_ENTITY_RATE, "甲", "no rate class"},
        {DS_ENTITY_AMOUNT, "亿元", "a unit without a number"},
        {DS_ENTITY_AMOUNT, "3.5", "a number without a currency or a scale"},
        {DS_ENTITY_AMOUNT, "负3亿元", "a negative number"},
        {DS_ENTITY_DATE, "2025年2月30日", "there is no such day or month"},
        {DS_ENTITY_DATE, "三年前", "a length of time, not a date"},
        {DS_ENTITY_DATE, "2025年冬", "a season, which has no first and last day"},
        {DS_ENTITY_STAKE, "120%", "over 100 per cent"},
        {DS_ENTITY_STAKE, "3个百分点", "percentage points are a change"},
        {DS_ENTITY_COUNT, "甲", "no count"},
        {DS_ENTITY_AMOUNT, "3亿元收购", "more text behind the expression"},
    };
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        ds_entity entity;
        const char *reason;
        assert_int_equal(ds_recogniser_normalise(fix->recogniser, rows[i].kind,
                                                 ds_str_from(rows[i].text), &nothing, &entity,
                                                 &reason),
                         DS_EINVALID);
        assert_string_equal(reason, rows[i].reason);
    }
}

static void collect(void *payload, ds_level level, const char *message)
{
    (void)level;
    snprintf(payload, ANSWER_BYTES, "%s", message);
}

static void rules_without_the_lexicons_are_refused_by_name(void **state)
{
    (void)state;
    char message[ANSWER_BYTES] = "";
    ds_diag diag = {collect, message, 0, 0};
    ds_ruleset *rules = NULL;
    ds_recogniser *recogniser = NULL;
    char path[] = "/tmp/recognise-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *pack = fdopen(file, "w");
    assert_non_null(pack);
    fputs("<pack xmlns=\"urn:dealsift:rules:1\" id=\"t\"><lexicon id=\"x\">a</lexicon></pack>",
          pack);
    fclose(pack);
    assert_int_equal(ds_ruleset_read(&rules, path, NULL, 0, &diag), DS_OK);
    assert_int_equal(ds_recogniser_new(&recogniser, rules, &diag), DS_EINVALID);
    assert_non_null(strstr(message, "the rules declare no lexicon \"count-words\""));
    assert_int_equal(diag.n_errors, 8);
    ds_ruleset_free(rules);
    remove(path);
}

/* The quick look may take a text for one with rates, never the other way round. */
static void a_text_with_a_rate_class_is_never_passed_over(void **state)
{
    static const char *const texts[] = {"扩产800G光模块", "1.6T模块",  "4×100G",
                                        "400-800G",       "1.6太比特", "良率提升,交付800 Gbps产品"};
    const fixture *made = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(ds_recogniser_may_rate(made->recogniser, ds_str_from(texts[i])));
    }
    assert_false(
        ds_recogniser_may_rate(made->recogniser, DS_STR("公司于2024年3月完成过户,对价3.2亿元。")));
    assert_false(ds_recogniser_may_rate(made->recogniser, DS_STR("")));
}

static void names_are_those_of_the_record(void **state)
{
    (void)state;
    assert_string_equal(ds_qualifier_name(DS_QUALIFIER_AT_MOST), "at_most");
    assert_string_equal(ds_qualifier_name(DS_QUALIFIER_EXACT), "exact");
    assert_string_equal(ds_date_basis_name(DS_DATE_CONTEXT), "context");
    assert_string_equal(ds_date_precision_name(DS_DATE_RANGE), "range");
    assert_string_equal(ds_entity_kind_name(DS_ENTITY_RATE), "rate");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_gives_its_entities_in_order),
        cmocka_unit_test(false_friends_are_never_recognised),
        cmocka_unit_test(entities_ascend_and_do_not_overlap),
        cmocka_unit_test(what_is_found_alone_is_found_again_by_normalise),
        cmocka_unit_test(a_refusal_has_its_reason),
        cmocka_unit_test(rules_without_the_lexicons_are_refused_by_name),
        cmocka_unit_test(a_text_with_a_rate_class_is_never_passed_over),
        cmocka_unit_test(names_are_those_of_the_record),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
