#include "corpus/json_long.h"

#include "corpus/decode.h"
#include "corpus/format_text.h"
#include "corpus/spool.h"
#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"
#include "corpus/window.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    /* Each piece leaves a filler of at least so many bytes. */
    MAX_PIECES = DS_JSON_SHORT_BYTES / DS_JSON_STRING_BYTES,
    ESCAPE_BYTES = 12, /* \ud83d\ude00, a pair of surrogates */
};

typedef enum state { BETWEEN, IN_STRING, IN_PIECE } state;

struct ds_json_piece {
    size_t begin; /* of the decoded string, in the copies     */
    size_t end;
    size_t short_begin; /* of its filler in the short form          */
    size_t short_end;
    size_t line_begin; /* of the string in the line, without quotes */
    size_t line_end;
};

struct ds_json_long {
    ds_buf text; /* the short form */
    ds_buf copy; /* decoded strings, but for what is on disk */
    int fd;      /* -1: all is in memory */
    size_t on_disk;
    ds_json_piece pieces[MAX_PIECES];
    size_t n_pieces;
    ds_json_flaw flaw;
    size_t n_lost;
    size_t first_lost;
    /* where taking the line stands */
    state state;
    size_t at;    /* bytes of the line before the piece of it at hand */
    size_t begin; /* of the string at hand in the short form */
    size_t line_begin;
    bool escaped; /* a backslash stands before the next byte of the string */
    char escape[ESCAPE_BYTES];
    size_t n_escape;
    size_t weight;
    bool behind_piece; /* nothing but white space has come since the end of one */
    /* where reading stands */
    ds_windows windows;
    ds_stream *stream; /* of what is on disk */
    ds_faults *faults;
    ds_text_format format;
    ds_input input;
    size_t next; /* byte of the copies that is read next */
    size_t end;
};

ds_status ds_json_long_new(ds_json_long **out, ds_faults *faults)
{
    ds_json_long *line = calloc(1, sizeof *line);
    if (!line) {
        return DS_ENOMEM;
    }
    line->text = ds_buf_make(DS_JSON_SHORT_BYTES);
    line->copy = ds_buf_make(DS_JSON_COPY_BYTES);
    line->fd = -1;
    line->faults = faults;
    *out = line;
    return DS_OK;
}

void ds_json_long_drop(ds_json_long *line)
{
    ds_buf_free(&line->text);
    ds_buf_free(&line->copy);
    if (line->fd >= 0) {
        close(line->fd);
        line->fd = -1;
    }
    line->on_disk = 0;
    line->n_pieces = 0;
    line->windows.done = true;
}

void ds_json_long_free(ds_json_long *line)
{
    if (line) {
        ds_json_long_drop(line);
        ds_stream_free(line->stream);
        free(line);
    }
}

const ds_json_flaw *ds_json_long_flaw(const ds_json_long *line)
{
    return &line->flaw;
}

ds_str ds_json_long_short(const ds_json_long *line)
{
    return ds_buf_str(&line->text);
}

size_t ds_json_long_lost(const ds_json_long *line, size_t *first)
{
    *first = line->first_lost;
    return line->n_lost;
}

size_t ds_json_long_byte(const ds_json_long *line, size_t at)
{
    size_t n = line->n_pieces;
    while (n && line->pieces[n - 1].short_begin > at) {
        n--;
    }
    if (n == 0) {
        return at;
    }
    const ds_json_piece *before = &line->pieces[n - 1];
    return at < before->short_end ? before->line_begin : at - before->short_end + before->line_end;
}

const ds_json_piece *ds_json_long_find(const ds_json_long *line, ds_str value)
{
    size_t which = value.len - DS_JSON_STRING_BYTES - 1;
    return value.len > DS_JSON_STRING_BYTES && which < line->n_pieces ? &line->pieces[which] : NULL;
}

/* ---- taking ----------------------------------------------------------- */

static bool is_flawed(const ds_json_long *line)
{
    return line->flaw.message[0] != 0;
}

static void blame(ds_json_long *line, ds_fault_code code, size_t at, const char *message)
{
    line->flaw.code = code;
    line->flaw.at = at;
    snprintf(line->flaw.message, sizeof line->flaw.message, "%s", message);
}

/* Copies go to disk when they are too long for memory. */
static void spill(ds_json_long *line, size_t at)
{
    ds_status status = line->fd < 0 ? ds_spool_open(&line->fd) : DS_OK;
    if (status == DS_OK) {
        status = ds_spool_write(line->fd, ds_buf_str(&line->copy));
    }
    if (status != DS_OK) {
        blame(line, DS_FAULT_IO, at, "a long line cannot be copied to disk: ");
        size_t len = strlen(line->flaw.message);
        snprintf(line->flaw.message + len, sizeof line->flaw.message - len, "%s", strerror(errno));
    }
    line->on_disk += line->copy.len;
    ds_buf_clear(&line->copy);
}

static void add_copy(ds_json_long *line, ds_str bytes, size_t at)
{
    while (bytes.len && !is_flawed(line)) {
        size_t room = line->copy.max - line->copy.len;
        size_t len = bytes.len < room ? bytes.len : room;
        ds_buf_add(&line->copy, ds_str_slice(bytes, 0, len));
        bytes = ds_str_slice(bytes, len, bytes.len);
        at += len;
        if (bytes.len) {
            spill(line, at);
        }
        if (line->on_disk + line->copy.len > DS_SPOOL_MAX_BYTES) {
            blame(line, DS_FAULT_TOO_LARGE, at, "more than 1 GB of text in a line");
        }
    }
}

static void add_short(ds_json_long *line, ds_str bytes, size_t at)
{
    if (bytes.len > line->text.max - line->text.len) {
        blame(line, DS_FAULT_TOO_LARGE, at, "a line of more than 8 MB without its long strings");
    } else {
        ds_buf_add(&line->text, bytes);
    }
}

/* Between strings, up to and with the next quote.  These return how many bytes
 * they took; `at` is the offset of the first in the line. */
static size_t take_between(ds_json_long *line, ds_str bytes, size_t at)
{
    size_t n = 0;
    while (n < bytes.len && bytes.ptr[n] != '"') {
        char byte = bytes.ptr[n++];
        if (byte == ':' && line->behind_piece) {
            blame(line, DS_FAULT_TOO_LARGE, at + n - 1, "a key of more than 4 KB");
        }
        line->behind_piece = line->behind_piece && (byte == ' ' || byte == '\t' || byte == '\r');
        line->weight += byte == ',' || byte == ':' ? 1 : byte == '[' ? 2 : byte == '{' ? 4 : 0;
    }
    bool quote = n < bytes.len;
    n += quote;
    add_short(line, ds_str_slice(bytes, 0, n), at);
    if (line->weight > DS_JSON_MAX_WEIGHT) {
        blame(line, DS_FAULT_TOO_LARGE, at, "a line of too many values");
    }
    if (quote) {
        line->state = IN_STRING;
        line->escaped = false;
        line->begin = line->text.len;
        line->line_begin = at + n;
    }
    return n;
}

static bool is_high(uint32_t code)
{
    return code >= 0xD800 && code < 0xDC00;
}

static bool is_low(uint32_t code)
{
    return code >= 0xDC00 && code < 0xE000;
}

/* The four digits at escape[from]; they were checked. */
static uint32_t hex_at(const ds_json_long *line, size_t from)
{
    char digits[5] = {0};
    memcpy(digits, line->escape + from, 4);
    return (uint32_t)strtoul(digits, NULL, 16);
}

static void end_escape(ds_json_long *line, uint32_t code, size_t at)
{
    char bytes[4];
    size_t len = ds_utf8_write(code ? code : DS_REPLACEMENT, bytes);
    line->n_escape = 0;
    add_copy(line, (ds_str){bytes, len}, at);
}

/* A unit of UTF-16 is whole.  False: it may not stand there. */
static bool end_unit(ds_json_long *line, size_t at)
{
    uint32_t first = hex_at(line, 2);
    if (line->n_escape == 6) {
        if (!is_high(first) && !is_low(first)) {
            end_escape(line, first, at);
        }
        return !is_low(first);
    }
    uint32_t second = hex_at(line, 8);
    if (is_low(second)) {
        end_escape(line, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00), at);
    }
    return is_low(second);
}

static void note_lost(ds_json_long *line, size_t at)
{
    line->first_lost = line->n_lost++ ? line->first_lost : at;
}

/* One more byte of an escape.  False: it may not stand there. */
static bool add_escape(ds_json_long *line, char byte, size_t at)
{
    static const char names[] = "\"\\/bfnrt";
    static const char codes[] = "\"\\/\b\f\n\r\t";
    size_t n = ++line->n_escape;
    line->escape[n - 1] = byte;
    if (n == 2 && byte == DS_REPLACEMENT) { /* as in a short line, where it is escaped itself */
        line->n_escape = 0;
        note_lost(line, at);
        add_copy(line, DS_STR("\\u001a"), at);
        return true;
    }
    if (n == 2 && byte != 'u') {
        const char *name = byte ? strchr(names, byte) : NULL;
        if (name) {
            end_escape(line, (unsigned char)codes[name - names], at);
        }
        return name != NULL;
    }
    if (n == 7 || n == 8 || n == 2) {
        return byte == (n == 7 ? '\\' : 'u');
    }
    if (!byte || !strchr("0123456789abcdefABCDEF", byte)) {
        return false;
    }
    return (n != 6 && n != 12) || end_unit(line, at);
}

/* A filler tells by its length which piece it stands for; no string that is
 * left as it is has as many bytes. */
static void end_piece(ds_json_long *line, size_t at)
{
    static const char filler[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    ds_json_piece *piece = &line->pieces[line->n_pieces];
    size_t len = DS_JSON_STRING_BYTES + 1 + line->n_pieces++;
    piece->end = line->on_disk + line->copy.len;
    piece->short_begin = line->text.len;
    piece->short_end = line->text.len + len;
    piece->line_end = at;
    for (size_t part; len; len -= part) {
        part = len < sizeof filler - 1 ? len : sizeof filler - 1;
        add_short(line, (ds_str){filler, part}, at);
    }
    add_short(line, DS_STR("\""), at);
    line->state = BETWEEN;
    line->behind_piece = true;
}

/* Bytes that stand for themselves. */
static size_t plain_run(ds_str bytes)
{
    size_t n = 0;
    while (n < bytes.len && (unsigned char)bytes.ptr[n] >= ' ' && bytes.ptr[n] != '"' &&
           bytes.ptr[n] != '\\') {
        n++;
    }
    return n;
}

/* A byte of a long string that does not stand for itself. */
static void take_mark(ds_json_long *line, char byte, size_t at)
{
    if (byte == '"') {
        end_piece(line, at);
    } else if (byte == '\\') {
        line->escape[0] = byte;
        line->n_escape = 1;
    } else if (byte == DS_REPLACEMENT) {
        note_lost(line, at);
        add_copy(line, (ds_str){&byte, 1}, at);
    } else {
        blame(line, DS_FAULT_BAD_JSON, at, "not JSON: a control character in a string");
    }
}

static size_t take_piece(ds_json_long *line, ds_str bytes, size_t at)
{
    size_t n = 0;
    while (n < bytes.len && line->state == IN_PIECE && !is_flawed(line)) {
        if (line->n_escape) {
            if (!add_escape(line, bytes.ptr[n], at + n)) {
                blame(line, DS_FAULT_BAD_JSON, at + n, "not JSON: invalid escape");
            }
            n++;
            continue;
        }
        size_t len = plain_run(ds_str_slice(bytes, n, bytes.len));
        add_copy(line, ds_str_slice(bytes, n, n + len), at + n);
        n += len;
        if (n < bytes.len) {
            take_mark(line, bytes.ptr[n], at + n);
            n++;
        }
    }
    return n;
}

/* The string at hand is a long one: it is taken out of the short form again. */
static void begin_piece(ds_json_long *line)
{
    if (line->n_pieces == MAX_PIECES) {
        blame(line, DS_FAULT_TOO_LARGE, line->line_begin, "a line of too many long strings");
        return;
    }
    ds_str kept = ds_str_slice(ds_buf_str(&line->text), line->begin, line->text.len);
    line->pieces[line->n_pieces] =
        (ds_json_piece){.begin = line->on_disk + line->copy.len, .line_begin = line->line_begin};
    line->state = IN_PIECE;
    line->n_escape = 0;
    take_piece(line, kept, line->line_begin);
    line->text.len = line->begin;
}

static size_t take_string(ds_json_long *line, ds_str bytes, size_t at)
{
    size_t room = DS_JSON_STRING_BYTES - (line->text.len - line->begin);
    size_t len = bytes.len < room ? bytes.len : room;
    size_t n = 0;
    bool ended = false;
    while (n < len && !ended) {
        char byte = bytes.ptr[n++];
        ended = byte == '"' && !line->escaped;
        line->escaped = byte == '\\' && !line->escaped;
    }
    add_short(line, ds_str_slice(bytes, 0, n), at);
    if (ended) {
        line->state = BETWEEN;
    } else if (n == room && !is_flawed(line)) {
        begin_piece(line);
    }
    return n;
}

static void take(ds_json_long *line, ds_str bytes)
{
    for (size_t n = 0; n < bytes.len && !is_flawed(line);) {
        ds_str rest = ds_str_slice(bytes, n, bytes.len);
        size_t at = line->at + n;
        n += line->state == BETWEEN     ? take_between(line, rest, at)
             : line->state == IN_STRING ? take_string(line, rest, at)
                                        : take_piece(line, rest, at);
    }
    line->at += bytes.len;
}

static ds_status end_line(ds_json_long *line)
{
    if (line->state == IN_PIECE && !is_flawed(line)) {
        blame(line, DS_FAULT_BAD_JSON, line->line_begin, "not JSON: a string without an end");
    }
    if (line->fd >= 0 && !is_flawed(line)) {
        spill(line, line->at);
    }
    if (line->text.failed || line->copy.failed) {
        return DS_ENOMEM;
    }
    if (line->fd >= 0) {
        ds_buf_free(&line->copy);
    }
    return is_flawed(line) ? DS_EINVALID : DS_OK;
}

ds_status ds_json_long_take(ds_json_long *line, ds_stream *stream)
{
    ds_json_long_drop(line);
    line->flaw.message[0] = 0;
    line->state = BETWEEN;
    line->at = line->weight = line->n_lost = 0;
    line->behind_piece = false;
    for (;;) {
        ds_str text = ds_stream_text(stream);
        const char *feed = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
        size_t len = feed ? (size_t)(feed - text.ptr) : text.len;
        take(line, ds_str_slice(text, 0, len));
        ds_stream_take(stream, len + (feed != NULL));
        ds_status status = feed ? DS_END : ds_stream_more(stream);
        if (status != DS_OK) {
            return status == DS_END ? end_line(line) : status;
        }
    }
}

/* ---- reading ---------------------------------------------------------- */

static ssize_t read_disk(void *payload, char *to, size_t len)
{
    ds_json_long *line = payload;
    size_t left = line->end - line->next;
    ssize_t got;
    do {
        got = pread(line->fd, to, left < len ? left : len, (off_t)line->next);
    } while (got < 0 && errno == EINTR);
    line->next += got > 0 ? (size_t)got : 0;
    return got;
}

ds_status ds_json_long_open(ds_json_long *line, const ds_json_piece *piece, const char *name,
                            size_t path_bytes)
{
    if (line->fd < 0) {
        ds_str text = ds_str_slice(ds_buf_str(&line->copy), piece->begin, piece->end);
        line->windows = (ds_windows){.text = text};
        return DS_OK;
    }
    ds_status status = line->stream ? DS_OK : ds_stream_new(&line->stream, NULL, 0, line->faults);
    if (status != DS_OK) {
        return status;
    }
    ds_document ignored;
    ds_text_begin(&line->format, name, &ignored);
    line->next = piece->begin;
    line->end = piece->end;
    ds_input_open(&line->input, read_disk, line);
    ds_stream_trust_utf8(line->stream, true);
    return ds_stream_open(line->stream, &line->input, name, path_bytes);
}

ds_status ds_json_long_read(ds_json_long *line, ds_window *out)
{
    if (line->fd < 0) {
        return ds_windows_next(&line->windows, out) ? DS_OK : DS_END;
    }
    return ds_text_read(&line->format, line->stream, out);
}
