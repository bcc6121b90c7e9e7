/* json_map.h - which keys of a JSON Lines document hold what. */
#ifndef DS_JSON_MAP_H
#define DS_JSON_MAP_H

#include "corpus/text/diag.h"

typedef enum ds_json_field {
    DS_JSON_ID,
    DS_JSON_TEXT,
    DS_JSON_TITLE,
    DS_JSON_PUBLISHED,
    DS_JSON_PUBLISHER,
    DS_JSON_SOURCE,
    DS_JSON_FIELDS,
} ds_json_field;

enum { DS_JSON_KEY_BYTES = 64 }; /* longer keys are not known to exist */

typedef struct ds_json_map {
    char key[DS_JSON_FIELDS][DS_JSON_KEY_BYTES];
} ds_json_map;

/* Each field's own name. */
void ds_json_map_reset(ds_json_map *map);

/* Reads "text=content,published=meta.day": our field, then their key; dots lead
 * into objects within objects, unless a key with dots is there.  What is not
 * named keeps its own name.  DS_EINVALID: reported to `diag`. */
DS_MUST_USE ds_status ds_json_map_read(ds_json_map *map, const char *text, ds_diag *diag);

#endif /* DS_JSON_MAP_H */
