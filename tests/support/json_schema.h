/* json_schema.h - a strict check of JSON against the keywords our schema uses.
 *
 * Knows $schema $id $defs title description; $ref to #/$defs/x; type const
 * enum; properties required additionalProperties (false); items; minLength
 * pattern minimum maximum.  Any other keyword fails: a schema that grows must
 * not be checked by half.
 */
#ifndef DS_TEST_JSON_SCHEMA_H
#define DS_TEST_JSON_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* True if `value` is valid; else `why` gets path and reason. */
bool json_schema_holds(const json_t *schema, const json_t *value, char *why, size_t cap);

#endif /* DS_TEST_JSON_SCHEMA_H */
