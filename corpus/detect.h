/* detect.h - which encoding a file is in, told from its first bytes.
 *
 * In this order: byte order mark; strict UTF-8; UTF-16, GB18030 or Big5,
 * whichever makes the most common characters of the bytes (the first level of
 * GB 2312 and of Big5, which those standards fill with the common ones);
 * damaged UTF-8.  What is none of these, or known by its first bytes to be a
 * container (pictures, databases ...), is binary.
 */
#ifndef DS_DETECT_H
#define DS_DETECT_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

#include <stdbool.h>
#include <stddef.h>

/* As much as a page of an annual report: enough common characters, and read
 * at once. */
enum { DS_SAMPLE_BYTES = 64 * 1024 };

typedef struct ds_guess {
    const char *encoding; /* static ICU converter name; NULL: UTF-8           */
    size_t bom;           /* bytes of the byte order mark to skip             */
    const char *binary;   /* static: why this is no text; NULL: it is         */
    size_t at;            /* if binary: offset of the byte that tells         */
} ds_guess;

/* Which characters are common: worked out for the first file that is no UTF-8, good for all. */
typedef struct ds_common ds_common;
void ds_common_free(ds_common *common); /* NULL is allowed */

/* `sample`: the first DS_SAMPLE_BYTES of the file, or all of it if it
 * is shorter.  *kept is NULL at first and is used again by further calls; the caller frees
 * it.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_detect_read(ds_str sample, ds_common **kept, ds_guess *out);

/* Only the byte order mark; DS_END: there is none. */
ds_status ds_detect_bom(ds_str sample, ds_guess *out);

/* Fills `binary` and `at` if the bytes are a container or full of control
 * characters; for files whose encoding is given. */
void ds_detect_binary(ds_str sample, ds_guess *out);

#endif /* DS_DETECT_H */
