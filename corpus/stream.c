#include "corpus/stream.h"

#include "corpus/decode.h"
#include "corpus/detect.h"
#include "corpus/document.h"
#include "corpus/html_head.h"
#include "corpus/text/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    RAW_BYTES = DS_SAMPLE_BYTES,  /* of the file as it is, held for decoding */
    KEEP_BYTES = 4 * 1024 * 1024, /* a buffer grown past this is given back */
    /* A window and a line at its ceiling, and a piece of the file decoded behind. */
    MAX_TEXT_BYTES = DS_JSON_LINE_BYTES + DS_WINDOW_BYTES + 4 * RAW_BYTES,
};

struct ds_stream {
    const char *encoding; /* given, or NULL */
    size_t read_bytes;
    ds_faults *faults;
    ds_decoder *given;    /* for `encoding` */
    ds_decoder *utf8;     /* nearly every file */
    ds_decoder *detected; /* for detected_as */
    const char *detected_as;
    ds_common *common;   /* for telling encodings, NULL until one is told */
    ds_decoder *decoder; /* one of the three above */
    ds_input *input;
    const char *name;
    size_t path_bytes; /* of the name, the file's path */
    char raw[RAW_BYTES];
    size_t raw_len;
    ds_buf text;
    size_t taken;  /* bytes at the front of text that are done with */
    size_t offset; /* of text's first byte */
    bool ended;    /* the file is read to its end, or reading broke off */
    bool broken;
    bool trust_utf8;
    bool fresh; /* the sample is read, but not yet decoded */
    bool by_line;
};

ds_status ds_stream_new(ds_stream **out, const char *encoding, size_t read_bytes, ds_faults *faults)
{
    ds_stream *stream = calloc(1, sizeof *stream);
    if (!stream) {
        return DS_ENOMEM;
    }
    stream->encoding = encoding;
    stream->read_bytes = read_bytes && read_bytes < RAW_BYTES ? read_bytes : RAW_BYTES;
    stream->faults = faults;
    stream->text = ds_buf_make(MAX_TEXT_BYTES);
    ds_status status = ds_decoder_new(&stream->utf8, NULL);
    if (status == DS_OK && encoding) {
        status = ds_decoder_new(&stream->given, encoding);
    }
    if (status != DS_OK) {
        ds_stream_free(stream);
        return status != DS_EINVALID ? status
                                     : ds_diag_fail(faults->diag, status, (ds_where){0},
                                                    "unknown encoding '%s'", encoding);
    }
    *out = stream;
    return DS_OK;
}

void ds_stream_trust_utf8(ds_stream *stream, bool yes)
{
    stream->trust_utf8 = yes;
}

void ds_stream_by_line(ds_stream *stream)
{
    stream->by_line = true;
}

void ds_stream_free(ds_stream *stream)
{
    if (stream) {
        ds_decoder_free(stream->given);
        ds_decoder_free(stream->utf8);
        ds_decoder_free(stream->detected);
        ds_common_free(stream->common);
        ds_buf_free(&stream->text);
        free(stream);
    }
}

ds_str ds_stream_text(const ds_stream *stream)
{
    return ds_str_slice(ds_buf_str(&stream->text), stream->taken, stream->text.len);
}

void ds_stream_take(ds_stream *stream, size_t len)
{
    stream->taken += len;
}

size_t ds_stream_offset(const ds_stream *stream)
{
    return stream->offset + stream->taken;
}

/* One read behind what is in raw.  Sets `ended`; reports an error. */
static void read_some(ds_stream *stream)
{
    size_t room = RAW_BYTES - stream->raw_len;
    size_t want = stream->read_bytes < room ? stream->read_bytes : room;
    ssize_t got = ds_input_read(stream->input, stream->raw + stream->raw_len, want);
    if (got >= 0) {
        stream->raw_len += (size_t)got;
        stream->ended = got == 0;
        return;
    }
    if (got != DS_INPUT_TOLD) {
        ds_fault fault = {DS_FAULT_IO, .stage = "read", .source = stream->name,
                          .path_bytes = stream->path_bytes};
        ds_faults_tell(stream->faults, fault, 0, "cannot be read: %s", strerror(errno));
    }
    stream->ended = true;
    stream->broken = true;
}

/* JSON is UTF-8 (RFC 8259), so one whole line of it settles the encoding: what
 * comes through a pipe line by line is handed on line by line. */
static bool is_json_line(ds_str sample)
{
    const char *feed =
        sample.len && sample.ptr[0] == '{' ? memchr(sample.ptr, '\n', sample.len) : NULL;
    ds_str line = {sample.ptr, feed ? (size_t)(feed - sample.ptr) : 0};
    return feed && ds_utf8_valid(line) == line.len && !memchr(line.ptr, 0, line.len);
}

/* The decoder for what was detected, kept for the next file of its kind. */
static ds_status use_detected(ds_stream *stream, const char *encoding)
{
    if (!stream->detected || strcmp(stream->detected_as, encoding) != 0) {
        ds_decoder_free(stream->detected);
        stream->detected = NULL;
        ds_status status = ds_decoder_new(&stream->detected, encoding);
        if (status != DS_OK) {
            return status;
        }
        stream->detected_as = encoding;
    }
    stream->decoder = stream->detected;
    return DS_OK;
}

/* The user's encoding; a byte order mark that agrees with it is skipped, and
 * tells which UTF-16 it is. */
static ds_status use_given(ds_stream *stream, ds_str sample, ds_guess *guess)
{
    ds_guess mark = {0};
    bool marked = ds_detect_bom(sample, &mark) == DS_OK;
    stream->decoder = stream->given;
    if (!ds_decoder_is_wide(stream->given)) {
        ds_detect_binary(sample, guess);
        guess->bom = marked && !mark.encoding && ds_decoder_is_utf8(stream->given) ? mark.bom : 0;
        return DS_OK;
    }
    if (marked && mark.encoding && strncmp(mark.encoding, "UTF-", 4) == 0) {
        *guess = mark;
        return use_detected(stream, mark.encoding);
    }
    return DS_OK;
}

/* The encoding a page declares; static, NULL if none that can be used. */
static const char *declared_encoding(ds_str sample)
{
    char charset[DS_CHARSET_BYTES];
    return ds_html_recognise(sample) && ds_html_charset(sample, charset)
               ? ds_decoder_known_name(charset)
               : NULL;
}

/* A page's word is taken where it is not UTF-8, which nothing else looks like. */
static void use_declared(ds_str sample, ds_guess *guess)
{
    const char *declared = guess->bom ? NULL : declared_encoding(sample);
    if (declared && ds_utf8_valid(sample) + 3 < sample.len) {
        guess->encoding = declared;
        guess->binary = NULL;
    }
}

static ds_status choose_decoder(ds_stream *stream, ds_guess *guess)
{
    ds_str sample = {stream->raw, stream->raw_len};
    if (stream->trust_utf8) {
        stream->decoder = stream->utf8;
        return DS_OK;
    }
    if (stream->given) {
        return use_given(stream, sample, guess);
    }
    ds_status status = DS_OK;
    if (stream->by_line) {
        ds_detect_bom(sample, guess);
    } else if (!is_json_line(sample)) {
        status = ds_detect_read(sample, &stream->common, guess);
        use_declared(sample, guess);
    }
    if (status == DS_OK && guess->encoding && !guess->binary) {
        return use_detected(stream, guess->encoding);
    }
    stream->decoder = stream->utf8;
    return status;
}

/* Is there enough to tell the encoding from? */
static bool has_sample(const ds_stream *stream)
{
    ds_str sample = {stream->raw, stream->raw_len};
    if (stream->by_line) {
        return sample.len && memchr(sample.ptr, '\n', sample.len);
    }
    return !stream->encoding && is_json_line(sample);
}

static void forget_file(ds_stream *stream, ds_input *input, const char *name)
{
    stream->input = input;
    stream->name = name;
    stream->raw_len = 0;
    stream->taken = 0;
    stream->offset = 0;
    stream->ended = false;
    stream->broken = false;
    stream->fresh = true;
    ds_buf_clear(&stream->text);
}

ds_status ds_stream_open(ds_stream *stream, ds_input *input, const char *name, size_t path_bytes)
{
    forget_file(stream, input, name);
    stream->path_bytes = path_bytes;
    while (!stream->ended && stream->raw_len < RAW_BYTES && !has_sample(stream)) {
        read_some(stream);
    }
    if (stream->broken && stream->raw_len == 0) {
        return DS_EIO;
    }
    ds_guess guess = {0};
    ds_status status = choose_decoder(stream, &guess);
    if (status != DS_OK) {
        return status;
    }
    if (guess.binary) {
        ds_faults_tell(stream->faults,
                       (ds_fault){DS_FAULT_UNDECODABLE, .stage = "decode", .source = name,
                                  .path_bytes = path_bytes, .offset = guess.at, .has_offset = true},
                       0, "not text but %s (byte %zu)", guess.binary, guess.at);
        return DS_EINVALID;
    }
    stream->raw_len -= guess.bom;
    memmove(stream->raw, stream->raw + guess.bom, stream->raw_len);
    ds_decoder_reset(stream->decoder, guess.bom);
    stream->offset = ds_decoder_is_utf8(stream->decoder) ? guess.bom : 0;
    return DS_OK;
}

static void drop_taken(ds_stream *stream)
{
    stream->text.len -= stream->taken;
    if (stream->taken && stream->text.len) {
        memmove(stream->text.ptr, stream->text.ptr + stream->taken, stream->text.len);
    }
    stream->offset += stream->taken;
    stream->taken = 0;
    if (stream->text.cap > KEEP_BYTES && stream->text.len < KEEP_BYTES) {
        char *small = realloc(stream->text.ptr, KEEP_BYTES);
        if (small) {
            stream->text.ptr = small;
            stream->text.cap = KEEP_BYTES;
        }
    }
}

ds_status ds_stream_more(ds_stream *stream)
{
    drop_taken(stream);
    if (!stream->fresh && !stream->ended) {
        read_some(stream);
    }
    stream->fresh = false;
    if (stream->ended && stream->raw_len == 0) {
        return stream->broken ? DS_EIO : DS_END;
    }
    size_t used = ds_decoder_feed(stream->decoder, (ds_str){stream->raw, stream->raw_len},
                                  stream->ended, &stream->text);
    stream->raw_len -= used;
    memmove(stream->raw, stream->raw + used, stream->raw_len);
    return stream->text.failed ? DS_ENOMEM : DS_OK;
}

ds_status ds_stream_skip_line(ds_stream *stream)
{
    for (;;) {
        ds_str text = ds_stream_text(stream);
        const char *feed = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
        ds_stream_take(stream, feed ? (size_t)(feed - text.ptr) + 1 : text.len);
        if (feed) {
            return DS_OK;
        }
        ds_status status = ds_stream_more(stream);
        if (status != DS_OK) {
            return status;
        }
    }
}

void ds_stream_warn(const ds_stream *stream)
{
    size_t count = ds_decoder_replaced(stream->decoder);
    if (count) {
        size_t at = ds_decoder_first_replaced(stream->decoder);
        ds_faults_tell(stream->faults,
                       (ds_fault){DS_FAULT_UNDECODABLE, .stage = "decode", .source = stream->name,
                                  .path_bytes = stream->path_bytes, .offset = at,
                                  .has_offset = true, .partly = true},
                       0, "%zu byte%s could not be decoded, the first at byte %zu", count,
                       count == 1 ? "" : "s", at);
    }
}
