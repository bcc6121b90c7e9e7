/* decode.h - bytes of any encoding in, valid UTF-8 out, piece by piece.
 *
 * NUL and every byte that cannot be decoded come out as U+001A, one for one.
 * What comes out does not depend on how the input is cut.
 */
#ifndef DS_DECODE_H
#define DS_DECODE_H

#include "corpus/text/buffer.h"

typedef struct ds_decoder ds_decoder;

/* The code point that stands for a byte that could not be decoded. */
enum { DS_REPLACEMENT = 0x1A };

/* Makes a decoder for an ICU converter name; NULL: UTF-8.  The GB names
 * (GB2312, GBK) are read as their superset GB18030.  The caller frees *out.
 * DS_EINVALID: unknown name. */
DS_MUST_USE ds_status ds_decoder_new(ds_decoder **out, const char *encoding);

/* ICU's own, static name of an encoding, or NULL: unknown, UTF-8, or one that does not
 * hold ASCII as it is (UTF-16). */
const char *ds_decoder_known_name(const char *encoding);

/* Decodes `bytes` onto the end of `out` and returns how many bytes were used.
 * Fewer than four may be left over: give them again in front of what follows.
 * With `end` all are used.  A full buffer shows in out->failed. */
size_t ds_decoder_feed(ds_decoder *decoder, ds_str bytes, bool end, ds_buf *out);

/* True if the source text is the file itself, byte for byte. */
bool ds_decoder_is_utf8(const ds_decoder *decoder);

/* True for UTF-16 and UTF-32, where ASCII text holds NUL bytes. */
bool ds_decoder_is_wide(const ds_decoder *decoder);

/* Starts the next file; `skipped` bytes of it (a BOM) were not fed. */
void ds_decoder_reset(ds_decoder *decoder, size_t skipped);

size_t ds_decoder_replaced(const ds_decoder *decoder); /* bytes since reset */
/* Where in the file the first of them stands, if there is one. */
size_t ds_decoder_first_replaced(const ds_decoder *decoder);

void ds_decoder_free(ds_decoder *decoder); /* NULL is allowed */

#endif /* DS_DECODE_H */
