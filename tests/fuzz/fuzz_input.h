/* fuzz_input.h - bytes of a fuzzer as an input that gives them piece by piece, as
 * valid text, and as a file. */
#ifndef DS_TEST_FUZZ_INPUT_H
#define DS_TEST_FUZZ_INPUT_H

#include "corpus/document.h"
#include "corpus/input.h"
#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. */
static inline void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static inline void must_be(ds_status status, ds_status wanted)
{
    must(status == wanted);
}

typedef struct memory {
    ds_str bytes;
    size_t at;
    size_t piece; /* most that one read gives */
} memory;

static inline ssize_t read_memory(void *payload, char *to, size_t len)
{
    memory *from = payload;
    size_t left = from->bytes.len - from->at;
    len = len < left ? len : left;
    len = len < from->piece ? len : from->piece;
    if (len) {
        memcpy(to, from->bytes.ptr + from->at, len);
    }
    from->at += len;
    return (ssize_t)len;
}

/* The windows of a document follow one another and are valid text. */
static inline void check_window(ds_window window, size_t before)
{
    must(window.base == before && window.first == (before == 0 || window.text.len == 0) &&
         ds_utf8_valid(window.text) == window.text.len);
    must(!window.text.len || !memchr(window.text.ptr, 0, window.text.len));
}

/* The bytes as text: those that are none become U+001A. */
static inline void add_text(ds_buf *out, ds_str bytes)
{
    while (bytes.len) {
        size_t valid = ds_utf8_valid(bytes);
        ds_buf_add(out, ds_str_slice(bytes, 0, valid));
        if (valid < bytes.len) {
            ds_buf_add_char(out, 0x1A);
            valid++;
        }
        bytes = ds_str_slice(bytes, valid, bytes.len);
    }
    for (size_t i = 0; i < out->len; i++) {
        out->ptr[i] = out->ptr[i] ? out->ptr[i] : 0x1A;
    }
}

#endif /* DS_TEST_FUZZ_INPUT_H */
