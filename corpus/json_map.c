#include "corpus/json_map.h"

#include "corpus/text/span.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *const names[DS_JSON_FIELDS] = {
    [DS_JSON_ID] = "id",
    [DS_JSON_TEXT] = "text",
    [DS_JSON_TITLE] = "title",
    [DS_JSON_PUBLISHED] = "published",
    [DS_JSON_PUBLISHER] = "publisher",
    [DS_JSON_SOURCE] = "source",
};

void ds_json_map_reset(ds_json_map *map)
{
    for (size_t i = 0; i < DS_JSON_FIELDS; i++) {
        snprintf(map->key[i], DS_JSON_KEY_BYTES, "%s", names[i]);
    }
}

static size_t field_of(ds_str name)
{
    size_t i = 0;
    while (i < DS_JSON_FIELDS && !ds_str_equal(name, ds_str_from(names[i]))) {
        i++;
    }
    return i;
}

/* One "field=key". */
static ds_status read_pair(ds_json_map *map, ds_str pair, ds_diag *diag)
{
    size_t at = ds_str_find(pair, DS_STR("="), 0);
    if (at == SIZE_MAX) {
        return ds_diag_fail(diag, DS_EINVALID, (ds_where){0}, "--map: no '=' in '%.*s'",
                            DS_STR_ARGS(pair));
    }
    ds_str name = ds_str_trim(ds_str_slice(pair, 0, at));
    ds_str key = ds_str_trim(ds_str_slice(pair, at + 1, pair.len));
    size_t field = field_of(name);
    if (field == DS_JSON_FIELDS) {
        return ds_diag_fail(diag, DS_EINVALID, (ds_where){0},
                            "--map: '%.*s' is none of id, text, title, published, publisher, "
                            "source",
                            DS_STR_ARGS(name));
    }
    if (key.len == 0 || key.len >= DS_JSON_KEY_BYTES) {
        return ds_diag_fail(diag, DS_EINVALID, (ds_where){0},
                            "--map: the key for '%.*s' must have 1 to %d bytes", DS_STR_ARGS(name),
                            DS_JSON_KEY_BYTES - 1);
    }
    memcpy(map->key[field], key.ptr, key.len);
    map->key[field][key.len] = '\0';
    return DS_OK;
}

ds_status ds_json_map_read(ds_json_map *map, const char *text, ds_diag *diag)
{
    ds_json_map_reset(map);
    while (*text) {
        size_t len = strcspn(text, ",");
        ds_status status = read_pair(map, (ds_str){text, len}, diag);
        if (status != DS_OK) {
            return status;
        }
        text += len + (text[len] == ',');
    }
    return DS_OK;
}
