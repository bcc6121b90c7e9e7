#include "extract/command/columns.h"

#include "corpus/text/utf8.h"

#include <stdio.h>
#include <utf8proc.h>

size_t ds_columns(ds_str text)
{
    size_t columns = 0;
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        int width = code == '\n' ? 1 : utf8proc_charwidth((utf8proc_int32_t)code);
        columns += width > 0 ? (size_t)width : 0;
    }
    return columns;
}

void ds_columns_print(ds_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        putchar(text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
    }
}

void ds_columns_skip(size_t n)
{
    for (size_t i = 0; i < n; i++) {
        putchar(' ');
    }
}

void ds_columns_pad(ds_str text, size_t width)
{
    size_t used = ds_columns(text);
    ds_columns_print(text);
    ds_columns_skip(used < width ? width - used : 0);
}
