/* buffer.h - bytes that grow up to a ceiling.
 *
 * Failure is sticky: after the first append that does not fit, all further
 * appends do nothing and `failed` stays set, so that a run of appends needs
 * one check at its end.
 */
#ifndef DS_BUFFER_H
#define DS_BUFFER_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ds_buf {
    char *ptr; /* owned; NULL while empty */
    size_t len;
    size_t cap;
    size_t max; /* ceiling in bytes */
    bool failed;
} ds_buf;

/* An empty buffer that never grows past max_bytes. */
static inline ds_buf ds_buf_make(size_t max_bytes)
{
    return (ds_buf){NULL, 0, 0, max_bytes, false};
}

/* The bytes written so far; dies at the next append. */
static inline ds_str ds_buf_str(const ds_buf *buf)
{
    return (ds_str){buf->ptr, buf->len};
}

void ds_buf_add(ds_buf *buf, ds_str text);
void ds_buf_add_char(ds_buf *buf, char byte);
void ds_buf_add_code(ds_buf *buf, unsigned code_point); /* as UTF-8 */
/* Bytes that may be no UTF-8 (names of files), such shown as \xff. */
void ds_buf_add_shown(ds_buf *buf, ds_str bytes);
void ds_buf_format(ds_buf *buf, const char *format, ...) DS_PRINTF(2, 3);

/* Room for `more` further bytes behind len; false (and failed) if over the
 * ceiling or out of memory. */
bool ds_buf_reserve(ds_buf *buf, size_t more);

void ds_buf_clear(ds_buf *buf); /* empties, keeps the memory, forgets failure */
void ds_buf_free(ds_buf *buf);  /* leaves an empty buffer                     */

#endif /* DS_BUFFER_H */
