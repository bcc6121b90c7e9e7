/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "extract/decide/near.h"
#include "tests/unit/analysis_fixture.h"

typedef struct bench {
    fixture files;
    analyser run;
    ds_near_finder *near;
    ds_arena *arena;
} bench;

static const char house[] =
    "<lexicon id='triggers' add='yes'>揽下</lexicon>\n"
    "<rule id='house.take' kind='acquisition' priority='99'>"
    "<pattern>{party:acquirer} (?:公司)? 以 {amount} 揽下 {party:target} 的? {stake}?</pattern>"
    "</rule>\n"
    "<rule id='house.or' kind='acquisition' priority='98'>"
    "<pattern>{party:target} 被 {party:acquirer} 全资 "
    "悄悄 揽下 | {party:target} 由 {party:acquirer} 揽下 了</pattern>"
    "</rule>\n"
    "<rule id='house.slow' kind='acquisition' priority='97'>"
    "<pattern>{party:acquirer} (?:.*.*)* [佧佤] {party:target}</pattern>"
    "</rule>\n";

static int open_bench(void **state)
{
    static bench made;
    char path[128];
    *state = &made;
    made.files = fixture_make();
    fixture_pack(&made.files, "house.xml", house);
    snprintf(path, sizeof path, "%s/house.xml", made.files.folder);
    return !analyser_open(&made.run, path, NULL, NULL) ||
           ds_near_new(&made.near, made.run.rules) != DS_OK ||
           ds_arena_new(&made.arena, ANALYSIS_ARENA_BYTES) != DS_OK;
}

static int close_bench(void **state)
{
    bench *made = *state;
    ds_near_free(made->near);
    ds_arena_free(made->arena);
    analyser_close(&made->run);
    fixture_end(&made->files);
    return 0;
}

static size_t rule_of(const bench *made, const char *id)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(made->run.rules, &rules);
    size_t i = 0;
    while (i < n && !ds_str_equal(rules[i].id, ds_str_from(id))) {
        i++;
    }
    assert_in_range(i, 0, n - 1);
    return i;
}

/* "fires" or "matched/parts part [what stands there] how". */
static void ask(bench *made, const char *rule, const char *text, char *out, size_t size)
{
    ds_reach near;
    ds_analysis analysis = analyser_read(&made->run, text);
    ds_arena_reset(made->arena);
    assert_int_equal(ds_near_read(made->near, &analysis, made->arena), DS_OK);
    if (!ds_near_find(made->near, rule_of(made, rule), &near)) {
        snprintf(out, size, "fires");
        return;
    }
    ds_str there = ds_str_slice(analysis.text, near.instead.begin, near.instead.end);
    snprintf(out, size, "%zu/%zu %.*s [%.*s]%s%s%s%s", near.n_matched, near.n_parts,
             DS_STR_ARGS(near.part), DS_STR_ARGS(there), near.alone ? " alone" : "",
             near.extra ? " extra" : "", near.nearly ? " nearly" : "",
             near.gave_up ? " gave up" : "");
}

static void the_part_that_failed_is_named_with_what_stands_there(void **state)
{
    static const struct {
        const char *rule;
        const char *text;
        const char *told;
    } rows[] = {
        {"house.take", "远岚光电以2.6亿元揽下云汐芯片。", "fires"},
        {"house.take", "远岚光电以2.6亿元现金揽下云汐芯片。", "5/5 揽下 [现金] extra nearly"},
        {"house.take", "远岚光电以2.6亿元收购云汐芯片。", "4/5 揽下 [收购] alone nearly"},
        {"house.take", "远岚光电用2.6亿元揽下云汐芯片。", "4/5 以 [用] alone nearly"},
        {"house.take", "以2.6亿元揽下云汐芯片。", "4/5 {party:acquirer} [] alone nearly"},
        {"house.take", "远岚光电以2.6亿元揽下。", "4/5 {party:target} [] alone nearly"},
        {"house.take", "收购已完成。", "0/5 {party:acquirer} []"},
        {"house.or", "云汐芯片由远岚光电揽下。", "4/5 了 [] nearly"},
        {"house.slow", "远岚光电,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,收购云汐芯片。",
         "1/3 [佧佤] [] gave up"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char got[512];
        ask(*state, rows[i].rule, rows[i].text, got, sizeof got);
        assert_string_equal(got, rows[i].told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_part_that_failed_is_named_with_what_stands_there),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
