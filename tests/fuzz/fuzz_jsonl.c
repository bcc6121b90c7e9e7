/* links: ds_corpus ds_text */
/* runs: 2000 */
/* Any bytes as JSON Lines, cut anywhere: every line is a document or told of,
 * its tags and text are valid, and all is the same however it was read. */
#include "tests/fuzz/fuzz_lines.h"

enum { MAX_TEXT_BYTES = 64 * 1024 * 1024 };

static void note(void *payload, const ds_fault *fault)
{
    ds_buf_format(payload, "%s %zu %zu\n", ds_fault_code_name(fault->code), fault->line,
                  fault->offset);
}

static void add_document(void *payload, const ds_document *document, ds_jsonl *jsonl)
{
    ds_buf *out = payload;
    const ds_str tags[] = {document->id, document->source, document->title, document->publisher,
                           document->published};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        must(ds_utf8_valid(tags[i]) == tags[i].len);
        ds_buf_add(out, tags[i]);
        ds_buf_add_char(out, '|');
    }
    must(document->id.len && document->source.len);
    lines_add_text(jsonl, out);
}

static void read_lines(ds_str bytes, size_t piece, ds_buf *out)
{
    ds_diag diag = {.sink = lines_ignore};
    ds_faults faults = {.diag = &diag, .sink = note, .payload = out};
    lines_read(bytes, piece, &faults, add_document, out);
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
