/* links: ds_corpus ds_text */
/* runs: 1000 */
/* Bytes in any encoding, cut anywhere: what comes out is valid text without NUL,
 * the same however it was cut, and one for one where the file is UTF-8. */
#include "corpus/decode.h"
#include "corpus/detect.h"
#include "tests/fuzz/fuzz_input.h"

enum { MAX_OUT_BYTES = 16 * 1024 * 1024 };

static const char *const encodings[] = {NULL,       "gb18030", "Big5-HKSCS", "UTF-16LE", "UTF-16BE",
                                        "UTF-32LE", "GBK",     "EUC-TW",     "Shift_JIS"};
enum { N_ENCODINGS = sizeof encodings / sizeof encodings[0] };

/* Pieces of 1 to `most` bytes; what was not used is given again. */
static void decode(ds_decoder *decoder, ds_str bytes, size_t most, ds_buf *out)
{
    ds_decoder_reset(decoder, 0);
    size_t begin = 0;
    size_t end = 0;
    size_t piece = 1;
    ds_buf_clear(out);
    do {
        piece = piece % most + 1;
        end = bytes.len - end < piece ? bytes.len : end + piece;
        begin += ds_decoder_feed(decoder, ds_str_slice(bytes, begin, end), end == bytes.len, out);
        must(begin <= end && end - begin < 4);
    } while (end < bytes.len);
    must(begin == bytes.len && !out->failed);
}

static void check(ds_decoder *decoder, ds_str bytes)
{
    ds_buf whole = ds_buf_make(MAX_OUT_BYTES);
    ds_buf pieces = ds_buf_make(MAX_OUT_BYTES);
    decode(decoder, bytes, bytes.len + 1, &whole);
    size_t replaced = ds_decoder_replaced(decoder);
    must(replaced <= bytes.len && (!replaced || ds_decoder_first_replaced(decoder) < bytes.len));
    must(ds_utf8_valid(ds_buf_str(&whole)) == whole.len);
    must(!whole.len || !memchr(whole.ptr, 0, whole.len));
    must(!ds_decoder_is_utf8(decoder) || whole.len == bytes.len);
    decode(decoder, bytes, 3, &pieces);
    must(ds_str_equal(ds_buf_str(&whole), ds_buf_str(&pieces)));
    must(replaced == ds_decoder_replaced(decoder));
    ds_buf_free(&whole);
    ds_buf_free(&pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ds_decoder *decoders[N_ENCODINGS]; /* live as long as the process */
    ds_str bytes = {(const char *)data, size};
    for (size_t i = 0; i < N_ENCODINGS; i++) {
        if (!decoders[i]) {
            must_be(ds_decoder_new(&decoders[i], encodings[i]), DS_OK);
        }
        check(decoders[i], bytes);
    }
    ds_guess guess = {0};
    static ds_common *kept; /* lives as long as the process, as well */
    must_be(ds_detect_read(bytes, &kept, &guess), DS_OK);
    must(guess.bom <= size && (!guess.binary || guess.at < size));
    ds_decoder *guessed;
    must_be(ds_decoder_new(&guessed, guess.encoding), DS_OK);
    check(guessed, ds_str_slice(bytes, guess.bom, size));
    ds_decoder_free(guessed);
    return 0;
}
