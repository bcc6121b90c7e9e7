/* links: ds_corpus ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/page_fixture.h"

#include <string.h>

/* As JSON: `text` n times between two pieces. */
static void add_times(ds_buf *out, const char *before, const char *text, size_t n,
                      const char *after)
{
    ds_buf_add(out, ds_str_from(before));
    for (size_t i = 0; i < n; i++) {
        ds_buf_add(out, ds_str_from(text));
    }
    ds_buf_add(out, ds_str_from(after));
}

/* The first document's tags and its windows put together; a second one follows. */
static void expect_text(const ds_reader_options *options, const char *id, const char *title,
                        ds_str wanted)
{
    ds_buf messages = ds_buf_make(1 << 20);
    ds_diag diag = {.sink = gather_message, .payload = &messages};
    ds_reader *reader = NULL;
    ds_document doc;
    ds_window window = {0};
    size_t at = 0;
    assert_int_equal(ds_reader_new(&reader, options, &diag), DS_OK);
    assert_int_equal(ds_reader_next(reader, &doc), DS_OK);
    assert_true(ds_str_equal(doc.id, ds_str_from(id)));
    assert_true(ds_str_equal(doc.title, ds_str_from(title)));
    while (ds_reader_read(reader, &window) == DS_OK) {
        assert_int_equal(window.base, at);
        assert_int_equal(window.first, at == 0);
        assert_true(window.text.len <= wanted.len - at);
        assert_memory_equal(window.text.ptr, wanted.ptr + at, window.text.len);
        at += window.text.len;
        assert_int_equal(window.last, at == wanted.len);
    }
    assert_int_equal(at, wanted.len);
    assert_int_equal(ds_reader_next(reader, &doc), DS_OK);
    assert_int_equal(ds_reader_next(reader, &doc), DS_END);
    assert_int_equal(messages.len, 0);
    ds_reader_free(reader);
    ds_buf_free(&messages);
}

/* What must not depend on the length of a line: escapes of every kind in strings that
 * are held and that are copied, tags before and behind, and what is in no field. */
static void long_json_line_is_read_like_a_short_one(void **state)
{
    static const size_t repeats[] = {3000, 30000, 400000}; /* held, copied to memory, to disk */
    static const size_t sizes[] = {0, 777, 100000};
    scratch *in = *state;
    for (size_t i = 0; i < 3; i++) {
        ds_buf line = ds_buf_make(64 << 20);
        ds_buf wanted = ds_buf_make(64 << 20);
        add_times(&line, "{\"x\":[1,\"", "\\\"]\\\\", 9000, "\"],\"id\":\"d\\\"1\",\"text\":\"");
        add_times(&line, "", "甲\\n\\u4e59\\ud83d\\ude00\\/\\\\\\\"\\u0000", repeats[i], "末\",");
        add_times(&line, "\"y\":{\"text\":\"", "no", 9000,
                  "\"},\"title\":\"题\\t\"}\n{\"text\":\"乙\"}\n");
        add_times(&wanted, "", "甲\n乙\xF0\x9F\x98\x80/\\\"\x1a", repeats[i], "末");
        scratch_write(in, "a.jsonl", ds_buf_str(&line));
        const char *path = scratch_path(in, "a.jsonl");
        ds_reader_options options = {.paths = &path, .n_paths = 1, .read_bytes = sizes[i]};
        expect_text(&options, "d\"1", "题\t", ds_buf_str(&wanted));
        ds_buf_free(&line);
        ds_buf_free(&wanted);
    }
}

/* The first message, behind the file's name. */
static void expect_message(const page_run *made, const char *text)
{
    const char *told = strstr(made->messages.ptr, ".jsonl:");
    if (!told || strncmp(told + 7, text, strlen(text)) != 0) {
        fail_msg("%s instead of %s", made->messages.ptr, text);
    }
}

/* A long line that is wrong is told with the byte and the next one is read. */
static void bad_long_json_line_is_named_by_place_and_skipped(void **state)
{
    static const struct {
        const char *before, *unit, *after, *message;
    } rows[] = {
        {"{\"text\":\"", "x", "", "1: error: not JSON: a string without an end (byte 9)"},
        {"{\"text\":\"", "x", "\\q\"}", "1: error: not JSON: invalid escape (byte 600010)"},
        {"{\"text\":\"", "x", "\\u12g4\"}", "1: error: not JSON: invalid escape (byte 600013)"},
        {"{\"text\":\"", "x", "\\udc00\"}", "1: error: not JSON: invalid escape (byte 600014)"},
        {"{\"text\":\"", "x", "\\ud800\\u0041\"}",
         "1: error: not JSON: invalid escape (byte 600020)"},
        {"{\"text\":\"", "x", "\\ud800x\"}", "1: error: not JSON: invalid escape (byte 600015)"},
        {"{\"text\":\"", "x", "\t\"}",
         "1: error: not JSON: a control character in a string (byte 600009)"},
        {"{\"text\":\"", "x", "\",,}",
         "1: error: not JSON: string or '}' expected near ',' (byte 600011)"},
        {"{\"title\":\"", "x", "\",\"text\":\"\"}",
         "1: error: \"title\" has more than 4096 bytes in a long line (byte 1)"},
        {"{\"text\":\"\",\"", "x", "\" :1}", "1: error: a key of more than 4 KB (byte 600014)"},
        {"{\"none\":\"", "x", "\"}", "1: error: \"text\" is missing (byte 0)"},
        {"{\"text\":\"甲\",\"x\":[0", ",1", "]}", "1: error: a line of too many values (byte "},
        {"{\"text\":\"甲\",\"x\":[0", ",{},[]", "]}", "1: error: a line of too many values (byte "},
        {"{\"text\":\"甲\",\"x\":[0", "          1", "]}",
         "1: error: a line of more than 8 MB without its long strings (byte "},
    };
    scratch *in = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_buf line = ds_buf_make(64 << 20);
        size_t n = rows[i].unit[1] == ' ' ? 800000 : 600000;
        add_times(&line, rows[i].before, rows[i].unit, n, rows[i].after);
        ds_buf_add(&line, DS_STR("\n{\"text\":\"ok\"}\n"));
        scratch_write(in, "a.jsonl", ds_buf_str(&line));
        page_run made = read_file(scratch_path(in, "a.jsonl"), 0);
        expect_message(&made, rows[i].message);
        assert_string_equal(made.text.ptr, "ok");
        free_page_run(&made);
        ds_buf_free(&line);
    }
}

static void undecodable_bytes_in_a_long_json_line_cost_characters_not_the_document(void **state)
{
    scratch *in = *state;
    ds_buf line = ds_buf_make(4 << 20);
    add_times(&line, "{\"x\":\"\xFF\",\"y\":\"", "x", 300000, "\xE7\",\"text\":\"乙\xFF\"}");
    scratch_write(in, "a.jsonl", ds_buf_str(&line));
    page_run made = read_file(scratch_path(in, "a.jsonl"), 0);
    expect_message(&made, "1: warning: 3 bytes could not be decoded, the first at byte 6\n");
    assert_string_equal(made.text.ptr, "乙\x1a");
    assert_string_equal(made.faults.ptr, "undecodable read partly\n");
    free_page_run(&made);
    ds_buf_free(&line);
}

/* Lines of bytes that are none are not blown up without end. */
static void line_of_undecodable_bytes_alone_is_too_large(void **state)
{
    scratch *in = *state;
    ds_buf line = ds_buf_make(16 << 20);
    char unit[1000 + sizeof "\",\""];
    memset(unit, 0xFF, 1000);
    memcpy(unit + 1000, "\",\"", sizeof "\",\"");
    add_times(&line, "{\"text\":\"one \"}\n{\"x\":[\"", unit, 7000,
              "\"],\"text\":\"乙\"}\n{\"text\":\"two\"}\n");
    scratch_write(in, "a.jsonl", ds_buf_str(&line));
    page_run made = read_file(scratch_path(in, "a.jsonl"), 0);
    expect_message(&made, "2: error: too many bytes could not be decoded (byte ");
    assert_string_equal(made.faults.ptr, "too_large read\n");
    assert_string_equal(made.text.ptr, "one two");
    free_page_run(&made);
    ds_buf_free(&line);
}

static void long_json_line_that_cannot_be_copied_costs_only_itself(void **state)
{
    scratch *in = *state;
    ds_buf line = ds_buf_make(8 << 20);
    add_times(&line, "{\"text\":\"", "x", 3000000, "\"}\n{\"text\":\"乙\"}\n");
    scratch_write(in, "a.jsonl", ds_buf_str(&line));
    setenv("TMPDIR", "/nonexistent", 1);
    page_run made = read_file(scratch_path(in, "a.jsonl"), 0);
    unsetenv("TMPDIR");
    expect_message(&made,
                   "1: error: a long line cannot be copied to disk: No such file or directory "
                   "(byte 2097161); the line is skipped\n");
    assert_string_equal(made.faults.ptr, "io read\n");
    assert_string_equal(made.text.ptr, "乙");
    free_page_run(&made);
    ds_buf_free(&line);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_scratch, remove_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(long_json_line_is_read_like_a_short_one),
        TEST(bad_long_json_line_is_named_by_place_and_skipped),
        TEST(undecodable_bytes_in_a_long_json_line_cost_characters_not_the_document),
        TEST(line_of_undecodable_bytes_alone_is_too_large),
        TEST(long_json_line_that_cannot_be_copied_costs_only_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
