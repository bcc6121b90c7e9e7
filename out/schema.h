/* schema.h - descriptions of the record, built into the program. */
#ifndef DS_OUT_SCHEMA_H
#define DS_OUT_SCHEMA_H

#include "corpus/text/span.h"

/* The text of out/schema.json for "json", of out/ddl/<name>.sql for
 * "postgres", "sqlite", "duckdb" and "clickhouse": static, ends with a line
 * feed.  NULL pointer: no such name. */
ds_str ds_schema_text(ds_str name);

/* Name of the i-th of them, for usage texts; NULL behind the last. */
const char *ds_schema_name(size_t index);

#endif /* DS_OUT_SCHEMA_H */
