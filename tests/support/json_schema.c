#include "tests/support/json_schema.h"

#include "corpus/text/utf8.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

typedef struct check {
    const json_t *root;
    char *why;
    size_t cap;
} check;

static bool holds(const check *in, const json_t *schema, const json_t *value, const char *path);

static bool fail(const check *in, const char *path, const char *reason)
{
    snprintf(in->why, in->cap, "%s: %s", path[0] ? path : "/", reason);
    return false;
}

static bool is_type(const json_t *value, const char *name)
{
    return (strcmp(name, "object") == 0 && json_is_object(value)) ||
           (strcmp(name, "array") == 0 && json_is_array(value)) ||
           (strcmp(name, "string") == 0 && json_is_string(value)) ||
           (strcmp(name, "integer") == 0 && json_is_integer(value)) ||
           (strcmp(name, "number") == 0 && json_is_number(value)) ||
           (strcmp(name, "null") == 0 && json_is_null(value));
}

static bool any_of(const json_t *wanted, const json_t *value, bool types)
{
    size_t n_items = json_is_array(wanted) ? json_array_size(wanted) : 1;
    for (size_t i = 0; i < n_items; i++) {
        const json_t *item = json_is_array(wanted) ? json_array_get(wanted, i) : wanted;
        if (types ? is_type(value, json_string_value(item)) : json_equal(item, value)) {
            return true;
        }
    }
    return false;
}

static bool matches(const char *pattern, const char *text)
{
    regex_t regex;
    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        return false;
    }
    bool found = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static bool holds_string(const check *in, const char *key, const json_t *arg, const json_t *value,
                         const char *path)
{
    if (!json_is_string(value)) {
        return true;
    }
    const char *text = json_string_value(value);
    if (strcmp(key, "minLength") == 0) {
        size_t len = ds_utf8_count((ds_str){text, json_string_length(value)});
        return len >= (size_t)json_integer_value(arg) || fail(in, path, "is too short");
    }
    return matches(json_string_value(arg), text) || fail(in, path, "does not match its pattern");
}

static bool holds_number(const check *in, const char *key, const json_t *arg, const json_t *value,
                         const char *path)
{
    if (!json_is_number(value)) {
        return true;
    }
    double number = json_number_value(value);
    bool good = strcmp(key, "minimum") == 0 ? number >= json_number_value(arg)
                                            : number <= json_number_value(arg);
    return good || fail(in, path, "is out of range");
}

static bool holds_object(const check *in, const json_t *schema, const json_t *value,
                         const char *path)
{
    const json_t *properties = json_object_get(schema, "properties");
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)value, key, member)
    {
        char below[256];
        snprintf(below, sizeof below, "%s/%s", path, key);
        const json_t *rule = json_object_get(properties, key);
        if (!rule) {
            return fail(in, below, "is no key of the schema");
        }
        if (!holds(in, rule, member, below)) {
            return false;
        }
    }
    const json_t *required = json_object_get(schema, "required");
    for (size_t i = 0; i < json_array_size(required); i++) {
        const char *name = json_string_value(json_array_get(required, i));
        if (!json_object_get(value, name)) {
            return fail(in, path, name);
        }
    }
    return json_is_false(json_object_get(schema, "additionalProperties")) ||
           fail(in, path, "the schema lets unknown keys through");
}

static bool holds_items(const check *in, const json_t *rule, const json_t *value, const char *path)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        char below[256];
        snprintf(below, sizeof below, "%s/%zu", path, i);
        if (!holds(in, rule, json_array_get(value, i), below)) {
            return false;
        }
    }
    return true;
}

static bool holds_ref(const check *in, const char *ref, const json_t *value, const char *path)
{
    static const char head[] = "#/$defs/";
    if (strncmp(ref, head, sizeof head - 1) != 0) {
        return fail(in, path, "a $ref that is not into $defs");
    }
    const json_t *defs = json_object_get(in->root, "$defs");
    const json_t *rule = json_object_get(defs, ref + sizeof head - 1);
    return rule ? holds(in, rule, value, path) : fail(in, path, "a $ref to nothing");
}

static bool is_one_of(const char *key, const char *const *names)
{
    while (*names && strcmp(key, *names) != 0) {
        names++;
    }
    return *names != NULL;
}

static bool holds_keyword(const check *in, const json_t *schema, const char *key,
                          const json_t *value, const char *path)
{
    static const char *const notes[] = {"$schema", "$id", "$defs", "title", "description", NULL};
    static const char *const object[] = {"properties", "required", "additionalProperties", NULL};
    const json_t *arg = json_object_get(schema, key);
    if (is_one_of(key, notes)) {
        return true;
    }
    if (is_one_of(key, object)) {
        return !json_is_object(value) || holds_object(in, schema, value, path);
    }
    if (strcmp(key, "type") == 0) {
        return any_of(arg, value, true) || fail(in, path, "has the wrong type");
    }
    if (strcmp(key, "enum") == 0 || strcmp(key, "const") == 0) {
        return any_of(arg, value, false) || fail(in, path, "is none of the values allowed");
    }
    if (strcmp(key, "items") == 0) {
        return holds_items(in, arg, value, path);
    }
    if (strcmp(key, "$ref") == 0) {
        return holds_ref(in, json_string_value(arg), value, path);
    }
    if (strcmp(key, "minLength") == 0 || strcmp(key, "pattern") == 0) {
        return holds_string(in, key, arg, value, path);
    }
    if (strcmp(key, "minimum") == 0 || strcmp(key, "maximum") == 0) {
        return holds_number(in, key, arg, value, path);
    }
    return fail(in, path, "the schema has a keyword this check does not know");
}

static bool holds(const check *in, const json_t *schema, const json_t *value, const char *path)
{
    const char *key;
    json_t *unused;
    json_object_foreach((json_t *)schema, key, unused)
    {
        if (!holds_keyword(in, schema, key, value, path)) {
            return false;
        }
    }
    return true;
}

bool json_schema_holds(const json_t *schema, const json_t *value, char *why, size_t cap)
{
    const check in = {schema, why, cap};
    return holds(&in, schema, value, "");
}
