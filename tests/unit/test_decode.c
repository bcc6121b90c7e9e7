/* links: ds_corpus ICU::uc */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/decode.h"
#include "corpus/detect.h"
#include "corpus/text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ucnv.h>

static const char NEWS[] = "甲光通信公告称，公司拟以现金三亿元收购乙芯科技百分之五十一的股权。"
                           "交易完成后，乙芯科技将成为公司的控股子公司。";
static const char TRADITIONAL[] = "甲光通訊宣布，將以現金三億元收購乙芯科技的股權，"
                                  "交易預計於今年第三季完成。";

/* The text in another encoding, without a byte order mark. */
static ds_buf encode(const char *text, const char *encoding)
{
    ds_buf out = ds_buf_make(1 << 20);
    assert_true(ds_buf_reserve(&out, 4 * strlen(text) + 16));
    UErrorCode error = U_ZERO_ERROR;
    int32_t len = ucnv_convert(encoding, "UTF-8", out.ptr, (int32_t)out.cap, text, -1, &error);
    assert_true(U_SUCCESS(error));
    out.len = (size_t)len;
    return out;
}

/* Feeds `bytes` in pieces of `piece` bytes, giving again what is left. */
static ds_buf decode(ds_decoder *decoder, ds_str bytes, size_t piece)
{
    ds_buf out = ds_buf_make(1 << 20);
    size_t at = 0;
    size_t end = 0;
    ds_decoder_reset(decoder, 0);
    while (end < bytes.len) {
        end = end + piece < bytes.len ? end + piece : bytes.len;
        at += ds_decoder_feed(decoder, ds_str_slice(bytes, at, end), end == bytes.len, &out);
        assert_true(end - at < 4);
    }
    assert_int_equal(at, bytes.len);
    ds_buf_add_char(&out, 0);
    return out;
}

typedef struct decode_case {
    const char *encoding;
    ds_str bytes;
    const char *text;
    size_t replaced;
    size_t first;
} decode_case;

static const decode_case CASES[] = {
    {NULL, DS_STR_INIT("甲收购乙"), "甲收购乙", 0, 0},
    {NULL, DS_STR_INIT("a\0b"),
     "a\x1a"
     "b",
     1, 1},
    {NULL, DS_STR_INIT("甲\xE7\x94"), "甲\x1a\x1a", 2, 3},
    {NULL, DS_STR_INIT("甲\xFF乙"), "甲\x1a乙", 1, 3},
    {NULL, DS_STR_INIT("\xC0\xAF\xE0\x80\x80"), "\x1a\x1a\x1a\x1a\x1a", 5, 0}, /* overlong */
    {NULL, DS_STR_INIT("\xED\xA0\x80|\xF4\x90\x80\x80"), "\x1a\x1a\x1a|\x1a\x1a\x1a\x1a", 7, 0},
    {NULL, DS_STR_INIT("\xF0\xA0\xAE\xB7\xF0\x90"), "𠮷\x1a\x1a", 2, 4},
    {"GB18030", DS_STR_INIT("\xCA\xD5\xB9\xBA"), "收购", 0, 0},
    {"GBK", DS_STR_INIT("\xCA\xD5\xB9"), "收\x1a", 1, 2},
    {"GB2312", DS_STR_INIT("\xCA\xD5\xFF\xB9\xBA"), "收\x1a购", 1, 2},
    {"GB18030", DS_STR_INIT("\x95\x32\xB7\x3A|\x81\x30\x81"), "\x1a\x32\x1a:|\x1a\x30\x1a", 4, 0},
    {"GB18030", DS_STR_INIT("\x95\x32\x82\x36"), "𠀀", 0, 0},
    {"Big5", DS_STR_INIT("\xA6\xAC\xC1\xCA\xA6"), "收購\x1a", 1, 4},
    {"Big5", DS_STR_INIT("\xFB\xA3\xA8\xB0"), "啓辰", 0, 0}, /* the first is Hong Kong's */
    {"UTF-16LE", DS_STR_INIT("\x36\x65\x2D\x8D\x42\xD8\xB7\xDF\x31"), "收购𠮷\x1a", 1, 8},
    {"UTF-16BE", DS_STR_INIT("\x65\x36\xD8\x42\x8D\x2D"), "收\x1a\x1a购", 2, 2},
    {"windows-1252", DS_STR_INIT("caf\xE9 \x81"), "café \xC2\x81", 0, 0},
};

static void every_cut_of_the_bytes_gives_the_same_text_and_count(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 3, 7, 4096};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        ds_decoder *decoder = NULL;
        assert_int_equal(ds_decoder_new(&decoder, CASES[i].encoding), DS_OK);
        for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
            ds_buf text = decode(decoder, CASES[i].bytes, pieces[p]);
            assert_string_equal(text.ptr, CASES[i].text);
            assert_int_equal(ds_decoder_replaced(decoder), CASES[i].replaced);
            assert_int_equal(ds_decoder_first_replaced(decoder), CASES[i].first);
            ds_buf_free(&text);
        }
        ds_decoder_free(decoder);
    }
}

static void unknown_converter_is_refused(void **state)
{
    (void)state;
    ds_decoder *decoder = NULL;
    assert_int_equal(ds_decoder_new(&decoder, "no-such-encoding"), DS_EINVALID);
}

/* Pseudo-random bytes for the decoders: what comes out must be UTF-8 without
 * NUL however the input is broken. */
static void output_is_valid_whatever_comes_in(void **state)
{
    (void)state;
    static const char *const names[] = {NULL, "GB18030", "Big5", "UTF-16LE", "UTF-16BE", "EUC-JP"};
    char noise[4001];
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1664525u + 1013904223u;
        noise[i] = (char)(unsigned char)(seed >> 24);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ds_decoder *decoder = NULL;
        assert_int_equal(ds_decoder_new(&decoder, names[i]), DS_OK);
        ds_buf whole = decode(decoder, (ds_str){noise, sizeof noise}, sizeof noise);
        ds_buf cut = decode(decoder, (ds_str){noise, sizeof noise}, 1);
        assert_int_equal(ds_utf8_valid(ds_buf_str(&whole)), whole.len);
        assert_int_equal(strlen(whole.ptr), whole.len - 1);
        assert_int_equal(whole.len, cut.len);
        assert_memory_equal(whole.ptr, cut.ptr, cut.len);
        assert_true(ds_decoder_replaced(decoder) > 0);
        ds_buf_free(&whole);
        ds_buf_free(&cut);
        ds_decoder_free(decoder);
    }
}

static void assert_detected(ds_str bytes, const char *encoding, size_t bom)
{
    ds_guess guess;
    ds_common *kept = NULL;
    for (int time = 0; time < 2; time++) { /* what is kept changes nothing */
        assert_int_equal(ds_detect_read(bytes, &kept, &guess), DS_OK);
        assert_null(guess.binary);
        assert_string_equal(guess.encoding ? guess.encoding : "UTF-8", encoding);
        assert_int_equal(guess.bom, bom);
    }
    ds_common_free(kept);
}

static void encodings_are_told_apart_without_a_byte_order_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *encoding;
    } cases[] = {
        {NEWS, "UTF-8"},
        {NEWS, "gb18030"},
        {NEWS, "UTF-16LE"},
        {NEWS, "UTF-16BE"},
        {TRADITIONAL, "UTF-8"},
        {TRADITIONAL, "Big5"},
        {TRADITIONAL, "gb18030"},
        {TRADITIONAL, "UTF-16BE"},
        {"收购", "gb18030"},
        {"甲公司收购", "gb18030"},
        {"ASCII only", "UTF-8"},
        {"", "UTF-8"},
        {"Ltd 1.6T 2025\n", "UTF-16LE"},
        {"2025年3月14日，甲光通信（600000）公告", "gb18030"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ds_buf bytes = encode(cases[i].text, cases[i].encoding);
        assert_detected(ds_buf_str(&bytes), cases[i].encoding, 0);
        if (bytes.len > 20) { /* cut anywhere, also inside a character */
            bytes.len -= strncmp(cases[i].encoding, "UTF-16", 6) == 0 ? 2 : 1;
            assert_detected(ds_buf_str(&bytes), cases[i].encoding, 0);
        }
        ds_buf_free(&bytes);
    }
}

static void byte_order_marks_settle_the_encoding(void **state)
{
    (void)state;
    assert_detected(DS_STR("\xEF\xBB\xBF甲"), "UTF-8", 3);
    assert_detected(DS_STR("\xFF\xFE\x32\x75"), "UTF-16LE", 2);
    assert_detected(DS_STR("\xFE\xFF\x75\x32"), "UTF-16BE", 2);
    assert_detected(DS_STR("\xFF\xFE\0\0\x32\x75\0\0"), "UTF-32LE", 4);
    assert_detected(DS_STR("\x84\x31\x95\x33\xCA\xD5"), "gb18030", 4);
}

static void damaged_utf8_stays_utf8(void **state)
{
    (void)state;
    ds_buf text = ds_buf_make(4096);
    ds_buf_add(&text, DS_STR("甲\xE7\x94"));
    assert_detected(ds_buf_str(&text), "UTF-8", 0);
    ds_buf_add(&text, ds_str_from(NEWS));
    ds_buf_add(&text, DS_STR("\xFF\xFE\xA3"));
    ds_buf_add(&text, ds_str_from(NEWS));
    assert_detected(ds_buf_str(&text), "UTF-8", 0);
    ds_buf_free(&text);
    assert_detected(DS_STR("a report about a caf\xE9 in Lyon, with one broken byte"), "UTF-8", 0);
}

static void character_cut_by_the_end_of_the_sample_is_no_damage(void **state)
{
    (void)state;
    ds_buf text = ds_buf_make(DS_SAMPLE_BYTES + 100);
    while (text.len < DS_SAMPLE_BYTES - 2) {
        ds_buf_add_char(&text, 'a');
    }
    ds_buf_add(&text, DS_STR("\xE6\x94")); /* the only character above ASCII */
    assert_detected(ds_buf_str(&text), "UTF-8", 0);
    ds_buf_free(&text);
}

static void noise_is_binary(void **state)
{
    (void)state;
    char noise[2000];
    uint32_t seed = 7;
    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1664525u + 1013904223u;
        noise[i] = (char)(unsigned char)(seed >> 24);
    }
    ds_guess guess;
    ds_common *kept = NULL;
    assert_int_equal(ds_detect_read((ds_str){noise, sizeof noise}, &kept, &guess), DS_OK);
    assert_non_null(guess.binary);
    assert_int_equal(ds_detect_read(DS_STR("Rar!\x1Axxxx"), &kept, &guess), DS_OK);
    assert_string_equal(guess.binary, "a rar archive");
    ds_common_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_of_the_bytes_gives_the_same_text_and_count),
        cmocka_unit_test(unknown_converter_is_refused),
        cmocka_unit_test(output_is_valid_whatever_comes_in),
        cmocka_unit_test(encodings_are_told_apart_without_a_byte_order_mark),
        cmocka_unit_test(byte_order_marks_settle_the_encoding),
        cmocka_unit_test(damaged_utf8_stays_utf8),
        cmocka_unit_test(character_cut_by_the_end_of_the_sample_is_no_damage),
        cmocka_unit_test(noise_is_binary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
