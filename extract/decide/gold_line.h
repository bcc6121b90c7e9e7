/* gold_line.h - the lines of an annotated file (corpus/gold/README.md), read
 * and checked: what comes out has the shape that the README describes.
 */
#ifndef DS_GOLD_LINE_H
#define DS_GOLD_LINE_H

#include "corpus/text/diag.h"
#include "corpus/text/span.h"

#include <jansson.h>
#include <stdio.h>

/* Reads the next line that is not blank; where->line and where->column follow.
 * DS_OK: *out is an object with a string "text", a list "deals" of objects, and
 * values that are strings, numbers or lists of them; the caller frees it with
 * json_decref().  DS_END after the last line.  DS_EINVALID: the line is bad,
 * reported with its column, and the next call goes on behind it.  DS_EIO. */
DS_MUST_USE ds_status ds_gold_line(FILE *file, ds_where *where, ds_diag *diag, json_t **out);

/* Byte of the line (valid JSON) where the value of `key` in deal `deal` stands,
 * or of the document's own `key` if deal is SIZE_MAX; `key` NULL: of the deal or
 * document itself.  The nearest thing around it that is there, if it is not. */
size_t ds_gold_place(ds_str line, size_t deal, const char *key);

#endif /* DS_GOLD_LINE_H */
