/* links: ds_pipeline ds_decide ds_prepare ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/topic.h"
#include "extract/prepare/prepare.h"

#include <math.h>

/* A document, prepared, and a model whose weights for the role are those of the test alone. */
typedef struct scene {
    analyser *run;
    ds_features *features;
    ds_model *model;
    ds_names *names;
    ds_preparer *preparer;
    ds_topics *topics;
    ds_arena *arena;
    ds_prepared prepared;
} scene;

typedef struct weight {
    const char *feature;
    double weight;
} weight;

enum { ARENA_BYTES = 16 * 1024 * 1024, MOST_WEIGHTS = 8 };

static void open_scene(scene *made, analyser *run, const weight weights[MOST_WEIGHTS])
{
    static const int16_t no_units[DS_WEIGHT_UNITS] = {0};
    *made = (scene){.run = run};
    assert_int_equal(ds_features_new(&made->features, run->rules, run->tokeniser), DS_OK);
    assert_int_equal(ds_model_new(&made->model, run->rules, made->features, NULL), DS_OK);
    assert_int_equal(ds_model_own(made->model), DS_OK);
    assert_int_equal(ds_model_set_units(made->model, DS_ROLE_TOPIC, NULL, NULL, 0, no_units),
                     DS_OK);
    for (uint32_t id = 0; id < ds_features_count(made->features); id++) {
        ds_model_set(made->model, DS_ROLE_TOPIC, id, 0);
    }
    for (size_t i = 0; i < MOST_WEIGHTS && weights[i].feature; i++) {
        uint32_t id = ds_features_find(made->features, ds_str_from(weights[i].feature));
        assert_int_not_equal(id, UINT32_MAX);
        ds_model_set(made->model, DS_ROLE_TOPIC, id, weights[i].weight);
    }
    ds_analysis_tools tools = analyser_tools(run);
    assert_int_equal(ds_names_new(&made->names, run->rules), DS_OK);
    assert_int_equal(ds_preparer_new(&made->preparer, run->rules), DS_OK);
    assert_int_equal(ds_topics_new(&made->topics, &tools, made->model, made->names), DS_OK);
    assert_int_equal(ds_arena_new(&made->arena, ARENA_BYTES), DS_OK);
}

static void close_scene(scene *made)
{
    ds_topics_free(made->topics);
    ds_preparer_free(made->preparer);
    ds_names_free(made->names);
    ds_model_free(made->model);
    ds_features_free(made->features);
    ds_arena_free(made->arena);
}

static ds_analysis analyse(scene *made, size_t begin, size_t end)
{
    ds_analysis_tools tools = analyser_tools(made->run);
    ds_recognise_context context = {0};
    ds_analysis out;
    ds_arena_reset(made->run->arena);
    assert_int_equal(ds_analysis_make(&tools, ds_str_slice(made->prepared.text, begin, end), begin,
                                      0, &context, made->run->arena, &out),
                     DS_OK);
    return out;
}

static void read_document(scene *made, const char *text)
{
    ds_window window = {.text = ds_str_from(text), .first = true, .last = true};
    ds_arena_reset(made->arena);
    assert_int_equal(ds_preparer_window(made->preparer, &window, made->arena, &made->prepared),
                     DS_OK);
    ds_names_clear(made->names);
    ds_topics_window(made->topics, &made->prepared, true);
    for (size_t s = 0; s < made->prepared.n_sentences; s++) {
        const ds_sentence *sentence = &made->prepared.sentences[s];
        ds_analysis analysis = analyse(made, sentence->begin, sentence->end);
        assert_int_equal(ds_names_learn(made->names, &analysis), DS_OK);
    }
}

/* The deal of the last trigger, with this target. */
static ds_topic_deal deal_of(scene *made, const char *target, ds_analysis *analysis)
{
    size_t at = SIZE_MAX;
    size_t next = ds_str_find(made->prepared.text, ds_str_from(target), 0);
    for (; next != SIZE_MAX; next = ds_str_find(made->prepared.text, ds_str_from(target), at + 1)) {
        at = next;
    }
    assert_int_not_equal(at, SIZE_MAX);
    const ds_sentence *own = NULL;
    for (size_t s = 0; s < made->prepared.n_sentences; s++) {
        const ds_sentence *sentence = &made->prepared.sentences[s];
        own = sentence->begin <= at && at < sentence->end ? sentence : own;
    }
    assert_non_null(own);
    *analysis = analyse(made, own->begin, own->end);
    analysis->sentence = (size_t)(own - made->prepared.sentences);
    assert_true(analysis->n_triggers > 0);
    return (ds_topic_deal){.analysis = analysis,
                           .trigger = analysis->triggers[analysis->n_triggers - 1],
                           .right = true,
                           .target = {at, at + strlen(target)}};
}

static ds_topic_choice choose(scene *made, const char *target)
{
    ds_analysis analysis;
    ds_topic_deal deal = deal_of(made, target, &analysis);
    ds_topic_choice choice;
    assert_int_equal(ds_topics_choose(made->topics, &deal, &choice), DS_OK);
    return choice;
}

static void expect(scene *made, const char *target, const char *party)
{
    ds_topic_choice choice = choose(made, target);
    assert_int_equal(choice.found, party != NULL);
    if (party) {
        ds_str text = ds_topics_text(made->topics, choice.party.where);
        assert_int_equal(text.len, strlen(party));
        assert_memory_equal(text.ptr, party, text.len);
    }
}

/* Names of one sentence before and of the one behind, listed companies to be sure of. */
static const char three[] =
    "通富微电成立于1997年。公司总部设在南通。2020年收购北岭传动。资料来源:长电科技公告。";

static void the_place_of_a_name_decides(void **state)
{
    static const struct {
        weight weights[MOST_WEIGHTS];
        const char *party;
    } rows[] = {
        {{{"topic-back=1", 6}, {"nominee=5", 3}}, "通富微电"},    /* two sentences before */
        {{{"topic-back=6", 6}, {"nominee=5", 3}}, "长电科技"},    /* the sentence behind  */
        {{{"topic-stretch=0", 6}, {"nominee=5", 3}}, "长电科技"}, /* a source line     */
        {{{"none", 9}}, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        scene made;
        open_scene(&made, *state, rows[i].weights);
        read_document(&made, three);
        expect(&made, "北岭传动", rows[i].party);
        close_scene(&made);
    }
}

static void the_target_and_its_parts_buy_nothing(void **state)
{
    static const weight listed[MOST_WEIGHTS] = {{"nominee=5", 5}, {"none", 2}};
    scene made;
    open_scene(&made, *state, listed);
    read_document(&made, "长电科技公布年报。公司以后收购长电科技。");
    expect(&made, "长电科技", NULL);
    read_document(&made, "长电科技公布年报。公司以后收购北岭传动。");
    expect(&made, "北岭传动", "长电科技");
    read_document(&made, "长电科技公布年报。公司以后收购江阴长电科技。"); /* its longer name */
    expect(&made, "江阴长电科技", NULL);
    close_scene(&made);
}

static void digests_are_read_anew_far_behind(void **state)
{
    static const weight near[MOST_WEIGHTS] = {{"topic-back=0", 6}, {"nominee=5", 5}, {"none", 8}};
    scene made;
    char text[4096] = "通富微电建厂。公司收购澄海轴承。";
    open_scene(&made, *state, near);
    for (size_t i = 0; i < 60; i++) { /* more sentences than are kept */
        strcat(text, "当日天气晴好。");
    }
    strcat(text, "长电科技建厂。公司收购北岭传动。");
    read_document(&made, text);
    expect(&made, "澄海轴承", "通富微电");
    expect(&made, "北岭传动", "长电科技");
    expect(&made, "澄海轴承", "通富微电");
    close_scene(&made);
}

static void what_is_bought_together_does_not_buy_its_neighbours(void **state)
{
    static const weight listed[MOST_WEIGHTS] = {{"nominee=5", 5}, {"none", 2}};
    scene made;
    open_scene(&made, *state, listed);
    read_document(&made, "长电科技发布年报。公司以后收购北岭传动和长电科技。");
    ds_analysis analysis;
    ds_topic_deal deal = deal_of(&made, "北岭传动", &analysis);
    ds_target sibling = {.trigger = deal.trigger, .named = true};
    for (size_t c = 0; c < analysis.nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis.nominees.candidates[c];
        if (ds_str_equal(analysis.nominees.forms[candidate->form].text, DS_STR("长电科技"))) {
            sibling.filler = (ds_filler){candidate->first, candidate->last, candidate, NULL};
        }
    }
    assert_non_null(sibling.filler.candidate);
    ds_topic_choice choice;
    assert_int_equal(ds_topics_choose(made.topics, &deal, &choice), DS_OK);
    assert_true(choice.found); /* or the test proves nothing */
    deal.siblings = &sibling;
    deal.n_siblings = 1;
    assert_int_equal(ds_topics_choose(made.topics, &deal, &choice), DS_OK);
    assert_false(choice.found);
    sibling.trigger++; /* another verb's target may well buy */
    assert_int_equal(ds_topics_choose(made.topics, &deal, &choice), DS_OK);
    assert_true(choice.found);
    close_scene(&made);
}

static void who_sells_does_not_buy(void **state)
{
    static const weight listed[MOST_WEIGHTS] = {{"nominee=5", 5}, {"none", 2}};
    scene made;
    open_scene(&made, *state, listed);
    read_document(&made, "长电科技发布年报。其后长电科技出售北岭传动。");
    ds_analysis analysis;
    ds_topic_deal deal = deal_of(&made, "北岭传动", &analysis);
    ds_topic_choice choice;
    assert_int_equal(ds_topics_choose(made.topics, &deal, &choice), DS_OK);
    assert_true(choice.found); /* or the test proves nothing */
    size_t at = ds_str_find(made.prepared.text, DS_STR("长电科技出售"), 0);
    ds_party_mention seller = {.where = {at, at + strlen("长电科技")}};
    deal.others = &seller;
    deal.n_others = 1;
    assert_int_equal(ds_topics_choose(made.topics, &deal, &choice), DS_OK);
    assert_false(choice.found);
    assert_true(ds_topic_is_party(made.topics, &deal, seller.where));
    close_scene(&made);
}

static void a_sale_asks_for_its_seller_and_not_for_a_buyer(void **state)
{
    (void)state;
    static const struct {
        bool sale, in_table, target;
        size_t n_acquirer, n_seller;
        ds_role role;
    } rows[] = {
        {false, false, true, 0, 0, DS_ROLE_ACQUIRER}, {false, false, true, 0, 1, DS_ROLE_ACQUIRER},
        {false, false, true, 1, 0, DS_ROLE_TOPIC},    {true, false, true, 0, 0, DS_ROLE_SELLER},
        {true, false, true, 1, 0, DS_ROLE_SELLER},    {true, false, true, 0, 1, DS_ROLE_TOPIC},
        {true, false, true, 1, 1, DS_ROLE_TOPIC},     {true, true, true, 0, 0, DS_ROLE_TOPIC},
        {false, false, false, 0, 0, DS_ROLE_TOPIC},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_mention mention = {.sale = rows[i].sale,
                              .in_table = rows[i].in_table,
                              .n_acquirer = rows[i].n_acquirer,
                              .n_seller = rows[i].n_seller,
                              .target.where = {0, rows[i].target ? 1 : 0}};
        assert_int_equal(ds_topic_role(&mention), rows[i].role);
    }
}

static void mentions_of_one_party_add_up(void **state)
{
    static const weight listed[MOST_WEIGHTS] = {{"nominee=5", 4}};
    scene made;
    open_scene(&made, *state, listed);
    read_document(&made, "通富微电建厂。长电科技建厂。长电科技扩产。公司收购北岭传动。");
    expect(&made, "北岭传动", "长电科技");
    read_document(&made, "通富微电建厂。通富微电扩产。长电科技建厂。公司收购北岭传动。");
    expect(&made, "北岭传动", "通富微电");
    close_scene(&made);
}

static void an_alias_and_its_full_name_are_one_party(void **state)
{
    static const weight known[MOST_WEIGHTS] = {{"document-name=1", 4}, {"document-name=2", 4}};
    scene made;
    open_scene(&made, *state, known);
    read_document(&made,
                  "衡阳澄海轴承有限公司(以下简称“澄海轴承”)建厂。澄海轴承扩产。公司收购北岭传动。");
    ds_topic_choice choice = choose(&made, "北岭传动");
    assert_true(choice.found);
    assert_true(choice.share > 0.9); /* two mentions, of which neither has so much alone */
    close_scene(&made);
}

static void names_of_the_deal_s_own_sentence_are_the_acquirer_s_matter(void **state)
{
    static const weight listed[MOST_WEIGHTS] = {{"nominee=5", 5}, {"none", 2}};
    scene made;
    open_scene(&made, *state, listed);
    read_document(&made, "长电科技建厂,公司收购北岭传动。");
    expect(&made, "北岭传动", NULL);
    read_document(&made, "长电科技建厂。公司收购北岭传动。");
    expect(&made, "北岭传动", "长电科技");
    close_scene(&made);
}

static void who_comes_next_is_nobody_here(void **state)
{
    static const weight listed[MOST_WEIGHTS] = {{"nominee=5", 5}, {"none", 2}};
    scene made;
    open_scene(&made, *state, listed);
    read_document(&made, "公司收购北岭传动。长电科技另建工厂。");
    expect(&made, "北岭传动", NULL);
    read_document(&made, "长电科技发布年报。公司收购北岭传动。长电科技另建工厂。");
    expect(&made, "北岭传动", "长电科技");
    close_scene(&made);
}

/* What all items of the listing weigh. */
typedef struct sum {
    const ds_model *model;
    double all, nobody;
    size_t n;
} sum;

static void add_item(void *payload, ds_range where, const ds_feature_list *list)
{
    sum *to = payload;
    double mass = exp(ds_model_score(to->model, DS_ROLE_TOPIC, list));
    to->all += mass;
    to->nobody += where.begin == where.end ? mass : 0;
    to->n++;
}

static void what_is_listed_is_what_is_chosen_from(void **state)
{
    static const weight none[MOST_WEIGHTS] = {{NULL, 0}};
    scene made;
    open_scene(&made, *state, none);
    uint32_t seed = 1;
    for (uint32_t id = 0; id < ds_features_count(made.features); id++) {
        seed = seed * 1664525u + 1013904223u;
        ds_model_set(made.model, DS_ROLE_TOPIC, id, ((double)(seed >> 16) - 32768) / 131072);
    }
    read_document(&made, three);
    ds_analysis analysis;
    ds_topic_deal deal = deal_of(&made, "北岭传动", &analysis);
    sum of = {.model = made.model};
    assert_int_equal(ds_topics_list(made.topics, &deal, add_item, &of), DS_OK);
    ds_topic_choice choice;
    assert_int_equal(ds_topics_choose(made.topics, &deal, &choice), DS_OK);
    assert_true(of.n > 3);
    assert_true(fabs(choice.nobody - of.nobody / of.all) < 1e-9);
    close_scene(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_place_of_a_name_decides),
        cmocka_unit_test(the_target_and_its_parts_buy_nothing),
        cmocka_unit_test(digests_are_read_anew_far_behind),
        cmocka_unit_test(what_is_bought_together_does_not_buy_its_neighbours),
        cmocka_unit_test(who_sells_does_not_buy),
        cmocka_unit_test(a_sale_asks_for_its_seller_and_not_for_a_buyer),
        cmocka_unit_test(mentions_of_one_party_add_up),
        cmocka_unit_test(an_alias_and_its_full_name_are_one_party),
        cmocka_unit_test(names_of_the_deal_s_own_sentence_are_the_acquirer_s_matter),
        cmocka_unit_test(who_comes_next_is_nobody_here),
        cmocka_unit_test(what_is_listed_is_what_is_chosen_from),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
