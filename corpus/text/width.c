#include "corpus/text/width.h"

#include "corpus/text/utf8.h"

/* Unicode block "Halfwidth and Fullwidth Forms". */
enum {
    FULL_FIRST = 0xFF01, /* full-width ! */
    FULL_LAST = 0xFF5E,  /* full-width ~ */
    FULL_TO_ASCII = 0xFEE0,
    FULL_POUND = 0xFFE1,
    FULL_YEN = 0xFFE5,
    IDEOGRAPHIC_SPACE = 0x3000,
};

static uint32_t fold(uint32_t code)
{
    if (code >= FULL_FIRST && code <= FULL_LAST) {
        return code - FULL_TO_ASCII;
    }
    switch (code) {
    case IDEOGRAPHIC_SPACE:
        return ' ';
    case FULL_POUND:
        return 0xA3;
    case FULL_YEN:
        return 0xA5;
    default:
        return code;
    }
}

void ds_width_fold(ds_str text, ds_buf *out)
{
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        ds_buf_add_code(out, fold(ds_utf8_at(text, at, &size)));
    }
}
