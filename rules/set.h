/* set.h - the inside of a rule set, for the files that build it. */
#ifndef DS_SET_H
#define DS_SET_H

#include "corpus/text/arena.h"
#include "rules/ruleset.h"

/* Ids, values and examples of a set; a pack of 10,000 rules has some 4 MB. */
enum { DS_SET_MAX_BYTES = 64 * 1024 * 1024 };

typedef struct ds_named_lexicon {
    ds_str id;
    ds_lexicon *lexicon;
    ds_where where; /* of its element */
} ds_named_lexicon;

typedef struct ds_option {
    ds_str name;
    ds_str value;
    ds_where where; /* of its element */
} ds_option;

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
    DS_LIST(ds_named_lexicon) lexicons;
    DS_LIST(ds_option) options;
    DS_LIST(ds_rule_example) examples;
    char hash[33];
};

/* Makes room for one more item: false if memory ran out. */
bool ds_set_grow(void **items, size_t n, size_t *cap, size_t size);
#define DS_LIST_ROOM(list)                                                                         \
    ds_set_grow((void **)&(list).items, (list).n, &(list).cap, sizeof *(list).items)

#endif /* DS_SET_H */
