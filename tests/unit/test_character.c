/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/recognise/character.h"

typedef struct row {
    const char *text;
    size_t at; /* byte */
    const char *here;
    const char *before;
} row;

static ds_characters *open_characters(const analyser *run)
{
    ds_characters *made = NULL;
    assert_int_equal(ds_characters_new(&made, run->tokeniser), DS_OK);
    return made;
}

static void check_name(const ds_characters *all, size_t entry, const char *want, const char *text)
{
    ds_str name = ds_characters_name(all, entry);
    if (!ds_str_equal(name, ds_str_from(want))) {
        fail_msg("%s: %.*s, not %s", text, DS_STR_ARGS(name), want);
    }
}

static void a_character_is_itself_or_a_kind(void **state)
{
    static const row rows[] = {
        {"收购", 0, "收", "<edge>"},       {"收购", 3, "购", "收"},
        {"收购", 6, "<edge>", "购"},       {"A2,公", 1, "<digit>", "<latin>"},
        {"A2,公", 2, "<mark>", "<digit>"}, {"龘公", 0, "<rare>", "<edge>"},
        {"龘公", 3, "公", "<rare>"},
    };
    ds_characters *all = open_characters(*state);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_str text = ds_str_from(rows[i].text);
        check_name(all, ds_characters_at(all, text, rows[i].at), rows[i].here, rows[i].text);
        check_name(all, ds_characters_before(all, text, rows[i].at), rows[i].before, rows[i].text);
    }
    ds_characters_free(all);
}

static void every_entry_is_found_again_by_its_name(void **state)
{
    ds_characters *all = open_characters(*state);
    assert_true(ds_characters_count(all) > 1000);
    for (size_t i = 0; i < ds_characters_count(all); i++) {
        assert_int_equal(ds_characters_find(all, ds_characters_name(all, i)), i);
    }
    assert_int_equal(ds_characters_find(all, DS_STR("龘")), UINT32_MAX);
    assert_int_equal(ds_characters_find(all, DS_STR("收购")), UINT32_MAX);
    assert_int_equal(ds_characters_find(all, DS_STR("")), UINT32_MAX);
    ds_characters_free(all);
}

/* A character is told apart if running text has it often, as a word of its own. */
static void rare_characters_are_one_kind(void **state)
{
    const ds_tokeniser *tokeniser = ((const analyser *)*state)->tokeniser;
    float bound = ds_tokeniser_cost(tokeniser, 500);
    assert_true(ds_tokeniser_single_cost(tokeniser, 0x7684) < bound);  /* a particle */
    assert_true(ds_tokeniser_single_cost(tokeniser, 0x9F98) > bound);  /* a dragon in flight */
    assert_true(ds_tokeniser_single_cost(tokeniser, 0x20000) > bound); /* no word of ours */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_is_itself_or_a_kind),
        cmocka_unit_test(every_entry_is_found_again_by_its_name),
        cmocka_unit_test(rare_characters_are_one_kind),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
