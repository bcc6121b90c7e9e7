#include "rules/start.h"

#include "corpus/text/utf8.h"
#include "rules/syntax.h"

#include <stdlib.h>
#include <string.h>

/* `second` of an opening: behind `first` may stand anything, or nothing is read
 * yet of what stands there. */
enum { ANYTHING = 0, OPEN = UINT16_MAX + 0x110000 };

typedef struct opening {
    uint32_t first;
    uint32_t second;
} opening;

enum {
    SMALL_SET = 16,             /* up to here looking at all is the quickest */
    N_PLACES = 2 * DS_START_MAX /* of the table, which is half full at most  */
};

/* How a piece of a pattern may begin. */
typedef struct opening_set {
    size_t n;
    size_t n_open;
    bool empty;   /* it may match nothing, so that what follows begins */
    bool unknown; /* or begin with any character                      */
    bool deaf;    /* it is of no account, only its syntax is read     */
    bool hashed;  /* `places` tells where in `items` one stands       */
    opening items[DS_START_MAX];
    uint16_t places[N_PLACES]; /* index plus one, 0: free */
} opening_set;

static size_t place_of(const opening_set *set, uint32_t first, uint32_t second)
{
    uint32_t hash = first * 0x9E3779B1u ^ second * 0x85EBCA6Bu;
    size_t at = (hash ^ hash >> 15) % N_PLACES;
    for (; set->places[at]; at = (at + 1) % N_PLACES) {
        const opening *here = &set->items[set->places[at] - 1];
        if (here->first == first && here->second == second) {
            break;
        }
    }
    return at;
}

static void make_places(opening_set *set)
{
    memset(set->places, 0, sizeof set->places);
    set->hashed = true;
    for (size_t i = 0; i < set->n; i++) {
        size_t at = place_of(set, set->items[i].first, set->items[i].second);
        set->places[at] = (uint16_t)(i + 1);
    }
}

static bool holds(const opening_set *set, uint32_t first, uint32_t second)
{
    if (set->hashed) {
        return set->places[place_of(set, first, second)];
    }
    for (size_t i = 0; i < set->n; i++) {
        if (set->items[i].first == first && set->items[i].second == second) {
            return true;
        }
    }
    return false;
}

static void add(opening_set *set, uint32_t first, uint32_t second)
{
    if (set->deaf || holds(set, first, second)) {
        return;
    }
    if (set->n == DS_START_MAX) {
        set->unknown = true;
        return;
    }
    if (set->hashed) {
        set->places[place_of(set, first, second)] = (uint16_t)(set->n + 1);
    }
    set->items[set->n++] = (opening){first, second};
    set->n_open += second == OPEN;
    if (set->n == SMALL_SET) {
        make_places(set);
    }
}

static void unite(opening_set *set, const opening_set *other)
{
    for (size_t i = 0; i < other->n; i++) {
        add(set, other->items[i].first, other->items[i].second);
    }
    set->empty = set->empty || other->empty;
    set->unknown = set->unknown || other->unknown;
}

/* Nothing that follows is of account. */
static bool is_settled(const opening_set *set)
{
    return set->deaf || (!set->empty && set->n_open == 0);
}

/* The opening that ends in `code`, with all that `next` may begin with. */
static void continue_with(opening_set *set, uint32_t code, const opening_set *next)
{
    if (next->unknown) {
        add(set, code, ANYTHING);
    }
    if (next->empty) {
        add(set, code, OPEN);
    }
    for (size_t i = 0; i < next->n; i++) {
        add(set, code, next->items[i].first);
    }
}

/* Takes the open ones out and writes down their characters. */
static size_t take_open(opening_set *set, uint32_t open[DS_START_MAX])
{
    size_t n_open = 0;
    size_t n_closed = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (set->items[i].second == OPEN) {
            open[n_open++] = set->items[i].first;
        } else {
            set->items[n_closed++] = set->items[i];
        }
    }
    set->n = n_closed;
    set->n_open = 0;
    set->hashed = false;
    if (set->n >= SMALL_SET) {
        make_places(set);
    }
    return n_open;
}

/* What was read, and `next` behind it. */
static void append(opening_set *set, const opening_set *next)
{
    if (is_settled(set)) {
        return;
    }
    uint32_t open[DS_START_MAX];
    size_t n_open = set->n_open ? take_open(set, open) : 0;
    for (size_t i = 0; i < n_open; i++) {
        continue_with(set, open[i], next);
    }
    if (set->empty) {
        set->empty = false;
        unite(set, next);
    }
}

static void clear(opening_set *set, bool deaf)
{
    set->n = 0;
    set->n_open = 0;
    set->empty = false;
    set->unknown = false;
    set->deaf = deaf;
    set->hashed = false;
}

static opening_set *new_set(ds_syntax *in)
{
    opening_set *made = malloc(sizeof *made); /* most of it is never written */
    in->hopeless = in->hopeless || !made;
    if (made) {
        clear(made, false);
    }
    return made;
}

static void take_alternatives(ds_syntax *in, opening_set *out);

static void take_class(ds_syntax *in, opening_set *out)
{
    enum { MAX_CODES = 128 };
    uint32_t codes[MAX_CODES];
    bool ranged;
    size_t n = ds_syntax_class(in, codes, MAX_CODES, &ranged);
    out->unknown = n == 0;
    for (size_t i = 0; i < n; i++) {
        add(out, codes[i], OPEN);
    }
}

static void take_escape(ds_syntax *in, opening_set *out)
{
    uint32_t sign;
    switch (ds_syntax_escape(in, &sign)) {
    case DS_ESCAPE_SIGN:
        add(out, sign, OPEN);
        break;
    case DS_ESCAPE_DIGIT:
        for (sign = '0'; sign <= '9'; sign++) {
            add(out, sign, OPEN);
        }
        break;
    case DS_ESCAPE_PLACE:
        out->empty = true;
        break;
    case DS_ESCAPE_ANY:
        out->unknown = true;
        break;
    }
}

static void take_group(ds_syntax *in, opening_set *out)
{
    ds_group kind = ds_syntax_open(in);
    if (in->hopeless) {
        return;
    }
    take_alternatives(in, out);
    ds_syntax_close(in);
    if (kind == DS_GROUP_LOOK || kind == DS_GROUP_AHEAD) { /* takes no place itself */
        clear(out, out->deaf);
        out->empty = true;
    }
}

/* A character, a class, a group: all that a quantifier may follow. */
static void take_part(ds_syntax *in, opening_set *out)
{
    uint32_t c = ds_syntax_peek(in);
    if (c == '(') {
        take_group(in, out);
    } else if (c == '[') {
        take_class(in, out);
    } else if (c == '\\') {
        take_escape(in, out);
    } else if (c == '.') {
        in->at++;
        out->unknown = true;
    } else if (c == '^' || c == '$') {
        in->at++;
        out->empty = true;
    } else {
        size_t size;
        add(out, ds_utf8_at(in->text, in->at, &size), OPEN);
        in->at += size;
    }
}

static void repeat(opening_set *part, ds_quantity times, opening_set *twice)
{
    if (times == DS_AT_LEAST_ONCE || times == DS_ANY_TIMES) {
        clear(twice, part->deaf);
        unite(twice, part);
        append(twice, part);
        unite(part, twice);
    }
    part->empty = part->empty || !ds_quantity_needs(times);
}

static void take_sequence(ds_syntax *in, opening_set *out)
{
    opening_set *part = new_set(in);
    opening_set *twice = new_set(in);
    out->empty = true;
    for (ds_syntax_blank(in); in->at < in->text.len && !in->hopeless; ds_syntax_blank(in)) {
        uint32_t c = ds_syntax_peek(in);
        if (c == '|' || c == ')') {
            break;
        }
        clear(part, is_settled(out));
        take_part(in, part);
        repeat(part, ds_syntax_quantity(in), twice);
        append(out, part);
    }
    free(part);
    free(twice);
}

static void take_alternatives(ds_syntax *in, opening_set *out)
{
    opening_set *one = new_set(in);
    while (!in->hopeless) {
        clear(one, out->deaf);
        take_sequence(in, one);
        unite(out, one);
        if (ds_syntax_peek(in) != '|') {
            break;
        }
        in->at++;
    }
    free(one);
}

/* Tabs and line feeds part what is written. */
static bool is_writable(const opening_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        const opening *item = &set->items[i];
        if (item->first < ' ' || (item->second != ANYTHING && item->second < ' ')) {
            return false;
        }
    }
    return set->n > 0 && !set->unknown && !set->empty;
}

void ds_start_read(ds_str pattern, ds_buf *out)
{
    ds_syntax in = {.text = pattern};
    opening_set *set = new_set(&in);
    if (set && pattern.ptr) {
        take_alternatives(&in, set);
        bool whole = !in.hopeless && in.at == pattern.len && is_writable(set);
        for (size_t i = 0; whole && i < set->n; i++) {
            const opening *item = &set->items[i];
            if (i) {
                ds_buf_add_char(out, '\t');
            }
            ds_buf_add_code(out, item->first);
            if (item->second != ANYTHING && item->second != OPEN) {
                ds_buf_add_code(out, item->second);
            }
        }
    }
    free(set);
}

/* ---- using them ------------------------------------------------------- */

/* An opening as it was read. */
typedef struct reading {
    uint32_t first;
    uint32_t second;
    uint16_t pattern;
} reading;

typedef struct reading_list {
    reading *items;
    size_t n;
    size_t cap;
} reading_list;

static bool push(reading_list *list, reading item)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 1024;
        reading *grown = realloc(list->items, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        list->items = grown;
        list->cap = cap;
    }
    list->items[list->n++] = item;
    return true;
}

static bool push_openings(reading_list *list, ds_str read, uint16_t pattern)
{
    for (size_t at = 0; at < read.len;) {
        size_t size;
        reading item = {.first = ds_utf8_at(read, at, &size), .pattern = pattern};
        at += size;
        if (at < read.len && read.ptr[at] != '\t') {
            item.second = ds_utf8_at(read, at, &size);
            at += size;
        }
        at++; /* the tab */
        if (!push(list, item)) {
            return false;
        }
    }
    return true;
}

static int by_opening(const void *left, const void *right)
{
    const reading *a = left;
    const reading *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->second != b->second) {
        return a->second < b->second ? -1 : 1;
    }
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static size_t slot_of(const ds_starts *starts, uint32_t first, uint32_t second)
{
    uint32_t hash = first * 0x9E3779B1u ^ second * 0x85EBCA6Bu;
    size_t at = (hash ^ hash >> 15) & starts->mask;
    while (starts->table[at].first &&
           (starts->table[at].first != first || starts->table[at].second != second)) {
        at = (at + 1) & starts->mask;
    }
    return at;
}

/* The patterns of a run of one opening, and those that begin with its first
 * character and anything: both ascending. */
static void write_list(ds_starts *starts, const reading *run, size_t n, const reading *any,
                       size_t n_any)
{
    size_t a = 0;
    for (size_t i = 0; i < n; i++) {
        for (; a < n_any && any[a].pattern <= run[i].pattern; a++) {
            if (any[a].pattern < run[i].pattern) {
                starts->lists[starts->n_lists++] = any[a].pattern;
            }
        }
        starts->lists[starts->n_lists++] = run[i].pattern;
    }
    for (; a < n_any; a++) {
        starts->lists[starts->n_lists++] = any[a].pattern;
    }
    starts->lists[starts->n_lists++] = DS_STARTS_END;
}

static size_t run_length(const reading_list *all, size_t from)
{
    size_t n = 1;
    while (from + n < all->n && all->items[from + n].first == all->items[from].first &&
           all->items[from + n].second == all->items[from].second) {
        n++;
    }
    return n;
}

/* Patterns that all lists together hold. */
static size_t count_lists(const reading_list *all)
{
    size_t total = 1;
    size_t n_any = 0;
    for (size_t i = 0, n; i < all->n; i += n) {
        n = run_length(all, i);
        bool same = i > 0 && all->items[i].first == all->items[i - 1].first;
        n_any = all->items[i].second == 0 ? n : same ? n_any : 0;
        total += n + n_any + 1;
    }
    return total;
}

static ds_status fill(ds_starts *starts, const reading_list *all)
{
    size_t slots = 64;
    while (slots < all->n * 2) {
        slots *= 2;
    }
    starts->mask = slots - 1;
    starts->table = calloc(slots, sizeof *starts->table);
    starts->lists = calloc(count_lists(all), sizeof *starts->lists);
    if (!starts->table || !starts->lists) {
        return DS_ENOMEM;
    }
    starts->lists[starts->n_lists++] = DS_STARTS_END;
    const reading *any = NULL;
    size_t n_any = 0;
    for (size_t i = 0, n; i < all->n; i += n) {
        const reading *run = &all->items[i];
        n = run_length(all, i);
        n_any = any && any->first == run->first ? n_any : 0;
        starts->table[slot_of(starts, run->first, run->second)] =
            (ds_starts_entry){run->first, run->second, (uint32_t)starts->n_lists};
        starts->firsts[(run->first & 0xFFFFu) / 64] |= UINT64_C(1) << run->first % 64;
        write_list(starts, run, n, any, n_any);
        if (run->second == 0) { /* sorted: before all others of that character */
            any = run;
            n_any = n;
        }
    }
    return DS_OK;
}

ds_status ds_starts_new(ds_starts **out, const ds_str *read, size_t n)
{
    ds_starts *starts = calloc(1, sizeof *starts);
    reading_list all = {NULL, 0, 0};
    ds_status status = starts ? DS_OK : DS_ENOMEM;
    if (status == DS_OK) {
        starts->known = calloc(n + 1, sizeof *starts->known);
        status = starts->known ? DS_OK : DS_ENOMEM;
    }
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        starts->known[i] = read[i].len > 0;
        status = push_openings(&all, read[i], (uint16_t)i) ? DS_OK : DS_ENOMEM;
    }
    if (status == DS_OK) {
        if (all.n) {
            qsort(all.items, all.n, sizeof *all.items, by_opening);
        }
        status = fill(starts, &all);
    }
    free(all.items);
    if (status != DS_OK) {
        ds_starts_free(starts);
        return status;
    }
    *out = starts;
    return DS_OK;
}

bool ds_starts_known(const ds_starts *starts, size_t pattern)
{
    return starts->known[pattern];
}

const uint16_t *ds_starts_at(const ds_starts *starts, uint32_t first, uint32_t second)
{
    if (!ds_starts_may(starts, first)) {
        return starts->lists;
    }
    const ds_starts_entry *found = &starts->table[slot_of(starts, first, second)];
    if (!found->first) {
        found = &starts->table[slot_of(starts, first, 0)];
    }
    return starts->lists + found->list;
}

void ds_starts_free(ds_starts *starts)
{
    if (starts) {
        free(starts->table);
        free(starts->lists);
        free(starts->known);
        free(starts);
    }
}
