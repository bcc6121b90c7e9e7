#include "extract/decide/name.h"

#include "extract/decide/full_name.h"
#include "extract/recognise/three_bytes.h"
#include "rules/sweep.h"

#include <pcre2.h>
#include <stdlib.h>
#include <xxhash.h>

/* What is known of a candidate's text by its hash: eight bytes, one look. */
typedef struct seen_form {
    uint32_t key; /* upper half of the hash; 0 empty */
    uint8_t count;
    uint8_t roles; /* ds_name_role bits */
} seen_form;

/* Distinct candidate texts whose mentions are counted; a long report has some
 * 50,000, and a lost count only weakens a hint. */
enum { SEEN_SLOTS = 1 << 16 };
/* Text of names and title of one document. */
enum { NAME_BYTES = 512 * 1024 };

typedef struct name_pair {
    ds_str full; /* may be empty */
    ds_str alias;
    bool described; /* the full form is a description: the alias is the name */
} name_pair;

/* What the pairs say about one text: the first pair in which it is this or
 * that, plus one; 0: none. */
typedef struct name_entry {
    uint64_t hash;
    uint16_t alias;
    uint16_t full;
    uint16_t described; /* the full form of a described pair */
} name_entry;
/* Nearly no candidate is in the title: its first three bytes tell of most. */
enum { TITLE_BITS = DS_THREE_BYTES_HASHES, TITLE_BYTES = DS_THREE_BYTES };
/* Two texts a pair, at most half full. */
enum { ENTRY_SLOTS = 1 << 13 };

struct ds_names {
    const ds_pattern **patterns; /* of aliases */
    size_t n_patterns;
    ds_sweep *sweep; /* of them */
    pcre2_match_data *data;
    ds_budget *budget; /* borrowed, may be NULL */
    ds_arena *arena;
    ds_known_names *all; /* texts of the pairs */
    name_pair pairs[DS_NAMES_MAX];
    size_t n_pairs;
    name_entry *entries;
    uint16_t entries_used[2 * DS_NAMES_MAX]; /* for a cheap clear */
    size_t n_entries;
    ds_str title;
    uint64_t title_bytes[TITLE_BITS / 64]; /* three bytes in a row that the title has, hashed */
    seen_form *seen;
    uint16_t *seen_used; /* slots in use, for a cheap clear */
    size_t n_seen;
    uint64_t last_buyer; /* its hash; 0 none  */
};

/* Entity patterns of type "alias". */
static ds_status read_patterns(ds_names *names, const ds_ruleset *rules)
{
    const ds_pattern *all;
    size_t n_all = ds_ruleset_patterns(rules, DS_SECTION_ENTITY, &all);
    names->patterns = calloc(n_all + 1, sizeof(const ds_pattern *));
    for (size_t p = 0; names->patterns && p < n_all; p++) {
        if (ds_str_equal(all[p].name, DS_STR("alias"))) {
            names->patterns[names->n_patterns++] = &all[p];
        }
    }
    return names->patterns
               ? ds_sweep_new(&names->sweep, DS_SECTION_ENTITY, names->patterns, names->n_patterns)
               : DS_ENOMEM;
}

ds_status ds_names_new(ds_names **out, const ds_ruleset *rules)
{
    ds_names *names = calloc(1, sizeof *names);
    if (!names) {
        return DS_ENOMEM;
    }
    ds_status status = read_patterns(names, rules);
    names->data = pcre2_match_data_create(8, NULL);
    names->seen = calloc(SEEN_SLOTS, sizeof *names->seen);
    names->seen_used = calloc(SEEN_SLOTS, sizeof *names->seen_used);
    names->entries = calloc(ENTRY_SLOTS, sizeof *names->entries);
    status = status == DS_OK ? ds_arena_new(&names->arena, NAME_BYTES) : status;
    status = status == DS_OK ? ds_known_names_new(&names->all, 2 * (size_t)DS_NAMES_MAX) : status;
    if (!names->data || !names->seen || !names->seen_used || !names->entries || status != DS_OK) {
        ds_names_free(names);
        return DS_ENOMEM;
    }
    *out = names;
    return DS_OK;
}

void ds_names_budget(ds_names *names, ds_budget *budget)
{
    names->budget = budget;
}

void ds_names_free(ds_names *names)
{
    if (names) {
        pcre2_match_data_free(names->data);
        ds_arena_free(names->arena);
        ds_known_names_free(names->all);
        free(names->patterns);
        ds_sweep_free(names->sweep);
        free(names->seen);
        free(names->seen_used);
        free(names->entries);
        free(names);
    }
}

void ds_names_clear(ds_names *names)
{
    ds_arena_reset(names->arena);
    ds_known_names_clear(names->all);
    for (size_t i = 0; i < names->n_entries; i++) {
        names->entries[names->entries_used[i]] = (name_entry){0};
    }
    names->n_entries = 0;
    names->n_pairs = 0;
    names->title = (ds_str){NULL, 0};
    for (size_t i = 0; i < names->n_seen; i++) { /* short documents come by the million */
        names->seen[names->seen_used[i]] = (seen_form){0};
    }
    names->n_seen = 0;
    names->last_buyer = 0;
}

void ds_names_set_title(ds_names *names, ds_str title)
{
    names->title = ds_arena_copy(names->arena, title);
    memset(names->title_bytes, 0, sizeof names->title_bytes);
    for (size_t i = 0; i + TITLE_BYTES <= names->title.len; i++) {
        size_t bit = ds_three_bytes_hash(names->title.ptr + i);
        names->title_bytes[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

static bool in_title(const ds_names *names, ds_str form)
{
    size_t bit = form.len >= TITLE_BYTES ? ds_three_bytes_hash(form.ptr) : 0;
    bool may = form.len < TITLE_BYTES || names->title_bytes[bit / 64] >> bit % 64 & 1u;
    return may && ds_str_find(names->title, form, 0) != SIZE_MAX;
}

static uint64_t hash_of(ds_str form)
{
    return XXH3_64bits(form.ptr, form.len);
}

static bool entry_is(const ds_names *names, const name_entry *entry, ds_str text)
{
    return (entry->alias && ds_str_equal(names->pairs[entry->alias - 1u].alias, text)) ||
           (entry->full && ds_str_equal(names->pairs[entry->full - 1u].full, text));
}

/* The entry of a text, or the free one where it would stand. */
static name_entry *entry_of(const ds_names *names, ds_str text, uint64_t hash)
{
    size_t slot = (size_t)hash % ENTRY_SLOTS;
    while ((names->entries[slot].alias || names->entries[slot].full) &&
           (names->entries[slot].hash != hash || !entry_is(names, &names->entries[slot], text))) {
        slot = (slot + 1) % ENTRY_SLOTS;
    }
    return &names->entries[slot];
}

static name_entry find_entry(const ds_names *names, ds_str text, uint64_t hash)
{
    return *entry_of(names, text, hash);
}

static bool is_alias(const ds_names *names, ds_str text)
{
    return find_entry(names, text, hash_of(text)).alias != 0;
}

/* The entry of a text, from now on in use. */
static name_entry *use_entry(ds_names *names, ds_str text)
{
    uint64_t hash = hash_of(text);
    name_entry *entry = entry_of(names, text, hash);
    if (!entry->alias && !entry->full) {
        names->entries_used[names->n_entries++] = (uint16_t)(entry - names->entries);
    }
    entry->hash = hash;
    return entry;
}

static void index_pair(ds_names *names, size_t index)
{
    const name_pair *pair = &names->pairs[index];
    uint16_t number = (uint16_t)(index + 1);
    name_entry *entry = use_entry(names, pair->alias);
    entry->alias = entry->alias ? entry->alias : number;
    entry = use_entry(names, pair->full);
    entry->full = entry->full ? entry->full : number;
    entry->described = !entry->described && pair->described ? number : entry->described;
}

static void add_pair(ds_names *names, ds_str full, bool described, ds_str alias)
{
    if (names->n_pairs < DS_NAMES_MAX && alias.len && !is_alias(names, alias)) {
        name_pair pair = {ds_arena_copy(names->arena, full), ds_arena_copy(names->arena, alias),
                          described};
        if (pair.full.ptr && pair.alias.ptr) {
            names->pairs[names->n_pairs] = pair;
            index_pair(names, names->n_pairs++);
            ds_known_names_add(names->all, pair.alias);
            ds_known_names_add(names->all, pair.full);
        }
    }
}

static void learn_pattern(ds_names *names, const ds_analysis *analysis, const ds_pattern *pattern)
{
    size_t at = 0;
    while (at < analysis->text.len) {
        int n = ds_budget_pattern(names->budget, DS_SECTION_ENTITY, pattern, analysis->text, at,
                                  names->data);
        if (n < 3) {
            return;
        }
        const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(names->data);
        ds_str alias = ds_str_slice(analysis->text, offsets[4], offsets[5]);
        bool described = false;
        ds_str full = {NULL, 0};
        if (offsets[2] != PCRE2_UNSET) {
            full = ds_full_name_find(analysis, offsets[3], alias, &described);
        }
        add_pair(names, full, described, alias);
        at = offsets[1] > at ? offsets[1] : at + 1;
    }
}

static void note_definition(void *payload, size_t pattern, ds_range where, ds_range group)
{
    (void)pattern;
    (void)where;
    (void)group;
    *(bool *)payload = true;
}

bool ds_names_defines(ds_names *names, ds_str text)
{
    bool defines = false;
    ds_sweep_text(names->sweep, text, NULL, names->budget, note_definition, &defines);
    return defines;
}

ds_status ds_names_learn(ds_names *names, const ds_analysis *analysis)
{
    for (size_t p = 0; p < names->n_patterns; p++) {
        learn_pattern(names, analysis, names->patterns[p]);
    }
    return DS_OK;
}

static ds_str resolve(const ds_names *names, ds_str text, uint64_t hash)
{
    if (names->n_pairs == 0) {
        return text;
    }
    name_entry entry = find_entry(names, text, hash);
    const name_pair *pair = entry.alias ? &names->pairs[entry.alias - 1u] : NULL;
    bool stands = pair && pair->full.len && !pair->described;
    if (entry.described && (!stands || entry.described < entry.alias)) {
        return names->pairs[entry.described - 1u].alias;
    }
    return stands ? pair->full : text;
}

ds_str ds_names_resolve(const ds_names *names, ds_str text)
{
    return names->n_pairs ? resolve(names, text, hash_of(text)) : text;
}

static ds_name_mark mark_of(const ds_names *names, ds_str form, uint64_t hash)
{
    if (names->n_pairs) {
        name_entry entry = find_entry(names, form, hash);
        if (entry.alias || entry.full) {
            bool alias = entry.alias && (!entry.full || entry.alias <= entry.full);
            return alias ? DS_NAME_ALIAS : DS_NAME_FULL;
        }
    }
    return in_title(names, form) ? DS_NAME_TITLE : DS_NAME_NONE;
}

enum { SEEN_PROBES = 8 };

/* What counts the form, or NULL when its neighbourhood is full. */
static seen_form *find_seen(ds_names *names, uint64_t hash)
{
    uint32_t key = (uint32_t)(hash >> 32) | 1u;
    for (size_t probe = 0; probe < SEEN_PROBES; probe++) {
        size_t slot = (size_t)(hash + probe) % SEEN_SLOTS;
        if (names->seen[slot].key == 0) {
            names->seen[slot].key = key;
            names->seen_used[names->n_seen++] = (uint16_t)slot;
        }
        if (names->seen[slot].key == key) {
            return &names->seen[slot];
        }
    }
    return NULL;
}

static void note_form(ds_names *names, ds_str form, ds_name_role role)
{
    seen_form *seen = find_seen(names, hash_of(form));
    if (seen) {
        seen->roles |= (uint8_t)role;
    }
}

void ds_names_note(ds_names *names, ds_str text, ds_name_role role)
{
    ds_str full = ds_names_resolve(names, text);
    note_form(names, text, role);
    if (!ds_str_equal(full, text)) {
        note_form(names, full, role);
    }
    if (role == DS_NAME_BUYER) {
        names->last_buyer = hash_of(full);
    }
}

/* By the hashes of the form and of the name that it stands for. */
static uint8_t roles_of(ds_names *names, uint64_t form, uint64_t full)
{
    const seen_form *seen = find_seen(names, form);
    const seen_form *other = full == form ? seen : find_seen(names, full);
    unsigned roles = (seen ? seen->roles : 0u) | (other ? other->roles : 0u);
    return (uint8_t)(roles | (names->last_buyer == full ? DS_NAME_LAST_BUYER : 0u));
}

/* Mentions of the form before this sentence; adds this one if it is `here`. */
static uint8_t count_seen(ds_names *names, uint64_t form, bool here)
{
    seen_form *seen = find_seen(names, form);
    if (!seen) {
        return 0;
    }
    uint8_t before = seen->count;
    seen->count = (uint8_t)(before + (here && before < UINT8_MAX));
    return before;
}

/* An alias and its full form are one party: the first form that is the full
 * one, or itself. */
static uint16_t group_of(const ds_analysis *analysis, size_t form, ds_str full)
{
    const ds_form *forms = analysis->nominees.forms;
    if (!ds_str_equal(full, forms[form].text)) {
        for (size_t f = 0; f < analysis->nominees.n_forms; f++) {
            if (ds_str_equal(forms[f].text, full)) {
                return (uint16_t)f;
            }
        }
    }
    return (uint16_t)form;
}

const ds_known_names *ds_names_all(const ds_names *names)
{
    return names->all;
}

ds_status ds_names_known(const ds_names *names, ds_analysis *analysis, ds_arena *arena)
{
    size_t n = analysis->nominees.n_forms;
    uint8_t *marks = DS_ARENA_TAKE(arena, n + 1, uint8_t);
    for (size_t f = 0; marks && f < n; f++) {
        const ds_form *form = &analysis->nominees.forms[f];
        marks[f] = (uint8_t)mark_of(names, form->text, form->hash);
    }
    analysis->form_name = marks;
    return marks ? DS_OK : DS_ENOMEM;
}

uint64_t ds_names_party(const ds_names *names, ds_str text, uint64_t hash)
{
    ds_str full = resolve(names, text, hash);
    return full.ptr == text.ptr ? hash : hash_of(full);
}

uint64_t ds_names_party_of(const ds_names *names, ds_str text)
{
    return ds_names_party(names, text, hash_of(text));
}

unsigned ds_names_roles(ds_names *names, uint64_t hash, uint64_t party)
{
    return roles_of(names, hash, party);
}

ds_status ds_names_mark(ds_names *names, ds_analysis *analysis, ds_arena *arena)
{
    size_t n = analysis->nominees.n_forms;
    uint8_t *seen = DS_ARENA_NEW(arena, n + 1, uint8_t);
    uint8_t *marks = DS_ARENA_NEW(arena, n + 1, uint8_t);
    uint8_t *roles = DS_ARENA_NEW(arena, n + 1, uint8_t);
    uint16_t *group = DS_ARENA_NEW(arena, n + 1, uint16_t);
    if (!seen || !marks || !roles || !group) {
        return DS_ENOMEM;
    }
    bool *here = DS_ARENA_NEW(arena, n + 1, bool);
    if (!here) {
        return DS_ENOMEM;
    }
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        here[candidate->form] = here[candidate->form] || candidate->begin >= analysis->focus;
    }
    for (size_t f = 0; f < n; f++) {
        __builtin_prefetch(&names->seen[analysis->nominees.forms[f].hash % SEEN_SLOTS]);
    }
    for (size_t f = 0; f < n; f++) {
        ds_str form = analysis->nominees.forms[f].text;
        uint64_t hash = analysis->nominees.forms[f].hash;
        seen[f] = count_seen(names, hash, here[f]);
        ds_str full = resolve(names, form, hash);
        roles[f] = roles_of(names, hash, full.ptr == form.ptr ? hash : hash_of(full));
        group[f] = group_of(analysis, f, full);
        marks[f] = (uint8_t)mark_of(names, form, hash);
    }
    analysis->form_group = group;
    analysis->form_seen = seen;
    analysis->form_roles = roles;
    analysis->form_name = marks;
    return DS_OK;
}
