/* utf8.h - code points out of bytes that are known to be valid UTF-8.
 *
 * corpus/ hands on valid UTF-8 only, so the stages behind it decode without
 * checking.  Classes come from Unicode block ranges and ASCII; nothing here
 * knows Chinese words.
 */
#ifndef DS_UTF8_H
#define DS_UTF8_H

#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the sequence that a lead byte starts, 1 to 4. */
static inline size_t ds_utf8_size(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* The code point at byte `at` (< text.len) of valid UTF-8; *size gets its
 * length in bytes. */
static inline uint32_t ds_utf8_at(ds_str text, size_t at, size_t *size)
{
    const unsigned char *byte = (const unsigned char *)text.ptr + at;
    uint32_t lead = byte[0];
    if ((lead & 0xF0u) == 0xE0u && text.len - at >= 3) { /* most of all: Chinese */
        *size = 3;
        return (lead << 12) + ((uint32_t)byte[1] << 6) + byte[2] - 0xE2080u; /* marks taken off */
    }
    *size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (*size == 1 || at + *size > text.len) { /* cut view: the byte stands for itself */
        *size = 1;
        return lead;
    }
    if (*size == 2) {
        return (lead & 0x1Fu) << 6 | (byte[1] & 0x3Fu);
    }
    return (lead & 0x07u) << 18 | (byte[1] & 0x3Fu) << 12 | (byte[2] & 0x3Fu) << 6 |
           (byte[3] & 0x3Fu);
}

/* Start of the code point that ends just before byte `at` (> 0). */
static inline size_t ds_utf8_before(ds_str text, size_t at)
{
    do {
        at--;
    } while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0u) == 0x80u);
    return at;
}

/* True at a code point's first byte and at the end of the text. */
static inline bool ds_utf8_boundary(ds_str text, size_t at)
{
    return at >= text.len || ((unsigned char)text.ptr[at] & 0xC0u) != 0x80u;
}

/* Number of code points. */
size_t ds_utf8_count(ds_str text);

/* Bytes of the longest prefix that is valid UTF-8 (RFC 3629: no surrogates,
 * no overlong forms); text.len when all of it is. */
size_t ds_utf8_valid(ds_str text);

/* The first six bytes of eight are two sequences of three whose lead bytes, E1 to EC, leave
 * nothing to check but that two follow: nearly all Chinese. */
static inline bool ds_utf8_is_pair(const unsigned char bytes[8])
{
    unsigned tails =
        (bytes[1] ^ 0x80u) | (bytes[2] ^ 0x80u) | (bytes[4] ^ 0x80u) | (bytes[5] ^ 0x80u);
    return (tails & 0xC0u) == 0 && (unsigned char)(bytes[0] - 0xE1u) <= 0xECu - 0xE1u &&
           (unsigned char)(bytes[3] - 0xE1u) <= 0xECu - 0xE1u;
}

/* Behind the characters from byte `at` on that are ASCII but no NUL, or three bytes and well
 * formed, as far as they can be told several at a time. */
static inline size_t ds_utf8_skip_plain(ds_str text, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    while (text.len - at >= 8) {
        uint64_t eight;
        memcpy(&eight, text.ptr + at, sizeof eight);
        if (!((eight | (eight - ones)) & (ones << 7))) {
            at += 8;
        } else if (ds_utf8_is_pair((const unsigned char *)text.ptr + at)) {
            at += 6;
        } else {
            break;
        }
    }
    return at;
}

/* Writes a code point as UTF-8 into out[4]; returns its size. */
size_t ds_utf8_write(uint32_t code_point, char out[4]);

static inline bool ds_code_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool ds_code_is_latin(uint32_t c) /* ASCII and accented letters */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
}

static inline bool ds_code_is_han(uint32_t c) /* CJK ideographs and U+3007 */
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
           (c >= 0x20000 && c <= 0x3134F) || (c >= 0xF900 && c <= 0xFAFF);
}

static inline bool ds_code_is_space(uint32_t c) /* also U+00A0, U+3000, zero width */
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0xFEFF;
}

/* ASCII and general, CJK and full-width punctuation and symbols. */
bool ds_code_is_punct(uint32_t c);

#endif /* DS_UTF8_H */
