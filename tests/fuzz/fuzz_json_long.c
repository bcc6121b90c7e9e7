/* links: ds_corpus ds_text */
/* runs: 300 */
/* A line of JSON is the same document, or as wrong, whether it is held as it is or, made
 * long by white space behind it, taken apart.  A tilde of the input stands for more
 * letters than a string may have that is left in its place. */
#include "corpus/format_jsonl.h"
#include "corpus/json_long.h"
#include "tests/fuzz/fuzz_input.h"

enum {
    MAX_TEXT_BYTES = 4 * 1024 * 1024,
    MAX_TILDES = 16, /* the line stays short enough to be held */
};

static void ignore(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

typedef struct outcome {
    ds_buf text; /* tags and text of all documents, codes of faults */
    bool too_large;
} outcome;

static void note(void *payload, const ds_fault *fault)
{
    outcome *got = payload;
    if (fault->partly) {
        return; /* not told of a line that turns out to be no JSON before it is whole */
    }
    ds_buf_format(&got->text, "<%s %zu>", ds_fault_code_name(fault->code), fault->line);
    got->too_large = got->too_large || fault->code == DS_FAULT_TOO_LARGE;
}

static void add_document(const ds_document *document, ds_jsonl *jsonl, ds_buf *out)
{
    const ds_str tags[] = {document->id, document->source, document->title, document->publisher,
                           document->published};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        ds_buf_add(out, tags[i]);
        ds_buf_add_char(out, '|');
    }
    ds_window window;
    size_t len = 0;
    while (ds_jsonl_read(jsonl, &window) == DS_OK) {
        check_window(window, len);
        ds_buf_add(out, window.text);
        len += window.text.len;
    }
}

static outcome read_line(ds_str bytes, size_t piece)
{
    outcome got = {.text = ds_buf_make(MAX_TEXT_BYTES)};
    ds_diag diag = {.sink = ignore};
    ds_faults faults = {.diag = &diag, .sink = note, .payload = &got};
    ds_stream *stream;
    ds_jsonl *jsonl;
    must_be(ds_stream_new(&stream, NULL, 0, &faults), DS_OK);
    must_be(ds_jsonl_new(&jsonl, NULL, (ds_select){0}, &faults), DS_OK);
    memory from = {bytes, 0, piece};
    ds_input input;
    ds_input_open(&input, read_memory, &from);
    if (ds_stream_open(stream, &input, "a.jsonl", 0) == DS_OK) {
        ds_document document;
        ds_status status;
        ds_jsonl_begin(jsonl, "a.jsonl", 0, 0);
        while ((status = ds_jsonl_next(jsonl, stream, &document)) == DS_OK) {
            add_document(&document, jsonl, &got.text);
        }
        must_be(status, DS_END);
    }
    ds_jsonl_free(jsonl);
    ds_stream_free(stream);
    must(!got.text.failed);
    return got;
}

/* One line out of the input, and a whole line before it, so that it is JSON Lines. */
static void make_line(ds_buf *line, const uint8_t *data, size_t size)
{
    static const char many[DS_JSON_STRING_BYTES + 1];
    size_t n_tildes = 0;
    ds_buf_add(line, DS_STR("{\"text\":\"\"}\n"));
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '~' && n_tildes++ < MAX_TILDES) {
            size_t begin = line->len;
            ds_buf_add(line, (ds_str){many, sizeof many});
            memset(line->ptr + begin, 'z', sizeof many);
        } else {
            ds_buf_add_char(line, data[i] == '\n' ? ' ' : (char)data[i]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char blanks[DS_JSON_LINE_BYTES];
    ds_buf line = ds_buf_make(MAX_TEXT_BYTES);
    make_line(&line, data, size < DS_JSON_LINE_BYTES / 2 ? size : DS_JSON_LINE_BYTES / 2);
    outcome held = read_line(ds_buf_str(&line), SIZE_MAX);
    size_t begin = line.len;
    ds_buf_add(&line, (ds_str){blanks, sizeof blanks});
    memset(line.ptr + begin, ' ', sizeof blanks);
    outcome apart = read_line(ds_buf_str(&line), size ? (size_t)data[size - 1] + 1 : SIZE_MAX);
    must(!line.failed);
    /* Tags have a limit in long lines only. */
    must(apart.too_large || ds_str_equal(ds_buf_str(&held.text), ds_buf_str(&apart.text)));
    ds_buf_free(&held.text);
    ds_buf_free(&apart.text);
    ds_buf_free(&line);
    return 0;
}
