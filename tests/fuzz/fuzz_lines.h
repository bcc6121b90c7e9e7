/* fuzz_lines.h - JSON Lines read from bytes that come in pieces. */
#ifndef DS_TEST_FUZZ_LINES_H
#define DS_TEST_FUZZ_LINES_H

#include "corpus/format_jsonl.h"
#include "tests/fuzz/fuzz_input.h"

/* A document of the lines; its windows are still to be read from `jsonl`. */
typedef void lines_visit(void *payload, const ds_document *document, ds_jsonl *jsonl);

static inline void lines_read(ds_str bytes, size_t piece, ds_faults *faults, lines_visit *visit,
                              void *payload)
{
    ds_stream *stream;
    ds_jsonl *jsonl;
    must_be(ds_stream_new(&stream, NULL, 0, faults), DS_OK);
    must_be(ds_jsonl_new(&jsonl, NULL, (ds_select){0}, faults), DS_OK);
    memory from = {bytes, 0, piece};
    ds_input input;
    ds_input_open(&input, read_memory, &from);
    if (ds_stream_open(stream, &input, "a.jsonl", 0) == DS_OK) {
        ds_document document;
        ds_status status;
        ds_jsonl_begin(jsonl, "a.jsonl", 0, 0);
        while ((status = ds_jsonl_next(jsonl, stream, &document)) == DS_OK) {
            visit(payload, &document, jsonl);
        }
        must_be(status, DS_END);
    }
    ds_jsonl_free(jsonl);
    ds_stream_free(stream);
}

static inline void lines_ignore(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

/* Adds the windows of a document, which must follow one another. */
static inline void lines_add_text(ds_jsonl *jsonl, ds_buf *out)
{
    ds_window window;
    size_t len = 0;
    while (ds_jsonl_read(jsonl, &window) == DS_OK) {
        check_window(window, len);
        ds_buf_add(out, window.text);
        len += window.text.len;
    }
}

#endif /* DS_TEST_FUZZ_LINES_H */
