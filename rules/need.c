#include "rules/need.h"

#include "corpus/text/utf8.h"
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
} need;

typedef struct need_list {
    need items[MAX_NEEDS];
    size_t n;
} need_list;

/* Plain characters in a row. */
typedef struct run {
    uint32_t codes[2]; /* the first two */
    size_t n;
} run;

static void keep(need_list *list, const need *one)
{
    if (one->n && list->n < MAX_NEEDS) {
        list->items[list->n++] = *one;
    }
}

static void end_run(run *now, need_list *list)
{
    if (now->n) {
        need one = {.words = {{now->codes[0], now->n > 1 ? now->codes[1] : 0}}, .n = 1};
        keep(list, &one);
    }
    now->n = 0;
}

/* [...]: a need only if it lists characters and nothing else. */
static void take_class(ds_syntax *in, need *out)
{
    uint32_t codes[MAX_WORDS];
    bool ranged;
    size_t n = ds_syntax_class(in, codes, MAX_WORDS, &ranged);
    out->n = 0;
    for (size_t i = 0; i < n && !ranged; i++) {
        out->words[out->n++] = (opening){codes[i], 0};
    }
}

static void take_alternatives(ds_syntax *in, need_list *out);

/* The need that says most: few words, of two characters. */
static const need *best_of(const need_list *list)
{
    const need *best = NULL;
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
    bool absent = !ds_quantity_needs(ds_syntax_quantity(in));
    const need *best = kind == DS_GROUP_LOOK || absent ? NULL : best_of(inner);
    if (best) {
        keep(list, best);
    }
    free(inner);
}

/* Adds a plain character, which is there already taken, with its quantifier. */
static void add_character(ds_syntax *in, uint32_t code, run *now, need_list *list)
{
    ds_quantity times = ds_syntax_quantity(in);
    if (ds_quantity_needs(times)) {
        if (now->n < 2) {
            now->codes[now->n] = code;
        }
        now->n++;
    }
    if (times != DS_ONCE) {
        end_run(now, list);
    }
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
        uint32_t code = 0;
        if (c == '(') {
            end_run(&now, list);
            take_group(in, list);
            continue;
        }
        if (c == '[') {
            need one;
            end_run(&now, list);
            take_class(in, &one);
            if (ds_quantity_needs(ds_syntax_quantity(in))) {
                keep(list, &one);
            }
            continue;
        }
        if (c == '\\') {
            uint32_t sign;
            code = ds_syntax_escape(in, &sign) == DS_ESCAPE_SIGN ? sign : 0;
        } else if (c == '.' || c == '^' || c == '$') {
            in->at++;
        } else {
            size_t size;
            code = ds_utf8_at(in->text, in->at, &size);
            in->at += size;
        }
        if (code) {
            add_character(in, code, &now, list);
        } else {
            end_run(&now, list);
            (void)ds_syntax_quantity(in);
        }
    }
    end_run(&now, list);
}

static void unite(need *all, const need_list *one, bool *known)
{
    const need *best = best_of(one);
    if (!best || all->n + best->n > MAX_WORDS) {
        *known = false;
        return;
    }
    memcpy(all->words + all->n, best->words, best->n * sizeof *best->words);
    all->n += best->n;
}

static void take_alternatives(ds_syntax *in, need_list *out)
{
    need_list *one = calloc(1, sizeof *one);
    need all = {.n = 0};
    bool known = one != NULL;
    bool several = false;
    in->hopeless = in->hopeless || !one;
    while (!in->hopeless) {
        one->n = 0;
        take_sequence(in, one);
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
    for (size_t i = 0; i < list->n && whole; i++) {
        for (size_t w = 0; w < list->items[i].n; w++) {
            const opening *word = &list->items[i].words[w];
            ds_buf_add_code(out, word->first);
            if (word->second) {
                ds_buf_add_code(out, word->second);
            }
            ds_buf_add_char(out, w + 1 < list->items[i].n ? '\t' : '\n');
        }
    }
    free(list);
}

/* ---- using them ------------------------------------------------------- */

/* Bit of a pair, or of a single character with second 0. */
static uint16_t bit_of(uint32_t first, uint32_t second)
{
    uint32_t hash = (first * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu);
    return (uint16_t)((hash >> 16) % DS_NEED_BITS);
}

void ds_need_index_text(ds_need_index *out, ds_str text)
{
    memset(out, 0, sizeof *out);
    uint32_t before = 0;
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        uint16_t single = bit_of(code, 0);
        out->bits[single / 64] |= UINT64_C(1) << single % 64;
        if (before) {
            uint16_t pair = bit_of(before, code);
            out->bits[pair / 64] |= UINT64_C(1) << pair % 64;
        }
        before = code;
    }
}

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

ds_status ds_needs_add(ds_needs *needs, ds_str read)
{
    if (!begin_pattern(needs)) {
        return DS_ENOMEM;
    }
    for (size_t at = 0; at < read.len;) {
        size_t size;
        size_t next_size = 0;
        uint32_t first = ds_utf8_at(read, at, &size);
        uint32_t second = at + size < read.len ? ds_utf8_at(read, at + size, &next_size) : '\n';
        bool single = second == '\t' || second == '\n';
        if (!add_code(needs, bit_of(first, single ? 0 : second))) {
            return DS_ENOMEM;
        }
        at += single ? size : size + next_size;
        if (at < read.len && read.ptr[at] == '\n' && !add_code(needs, DS_NEED_END)) {
            return DS_ENOMEM;
        }
        at++;
    }
    needs->begins[needs->n_patterns] = needs->n_codes;
    return DS_OK;
}

bool ds_needs_met(const ds_needs *needs, size_t pattern, const ds_need_index *index)
{
    bool met = true;
    size_t begin = needs->begins[pattern];
    for (size_t i = begin; i < needs->begins[pattern + 1]; i++) {
        uint16_t code = needs->codes[i];
        if (code == DS_NEED_END) {
            if (!met) {
                return false;
            }
            met = true;
            continue;
        }
        if (i == begin || needs->codes[i - 1] == DS_NEED_END) {
            met = false; /* the first word of a need */
        }
        met = met || index->bits[code / 64] >> code % 64 & 1u;
    }
    return true;
}

void ds_needs_free(ds_needs *needs)
{
    free(needs->codes);
    free(needs->begins);
    *needs = (ds_needs){0};
}
