/* json_kind.h - whether a file is JSON Lines, other JSON, or plain text. */
#ifndef DS_JSON_KIND_H
#define DS_JSON_KIND_H

#include "corpus/text/span.h"

typedef enum ds_json_kind {
    DS_JSON_NONE,  /* plain text                                                 */
    DS_JSON_LINES, /* begins like an object: {"                                  */
    DS_JSON_OTHER, /* an array of objects, or an object spread over several lines */
} ds_json_kind;

/* Tells from the beginning of a decoded file what it is.  A file that begins
 * with {" is JSON Lines even if its first line is broken: reading a damaged
 * dump as prose would give nonsense without a word.  A brace followed by
 * anything else is plain text. */
ds_json_kind ds_json_recognise(ds_str head);

#endif /* DS_JSON_KIND_H */
