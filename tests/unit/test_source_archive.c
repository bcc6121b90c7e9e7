/* links: ds_corpus ds_test_support PkgConfig::ARCHIVE */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/source_archive.h"
#include "tests/unit/page_fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

typedef struct member {
    const char *name; /* bytes as they are */
    const char *text;
} member;

/* An archive in memory; names are kept byte for byte. */
static size_t pack(char *to, size_t room, const member *members, size_t n, bool zip)
{
    size_t used = 0;
    struct archive *archive = archive_write_new();
    if (zip) {
        archive_write_set_format_zip(archive);
    } else {
        archive_write_set_format_gnutar(archive);
    }
    assert_int_equal(archive_write_open_memory(archive, to, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, members[i].name);
        archive_entry_set_size(entry, (la_int64_t)strlen(members[i].text));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_true(archive_write_header(archive, entry) >= ARCHIVE_WARN);
        assert_true(archive_write_data(archive, members[i].text, strlen(members[i].text)) >= 0);
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return used;
}

enum { ROOM = 1 << 20 };

static page_run read_members(scratch *in, const member *members, size_t n, bool zip,
                             size_t read_bytes)
{
    char *bytes = malloc(ROOM);
    assert_non_null(bytes);
    size_t len = pack(bytes, ROOM, members, n, zip);
    scratch_write(in, "a", (ds_str){bytes, len});
    free(bytes);
    return read_file(scratch_path(in, "a"), read_bytes);
}

static void members_are_read_in_their_order_however_the_file_comes(void **state)
{
    static const member members[] = {{"b.txt", "乙。"}, {"d/a.txt", "甲。"}, {"e.txt", ""}};
    static const size_t sizes[] = {0, 1, 100};
    for (size_t i = 0; i < 6; i++) {
        page_run run = read_members(*state, members, 3, i % 2, sizes[i / 2]);
        assert_string_equal(run.text.ptr, "乙。甲。");
        assert_int_equal(run.counts.documents, 3);
        assert_string_equal(run.messages.ptr, "");
        free_page_run(&run);
    }
}

static void hidden_members_are_passed_over(void **state)
{
    static const member members[] = {{".a.txt", "藏"},
                                     {"d/.git/b", "藏"},
                                     {"__MACOSX/d", "藏"},
                                     {"./c.txt", "丙"},
                                     {"../d.txt", "丁"}};
    page_run run = read_members(*state, members, 5, true, 0);
    assert_string_equal(run.text.ptr, "丙丁");
    free_page_run(&run);
}

static bool note_name(void *payload, const char *name, size_t line)
{
    ds_buf *text = payload;
    const char *mark = strchr(name, '!');
    if (line == 0 && mark) {
        ds_buf_format(text, "%s ", mark + 1);
    }
    return true;
}

/* 甲.txt in UTF-8, GB18030 and Big5; a control character; bytes that are none
 * of these. */
static void names_are_decoded(void **state)
{
    static const member members[] = {{"\xE7\x94\xB2.txt", "a"},
                                     {"\xBC\xD7\xB9\xAB.txt", "b"},
                                     {"a\x1B[2J.txt", "c"},
                                     {"\xFF\xFF.txt", "d"}};
    scratch *in = *state;
    char *bytes = malloc(ROOM);
    size_t len = pack(bytes, ROOM, members, 4, false);
    scratch_write(in, "a", (ds_str){bytes, len});
    free(bytes);
    const char *path = scratch_path(in, "a");
    ds_buf text = ds_buf_make(4096);
    ds_reader_options options = {
        .paths = &path, .n_paths = 1, .select = {.wanted = note_name, .payload = &text}};
    ds_diag diag = {.sink = gather_message, .payload = &text};
    ds_reader *reader = NULL;
    ds_document document;
    assert_int_equal(ds_reader_new(&reader, &options, &diag), DS_OK);
    while (ds_reader_next(reader, &document) == DS_OK) {
    }
    ds_reader_free(reader);
    ds_buf_add_char(&text, 0);
    assert_non_null(strstr(text.ptr, "甲.txt 甲公.txt a?[2J.txt "));
    ds_buf_free(&text);
}

static void archives_within_are_read_once(void **state)
{
    char *inner = malloc(ROOM);
    const member text = {"a.txt", "甲。"};
    size_t len = pack(inner, ROOM, &text, 1, false);
    assert_true(len > 0);
    scratch *in = *state;
    for (int depth = 1; depth <= 3; depth++) {
        scratch_write(in, "a", (ds_str){inner, len});
        page_run run = read_file(scratch_path(in, "a"), 0);
        assert_string_equal(run.text.ptr, depth <= DS_ARCHIVE_MAX_DEPTH ? "甲。" : "");
        assert_string_equal(run.faults.ptr,
                            depth <= DS_ARCHIVE_MAX_DEPTH ? "" : "archive_limit unpack\n");
        free_page_run(&run);
        char *outer = malloc(ROOM);
        size_t used = 0;
        struct archive *archive = archive_write_new();
        archive_write_set_format_gnutar(archive);
        archive_write_open_memory(archive, outer, ROOM, &used);
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, "inner");
        archive_entry_set_size(entry, (la_int64_t)len);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_write_header(archive, entry);
        archive_write_data(archive, inner, len);
        archive_entry_free(entry);
        archive_write_close(archive);
        archive_write_free(archive);
        free(inner);
        inner = outer;
        len = used;
    }
    free(inner);
}

static void documents_that_are_not_read_leave_the_next_alone(void **state)
{
    static const member members[] = {
        {"a.txt", "甲。"}, {"b.bin", "\1\2\3\4\5\6\7\10\16\17\20"}, {"c.txt", "丙。"}};
    page_run run = read_members(*state, members, 3, false, 0);
    assert_string_equal(run.text.ptr, "甲。丙。");
    assert_string_equal(run.faults.ptr, "undecodable decode\n");
    free_page_run(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_read_in_their_order_however_the_file_comes),
        cmocka_unit_test(hidden_members_are_passed_over),
        cmocka_unit_test(names_are_decoded),
        cmocka_unit_test(archives_within_are_read_once),
        cmocka_unit_test(documents_that_are_not_read_leave_the_next_alone),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
