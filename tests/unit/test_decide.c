/* links: ds_pipeline ds_corpus ds_decide ds_prepare ds_recognise ds_rules ds_out ds_text */
#include "tests/unit/pack_fixture.h"

#include "corpus/text/buffer.h"
#include "extract/decide/decide.h"
#include "extract/pipeline.h"

/* What a document gave: a line a record, "buyers > targets; field=value; …",
 * lists joined by '+', fields without a value left out. */
typedef struct records {
    char lines[8][512];
    size_t n;
    size_t n_evidence[8]; /* for the target */
} records;

typedef struct row {
    const char *text;
    const char *lines[4]; /* all records, in order */
} row;

typedef struct program {
    ds_ruleset *rules;
    ds_pipeline *pipeline;
    ds_diag diag;
} program;

static bool open_program(program *out, const char *main_pack, const char *house)
{
    const char *const packs[] = {house};
    *out = (program){.diag = {NULL, NULL, 0, 0}};
    return ds_ruleset_read(&out->rules, main_pack, packs, house ? 1 : 0, &out->diag) == DS_OK &&
           ds_pipeline_new(&out->pipeline, out->rules, &out->diag) == DS_OK;
}

static void close_program(program *run)
{
    ds_pipeline_free(run->pipeline);
    ds_ruleset_free(run->rules);
}

static int setup(void **state)
{
    static program made;
    *state = &made;
    return !open_program(&made, DS_SOURCE_DIR "/rules/packs/default.xml", NULL);
}

static int teardown(void **state)
{
    close_program(*state);
    return 0;
}

static void put_list(ds_buf *out, const char *name, ds_str_list list)
{
    for (size_t i = 0; i < list.n_items; i++) {
        ds_buf_format(out, "%s%.*s", i ? "+" : name, DS_STR_ARGS(list.items[i]));
    }
}

static void put_text(ds_buf *out, const char *name, ds_str text)
{
    if (text.len) {
        ds_buf_format(out, "; %s=%.*s", name, DS_STR_ARGS(text));
    }
}

static ds_status keep(void *payload, const ds_deal *deal)
{
    records *out = payload;
    assert_true(out->n < sizeof out->lines / sizeof *out->lines);
    ds_buf line = ds_buf_make(sizeof out->lines[0] - 1);
    put_list(&line, "", deal->acquirer);
    put_list(&line, " > ", deal->target);
    put_list(&line, "; seller=", deal->seller);
    put_text(&line, "amount", deal->amount);
    put_text(&line, "stake", deal->stake);
    put_text(&line, "date", deal->date);
    put_list(&line, "; anonymous=", deal->anonymous);
    put_list(&line, "; flags=", deal->flags);
    assert_false(line.failed);
    memcpy(out->lines[out->n], line.ptr, line.len);
    out->lines[out->n][line.len] = '\0';
    ds_buf_free(&line);
    for (size_t e = 0; e < deal->n_evidence; e++) {
        out->n_evidence[out->n] += ds_str_equal(deal->evidence[e].field, DS_STR("target"));
    }
    out->n++;
    return DS_OK;
}

static records read_text(program *run, const char *text)
{
    records out = {.n = 0};
    ds_document document = {.id = DS_STR_INIT("d"), .source = DS_STR_INIT("d")};
    assert_int_equal(ds_pipeline_text(run->pipeline, &document, ds_str_from(text), keep, &out),
                     DS_OK);
    return out;
}

static void check(program *run, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_rows; i++) {
        records got = read_text(run, rows[i].text);
        size_t n = 0;
        bool same = true;
        while (n < 4 && rows[i].lines[n]) {
            same = same && n < got.n && strcmp(got.lines[n], rows[i].lines[n]) == 0;
            n++;
        }
        if (!same || n != got.n) {
            n_wrong++;
            print_error("%s\n", rows[i].text);
            for (size_t r = 0; r < got.n; r++) {
                print_error("    got %s\n", got.lines[r]);
            }
        }
    }
    assert_int_equal(n_wrong, 0);
}

#define CHECK(state, rows) check(*(state), (rows), sizeof(rows) / sizeof *(rows))

static void text_without_a_deal_gives_no_record(void **state)
{
    static const row rows[] = {
        {"", {NULL}},
        {"公司经营稳健，全年营收增长一成。", {NULL}},
        {"行业景气度回升，企业往往通过并购扩大规模。", {NULL}},
    };
    CHECK(state, rows);
}

static void a_deal_told_three_times_is_one_record_with_all_evidence(void **state)
{
    static const row rows[] = {
        {"2023年5月，澄海轴承股份有限公司宣布以3.2亿元收购北岭传动60%股权。"
         "此次收购完成后，北岭传动将成为公司控股子公司。"
         "澄海轴承收购北岭传动的对价以现金支付。",
         {"澄海轴承股份有限公司 > 北岭传动; amount=320000000; stake=60; date=2023-05"}},
    };
    CHECK(state, rows);
    assert_int_equal(read_text(*state, rows[0].text).n_evidence[0], 3);
}

static void two_stakes_at_two_dates_stay_two_deals(void **state)
{
    static const row rows[] = {
        {"2021年3月，澄海轴承以1.5亿元收购北岭传动30%股权。"
         "2023年6月，澄海轴承再以2.8亿元收购北岭传动40%股权。",
         {"澄海轴承 > 北岭传动; amount=150000000; stake=30; date=2021-03",
          "澄海轴承 > 北岭传动; amount=280000000; stake=40; date=2023-06"}},
    };
    CHECK(state, rows);
}

static void contradicting_prices_are_flagged_and_not_merged(void **state)
{
    static const row rows[] = {
        {"澄海轴承以3亿元收购北岭传动。另据披露，澄海轴承以5亿元收购北岭传动。",
         {"澄海轴承 > 北岭传动; amount=300000000; flags=conflict",
          "澄海轴承 > 北岭传动; amount=500000000; flags=conflict"}},
        {"澄海轴承以3亿元收购北岭传动。另据披露，澄海轴承以3亿元收购北岭传动。",
         {"澄海轴承 > 北岭传动; amount=300000000"}},
    };
    CHECK(state, rows);
}

static void a_buyer_of_the_sentence_before_is_flagged(void **state)
{
    static const row rows[] = {
        {"比亚迪持续扩大产能布局。2022年8月，公司以6亿元收购北岭传动80%股权。",
         {"比亚迪 > 北岭传动; amount=600000000; stake=80; date=2022-08; "
          "flags=acquirer_inherited"}},
        /* not whose report it is */
        {"比亚迪持续扩大产能布局。东北证券行业周报。2022年8月，公司以6亿元收购北岭传动80%股权。",
         {"比亚迪 > 北岭传动; amount=600000000; stake=80; date=2022-08; "
          "flags=acquirer_inherited"}},
    };
    CHECK(state, rows);
}

static void further_shares_of_a_firm_are_a_deal_of_their_own(void **state)
{
    static const row rows[] = {
        {"2016年,澄海轴承以2.4亿元受让北岭传动42%股权,2018年再以1.9亿元收购其剩余58%股权。",
         {"澄海轴承 > 北岭传动; amount=240000000; stake=42; date=2016",
          "澄海轴承 > 北岭传动; amount=190000000; stake=58; date=2018"}},
        {"2015年澄海轴承出资3000万元收购北岭传动20%股权,2017年澄海轴承以9000万元收购北岭传动41%"
         "股权。",
         {"澄海轴承 > 北岭传动; amount=30000000; stake=20; date=2015",
          "澄海轴承 > 北岭传动; amount=90000000; stake=41; date=2017"}},
        {"澄海轴承2018年收购北岭传动60%股权。2020年3月,公司又以1.2亿元收购其余40%股权。",
         {"澄海轴承 > 北岭传动; stake=60; date=2018",
          "澄海轴承 > 北岭传动; amount=120000000; stake=40; date=2020-03; "
          "flags=acquirer_inherited"}},
        /* both together are more than the whole: of another firm, which nobody names */
        {"澄海轴承2018年收购北岭传动60%股权。公司又以1.2亿元收购其余70%股权。",
         {"澄海轴承 > 北岭传动; stake=60; date=2018"}},
    };
    CHECK(state, rows);
}

static void lists_that_map_in_order_divide_a_deal(void **state)
{
    static const row rows[] = {
        {"云岭锂业、海川股份分别将所持北岭传动20%、13%的股份转让给澄海轴承,"
         "价格分别为2400万元和1560万元。",
         {"澄海轴承 > 北岭传动; seller=云岭锂业; amount=24000000; stake=20",
          "澄海轴承 > 北岭传动; seller=海川股份; amount=15600000; stake=13"}},
        {"澄海轴承2015年和2017年先后两次收购北岭传动股权,比例分别为40%和60%,对价分别为1.32亿元和2."
         "31亿元。",
         {"澄海轴承 > 北岭传动; amount=132000000; stake=40; date=2015",
          "澄海轴承 > 北岭传动; amount=231000000; stake=60; date=2017"}},
        /* lists of another deal */
        {"2019年和2020年,澄海轴承分别收购北岭传动20%和30%的股权,并出售云岭锂业股权。",
         {"澄海轴承 > 北岭传动; stake=20; date=2019", "澄海轴承 > 北岭传动; stake=30; date=2020",
          " > 云岭锂业; date=2020; flags=unnamed_party"}},
        /* what was announced before is no contradiction */
        {"澄海轴承拟收购北岭传动。云岭锂业、海川股份分别将所持北岭传动20%、13%的股份转让给澄海轴承,"
         "价格分别为2400万元和1560万元。",
         {"澄海轴承 > 北岭传动; seller=云岭锂业; amount=24000000; stake=20",
          "澄海轴承 > 北岭传动; seller=海川股份; amount=15600000; stake=13"}},
        /* one price for all */
        {"云岭锂业、海川股份分别将所持北岭传动20%、13%的股份转让给澄海轴承,价款合计3960万元。",
         {"澄海轴承 > 北岭传动; seller=海川股份+云岭锂业; amount=39600000; "
          "flags=stake_ambiguous"}},
    };
    CHECK(state, rows);
}

static void whom_the_text_is_about_sells_what_is_sold(void **state)
{
    static const row rows[] = {
        {"比亚迪持续收缩非核心业务。2022年8月，公司将所持北岭传动80%股权以6亿元转让给云岭锂业。",
         {"云岭锂业 > 北岭传动; seller=比亚迪; amount=600000000; stake=80; date=2022-08; "
          "flags=seller_inherited"}},
        /* he who bought it before sells it in a deal of its own */
        {"比亚迪2018年收购北岭传动80%股权。2022年,公司出售北岭传动,交易价6亿元。",
         {"比亚迪 > 北岭传动; stake=80; date=2018",
          " > 北岭传动; seller=比亚迪; amount=600000000; date=2022; "
          "flags=seller_inherited+unnamed_party"}},
        /* nobody sells to himself */
        {"比亚迪持续收缩非核心业务。公司将所持北岭传动80%股权以6亿元转让给比亚迪。",
         {"比亚迪 > 北岭传动; amount=600000000; stake=80"}},
        /* who sells is told: no other */
        {"比亚迪持续收缩非核心业务。2022年8月，海川股份将所持北岭传动80%"
         "股权以6亿元转让给云岭锂业。",
         {"云岭锂业 > 北岭传动; seller=海川股份; amount=600000000; stake=80; date=2022-08"}},
    };
    CHECK(state, rows);
}

static void joined_targets_are_a_deal_each(void **state)
{
    static const row rows[] = {
        {"2022年，澄海轴承收购了北岭传动、远帆液压和青禾精密。",
         {"澄海轴承 > 北岭传动; date=2022", "澄海轴承 > 远帆液压; date=2022",
          "澄海轴承 > 青禾精密; date=2022"}},
    };
    CHECK(state, rows);
}

static void lists_map_in_order_where_a_word_distributes(void **state)
{
    static const row rows[] = {
        {"2023年5月，远岚光电以3亿元和5亿元分别收购云汐芯片和柏岸生物。",
         {"远岚光电 > 云汐芯片; amount=300000000; date=2023-05",
          "远岚光电 > 柏岸生物; amount=500000000; date=2023-05"}},
        {"青禾精密收购北岭传动和松庭医药，作价分别为3亿元和5亿元。",
         {"青禾精密 > 北岭传动; amount=300000000", "青禾精密 > 松庭医药; amount=500000000"}},
        {"青禾精密分别于2018年、2020年、2021年收购北岭传动、松庭医药和柏岸生物。",
         {"青禾精密 > 北岭传动; date=2018", "青禾精密 > 松庭医药; date=2020",
          "青禾精密 > 柏岸生物; date=2021"}},
        {"远岚光电和青禾精密分别收购云汐芯片、北岭传动。",
         {"远岚光电 > 云汐芯片", "青禾精密 > 北岭传动"}},
    };
    CHECK(state, rows);
}

static void a_year_is_carried_from_nearby_only(void **state)
{
    static const row rows[] = {
        {"2021年公司业绩稳健。4月22日，澄海轴承以3亿元收购北岭传动。",
         {"澄海轴承 > 北岭传动; amount=300000000; date=2021-04-22; flags=date_inherited"}},
        {"预计2025年营收增长一成。行业需求旺盛，产品价格稳定，库存处于低位，产能利用率维持在较高水"
         "平，"
         "主要厂商纷纷上调全年出货指引，海外订单亦有明显恢复。渠道调研显示，终端客户补库意愿增强，"
         "原材料"
         "价格小幅回落，盈利能力有望改善，我们维持对行业的乐观判断，建议关注龙头企业。下半年新品陆"
         "续发布。"
         "4月22日，澄海轴承以3亿元收购北岭传动。",
         {"澄海轴承 > 北岭传动; amount=300000000"}},
    };
    CHECK(state, rows);
}

static void described_targets_bought_together_are_one_deal(void **state)
{
    static const row rows[] = {
        {"2022年，澄海轴承以4亿元收购一家德国机床厂商、一家刀具企业。",
         {"澄海轴承 > 一家德国机床厂商+一家刀具企业; amount=400000000; date=2022; "
          "anonymous=target; flags=unnamed_party"}},
        {"2022年，澄海轴承以4亿元收购某机床厂商与某刀具企业。",
         {"澄海轴承 > 某机床厂商+某刀具企业; amount=400000000; date=2022; "
          "anonymous=target; flags=unnamed_party"}},
    };
    CHECK(state, rows);
}

static void described_parties_are_listed_as_anonymous(void **state)
{
    static const row rows[] = {
        {"2022年，国内某射频芯片企业以3亿元收购一家初创公司。",
         {"国内某射频芯片企业 > 一家初创公司; amount=300000000; date=2022; "
          "anonymous=acquirer+target; flags=unnamed_party"}},
        {"2022年，国内某射频芯片企业以3亿元收购北岭传动。",
         {"国内某射频芯片企业 > 北岭传动; amount=300000000; date=2022; "
          "anonymous=acquirer; flags=unnamed_party"}},
    };
    CHECK(state, rows);
}

static void a_description_is_no_part_of_the_name_behind_it(void **state)
{
    static const row rows[] = {
        {"2022年，轴承供应商澄海轴承以3亿元收购竞品企业北岭传动。",
         {"澄海轴承 > 北岭传动; amount=300000000; date=2022"}},
    };
    CHECK(state, rows);
}

static void a_remark_in_brackets_is_about_the_name_before_it_alone(void **state)
{
    static const row rows[] = {
        {"行业第一梯队为罗尔氏、西澜医疗、丹纳科(3亿元收购北岭传动)。",
         {"丹纳科 > 北岭传动; amount=300000000"}},
    };
    CHECK(state, rows);
}

static void nobody_buys_his_own_buyer(void **state)
{
    static const row rows[] = {
        {"澄海轴承以3亿元收购北岭传动60%股权。北岭传动收购澄海轴承。",
         {"澄海轴承 > 北岭传动; amount=300000000; stake=60"}},
    };
    CHECK(state, rows);
}

static void an_alias_is_written_as_the_full_name(void **state)
{
    static const row rows[] = {
        {"澄海轴承以3亿元收购北岭传动60%股权。"
         "澄海轴承股份有限公司（以下简称“澄海轴承”）成立于1998年。",
         {"澄海轴承股份有限公司 > 北岭传动; amount=300000000; stake=60"}},
    };
    CHECK(state, rows);
    /* The next document knows nothing of it. */
    records next = read_text(*state, "澄海轴承以3亿元收购北岭传动60%股权。");
    assert_string_equal(next.lines[0], "澄海轴承 > 北岭传动; amount=300000000; stake=60");
}

static void the_same_text_gives_the_same_records(void **state)
{
    static const char text[] = "2022年，澄海轴承收购了北岭传动、远帆液压和青禾精密。";
    records first = read_text(*state, text);
    records again = read_text(*state, text);
    assert_memory_equal(&first, &again, sizeof first);
}

static ds_status refuse(void *payload, const ds_deal *deal)
{
    (void)deal;
    ++*(size_t *)payload;
    return DS_EIO;
}

static void a_sink_that_fails_ends_the_document(void **state)
{
    program *run = *state;
    size_t n_calls = 0;
    ds_document document = {.id = DS_STR_INIT("d"), .source = DS_STR_INIT("d")};
    ds_str text = DS_STR("2022年，澄海轴承收购了北岭传动、远帆液压和青禾精密。");
    assert_int_equal(ds_pipeline_text(run->pipeline, &document, text, refuse, &n_calls), DS_EIO);
    assert_int_equal(n_calls, 1);
}

/* With weights that only say "not none" all amounts of a sentence are as good
 * as each other. */
static void a_tie_leaves_the_slot_empty_and_is_flagged(void **state)
{
    static const row rows[] = {
        {"澄海轴承收购北岭传动，涉及3亿元、5亿元。",
         {"澄海轴承 > 北岭传动; flags=amount_ambiguous"}},
        {"澄海轴承收购北岭传动，涉及3亿元。", {"澄海轴承 > 北岭传动; amount=300000000"}},
    };
    (void)state;
    program run;
    assert_true(open_program(&run, DS_SOURCE_DIR "/rules/packs/default.xml", NULL));
    ds_model *model = ds_decider_model(ds_pipeline_decider(run.pipeline));
    const ds_features *features = ds_model_features(model);
    assert_int_equal(ds_model_own(model), DS_OK);
    uint32_t bias = ds_features_find(features, DS_STR("none"));
    assert_int_not_equal(bias, UINT32_MAX);
    for (uint32_t f = 0; f < ds_features_count(features); f++) {
        ds_model_set(model, DS_ROLE_AMOUNT, f, f == bias ? -20 : 0);
    }
    check(&run, rows, sizeof rows / sizeof *rows);
    close_program(&run);
}

#define HOUSE_SENTENCE "澄海轴承有限公司揽下北岭传动有限公司。"

static void a_house_rule_with_a_new_trigger_needs_no_weights(void **state)
{
    static const row rows[] = {
        {HOUSE_SENTENCE, {"澄海轴承有限公司 > 北岭传动有限公司"}},
        {"澄海轴承有限公司签下北岭传动有限公司。", {NULL}},
    };
    program run;
    char path[128];
    fixture here = fixture_make();
    fixture_pack(&here, "house.xml",
                 "<lexicon id=\"triggers\" add=\"yes\">揽下</lexicon>"
                 "<rule id=\"house.take\" kind=\"acquisition\" priority=\"100\">"
                 "<pattern>{party:acquirer} 揽下 {party:target}</pattern>"
                 "<example><acquirer>甲光通信</acquirer>揽下<target>乙芯科技</target>。</example>"
                 "</rule>");
    snprintf(path, sizeof path, "%s/house.xml", here.folder);
    assert_int_equal(read_text(*state, HOUSE_SENTENCE).n, 0);
    assert_true(open_program(&run, DS_SOURCE_DIR "/rules/packs/default.xml", path));
    check(&run, rows, sizeof rows / sizeof *rows);
    close_program(&run);
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_without_a_deal_gives_no_record),
        cmocka_unit_test(a_deal_told_three_times_is_one_record_with_all_evidence),
        cmocka_unit_test(two_stakes_at_two_dates_stay_two_deals),
        cmocka_unit_test(contradicting_prices_are_flagged_and_not_merged),
        cmocka_unit_test(a_buyer_of_the_sentence_before_is_flagged),
        cmocka_unit_test(further_shares_of_a_firm_are_a_deal_of_their_own),
        cmocka_unit_test(lists_that_map_in_order_divide_a_deal),
        cmocka_unit_test(whom_the_text_is_about_sells_what_is_sold),
        cmocka_unit_test(joined_targets_are_a_deal_each),
        cmocka_unit_test(lists_map_in_order_where_a_word_distributes),
        cmocka_unit_test(a_year_is_carried_from_nearby_only),
        cmocka_unit_test(described_targets_bought_together_are_one_deal),
        cmocka_unit_test(described_parties_are_listed_as_anonymous),
        cmocka_unit_test(a_description_is_no_part_of_the_name_behind_it),
        cmocka_unit_test(a_remark_in_brackets_is_about_the_name_before_it_alone),
        cmocka_unit_test(nobody_buys_his_own_buyer),
        cmocka_unit_test(an_alias_is_written_as_the_full_name),
        cmocka_unit_test(the_same_text_gives_the_same_records),
        cmocka_unit_test(a_sink_that_fails_ends_the_document),
        cmocka_unit_test(a_tie_leaves_the_slot_empty_and_is_flagged),
        cmocka_unit_test(a_house_rule_with_a_new_trigger_needs_no_weights),
    };
    return cmocka_run_group_tests_name("decide", tests, setup, teardown);
}
