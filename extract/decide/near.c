#include "extract/decide/near.h"

#include "corpus/text/utf8.h"
#include "extract/decide/fold.h"
#include "rules/pattern.h"
#include "rules/piece.h"

#include <stdlib.h>

/* Characters that may stand where one part should: a word or two. */
enum { GAP_CHARS = 24 };
/* Fewer parts than this are no pattern to be near to when one is missing. */
enum { LEAST_PARTS = 3 };

struct ds_near_finder {
    const ds_ruleset *set;
    const ds_rule *rules;
    const ds_analysis *analysis;
    ds_folding folds;
    ds_buf folded;
    size_t focus; /* the sentence itself begins there in `folded` */
    ds_buf text;  /* a pattern put together                       */
};

ds_status ds_near_new(ds_near_finder **out, const ds_ruleset *rules)
{
    ds_near_finder *finder = calloc(1, sizeof *finder);
    if (!finder) {
        return DS_ENOMEM;
    }
    finder->set = rules;
    ds_ruleset_rules(rules, &finder->rules);
    finder->folded = ds_buf_make(DS_FOLD_MAX_BYTES);
    finder->text = ds_buf_make(DS_PATTERN_MAX_BYTES);
    *out = finder;
    return DS_OK;
}

void ds_near_free(ds_near_finder *finder)
{
    if (finder) {
        ds_buf_free(&finder->folded);
        ds_buf_free(&finder->text);
        free(finder);
    }
}

static size_t origin(const ds_near_finder *finder, size_t at)
{
    return ds_fold_origin(finder->analysis, &finder->folds, ds_buf_str(&finder->folded), at);
}

ds_status ds_near_read(ds_near_finder *finder, const ds_analysis *analysis, ds_arena *arena)
{
    ds_status status = ds_folding_new(&finder->folds, arena);
    if (status != DS_OK) {
        return status;
    }
    finder->analysis = analysis;
    ds_buf_clear(&finder->folded);
    ds_fold_sentence(analysis, &finder->folded, &finder->folds);
    ds_str folded = ds_buf_str(&finder->folded);
    finder->focus = 0;
    size_t size = 0;
    for (size_t at = 0; at < folded.len && origin(finder, at) < analysis->focus; at += size) {
        (void)ds_utf8_at(folded, at, &size);
        finder->focus = at + size;
    }
    return finder->folded.failed ? DS_ELIMIT : DS_OK;
}

void ds_near_seen(const ds_near_finder *finder, ds_buf *out)
{
    ds_str folded = ds_buf_str(&finder->folded);
    size_t size;
    for (size_t at = finder->focus; at < folded.len; at += size) {
        uint32_t code = ds_utf8_at(folded, at, &size);
        uint32_t kind = (code - DS_FOLD_BASE) / DS_FOLD_SPAN;
        if (code >= DS_FOLD_BASE && kind < DS_SLOT_KINDS) {
            ds_buf_format(out, "{%s}", ds_slot_kind_name((ds_slot_kind)kind));
        } else {
            ds_buf_add(out, ds_str_slice(folded, at, at + size));
        }
    }
}

/* The first match of a text of the rule language from byte `from` on, its group
 * `group` if it is above 0.  PCRE2's answer: above 0 if found. */
static int try_text(const ds_near_finder *finder, ds_str text, size_t from, ds_range *out,
                    uint32_t groups[2], ds_range parts[2])
{
    static const char *const names[] = {"ds_head", "ds_tail"};
    pcre2_code *code = NULL;
    if (ds_pattern_compile(finder->set, text, true, &code) != DS_OK) {
        return 0;
    }
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    int found = data ? pcre2_match(code, (PCRE2_SPTR)finder->folded.ptr, finder->folded.len, from,
                                   PCRE2_NO_UTF_CHECK, data, NULL)
                     : 0;
    if (found > 0) {
        const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(data);
        *out = (ds_range){pairs[0], pairs[1]};
        for (int i = 0; groups && i < 2; i++) {
            int number = pcre2_substring_number_from_name(code, (PCRE2_SPTR)names[i]);
            groups[i] = number > 0 ? (uint32_t)number : 0;
            const PCRE2_SIZE *pair = pairs + 2 * (size_t)groups[i];
            parts[i] = (ds_range){pair[0], pair[1]};
        }
    }
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return found;
}

/* In the sentence itself rather than in what stands before it. */
static bool is_found(const ds_near_finder *finder, ds_str text, ds_range *out)
{
    return try_text(finder, text, finder->focus, out, NULL, NULL) > 0 ||
           (finder->focus && try_text(finder, text, 0, out, NULL, NULL) > 0);
}

typedef struct branch {
    ds_piece parts[DS_PIECES_MAX];
    size_t n;
} branch;

/* Parts [from, to) as they stand in the pattern. */
static ds_str slice(const branch *here, size_t from, size_t to)
{
    if (from == to) {
        return (ds_str){here->parts[0].text.ptr, 0};
    }
    const char *begin = here->parts[from].text.ptr;
    const ds_piece *last = &here->parts[to - 1];
    return (ds_str){begin, (size_t)(last->text.ptr + last->text.len - begin)};
}

static size_t n_needed(const branch *here, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        n += !here->parts[i].optional;
    }
    return n;
}

static bool is_slot(const ds_piece *part)
{
    for (int kind = 0; kind < DS_SLOT_KINDS; kind++) {
        ds_str name = ds_str_from(ds_slot_kind_name((ds_slot_kind)kind));
        ds_str rest = ds_str_slice(part->text, 1, part->text.len);
        if (part->kind == DS_PIECE_NAME && ds_str_starts(rest, name) && rest.len > name.len &&
            strchr("}:", rest.ptr[name.len])) {
            return true;
        }
    }
    return false;
}

/* Some word beside the slots, which any sentence has. */
static bool has_word(const branch *here, size_t from, size_t to, size_t without)
{
    for (size_t i = from; i < to; i++) {
        const ds_piece *part = &here->parts[i];
        bool word = part->kind == DS_PIECE_WORD || part->kind == DS_PIECE_CLASS ||
                    part->kind == DS_PIECE_GROUP || (part->kind == DS_PIECE_NAME && !is_slot(part));
        if (word && !part->optional && i != without) {
            return true;
        }
    }
    return false;
}

/* How many parts, from the first, are found; by halving, for what holds of a
 * beginning holds of every shorter one. */
static size_t longest_beginning(const ds_near_finder *finder, const branch *here, ds_range *out)
{
    size_t low = 0;
    size_t high = here->n;
    ds_range range;
    *out = (ds_range){finder->focus, finder->focus};
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (is_found(finder, slice(here, 0, middle), &range)) {
            low = middle;
            *out = range;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/* Parts [0, head) and [tail, n) with `least` or more characters between them:
 * *gap gets where those stand. */
static bool is_found_around(ds_near_finder *finder, const branch *here, size_t head, size_t tail,
                            int least, ds_range *gap)
{
    ds_buf_clear(&finder->text);
    if (head) {
        ds_buf_add(&finder->text, DS_STR("(?<ds_head>"));
        ds_buf_add(&finder->text, slice(here, 0, head));
        ds_buf_format(&finder->text, "\n) .{%d,%d}? ", least, GAP_CHARS);
    }
    ds_buf_add(&finder->text, DS_STR("(?<ds_tail>"));
    ds_buf_add(&finder->text, slice(here, tail, here->n));
    ds_buf_add(&finder->text, DS_STR("\n)"));
    uint32_t groups[2];
    ds_range parts[2];
    ds_range whole;
    if (finder->text.failed ||
        try_text(finder, ds_buf_str(&finder->text), finder->focus, &whole, groups, parts) <= 0) {
        return false;
    }
    *gap = (ds_range){head ? parts[0].end : parts[1].begin, parts[1].begin};
    return true;
}

/* The last part without which the rest is found; here->n if there is none. */
static size_t missing_part(ds_near_finder *finder, const branch *here, ds_range *gap)
{
    for (size_t i = here->n; i > 0; i--) {
        bool worth = !here->parts[i - 1].optional && n_needed(here, 0, here->n) >= LEAST_PARTS &&
                     has_word(here, 0, here->n, i - 1) && i < here->n;
        if (worth && is_found_around(finder, here, i - 1, i, 0, gap)) {
            return i - 1;
        }
    }
    return here->n;
}

/* False: this alternative is found whole. */
static bool read_branch(ds_near_finder *finder, const branch *here, ds_near *out)
{
    ds_range matched;
    ds_range gap = {0, 0};
    size_t failed = longest_beginning(finder, here, &matched);
    if (failed == here->n) {
        return false;
    }
    *out = (ds_near){.n_parts = n_needed(here, 0, here->n),
                     .n_matched = n_needed(here, 0, failed),
                     .part = here->parts[failed].text};
    out->extra = failed > 0 && has_word(here, 0, here->n, here->n) &&
                 is_found_around(finder, here, failed, failed, 1, &gap);
    size_t missing = out->extra ? here->n : missing_part(finder, here, &gap);
    bool last = out->n_matched + 1 == out->n_parts && out->n_parts >= LEAST_PARTS;
    out->alone = missing < here->n;
    if (out->alone || out->extra) {
        out->part = here->parts[out->alone ? missing : failed].text;
        out->n_matched = out->n_parts - out->alone;
        out->instead = (ds_range){origin(finder, gap.begin), origin(finder, gap.end)};
        out->matched = (ds_range){out->instead.begin, out->instead.begin};
    } else {
        out->matched = (ds_range){origin(finder, matched.begin), origin(finder, matched.end)};
        out->instead = (ds_range){out->matched.end, out->matched.end};
    }
    out->nearly = out->alone || out->extra || (last && has_word(here, 0, failed, here->n)) ||
                  (out->n_matched * 2 > out->n_parts && has_word(here, 0, failed, here->n));
    return true;
}

static bool is_nearer(const ds_near *a, const ds_near *b)
{
    return a->n_parts - a->n_matched < b->n_parts - b->n_matched;
}

bool ds_near_find(ds_near_finder *finder, size_t rule, ds_near *out)
{
    ds_str text = finder->rules[rule].text;
    ds_str alternative;
    branch here;
    ds_range whole;
    bool any = false;
    int fires = try_text(finder, text, 0, &whole, NULL, NULL);
    if (fires > 0) {
        return false;
    }
    for (size_t at = 0; ds_piece_branch(text, &at, &alternative);) {
        ds_near one;
        here.n = ds_piece_split(alternative, here.parts);
        if (here.n && read_branch(finder, &here, &one) && (!any || is_nearer(&one, out))) {
            *out = one;
            any = true;
        }
    }
    if (!any) { /* by its parts it fires: a part that only the whole knows */
        *out = (ds_near){.part = text};
    }
    out->gave_up = fires != PCRE2_ERROR_NOMATCH && fires < 0;
    return true;
}
