/* columns.h - text in columns of a terminal, where a Chinese character takes two. */
#ifndef DS_COLUMNS_H
#define DS_COLUMNS_H

#include "corpus/text/span.h"

#include <stddef.h>

/* Columns that the text takes; a line feed is shown as a space. */
size_t ds_columns(ds_str text);

/* Prints on standard output, line feeds as spaces ... */
void ds_columns_print(ds_str text);
/* ... and spaces behind it up to `width` columns. */
void ds_columns_pad(ds_str text, size_t width);

/* Prints `n` spaces. */
void ds_columns_skip(size_t n);

#endif /* DS_COLUMNS_H */
