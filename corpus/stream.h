/* stream.h - an open file as a stream of valid UTF-8.
 *
 * Decoded bytes gather in text() until they are taken; more() adds some.
 * Holds what has not been taken and a piece of the file, never the file.
 */
#ifndef DS_STREAM_H
#define DS_STREAM_H

#include "corpus/input.h"
#include "corpus/text/fault.h"
#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>

/* The longest line of JSON Lines that is held as it is: nearly all reports are
 * shorter.  Longer ones: json_long.h. */
enum { DS_JSON_LINE_BYTES = 256 * 1024 };

typedef struct ds_stream ds_stream;

/* Makes a stream; `encoding` NULL: detect; read_bytes 0: default.  `faults`
 * and `encoding` are borrowed.  The caller frees *out.  DS_EINVALID: unknown
 * encoding, reported. */
DS_MUST_USE ds_status ds_stream_new(ds_stream **out, const char *encoding, size_t read_bytes,
                                    ds_faults *faults);

/* Begins `input`, which is borrowed as is `name` (of which path_bytes are the
 * file's path), and finds its encoding.  DS_EINVALID: not text; DS_EIO: cannot
 * be read; both reported.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_stream_open(ds_stream *stream, ds_input *input, const char *name,
                                     size_t path_bytes);

/* From the next open() on, files are UTF-8 or, without `yes`, again what they seem. */
void ds_stream_trust_utf8(ds_stream *stream, bool yes);

/* From the next open() on, files are lines that somebody waits for: what has come
 * is handed on as soon as a line is whole, and without a byte order mark or a
 * given encoding it is UTF-8. */
void ds_stream_by_line(ds_stream *stream);

/* Adds to text().  DS_OK; DS_END: the file is done; DS_EIO: reading broke
 * off, reported once; DS_ENOMEM.  Views of text() die. */
DS_MUST_USE ds_status ds_stream_more(ds_stream *stream);

/* Decoded and not yet taken; lives until the next more() or open(). */
ds_str ds_stream_text(const ds_stream *stream);

/* Takes `len` bytes off the front of text(). */
void ds_stream_take(ds_stream *stream, size_t len);

/* Takes bytes up to and with the next line feed without holding them.  DS_OK;
 * DS_END: there was none; else as more(). */
DS_MUST_USE ds_status ds_stream_skip_line(ds_stream *stream);

/* Offset of text() in the source text (see ds_window.base). */
size_t ds_stream_offset(const ds_stream *stream);

/* Reports the bytes that could not be decoded, if any, as one warning. */
void ds_stream_warn(const ds_stream *stream);

void ds_stream_free(ds_stream *stream); /* NULL is allowed */

#endif /* DS_STREAM_H */
