#include "rules/places.h"

#include "corpus/text/utf8.h"
#include "rules/need.h"
#include "rules/stop.h"

#include <stdlib.h>

/* Distinct needs of all patterns together; of further ones is taken that they are met. */
enum { MAX_NEEDS = 32 };
/* Needs of one pattern that are looked at. */
enum { MAX_OWN = 6 };
/* Stretches that are no farther apart are one: to begin a search costs more than to go on. */
enum { APART_BYTES = 96 };

/* A need of one pattern. */
typedef struct own_need {
    uint32_t mask;  /* of the need */
    uint32_t reach; /* DS_NEED_ANYWHERE: no limit, and in no order */
    bool ordered;   /* it counts only with the one behind it       */
} own_need;

typedef struct own_needs {
    own_need items[MAX_OWN];
    size_t n;
    uint32_t mask; /* of all */
    uint64_t key;  /* see key_of() */
} own_needs;

/* A character at which a word of some need begins, or a stop. */
typedef struct marked {
    uint64_t key;    /* see key_of()     */
    uint32_t number; /* of the character */
    uint32_t byte;
} marked;

/* Needs and stops in one number: whether a mark concerns a pattern is asked most of all. */
static uint64_t key_of(uint32_t mask, unsigned stops)
{
    return mask | (uint64_t)stops << 32;
}

static bool is_stop(uint64_t key)
{
    return key >> 32 != 0;
}

struct ds_places {
    uint64_t used[DS_NEED_BITS / 64]; /* bits of words of any need: most texts stay in here */
    uint32_t masks[DS_NEED_BITS];     /* by bit of a word: the needs that it meets */
    size_t n_needs;
    own_needs *own; /* by pattern */
    /* of the text at hand */
    ds_str text; /* borrowed */
    marked *marks;
    size_t cap_marks;
    size_t n_marks;
    ds_range *found;
    size_t cap_found;
    uint32_t mask;  /* needs that are met anywhere */
    bool failed;    /* no room for marks, so that ... */
    ds_range whole; /* ... all of the text is found   */
};

/* The mask of a need whose words are written in `line`; 0: there are too many. */
static uint32_t mask_of(ds_places *places, ds_str *lines, ds_str line)
{
    size_t number = 0;
    while (number < places->n_needs && !ds_str_equal(lines[number], line)) {
        number++;
    }
    if (number == MAX_NEEDS) {
        return 0;
    }
    if (number == places->n_needs) {
        lines[places->n_needs++] = line;
    }
    uint32_t mask = UINT32_C(1) << number;
    for (size_t at = 0; at < line.len;) {
        uint16_t bit = ds_need_next(line, &at).bit;
        places->used[bit / 64] |= UINT64_C(1) << bit % 64;
        places->masks[bit] |= mask;
    }
    return mask;
}

/* Takes the line that begins at byte `at`; returns the byte behind it. */
static size_t take_line(ds_places *places, ds_str *lines, ds_str read, size_t at, own_needs *own)
{
    size_t begin = at;
    size_t feed = ds_str_find(read, DS_STR("\n"), at);
    size_t end = feed < read.len ? feed : read.len;
    size_t limit = ds_str_find(ds_str_slice(read, 0, end), DS_STR("\v"), at);
    uint32_t reach = DS_NEED_ANYWHERE;
    while (at < end) {
        reach = ds_need_next(read, &at).reach;
    }
    ds_str words = ds_str_slice(read, begin, limit < end ? limit : end);
    uint32_t mask = own->n < MAX_OWN ? mask_of(places, lines, words) : 0;
    if (mask) {
        if (own->n && own->items[own->n - 1].reach < DS_NEED_ANYWHERE) {
            own->items[own->n - 1].ordered = reach < DS_NEED_ANYWHERE;
        }
        own->items[own->n++] = (own_need){mask, reach, false};
        own->mask |= mask;
    }
    return end + 1;
}

ds_status ds_places_new(ds_places **out, const ds_str *needs, size_t n)
{
    ds_str lines[MAX_NEEDS];
    ds_places *places = calloc(1, sizeof *places);
    if (!places) {
        return DS_ENOMEM;
    }
    places->own = calloc(n + 1, sizeof *places->own);
    if (!places->own) {
        ds_places_free(places);
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        size_t at;
        unsigned stops = ds_need_stops(needs[i], &at);
        while (at < needs[i].len) {
            at = take_line(places, lines, needs[i], at, &places->own[i]);
        }
        places->own[i].key = key_of(places->own[i].mask, stops);
    }
    *out = places;
    return DS_OK;
}

void ds_places_free(ds_places *places)
{
    if (places) {
        free(places->own);
        free(places->marks);
        free(places->found);
        free(places);
    }
}

static uint32_t mask_at(const ds_places *places, uint16_t bit)
{
    return places->used[bit / 64] >> bit % 64 & 1u ? places->masks[bit] : 0;
}

static bool add_mark(ds_places *places, marked mark)
{
    if (places->n_marks == places->cap_marks) {
        size_t cap = places->cap_marks ? places->cap_marks * 2 : 256;
        marked *grown = realloc(places->marks, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        places->marks = grown;
        places->cap_marks = cap;
    }
    places->marks[places->n_marks++] = mark;
    places->mask |= (uint32_t)mark.key;
    return true;
}

/* Room for a stretch a mark. */
static bool make_room(ds_places *places)
{
    if (places->cap_found < places->cap_marks) {
        free(places->found);
        places->found = malloc(places->cap_marks * sizeof *places->found);
        places->cap_found = places->found ? places->cap_marks : 0;
    }
    return places->cap_found >= places->n_marks;
}

void ds_places_read(ds_places *places, ds_str text)
{
    places->text = text;
    places->n_marks = 0;
    places->mask = 0;
    places->whole = (ds_range){0, text.len};
    places->failed = false;
    size_t size = 0;
    uint32_t code = text.len ? ds_need_code(ds_utf8_at(text, 0, &size)) : 0;
    uint32_t number = 0;
    for (size_t at = 0; at < text.len; number++) {
        uint32_t mask = mask_at(places, ds_need_bit(code, 0));
        unsigned stops = ds_stop_of(code);
        size_t begin = at;
        at += size;
        if (at < text.len) {
            uint32_t next = ds_need_code(ds_utf8_at(text, at, &size));
            mask |= mask_at(places, ds_need_bit(code, next));
            code = next;
        }
        uint64_t key = key_of(mask, stops);
        if (key && !add_mark(places, (marked){key, number, (uint32_t)begin})) {
            places->failed = true;
            return;
        }
    }
    places->failed = !make_room(places);
}

/* Where each need of a pattern is met next, seen from a place of the text. */
typedef struct outlook {
    uint32_t next[MAX_OWN]; /* numbers of characters, NOT_MET */
    size_t n_met;
} outlook;
enum { NOT_MET = UINT32_MAX };

/* Takes in a mark that stands in front of all before.  A need with a reach counts only
 * with the one behind it. */
static void look_at(const own_needs *own, const marked *mark, outlook *see)
{
    for (size_t k = 0; k < own->n; k++) {
        if (mark->key & own->items[k].mask &&
            (!own->items[k].ordered || see->next[k + 1] != NOT_MET)) {
            see->n_met += see->next[k] == NOT_MET;
            see->next[k] = mark->number;
        }
    }
}

/* Behind a stop nothing is met, but for what need not be part of the match. */
static void look_no_farther(const own_needs *own, outlook *see)
{
    for (size_t k = 0; k < own->n; k++) {
        if (own->items[k].reach < DS_NEED_ANYWHERE) {
            see->n_met -= see->next[k] != NOT_MET;
            see->next[k] = NOT_MET;
        }
    }
}

/* The first character from which all needs are within reach. */
static uint32_t least_begin(const own_needs *own, const outlook *see)
{
    uint32_t least = 0;
    for (size_t k = 0; k < own->n; k++) {
        uint32_t reach = own->items[k].reach;
        uint32_t begin = reach < see->next[k] ? see->next[k] - reach : 0;
        begin = reach == DS_NEED_ANYWHERE ? 0 : begin;
        least = begin > least ? begin : least;
    }
    return least;
}

/* Puts the stretch up to a mark, from the character on that has number `from`, in front of those
 * found; returns the first. */
static ds_range *put_stretch(const ds_places *places, ds_range *first, uint32_t from,
                             const marked *mark)
{
    ds_range made = {mark->byte, mark->byte};
    for (uint32_t n = mark->number; n > from; n--) {
        made.begin = ds_utf8_before(places->text, made.begin);
    }
    if (first < places->found + places->cap_found && first->begin - made.end <= APART_BYTES) {
        first->begin = made.begin;
        return first;
    }
    *--first = made;
    return first;
}

/* From the end of the text on: between two marks nothing changes.  A match that begins in front of
 * a stop of the pattern ends there. */
size_t ds_places_find(ds_places *places, size_t pattern, const ds_range **out)
{
    const own_needs *own = &places->own[pattern];
    *out = &places->whole;
    if (own->n == 0 || places->failed) {
        return places->whole.end > 0;
    }
    if ((places->mask & own->mask) != own->mask) {
        return 0;
    }
    ds_range *first = places->found + places->cap_found;
    outlook see = {.n_met = 0};
    memset(see.next, 0xFF, sizeof see.next);
    const marked *last = NULL; /* where the stretch that is looked at ends */
    for (size_t m = places->n_marks; m-- > 0;) {
        const marked *mark = &places->marks[m];
        if (!(mark->key & own->key)) {
            continue;
        }
        uint32_t least = see.n_met == own->n ? least_begin(own, &see) : UINT32_MAX;
        if (last && least <= last->number) {
            uint32_t behind = mark->number + 1;
            first = put_stretch(places, first, least > behind ? least : behind, last);
        }
        if (is_stop(mark->key & own->key)) {
            look_no_farther(own, &see);
        }
        look_at(own, mark, &see);
        last = mark;
    }
    uint32_t least = see.n_met == own->n ? least_begin(own, &see) : UINT32_MAX;
    if (last && least <= last->number) {
        first = put_stretch(places, first, least, last);
    }
    *out = first;
    return (size_t)(places->found + places->cap_found - first);
}
