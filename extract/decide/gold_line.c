#include "extract/decide/gold_line.h"

#include "corpus/text/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* A line while it is checked. */
typedef struct line_check {
    ds_str line;
    ds_where *where;
    ds_diag *diag;
} line_check;

static size_t skip_space(ds_str line, size_t at)
{
    while (at < line.len &&
           (line.ptr[at] == ' ' || (line.ptr[at] >= '\t' && line.ptr[at] <= '\r'))) {
        at++;
    }
    return at;
}

/* Behind the string that begins at `at`. */
static size_t skip_string(ds_str line, size_t at)
{
    for (at++; at < line.len && line.ptr[at] != '"'; at++) {
        at += line.ptr[at] == '\\';
    }
    return at < line.len ? at + 1 : line.len;
}

/* Behind the value that begins at `at`. */
static size_t skip_value(ds_str line, size_t at)
{
    size_t depth = 0;
    while (at < line.len) {
        char byte = line.ptr[at];
        if (byte == '"') {
            at = skip_string(line, at);
        } else if (depth == 0 && (byte == ',' || byte == '}' || byte == ']')) {
            return at;
        } else {
            depth += byte == '{' || byte == '[';
            depth -= byte == '}' || byte == ']';
            at++;
        }
        if (depth == 0 && (byte == '"' || byte == '}' || byte == ']')) {
            return at;
        }
    }
    return at;
}

/* To the next member or item of what is open at `at`; false at its end. */
static bool next_member(ds_str line, size_t *at)
{
    *at = skip_space(line, *at);
    if (*at < line.len && line.ptr[*at] == ',') {
        *at = skip_space(line, *at + 1);
    }
    return *at < line.len && line.ptr[*at] != '}' && line.ptr[*at] != ']';
}

/* The value of `key` in the object at `at`; `at` itself if it has none. */
static size_t find_key(ds_str line, size_t at, const char *key)
{
    size_t found = at;
    size_t len = strlen(key);
    for (at++; next_member(line, &at);) {
        size_t name = at + 1;
        at = skip_string(line, at);
        bool same = at - 1 - name == len && memcmp(line.ptr + name, key, len) == 0;
        at = skip_space(line, skip_space(line, at) + 1); /* behind the colon */
        if (same) {
            return at;
        }
        at = skip_value(line, at);
    }
    return found;
}

size_t ds_gold_place(ds_str line, size_t deal, const char *key)
{
    size_t root = skip_space(line, 0);
    if (deal == SIZE_MAX) {
        return key ? find_key(line, root, key) : root;
    }
    size_t list = find_key(line, root, "deals");
    size_t at = list + 1;
    for (size_t i = 0; next_member(line, &at); i++) {
        if (i == deal) {
            return line.ptr[at] == '{' && key ? find_key(line, at, key) : at;
        }
        at = skip_value(line, at);
    }
    return list;
}

static ds_status complain(const line_check *check, size_t deal, const char *key, const char *what)
{
    size_t byte = ds_gold_place(check->line, deal, key);
    check->where->column = ds_utf8_count(ds_str_slice(check->line, 0, byte)) + 1;
    return key ? ds_diag_fail(check->diag, DS_EINVALID, *check->where, "\"%s\" %s", key, what)
               : ds_diag_fail(check->diag, DS_EINVALID, *check->where, "%s", what);
}

static bool is_scalar(const json_t *value)
{
    return json_is_string(value) || json_is_number(value);
}

/* One value, or a list of values and of lists of alternatives. */
static bool is_value(const json_t *value)
{
    size_t i;
    const json_t *item;
    json_array_foreach(value, i, item)
    {
        size_t j;
        const json_t *alternative;
        if (!is_scalar(item) && !json_is_array(item)) {
            return false;
        }
        json_array_foreach(item, j, alternative)
        {
            if (!is_scalar(alternative)) {
                return false;
            }
        }
    }
    return is_scalar(value) || json_is_null(value) || json_is_array(value);
}

static bool is_list_of_names(const json_t *value)
{
    size_t i;
    const json_t *item;
    json_array_foreach(value, i, item)
    {
        if (!json_is_string(item)) {
            return false;
        }
    }
    return json_is_null(value) || json_is_array(value);
}

static ds_status check_deal(const line_check *check, size_t index, json_t *deal)
{
    if (!json_is_object(deal)) {
        return complain(check, index, NULL, "a deal must be an object");
    }
    const char *key;
    json_t *value;
    json_object_foreach(deal, key, value)
    {
        if (strcmp(key, "optional") == 0) {
            if (!json_is_boolean(value)) {
                return complain(check, index, key, "must be true or false");
            }
        } else if (strcmp(key, "skip") == 0) {
            if (!is_list_of_names(value)) {
                return complain(check, index, key, "must be a list of fields");
            }
        } else if (!is_value(value)) {
            return complain(check, index, key,
                            "must be a list of strings, or of lists of alternatives");
        }
    }
    return DS_OK;
}

static ds_status check_document(const line_check *check, json_t *root)
{
    static const char *const tags[] = {"id", "title", "published"};
    if (!json_is_object(root)) {
        return complain(check, SIZE_MAX, NULL, "an annotated document must be an object");
    }
    if (!json_is_string(json_object_get(root, "text"))) {
        return complain(check, SIZE_MAX, "text", "must be there, and a string");
    }
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        const json_t *value = json_object_get(root, tags[i]);
        if (value && !json_is_null(value) && !json_is_string(value) &&
            !(i == 0 && json_is_integer(value))) {
            return complain(check, SIZE_MAX, tags[i], "must be a string");
        }
    }
    json_t *deals = json_object_get(root, "deals");
    if (!json_is_array(deals)) {
        return complain(check, SIZE_MAX, "deals", "must be there, and a list");
    }
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < json_array_size(deals); i++) {
        status = check_deal(check, i, json_array_get(deals, i));
    }
    return status;
}

static ds_status parse(ds_str line, ds_where *where, ds_diag *diag, json_t **out)
{
    json_error_t error;
    json_t *root = json_loadb(line.ptr, line.len, JSON_DECODE_ANY, &error);
    if (!root) {
        if (json_error_code(&error) == json_error_out_of_memory) {
            return DS_ENOMEM;
        }
        where->column = error.column > 0 ? (size_t)error.column : 1;
        return ds_diag_fail(diag, DS_EINVALID, *where, "not JSON: %s", error.text);
    }
    line_check check = {line, where, diag};
    ds_status status = check_document(&check, root);
    if (status != DS_OK) {
        json_decref(root);
        return status;
    }
    *out = root;
    return DS_OK;
}

ds_status ds_gold_line(FILE *file, ds_where *where, ds_diag *diag, json_t **out)
{
    char *bytes = NULL;
    size_t cap = 0;
    ssize_t len;
    ds_status status = DS_END;
    while (status == DS_END && (len = getline(&bytes, &cap, file)) > 0) {
        ds_str line = {bytes, (size_t)len};
        line.len -= line.ptr[line.len - 1] == '\n'; /* jansson would count a second line */
        where->line++;
        where->column = 0;
        if (skip_space(line, 0) < line.len) {
            status = parse(line, where, diag, out);
        }
    }
    free(bytes);
    if (status == DS_END && ferror(file)) {
        where->column = 0;
        return ds_diag_fail(diag, DS_EIO, *where, "reading failed");
    }
    return status;
}
