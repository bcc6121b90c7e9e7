/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

typedef struct row {
    const char *text;
    const char *tokens; /* joined by '|' */
} row;

static void check(analyser *run, const row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++) {
        ds_analysis got = analyser_read(run, rows[i].text);
        char all[1024];
        size_t len = 0;
        all[0] = '\0';
        for (size_t t = 0; t < got.n_tokens; t++) {
            ds_str form = ds_str_slice(got.text, got.tokens[t].begin, got.tokens[t].end);
            len += (size_t)snprintf(all + len, sizeof all - len, "%s%.*s", t ? "|" : "",
                                    DS_STR_ARGS(form));
        }
        assert_string_equal(all, rows[i].tokens);
    }
}

#define CHECK(state, rows) check(*(state), (rows), sizeof(rows) / sizeof *(rows))

static const ds_token *token_of(const ds_analysis *analysis, const char *form)
{
    for (size_t t = 0; t < analysis->n_tokens; t++) {
        const ds_token *token = &analysis->tokens[t];
        if (ds_str_equal(ds_str_slice(analysis->text, token->begin, token->end),
                         ds_str_from(form))) {
            return token;
        }
    }
    fail_msg("no token %s", form);
    return NULL;
}

static void han_is_cut_into_words_of_the_dictionary(void **state)
{
    static const row rows[] = {
        {"公司生产机床", "公司|生产|机床"},
        {"澄海轴承收购北岭传动", "澄海|轴承|收购|北|岭|传动"},
        {"董事会审议通过", "董事会|审议|通过"},
        {"", ""},
    };
    CHECK(state, rows);
}

static void the_longest_trigger_wins(void **state)
{
    static const row rows[] = {
        {"以现金收购工厂", "以|现金收购|工厂"},
        {"拟吸收合并子公司", "拟|吸收合并|子公司"},
    };
    CHECK(state, rows);
}

static void latin_runs_keep_their_joiners_and_drop_them_at_the_end(void **state)
{
    static const row rows[] = {
        {"收购Nor-Vex公司", "收购|Nor-Vex|公司"},  {"收购K&L公司", "收购|K&L|公司"},
        {"收购O'Ryn公司", "收购|O'Ryn|公司"},      {"收购A3.0公司", "收购|A3.0|公司"},
        {"收购Norvex-公司", "收购|Norvex|-|公司"}, {"收购Nor Vex", "收购|Nor| |Vex"},
    };
    CHECK(state, rows);
}

static void an_abbreviation_keeps_its_full_stop_and_no_other_word_does(void **state)
{
    static const row rows[] = {
        {"收购Norvex Corp.60股", "收购|Norvex| |Corp.|60股"},
        {"收购Norvex S.A.公司", "收购|Norvex| |S.A.|公司"},
        {"收购Norvex.公司", "收购|Norvex|.|公司"},
    };
    CHECK(state, rows);
}

static void a_special_treatment_star_belongs_to_its_letters(void **state)
{
    static const row rows[] = {
        {"*ST澄海收购工厂", "*ST|澄海|收购|工厂"},
        {"收购*工厂", "收购|*|工厂"},
    };
    CHECK(state, rows);
}

static void an_entity_is_one_token(void **state)
{
    static const row rows[] = {
        {"以3.2亿元收购工厂", "以|3.2亿元|收购|工厂"},
        {"于2023年5月14日收购工厂", "于|2023年5月14日|收购|工厂"},
    };
    CHECK(state, rows);
    ds_analysis got = analyser_read(*state, "以3.2亿元收购工厂");
    const ds_token *amount = token_of(&got, "3.2亿元");
    assert_int_equal(amount->kind, DS_TOKEN_ENTITY);
    assert_int_equal(got.entities[amount->entity].kind, DS_ENTITY_AMOUNT);
    assert_int_equal(token_of(&got, "工厂")->entity, DS_TOKEN_NOTHING);
}

static void kinds_follow_the_characters(void **state)
{
    static const struct {
        const char *text, *form;
        ds_token_kind kind;
    } rows[] = {
        {"收购工厂", "工厂", DS_TOKEN_WORD},       {"收购Norvex", "Norvex", DS_TOKEN_LATIN},
        {"代码600997", "600997", DS_TOKEN_NUMBER}, {"收购,工厂", ",", DS_TOKEN_MARK},
        {"收购 工厂", " ", DS_TOKEN_SPACE},        {"收购龘", "龘", DS_TOKEN_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ds_analysis got = analyser_read(*state, rows[i].text);
        assert_int_equal(token_of(&got, rows[i].form)->kind, rows[i].kind);
    }
}

static void every_byte_but_space_behind_a_mark_is_in_one_token(void **state)
{
    ds_analysis got = analyser_read(*state, "2023年, *ST澄海(代码600997)以3亿元收购“K&L”与龘工厂!");
    uint32_t at = 0;
    for (size_t t = 0; t < got.n_tokens; t++) {
        bool behind_mark = t && got.tokens[t - 1].kind == DS_TOKEN_MARK;
        if (behind_mark && got.text.ptr[at] == ' ') {
            at++;
        }
        assert_int_equal(got.tokens[t].begin, at);
        assert_true(got.tokens[t].end > at);
        at = got.tokens[t].end;
    }
    assert_int_equal(at, got.text.len);
}

static void every_context_is_found_again_by_its_name(void **state)
{
    const analyser *run = *state;
    size_t n = ds_tokeniser_contexts(run->tokeniser);
    size_t n_wrong = 0;
    assert_true(n > 500);
    for (size_t i = 0; i < n; i++) {
        ds_str name = ds_tokeniser_context_name(run->tokeniser, i);
        uint32_t found = ds_tokeniser_context_find(run->tokeniser, name);
        /* A word of both lexicons is a trigger wherever it stands. */
        ds_str again = found == UINT32_MAX ? (ds_str){NULL, 0}
                                           : ds_tokeniser_context_name(run->tokeniser, found);
        if (!ds_str_equal(name, again)) {
            print_error("%zu %.*s\n", i, DS_STR_ARGS(name));
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void the_context_of_a_token_is_found_by_its_word(void **state)
{
    const analyser *run = *state;
    ds_analysis got = analyser_read(*state, "将以3亿元收购工厂");
    static const char *const rows[][2] = {{"3亿元", "<amount>"}, {"收购", "收购"}, {"将", "将"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(token_of(&got, rows[i][0])->context,
                         ds_tokeniser_context_find(run->tokeniser, ds_str_from(rows[i][1])));
    }
}

static void an_unknown_context_is_not_found(void **state)
{
    const analyser *run = *state;
    static const char *const names[] = {"", "<nothing>", "龘龘"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(ds_tokeniser_context_find(run->tokeniser, ds_str_from(names[i])),
                         UINT32_MAX);
    }
}

static void triggers_have_the_class_of_the_lexicon(void **state)
{
    const analyser *run = *state;
    static const char *const rows[][3] = {
        {"收购工厂", "收购", "acquire"},
        {"转让工厂", "转让", "sell"},
        {"两家公司合并", "合并", "merge"},
        {"收购工厂", "工厂", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ds_analysis got = analyser_read(*state, rows[i][0]);
        const ds_token *token = token_of(&got, rows[i][1]);
        ds_str name = ds_tokeniser_trigger_class(run->tokeniser, token->trigger);
        assert_true(ds_str_equal(name, ds_str_from(rows[i][2])));
    }
}

static void a_pack_without_words_is_refused_with_their_name(void **state)
{
    (void)state;
    fixture here = fixture_make();
    ds_tokeniser *tokeniser = NULL;
    fixture_pack(&here, "bare.xml", "<lexicon id=\"cues\">a</lexicon>");
    assert_int_equal(fixture_read(&here, "bare.xml", NULL), DS_OK);
    assert_int_equal(ds_tokeniser_new(&tokeniser, here.set, &here.diag), DS_EINVALID);
    assert_non_null(strstr(here.messages, "lacks the lexicon \"words\""));
    fixture_end(&here);
}

/* How a word is used in names of companies, and 0 of what is no word. */
static void words_tell_how_they_are_used_in_names(void **state)
{
    analyser *run = *state;
    ds_analysis got = analyser_read(run, "澄海科技突然Vantro");
    assert_true(token_of(&got, "科技")->naming > DS_NAMING_MIDDLE);
    assert_in_range(token_of(&got, "突然")->naming, 1, DS_NAMING_MIDDLE - 1);
    assert_int_equal(token_of(&got, "Vantro")->naming, 0);
    for (size_t t = 0; t < got.n_tokens; t++) {
        assert_true(got.tokens[t].naming < DS_NAMING_END);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_tell_how_they_are_used_in_names),
        cmocka_unit_test(han_is_cut_into_words_of_the_dictionary),
        cmocka_unit_test(the_longest_trigger_wins),
        cmocka_unit_test(latin_runs_keep_their_joiners_and_drop_them_at_the_end),
        cmocka_unit_test(an_abbreviation_keeps_its_full_stop_and_no_other_word_does),
        cmocka_unit_test(a_special_treatment_star_belongs_to_its_letters),
        cmocka_unit_test(an_entity_is_one_token),
        cmocka_unit_test(kinds_follow_the_characters),
        cmocka_unit_test(every_byte_but_space_behind_a_mark_is_in_one_token),
        cmocka_unit_test(every_context_is_found_again_by_its_name),
        cmocka_unit_test(the_context_of_a_token_is_found_by_its_word),
        cmocka_unit_test(an_unknown_context_is_not_found),
        cmocka_unit_test(triggers_have_the_class_of_the_lexicon),
        cmocka_unit_test(a_pack_without_words_is_refused_with_their_name),
    };
    return cmocka_run_group_tests_name("token", tests, analyser_setup, analyser_teardown);
}
