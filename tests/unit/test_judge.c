/* links: ds_decide ds_rules ds_text */
#include "rules/check.h"
#include "tests/unit/deal_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct fixture {
    ds_ruleset *rules;
    ds_judge *judge;
    ds_arena *arena;
} fixture;

typedef struct row {
    const char *text;
    const char *value; /* list values joined by '+' */
} row;

static int setup(void **state)
{
    static fixture fix;
    const char *pack = DS_SOURCE_DIR "/rules/packs/cues.xml";
    *state = &fix;
    return ds_ruleset_read(&fix.rules, pack, NULL, 0, NULL) != DS_OK ||
           ds_judge_new(&fix.judge, fix.rules) != DS_OK ||
           ds_arena_new(&fix.arena, 1u << 20) != DS_OK;
}

static int teardown(void **state)
{
    fixture *fix = *state;
    ds_judge_free(fix->judge);
    ds_ruleset_free(fix->rules);
    ds_arena_free(fix->arena);
    return 0;
}

static ds_judgement read_row(fixture *fix, deal_text *deal, const char *text)
{
    ds_judgement out;
    ds_arena_reset(fix->arena);
    deal_text_read(deal, text);
    assert_int_equal(ds_judge_read(fix->judge, &deal->input, fix->arena, &out), DS_OK);
    return out;
}

static void join(const ds_str *items, size_t n_items, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n_items; i++) {
        len +=
            (size_t)snprintf(out + len, size - len, "%s%.*s", i ? "+" : "", DS_STR_ARGS(items[i]));
    }
}

typedef enum field { STATUS, FACTUALITY, KIND, PAYMENT, MOTIVE, RATES } judged;

static void pick(const ds_judgement *out, judged field, char *text, size_t size)
{
    switch (field) {
    case STATUS:
        join(&out->status, 1, text, size);
        break;
    case FACTUALITY:
        join(&out->factuality, 1, text, size);
        break;
    case KIND:
        join(&out->kind, 1, text, size);
        break;
    case PAYMENT:
        join(out->payment, out->n_payment, text, size);
        break;
    case MOTIVE:
        join(out->motive, out->n_motive, text, size);
        break;
    default:
        join(out->rate_class, out->n_rate_class, text, size);
        break;
    }
}

static void check(void **state, judged field, const row *rows, size_t n_rows)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_rows; i++) {
        deal_text deal;
        char got[128];
        ds_judgement out = read_row(*state, &deal, rows[i].text);
        pick(&out, field, got, sizeof got);
        if (strcmp(got, rows[i].value) != 0) {
            print_error("%s\n  want %s, got %s\n", rows[i].text, rows[i].value, got);
            for (size_t k = 0; k < out.n_findings; k++) {
                const ds_finding *f = &out.findings[k];
                print_error("    %.*s=%.*s %.2f %.*s <%.*s>\n", DS_STR_ARGS(f->field),
                            DS_STR_ARGS(f->value), f->weight, DS_STR_ARGS(f->rule),
                            (int)(f->where.end - f->where.begin), deal.text + f->where.begin);
            }
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

#define CHECK(state, field, rows) check((state), (field), (rows), sizeof(rows) / sizeof *(rows))

static void status_follows_the_cue_nearest_to_the_trigger(void **state)
{
    static const row rows[] = {
        {"2016年，[A:云帆股份]<收购>[T:海岳电子]。", "completed"},
        {"[A:云帆股份]于2014年以三亿元<收购>[T:海岳电子]全部股权。", "completed"},
        {"[A:云帆股份]<收购>了[T:海岳电子]的连接器业务。", "completed"},
        {"[A:云帆股份]已完成对[T:海岳电子]的<收购>。", "completed"},
        {"[A:云帆股份]<收购>[T:海岳电子]一事已于上月交割完成。", "completed"},
        {"[T:海岳电子]2019年被[A:云帆股份]<收购>，成为其全资子公司。", "completed"},
        {"[A:恒坤乳业]先后<收购>[T:青野牧场]与两座加工厂。", "completed"},
        {"[A:云帆股份]拟<收购>[T:海岳电子]51%股权。", "planned"},
        {"[A:云帆股份]拟通过发行股份及支付现金的方式<收购>[T:海岳电子]。", "planned"},
        {"[A:恒坤乳业]计划明年<收购>[T:青野牧场]。", "planned"},
        {"[A:恒坤乳业]将<收购>[T:青野牧场]。", "planned"},
        {"[A:恒坤乳业]公告，拟<收购>[T:青野牧场]。", "planned"},
        {"公司有望<收购>[T:青野牧场]。", "planned"},
        {"[A:远岫航空]披露<收购>[T:松涛物流]的预案，交易尚需股东大会批准。", "planned"},
        {"[A:远岫航空]董事会同意公司<收购>[T:松涛物流]。", "planned"},
        {"[A:远岫航空]宣布<收购>[T:松涛物流]。", "announced"},
        {"[A:远岫航空]与[T:松涛物流]达成<收购>协议。", "announced"},
        {"[A:远岫航空]签署股权转让协议，<收购>[T:松涛物流]。", "announced"},
        {"据知情人士透露，[A:远岫航空]正<收购>[T:松涛物流]。", "rumoured"},
        {"[A:远岫航空]有意<收购>[T:松涛物流]。", "rumoured"},
        {"<收购>完成后，[A:远岫航空]将持有[T:松涛物流]六成股份。", "announced"},
        {"会议审议《关于<收购>[T:松涛物流]股权的议案》。", "planned"},
        {"截至报告书签署日，[A:远岫航空]2015年<收购>[T:松涛物流]。", "completed"},
        {"[A:远岫航空]宣布终止<收购>[T:松涛物流]。", "terminated"},
        {"[A:远岫航空]<收购>[T:松涛物流]一事以失败告终。", "terminated"},
        {"[A:远岫航空]放弃了对[T:松涛物流]的<收购>。", "terminated"},
        {"[A:远岫航空]拟<收购>[T:松涛物流]，后因双方分歧较大，最终告吹。", "terminated"},
        {"[A:远岫航空]拟<收购>[T:松涛物流]。半年后这笔交易因迟迟未获回复而作罢。", "terminated"},
        {"[A:远岫航空]拟<收购>[T:松涛物流]。|公司主营货运。|上述收购于次年终止。", "terminated"},
        {"[A:远岫航空]<收购>[T:松涛物流]。公司同日终止了与碧川电子的合作。", "completed"},
        {"2012年，青野集团将[T:松涛物流]<转让>给[A:远岫航空]。", "completed"},
        {"[A:远岫航空]将分两期<收购>[T:松涛物流]。", "planned"},
        {"2014年，[A:远岫航空]将[T:松涛物流]<收入囊中>。", "completed"},
        {"青野集团<挂牌转让>[T:松涛物流]。", "announced"},
        {"青野集团<转让>[T:松涛物流]，转让底价三亿元，挂牌期满日为月底。", "planned"},
        {"[A:远岫航空]公布，以6,950万元、3,120万元两笔款项<收购>[T:松涛物流]。", "announced"},
        {"[A:远岫航空]已就<收购>[T:松涛物流]达成最终协议。", "announced"},
        {"[A:远岫航空]<收购>[T:松涛物流]的消息公布后，股价大涨。", "announced"},
    };
    CHECK(state, STATUS, rows);
}

static void status_of_another_deal_does_not_count(void **state)
{
    static const row rows[] = {
        {"[A:云帆股份]已<收购>[T:海岳电子]，拟<<收购>>碧川电子。", "completed"},
        {"[A:云帆股份]已<<收购>>碧川电子，拟<收购>[T:海岳电子]。", "planned"},
        {"公司终止<<收购>>碧川电子，2018年[A:云帆股份]<收购>[T:海岳电子]。", "completed"},
        {"[A:云帆股份]<收购>[T:海岳电子]，产品线将更完整。", "completed"},
        {"[A:云帆股份]将其持有的老厂卖出，2018年<收购>[T:海岳电子]。", "completed"},
        {"[A:云帆股份]拟<收购>[T:海岳电子]，<<收购>>完成后持有其六成股份。", "planned"},
        {"[A:云帆股份]<收购>[T:海岳电子]，而碧川电子放弃<<收购>>计划外的两座厂房。", "completed"},
        {"【要闻】[A:云帆股份]<收购>[T:海岳电子]【快讯】碧川电子拟<<收购>>同行。", "completed"},
        {"[A:云帆股份]拟<<收购>>[T:海岳电子]六成股份，本次<收购>不影响经营。", "planned"},
        {"#<<收购>>海岳电子，补齐短板#[A:云帆股份]拟<收购>[T:海岳电子]。", "planned"},
    };
    CHECK(state, STATUS, rows);
}

static void status_is_unknown_where_nothing_is_told_as_a_fact(void **state)
{
    static const row rows[] = {
        {"若[A:云帆股份]<收购>[T:海岳电子]，格局将被改写。", "unknown"},
        {"头部企业<收购>[t:中小厂商]是常见的扩张手段。", "unknown"},
    };
    CHECK(state, STATUS, rows);
}

static void conditions_and_illustrations_are_hypothetical(void **state)
{
    static const row rows[] = {
        {"[A:云帆股份]以三亿元<收购>[T:海岳电子]。", "asserted"},
        {"[A:云帆股份]以三亿元<收购>若干门店的母公司[T:海岳商业]。", "asserted"},
        {"若[A:云帆股份]<收购>[T:海岳电子]，格局将被改写。", "hypothetical"},
        {"如果[A:云帆股份]成功<收购>[T:海岳电子]，产能将翻番。", "hypothetical"},
        {"例如，[a:某机床企业]<收购>[t:一家刀具厂]。", "hypothetical"},
        {"<收购>[t:一家刀具厂]，可快速补上短板。", "hypothetical"},
        {"例如，[A:云帆股份]<收购>[T:海岳电子]。", "asserted"},
        {"预计将出现[a:龙头]<收购>[t:小厂]的案例。", "hypothetical"},
        {"假设[A:恒坤乳业]<收购>[T:青野牧场]，自给率可达七成。", "hypothetical"},
    };
    CHECK(state, FACTUALITY, rows);
}

static void talk_about_mergers_is_generic_and_denials_are_denied(void **state)
{
    static const row rows[] = {
        {"[a:企业]往往通过<并购>扩大规模。", "generic"},
        {"<并购>成为行业扩张的重要手段。", "generic"},
        {"[a:头部企业]<收购>[t:中小厂商]。", "generic"},
        {"[A:云帆股份]否认<收购>[T:海岳电子]。", "denied"},
        {"[A:云帆股份]澄清称不存在<收购>[T:海岳电子]的计划。", "denied"},
        {"监管部门对[A:云帆股份]<收购>[T:海岳电子]不实施进一步审查。", "asserted"},
        {"[A:云帆股份]从未计划<收购>[T:海岳电子]。", "denied"},
        {"[A:云帆股份]<收购>[T:海岳电子]的传闻不实。", "denied"},
        {"有消息称[A:云帆股份]将<收购>[T:海岳电子]，公司回应称纯属谣言。", "denied"},
        {"[A:云帆股份]<收购>[T:海岳电子]；碧川电子则否认裁员。", "asserted"},
    };
    CHECK(state, FACTUALITY, rows);
}

static void kind_comes_from_verb_object_and_share(void **state)
{
    static const row rows[] = {
        {"[A:云帆股份]<收购>[T:海岳电子][S:100]%股权。", "acquisition"},
        {"[A:云帆股份]<收购>[T:海岳电子]。", "acquisition"},
        {"[A:云帆股份]<收购>[T:海岳电子][S:51]%股权。", "stake_purchase"},
        {"[A:云帆股份]<入股>[T:海岳电子]。", "stake_purchase"},
        {"[A:云帆股份]<增持>[T:海岳电子]。", "stake_purchase"},
        {"[A:云帆股份]<收购>[T:海岳电子]的少数股权。", "stake_purchase"},
        {"[A:云帆股份]<收购>[T:海岳电子的连接器业务]。", "asset_purchase"},
        {"[A:恒坤乳业]<收购>[T:青野牧场]的两座工厂及设备。", "asset_purchase"},
        {"[A:恒坤乳业]以一亿元<收购>[t:一条灌装生产线]。", "asset_purchase"},
        {"[A:恒坤乳业]<收购>[T:青野资产管理公司]。", "acquisition"},
        {"[A:恒坤乳业]<收购>[T:青野乳品]成立奶粉事业部。", "acquisition"},
        {"[A:恒坤乳业]<收购>[T:青野乳品](主营业务为奶粉)。", "acquisition"},
        {"[A:恒坤乳业]<收购>[T:青野乳品]部分资产。", "asset_purchase"},
        {"[A:恒坤乳业]<收购>[T:青野乳品]，产品线更完整。", "acquisition"},
        {"[A:远岫航空]与[T:松涛物流]<合并>。", "merger"},
        {"[A:远岫航空]<吸收合并>[T:松涛物流]。", "merger"},
    };
    CHECK(state, KIND, rows);
}

static void payment_counts_only_where_it_governs_the_deal(void **state)
{
    static const row rows[] = {
        {"[A:云帆股份]以三亿元现金<收购>[T:海岳电子]。", "cash"},
        {"[A:云帆股份]以换股方式<收购>[T:海岳电子]。", "stock"},
        {"[A:云帆股份]拟发行股份及支付现金<收购>[T:海岳电子]。", "stock+cash"},
        {"[A:云帆股份]<收购>[T:海岳电子]全部股权，对价以现金支付。", "cash"},
        {"[A:云帆股份]以承债方式<收购>[T:海岳电子]。", "debt"},
        {"[A:云帆股份]以老厂区土地作价<收购>[T:海岳电子]。", "assets"},
        {"[A:云帆股份]现金流充裕，<收购>[T:海岳电子]。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]，发行股份募集配套资金。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]，另以现金<<收购>>碧川电子。", ""},
    };
    CHECK(state, PAYMENT, rows);
}

static void motive_is_read_from_purpose_words_near_the_deal(void **state)
{
    static const row rows[] = {
        {"[A:云帆股份]<收购>[T:海岳电子]，获取其封装工艺与专利。", "technology"},
        {"[A:云帆股份]<收购>[T:海岳电子]，补齐高端产品线。", "technology"},
        {"[A:云帆股份]<收购>[T:海岳电子]，双方技术互补。", "technology"},
        {"[A:云帆股份]<收购>[T:海岳电子]，获取其产能与专利。", "technology+capacity"},
        {"[A:恒坤乳业]<收购>[T:青野牧场]，进军宠物食品市场。", "market"},
        {"为拓宽营销渠道，[A:恒坤乳业]<收购>[T:青野商贸]。", "market"},
        {"[A:恒坤乳业]<收购>[T:青野商贸]，正式切入烘焙赛道。", "market"},
        {"[A:恒坤乳业]<收购>[T:青野商贸]，借助其经销网络提升市场份额。", "market"},
        {"[A:恒坤乳业]<收购>[T:青野乳品]，借此扩大灌装产能。", "capacity"},
        {"[A:恒坤乳业]<收购>[T:青野乳品的两座工厂]。", "capacity"},
        {"[A:恒坤乳业]<收购>[T:青野牧场]，保障上游奶源与原料供应。", "supply_chain"},
        {"[A:明衡车业]<收购>[T:锐芯微]，实现零部件自主可控。", "supply_chain"},
        {"[A:明衡车业]通过<收购>[T:锐芯微]完成垂直整合。", "supply_chain"},
        {"[A:明衡车业]<收购>[T:锐芯微]。此次收购有助于提升研发能力。", "technology"},
        {"#向上游一体化布局#[A:明衡车业]<收购>[T:锐芯微]。", "supply_chain"},
        {"#垂直整合##交易细节#[A:明衡车业]<收购>[T:锐芯微]。", "supply_chain"},
        {"#垂直整合##补齐技术短板#[A:明衡车业]<收购>[T:锐芯微]。", "technology"},
        {"[A:明衡车业]<收购>[T:锐芯微的封装厂]，新增两条产线。", "capacity"},
        {"[A:明衡车业]<收购>[T:锐芯微]。|双方上月签约。|公司称，入股有利于保障芯片供应。",
         "supply_chain"},
        {"[A:明衡车业]<收购>[T:锐芯微]。|双方上月签约。|锐芯微将带来一支研发团队。", "technology"},
        {"[A:明衡车业]<收购>[T:杭州锐芯微电子有限公司](简称“锐芯微”)。|价格未披露。|锐芯微的"
         "渠道有助于公司进军华南市场。",
         "market"},
        {"[A:明衡车业]<收购>[T:锐芯微]，<<收购>>碧川电子。两笔收购均意在获得芯片技术。",
         "technology"},
        {"公司通过并购补齐芯片技术短板。2014年[A:明衡车业]<收购>[T:锐芯微]。", "technology"},
        {"#扩大产能#[A:明衡车业]<收购>[T:锐芯微]。", "capacity"},
    };
    CHECK(state, MOTIVE, rows);
}

static void motive_stays_empty_where_nothing_is_said(void **state)
{
    static const row rows[] = {
        {"[A:中汇供应链]<收购>[T:自贸期货]。", ""}, /* a name */
        {"[A:云帆股份]<收购>[T:海岳电子]。首次覆盖，给予买入评级。", ""},
        {"2016年，[A:云帆股份]<收购>[T:海岳电子]。", ""},
        {"[A:云帆股份]以三亿元<收购>[T:海岳电子]全部股权。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]，全球市场规模达百亿元。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子技术有限公司]。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]；2018年<<收购>>碧川电子，进军欧洲市场。", ""},
        {"2015年<<收购>>碧川电子进军欧洲市场，2018年[A:云帆股份]<收购>[T:海岳电子]。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]。|公司进军欧洲市场。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]的封装厂。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]；为保障原料供应，再<<收购>>碧川矿业。", ""},
        {"[A:云帆股份]<收购>[T:海岳电子]图13:全球封装市场份额(2020年)", ""},
        {"2012<<收购>>碧川电子进军欧洲市场2014[A:云帆股份]<收购>[T:海岳电子]", ""},
    };
    CHECK(state, MOTIVE, rows);
}

static void rate_classes_are_those_of_what_is_bought(void **state)
{
    static const row rows[] = {
        {"[A:云帆光电]<收购>[t:某[R:400G]光模块厂商]。", "400G"},
        {"[A:云帆光电]<收购>[T:海岳光电]，获取其[R:800G]模块专利与产线。", "800G"},
        {"[A:云帆光电]<收购>[T:海岳光电](专攻[R:200G]芯片)。", "200G"},
        {"[A:云帆光电]<收购>[T:海岳光电]。该公司专注于[R:400G]与[R:1.6T]模块。", "400G+1.6T"},
        {"[A:云帆光电]<收购>[T:海岳光电]，该厂商有一条[R:800G]产线。", "800G"},
        {"[A:云帆光电]<收购>[T:海岳光电]，自身[R:800G]模块份额升至两成。", ""},
        {"[A:云帆光电]<收购>[t:一家[R:100G]厂商]，产品线从[R:25G]/[R:50G]扩展至[R:100G]。", "100G"},
        {"[A:云帆光电]的[R:800G]模块热销，<收购>[T:海岳光电]。", ""},
        {"[A:云帆光电]<收购>[T:海岳光电]。行业[R:800G]模块需求旺盛。", ""},
        {"[A:云帆光电]<收购>[T:海岳光电]，再<<收购>>掌握[R:1.6T]工艺的碧川。", ""},
        {"[A:云帆光电]<收购>掌握[R:1.6T]工艺的[T:海岳光电]。", "1.6T"},
        {"[A:云帆光电]<收购>[t:某[R:400G]厂]，获得其[R:400G]产线。", "400G"},
        {"海岳光电是[R:1.6T]芯片的老牌厂商。[A:云帆光电]<收购>[T:海岳光电]。", "1.6T"},
        {"[A:云帆光电]<收购>[T:海岳光电]，价格未披露。海岳光电的[R:400G]产品已量产。", "400G"},
        {"云帆光电的[R:1.6T]产品已送样。[A:云帆光电]<收购>[T:海岳光电]。", ""},
    };
    CHECK(state, RATES, rows);
}

static void dates_belong_to_the_step_whose_clause_holds_them(void **state)
{
    static const struct {
        const char *text;
        const char *announced, *completed, *terminated;
    } rows[] = {
        {"[D:2019年8月]，[A:云帆股份]拟<收购>[T:海岳电子]。", "2019年8月", "", ""},
        {"[A:云帆股份]于[D:5月3日]公告<收购>[T:海岳电子]，[D:8月底]办理完交割手续。", "5月3日",
         "8月底", ""},
        {"[D:2019年]，[A:云帆股份]拟<收购>[T:海岳电子]；[D:2020年]公司公告终止本次收购。", "2019年",
         "", "2020年"},
        {"[D:6月1日]，[A:云帆股份]宣布完成对[T:海岳电子]的<收购>。", "", "6月1日", ""},
        {"[A:云帆股份][D:2016年]<收购>[T:海岳电子]。", "", "", ""},
        {"[A:云帆股份]公告<收购>[T:海岳电子]，后者[D:2016年]成立。", "", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *want[DS_STEPS] = {rows[i].announced, rows[i].completed, rows[i].terminated};
        deal_text deal;
        ds_judgement out = read_row(*state, &deal, rows[i].text);
        for (size_t step = 0; step < DS_STEPS; step++) {
            const ds_entity *date = out.steps[step];
            ds_str got =
                date ? ds_str_slice(deal.doc.text, date->begin, date->end) : (ds_str){NULL, 0};
            if (!ds_str_equal(got, ds_str_from(want[step]))) {
                print_error("%s\n  step %zu: want %s, got %.*s\n", rows[i].text, step, want[step],
                            DS_STR_ARGS(got));
                fail();
            }
        }
    }
}

static void every_value_but_a_default_has_a_finding(void **state)
{
    deal_text deal;
    const char *text = "[A:云帆光电]拟以现金<收购>[t:某[R:400G]光模块厂]，扩大模块产能。";
    static const char *const fields[][3] = {
        {"status", "planned", "拟"},
        {"payment", "cash", "现金"},
        {"rate_class", "400G", "400G"},
        {"motive", "capacity", "扩大模块产能"},
    };
    ds_judgement out = read_row(*state, &deal, text);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t k = 0;
        while (k < out.n_findings &&
               !(out.findings[k].field.ptr &&
                 ds_str_equal(out.findings[k].field, ds_str_from(fields[i][0])))) {
            k++;
        }
        assert_true(k < out.n_findings);
        const ds_finding *found = &out.findings[k];
        ds_str where = ds_str_slice(deal.doc.text, found->where.begin, found->where.end);
        assert_true(ds_str_equal(found->value, ds_str_from(fields[i][1])));
        assert_true(ds_str_equal(where, ds_str_from(fields[i][2])));
        assert_true(found->rule.len > 0);
    }
}

static void the_examples_of_the_cues_hold(void **state)
{
    fixture *fix = *state;
    ds_report *report;
    assert_int_equal(ds_report_new(&report), DS_OK);
    assert_int_equal(ds_check_patterns(fix->rules, report), DS_OK);
    assert_int_equal(ds_report_count(report, DS_VERDICT_ERROR), 0);
    assert_true(ds_report_count(report, DS_VERDICT_PASSED) > 60);
    ds_report_free(report);
}

/* A cue far into the neighbour is not read, whatever its weight. */
static void a_long_neighbour_is_read_only_near_the_deal(void **state)
{
    static const char deal_part[] = "[A:云帆股份]<收购>[T:海岳电子]。";
    static const char purpose[] = "此举旨在进军欧洲市场";
    static const char filler[] = "另有二十四家门店另有二十四家门店另有二十四家门店"
                                 "另有二十四家门店另有二十四家门店另有二十四家门店";
    char text[1024];
    deal_text deal;
    snprintf(text, sizeof text, "%s%s。", deal_part, purpose);
    assert_int_equal(read_row(*state, &deal, text).n_motive, 1);
    snprintf(text, sizeof text, "%s%s%s%s%s。", deal_part, filler, filler, filler, purpose);
    assert_int_equal(read_row(*state, &deal, text).n_motive, 0);
}

static void other_text_at_the_same_place_is_read_anew(void **state)
{
    fixture *fix = *state;
    deal_text deal; /* one address, so only the bytes tell the texts apart */
    ds_judgement out = read_row(fix, &deal, "[A:云帆股份]拟<收购>[T:海岳电子]。");
    assert_true(ds_str_equal(out.status, DS_STR("planned")));
    out = read_row(fix, &deal, "[A:云帆股份]已<收购>[T:海岳电子]。");
    assert_true(ds_str_equal(out.status, DS_STR("completed")));
}

static void memory_running_out_is_reported(void **state)
{
    fixture *fix = *state;
    deal_text deal;
    ds_judgement out;
    ds_arena *tiny;
    assert_int_equal(ds_arena_new(&tiny, 64), DS_OK);
    deal_text_read(&deal, "[A:云帆股份]拟<收购>[T:海岳电子]。");
    assert_int_equal(ds_judge_read(fix->judge, &deal.input, tiny, &out), DS_ENOMEM);
    ds_arena_free(tiny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_follows_the_cue_nearest_to_the_trigger),
        cmocka_unit_test(status_of_another_deal_does_not_count),
        cmocka_unit_test(status_is_unknown_where_nothing_is_told_as_a_fact),
        cmocka_unit_test(conditions_and_illustrations_are_hypothetical),
        cmocka_unit_test(talk_about_mergers_is_generic_and_denials_are_denied),
        cmocka_unit_test(kind_comes_from_verb_object_and_share),
        cmocka_unit_test(payment_counts_only_where_it_governs_the_deal),
        cmocka_unit_test(motive_is_read_from_purpose_words_near_the_deal),
        cmocka_unit_test(motive_stays_empty_where_nothing_is_said),
        cmocka_unit_test(rate_classes_are_those_of_what_is_bought),
        cmocka_unit_test(dates_belong_to_the_step_whose_clause_holds_them),
        cmocka_unit_test(every_value_but_a_default_has_a_finding),
        cmocka_unit_test(the_examples_of_the_cues_hold),
        cmocka_unit_test(a_long_neighbour_is_read_only_near_the_deal),
        cmocka_unit_test(other_text_at_the_same_place_is_read_anew),
        cmocka_unit_test(memory_running_out_is_reported),
    };
    return cmocka_run_group_tests_name("judge", tests, setup, teardown);
}
