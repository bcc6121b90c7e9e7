/* links: ds_pipeline ds_decide ds_recognise ds_rules ds_text */
#include "tests/unit/analysis_fixture.h"

#include "extract/decide/title.h"

static ds_title read_title(analyser *run, const char *text)
{
    ds_title title;
    ds_analysis_tools tools = analyser_tools(run);
    assert_int_equal(ds_title_read(&tools, ds_str_from(text), run->arena, &title), DS_OK);
    return title;
}

static bool holds(const ds_title *title, const ds_analysis *analysis, const char *form)
{
    bool found = false;
    for (size_t t = 0; t < analysis->n_tokens; t++) {
        const ds_token *token = &analysis->tokens[t];
        ds_str text = ds_str_slice(analysis->text, token->begin, token->end);
        for (size_t w = 0; w < title->n_words && ds_str_equal(text, ds_str_from(form)); w++) {
            found = found || title->words[w] == token->context;
        }
    }
    return found;
}

static void a_title_tells_a_deal_if_it_has_a_trigger(void **state)
{
    static const struct {
        const char *text;
        ds_title_kind kind;
    } rows[] = {
        {"", DS_TITLE_NONE},
        {"青禾精密拟收购北岭传动", DS_TITLE_TRIGGER},
        {"青禾精密控股股东解除质押", DS_TITLE_PLAIN},
        {"关于收购资产的公告", DS_TITLE_NOUN},
        {"券商维持增持评级", DS_TITLE_PLAIN}, /* a word that holds a trigger but is none */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(read_title(*state, rows[i].text).kind, rows[i].kind);
    }
}

static void words_of_a_title_are_kept_once_without_marks(void **state)
{
    analyser *run = *state;
    const char *text = "质押、质押与解除质押";
    ds_title title = read_title(run, text);
    for (size_t i = 0; i < title.n_words; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(title.words[i], title.words[j]);
        }
    }
    ds_analysis got = analyser_read(run, text);
    assert_true(holds(&title, &got, "质押"));
    assert_true(holds(&title, &got, "解除"));
    assert_false(holds(&title, &got, "、"));
}

static void a_first_line_of_a_page_is_no_title(void **state)
{
    char text[1201];
    for (size_t i = 0; i + 6 < sizeof text; i += 6) {
        memcpy(text + i, "收购", 6);
    }
    text[1200] = '\0';
    assert_int_equal(read_title(*state, text).kind, DS_TITLE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_tells_a_deal_if_it_has_a_trigger),
        cmocka_unit_test(words_of_a_title_are_kept_once_without_marks),
        cmocka_unit_test(a_first_line_of_a_page_is_no_title),
    };
    return cmocka_run_group_tests(tests, analyser_setup, analyser_teardown);
}
