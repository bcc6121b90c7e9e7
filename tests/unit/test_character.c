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
    assert_int_equal(ds_characters_new(&made, ds_ruleset_lexicon(run->rules, "words")), DS_OK);
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

static void without_a_word_list_there_are_only_kinds(void **state)
{
    (void)state;
    ds_characters *all = NULL;
    assert_int_equal(ds_characters_new(&all, NULL), DS_OK);
    check_name(all, ds_characters_at(all, DS_STR("收"), 0), "<rare>", "none");
    ds_characters_free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_is_itself_or_a_kind),
        cmocka_unit_test(every_entry_is_found_again_by_its_name),
        cmocka_unit_test(without_a_word_list_there_are_only_kinds),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
