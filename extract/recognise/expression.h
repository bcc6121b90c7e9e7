/* expression.h - a text that is one expression and nothing else.
 *
 * What a sentence puts around a value, and an extractor looks past, is part of
 * the text here: the words that lead to it (in total, held by), what it is of
 * (shares, cash), a time of day, a remark in brackets.  The value itself is
 * read by the recogniser of its kind.
 */
#ifndef DS_EXPRESSION_H
#define DS_EXPRESSION_H

#include "extract/recognise/reading.h"

/* Reads the whole of reading->text with `read`, the recogniser of `kind`; the
 * words around it only if reading->context->whole.  DS_EINVALID: it is no such
 * expression, *reason is a constant English phrase why. */
DS_MUST_USE ds_status ds_expression_read(const ds_reading *reading, ds_entity_kind kind,
                                         ds_recognise_fn *read, ds_entity *out,
                                         const char **reason);

/* Why the value of an entity read so is not one number or day; NULL: it is. */
const char *ds_expression_lack(const ds_entity *entity);

#endif /* DS_EXPRESSION_H */
