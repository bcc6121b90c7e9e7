/* links: ds_corpus ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/reader.h"
#include "tests/support/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct run {
    ds_buf told;     /* documents and their text */
    ds_buf messages; /* with the scratch folder's path as $ */
    ds_reader_counts counts;
} run;

static void add_tag(ds_buf *told, const char *name, ds_str value)
{
    if (value.len) {
        ds_buf_format(told, " %s=%.*s", name, DS_STR_ARGS(value));
    }
}

static void tell_documents(ds_reader *reader, ds_buf *told)
{
    ds_document doc;
    ds_window window;
    ds_status status;
    while ((status = ds_reader_next(reader, &doc)) == DS_OK) {
        ds_buf_format(told, "[%.*s", DS_STR_ARGS(doc.id));
        add_tag(told, "source", doc.source);
        add_tag(told, "title", doc.title);
        add_tag(told, "publisher", doc.publisher);
        add_tag(told, "published", doc.published);
        ds_buf_add(told, DS_STR("]"));
        while ((status = ds_reader_read(reader, &window)) == DS_OK) {
            ds_buf_format(told, "%zu%s%s:", window.base, window.first ? "<" : "",
                          window.last ? ">" : "");
            ds_buf_add(told, window.text);
        }
        assert_int_equal(status, DS_END);
        ds_buf_add_char(told, '\n');
    }
    assert_int_equal(status, DS_END);
}

/* Takes every mention of the scratch folder out. */
static void shorten(ds_buf *text, const char *folder)
{
    ds_str path = ds_str_from(folder);
    for (size_t at; (at = ds_str_find(ds_buf_str(text), path, 0)) != SIZE_MAX;) {
        text->ptr[at] = '$';
        memmove(text->ptr + at + 1, text->ptr + at + path.len, text->len - at - path.len);
        text->len -= path.len - 1;
    }
    ds_buf_add_char(text, 0);
}

static run read_all(const scratch *in, const ds_reader_options *options)
{
    run made = {.told = ds_buf_make(64 << 20), .messages = ds_buf_make(1 << 20)};
    ds_diag diag = {.sink = gather_message, .payload = &made.messages};
    ds_reader *reader = NULL;
    assert_int_equal(ds_reader_new(&reader, options, &diag), DS_OK);
    tell_documents(reader, &made.told);
    made.counts = ds_reader_count(reader);
    ds_reader_free(reader);
    assert_false(made.told.failed);
    shorten(&made.told, in->path);
    shorten(&made.messages, in->path);
    return made;
}

static run read_path(const scratch *in, const char *path)
{
    return read_all(in, &(ds_reader_options){.paths = &path, .n_paths = 1});
}

static void free_run(run *made)
{
    ds_buf_free(&made->told);
    ds_buf_free(&made->messages);
}

static void expect(run made, const char *told, const char *messages, ds_reader_counts counts)
{
    assert_string_equal(made.told.ptr, told);
    assert_string_equal(made.messages.ptr, messages);
    assert_int_equal(made.counts.documents, counts.documents);
    assert_int_equal(made.counts.failed, counts.failed);
    assert_int_equal(made.counts.missing, counts.missing);
    free_run(&made);
}

static int set_up(void **state)
{
    scratch *in = malloc(sizeof *in);
    scratch_make(in);
    *state = in;
    return 0;
}

static int tear_down(void **state)
{
    scratch_remove(*state);
    free(*state);
    return 0;
}

static void folder_is_walked_in_byte_order_without_hidden_and_special_files(void **state)
{
    scratch *in = *state;
    scratch_write(in, "d/b.txt", DS_STR("乙"));
    scratch_write(in, "d/B.txt", DS_STR("大"));
    scratch_write(in, "d/a/z.txt", DS_STR("子"));
    scratch_write(in, "d/a.txt", DS_STR("甲"));
    scratch_write(in, "d/.hidden", DS_STR("藏"));
    scratch_write(in, "d/.git/config", DS_STR("藏"));
    assert_int_equal(mkfifo(scratch_path(in, "d/pipe"), 0600), 0);
    run made = read_path(in, scratch_path(in, "d"));
    expect(made,
           "[$/d/B.txt source=$/d/B.txt]0<>:大\n[$/d/a/z.txt source=$/d/a/z.txt]0<>:子\n"
           "[$/d/a.txt source=$/d/a.txt]0<>:甲\n[$/d/b.txt source=$/d/b.txt]0<>:乙\n",
           "", (ds_reader_counts){4, 0, 0});
}

static void link_to_a_folder_inside_a_folder_is_reported_not_followed(void **state)
{
    scratch *in = *state;
    scratch_write(in, "d/a.txt", DS_STR("甲"));
    assert_int_equal(symlink("..", scratch_path(in, "d/loop")), 0);
    assert_int_equal(symlink("a.txt", scratch_path(in, "d/link.txt")), 0);
    run made = read_path(in, scratch_path(in, "d/"));
    expect(made, "[$/d/a.txt source=$/d/a.txt]0<>:甲\n[$/d/link.txt source=$/d/link.txt]0<>:甲\n",
           "$/d/loop: warning: a link to a folder is not followed; name it to read it\n",
           (ds_reader_counts){2, 0, 0});
}

static void missing_paths_and_folders_without_files_are_counted_and_passed_over(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.txt", DS_STR("甲"));
    scratch_write(in, "empty/.keep", DS_STR(""));
    char absent[600];
    char empty[600];
    snprintf(absent, sizeof absent, "%s/absent.txt", in->path);
    snprintf(empty, sizeof empty, "%s/empty", in->path);
    const char *paths[] = {absent, empty, scratch_path(in, "a.txt")};
    run made = read_all(in, &(ds_reader_options){.paths = paths, .n_paths = 3});
    expect(made, "[$/a.txt source=$/a.txt]0<>:甲\n",
           "$/absent.txt: error: no such file or folder\n$/empty: error: folder holds no file\n",
           (ds_reader_counts){1, 0, 2});
}

static void unreadable_files_are_counted_as_failed_and_the_run_goes_on(void **state)
{
    scratch *in = *state;
    scratch_write(in, "d/b.txt", DS_STR("乙"));
    assert_int_equal(symlink("nowhere", scratch_path(in, "d/a.txt")), 0);
    run made = read_path(in, scratch_path(in, "d"));
    expect(made, "[$/d/b.txt source=$/d/b.txt]0<>:乙\n",
           "$/d/a.txt: error: cannot be read: No such file or directory\n",
           (ds_reader_counts){1, 1, 0});
    /* a regular file whose reading fails */
    made = read_path(in, "/proc/self/mem");
    expect(made, "", "/proc/self/mem: error: cannot be read: Input/output error\n",
           (ds_reader_counts){0, 1, 0});
}

static void binary_files_are_quarantined_with_the_byte_that_tells(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.png", DS_STR("\x89PNG\r\n甲公司收购乙公司"));
    char noise[200];
    memset(noise, 'a', sizeof noise);
    memset(noise + 20, 2, 30);
    scratch_write(in, "b.bin", (ds_str){noise, sizeof noise});
    scratch_write(in, "c.txt", DS_STR("丙"));
    run made = read_path(in, in->path);
    expect(made, "[$/c.txt source=$/c.txt]0<>:丙\n",
           "$/a.png: error: not text but a PNG picture (byte 0)\n"
           "$/b.bin: error: not text but a binary file: too many control characters (byte 20)\n",
           (ds_reader_counts){1, 2, 0});
}

static void standard_input_is_read_where_no_path_is_named(void **state)
{
    scratch *in = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "甲收购乙", 12), 12);
    close(ends[1]);
    int kept = dup(STDIN_FILENO);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    run made = read_all(in, &(ds_reader_options){0});
    expect(made, "[- source=-]0<>:甲收购乙\n", "", (ds_reader_counts){1, 0, 0});
    if (kept >= 0) {
        dup2(kept, STDIN_FILENO);
        close(kept);
    }
}

/* A socket whose other end is closed with something unread in it gives what
 * was sent and then ECONNRESET. */
static void put_breaking_input(const char *text)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    assert_int_equal(write(ends[0], "x", 1), 1);
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
}

static void input_that_breaks_off_gives_what_came_and_counts_as_failed(void **state)
{
    (void)state;
    ds_buf messages = ds_buf_make(4096);
    ds_diag diag = {.sink = gather_message, .payload = &messages};
    put_breaking_input("甲收购乙");
    ds_reader *reader = NULL;
    assert_int_equal(ds_reader_new(&reader, &(ds_reader_options){0}, &diag), DS_OK);
    ds_document doc;
    ds_window window;
    assert_int_equal(ds_reader_next(reader, &doc), DS_OK);
    assert_int_equal(ds_reader_read(reader, &window), DS_OK);
    assert_true(ds_str_equal(window.text, DS_STR("甲收购乙")));
    assert_int_equal(ds_reader_read(reader, &window), DS_EIO);
    assert_int_equal(ds_reader_read(reader, &window), DS_EIO);
    assert_int_equal(ds_reader_next(reader, &doc), DS_END);
    assert_int_equal(ds_reader_count(reader).documents, 1);
    assert_int_equal(ds_reader_count(reader).failed, 1);
    ds_reader_free(reader);
    put_breaking_input("{\"text\":\"甲\"}\n{\"text\":\"乙");
    assert_int_equal(ds_reader_new(&reader, &(ds_reader_options){0}, &diag), DS_OK);
    assert_int_equal(ds_reader_next(reader, &doc), DS_OK);
    assert_int_equal(ds_reader_next(reader, &doc), DS_END);
    assert_int_equal(ds_reader_count(reader).failed, 1);
    ds_reader_free(reader);
    ds_buf_add_char(&messages, 0);
    assert_string_equal(messages.ptr, "-: error: cannot be read: Connection reset by peer\n"
                                      "-: error: cannot be read: Connection reset by peer\n");
    ds_buf_free(&messages);
}

/* A pipe stays open: what comes line by line must go on line by line. */
static void json_line_is_handed_on_before_the_next_one_comes(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    ds_reader *reader = NULL;
    assert_int_equal(ds_reader_new(&reader, &(ds_reader_options){0}, NULL), DS_OK);
    ds_document doc;
    alarm(20); /* a reader that waits for more would hang */
    for (int i = 0; i < 3; i++) {
        assert_int_equal(write(ends[1], "{\"text\":\"a\"}\n", 13), 13);
        assert_int_equal(ds_reader_next(reader, &doc), DS_OK);
    }
    alarm(0);
    close(ends[1]);
    assert_int_equal(ds_reader_next(reader, &doc), DS_END);
    ds_reader_free(reader);
}

static void empty_file_is_a_document_with_one_empty_window(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.txt", DS_STR(""));
    expect(read_path(in, scratch_path(in, "a.txt")), "[$/a.txt source=$/a.txt]0<>:\n", "",
           (ds_reader_counts){1, 0, 0});
}

static void json_lines_become_documents_with_their_tags(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.jsonl",
                  DS_STR("{\"id\":\"d1\",\"text\":\"甲\",\"title\":\"题\",\"published\":"
                         "\"2025/3/4 08:00\",\"publisher\":\"社\",\"source\":\"网\",\"x\":[1]}\r\n"
                         "\n{\"id\":17,\"text\":\"乙\\n\\u0000\",\"title\":null}\n"
                         "{\"text\":\"\"}"));
    expect(read_path(in, scratch_path(in, "a.jsonl")),
           "[d1 source=网 title=题 publisher=社 published=2025-03-04]0<>:甲\n"
           "[17 source=$/a.jsonl:3]0<>:乙\n\x1a\n"
           "[$/a.jsonl:4 source=$/a.jsonl:4]0<>:\n",
           "", (ds_reader_counts){3, 0, 0});
}

static void bad_json_lines_are_named_by_place_and_skipped(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.jsonl",
                  DS_STR("{\"text\":\"甲乙\",,}\n{\"text\":\"好\"}\n{\"text\":5}\n"
                         "{\"id\":\"x\"}\n[1]\n{\"text\":\"丙\",\"title\":[]}\n{\"text\":\"末"));
    expect(
        read_path(in, scratch_path(in, "a.jsonl")), "[$/a.jsonl:2 source=$/a.jsonl:2]0<>:好\n",
        "$/a.jsonl:1:14: error: not JSON: string or '}' expected near ',' (byte 17); the line "
        "is skipped\n"
        "$/a.jsonl:3:2: error: \"text\" must be a string, not a number (byte 36); the line is "
        "skipped\n"
        "$/a.jsonl:4:1: error: \"text\" is missing (byte 46); the line is skipped\n"
        "$/a.jsonl:5:1: error: a document must be an object, not an array (byte 57); the line "
        "is skipped\n"
        "$/a.jsonl:6:13: error: \"title\" must be a string, not an array (byte 75); the line is "
        "skipped\n"
        "$/a.jsonl:7:11: error: not JSON: premature end of input near '\"末' (byte 98); the line "
        "is skipped\n",
        (ds_reader_counts){1, 6, 0});
}

static void undecodable_byte_in_a_json_line_costs_a_character_not_the_document(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.jsonl", DS_STR("{\"text\":\"甲乙丙\"}\n{\"text\":\"丁\xE7\x94\"}\n"));
    expect(read_path(in, scratch_path(in, "a.jsonl")),
           "[$/a.jsonl:1 source=$/a.jsonl:1]0<>:甲乙丙\n"
           "[$/a.jsonl:2 source=$/a.jsonl:2]0<>:丁\x1a\x1a\n",
           "$/a.jsonl:2:11: warning: 2 bytes could not be decoded, the first at byte 33\n",
           (ds_reader_counts){2, 0, 0});
}

static void unreadable_publication_day_is_left_empty_with_a_warning(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.jsonl", DS_STR("{\"text\":\"甲\",\"published\":\"去年\"}\n"));
    expect(read_path(in, scratch_path(in, "a.jsonl")), "[$/a.jsonl:1 source=$/a.jsonl:1]0<>:甲\n",
           "$/a.jsonl:1:13: warning: \"published\" is not a day like 2025-03-14 and is left "
           "empty\n",
           (ds_reader_counts){1, 0, 0});
}

static void text_that_merely_begins_with_a_brace_is_text(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.txt", DS_STR("{甲}收购乙\n"));
    expect(read_path(in, scratch_path(in, "a.txt")), "[$/a.txt source=$/a.txt]0<>:{甲}收购乙\n\n",
           "", (ds_reader_counts){1, 0, 0});
}

static void json_that_is_not_a_document_a_line_is_refused_with_advice(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.json", DS_STR("[{\"text\":\"甲\"}]\n"));
    scratch_write(in, "b.json", DS_STR("{\n  \"text\": \"甲\"\n}\n"));
    expect(read_path(in, in->path), "",
           "$/a.json: error: JSON, but not one document a line; make JSON Lines of it with jq -c "
           "(jq -c '.[]' for an array)\n"
           "$/b.json: error: JSON, but not one document a line; make JSON Lines of it with jq -c "
           "(jq -c '.[]' for an array)\n",
           (ds_reader_counts){0, 2, 0});
}

static void given_encoding_overrides_detection(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.txt", DS_STR("\xA6\xAC\xC1\xCA")); /* Big5, also good GBK */
    scratch_write(in, "b.txt", DS_STR("\xEF\xBB\xBF甲"));
    const char *path = scratch_path(in, "a.txt");
    run made = read_all(in, &(ds_reader_options){.paths = &path, .n_paths = 1, .encoding = "Big5"});
    expect(made, "[$/a.txt source=$/a.txt]0<>:收購\n", "", (ds_reader_counts){1, 0, 0});
    path = scratch_path(in, "b.txt");
    made = read_all(in, &(ds_reader_options){.paths = &path, .n_paths = 1, .encoding = "utf-8"});
    expect(made, "[$/b.txt source=$/b.txt]3<>:甲\n", "", (ds_reader_counts){1, 0, 0});
    scratch_write(in, "c.txt", DS_STR("\xFE\xFF\x75\x32"));
    path = scratch_path(in, "c.txt");
    made = read_all(in, &(ds_reader_options){.paths = &path, .n_paths = 1, .encoding = "utf-16"});
    expect(made, "[$/c.txt source=$/c.txt]0<>:甲\n", "", (ds_reader_counts){1, 0, 0});
}

static void truncated_files_stand_up_to_the_break_with_a_warning(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.txt", DS_STR("\xBC\xD7\xCA\xD5\xB9\xBA\xD2\xD2\xA1\xA3\xBC"));
    scratch_write(in, "b.txt", DS_STR("\xEF\xBB\xBF甲收购乙\xE7\x94"));
    expect(read_path(in, in->path),
           "[$/a.txt source=$/a.txt]0<>:甲收购乙。\x1a\n"
           "[$/b.txt source=$/b.txt]3<>:甲收购乙\x1a\x1a\n",
           "$/a.txt: warning: 1 byte could not be decoded, the first at byte 10\n"
           "$/b.txt: warning: 2 bytes could not be decoded, the first at byte 15\n",
           (ds_reader_counts){2, 0, 0});
}

static void unknown_encoding_is_refused_at_once(void **state)
{
    (void)state;
    ds_buf messages = ds_buf_make(4096);
    ds_diag diag = {.sink = gather_message, .payload = &messages};
    ds_reader *reader = NULL;
    assert_int_equal(ds_reader_new(&reader, &(ds_reader_options){.encoding = "klingon"}, &diag),
                     DS_EINVALID);
    ds_buf_add_char(&messages, 0);
    assert_string_equal(messages.ptr, "error: unknown encoding 'klingon'\n");
    ds_buf_free(&messages);
}

/* 1.2 MB with a line feed every 30 KB or none, some bytes broken. */
static void write_long_text(scratch *in, const char *name, const char *unit, size_t per_line)
{
    ds_buf text = ds_buf_make(4 << 20);
    for (size_t i = 1; text.len < 1200000; i++) {
        ds_buf_add(&text, ds_str_from(unit));
        if (per_line && i % per_line == 0) {
            ds_buf_add_char(&text, '\n');
        }
        if (i == 777) {
            ds_buf_add(&text, DS_STR("\xFF"));
        }
    }
    scratch_write(in, name, ds_buf_str(&text));
    ds_buf_free(&text);
}

static void result_does_not_depend_on_how_the_file_is_read(void **state)
{
    scratch *in = *state;
    write_long_text(in, "a.txt", "甲公司拟以三亿元收购乙公司", 800);
    write_long_text(in, "b.txt", "甲公司拟收购乙公司。", 0);
    write_long_text(in, "c.txt", "\xBC\xD7\xCA\xD5\xB9\xBA\xD2\xD2\xA1\xA3", 900);
    scratch_write(in, "d.jsonl",
                  DS_STR("{\"text\":\"甲\xE7乙\"}\n{bad\n{\"text\":\"丙丁\"}\n{\"text\":\"戊\"}"));
    scratch_write(in, "e.txt", DS_STR("\xEF\xBB\xBF甲收购乙\xE7\x94"));
    scratch_write(in, "f.txt", DS_STR("\xFF\xFE\x32\x75\x36\x65\x2D\x8D\x59\x4E\x3D"));
    const char *path = in->path;
    run whole = read_path(in, path);
    assert_int_equal(whole.counts.documents, 8);
    static const size_t sizes[] = {1, 7, 4096};
    for (size_t i = 0; i < 3; i++) {
        run cut = read_all(
            in, &(ds_reader_options){.paths = &path, .n_paths = 1, .read_bytes = sizes[i]});
        assert_int_equal(cut.told.len, whole.told.len);
        assert_memory_equal(cut.told.ptr, whole.told.ptr, whole.told.len);
        assert_string_equal(cut.messages.ptr, whole.messages.ptr);
        free_run(&cut);
    }
    free_run(&whole);
}

static void documents_that_are_not_read_are_skipped(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.txt", DS_STR("甲"));
    scratch_write(in, "b.jsonl", DS_STR("{\"text\":\"乙\"}\n{\"text\":\"丙\"}\n"));
    const char *path = in->path;
    ds_reader *reader = NULL;
    ds_reader_options options = {.paths = &path, .n_paths = 1};
    assert_int_equal(ds_reader_new(&reader, &options, NULL), DS_OK);
    ds_document doc;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ds_reader_next(reader, &doc), DS_OK);
    }
    assert_int_equal(ds_reader_next(reader, &doc), DS_END);
    ds_window window;
    assert_int_equal(ds_reader_read(reader, &window), DS_END);
    ds_reader_free(reader);
}

static void every_line_is_told_of_where_somebody_counts_them(void **state)
{
    scratch *in = *state;
    scratch_write(in, "a.jsonl", DS_STR("plain\n\n{\"text\":\"\xE7\x94\xB2\"}\n{\"id\":\"x\"}"));
    const char *path = in->path;
    ds_diag diag = {.sink = NULL};
    ds_reader *reader = NULL;
    ds_reader_options options = {.paths = &path, .n_paths = 1, .every_line = true};
    assert_int_equal(ds_reader_new(&reader, &options, &diag), DS_OK);
    static const ds_status wanted[] = {DS_EINVALID, DS_EINVALID, DS_OK, DS_EINVALID, DS_END};
    ds_document doc;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_int_equal(ds_reader_next(reader, &doc), wanted[i]);
        assert_true(wanted[i] == DS_END || doc.id.len > 0);
    }
    assert_int_equal(ds_reader_count(reader).failed, 2); /* an empty line is no failure */
    assert_int_equal(ds_reader_count(reader).documents, 1);
    ds_reader_free(reader);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(folder_is_walked_in_byte_order_without_hidden_and_special_files),
        TEST(link_to_a_folder_inside_a_folder_is_reported_not_followed),
        TEST(missing_paths_and_folders_without_files_are_counted_and_passed_over),
        TEST(unreadable_files_are_counted_as_failed_and_the_run_goes_on),
        TEST(binary_files_are_quarantined_with_the_byte_that_tells),
        TEST(standard_input_is_read_where_no_path_is_named),
        TEST(input_that_breaks_off_gives_what_came_and_counts_as_failed),
        TEST(json_line_is_handed_on_before_the_next_one_comes),
        TEST(empty_file_is_a_document_with_one_empty_window),
        TEST(json_lines_become_documents_with_their_tags),
        TEST(bad_json_lines_are_named_by_place_and_skipped),
        TEST(undecodable_byte_in_a_json_line_costs_a_character_not_the_document),
        TEST(unreadable_publication_day_is_left_empty_with_a_warning),
        TEST(text_that_merely_begins_with_a_brace_is_text),
        TEST(json_that_is_not_a_document_a_line_is_refused_with_advice),
        TEST(given_encoding_overrides_detection),
        TEST(truncated_files_stand_up_to_the_break_with_a_warning),
        TEST(unknown_encoding_is_refused_at_once),
        TEST(result_does_not_depend_on_how_the_file_is_read),
        TEST(documents_that_are_not_read_are_skipped),
        TEST(every_line_is_told_of_where_somebody_counts_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
