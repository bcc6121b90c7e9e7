/* set.h - the inside of a rule set, for the files that build it. */
#ifndef DS_SET_H
#define DS_SET_H

#include "corpus/text/arena.h"
#include "rules/file.h"
#include "rules/ruleset.h"

/* Ids, values and examples of a set; a pack of 10,000 rules has some 4 MB. */
enum { DS_SET_MAX_BYTES = 64 * 1024 * 1024 };

typedef struct ds_named_lexicon {
    ds_str id;
    ds_lexicon *lexicon;
    ds_where where; /* of its element */
} ds_named_lexicon;

/* A lexicon that took the place of another and left out words of it. */
typedef struct ds_replaced {
    ds_str id;
    ds_where where;  /* of its element       */
    ds_where before; /* of that of the other */
    size_t n_words;  /* of the other         */
    size_t n_lost;
} ds_replaced;

typedef struct ds_option {
    ds_str name;
    ds_str value;
    ds_where where; /* of its element */
} ds_option;

/* A file the set was made from; `path` as it was named. */
typedef struct ds_source {
    const char *path;
    ds_file_stamp stamp;
} ds_source;

/* A list that grows; `items` is malloced. */
#define DS_LIST(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t n;                                                                                  \
        size_t cap;                                                                                \
    }

struct ds_ruleset {
    ds_arena *arena; /* all strings */
    DS_LIST(ds_rule) rules;
    DS_LIST(ds_pattern) patterns[DS_SECTIONS];
    DS_LIST(ds_weight) weights;
    bool weights_left; /* they are in the image still, until somebody asks for them */
    DS_LIST(ds_named_lexicon) lexicons;
    DS_LIST(ds_option) options;
    DS_LIST(ds_replaced) replaced; /* for `rules check`: not in images */
    DS_LIST(ds_rule_example) examples;
    DS_LIST(ds_source) sources;
    DS_LIST(ds_kept) kept;
    pthread_mutex_t *code_lock; /* of all patterns; in the arena */
    void *map;                  /* the image it was read from, or NULL: lexicons and what is
                                   kept are in it                              */
    size_t map_bytes;
    int64_t read_at; /* nanoseconds since 1970, before the first source was read */
    char hash[33];
};

/* An empty set with its arena, or NULL.  The caller frees it. */
ds_ruleset *ds_set_new(void);

/* Takes the weights that were left in the image of a set (image_read.c); without memory there
 * are none. */
void ds_set_take_weights(ds_ruleset *set);

/* Makes room for one more item: false if memory ran out. */
bool ds_set_grow(void **items, size_t n, size_t *cap, size_t size);
#define DS_LIST_ROOM(list)                                                                         \
    ds_set_grow((void **)&(list).items, (list).n, &(list).cap, sizeof *(list).items)

#endif /* DS_SET_H */
