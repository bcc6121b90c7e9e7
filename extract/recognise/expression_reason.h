/* expression_reason.h - why a text is no expression of a kind.  All answers are
 * constant English phrases.
 */
#ifndef DS_EXPRESSION_REASON_H
#define DS_EXPRESSION_REASON_H

#include "extract/recognise/reading.h"

/* Of a text that the recogniser of `kind` could not begin to read. */
const char *ds_expression_refusal(const ds_reading *reading, ds_entity_kind kind);

/* Of a text that goes on at byte `end`, where an expression has ended. */
const char *ds_expression_surplus(const ds_reading *reading, ds_entity_kind kind, size_t end);

#endif /* DS_EXPRESSION_REASON_H */
