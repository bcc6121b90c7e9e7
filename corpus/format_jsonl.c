#include "corpus/format_jsonl.h"

#include "corpus/decode.h"
#include "corpus/iso_day.h"
#include "corpus/json_long.h"
#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"
#include "corpus/window.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEEP_BYTES = 4 * 1024 * 1024, /* a scratch buffer grown past this is given back */
    ID_BYTES = 24,                /* a 64-bit number                                */
    /* A line whose undecodable bytes are escaped, each as six.  What of the
     * longest lines is over that is no text any more. */
    MAX_PATCHED_BYTES = 2 * DS_JSON_SHORT_BYTES,
    MAX_SOURCE_BYTES = 128 * 1024,
};

struct ds_jsonl {
    ds_faults *faults;
    ds_json_map map;
    ds_select select;
    const char *path;
    size_t path_bytes;          /* of it, the file on disk */
    size_t line;                /* number of the current line      */
    size_t line_byte;           /* its offset in the source text   */
    size_t take;                /* its bytes, not yet taken        */
    ds_json_long *apart;        /* lines too long to be held; made for the first */
    bool is_apart;              /* the current one is such       */
    const ds_json_piece *piece; /* of it, the text; NULL: that is in root */
    json_t *root;               /* owns the current document's text */
    ds_buf patched;             /* a line whose undecodable bytes were escaped */
    ds_buf source;              /* path:line */
    char id[ID_BYTES];          /* an id that was a number */
    char published[DS_ISO_DAY_BYTES];
    ds_windows windows;
    bool every_line;
    bool pauses;
    size_t n_known; /* lines to pass over */
};

ds_status ds_jsonl_new(ds_jsonl **out, const ds_json_map *map, ds_select select, ds_faults *faults)
{
    ds_jsonl *jsonl = calloc(1, sizeof *jsonl);
    if (!jsonl) {
        return DS_ENOMEM;
    }
    jsonl->faults = faults;
    jsonl->select = select;
    if (map) {
        jsonl->map = *map;
    } else {
        ds_json_map_reset(&jsonl->map);
    }
    jsonl->patched = ds_buf_make(MAX_PATCHED_BYTES);
    jsonl->source = ds_buf_make(MAX_SOURCE_BYTES);
    *out = jsonl;
    return DS_OK;
}

void ds_jsonl_free(ds_jsonl *jsonl)
{
    if (jsonl) {
        json_decref(jsonl->root);
        ds_json_long_free(jsonl->apart);
        ds_buf_free(&jsonl->patched);
        ds_buf_free(&jsonl->source);
        free(jsonl);
    }
}

void ds_jsonl_every_line(ds_jsonl *jsonl)
{
    jsonl->every_line = true;
}

void ds_jsonl_pause(ds_jsonl *jsonl)
{
    jsonl->pauses = true;
}

size_t ds_jsonl_line(const ds_jsonl *jsonl)
{
    return jsonl->line;
}

void ds_jsonl_begin(ds_jsonl *jsonl, const char *path, size_t path_bytes, size_t n_lines)
{
    jsonl->n_known = n_lines;
    jsonl->path_bytes = path_bytes;
    jsonl->path = path;
    jsonl->line = 0;
    jsonl->take = 0;
}

/* DS_OK: *out is the next line without its line feed; DS_ELIMIT: it is longer
 * than DS_JSON_LINE_BYTES, and its beginning is still in the stream. */
static ds_status next_line(ds_jsonl *jsonl, ds_stream *stream, ds_str *out)
{
    ds_stream_take(stream, jsonl->take);
    jsonl->take = 0;
    jsonl->line++;
    jsonl->line_byte = ds_stream_offset(stream);
    size_t searched = 0;
    for (;;) {
        ds_str text = ds_stream_text(stream);
        const char *feed =
            text.len > searched ? memchr(text.ptr + searched, '\n', text.len - searched) : NULL;
        size_t len = feed ? (size_t)(feed - text.ptr) : text.len;
        if (len > DS_JSON_LINE_BYTES) {
            return DS_ELIMIT;
        }
        ds_status status = feed ? DS_OK : ds_stream_more(stream);
        if (feed || (status == DS_END && text.len)) {
            /* more() moved what is left to the front */
            *out = ds_str_slice(ds_stream_text(stream), 0, len);
            jsonl->take = len + (feed != NULL);
            return DS_OK;
        }
        if (status != DS_OK) {
            return status;
        }
        searched = text.len;
    }
}

/* Byte `at` of the line is to blame. */
static ds_fault fault_at(const ds_jsonl *jsonl, ds_fault_code code, size_t at, bool partly)
{
    return (ds_fault){.code = code,
                      .stage = "read",
                      .source = jsonl->path,
                      .path_bytes = jsonl->path_bytes,
                      .line = jsonl->line,
                      .offset = jsonl->line_byte + at,
                      .has_offset = true,
                      .partly = partly};
}

/* The column of byte `at`; 0, which is not told, in a line that is not held. */
static size_t column_at(const ds_jsonl *jsonl, ds_str line, size_t at)
{
    return jsonl->is_apart ? 0 : ds_utf8_count(ds_str_slice(line, 0, at)) + 1;
}

/* A bad line; `at` counts in what is held of it. */
static void complain(const ds_jsonl *jsonl, ds_fault_code code, ds_str line, size_t at,
                     const char *text)
{
    at = at < line.len ? at : line.len;
    ds_str shown = ds_str_from(text);
    shown.len = ds_utf8_valid(shown); /* jansson cuts what it quotes anywhere */
    size_t column = column_at(jsonl, line, at);
    at = jsonl->is_apart ? ds_json_long_byte(jsonl->apart, at) : at;
    ds_faults_tell(jsonl->faults, fault_at(jsonl, code, at, false), column,
                   "%.*s (byte %zu); the line is skipped", DS_STR_ARGS(shown),
                   jsonl->line_byte + at);
}

/* The offset of a key's first mention, for messages. */
static size_t key_byte(ds_str line, const char *key)
{
    char quoted[DS_JSON_KEY_BYTES + 2];
    int len = snprintf(quoted, sizeof quoted, "\"%s\"", key);
    size_t at = ds_str_find(line, (ds_str){quoted, (size_t)len}, 0);
    return at == SIZE_MAX ? 0 : at;
}

static size_t count_lost(ds_str line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++) {
        count += line.ptr[i] == DS_REPLACEMENT;
    }
    return count;
}

static ds_status escape_lost(ds_jsonl *jsonl, ds_str *line)
{
    ds_buf_clear(&jsonl->patched);
    for (size_t i = 0; i < line->len; i++) {
        if (line->ptr[i] == DS_REPLACEMENT) {
            ds_buf_add(&jsonl->patched, DS_STR("\\u001a"));
        } else {
            ds_buf_add_char(&jsonl->patched, line->ptr[i]);
        }
    }
    *line = ds_buf_str(&jsonl->patched);
    return jsonl->patched.failed ? DS_ENOMEM : DS_OK;
}

/* Undecodable bytes came as raw U+001A, which no JSON string may hold: they
 * are escaped, so that one broken character does not cost the document.
 * DS_EINVALID: there are too many, reported. */
static ds_status patch_line(ds_jsonl *jsonl, ds_str *line)
{
    size_t at = 0;
    size_t apart = jsonl->is_apart ? ds_json_long_lost(jsonl->apart, &at) : 0;
    size_t held = count_lost(*line);
    size_t column = column_at(jsonl, *line, 0);
    if (held) {
        size_t first =
            (size_t)((const char *)memchr(line->ptr, DS_REPLACEMENT, line->len) - line->ptr);
        column = column_at(jsonl, *line, first);
        first = jsonl->is_apart ? ds_json_long_byte(jsonl->apart, first) : first;
        at = apart && at < first ? at : first;
        if (line->len + 5 * held > MAX_PATCHED_BYTES) {
            complain(jsonl, DS_FAULT_TOO_LARGE, *line, 0, "too many bytes could not be decoded");
            return DS_EINVALID;
        }
    }
    if (apart + held == 0) {
        return DS_OK;
    }
    ds_faults_tell(jsonl->faults, fault_at(jsonl, DS_FAULT_UNDECODABLE, at, true), column,
                   "%zu byte%s could not be decoded, the first at byte %zu", apart + held,
                   apart + held == 1 ? "" : "s", jsonl->line_byte + at);
    return held ? escape_lost(jsonl, line) : DS_OK;
}

/* NUL came as \u0000, which is legal but must not go on.  jansson gives no
 * writable string, but the value is ours alone. */
static ds_str without_nul(json_t *value)
{
    ds_str text = {json_string_value(value), json_string_length(value)};
    for (char *nul = text.len ? memchr(text.ptr, 0, text.len) : NULL; nul;
         nul = memchr(nul, 0, text.len - (size_t)(nul - text.ptr))) {
        *nul = DS_REPLACEMENT;
    }
    return text;
}

static const char *type_name(const json_t *value)
{
    static const char *const names[] = {"an object", "an array",  "a string",  "a number",
                                        "a number",  "a boolean", "a boolean", "null"};
    size_t type = (size_t)json_typeof(value);
    return type < sizeof names / sizeof names[0] ? names[type] : "something else";
}

/* The value of a field: of its key or, if there is no such key and it has dots,
 * of a key in an object within. */
static json_t *field_value(const ds_jsonl *jsonl, ds_json_field field)
{
    const char *key = jsonl->map.key[field];
    json_t *value = json_object_get(jsonl->root, key);
    json_t *object = jsonl->root;
    for (const char *dot = strchr(key, '.'); !value && dot; dot = strchr(key, '.')) {
        object = json_object_getn(object, key, (size_t)(dot - key));
        key = dot + 1;
        value = json_object_get(object, key);
    }
    return value;
}

/* A string may stand for one that is held apart; only a text may be so long.
 * False: it is another, reported. */
static bool take_piece(ds_jsonl *jsonl, ds_str line, ds_json_field field, ds_str value)
{
    const ds_json_piece *piece = jsonl->is_apart ? ds_json_long_find(jsonl->apart, value) : NULL;
    if (piece && field != DS_JSON_TEXT) {
        const char *key = jsonl->map.key[field];
        char text[DS_JSON_KEY_BYTES + 64];
        snprintf(text, sizeof text, "\"%s\" has more than %d bytes in a long line", key,
                 (int)DS_JSON_STRING_BYTES);
        complain(jsonl, DS_FAULT_TOO_LARGE, line, key_byte(line, key), text);
        return false;
    }
    jsonl->piece = piece ? piece : jsonl->piece;
    return true;
}

/* The string of a field; empty if absent or null.  False: of another type,
 * reported. */
static bool read_string(ds_jsonl *jsonl, ds_str line, ds_json_field field, ds_str *out)
{
    const char *key = jsonl->map.key[field];
    json_t *value = field_value(jsonl, field);
    *out = (ds_str){NULL, 0};
    if (json_is_string(value)) {
        *out = without_nul(value);
        return take_piece(jsonl, line, field, *out);
    }
    if (!value || json_is_null(value)) {
        return true;
    }
    char text[DS_JSON_KEY_BYTES + 64];
    snprintf(text, sizeof text, "\"%s\" must be a string, not %s", key, type_name(value));
    complain(jsonl, DS_FAULT_BAD_JSON, line, key_byte(line, key), text);
    return false;
}

static bool read_id(ds_jsonl *jsonl, ds_str line, ds_str *out)
{
    const json_t *value = field_value(jsonl, DS_JSON_ID);
    if (!json_is_integer(value)) {
        return read_string(jsonl, line, DS_JSON_ID, out);
    }
    int len =
        snprintf(jsonl->id, sizeof jsonl->id, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    *out = (ds_str){jsonl->id, (size_t)len};
    return true;
}

/* A date that cannot be read costs only the date. */
static void read_published(ds_jsonl *jsonl, ds_str line, ds_str *out)
{
    json_t *value = field_value(jsonl, DS_JSON_PUBLISHED);
    *out = (ds_str){NULL, 0};
    if (!value || json_is_null(value)) {
        return;
    }
    ds_str text = json_is_string(value) ? without_nul(value) : DS_STR("?");
    if (ds_str_trim(text).len == 0) {
        return;
    }
    if (ds_iso_day_read(text, jsonl->published) == DS_OK) {
        *out = ds_str_from(jsonl->published);
        return;
    }
    size_t column =
        ds_utf8_count(ds_str_slice(line, 0, key_byte(line, jsonl->map.key[DS_JSON_PUBLISHED]))) + 1;
    ds_diag_report(
        jsonl->faults->diag, DS_LEVEL_WARNING, (ds_where){jsonl->path, jsonl->line, column},
        "\"%s\" is not a day like 2025-03-14 and is left empty", jsonl->map.key[DS_JSON_PUBLISHED]);
}

/* Fills *out from jsonl->root; false: a bad line, reported. */
static bool read_keys(ds_jsonl *jsonl, ds_str line, ds_document *out)
{
    if (!json_is_object(jsonl->root)) {
        char text[64];
        snprintf(text, sizeof text, "a document must be an object, not %s", type_name(jsonl->root));
        complain(jsonl, DS_FAULT_BAD_JSON, line, 0, text);
        return false;
    }
    const json_t *text = field_value(jsonl, DS_JSON_TEXT);
    if (!text || json_is_null(text)) {
        char message[DS_JSON_KEY_BYTES + 16];
        snprintf(message, sizeof message, "\"%s\" is missing", jsonl->map.key[DS_JSON_TEXT]);
        complain(jsonl, DS_FAULT_NO_TEXT, line,
                 text ? key_byte(line, jsonl->map.key[DS_JSON_TEXT]) : 0, message);
        return false;
    }
    ds_windows windows = {0};
    if (!read_string(jsonl, line, DS_JSON_TEXT, &windows.text) || !read_id(jsonl, line, &out->id) ||
        !read_string(jsonl, line, DS_JSON_SOURCE, &out->source) ||
        !read_string(jsonl, line, DS_JSON_TITLE, &out->title) ||
        !read_string(jsonl, line, DS_JSON_PUBLISHER, &out->publisher)) {
        return false;
    }
    read_published(jsonl, line, &out->published);
    jsonl->windows = windows;
    return true;
}

static ds_status name_source(ds_jsonl *jsonl, ds_document *out)
{
    ds_buf_clear(&jsonl->source);
    ds_buf_add_shown(&jsonl->source, ds_str_from(jsonl->path));
    ds_buf_format(&jsonl->source, ":%zu", jsonl->line);
    out->source = out->source.len ? out->source : ds_buf_str(&jsonl->source);
    out->id = out->id.len ? out->id : out->source;
    return jsonl->source.failed ? DS_ENOMEM : DS_OK;
}

/* DS_OK: *out is the line's document.  DS_EINVALID: a bad line, reported. */
static ds_status parse_line(ds_jsonl *jsonl, ds_str line, ds_document *out)
{
    ds_status status = patch_line(jsonl, &line);
    if (status != DS_OK) {
        return status;
    }
    json_error_t error;
    jsonl->root = json_loadb(line.ptr, line.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!jsonl->root) {
        if (json_error_code(&error) == json_error_out_of_memory) {
            return DS_ENOMEM;
        }
        char text[JSON_ERROR_TEXT_LENGTH + 32];
        snprintf(text, sizeof text, "not JSON: %s", error.text);
        complain(jsonl, DS_FAULT_BAD_JSON, line,
                 error.position > 0 ? (size_t)error.position - 1 : 0, text);
        return DS_EINVALID;
    }
    if (!read_keys(jsonl, line, out)) {
        return DS_EINVALID;
    }
    status = name_source(jsonl, out);
    if (status == DS_OK && jsonl->piece) {
        status = ds_json_long_open(jsonl->apart, jsonl->piece, jsonl->path, jsonl->path_bytes);
    }
    return status == DS_EIO ? DS_EINVALID : status; /* told; the next line may be better */
}

/* A line too long to be held.  As parse_line(). */
static ds_status parse_apart(ds_jsonl *jsonl, ds_stream *stream, ds_document *out)
{
    ds_status status = jsonl->apart ? DS_OK : ds_json_long_new(&jsonl->apart, jsonl->faults);
    if (status == DS_OK) {
        status = ds_json_long_take(jsonl->apart, stream);
    }
    if (status == DS_EINVALID) {
        const ds_json_flaw *flaw = ds_json_long_flaw(jsonl->apart);
        ds_faults_tell(jsonl->faults, fault_at(jsonl, flaw->code, flaw->at, false), 0,
                       "%s (byte %zu); the line is skipped", flaw->message,
                       jsonl->line_byte + flaw->at);
    }
    jsonl->is_apart = status == DS_OK;
    if (status != DS_OK) {
        return status;
    }
    ds_str line = ds_json_long_short(jsonl->apart);
    return ds_str_trim(line).len ? parse_line(jsonl, line, out) : DS_EINVALID;
}

static void drop_document(ds_jsonl *jsonl)
{
    json_decref(jsonl->root);
    jsonl->root = NULL;
    jsonl->windows = (ds_windows){.done = true};
    if (jsonl->is_apart) {
        ds_json_long_drop(jsonl->apart);
    }
    jsonl->is_apart = false;
    jsonl->piece = NULL;
    if (jsonl->patched.cap > KEEP_BYTES) {
        ds_buf_free(&jsonl->patched);
    }
}

/* DS_OK: the next line's document.  DS_EINVALID: a bad line, reported, or one
 * that is empty or not wanted. */
static ds_status next_document(ds_jsonl *jsonl, ds_stream *stream, ds_document *out)
{
    ds_str line;
    ds_status status = next_line(jsonl, stream, &line);
    if (status != DS_OK && status != DS_ELIMIT) {
        return status;
    }
    bool wanted =
        jsonl->line > jsonl->n_known && ds_select_has(&jsonl->select, jsonl->path, jsonl->line);
    if (status == DS_ELIMIT && wanted) {
        return parse_apart(jsonl, stream, out);
    }
    if (status == DS_ELIMIT) {
        status = ds_stream_skip_line(stream);
        return status == DS_OK || status == DS_END ? DS_EINVALID : status;
    }
    if (!wanted || ds_str_trim(line).len == 0) {
        return DS_EINVALID;
    }
    return parse_line(jsonl, line, out);
}

ds_status ds_jsonl_next(ds_jsonl *jsonl, ds_stream *stream, ds_document *out)
{
    for (;;) {
        drop_document(jsonl);
        *out = (ds_document){0};
        ds_status status = next_document(jsonl, stream, out);
        if (status != DS_EINVALID) {
            return status;
        }
        if (jsonl->every_line) {
            return name_source(jsonl, out) == DS_OK ? DS_EINVALID : DS_ENOMEM;
        }
        if (jsonl->pauses) {
            return DS_EMISSING;
        }
    }
}

ds_status ds_jsonl_read(ds_jsonl *jsonl, ds_window *out)
{
    if (jsonl->piece) {
        return ds_json_long_read(jsonl->apart, out);
    }
    return ds_windows_next(&jsonl->windows, out) ? DS_OK : DS_END;
}
