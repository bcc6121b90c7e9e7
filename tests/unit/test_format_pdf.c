/* links: ds_corpus ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/format_pdf.h"
#include "tests/unit/page_fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct outcome {
    ds_buf text;
    ds_buf faults;
    ds_status started;
    ssize_t last;
} outcome;

/* What comes of a PDF when `script` stands where pdftotext should. */
static outcome run_script(scratch *in, const char *script, int seconds)
{
    outcome got = {.text = ds_buf_make(128 << 20), .faults = ds_buf_make(4096)};
    ds_buf messages = ds_buf_make(4096);
    ds_diag diag = {.sink = gather_message, .payload = &messages};
    ds_faults faults = {.diag = &diag, .sink = note_fault, .payload = &got.faults};
    char program[600];
    scratch_write(in, "fake", ds_str_from(script));
    snprintf(program, sizeof program, "%s", scratch_path(in, "fake"));
    assert_int_equal(chmod(program, 0700), 0);
    scratch_write(in, "a.pdf", DS_STR("%PDF-1.4\n"));
    int fd = open(scratch_path(in, "a.pdf"), O_RDONLY);
    assert_true(fd >= 0);
    ds_pdf *pdf = NULL;
    ds_input *input = NULL;
    assert_int_equal(ds_pdf_new(&pdf, program, seconds, &faults), DS_OK);
    got.started = ds_pdf_start(pdf, fd, "a.pdf", 5, &input);
    char piece[4096];
    while (got.started == DS_OK && (got.last = ds_input_read(input, piece, sizeof piece)) > 0) {
        ds_buf_add(&got.text, (ds_str){piece, (size_t)got.last});
    }
    ds_pdf_free(pdf);
    close(fd);
    ds_buf_free(&messages);
    ds_buf_add_char(&got.faults, 0);
    return got;
}

static void expect(scratch *in, const char *script, const char *text, const char *faults)
{
    outcome got = run_script(in, script, 1);
    assert_int_equal(got.started, DS_OK);
    assert_int_equal(got.last, *faults ? DS_INPUT_TOLD : 0);
    assert_true(ds_str_equal(ds_buf_str(&got.text), ds_str_from(text)));
    assert_string_equal(got.faults.ptr, faults);
    ds_buf_free(&got.text);
    ds_buf_free(&got.faults);
}

static void text_comes_from_a_child_that_reads_the_file(void **state)
{
    expect(*state, "#!/bin/sh\nhead -c 5\necho \"$@\"\n", "%PDF--q -layout -enc UTF-8 - -\n", "");
}

static void child_that_fails_is_told_and_what_it_gave_stands(void **state)
{
    expect(*state, "#!/bin/sh\nprintf text\nexit 1\n", "text", "io unpack\n");
    expect(*state, "#!/bin/sh\nkill -SEGV $$\n", "", "io unpack\n");
}

/* Also if it lets go of its output, or leaves somebody behind who holds it. */
static void child_that_hangs_is_ended(void **state)
{
    struct timespec before;
    struct timespec after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    expect(*state, "#!/bin/sh\nprintf text\nsleep 300\n", "text", "too_large unpack\n");
    expect(*state, "#!/bin/sh\nexec >&-\nsleep 300\n", "", "too_large unpack\n");
    expect(*state, "#!/bin/sh\nsleep 300 &\nexit 0\n", "", "too_large unpack\n");
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(after.tv_sec - before.tv_sec < 60);
}

static void child_may_not_write_files(void **state)
{
    outcome got = run_script(*state, "#!/bin/sh\necho much > \"$0.out\"\n", 5);
    assert_string_equal(got.faults.ptr, "io unpack\n");
    struct stat info;
    char path[600];
    snprintf(path, sizeof path, "%s", scratch_path(*state, "fake.out"));
    assert_true(stat(path, &info) != 0 || info.st_size == 0);
    ds_buf_free(&got.text);
    ds_buf_free(&got.faults);
}

static void child_that_writes_without_end_is_ended(void **state)
{
    outcome got = run_script(*state, "#!/bin/sh\nexec yes text\n", 30);
    assert_string_equal(got.faults.ptr, "too_large unpack\n");
    assert_true(got.text.len <= DS_PDF_MAX_TEXT_BYTES);
    ds_buf_free(&got.text);
    ds_buf_free(&got.faults);
}

static void reading_may_stop_early(void **state)
{
    scratch *in = *state;
    ds_faults faults = {0};
    scratch_write(in, "fake", DS_STR("#!/bin/sh\nexec yes\n"));
    char program[600];
    snprintf(program, sizeof program, "%s", scratch_path(in, "fake"));
    chmod(program, 0700);
    int fd = open(program, O_RDONLY);
    ds_pdf *pdf = NULL;
    ds_input *input = NULL;
    char piece[16];
    assert_int_equal(ds_pdf_new(&pdf, program, 0, &faults), DS_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ds_pdf_start(pdf, fd, "a.pdf", 5, &input), DS_OK);
        assert_true(ds_input_read(input, piece, sizeof piece) > 0);
    }
    ds_pdf_free(pdf);
    close(fd);
}

static void missing_program_is_told(void **state)
{
    ds_buf codes = ds_buf_make(4096);
    ds_buf messages = ds_buf_make(4096);
    ds_diag diag = {.sink = gather_message, .payload = &messages};
    ds_faults faults = {.diag = &diag, .sink = note_fault, .payload = &codes};
    scratch_write(*state, "a.pdf", DS_STR("%PDF-1.4\n"));
    int fd = open(scratch_path(*state, "a.pdf"), O_RDONLY);
    ds_pdf *pdf = NULL;
    ds_input *input = NULL;
    char piece[16];
    assert_int_equal(ds_pdf_new(&pdf, "/nonexistent/pdftotext", 0, &faults), DS_OK);
    assert_int_equal(ds_pdf_start(pdf, fd, "a.pdf", 5, &input), DS_OK);
    assert_int_equal(ds_input_read(input, piece, sizeof piece), DS_INPUT_TOLD);
    ds_buf_add_char(&messages, 0);
    assert_non_null(strstr(messages.ptr, "poppler-utils"));
    ds_pdf_free(pdf);
    close(fd);
    ds_buf_free(&codes);
    ds_buf_free(&messages);
}

static void text_without_meaning_needs_ocr(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool needs;
    } rows[] = {
        {"", true},
        {"\f\f\f", true},
        {"1\f2\f3\f", true},
        {"远岚光电拟以现金收购云汐芯片全部股权,作价2.6亿元。\f", false},
        {"The buyer takes all shares of the target.\f", false},
        {"", true},
        {"远岚光电拟以现金收购云汐芯片全部股权,作价2.6亿元。\f\f\f\f\f", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(ds_pdf_needs_ocr(ds_str_from(rows[i].text)), rows[i].needs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_comes_from_a_child_that_reads_the_file),
        cmocka_unit_test(child_that_fails_is_told_and_what_it_gave_stands),
        cmocka_unit_test(child_that_hangs_is_ended),
        cmocka_unit_test(child_may_not_write_files),
        cmocka_unit_test(child_that_writes_without_end_is_ended),
        cmocka_unit_test(reading_may_stop_early),
        cmocka_unit_test(missing_program_is_told),
        cmocka_unit_test(text_without_meaning_needs_ocr),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
