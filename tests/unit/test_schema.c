/* links: ds_out ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/schema.h"
#include "tests/support/scratch.h"

#include <jansson.h>
#include <stdlib.h>

static ds_buf read_file(const char *path)
{
    ds_buf bytes = ds_buf_make(1 << 20);
    assert_true(ds_buf_reserve(&bytes, 1 << 20));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    bytes.len = fread(bytes.ptr, 1, bytes.cap, file);
    fclose(file);
    return bytes;
}

static void embedded_texts_are_the_files(void **state)
{
    (void)state;
    static const char *const files[] = {"schema.json", "ddl/postgres.sql", "ddl/sqlite.sql",
                                        "ddl/duckdb.sql", "ddl/clickhouse.sql"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/out/%s", DS_SOURCE_DIR, files[i]);
        ds_buf bytes = read_file(path);
        ds_str text = ds_schema_text(ds_str_from(ds_schema_name(i)));
        assert_int_equal(text.len, bytes.len);
        assert_memory_equal(text.ptr, bytes.ptr, bytes.len);
        assert_int_equal(text.ptr[text.len - 1], '\n');
        ds_buf_free(&bytes);
    }
    assert_null(ds_schema_name(sizeof files / sizeof files[0]));
    assert_null(ds_schema_text(DS_STR("oracle")).ptr);
}

/* Is `name` a column: the first word of a line that is indented by four? */
static bool has_column(ds_str ddl, const char *name)
{
    char plain[80];
    char quoted[80];
    snprintf(plain, sizeof plain, "\n    %s ", name);
    snprintf(quoted, sizeof quoted, "\n    \"%s\" ", name);
    return ds_str_find(ddl, ds_str_from(plain), 0) != SIZE_MAX ||
           ds_str_find(ddl, ds_str_from(quoted), 0) != SIZE_MAX;
}

static void assert_columns(ds_str ddl, const json_t *properties, const char *head)
{
    const char *key;
    json_t *rule;
    json_object_foreach((json_t *)properties, key, rule)
    {
        char name[64];
        snprintf(name, sizeof name, "%s%s", head, key);
        bool below = strcmp(key, "doc") == 0 || strcmp(key, "evidence") == 0;
        if (!below && !has_column(ddl, name)) {
            fail_msg("no column %s", name);
        }
    }
}

static void every_database_has_a_column_for_every_key(void **state)
{
    (void)state;
    ds_str text = ds_schema_text(DS_STR("json"));
    json_t *schema = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *record = json_object_get(schema, "properties");
    const json_t *doc = json_object_get(json_object_get(record, "doc"), "properties");
    const json_t *row = json_object_get(json_object_get(record, "evidence"), "items");
    assert_int_equal(json_object_size(doc), 6);
    for (size_t i = 1; ds_schema_name(i); i++) {
        ds_str ddl = ds_schema_text(ds_str_from(ds_schema_name(i)));
        size_t second = ds_str_find(ddl, DS_STR("CREATE TABLE IF NOT EXISTS evidence"), 0);
        assert_true(second != SIZE_MAX);
        assert_columns(ds_str_slice(ddl, 0, second), record, "");
        assert_columns(ds_str_slice(ddl, 0, second), doc, "doc_");
        assert_columns(ds_str_slice(ddl, second, ddl.len), json_object_get(row, "properties"), "");
    }
    json_decref(schema);
}

/* Every enum value of the schema for a key with a CHECK stands in the DDL. */
static void checks_of_the_tables_allow_the_values_of_the_schema(void **state)
{
    (void)state;
    static const char *const keys[] = {"kind", "status", "factuality", "amount_qualifier",
                                       "date_basis"};
    static const char *const names[] = {"postgres", "sqlite", "duckdb"};
    ds_str text = ds_schema_text(DS_STR("json"));
    json_t *schema = json_loadb(text.ptr, text.len, 0, NULL);
    const json_t *record = json_object_get(schema, "properties");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        ds_buf list = ds_buf_make(1024);
        const json_t *values = json_object_get(json_object_get(record, keys[i]), "enum");
        for (size_t v = 0; v < json_array_size(values); v++) {
            const char *value = json_string_value(json_array_get(values, v));
            if (value) {
                ds_buf_format(&list, "%s'%s'", list.len ? ", " : "", value);
            }
        }
        ds_buf_add(&list, DS_STR("))"));
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            ds_str ddl = ds_schema_text(ds_str_from(names[n]));
            assert_true(ds_str_find(ddl, ds_buf_str(&list), 0) != SIZE_MAX);
        }
        ds_buf_free(&list);
    }
    json_decref(schema);
}

static void sqlite_takes_the_tables_and_a_deal(void **state)
{
    (void)state;
    if (system("command -v sqlite3 >/dev/null") != 0) {
        skip();
    }
    scratch in;
    scratch_make(&in);
    ds_buf sql = ds_buf_make(1 << 20);
    ds_buf_add(&sql, DS_STR("PRAGMA foreign_keys = ON;\n"));
    ds_buf_add(&sql, ds_schema_text(DS_STR("sqlite")));
    ds_buf_add(&sql, DS_STR("INSERT INTO deals (\"schema\", id, doc_id, doc_source, \"kind\", "
                            "\"status\", factuality, amount, confidence, \"text\", \"rule\") "
                            "VALUES ('dealsift/1', 'i', 'd', 's', 'merger', 'unknown', "
                            "'asserted', 5500000000, 0.5, 't', 'r');\n"
                            "INSERT INTO evidence VALUES ('i', 0, 'amount', NULL, 't', 1, 2, 3);\n"
                            "SELECT amount, acquirer, count(*) FROM deals "
                            "JOIN evidence ON deal_id = id;\n"));
    scratch_write(&in, "good.sql", ds_buf_str(&sql));
    ds_buf_add(&sql, DS_STR("UPDATE deals SET \"kind\" = 'takeover';\n"));
    scratch_write(&in, "bad.sql", ds_buf_str(&sql));
    char command[4096];
    snprintf(command, sizeof command,
             "sqlite3 -bail %s/a.db < %s/good.sql > %s/out && test \"$(cat %s/out)\" = "
             "'5500000000|[]|1'",
             in.path, in.path, in.path, in.path);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command, "sqlite3 -bail %s/b.db < %s/bad.sql > %s/out 2>&1", in.path,
             in.path, in.path);
    assert_int_not_equal(system(command), 0);
    ds_buf_free(&sql);
    scratch_remove(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(embedded_texts_are_the_files),
        cmocka_unit_test(every_database_has_a_column_for_every_key),
        cmocka_unit_test(checks_of_the_tables_allow_the_values_of_the_schema),
        cmocka_unit_test(sqlite_takes_the_tables_and_a_deal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
