#include "rules/start.h"

#include "corpus/text/utf8.h"
#include "rules/syntax.h"

#include <stdlib.h>
#include <string.h>

/* Characters of an opening that are told apart; where there are too many openings, fewer. */
enum { MOST = 3, LESS = 2 };

/* The first characters of a match, 0 behind the last that is known: there may stand anything,
 * or, if it is open, nothing is read yet of what stands there. */
typedef struct opening {
    uint32_t codes[MOST];
    uint16_t n;
    bool open;
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
    bool crowded; /* unknown since there were too many                */
    bool deaf;    /* it is of no account, only its syntax is read     */
    bool hashed;  /* `places` tells where in `items` one stands       */
    size_t most;  /* characters of an opening, MOST or LESS           */
    opening items[DS_START_MAX];
    uint16_t places[N_PLACES]; /* index plus one, 0: free */
} opening_set;

static bool is_same(const opening *a, const opening *b)
{
    return memcmp(a->codes, b->codes, sizeof a->codes) == 0 && a->open == b->open;
}

static size_t place_of(const opening_set *set, const opening *item)
{
    uint32_t hash = item->codes[0] * 0x9E3779B1u ^ item->codes[1] * 0x85EBCA6Bu ^
                    item->codes[2] * 0xC2B2AE35u ^ item->open;
    size_t at = (hash ^ hash >> 15) % N_PLACES;
    while (set->places[at] && !is_same(&set->items[set->places[at] - 1], item)) {
        at = (at + 1) % N_PLACES;
    }
    return at;
}

static void make_places(opening_set *set)
{
    memset(set->places, 0, sizeof set->places);
    set->hashed = true;
    for (size_t i = 0; i < set->n; i++) {
        set->places[place_of(set, &set->items[i])] = (uint16_t)(i + 1);
    }
}

static bool holds(const opening_set *set, const opening *item)
{
    if (set->hashed) {
        return set->places[place_of(set, item)];
    }
    for (size_t i = 0; i < set->n; i++) {
        if (is_same(&set->items[i], item)) {
            return true;
        }
    }
    return false;
}

static void add(opening_set *set, opening item)
{
    item.open = item.open && item.n < set->most;
    if (set->deaf || holds(set, &item)) {
        return;
    }
    if (set->n == DS_START_MAX) {
        set->unknown = true;
        set->crowded = true;
        return;
    }
    if (set->hashed) {
        set->places[place_of(set, &item)] = (uint16_t)(set->n + 1);
    }
    set->items[set->n++] = item;
    set->n_open += item.open;
    if (set->n == SMALL_SET) {
        make_places(set);
    }
}

static void add_code(opening_set *set, uint32_t code)
{
    add(set, (opening){.codes = {code}, .n = 1, .open = true});
}

static void unite(opening_set *set, const opening_set *other)
{
    for (size_t i = 0; i < other->n; i++) {
        add(set, other->items[i]);
    }
    set->empty = set->empty || other->empty;
    set->unknown = set->unknown || other->unknown;
    set->crowded = set->crowded || other->crowded;
}

/* Nothing that follows is of account. */
static bool is_settled(const opening_set *set)
{
    return set->deaf || (!set->empty && set->n_open == 0);
}

/* The opening `head`, with all that `next` may begin with. */
static void continue_with(opening_set *set, opening head, const opening_set *next)
{
    if (next->empty) {
        add(set, head);
    }
    head.open = false;
    if (next->unknown) {
        add(set, head);
    }
    set->crowded = set->crowded || next->crowded;
    for (size_t i = 0; i < next->n; i++) {
        const opening *item = &next->items[i];
        opening made = head;
        size_t taken = 0;
        while (made.n < set->most && taken < item->n) {
            made.codes[made.n++] = item->codes[taken++];
        }
        made.open = item->open && taken == item->n;
        add(set, made);
    }
}

/* Takes the open ones out and writes them down. */
static size_t take_open(opening_set *set, opening open[DS_START_MAX])
{
    size_t n_open = 0;
    size_t n_closed = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (set->items[i].open) {
            open[n_open++] = set->items[i];
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
    opening open[DS_START_MAX];
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
    set->crowded = false;
    set->deaf = deaf;
    set->hashed = false;
}

static opening_set *new_set(ds_syntax *in, size_t most)
{
    opening_set *made = malloc(sizeof *made); /* most of it is never written */
    in->hopeless = in->hopeless || !made;
    if (made) {
        clear(made, false);
        made->most = most;
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
        add_code(out, codes[i]);
    }
}

static void take_escape(ds_syntax *in, opening_set *out)
{
    uint32_t sign;
    switch (ds_syntax_escape(in, &sign)) {
    case DS_ESCAPE_SIGN:
        add_code(out, sign);
        break;
    case DS_ESCAPE_DIGIT:
        for (sign = '0'; sign <= '9'; sign++) {
            add_code(out, sign);
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
        add_code(out, ds_utf8_at(in->text, in->at, &size));
        in->at += size;
    }
}

/* Once, twice, and as often as can be told from it once more. */
static void repeat(opening_set *part, ds_quantity times, opening_set *once, opening_set *more)
{
    if (times == DS_AT_LEAST_ONCE || times == DS_ANY_TIMES) {
        clear(once, part->deaf);
        unite(once, part);
        for (size_t n = 1; n < part->most; n++) {
            clear(more, part->deaf);
            unite(more, part);
            append(more, once);
            unite(part, more);
        }
    }
    part->empty = part->empty || !ds_quantity_needs(times);
}

static void take_sequence(ds_syntax *in, opening_set *out)
{
    opening_set *part = new_set(in, out->most);
    opening_set *once = new_set(in, out->most);
    opening_set *more = new_set(in, out->most);
    out->empty = true;
    for (ds_syntax_blank(in); in->at < in->text.len && !in->hopeless; ds_syntax_blank(in)) {
        uint32_t c = ds_syntax_peek(in);
        if (c == '|' || c == ')') {
            break;
        }
        clear(part, is_settled(out));
        take_part(in, part);
        repeat(part, ds_syntax_quantity(in), once, more);
        append(out, part);
    }
    free(part);
    free(once);
    free(more);
}

static void take_alternatives(ds_syntax *in, opening_set *out)
{
    opening_set *one = new_set(in, out->most);
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
        for (size_t k = 0; k < set->items[i].n; k++) {
            if (set->items[i].codes[k] < ' ') {
                return false;
            }
        }
    }
    return set->n > 0 && !set->unknown && !set->empty;
}

/* False: they are not known, or too many are. */
static bool read_openings(ds_str pattern, size_t most, ds_buf *out)
{
    ds_syntax in = {.text = pattern};
    opening_set *set = new_set(&in, most);
    if (!set) {
        return false;
    }
    take_alternatives(&in, set);
    bool whole =
        !in.hopeless && in.at == pattern.len && is_writable(set) && !(set->crowded && most > LESS);
    for (size_t i = 0; whole && i < set->n; i++) {
        if (i) {
            ds_buf_add_char(out, '\t');
        }
        for (size_t k = 0; k < set->items[i].n; k++) {
            ds_buf_add_code(out, set->items[i].codes[k]);
        }
    }
    free(set);
    return whole;
}

void ds_start_read(ds_str pattern, ds_buf *out)
{
    if (pattern.ptr && !read_openings(pattern, MOST, out)) {
        (void)read_openings(pattern, LESS, out);
    }
}
