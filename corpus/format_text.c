#include "corpus/format_text.h"

#include "corpus/window.h"

void ds_text_begin(ds_text_format *format, const char *path, ds_document *out)
{
    *format = (ds_text_format){0};
    *out = (ds_document){.id = ds_str_from(path), .source = ds_str_from(path)};
}

ds_status ds_text_read(ds_text_format *format, ds_stream *stream, ds_window *out)
{
    ds_stream_take(stream, format->give_back);
    format->give_back = 0;
    ds_status status = DS_OK;
    /* One byte more than a window tells whether this is the last one. */
    while (status == DS_OK && (format->done || ds_stream_text(stream).len <= DS_WINDOW_BYTES)) {
        status = ds_stream_more(stream);
    }
    if (format->done || status == DS_ENOMEM) {
        return status;
    }
    ds_str text = ds_stream_text(stream);
    size_t cut = ds_window_cut(text);
    *out = (ds_window){ds_str_slice(text, 0, cut), ds_stream_offset(stream), !format->begun,
                       status != DS_OK && cut == text.len};
    format->begun = true;
    format->done = out->last;
    format->give_back = cut;
    if (out->last) {
        ds_stream_warn(stream);
    }
    return DS_OK;
}
