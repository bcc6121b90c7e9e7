/* links: ds_corpus ds_text */
/* runs: 2000 */
/* Any bytes as a web page, cut anywhere: the text made of it is valid and the
 * same however it was read, and nothing is fetched. */
#include "corpus/format_html.h"
#include "tests/fuzz/fuzz_input.h"

enum { MAX_TEXT_BYTES = 128 * 1024 * 1024 };

static void ignore(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

static void read_page(ds_str bytes, size_t piece, ds_buf *text)
{
    static ds_html *html; /* live as long as the process */
    static ds_stream *stream;
    static ds_diag diag = {.sink = ignore};
    static ds_faults faults = {.diag = &diag};
    if (!html) {
        must_be(ds_html_new(&html), DS_OK);
        must_be(ds_stream_new(&stream, NULL, 0, &faults), DS_OK);
    }
    memory from = {bytes, 0, piece};
    ds_input input;
    ds_input_open(&input, read_memory, &from);
    if (ds_stream_open(stream, &input, "page.html", 0) != DS_OK) {
        return; /* no text */
    }
    ds_document document;
    must_be(ds_html_begin(html, stream, "page.html", &document), DS_OK);
    must(ds_utf8_valid(document.title) == document.title.len &&
         ds_utf8_valid(document.publisher) == document.publisher.len);
    ds_window window = {0};
    ds_status status;
    while ((status = ds_html_read(html, stream, &window)) == DS_OK) {
        check_window(window, text->len);
        ds_buf_add(text, window.text);
    }
    must(status == DS_END || status == DS_ELIMIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ds_str bytes = {(const char *)data, size};
    ds_buf whole = ds_buf_make(MAX_TEXT_BYTES);
    ds_buf pieces = ds_buf_make(MAX_TEXT_BYTES);
    read_page(bytes, SIZE_MAX, &whole);
    read_page(bytes, size ? (size_t)data[size - 1] + 1 : 1, &pieces);
    must(ds_str_equal(ds_buf_str(&whole), ds_buf_str(&pieces)));
    ds_buf_free(&whole);
    ds_buf_free(&pieces);
    return 0;
}
