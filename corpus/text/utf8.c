#include "corpus/text/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* Bytes of eight that do not begin a character: those whose highest bits are 10. */
static unsigned count_inner(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t inner = (eight >> 7) & ~(eight >> 6) & ones;
    return (unsigned)((inner * ones) >> 56);
}

size_t ds_utf8_count(ds_str text)
{
    size_t count = text.len;
    size_t at = 0;
    for (; text.len - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, text.ptr + at, sizeof eight);
        count -= count_inner(eight);
    }
    for (; at < text.len; at++) {
        count -= ((unsigned char)text.ptr[at] & 0xC0u) == 0x80u;
    }
    return count;
}

/* Three bytes whose first one leaves nothing to check but that two follow: nearly all Chinese. */
static bool is_plain_triple(ds_str text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr + at;
    return text.len - at >= 3 && bytes[0] >= 0xE1 && bytes[0] <= 0xEC &&
           (bytes[1] & 0xC0u) == 0x80u && (bytes[2] & 0xC0u) == 0x80u;
}

size_t ds_utf8_valid(ds_str text)
{
    size_t at = 0;
    while (at < text.len) {
        at = ds_utf8_skip_plain(text, at);
        if (at == text.len) {
            break;
        }
        if ((unsigned char)text.ptr[at] < 0x80) {
            at++;
            continue;
        }
        if (is_plain_triple(text, at)) {
            at += 3;
            continue;
        }
        utf8proc_int32_t code;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at,
                                                 (utf8proc_ssize_t)(text.len - at), &code);
        if (size <= 0) {
            break;
        }
        at += (size_t)size;
    }
    return at;
}

size_t ds_utf8_write(uint32_t code_point, char out[4])
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)out);
}

bool ds_code_is_punct(uint32_t c)
{
    if (c < 0x80) {
        return c > ' ' && c < 0x7F && !ds_code_is_digit(c) && !ds_code_is_latin(c);
    }
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
        return true;
    default:
        return false;
    }
}
