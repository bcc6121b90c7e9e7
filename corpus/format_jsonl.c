#include "corpus/format_jsonl.h"

#include "corpus/decode.h"
#include "corpus/iso_day.h"
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
    MAX_SOURCE_BYTES = 128 * 1024,
};

struct ds_jsonl {
    ds_faults *faults;
    ds_json_map map;
    ds_select select;
    const char *path;
    size_t path_bytes; /* of it, the file on disk */
    size_t line;       /* number of the current line      */
    size_t line_byte;  /* its offset in the source text   */
    size_t take;       /* its bytes, not yet taken        */
    json_t *root;      /* owns the current document's text */
    ds_buf patched;    /* a line whose undecodable bytes were escaped */
    ds_buf source;     /* path:line */
    char id[ID_BYTES]; /* an id that was a number */
    char published[DS_ISO_DAY_BYTES];
    ds_windows windows;
    bool every_line;
    bool pauses;
    size_t n_known; /* lines to pass over */
};

ds_json_kind ds_json_recognise(ds_str head)
{
    size_t at = 0;
    while (at < head.len && strchr(" \t\r\n", head.ptr[at])) {
        at++;
    }
    if (at == head.len || (head.ptr[at] != '{' && head.ptr[at] != '[')) {
        return DS_JSON_NONE;
    }
    bool array = head.ptr[at++] == '[';
    bool lines = !array;
    bool object = !array;
    for (; at < head.len; at++) {
        char byte = head.ptr[at];
        if (byte == '\n') {
            lines = false;
        } else if (byte == '{' && !object) {
            object = true;
        } else if (!strchr(" \t\r", byte)) {
            break;
        }
    }
    if (at == head.len || head.ptr[at] != '"' || !object) {
        return DS_JSON_NONE;
    }
    return lines ? DS_JSON_LINES : DS_JSON_OTHER;
}

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
    jsonl->patched = ds_buf_make((size_t)6 * DS_JSON_LINE_BYTES);
    jsonl->source = ds_buf_make(MAX_SOURCE_BYTES);
    *out = jsonl;
    return DS_OK;
}

void ds_jsonl_free(ds_jsonl *jsonl)
{
    if (jsonl) {
        json_decref(jsonl->root);
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

/* Takes bytes up to and with the next line feed without holding them. */
static ds_status skip_line(ds_stream *stream)
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

/* A bad line. */
static void complain(const ds_jsonl *jsonl, ds_fault_code code, ds_str line, size_t at,
                     const char *text)
{
    at = at < line.len ? at : line.len;
    ds_str shown = ds_str_from(text);
    shown.len = ds_utf8_valid(shown); /* jansson cuts what it quotes anywhere */
    size_t column = ds_utf8_count(ds_str_slice(line, 0, at)) + 1;
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

/* Undecodable bytes came as raw U+001A, which no JSON string may hold: they
 * are escaped, so that one broken character does not cost the document. */
static ds_status patch_line(ds_jsonl *jsonl, ds_str *line)
{
    const char *first = memchr(line->ptr, DS_REPLACEMENT, line->len);
    if (!first) {
        return DS_OK;
    }
    size_t count = 0;
    ds_buf_clear(&jsonl->patched);
    for (size_t i = 0; i < line->len; i++) {
        if (line->ptr[i] == DS_REPLACEMENT) {
            ds_buf_add(&jsonl->patched, DS_STR("\\u001a"));
            count++;
        } else {
            ds_buf_add_char(&jsonl->patched, line->ptr[i]);
        }
    }
    if (jsonl->patched.failed) {
        return DS_ENOMEM;
    }
    size_t at = (size_t)(first - line->ptr);
    ds_faults_tell(jsonl->faults, fault_at(jsonl, DS_FAULT_UNDECODABLE, at, true),
                   ds_utf8_count(ds_str_slice(*line, 0, at)) + 1,
                   "%zu byte%s could not be decoded, the first at byte %zu", count,
                   count == 1 ? "" : "s", jsonl->line_byte + at);
    *line = ds_buf_str(&jsonl->patched);
    return DS_OK;
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

/* The string of a field; empty if absent or null.  False: of another type,
 * reported. */
static bool read_string(const ds_jsonl *jsonl, ds_str line, ds_json_field field, ds_str *out)
{
    const char *key = jsonl->map.key[field];
    json_t *value = field_value(jsonl, field);
    *out = (ds_str){NULL, 0};
    if (json_is_string(value)) {
        *out = without_nul(value);
        return true;
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
    return read_keys(jsonl, line, out) ? name_source(jsonl, out) : DS_EINVALID;
}

static void drop_document(ds_jsonl *jsonl)
{
    json_decref(jsonl->root);
    jsonl->root = NULL;
    jsonl->windows = (ds_windows){.done = true};
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
    if (status == DS_ELIMIT) {
        complain(jsonl, DS_FAULT_TOO_LARGE, (ds_str){NULL, 0}, 0, "line is longer than 64 MB");
        status = skip_line(stream);
        return status == DS_OK || status == DS_END ? DS_EINVALID : status;
    }
    if (status != DS_OK) {
        return status;
    }
    if (jsonl->line <= jsonl->n_known || ds_str_trim(line).len == 0 ||
        !ds_select_has(&jsonl->select, jsonl->path, jsonl->line)) {
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

bool ds_jsonl_read(ds_jsonl *jsonl, ds_window *out)
{
    return ds_windows_next(&jsonl->windows, out);
}
