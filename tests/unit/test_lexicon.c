/* links: ds_rules ds_text */
#include "rules/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_MESSAGES = 4096 };

typedef struct log {
    char text[MAX_MESSAGES];
} log;

static void keep(void *payload, ds_level level, const char *message)
{
    log *messages = payload;
    (void)level;
    size_t len = strlen(messages->text);
    snprintf(messages->text + len, sizeof messages->text - len, "%s\n", message);
}

static ds_lexicon *parse(const char *lines)
{
    ds_lexicon *lexicon = NULL;
    assert_int_equal(
        ds_lexicon_parse(&lexicon, ds_str_from(lines), (ds_where){"t.tsv", 1, 1}, NULL), DS_OK);
    return lexicon;
}

static void assert_text(ds_str text, const char *wanted)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%.*s", DS_STR_ARGS(text));
    assert_string_equal(copy, wanted);
}

static const char lines[] = "\xEF\xBB\xBF# columns: word kind weight\r\n"
                            "# a remark\n"
                            "\n"
                            "光\tnoun\t3\r\n"
                            "光模块\tnoun\t7\n"
                            "光模块厂商\tgroup\n"
                            "Lumen Optics\tcompany\t1\n"
                            "北";

static void words_are_found_exactly(void **state)
{
    (void)state;
    ds_lexicon *lexicon = parse(lines);
    static const struct {
        const char *word;
        uint32_t entry;
    } cases[] = {
        {"光", 0},
        {"光模块", 1},
        {"光模块厂商", 2},
        {"Lumen Optics", 3},
        {"北", 4},
        {"光模", DS_LEXICON_NONE},
        {"", DS_LEXICON_NONE},
        {"北京", DS_LEXICON_NONE},
    };
    assert_int_equal(ds_lexicon_count(lexicon), 5);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(ds_lexicon_find(lexicon, ds_str_from(cases[i].word)), cases[i].entry);
    }
    ds_lexicon_free(lexicon);
}

static void fields_are_reached_by_name_and_place(void **state)
{
    (void)state;
    ds_lexicon *lexicon = parse(lines);
    assert_int_equal(ds_lexicon_column(lexicon, "kind"), 1);
    assert_int_equal(ds_lexicon_column(lexicon, "weight"), 2);
    assert_int_equal(ds_lexicon_column(lexicon, "word"), 0);
    assert_int_equal(ds_lexicon_column(lexicon, "colour"), 0);
    assert_text(ds_lexicon_field(lexicon, 0, 2), "3");
    assert_text(ds_lexicon_field(lexicon, 1, 1), "noun");
    assert_text(ds_lexicon_field(lexicon, 2, 1), "group");
    assert_text(ds_lexicon_field(lexicon, 2, 2), "");
    assert_text(ds_lexicon_field(lexicon, 4, 1), "");
    ds_where where = ds_lexicon_where(lexicon, 1, 2);
    assert_string_equal(where.file, "t.tsv");
    assert_int_equal(where.line, 5);
    assert_int_equal(where.column, 10);
    ds_lexicon_free(lexicon);
}

static void prefixes_come_shortest_first_and_longest_is_the_last(void **state)
{
    (void)state;
    ds_lexicon *lexicon = parse(lines);
    ds_str text = DS_STR("北光模块厂商Lumen Optics Co");
    uint32_t found[4];
    assert_int_equal(ds_lexicon_prefixes(lexicon, text, 3, found, 4), 3);
    assert_int_equal(found[0], 0);
    assert_int_equal(found[1], 1);
    assert_int_equal(found[2], 2);
    assert_int_equal(ds_lexicon_prefixes(lexicon, text, 3, found, 2), 2);
    assert_int_equal(found[1], 1);
    assert_int_equal(ds_lexicon_longest(lexicon, text, 3), 2);
    assert_int_equal(ds_lexicon_longest(lexicon, text, 0), 4);
    assert_int_equal(ds_lexicon_longest(lexicon, text, 18), 3);
    assert_int_equal(ds_lexicon_longest(lexicon, text, 6), DS_LEXICON_NONE);
    assert_int_equal(ds_lexicon_longest(lexicon, text, text.len), DS_LEXICON_NONE);
    ds_str cut = ds_str_slice(text, 0, 3 + 12); /* the word does not fit any more */
    assert_int_equal(ds_lexicon_longest(lexicon, cut, 3), 1);
    ds_lexicon_free(lexicon);
}

/* Every word of every length, found as a prefix by brute force and by index. */
static void index_agrees_with_brute_force(void **state)
{
    (void)state;
    static char many[400000];
    size_t len = 0;
    unsigned seed = 7;
    ds_lexicon *lexicon = NULL;
    for (int i = 0; i < 3000; i++) { /* words over four letters, up to 45 long, numbered apart */
        seed = seed * 1103515245u + 12345u;
        int n = 1 + (int)((seed >> 16) % 45);
        for (int k = 0; k < n; k++) {
            seed = seed * 1103515245u + 12345u;
            many[len++] = "abcd"[(seed >> 16) % 4];
        }
        len += (size_t)sprintf(many + len, "%d\n", i);
    }
    ds_str text = {many, len};
    assert_int_equal(ds_lexicon_parse(&lexicon, text, (ds_where){"m", 1, 1}, NULL), DS_OK);
    for (uint32_t i = 0; i < 3000; i++) {
        ds_str word = ds_lexicon_word(lexicon, i);
        assert_int_equal(ds_lexicon_find(lexicon, word), i);
        size_t at = (size_t)(word.ptr - ds_lexicon_bytes(lexicon).ptr);
        uint32_t best = DS_LEXICON_NONE;
        for (uint32_t k = 0; k < 3000; k++) { /* all words the text has here */
            ds_str other = ds_lexicon_word(lexicon, k);
            if (ds_str_starts((ds_str){text.ptr + at, text.len - at}, other) &&
                (best == DS_LEXICON_NONE || other.len > ds_lexicon_word(lexicon, best).len)) {
                best = k;
            }
        }
        assert_int_equal(ds_lexicon_longest(lexicon, text, at), best);
    }
    ds_lexicon_free(lexicon);
}

static void words_longer_than_the_mask_are_found(void **state)
{
    (void)state;
    ds_lexicon *lexicon = parse("ab\nabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n");
    ds_str text = DS_STR("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz!");
    assert_int_equal(ds_lexicon_longest(lexicon, text, 0), 1);
    ds_lexicon_free(lexicon);
}

static void inline_words_are_separated_by_any_white_space(void **state)
{
    (void)state;
    ds_lexicon *lexicon = NULL;
    ds_str words = DS_STR("\n  收购 并购\t购买\n受让　入股 ");
    assert_int_equal(ds_lexicon_parse_words(&lexicon, words, (ds_where){"p.xml", 4, 10}, NULL),
                     DS_OK);
    assert_int_equal(ds_lexicon_count(lexicon), 5);
    assert_text(ds_lexicon_word(lexicon, 4), "入股");
    assert_int_equal(ds_lexicon_where(lexicon, 1, 0).line, 5);
    assert_int_equal(ds_lexicon_where(lexicon, 1, 0).column, 6);
    ds_lexicon_free(lexicon);
}

static void bad_lines_are_errors_with_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        const char *message;
    } cases[] = {
        {"光\n\tnoun\n", "t.tsv:2:1: error: no word before the tab\n"},
        {"光\n北\n光\n", "t.tsv:3:1: error: '光' stands in line 1 already\n"},
        {"# columns: word a\n光\t1\t2\n", "t.tsv:2:5: error: more columns than the lexicon has\n"},
        {"光 \t1\n",
         "t.tsv:1:1: error: white space around the word; columns are separated by one tab\n"},
        {"光\n北\xFF\n", "t.tsv:2:2: error: bytes that are not UTF-8\n"},
        {"\tx\n\ty\n", "t.tsv:1:1: error: no word before the tab\n"
                       "t.tsv:2:1: error: no word before the tab\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        log messages = {""};
        ds_diag diag = {keep, &messages, 0, 0};
        ds_lexicon *lexicon = NULL;
        assert_int_equal(ds_lexicon_parse(&lexicon, ds_str_from(cases[i].lines),
                                          (ds_where){"t.tsv", 1, 1}, &diag),
                         DS_EINVALID);
        assert_string_equal(messages.text, cases[i].message);
    }
}

static void too_long_a_word_is_an_error(void **state)
{
    (void)state;
    char text[256];
    memset(text, 'x', sizeof text);
    log messages = {""};
    ds_diag diag = {keep, &messages, 0, 0};
    ds_lexicon *lexicon = NULL;
    assert_int_equal(
        ds_lexicon_parse(&lexicon, (ds_str){text, 193}, (ds_where){"t.tsv", 1, 1}, &diag),
        DS_EINVALID);
    assert_string_equal(messages.text, "t.tsv:1:1: error: word is longer than 192 bytes\n");
    assert_int_equal(
        ds_lexicon_parse(&lexicon, (ds_str){text, 192}, (ds_where){"t.tsv", 1, 1}, &diag), DS_OK);
    assert_int_equal(ds_lexicon_longest(lexicon, (ds_str){text, 256}, 0), 0);
    ds_lexicon_free(lexicon);
}

static void a_flood_of_errors_is_cut(void **state)
{
    (void)state;
    char text[2 * 30 + 1];
    for (size_t i = 0; i < 30; i++) {
        memcpy(text + 2 * i, "\t\n", 3);
    }
    log messages = {""};
    ds_diag diag = {keep, &messages, 0, 0};
    ds_lexicon *lexicon = NULL;
    assert_int_equal(
        ds_lexicon_parse(&lexicon, ds_str_from(text), (ds_where){"t.tsv", 1, 1}, &diag),
        DS_EINVALID);
    assert_int_equal(diag.n_errors, DS_LEXICON_MAX_ERRORS);
    assert_non_null(strstr(messages.text, "t.tsv: note: 10 more errors are not shown\n"));
}

static void files_are_read_and_their_columns_checked(void **state)
{
    (void)state;
    char path[] = "/tmp/ds_lexicon_XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "# columns: word kind\n光\tnoun\n", 30), 30);
    close(file);
    static const char *const right[] = {"kind", NULL};
    static const char *const wrong[] = {"value", NULL};
    static const char *const more[] = {"kind", "value", NULL};
    log messages = {""};
    ds_diag diag = {keep, &messages, 0, 0};
    ds_lexicon *lexicon = NULL;
    assert_int_equal(ds_lexicon_read(&lexicon, path, right, &diag), DS_OK);
    assert_int_equal(ds_lexicon_count(lexicon), 1);
    ds_lexicon_free(lexicon);
    assert_int_equal(ds_lexicon_read(&lexicon, path, wrong, &diag), DS_EINVALID);
    assert_int_equal(ds_lexicon_read(&lexicon, path, more, &diag), DS_EINVALID);
    assert_non_null(strstr(
        messages.text, ":1:1: error: the columns named here are not those this lexicon must have"));
    unlink(path);
    assert_int_equal(ds_lexicon_read(&lexicon, path, right, &diag), DS_EMISSING);
    assert_int_equal(ds_lexicon_read(&lexicon, "/", right, &diag), DS_EIO);
    assert_non_null(strstr(messages.text, "/: error: not a regular file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_exactly),
        cmocka_unit_test(fields_are_reached_by_name_and_place),
        cmocka_unit_test(prefixes_come_shortest_first_and_longest_is_the_last),
        cmocka_unit_test(index_agrees_with_brute_force),
        cmocka_unit_test(words_longer_than_the_mask_are_found),
        cmocka_unit_test(inline_words_are_separated_by_any_white_space),
        cmocka_unit_test(bad_lines_are_errors_with_a_place),
        cmocka_unit_test(too_long_a_word_is_an_error),
        cmocka_unit_test(a_flood_of_errors_is_cut),
        cmocka_unit_test(files_are_read_and_their_columns_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
