/* collect.h - the elements of all packs that are in effect.
 *
 * Reads the files, follows includes, checks elements and attributes and lets
 * later packs override earlier ones by id.  Nothing is compiled here.
 */
#ifndef DS_COLLECT_H
#define DS_COLLECT_H

#include "rules/pack.h"
#include "rules/set.h"

/* Packs that include packs: deeper nesting is a mistake. */
enum { DS_INCLUDE_MAX_DEPTH = 8 };
/* A house with more files than this has a generator gone wrong. */
enum { DS_PACKS_MAX = 256 };

typedef enum ds_item_kind { /* the first four are ds_pattern_section */
                            DS_ITEM_RULE = DS_SECTIONS,
                            DS_ITEM_LEXICON,
                            DS_ITEM_OPTION,
                            DS_ITEM_WEIGHTS,
                            DS_ITEM_INCLUDE,
                            DS_ITEM_PACK,
} ds_item_kind;

typedef struct ds_item {
    int kind;                 /* ds_pattern_section or ds_item_kind */
    struct ds_item *base;     /* a lexicon that this one adds to, or NULL; in the
                                 rule set's arena */
    struct ds_item *replaced; /* a lexicon whose place this one takes without
                                 saying add="no", or NULL; there too */
    ds_str id;
    const ds_pack *pack;
    const xmlNode *node;
    size_t root; /* 0 the main pack, 1 the first house pack …  */
} ds_item;

typedef struct ds_collection {
    ds_ruleset *set; /* its arena holds the strings; rest untouched */
    ds_diag *diag;
    ds_status status; /* the first that was not DS_OK                */
    bool unread;      /* a file is missing or no XML: what it defines is not known,
                         so that patterns cannot be judged */
    DS_LIST(ds_item) items;
    DS_LIST(ds_pack *) packs; /* in order of reading                 */
} ds_collection;

/* Remembers the first status that is not DS_OK. */
void ds_collection_note(ds_collection *all, ds_status status);

/* Adds a pack file and what it includes; errors are reported and noted. */
void ds_collection_add(ds_collection *all, const char *path, size_t root);

/* A path named in an attribute, relative to its pack: arena copy, or NULL (out
 * of memory, or reported: absolute path, URL). */
const char *ds_collection_path(ds_collection *all, const ds_pack *pack, const xmlNode *node);

/* The number in an attribute, or fallback where there is none or a bad one
 * (which ds_collection_add has reported). */
double ds_collection_number(const ds_collection *all, const ds_item *item, const char *name,
                            double fallback);

void ds_collection_free(ds_collection *all); /* the packs and lists */

#endif /* DS_COLLECT_H */
