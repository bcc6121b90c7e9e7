/* links: ds_corpus ds_text */
/* runs: 2000 */
/* Any bytes as the XML of a Word document, cut anywhere: the text made of it is
 * valid and the same however it was read, and no entity is expanded. */
#include "corpus/format_docx.h"
#include "tests/fuzz/fuzz_input.h"

enum { MAX_TEXT_BYTES = 128 * 1024 * 1024 };

static ds_status read_document(ds_str bytes, size_t piece, ds_buf *text)
{
    static ds_docx *docx; /* lives as long as the process */
    if (!docx) {
        must_be(ds_docx_new(&docx), DS_OK);
    }
    memory from = {bytes, 0, piece};
    ds_input input;
    ds_input_open(&input, read_memory, &from);
    ds_document document;
    must_be(ds_docx_begin(docx, &input, "a.docx", &document), DS_OK);
    ds_window window = {0};
    ds_status status;
    while ((status = ds_docx_read(docx, &window)) == DS_OK) {
        check_window(window, text->len);
        ds_buf_add(text, window.text);
    }
    must(status == DS_END || status == DS_ELIMIT ||
         (status == DS_EINVALID && ds_docx_error(docx)[0]));
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ds_str bytes = {(const char *)data, size};
    ds_buf whole = ds_buf_make(MAX_TEXT_BYTES);
    ds_buf pieces = ds_buf_make(MAX_TEXT_BYTES);
    ds_status status = read_document(bytes, SIZE_MAX, &whole);
    must(status == read_document(bytes, size ? (size_t)data[size - 1] + 1 : 1, &pieces));
    must(ds_str_equal(ds_buf_str(&whole), ds_buf_str(&pieces)));
    ds_buf_free(&whole);
    ds_buf_free(&pieces);
    return 0;
}
