/* page_fixture.h - a file of bytes read through the reader, as text. */
#ifndef DS_TEST_PAGE_FIXTURE_H
#define DS_TEST_PAGE_FIXTURE_H

#include "corpus/reader.h"
#include "tests/support/scratch.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct page_run {
    ds_buf text;   /* of all documents, each window */
    ds_buf tags;   /* title|publisher|published of each document, a line each */
    ds_buf faults; /* code stage source line offset, a line each */
    ds_buf messages;
    ds_reader_counts counts;
} page_run;

static inline void note_fault(void *payload, const ds_fault *fault)
{
    ds_buf *faults = payload;
    ds_buf_format(faults, "%s %s%s\n", ds_fault_code_name(fault->code), fault->stage,
                  fault->partly ? " partly" : "");
}

static inline page_run read_file(const char *path, size_t read_bytes)
{
    page_run run = {.text = ds_buf_make(256 << 20),
                    .tags = ds_buf_make(1 << 20),
                    .faults = ds_buf_make(1 << 20),
                    .messages = ds_buf_make(1 << 20)};
    ds_diag diag = {.sink = gather_message, .payload = &run.messages};
    ds_reader_options options = {.paths = &path,
                                 .n_paths = 1,
                                 .read_bytes = read_bytes,
                                 .on_fault = note_fault,
                                 .fault_payload = &run.faults};
    ds_reader *reader = NULL;
    assert_int_equal(ds_reader_new(&reader, &options, &diag), DS_OK);
    ds_document document;
    ds_window window;
    ds_status status;
    while ((status = ds_reader_next(reader, &document)) == DS_OK) {
        ds_buf_format(&run.tags, "%.*s|%.*s|%.*s\n", DS_STR_ARGS(document.title),
                      DS_STR_ARGS(document.publisher), DS_STR_ARGS(document.published));
        size_t begin = run.text.len;
        while ((status = ds_reader_read(reader, &window)) == DS_OK) {
            assert_int_equal(window.base, run.text.len - begin);
            ds_buf_add(&run.text, window.text);
        }
        assert_true(status == DS_END || status == DS_EIO);
    }
    assert_int_equal(status, DS_END);
    run.counts = ds_reader_count(reader);
    ds_reader_free(reader);
    ds_buf *all[] = {&run.text, &run.tags, &run.faults, &run.messages};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        assert_false(all[i]->failed);
        ds_buf_add_char(all[i], 0);
    }
    return run;
}

static inline void free_page_run(page_run *run)
{
    ds_buf_free(&run->text);
    ds_buf_free(&run->tags);
    ds_buf_free(&run->faults);
    ds_buf_free(&run->messages);
}

static inline int make_scratch(void **state)
{
    scratch *in = malloc(sizeof *in);
    scratch_make(in);
    *state = in;
    return 0;
}

static inline int remove_scratch(void **state)
{
    scratch_remove(*state);
    free(*state);
    return 0;
}

#endif /* DS_TEST_PAGE_FIXTURE_H */
