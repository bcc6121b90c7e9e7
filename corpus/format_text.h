/* format_text.h - plain text: the whole file is one document. */
#ifndef DS_FORMAT_TEXT_H
#define DS_FORMAT_TEXT_H

#include "corpus/document.h"
#include "corpus/stream.h"

typedef struct ds_text_format {
    size_t give_back; /* bytes of the window handed out last */
    bool begun;
    bool done;
} ds_text_format;

/* Begins the file that `stream` has just opened; `path` is borrowed. */
void ds_text_begin(ds_text_format *format, const char *path, ds_document *out);

/* As ds_reader_read(), and DS_ENOMEM. */
DS_MUST_USE ds_status ds_text_read(ds_text_format *format, ds_stream *stream, ds_window *out);

#endif /* DS_FORMAT_TEXT_H */
