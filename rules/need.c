#include "rules/need.h"

#include "corpus/text/utf8.h"
#include "rules/ruleset.h"
#include "rules/stop.h"
#include "rules/syntax.h"

#include <stdlib.h>

enum {
    MAX_WORDS = 96, /* of one need; of more some word is nearly always there */
    MAX_NEEDS = 6,  /* of one pattern */
};

/* The first two characters of a word; `second` is 0 if it has only one. */
typedef struct opening {
    uint32_t first;
    uint32_t second;
} opening;

/* One of these must be there; none: nothing is known. */
typedef struct need {
    opening words[MAX_WORDS];
    size_t n;
    uint32_t reach; /* characters in front of it at most; DS_NEED_ANYWHERE */
} need;

typedef struct need_list {
    need items[MAX_NEEDS];
    size_t n;
    uint32_t width; /* characters that all that was read may match, DS_NEED_ANYWHERE: no end */
} need_list;

/* Plain characters in a row. */
typedef struct run {
    uint32_t codes[2]; /* the first two */
    size_t n;
    uint32_t reach;
} run;

static uint32_t add_width(uint32_t a, uint32_t b)
{
    return a + b < DS_NEED_ANYWHERE ? a + b : DS_NEED_ANYWHERE;
}

static void widen(need_list *list, uint32_t width, uint32_t most)
{
    bool endless = width > 0 && (width == DS_NEED_ANYWHERE || most == DS_SYNTAX_ENDLESS);
    list->width = add_width(list->width, endless ? DS_NEED_ANYWHERE : width * most);
}

/* Signs that the text of needs is written with are no words in it. */
static bool is_writable(const need *one)
{
    bool good = true;
    for (size_t w = 0; w < one->n; w++) {
        for (size_t k = 0; k < 2; k++) {
            uint32_t code = k ? one->words[w].second : one->words[w].first;
            good = good && code != '\t' && code != '\n' && code != '\v' && code != '\f';
        }
    }
    return good;
}

static void keep(need_list *list, const need *one)
{
    if (one->n && list->n < MAX_NEEDS && is_writable(one)) {
        list->items[list->n++] = *one;
    }
}

static void end_run(run *now, need_list *list)
{
    if (now->n) {
        need one = {.words = {{now->codes[0], now->n > 1 ? now->codes[1] : 0}},
                    .n = 1,
                    .reach = now->reach};
        keep(list, &one);
    }
    now->n = 0;
}

/* The first code of a kind's range if the class that is here is one, else 0. */
static uint32_t slot_here(const ds_syntax *in)
{
    ds_syntax look = *in;
    size_t size;
    look.at++;
    uint32_t first = ds_syntax_code(&look, &size);
    look.at += first ? size : 0;
    if (!first || ds_syntax_peek(&look) != '-') {
        return 0;
    }
    look.at++;
    uint32_t last = ds_syntax_code(&look, &size);
    look.at += last ? size : 0;
    bool whole = last == first + DS_FOLD_SPAN - 1 && ds_syntax_peek(&look) == ']';
    return whole && ds_need_code(last) == first ? first : 0;
}

/* [...]: a need only if it lists characters and nothing else, or is a slot. */
static void take_class(ds_syntax *in, need *out)
{
    uint32_t codes[MAX_WORDS];
    bool ranged;
    uint32_t slot = slot_here(in);
    size_t n = ds_syntax_class(in, codes, MAX_WORDS, &ranged);
    *out = (need){.n = slot ? 1 : 0, .words = {{slot, 0}}};
    for (size_t i = 0; i < n && !ranged; i++) {
        out->words[out->n++] = (opening){codes[i], 0};
    }
}

static void take_alternatives(ds_syntax *in, need_list *out);

/* The need that says most: few words, of two characters. */
static need *best_of(need_list *list)
{
    need *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < list->n; i++) {
        size_t cost = 0;
        for (size_t w = 0; w < list->items[i].n; w++) {
            cost += list->items[i].words[w].second ? 1 : 8;
        }
        if (cost < least) {
            least = cost;
            best = &list->items[i];
        }
    }
    return best;
}

/* (...): adds what one of its alternatives needs, unless it may be absent. */
static void take_group(ds_syntax *in, need_list *list)
{
    ds_group kind = ds_syntax_open(in);
    if (in->hopeless) {
        return;
    }
    need_list *inner = calloc(1, sizeof *inner);
    if (!inner) {
        in->hopeless = true;
        return;
    }
    take_alternatives(in, inner);
    ds_syntax_close(in);
    uint32_t most = ds_syntax_most(in);
    bool absent = !ds_quantity_needs(ds_syntax_quantity(in));
    need *best = kind == DS_GROUP_LOOK || absent ? NULL : best_of(inner);
    if (best) {
        bool ahead = kind == DS_GROUP_AHEAD; /* stands anywhere behind */
        best->reach = ahead ? DS_NEED_ANYWHERE : add_width(list->width, best->reach);
        keep(list, best);
    }
    if (kind == DS_GROUP_PLAIN) {
        widen(list, inner->width, most);
    }
    free(inner);
}

/* Adds a plain character, which is there already taken, with its quantifier. */
static void add_character(ds_syntax *in, uint32_t code, run *now, need_list *list)
{
    uint32_t most = ds_syntax_most(in);
    ds_quantity times = ds_syntax_quantity(in);
    if (ds_quantity_needs(times)) {
        now->reach = now->n ? now->reach : list->width;
        if (now->n < 2) {
            now->codes[now->n] = code;
        }
        now->n++;
    }
    widen(list, 1, most);
    if (times != DS_ONCE) {
        end_run(now, list);
    }
}

/* A character, or what may be any of several: its width, and *code where it is one. */
static uint32_t take_sign(ds_syntax *in, uint32_t *code)
{
    uint32_t c = ds_syntax_peek(in);
    size_t size = 1;
    *code = 0;
    if (c == '\\') {
        uint32_t sign;
        uint32_t width = ds_syntax_escape_most(in);
        *code = ds_syntax_escape(in, &sign) == DS_ESCAPE_SIGN ? sign : 0;
        return width;
    }
    if (c != '.' && c != '^' && c != '$') {
        *code = ds_utf8_at(in->text, in->at, &size);
    }
    in->at += size;
    return c != '^' && c != '$';
}

static void take_listed(ds_syntax *in, need_list *list)
{
    need one;
    take_class(in, &one);
    one.reach = list->width;
    uint32_t most = ds_syntax_most(in);
    if (ds_quantity_needs(ds_syntax_quantity(in))) {
        keep(list, &one);
    }
    widen(list, 1, most);
}

/* What stands in a row up to a bar, a closing bracket or the end. */
static void take_sequence(ds_syntax *in, need_list *list)
{
    run now = {.n = 0};
    for (ds_syntax_blank(in); in->at < in->text.len && !in->hopeless; ds_syntax_blank(in)) {
        uint32_t c = ds_syntax_peek(in);
        if (c == '|' || c == ')') {
            break;
        }
        if (c == '(' || c == '[') {
            end_run(&now, list);
            if (c == '(') {
                take_group(in, list);
            } else {
                take_listed(in, list);
            }
            continue;
        }
        uint32_t code;
        uint32_t width = take_sign(in, &code);
        if (code) {
            add_character(in, code, &now, list);
        } else {
            end_run(&now, list);
            uint32_t most = ds_syntax_most(in);
            (void)ds_syntax_quantity(in);
            widen(list, width, most);
        }
    }
    end_run(&now, list);
}

static void unite(need *all, need_list *one, bool *known)
{
    const need *best = best_of(one);
    if (!best || all->n + best->n > MAX_WORDS) {
        *known = false;
        return;
    }
    memcpy(all->words + all->n, best->words, best->n * sizeof *best->words);
    all->n += best->n;
    all->reach = best->reach > all->reach ? best->reach : all->reach;
}

static void take_alternatives(ds_syntax *in, need_list *out)
{
    need_list *one = calloc(1, sizeof *one);
    need all = {.n = 0};
    uint32_t width = 0;
    bool known = one != NULL;
    bool several = false;
    in->hopeless = in->hopeless || !one;
    while (!in->hopeless) {
        one->n = 0;
        one->width = 0;
        take_sequence(in, one);
        width = one->width > width ? one->width : width;
        bool more = ds_syntax_peek(in) == '|' && in->at < in->text.len;
        several = several || more;
        if (several) {
            unite(&all, one, &known);
        } else {
            *out = *one;
        }
        if (!more) {
            break;
        }
        in->at++;
    }
    if (several) {
        out->n = 0;
        all.n = known ? all.n : 0;
        keep(out, &all);
    }
    out->width = width;
    free(one);
}

void ds_need_read(ds_str pattern, ds_buf *out)
{
    ds_syntax in = {.text = pattern};
    need_list *list = calloc(1, sizeof *list);
    if (!list || !pattern.ptr) {
        free(list);
        return;
    }
    take_alternatives(&in, list);
    bool whole = !in.hopeless && in.at == pattern.len;
    unsigned stops = whole && list->n ? ds_stops_read(pattern) : 0;
    if (stops) {
        ds_buf_format(out, "\f%c", (char)('@' + stops));
    }
    for (size_t i = 0; i < list->n && whole; i++) {
        for (size_t w = 0; w < list->items[i].n; w++) {
            const opening *word = &list->items[i].words[w];
            ds_buf_add_code(out, word->first);
            if (word->second) {
                ds_buf_add_code(out, word->second);
            }
            if (w + 1 < list->items[i].n) {
                ds_buf_add_char(out, '\t');
            }
        }
        if (list->items[i].reach < DS_NEED_ANYWHERE) {
            ds_buf_format(out, "\v%u", (unsigned)list->items[i].reach);
        }
        ds_buf_add_char(out, '\n');
    }
    free(list);
}

/* ---- using them ------------------------------------------------------- */

static bool add_code(ds_needs *needs, uint16_t code)
{
    if (needs->n_codes == needs->cap_codes) {
        size_t cap = needs->cap_codes ? needs->cap_codes * 2 : 256;
        uint16_t *grown = realloc(needs->codes, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        needs->codes = grown;
        needs->cap_codes = cap;
    }
    needs->codes[needs->n_codes++] = code;
    return true;
}

static bool begin_pattern(ds_needs *needs)
{
    if (needs->n_patterns + 2 > needs->cap_patterns) {
        size_t cap = needs->cap_patterns ? needs->cap_patterns * 2 : 64;
        size_t *grown = realloc(needs->begins, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        needs->begins = grown;
        needs->cap_patterns = cap;
    }
    needs->begins[needs->n_patterns++] = needs->n_codes;
    return true;
}

/* What a number at byte `at` says, which moves behind it. */
static uint32_t read_reach(ds_str read, size_t *at)
{
    uint32_t reach = 0;
    for (; *at < read.len && ds_code_is_digit((unsigned char)read.ptr[*at]); (*at)++) {
        reach = reach * 10 + (uint32_t)(read.ptr[*at] - '0');
    }
    return reach;
}

unsigned ds_need_stops(ds_str read, size_t *at)
{
    bool some = read.len > 1 && read.ptr[0] == '\f';
    *at = some ? 2 : 0;
    return some ? (unsigned)(read.ptr[1] - '@') : 0;
}

ds_need_word ds_need_next(ds_str read, size_t *at)
{
    size_t size;
    size_t next_size = 0;
    uint32_t first = ds_utf8_at(read, *at, &size);
    uint32_t second = *at + size < read.len ? ds_utf8_at(read, *at + size, &next_size) : '\n';
    bool single = second == '\t' || second == '\n' || second == '\v';
    *at += single ? size : size + next_size;
    ds_need_word word = {ds_need_bit(first, single ? 0 : second), false, DS_NEED_ANYWHERE};
    if (*at < read.len && read.ptr[*at] == '\v') {
        (*at)++;
        word.reach = read_reach(read, at);
    }
    word.last = *at < read.len && read.ptr[*at] == '\n';
    (*at)++;
    return word;
}

ds_status ds_needs_add(ds_needs *needs, ds_str read)
{
    if (!begin_pattern(needs)) {
        return DS_ENOMEM;
    }
    size_t at;
    (void)ds_need_stops(read, &at);
    while (at < read.len) {
        size_t head = needs->n_codes; /* how many words the need has, then these */
        if (!add_code(needs, 0)) {
            return DS_ENOMEM;
        }
        for (bool last = false; !last && at < read.len;) {
            ds_need_word word = ds_need_next(read, &at);
            if (!add_code(needs, word.bit)) {
                return DS_ENOMEM;
            }
            needs->codes[head]++;
            last = word.last;
        }
    }
    needs->begins[needs->n_patterns] = needs->n_codes;
    return DS_OK;
}

static bool has_any(const ds_need_index *index, const uint16_t *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (index->bits[codes[i] / 64] >> codes[i] % 64 & 1u) {
            return true;
        }
    }
    return false;
}

bool ds_needs_met(const ds_needs *needs, size_t pattern, const ds_need_index *index)
{
    size_t end = needs->begins[pattern + 1];
    for (size_t i = needs->begins[pattern]; i < end; i += needs->codes[i] + 1u) {
        if (!has_any(index, needs->codes + i + 1, needs->codes[i])) {
            return false;
        }
    }
    return true;
}

void ds_needs_free(ds_needs *needs)
{
    free(needs->codes);
    free(needs->begins);
    *needs = (ds_needs){0};
}
