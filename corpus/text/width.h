/* width.h - full-width forms to half-width ones. */
#ifndef DS_WIDTH_H
#define DS_WIDTH_H

#include "corpus/text/buffer.h"

/* Appends valid UTF-8 `text` to `out` with full-width ASCII forms, the
 * ideographic space and the full-width signs of money made half-width. */
void ds_width_fold(ds_str text, ds_buf *out);

#endif /* DS_WIDTH_H */
