#include "corpus/text/span.h"

#include "corpus/text/utf8.h"

#include <stdint.h>

size_t ds_str_find(ds_str text, ds_str needle, size_t from)
{
    if (from > text.len) {
        return SIZE_MAX;
    }
    if (needle.len == 0) {
        return from;
    }
    /* Of a Chinese character the last byte of three tells most. */
    size_t sign = needle.len > 2 ? 2 : 0;
    while (needle.len <= text.len - from) {
        size_t places = text.len - from - needle.len + 1;
        const char *hit = memchr(text.ptr + from + sign, needle.ptr[sign], places);
        if (!hit) {
            break;
        }
        hit -= sign;
        if (memcmp(hit, needle.ptr, needle.len) == 0) {
            return (size_t)(hit - text.ptr);
        }
        from = (size_t)(hit - text.ptr) + 1;
    }
    return SIZE_MAX;
}

ds_str ds_str_trim(ds_str text)
{
    size_t begin = 0;
    size_t end = text.len;
    while (begin < end) {
        size_t size;
        if (!ds_code_is_space(ds_utf8_at(text, begin, &size))) {
            break;
        }
        begin += size;
    }
    while (end > begin) {
        size_t size;
        size_t at = ds_utf8_before(text, end);
        if (!ds_code_is_space(ds_utf8_at(text, at, &size))) {
            break;
        }
        end = at;
    }
    return ds_str_slice(text, begin, end);
}
