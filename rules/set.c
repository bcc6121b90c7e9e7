#include "rules/set.h"

#include <stdlib.h>
#include <sys/mman.h>

static const char *const role_names[DS_ROLES] = {
    [DS_ROLE_NONE] = "none",     [DS_ROLE_ACQUIRER] = "acquirer", [DS_ROLE_TARGET] = "target",
    [DS_ROLE_SELLER] = "seller", [DS_ROLE_AMOUNT] = "amount",     [DS_ROLE_DATE] = "date",
    [DS_ROLE_STAKE] = "stake",   [DS_ROLE_TOPIC] = "topic",       [DS_ROLE_SUBJECT] = "subject",
    [DS_ROLE_RATE] = "rate",
};

const char *ds_role_name(ds_role role)
{
    size_t index = (size_t)role;
    return index < DS_ROLES ? role_names[index] : "none";
}

ds_role ds_role_from_name(ds_str name)
{
    for (size_t i = 0; i < DS_ROLES; i++) {
        if (ds_str_equal(name, ds_str_from(role_names[i]))) {
            return (ds_role)i;
        }
    }
    return DS_ROLE_NONE;
}

bool ds_role_in_rules(ds_role role)
{
    return role != DS_ROLE_NONE && role != DS_ROLE_TOPIC;
}

const char *ds_slot_kind_name(ds_slot_kind kind)
{
    static const char *const names[DS_SLOT_KINDS] = {
        [DS_SLOT_PARTY] = "party", [DS_SLOT_AMOUNT] = "amount", [DS_SLOT_DATE] = "date",
        [DS_SLOT_STAKE] = "stake", [DS_SLOT_RATE] = "rate",     [DS_SLOT_COUNT] = "count",
    };
    size_t index = (size_t)kind;
    return index < DS_SLOT_KINDS ? names[index] : "unknown";
}

const char *ds_pattern_section_name(ds_pattern_section section)
{
    static const char *const names[DS_SECTIONS + 1] = {
        [DS_SECTION_CUE] = "cue",
        [DS_SECTION_ENTITY] = "entity",
        [DS_SECTION_FURNITURE] = "furniture",
        [DS_SECTION_BINDING] = "binding",
        [DS_SECTIONS] = "rule",
    };
    size_t index = (size_t)section;
    return index <= DS_SECTIONS ? names[index] : "unknown";
}

ds_ruleset *ds_set_new(void)
{
    ds_ruleset *set = calloc(1, sizeof *set);
    if (set && ds_arena_new(&set->arena, DS_SET_MAX_BYTES) == DS_OK) {
        pthread_mutex_t *lock = DS_ARENA_NEW(set->arena, 1, pthread_mutex_t);
        if (lock && pthread_mutex_init(lock, NULL) == 0) {
            set->code_lock = lock;
            return set;
        }
    }
    ds_ruleset_free(set);
    return NULL;
}

bool ds_set_grow(void **items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) {
        return true;
    }
    size_t more = *cap ? *cap * 2 : 32;
    void *grown = realloc(*items, more * size);
    if (grown) {
        *items = grown;
        *cap = more;
    }
    return grown != NULL;
}

size_t ds_ruleset_rules(const ds_ruleset *set, const ds_rule **out)
{
    *out = set->rules.items;
    return set->rules.n;
}

size_t ds_ruleset_patterns(const ds_ruleset *set, ds_pattern_section section,
                           const ds_pattern **out)
{
    *out = set->patterns[section].items;
    return set->patterns[section].n;
}

size_t ds_ruleset_weights(const ds_ruleset *set, const ds_weight **out)
{
    *out = set->weights.items;
    return set->weights.n;
}

size_t ds_ruleset_examples(const ds_ruleset *set, const ds_rule_example **out)
{
    *out = set->examples.items;
    return set->examples.n;
}

const ds_lexicon *ds_ruleset_lexicon(const ds_ruleset *set, const char *id)
{
    for (size_t i = 0; i < set->lexicons.n; i++) {
        if (ds_str_equal(set->lexicons.items[i].id, ds_str_from(id))) {
            return set->lexicons.items[i].lexicon;
        }
    }
    return NULL;
}

ds_str ds_ruleset_option(const ds_ruleset *set, const char *name)
{
    for (size_t i = 0; i < set->options.n; i++) {
        if (ds_str_equal(set->options.items[i].name, ds_str_from(name))) {
            return set->options.items[i].value;
        }
    }
    return (ds_str){NULL, 0};
}

double ds_ruleset_number(const ds_ruleset *set, const char *name, double fallback)
{
    ds_str value = ds_ruleset_option(set, name);
    char *end = NULL;
    double number = value.len ? strtod(value.ptr, &end) : 0; /* arena copies end with a NUL */
    return end && end != value.ptr ? number : fallback;
}

ds_str ds_ruleset_kept(const ds_ruleset *set, const char *name)
{
    for (size_t i = 0; i < set->kept.n; i++) {
        if (strcmp(set->kept.items[i].name, name) == 0) {
            return set->kept.items[i].bytes;
        }
    }
    return (ds_str){NULL, 0};
}

ds_str ds_ruleset_hash(const ds_ruleset *set)
{
    return ds_str_from(set->hash);
}

void ds_ruleset_free(ds_ruleset *set)
{
    if (!set) {
        return;
    }
    for (size_t i = 0; i < set->rules.n; i++) {
        ds_code_free(set->rules.items[i].code);
    }
    for (size_t s = 0; s < DS_SECTIONS; s++) {
        for (size_t i = 0; i < set->patterns[s].n; i++) {
            ds_code_free(set->patterns[s].items[i].code);
        }
        free(set->patterns[s].items);
    }
    for (size_t i = 0; i < set->lexicons.n; i++) {
        ds_lexicon_free(set->lexicons.items[i].lexicon);
    }
    free(set->rules.items);
    free(set->weights.items);
    free(set->lexicons.items);
    free(set->options.items);
    free(set->replaced.items);
    free(set->examples.items);
    free(set->sources.items);
    free(set->kept.items);
    if (set->code_lock) {
        pthread_mutex_destroy(set->code_lock);
    }
    if (set->map) {
        munmap(set->map, set->map_bytes);
    }
    ds_arena_free(set->arena);
    free(set);
}
