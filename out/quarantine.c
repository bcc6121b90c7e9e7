#include "out/quarantine.h"

#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

enum { MAX_TEXT_BYTES = 1024 * 1024 }; /* a path and a message, many times over */

struct ds_quarantine {
    FILE *file;
    int error; /* the first errno; 0: none */
};

ds_status ds_quarantine_new(ds_quarantine **out, const char *path, bool keep)
{
    ds_quarantine *quarantine = calloc(1, sizeof *quarantine);
    if (!quarantine) {
        return DS_ENOMEM;
    }
    quarantine->file = fopen(path, keep ? "ae" : "we");
    if (!quarantine->file) {
        int error = errno;
        free(quarantine);
        errno = error;
        return DS_EIO;
    }
    *out = quarantine;
    return DS_OK;
}

/* A JSON string, U+FFFD for bytes that are not UTF-8; null for no text. */
static json_t *string_of(ds_str text)
{
    ds_buf shown = ds_buf_make(MAX_TEXT_BYTES);
    while (text.len) {
        size_t valid = ds_utf8_valid(text);
        ds_buf_add(&shown, ds_str_slice(text, 0, valid));
        if (valid < text.len) {
            ds_buf_add_code(&shown, 0xFFFD);
            valid++;
        }
        text = ds_str_slice(text, valid, text.len);
    }
    json_t *value = shown.len ? json_stringn(shown.ptr, shown.len) : json_null();
    ds_buf_free(&shown);
    return value;
}

static json_t *hexadecimal(ds_str text)
{
    ds_buf digits = ds_buf_make(MAX_TEXT_BYTES);
    for (size_t i = 0; i < text.len; i++) {
        ds_buf_format(&digits, "%02x", (unsigned char)text.ptr[i]);
    }
    json_t *value = digits.len ? json_stringn(digits.ptr, digits.len) : json_null();
    ds_buf_free(&digits);
    return value;
}

static json_t *number_of(size_t number, bool known)
{
    return known ? json_integer((json_int_t)number) : json_null();
}

/* As doc.id would be where the document gave none. */
static json_t *id_of(const ds_fault *fault)
{
    if (fault->id.len) {
        return string_of(fault->id);
    }
    ds_buf id = ds_buf_make(MAX_TEXT_BYTES);
    ds_buf_format(&id, "%s", fault->source);
    if (fault->line) {
        ds_buf_format(&id, ":%zu", fault->line);
    }
    json_t *value = string_of(ds_buf_str(&id));
    ds_buf_free(&id);
    return value;
}

static char *line_of(const ds_fault *fault)
{
    ds_str source = ds_str_from(fault->source);
    size_t path_bytes = fault->path_bytes ? fault->path_bytes : source.len;
    ds_str path = ds_str_slice(source, 0, path_bytes);
    ds_str member = ds_str_slice(source, path_bytes, source.len);
    member = member.len ? ds_str_slice(member, 1, member.len) : member; /* behind the '!' */
    json_t *line = json_object();
    json_object_set_new(line, "id", id_of(fault));
    json_object_set_new(line, "source", string_of(path));
    json_object_set_new(line, "member", string_of(member));
    json_object_set_new(line, "line", number_of(fault->line, fault->line != 0));
    json_object_set_new(line, "stage", json_string(fault->stage));
    json_object_set_new(line, "code", json_string(ds_fault_code_name(fault->code)));
    json_object_set_new(line, "message", string_of(ds_str_from(fault->message)));
    json_object_set_new(line, "offset", number_of(fault->offset, fault->has_offset));
    if (ds_utf8_valid(path) < path.len) {
        json_object_set_new(line, "source_bytes", hexadecimal(path));
    }
    char *text = json_dumps(line, JSON_COMPACT);
    json_decref(line);
    return text;
}

void ds_quarantine_format(const ds_fault *fault, ds_buf *out)
{
    char *line = line_of(fault);
    ds_buf_add(out, ds_str_from(line));
    ds_buf_add_char(out, '\n');
    out->failed = out->failed || !line;
    free(line);
}

void ds_quarantine_write(ds_quarantine *quarantine, ds_str lines)
{
    errno = 0;
    bool written = fwrite(lines.ptr, 1, lines.len, quarantine->file) == lines.len &&
                   fflush(quarantine->file) == 0;
    if (!written && !quarantine->error) {
        quarantine->error = errno ? errno : EIO;
    }
}

FILE *ds_quarantine_stream(const ds_quarantine *quarantine)
{
    return quarantine->file;
}

ds_status ds_quarantine_end(ds_quarantine *quarantine)
{
    if (quarantine->file && fclose(quarantine->file) != 0 && !quarantine->error) {
        quarantine->error = errno;
    }
    quarantine->file = NULL;
    errno = quarantine->error;
    return quarantine->error ? DS_EIO : DS_OK;
}

void ds_quarantine_free(ds_quarantine *quarantine)
{
    if (quarantine) {
        if (quarantine->file) {
            fclose(quarantine->file);
        }
        free(quarantine);
    }
}
