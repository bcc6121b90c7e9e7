/* links: ds_decide ds_rules ds_text */
#include "extract/decide/subject.h"
#include "tests/unit/deal_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int setup(void **state)
{
    static ds_ruleset *rules;
    const char *pack = DS_SOURCE_DIR "/rules/packs/cues.xml";
    if (ds_ruleset_read(&rules, pack, NULL, 0, NULL) != DS_OK) {
        return 1;
    }
    *state = rules;
    return 0;
}

static int teardown(void **state)
{
    ds_ruleset_free(*state);
    return 0;
}

static void the_subject_is_the_stake_or_the_part_that_is_bought(void **state)
{
    static const struct {
        const char *text;
        const char *subject;
    } rows[] = {
        {"<收购>[T:海岳电子][S:51%股权]。", "51%股权"},
        {"<收购>[T:海岳电子][S:70%]的股份。", "70%的股份"},
        {"<收购>[T:海岳电子][S:全部]已发行股本。", "全部已发行股本"},
        {"<收购>[T:海岳电子][S:51,534万股股份,约占其总股本的45%]。", "51,534万股股份"},
        {"<收购>[T:海岳电子]，持股[S:51%]。", ""},
        {"<收购>[T:海岳电子]的射频芯片业务。", "射频芯片业务"},
        {"<收购>[T:海岳电子的射频芯片业务]。", "射频芯片业务"},
        {"<收购>[T:海岳电子旗下地块]。", "地块"},
        {"<收购>[T:海岳电子]，进军欧洲业务。", ""},
        {"<收购>[T:海岳电子]。", ""},
        {"<收购>一家公司。", ""},
    };
    ds_subject_words words = ds_subject_words_of(*state);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        deal_text deal;
        deal_text_read(&deal, rows[i].text);
        ds_mention mention = {.target = {.where = deal.input.target}};
        if (deal.input.n_entities > 0) {
            mention.stake = (ds_value_mention){.found = true, .entity = deal.entities[0]};
        }
        ds_range found = ds_subject_find(&words, deal.doc.text, &mention);
        ds_str got = ds_str_slice(deal.doc.text, found.begin, found.end);
        if (!ds_str_equal(got, ds_str_from(rows[i].subject))) {
            print_error("%s\n  want %s, got %.*s\n", rows[i].text, rows[i].subject,
                        DS_STR_ARGS(got));
            fail();
        }
    }
}

static void without_its_lexicon_no_subject_is_told(void **state)
{
    (void)state;
    deal_text deal;
    deal_text_read(&deal, "<收购>[T:海岳电子][S:51%股权]。");
    ds_mention mention = {.target = {.where = deal.input.target},
                          .stake = {.found = true, .entity = deal.entities[0]}};
    ds_subject_words none = {NULL, NULL};
    assert_true(ds_range_empty(ds_subject_find(&none, deal.doc.text, &mention)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_subject_is_the_stake_or_the_part_that_is_bought),
        cmocka_unit_test(without_its_lexicon_no_subject_is_told),
    };
    return cmocka_run_group_tests_name("subject", tests, setup, teardown);
}
