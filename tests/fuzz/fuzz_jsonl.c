/* links: ds_corpus ds_text */
/* runs: 2000 */
/* Any bytes as JSON Lines, cut anywhere: every line is a document or told of,
 * its tags and text are valid, and all is the same however it was read. */
#include "corpus/format_jsonl.h"
#include "tests/fuzz/fuzz_input.h"

enum { MAX_TEXT_BYTES = 64 * 1024 * 1024 };

static void ignore(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

static void note(void *payload, const ds_fault *fault)
{
    ds_buf_format(payload, "%s %zu %zu\n", ds_fault_code_name(fault->code), fault->line,
                  fault->offset);
}

static void add_tags(const ds_document *document, ds_buf *out)
{
    const ds_str tags[] = {document->id, document->source, document->title, document->publisher,
                           document->published};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        must(ds_utf8_valid(tags[i]) == tags[i].len);
        ds_buf_add(out, tags[i]);
        ds_buf_add_char(out, '|');
    }
    must(document->id.len && document->source.len);
}

static void read_lines(ds_str bytes, size_t piece, ds_buf *out)
{
    ds_diag diag = {.sink = ignore};
    ds_faults faults = {.diag = &diag, .sink = note, .payload = out};
    ds_stream *stream;
    ds_jsonl *jsonl;
    must_be(ds_stream_new(&stream, NULL, 0, &faults), DS_OK);
    must_be(ds_jsonl_new(&jsonl, NULL, (ds_select){0}, &faults), DS_OK);
    memory from = {bytes, 0, piece};
    ds_input input;
    ds_input_open(&input, read_memory, &from);
    if (ds_stream_open(stream, &input, "a.jsonl", 0) == DS_OK) {
        ds_document document;
        ds_jsonl_begin(jsonl, "a.jsonl", 0, 0);
        ds_status status;
        while ((status = ds_jsonl_next(jsonl, stream, &document)) == DS_OK) {
            add_tags(&document, out);
            ds_window window;
            size_t len = 0;
            while (ds_jsonl_read(jsonl, &window) == DS_OK) {
                check_window(window, len);
                ds_buf_add(out, window.text);
                len += window.text.len;
            }
        }
        must_be(status, DS_END);
    }
    ds_jsonl_free(jsonl);
    ds_stream_free(stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ds_str bytes = {(const char *)data, size};
    ds_buf whole = ds_buf_make(MAX_TEXT_BYTES);
    ds_buf pieces = ds_buf_make(MAX_TEXT_BYTES);
    read_lines(bytes, SIZE_MAX, &whole);
    read_lines(bytes, size ? (size_t)data[size - 1] + 1 : 1, &pieces);
    must(!whole.failed && ds_str_equal(ds_buf_str(&whole), ds_buf_str(&pieces)));
    ds_buf_free(&whole);
    ds_buf_free(&pieces);
    return 0;
}
