#include "corpus/reader.h"

#include "corpus/format_docx.h"
#include "corpus/format_html.h"
#include "corpus/format_jsonl.h"
#include "corpus/format_pdf.h"
#include "corpus/format_text.h"
#include "corpus/html_head.h"
#include "corpus/source_archive.h"
#include "corpus/stream.h"
#include "corpus/text/buffer.h"

#include <stdlib.h>

/* Enough to see through the blank lines some tools put first. */
enum { HEAD_BYTES = 4 * 1024 };
/* A path and a member's name, each byte of it shown as four. */
enum { MAX_SHOWN_BYTES = 1024 * 1024 };

static const char *const only_stdin[] = {"-"};

typedef enum state { NO_FILE, IN_TEXT, IN_JSONL, IN_HTML, IN_DOCX } state;

struct ds_reader {
    ds_faults faults;
    ds_progress progress;
    ds_select select;
    ds_walk *walk;
    ds_unpack *unpack;
    ds_stream *stream;
    ds_jsonl *jsonl;
    ds_html *html;
    ds_docx *docx;
    ds_pdf *pdf;
    ds_text_format text;
    state state;
    ds_entry source;
    ds_buf shown; /* its path, as documents are called */
    bool every_line;
    bool pauses;
    size_t n_documents;
};

ds_status ds_reader_new(ds_reader **out, const ds_reader_options *options, ds_diag *diag)
{
    ds_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        return DS_ENOMEM;
    }
    reader->progress.history = options->history;
    reader->faults = (ds_faults){.diag = diag,
                                 .sink = options->on_fault,
                                 .payload = options->fault_payload,
                                 .filter = ds_progress_told,
                                 .filter_payload = &reader->progress};
    reader->select = options->select;
    reader->shown = ds_buf_make(MAX_SHOWN_BYTES);
    ds_status status =
        ds_stream_new(&reader->stream, options->encoding, options->read_bytes, &reader->faults);
    if (status == DS_OK) {
        bool some = options->n_paths > 0 || options->only_paths;
        status = ds_walk_new(&reader->walk, some ? options->paths : only_stdin,
                             some ? options->n_paths : 1, &reader->progress, &reader->faults);
    }
    if (status == DS_OK) {
        ds_unpack_options reading = {.read_bytes = options->read_bytes,
                                     .stop_fd = options->stop_fd,
                                     .by_line = options->every_line};
        status = ds_unpack_new(&reader->unpack, reader->walk, &reading, &reader->progress,
                               &reader->faults);
    }
    if (status == DS_OK) {
        status = ds_jsonl_new(&reader->jsonl, options->map, options->select, &reader->faults);
    }
    if (status == DS_OK) {
        status = ds_html_new(&reader->html);
    }
    if (status == DS_OK) {
        status = ds_docx_new(&reader->docx);
    }
    if (status == DS_OK) {
        status = ds_pdf_new(&reader->pdf, NULL, options->pdf_seconds, &reader->faults);
    }
    if (status != DS_OK) {
        ds_reader_free(reader);
        return status;
    }
    reader->every_line = options->every_line;
    reader->pauses = options->pauses;
    if (options->pauses) {
        ds_jsonl_pause(reader->jsonl);
    }
    if (options->every_line) {
        ds_stream_by_line(reader->stream);
        ds_jsonl_every_line(reader->jsonl);
    }
    *out = reader;
    return DS_OK;
}

void ds_reader_free(ds_reader *reader)
{
    if (reader) {
        ds_pdf_free(reader->pdf);
        ds_docx_free(reader->docx);
        ds_html_free(reader->html);
        ds_jsonl_free(reader->jsonl);
        ds_stream_free(reader->stream);
        ds_unpack_free(reader->unpack);
        ds_walk_free(reader->walk);
        ds_buf_free(&reader->shown);
        free(reader);
    }
}

ds_reader_counts ds_reader_count(const ds_reader *reader)
{
    return (ds_reader_counts){
        .documents = reader->n_documents,
        .failed = reader->faults.n_failed,
        .missing = ds_walk_missing(reader->walk),
    };
}

/* Decodes enough of the file to see its format. */
static ds_status read_head(ds_stream *stream)
{
    ds_status status = DS_OK;
    while (status == DS_OK && ds_stream_text(stream).len < HEAD_BYTES) {
        ds_str text = ds_stream_text(stream);
        if (ds_json_recognise(text) != DS_JSON_NONE) {
            break; /* lines may be long in coming */
        }
        status = ds_stream_more(stream);
    }
    return status;
}

/* A fault of the file or member at hand. */
static ds_fault fault_of(const ds_reader *reader, ds_fault_code code)
{
    return (ds_fault){.code = code,
                      .stage = "read",
                      .source = reader->source.path,
                      .path_bytes = reader->source.path_bytes};
}

/* What the head of a file says it is. */
static ds_status begin_file(ds_reader *reader)
{
    ds_str head = ds_stream_text(reader->stream);
    ds_json_kind kind = reader->every_line ? DS_JSON_LINES : ds_json_recognise(head);
    if (kind == DS_JSON_LINES) {
        reader->state = IN_JSONL;
        ds_jsonl_begin(reader->jsonl, reader->source.path, reader->source.path_bytes,
                       ds_progress_lines(&reader->progress));
    } else if (kind == DS_JSON_NONE) {
        reader->state = ds_html_recognise(head) ? IN_HTML : IN_TEXT;
    } else {
        ds_faults_tell(&reader->faults, fault_of(reader, DS_FAULT_BAD_JSON), 0,
                       "JSON, but not one document a line; make JSON Lines of it with "
                       "jq -c (jq -c '.[]' for an array)");
        return DS_EINVALID;
    }
    return DS_OK;
}

/* Opens the stream on the file or what pdftotext makes of it. */
static ds_status open_stream(ds_reader *reader)
{
    ds_input *input = reader->source.input;
    bool pdf = reader->source.kind == DS_ENTRY_PDF;
    ds_pdf_stop(reader->pdf);
    ds_status status = pdf ? ds_pdf_start(reader->pdf, reader->source.fd, reader->source.path,
                                          reader->source.path_bytes, &input)
                           : DS_OK;
    if (status == DS_OK) {
        ds_stream_trust_utf8(reader->stream, pdf);
        status =
            ds_stream_open(reader->stream, input, reader->source.path, reader->source.path_bytes);
    }
    if (status == DS_EINVALID || status == DS_EIO) {
        return DS_EINVALID;
    }
    if (status == DS_OK && reader->every_line && !pdf) {
        return DS_OK; /* the next line may be long in coming */
    }
    return status != DS_OK || read_head(reader->stream) == DS_ENOMEM ? DS_ENOMEM : DS_OK;
}

static ds_status begin_pdf(ds_reader *reader)
{
    reader->state = IN_TEXT;
    if (ds_pdf_needs_ocr(ds_stream_text(reader->stream))) {
        reader->state = NO_FILE;
        ds_faults_tell(&reader->faults, fault_of(reader, DS_FAULT_NEEDS_OCR), 0,
                       "a PDF whose pages are pictures, or whose letters have no meaning: it "
                       "needs OCR");
        return DS_EINVALID;
    }
    return DS_OK;
}

/* Opens the next file.  DS_OK: in it.  DS_EINVALID: passed over, reported. */
static ds_status open_next(ds_reader *reader)
{
    ds_status status = ds_unpack_next(reader->unpack, &reader->source);
    if (status != DS_OK) {
        return status == DS_EMISSING ? DS_EINVALID : status;
    }
    if (ds_progress_passed(&reader->progress) ||
        !ds_select_has(&reader->select, reader->source.path, 0)) {
        return DS_EINVALID;
    }
    if (reader->source.kind == DS_ENTRY_DOCX) {
        reader->state = IN_DOCX;
        return DS_OK;
    }
    status = open_stream(reader);
    if (status != DS_OK) {
        return status;
    }
    return reader->source.kind == DS_ENTRY_PDF ? begin_pdf(reader) : begin_file(reader);
}

static ds_status next_line_document(ds_reader *reader, ds_document *out)
{
    ds_status status = ds_jsonl_next(reader->jsonl, reader->stream, out);
    if (status == DS_EIO || status == DS_END) {
        reader->state = NO_FILE;
        return DS_END;
    }
    reader->n_documents += status == DS_OK;
    return status;
}

/* The document that is the whole file. */
static ds_status begin_document(ds_reader *reader, ds_document *out)
{
    reader->n_documents++;
    ds_buf_clear(&reader->shown);
    ds_buf_add_shown(&reader->shown, ds_str_from(reader->source.path));
    ds_buf_add_char(&reader->shown, '\0');
    if (reader->shown.failed) {
        return DS_ENOMEM;
    }
    const char *name = reader->shown.ptr;
    if (reader->state == IN_HTML) {
        return ds_html_begin(reader->html, reader->stream, name, out);
    }
    if (reader->state == IN_DOCX) {
        return ds_docx_begin(reader->docx, reader->source.input, name, out);
    }
    ds_text_begin(&reader->text, name, out);
    return DS_OK;
}

ds_status ds_reader_next(ds_reader *reader, ds_document *out)
{
    if (reader->state != IN_JSONL) {
        reader->state = NO_FILE;
    }
    for (;;) {
        if (reader->state == IN_JSONL) {
            ds_status status = next_line_document(reader, out);
            if (status != DS_END) {
                return status;
            }
        }
        ds_status status = open_next(reader);
        if (status == DS_OK && reader->state != IN_JSONL) {
            return begin_document(reader, out);
        }
        if (status != DS_OK && status != DS_EINVALID) {
            return status;
        }
        if (status == DS_EINVALID && reader->pauses) {
            return DS_EMISSING;
        }
    }
}

ds_origin ds_reader_origin(const ds_reader *reader)
{
    return (ds_origin){reader->source.path, reader->source.path_bytes,
                       reader->state == IN_JSONL ? ds_jsonl_line(reader->jsonl) : 0};
}

bool ds_reader_place(const ds_reader *reader, ds_place *out)
{
    *out = reader->progress.at;
    out->line = reader->state == IN_JSONL ? ds_jsonl_line(reader->jsonl) : DS_PLACE_ALL;
    return reader->progress.in_file;
}

/* What could not be read to its end: reported once. */
static ds_status end_early(ds_reader *reader, ds_fault_code code, const char *text)
{
    ds_faults_tell(&reader->faults, fault_of(reader, code), 0, "%s", text);
    reader->state = NO_FILE;
    return DS_EIO;
}

/* A page that only a browser can fill, a document of pictures: not to be lost
 * without a word. */
static void tell_empty(ds_reader *reader, const ds_window *window)
{
    if (window->first && window->last && window->text.len == 0) {
        ds_faults_tell(&reader->faults, fault_of(reader, DS_FAULT_NO_TEXT), 0,
                       "holds no text that can be read");
    }
}

static ds_status read_page(ds_reader *reader, ds_window *out)
{
    ds_status status = ds_html_read(reader->html, reader->stream, out);
    if (status == DS_ELIMIT) {
        return end_early(reader, DS_FAULT_TOO_LARGE,
                         "a page of more than 16 MB or of elements 2000 deep; the rest is not "
                         "read");
    }
    if (status == DS_OK && out->last) {
        ds_stream_warn(reader->stream);
        tell_empty(reader, out);
    }
    return status;
}

static ds_status read_docx(ds_reader *reader, ds_window *out)
{
    ds_status status = ds_docx_read(reader->docx, out);
    if (status == DS_ELIMIT) {
        return end_early(reader, DS_FAULT_TOO_LARGE,
                         "a document of more than 256 MB; the rest is not read");
    }
    if (status == DS_OK && out->last && !*ds_docx_error(reader->docx)) {
        tell_empty(reader, out);
    }
    return status == DS_EINVALID ? end_early(reader, DS_FAULT_IO, ds_docx_error(reader->docx))
                                 : status;
}

ds_status ds_reader_read(ds_reader *reader, ds_window *out)
{
    switch (reader->state) {
    case IN_JSONL:
        return ds_jsonl_read(reader->jsonl, out);
    case IN_HTML:
        return read_page(reader, out);
    case IN_DOCX:
        return read_docx(reader, out);
    case IN_TEXT:
        return ds_text_read(&reader->text, reader->stream, out);
    case NO_FILE:
        break;
    }
    return DS_END;
}
