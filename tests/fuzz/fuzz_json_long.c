/* links: ds_corpus ds_text */
/* runs: 300 */
/* A line of JSON is the same document, or as wrong, whether it is held as it is or, made
 * long by white space behind it, taken apart.  A tilde of the input stands for more
 * letters than a string may have that is left in its place. */
#include "corpus/json_long.h"
#include "tests/fuzz/fuzz_lines.h"

enum {
    MAX_TEXT_BYTES = 4 * 1024 * 1024,
    MAX_TILDES = 16, /* the line stays short enough to be held */
};

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

static void add_document(void *payload, const ds_document *document, ds_jsonl *jsonl)
{
    outcome *got = payload;
    const ds_str tags[] = {document->id, document->source, document->title, document->publisher,
                           document->published};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        ds_buf_add(&got->text, tags[i]);
        ds_buf_add_char(&got->text, '|');
    }
    lines_add_text(jsonl, &got->text);
}

static outcome read_line(ds_str bytes, size_t piece)
{
    outcome got = {.text = ds_buf_make(MAX_TEXT_BYTES)};
    ds_diag diag = {.sink = lines_ignore};
    ds_faults faults = {.diag = &diag, .sink = note, .payload = &got};
    lines_read(bytes, piece, &faults, add_document, &got);
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
