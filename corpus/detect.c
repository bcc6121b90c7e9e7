#include "corpus/detect.h"

#include "corpus/decode.h"
#include "corpus/text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucsdet.h>

enum {
    SCORE_BYTES = 8 * 1024, /* decoded with every candidate: 2,700 characters settle it */
    MIN_CONTROLS = 8,       /* a stray NUL or two is damage, not a binary file */
    CONTROL_PERCENT = 5,    /* random bytes have 10 %, text has none */
    DAMAGE_PERCENT = 10,    /* of the bytes above ASCII: UTF-8 with errors has fewer */
    FOREIGN_PERCENT = 30,   /* undecodable and this much above ASCII: no text */
};
static const double PLAUSIBLE = 0.5;   /* the right encoding scores .9, a wrong one under .45 */
static const double ICU_WEIGHT = 0.05; /* ICU decides between near ties only */

/* Characters of the Basic Multilingual Plane that are common: a bit each. */
struct ds_common {
    uint8_t bits[0x10000 / 8];
};

ds_status ds_detect_bom(ds_str sample, ds_guess *out)
{
    static const struct {
        ds_str mark;
        const char *encoding;
    } marks[] = {
        {DS_STR_INIT("\xEF\xBB\xBF"), NULL},       {DS_STR_INIT("\xFF\xFE\0\0"), "UTF-32LE"},
        {DS_STR_INIT("\0\0\xFE\xFF"), "UTF-32BE"}, {DS_STR_INIT("\xFF\xFE"), "UTF-16LE"},
        {DS_STR_INIT("\xFE\xFF"), "UTF-16BE"},     {DS_STR_INIT("\x84\x31\x95\x33"), "gb18030"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (ds_str_starts(sample, marks[i].mark)) {
            *out = (ds_guess){.encoding = marks[i].encoding, .bom = marks[i].mark.len};
            return DS_OK;
        }
    }
    return DS_END;
}

static const char *container_of(ds_str sample)
{
    static const struct {
        ds_str magic;
        const char *what;
    } known[] = {
        {DS_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an old Office document"},
        {DS_STR_INIT("Rar!\x1A"), "a rar archive"},
        {DS_STR_INIT("\x89PNG"), "a PNG picture"},
        {DS_STR_INIT("\xFF\xD8\xFF"), "a JPEG picture"},
        {DS_STR_INIT("GIF8"), "a GIF picture"},
        {DS_STR_INIT("\x7F"
                     "ELF"),
         "a program"},
        {DS_STR_INIT("SQLite format 3"), "a database"},
        {DS_STR_INIT("PAR1"), "a Parquet file"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (ds_str_starts(sample, known[i].magic)) {
            return known[i].what;
        }
    }
    return NULL;
}

static bool is_control(unsigned char byte)
{
    return byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' &&
           byte != '\v' && byte != DS_REPLACEMENT;
}

enum { EIGHT = sizeof(uint64_t) }; /* bytes that are looked at together */

static uint64_t read_eight(const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return eight;
}

/* Is one of eight bytes below a space?  Of most text none is. */
static bool has_below_space(const char *at)
{
    uint64_t eight = read_eight(at);
    return (eight - UINT64_C(0x2020202020202020)) & ~eight & UINT64_C(0x8080808080808080);
}

static size_t count_high(ds_str bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t count = 0;
    size_t at = 0;
    for (; bytes.len - at >= EIGHT; at += EIGHT) {
        count += ((read_eight(bytes.ptr + at) >> 7 & ones) * ones) >> 56;
    }
    for (; at < bytes.len; at++) {
        count += (unsigned char)bytes.ptr[at] >= 0x80;
    }
    return count;
}

void ds_detect_binary(ds_str sample, ds_guess *out)
{
    out->binary = container_of(sample);
    out->at = 0;
    if (out->binary) {
        return;
    }
    size_t controls = 0;
    for (size_t i = 0; i < sample.len; i++) {
        if (i % EIGHT == 0 && sample.len - i >= EIGHT && !has_below_space(sample.ptr + i)) {
            i += EIGHT - 1;
        } else if (is_control((unsigned char)sample.ptr[i])) {
            out->at = controls++ ? out->at : i;
        }
    }
    if (controls >= MIN_CONTROLS && controls * 100 > sample.len * CONTROL_PERCENT) {
        out->binary = "a binary file: too many control characters";
    }
}

static void mark_common(ds_common *set, uint32_t code)
{
    set->bits[code / 8] |= (uint8_t)(1u << code % 8);
}

static bool is_common(const ds_common *set, uint32_t code)
{
    if (code < 0x80) {
        return code >= ' ' || (code >= '\t' && code <= '\r');
    }
    return code < 0x10000 && ((unsigned)set->bits[code / 8] >> code % 8 & 1u);
}

/* Decodes rows [first, last] of a two-byte set and marks what comes out. */
static ds_status mark_rows(ds_common *set, const char *encoding, unsigned first, unsigned last)
{
    ds_decoder *decoder = NULL;
    ds_status status = ds_decoder_new(&decoder, encoding);
    if (status != DS_OK) {
        return status;
    }
    ds_buf text = ds_buf_make((size_t)1024 * 1024);
    bool is_gb = strcmp(encoding, "gb18030") == 0;
    for (unsigned row = first; row <= last; row++) {
        char pairs[2 * 0x100];
        size_t len = 0;
        for (unsigned cell = 0x40; cell <= 0xFE; cell++) {
            if (cell >= 0xA1 || (!is_gb && cell <= 0x7E)) {
                pairs[len++] = (char)(unsigned char)row;
                pairs[len++] = (char)(unsigned char)cell;
            }
        }
        ds_decoder_feed(decoder, (ds_str){pairs, len}, true, &text);
    }
    ds_str all = ds_buf_str(&text);
    size_t size;
    for (size_t at = 0; at < all.len; at += size) {
        uint32_t code = ds_utf8_at(all, at, &size);
        if (code >= 0x80 && code < 0xE000) {
            mark_common(set, code);
        }
    }
    status = text.failed ? DS_ENOMEM : DS_OK;
    ds_buf_free(&text);
    ds_decoder_free(decoder);
    return status;
}

/* GB 2312 level 1 is rows B0 to D7, Big5 level 1 is A4 to C6; beside them the
 * punctuation and full-width forms that every Chinese text is full of. */
static ds_status fill_common(ds_common *set)
{
    for (uint32_t code = 0x2010; code < 0x2040; code++) {
        mark_common(set, code);
    }
    for (uint32_t code = 0x3000; code < 0x3020; code++) {
        mark_common(set, code);
    }
    for (uint32_t code = 0xFF00; code < 0xFF5F; code++) {
        mark_common(set, code);
    }
    ds_status status = mark_rows(set, "gb18030", 0xB0, 0xD7);
    return status == DS_OK ? mark_rows(set, "Big5", 0xA4, 0xC6) : status;
}

static ds_status get_common(ds_common **kept)
{
    if (*kept) {
        return DS_OK;
    }
    ds_common *made = calloc(1, sizeof *made);
    ds_status status = made ? fill_common(made) : DS_ENOMEM;
    if (status != DS_OK) {
        ds_common_free(made);
        return status;
    }
    *kept = made;
    return DS_OK;
}

void ds_common_free(ds_common *common)
{
    free(common);
}

/* Share of common characters if the sample is read as `encoding`.  ASCII
 * proves nothing but for UTF-16, where it is two bytes too. */
static ds_status score(const ds_common *set, ds_str sample, const char *encoding, double *share,
                       size_t *n_bad)
{
    ds_decoder *decoder = NULL;
    ds_status status = ds_decoder_new(&decoder, encoding);
    if (status != DS_OK) {
        return status;
    }
    ds_buf text = ds_buf_make((size_t)4 * SCORE_BYTES);
    ds_decoder_feed(decoder, sample, false, &text);
    bool wide = strncmp(encoding, "UTF-16", 6) == 0;
    size_t total = 0;
    size_t common = 0;
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(ds_buf_str(&text), at, &size);
        if (wide || code >= 0x80 || code == DS_REPLACEMENT) {
            total++;
            common += is_common(set, code);
        }
    }
    *n_bad = ds_decoder_replaced(decoder);
    *share = total ? (double)common / (double)(total + *n_bad) : 0;
    status = text.failed ? DS_ENOMEM : DS_OK;
    ds_buf_free(&text);
    ds_decoder_free(decoder);
    return status;
}

enum { N_CANDIDATES = 4 };
static const char *const CANDIDATES[N_CANDIDATES] = {"gb18030", "Big5", "UTF-16LE", "UTF-16BE"};

static void add_icu_opinion(ds_str sample, double share[N_CANDIDATES])
{
    UErrorCode error = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&error);
    ucsdet_setText(detector, sample.ptr, (int32_t)sample.len, &error);
    int32_t n_matches = 0;
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &n_matches, &error);
    for (int32_t i = 0; U_SUCCESS(error) && i < n_matches; i++) {
        const char *name = ucsdet_getName(matches[i], &error);
        int32_t confidence = ucsdet_getConfidence(matches[i], &error);
        for (size_t c = 0; U_SUCCESS(error) && c < N_CANDIDATES; c++) {
            bool same =
                strcmp(name, CANDIDATES[c]) == 0 || (c == 0 && strcmp(name, "GB18030") == 0);
            share[c] += same ? ICU_WEIGHT * confidence / 100 : 0;
        }
    }
    ucsdet_close(detector);
}

/* ICU's opinion, which costs more than all else, can still turn the choice. */
static bool is_open(const double share[N_CANDIDATES])
{
    double best = 0;
    double second = 0;
    for (size_t c = 0; c < N_CANDIDATES; c++) {
        second = share[c] > best ? best : share[c] > second ? share[c] : second;
        best = share[c] > best ? share[c] : best;
    }
    return best - second <= ICU_WEIGHT || best < PLAUSIBLE;
}

/* Where UTF-8 holds: counts of bytes above ASCII, well formed and not.  A
 * sequence cut off by the sample's end counts as neither. */
typedef struct utf8_look {
    size_t good;
    size_t bad;
    size_t first_high; /* offset, or sample.len */
    size_t first_bad;  /* likewise */
} utf8_look;

static bool is_cut_sequence(ds_str tail)
{
    unsigned char lead = (unsigned char)tail.ptr[0];
    return lead >= 0xC2 && tail.len < ds_utf8_size(lead);
}

/* Unless the counts of the `whole` sample are wanted, it ends where no more good bytes could
 * make it UTF-8 with errors: other encodings show themselves soon. */
static utf8_look look_at_utf8(ds_str sample, bool whole)
{
    utf8_look look = {0, 0, sample.len, sample.len};
    size_t at = 0;
    while (at < sample.len && (whole || look.bad * 100 <= sample.len * DAMAGE_PERCENT)) {
        size_t valid = ds_utf8_valid(ds_str_slice(sample, at, sample.len));
        look.good += count_high(ds_str_slice(sample, at, at + valid));
        for (size_t i = at; i < at + valid && i < look.first_high; i++) {
            look.first_high = (unsigned char)sample.ptr[i] >= 0x80 ? i : look.first_high;
        }
        at += valid;
        if (at == sample.len || ((look.good || sample.len >= DS_SAMPLE_BYTES) &&
                                 is_cut_sequence(ds_str_slice(sample, at, sample.len)))) {
            break;
        }
        look.first_high = at < look.first_high ? at : look.first_high;
        look.first_bad = at < look.first_bad ? at : look.first_bad;
        look.bad++;
        at++;
    }
    return look;
}

/* Which of the candidates explains the sample best; SIZE_MAX: none does. */
static ds_status best_candidate(ds_str sample, size_t from, bool wide_only, ds_common **kept,
                                size_t *best)
{
    double share[N_CANDIDATES] = {0};
    size_t n_bad[N_CANDIDATES] = {0};
    ds_status status = get_common(kept);
    for (size_t c = wide_only ? 2 : 0; status == DS_OK && c < N_CANDIDATES; c++) {
        size_t begin = c < 2 ? from : 0;
        size_t end = sample.len - begin > SCORE_BYTES ? begin + SCORE_BYTES : sample.len;
        status =
            score(*kept, ds_str_slice(sample, begin, end), CANDIDATES[c], &share[c], &n_bad[c]);
    }
    *best = SIZE_MAX;
    if (status != DS_OK) {
        return status;
    }
    size_t top = 0;
    bool fits_gb = !wide_only && n_bad[0] == 0 && share[0] < PLAUSIBLE;
    if (!wide_only && is_open(share)) {
        size_t end = sample.len < SCORE_BYTES ? sample.len : SCORE_BYTES;
        add_icu_opinion(ds_str_slice(sample, 0, end), share);
    }
    for (size_t c = 1; c < N_CANDIDATES; c++) {
        top = share[c] > share[top] ? c : top;
    }
    if (share[top] >= (wide_only ? 0.9 : PLAUSIBLE)) {
        *best = top;
    } else if (fits_gb) {
        *best = 0; /* a few rare characters, but nothing speaks against it */
    }
    return DS_OK;
}

static void guess_damaged(ds_str sample, utf8_look look, ds_guess *out)
{
    bool damaged_utf8 = look.bad * 100 <= (look.good + look.bad) * DAMAGE_PERCENT;
    if (!damaged_utf8 && (look.good + look.bad) * 100 > sample.len * FOREIGN_PERCENT) {
        out->binary = "a binary file, or text in an encoding that is not known";
        out->at = look.first_bad;
    }
}

ds_status ds_detect_read(ds_str sample, ds_common **kept, ds_guess *out)
{
    *out = (ds_guess){0};
    out->binary = container_of(sample);
    if (out->binary || ds_detect_bom(sample, out) == DS_OK) {
        return DS_OK;
    }
    size_t best = SIZE_MAX;
    if (sample.len && memchr(sample.ptr, 0, sample.len)) {
        ds_status status = best_candidate(sample, 0, true, kept, &best);
        if (status != DS_OK || best != SIZE_MAX) {
            out->encoding = best == SIZE_MAX ? NULL : CANDIDATES[best];
            return status;
        }
    }
    utf8_look look = look_at_utf8(sample, false);
    bool mostly_utf8 = look.bad * 100 <= (look.good + look.bad) * DAMAGE_PERCENT;
    if (!mostly_utf8) {
        ds_status status = best_candidate(sample, look.first_high, false, kept, &best);
        if (status != DS_OK) {
            return status;
        }
        if (best != SIZE_MAX) {
            out->encoding = CANDIDATES[best];
        }
    }
    if (best == SIZE_MAX || best < 2) {
        ds_detect_binary(sample, out);
    }
    if (!out->binary && best == SIZE_MAX && look.bad) {
        guess_damaged(sample, look_at_utf8(sample, true), out);
    }
    return DS_OK;
}
