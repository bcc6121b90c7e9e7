#include "out/schema.h"

/* Made by out/embed.cmake: the files as arrays. */
#include "out/schema_texts.h"

typedef struct entry {
    const char *name;
    const char *text;
    size_t len;
} entry;

static const entry ENTRIES[] = {
    {"json", schema_json, sizeof schema_json},
    {"postgres", postgres_sql, sizeof postgres_sql},
    {"sqlite", sqlite_sql, sizeof sqlite_sql},
    {"duckdb", duckdb_sql, sizeof duckdb_sql},
    {"clickhouse", clickhouse_sql, sizeof clickhouse_sql},
};
enum { N_ENTRIES = sizeof ENTRIES / sizeof ENTRIES[0] };

ds_str ds_schema_text(ds_str name)
{
    for (size_t i = 0; i < N_ENTRIES; i++) {
        if (ds_str_equal(name, ds_str_from(ENTRIES[i].name))) {
            return (ds_str){ENTRIES[i].text, ENTRIES[i].len};
        }
    }
    return (ds_str){NULL, 0};
}

const char *ds_schema_name(size_t index)
{
    return index < N_ENTRIES ? ENTRIES[index].name : NULL;
}
