#include "corpus/reader.h"

#include "corpus/format_jsonl.h"
#include "corpus/format_text.h"
#include "corpus/source_walk.h"
#include "corpus/stream.h"

#include <stdlib.h>

/* Enough to see through the blank lines some tools put first. */
enum { HEAD_BYTES = 4 * 1024 };

typedef enum state { NO_FILE, IN_TEXT, IN_JSONL } state;

struct ds_reader {
    ds_diag *diag;
    ds_walk *walk;
    ds_stream *stream;
    ds_jsonl *jsonl;
    ds_text_format text;
    state state;
    ds_source source;
    bool every_line;
    bool broke_off; /* the current document is already counted as failed */
    size_t n_documents;
    size_t n_failed;
};

ds_status ds_reader_new(ds_reader **out, const ds_reader_options *options, ds_diag *diag)
{
    ds_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        return DS_ENOMEM;
    }
    reader->diag = diag;
    ds_status status = ds_stream_new(&reader->stream, options->encoding, options->read_bytes, diag);
    if (status == DS_OK) {
        status = ds_walk_new(&reader->walk, options->paths, options->n_paths, diag);
    }
    if (status == DS_OK) {
        status = ds_jsonl_new(&reader->jsonl, diag);
    }
    if (status != DS_OK) {
        ds_reader_free(reader);
        return status;
    }
    ds_stream_stop_at(reader->stream, options->stop_fd);
    reader->every_line = options->every_line;
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
        ds_jsonl_free(reader->jsonl);
        ds_stream_free(reader->stream);
        ds_walk_free(reader->walk);
        free(reader);
    }
}

ds_reader_counts ds_reader_count(const ds_reader *reader)
{
    return (ds_reader_counts){
        .documents = reader->n_documents,
        .failed = reader->n_failed + ds_walk_failed(reader->walk),
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

/* Opens the next file.  DS_OK: in it.  DS_EINVALID: passed over, reported. */
static ds_status open_next(ds_reader *reader)
{
    ds_status status = ds_walk_next(reader->walk, &reader->source);
    if (status != DS_OK) {
        return status;
    }
    status = ds_stream_open(reader->stream, reader->source.fd, reader->source.path);
    if (status == DS_EINVALID || status == DS_EIO) {
        reader->n_failed++;
        return DS_EINVALID;
    }
    if (status == DS_OK && reader->every_line) {
        reader->state = IN_JSONL;
        ds_jsonl_begin(reader->jsonl, reader->source.path);
        return DS_OK;
    }
    if (status != DS_OK || read_head(reader->stream) == DS_ENOMEM) {
        return DS_ENOMEM;
    }
    switch (ds_json_recognise(ds_stream_text(reader->stream))) {
    case DS_JSON_NONE:
        reader->state = IN_TEXT;
        return DS_OK;
    case DS_JSON_LINES:
        reader->state = IN_JSONL;
        ds_jsonl_begin(reader->jsonl, reader->source.path);
        return DS_OK;
    case DS_JSON_OTHER:
        break;
    }
    ds_diag_report(reader->diag, DS_LEVEL_ERROR, (ds_where){.file = reader->source.path},
                   "JSON, but not one document a line; make JSON Lines of it with "
                   "jq -c (jq -c '.[]' for an array)");
    reader->n_failed++;
    return DS_EINVALID;
}

static ds_status next_line_document(ds_reader *reader, ds_document *out)
{
    ds_status status = ds_jsonl_next(reader->jsonl, reader->stream, out, &reader->n_failed);
    if (status == DS_EIO) {
        reader->n_failed++;
    }
    if (status == DS_EIO || status == DS_END) {
        reader->state = NO_FILE;
        return DS_END;
    }
    reader->n_documents += status == DS_OK;
    return status;
}

ds_status ds_reader_next(ds_reader *reader, ds_document *out)
{
    if (reader->state == IN_TEXT) {
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
        if (status == DS_OK && reader->state == IN_TEXT) {
            ds_text_begin(&reader->text, reader->source.path, out);
            reader->broke_off = false;
            reader->n_documents++;
            return DS_OK;
        }
        if (status != DS_OK && status != DS_EINVALID) {
            return status;
        }
    }
}

ds_status ds_reader_read(ds_reader *reader, ds_window *out)
{
    if (reader->state == IN_JSONL) {
        return ds_jsonl_read(reader->jsonl, out) ? DS_OK : DS_END;
    }
    if (reader->state == NO_FILE) {
        return DS_END;
    }
    ds_status status = ds_text_read(&reader->text, reader->stream, out);
    if (status == DS_EIO && !reader->broke_off) {
        reader->broke_off = true;
        reader->n_failed++;
    }
    return status;
}
