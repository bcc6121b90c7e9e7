#include "corpus/text/buffer.h"

#include "corpus/text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool ds_buf_reserve(ds_buf *buf, size_t more)
{
    if (buf->failed || more > buf->max - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + more;
    if (need <= buf->cap) {
        return true;
    }
    size_t cap = buf->cap + buf->cap / 2;
    cap = cap < need ? need : cap;
    cap = cap < 64 ? 64 : cap;
    cap = cap > buf->max ? buf->max : cap;
    char *grown = realloc(buf->ptr, cap);
    if (!grown) {
        buf->failed = true;
        return false;
    }
    buf->ptr = grown;
    buf->cap = cap;
    return true;
}

void ds_buf_add(ds_buf *buf, ds_str text)
{
    if (text.len && ds_buf_reserve(buf, text.len)) {
        memcpy(buf->ptr + buf->len, text.ptr, text.len);
        buf->len += text.len;
    }
}

void ds_buf_add_char(ds_buf *buf, char byte)
{
    if (ds_buf_reserve(buf, 1)) {
        buf->ptr[buf->len++] = byte;
    }
}

void ds_buf_add_code(ds_buf *buf, unsigned code_point)
{
    char bytes[4];
    if (code_point >= 0x800 && code_point < 0xD800 && ds_buf_reserve(buf, 3)) { /* Chinese */
        char *out = buf->ptr + buf->len;
        out[0] = (char)(0xE0u | code_point >> 12);
        out[1] = (char)(0x80u | (code_point >> 6 & 0x3Fu));
        out[2] = (char)(0x80u | (code_point & 0x3Fu));
        buf->len += 3;
        return;
    }
    ds_buf_add(buf, (ds_str){bytes, ds_utf8_write(code_point, bytes)});
}

void ds_buf_add_shown(ds_buf *buf, ds_str bytes)
{
    while (bytes.len) {
        size_t valid = ds_utf8_valid(bytes);
        ds_buf_add(buf, ds_str_slice(bytes, 0, valid));
        if (valid < bytes.len) {
            ds_buf_format(buf, "\\x%02x", (unsigned)(unsigned char)bytes.ptr[valid]);
            valid++;
        }
        bytes = ds_str_slice(bytes, valid, bytes.len);
    }
}

void ds_buf_format(ds_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) {
        buf->failed = true;
    } else if (ds_buf_reserve(buf, (size_t)len + 1)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void ds_buf_clear(ds_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

void ds_buf_free(ds_buf *buf)
{
    free(buf->ptr);
    *buf = ds_buf_make(buf->max);
}
