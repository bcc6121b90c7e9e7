#include "corpus/decode.h"

#include "corpus/text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

enum { UNITS = 4096 }; /* UTF-16 units converted at a time */

typedef enum mode { UTF8, UTF16LE, UTF16BE, GB18030, BIG5, OTHER } mode;

struct ds_decoder {
    mode mode;
    UConverter *converter; /* GB18030, BIG5, OTHER */
    size_t consumed;       /* bytes of the file before the piece being fed */
    size_t n_replaced;
    size_t first_replaced;
    const char *run; /* what the converter is given just now */
    const char *run_end;
    size_t run_byte; /* its offset in the file */
    unsigned high;   /* surrogate that waits for its partner */
};

static void count_replaced(ds_decoder *decoder, size_t at, size_t count)
{
    if (decoder->n_replaced == 0) {
        decoder->first_replaced = at;
    }
    decoder->n_replaced += count;
}

/* ICU calls this for a sequence it cannot map: one U+001A for every byte. */
static void replace_unmapped(const void *context, UConverterToUnicodeArgs *args, const char *units,
                             int32_t len, UConverterCallbackReason reason, UErrorCode *error)
{
    (void)units;
    if (reason > UCNV_IRREGULAR) {
        return; /* reset, close, clone */
    }
    ds_decoder *decoder = (ds_decoder *)(uintptr_t)context;
    size_t at = decoder->run_byte;
    if (args->source >= decoder->run && args->source <= decoder->run_end) {
        size_t behind = (size_t)(args->source - decoder->run);
        at += behind > (size_t)len ? behind - (size_t)len : 0;
    }
    count_replaced(decoder, at, (size_t)len);
    *error = U_ZERO_ERROR;
    static const UChar replacement[1] = {DS_REPLACEMENT};
    for (int32_t i = 0; i < len; i++) {
        ucnv_cbToUWriteUChars(args, replacement, 1, 0, error);
    }
}

static mode mode_of(const char *name)
{
    static const struct {
        const char *name;
        mode mode;
    } known[] = {
        {"UTF-8", UTF8},
        {"UTF-16LE", UTF16LE},
        {"UTF-16", UTF16LE},
        {"UTF-16BE", UTF16BE},
        {"gb18030", GB18030},
        {"windows-936-2000", GB18030},
        {"GBK", GB18030},
        {"ibm-1386_P100-2001", GB18030},
        {"ibm-5478", GB18030},
        {"ibm-1383_P110-1999", GB18030},
        {"windows-950-2000", BIG5},
        {"ibm-1375_P100-2008", BIG5},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].mode;
        }
    }
    return OTHER;
}

static ds_status open_converter(ds_decoder *decoder, const char *encoding)
{
    UErrorCode error = U_ZERO_ERROR;
    decoder->converter = ucnv_open(encoding, &error);
    if (U_FAILURE(error)) {
        return error == U_MEMORY_ALLOCATION_ERROR ? DS_ENOMEM : DS_EINVALID;
    }
    decoder->mode = mode_of(ucnv_getName(decoder->converter, &error));
    /* The largest of a family reads them all; Big5 alone gives private codes for HKSCS. */
    if (decoder->mode == GB18030 || decoder->mode == BIG5) {
        ucnv_close(decoder->converter);
        decoder->converter = ucnv_open(decoder->mode == GB18030 ? "gb18030" : "Big5-HKSCS", &error);
    }
    if (U_SUCCESS(error)) {
        ucnv_setToUCallBack(decoder->converter, replace_unmapped, decoder, NULL, NULL, &error);
    }
    return U_SUCCESS(error) ? DS_OK : DS_EINVALID;
}

const char *ds_decoder_known_name(const char *encoding)
{
    UErrorCode error = U_ZERO_ERROR;
    const char *name = ucnv_getAlias(encoding, 0, &error);
    if (U_FAILURE(error) || !name) {
        return NULL;
    }
    mode found = mode_of(name);
    return found == GB18030                                 ? "gb18030"
           : found == BIG5                                  ? "Big5-HKSCS"
           : found != OTHER || strncmp(name, "UTF", 3) == 0 ? NULL
                                                            : name;
}

ds_status ds_decoder_new(ds_decoder **out, const char *encoding)
{
    ds_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) {
        return DS_ENOMEM;
    }
    ds_status status = encoding ? open_converter(decoder, encoding) : DS_OK;
    if (status != DS_OK) {
        ds_decoder_free(decoder);
        return status;
    }
    *out = decoder;
    return DS_OK;
}

void ds_decoder_free(ds_decoder *decoder)
{
    if (decoder) {
        if (decoder->converter) {
            ucnv_close(decoder->converter);
        }
        free(decoder);
    }
}

bool ds_decoder_is_utf8(const ds_decoder *decoder)
{
    return decoder->mode == UTF8;
}

bool ds_decoder_is_wide(const ds_decoder *decoder)
{
    return decoder->converter && ucnv_getMinCharSize(decoder->converter) > 1;
}

void ds_decoder_reset(ds_decoder *decoder, size_t skipped)
{
    decoder->consumed = skipped;
    decoder->n_replaced = 0;
    decoder->first_replaced = 0;
    decoder->high = 0;
    if (decoder->converter) {
        ucnv_resetToUnicode(decoder->converter);
    }
}

size_t ds_decoder_replaced(const ds_decoder *decoder)
{
    return decoder->n_replaced;
}

size_t ds_decoder_first_replaced(const ds_decoder *decoder)
{
    return decoder->first_replaced;
}

static void replace_byte(ds_decoder *decoder, size_t at, ds_buf *out)
{
    count_replaced(decoder, decoder->consumed + at, 1);
    ds_buf_add_char(out, DS_REPLACEMENT);
}

/* Size of the sequence at the front of `left` > 0 bytes: > 0 well formed,
 * 0 not, -1 cut off by the end. */
typedef int sequence_size(const unsigned char *byte, size_t left);

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0u) == 0x80u;
}

/* Table 3-7 of the Unicode Standard: well-formed UTF-8 byte sequences. */
static int utf8_sequence(const unsigned char *byte, size_t left)
{
    unsigned char lead = byte[0];
    /* Chinese first: E1 to EF but for surrogates and overlong forms */
    if (left >= 3 && lead > 0xE0 && lead < 0xF0 && lead != 0xED && is_tail(byte[1]) &&
        is_tail(byte[2])) {
        return 3;
    }
    if (lead < 0x80) {
        return lead != 0;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (left >= 2) {
        unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (byte[1] < low || byte[1] > high) {
            return 0;
        }
    }
    for (int i = 2; i < size && (size_t)i < left; i++) {
        if (!is_tail(byte[i])) {
            return 0;
        }
    }
    return (size_t)size <= left ? size : -1;
}

/* GB 18030-2005: one, two or four bytes. */
static int gb18030_sequence(const unsigned char *byte, size_t left)
{
    if (byte[0] < 0x80) {
        return byte[0] != 0;
    }
    if (byte[0] == 0x80 || byte[0] == 0xFF) {
        return 0;
    }
    if (left < 2) {
        return -1;
    }
    if (byte[1] >= 0x40 && byte[1] != 0x7F && byte[1] != 0xFF) {
        return 2;
    }
    if (byte[1] < 0x30 || byte[1] > 0x39) {
        return 0;
    }
    if (left >= 3 && (byte[2] < 0x81 || byte[2] == 0xFF)) {
        return 0;
    }
    if (left >= 4 && (byte[3] < 0x30 || byte[3] > 0x39)) {
        return 0;
    }
    return left >= 4 ? 4 : -1;
}

static int big5_sequence(const unsigned char *byte, size_t left)
{
    if (byte[0] < 0x80) {
        return byte[0] != 0;
    }
    if (byte[0] == 0x80 || byte[0] == 0xFF) {
        return 0;
    }
    if (left < 2) {
        return -1;
    }
    return (byte[1] >= 0x40 && byte[1] <= 0x7E) || (byte[1] >= 0xA1 && byte[1] <= 0xFE) ? 2 : 0;
}

/* Bytes from `at` on that are ASCII without NUL, eight at a time. */
static size_t skip_ascii(ds_str bytes, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    while (at + 8 <= bytes.len) {
        uint64_t word;
        memcpy(&word, bytes.ptr + at, sizeof word);
        if ((word | (word - ones)) & (ones << 7)) {
            break;
        }
        at += 8;
    }
    return at;
}

static void add_code(ds_decoder *decoder, unsigned unit, ds_buf *out)
{
    if (unit >= 0xD800 && unit < 0xDC00) {
        decoder->high = unit;
    } else if (unit >= 0xDC00 && unit < 0xE000) {
        ds_buf_add_code(out, 0x10000 + ((decoder->high - 0xD800) << 10) + (unit - 0xDC00));
    } else {
        ds_buf_add_code(out, unit ? unit : DS_REPLACEMENT);
    }
}

/* Gives a run to ICU, which hands out well-formed UTF-16. */
static void convert_run(ds_decoder *decoder, ds_str run, size_t at, bool flush, ds_buf *out)
{
    const char *source = run.ptr;
    decoder->run = run.ptr;
    decoder->run_end = run.ptr + run.len;
    decoder->run_byte = decoder->consumed + at;
    UErrorCode error;
    do {
        UChar units[UNITS];
        UChar *target = units;
        error = U_ZERO_ERROR;
        ucnv_toUnicode(decoder->converter, &target, units + UNITS, &source, decoder->run_end, NULL,
                       (UBool)flush, &error);
        for (const UChar *unit = units; unit < target; unit++) {
            add_code(decoder, *unit, out); /* NOLINT(clang-analyzer-core.CallAndMessage): ICU's */
        }
    } while (error == U_BUFFER_OVERFLOW_ERROR);
}

static void add_run(ds_decoder *decoder, ds_str bytes, size_t begin, size_t end, ds_buf *out)
{
    ds_str run = ds_str_slice(bytes, begin, end);
    if (run.len == 0) {
        return;
    }
    if (decoder->mode == UTF8) {
        ds_buf_add(out, run);
    } else {
        convert_run(decoder, run, begin, true, out);
    }
}

/* Encodings whose sequences can be told apart without a table: well-formed
 * runs go on as a whole, so no piece ever ends inside a sequence. */
static inline size_t feed_sequences(ds_decoder *decoder, ds_str bytes, bool end, ds_buf *out,
                                    sequence_size *sequence)
{
    size_t run = 0;
    size_t at = 0;
    while (at < bytes.len) {
        if ((unsigned char)bytes.ptr[at] < 0x80) {
            at = skip_ascii(bytes, at);
            if (at == bytes.len) {
                break;
            }
        }
        int size = sequence((const unsigned char *)bytes.ptr + at, bytes.len - at);
        if (size > 0) {
            at += (size_t)size;
            at = decoder->mode == UTF8 ? ds_utf8_skip_plain(bytes, at) : at;
            continue;
        }
        if (size < 0 && !end) {
            break;
        }
        add_run(decoder, bytes, run, at, out);
        replace_byte(decoder, at++, out);
        run = at;
    }
    add_run(decoder, bytes, run, at, out);
    return at;
}

static unsigned unit_at(const ds_decoder *decoder, ds_str bytes, size_t at)
{
    unsigned first = (unsigned char)bytes.ptr[at];
    unsigned second = (unsigned char)bytes.ptr[at + 1];
    return decoder->mode == UTF16LE ? first | second << 8 : first << 8 | second;
}

static size_t feed_utf16(ds_decoder *decoder, ds_str bytes, bool end, ds_buf *out)
{
    size_t at = 0;
    while (at + 2 <= bytes.len) {
        unsigned unit = unit_at(decoder, bytes, at);
        if (unit == 0) {
            replace_byte(decoder, at, out);
            at += 2;
            continue;
        }
        if (unit < 0xD800 || unit > 0xDFFF) {
            ds_buf_add_code(out, unit);
            at += 2;
            continue;
        }
        if (unit < 0xDC00 && at + 4 > bytes.len && !end) {
            break;
        }
        unsigned low = unit < 0xDC00 && at + 4 <= bytes.len ? unit_at(decoder, bytes, at + 2) : 0;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            ds_buf_add_code(out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            at += 4;
            continue;
        }
        replace_byte(decoder, at, out); /* a surrogate alone */
        replace_byte(decoder, at + 1, out);
        at += 2;
    }
    while (end && at < bytes.len) {
        replace_byte(decoder, at++, out);
    }
    return at;
}

size_t ds_decoder_feed(ds_decoder *decoder, ds_str bytes, bool end, ds_buf *out)
{
    size_t used = bytes.len;
    switch (decoder->mode) {
    case UTF8:
        used = feed_sequences(decoder, bytes, end, out, utf8_sequence);
        break;
    case GB18030:
        used = feed_sequences(decoder, bytes, end, out, gb18030_sequence);
        break;
    case BIG5:
        used = feed_sequences(decoder, bytes, end, out, big5_sequence);
        break;
    case UTF16LE:
    case UTF16BE:
        used = feed_utf16(decoder, bytes, end, out);
        break;
    case OTHER:
        convert_run(decoder, bytes, 0, end, out);
        break;
    }
    decoder->consumed += used;
    return used;
}
