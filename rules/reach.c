#include "rules/reach.h"

#include "corpus/text/utf8.h"
#include "rules/pattern.h"
#include "rules/piece.h"

/* Characters that may stand where one part should: a word or two. */
enum { GAP_CHARS = 24 };
/* Fewer parts than this are no pattern to be near to when one is missing: of a deal
 * rule, whose slots any sentence fills, and of words. */
enum { LEAST_PARTS = 3, LEAST_WORDS = 2 };
/* Of a part and of the text where it failed, in a message. */
enum { SHOWN_BYTES = 60, SHOWN_CHARS = 8 };

typedef struct seeker {
    const ds_ruleset *set;
    bool deal; /* a pattern of a deal rule, with slots */
    ds_str text;
    size_t focus;
    ds_buf pattern; /* one put together */
} seeker;

/* The first match of a text of the rule language from byte `from` on, its group
 * `group` if it is above 0.  PCRE2's answer: above 0 if found. */
static int try_text(const seeker *seek, ds_str text, size_t from, ds_range *out, uint32_t groups[2],
                    ds_range parts[2])
{
    static const char *const names[] = {"ds_head", "ds_tail"};
    pcre2_code *code = NULL;
    if (ds_pattern_compile(seek->set, text, seek->deal, &code) != DS_OK) {
        return 0;
    }
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    int found = data ? pcre2_match(code, (PCRE2_SPTR)seek->text.ptr, seek->text.len, from,
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
static bool is_found(const seeker *seek, ds_str text, ds_range *out)
{
    return try_text(seek, text, seek->focus, out, NULL, NULL) > 0 ||
           (seek->focus && try_text(seek, text, 0, out, NULL, NULL) > 0);
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
static size_t longest_beginning(const seeker *seek, const branch *here, ds_range *out)
{
    size_t low = 0;
    size_t high = here->n;
    ds_range range;
    *out = (ds_range){seek->focus, seek->focus};
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (is_found(seek, slice(here, 0, middle), &range)) {
            low = middle;
            *out = range;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/* What the parts up to the last needed one of [0, end) took: a gap behind it may
 * have swallowed what the next part was to find. */
static ds_range needed_beginning(const seeker *seek, const branch *here, size_t end,
                                 ds_range matched)
{
    ds_range range = matched;
    size_t needed = end;
    while (needed > 0 && here->parts[needed - 1].optional) {
        needed--;
    }
    return needed > 0 && needed < end && is_found(seek, slice(here, 0, needed), &range) ? range
                                                                                        : matched;
}

/* Parts [0, head) and [tail, n) with `least` or more characters between them:
 * *gap gets where those stand. */
static bool is_found_around(seeker *seek, const branch *here, size_t head, size_t tail, int least,
                            ds_range *gap)
{
    while (!head && tail + 1 < here->n && here->parts[tail].optional) {
        tail++; /* a gap in front would begin anywhere */
    }
    ds_buf_clear(&seek->pattern);
    if (head) {
        ds_buf_add(&seek->pattern, DS_STR("(?<ds_head>"));
        ds_buf_add(&seek->pattern, slice(here, 0, head));
        ds_buf_format(&seek->pattern, "\n) .{%d,%d}? ", least, GAP_CHARS);
    }
    ds_buf_add(&seek->pattern, DS_STR("(?<ds_tail>"));
    ds_buf_add(&seek->pattern, slice(here, tail, here->n));
    ds_buf_add(&seek->pattern, DS_STR("\n)"));
    uint32_t groups[2];
    ds_range parts[2];
    ds_range whole;
    if (seek->pattern.failed ||
        try_text(seek, ds_buf_str(&seek->pattern), seek->focus, &whole, groups, parts) <= 0) {
        return false;
    }
    *gap = (ds_range){head ? parts[0].end : parts[1].begin, parts[1].begin};
    return true;
}

/* The last part without which the rest is found; here->n if there is none. */
static size_t missing_part(seeker *seek, const branch *here, ds_range *gap)
{
    size_t least = seek->deal ? LEAST_PARTS : LEAST_WORDS;
    for (size_t i = here->n; i > 0; i--) {
        bool worth = !here->parts[i - 1].optional && n_needed(here, 0, here->n) >= least &&
                     has_word(here, 0, here->n, i - 1) && i < here->n;
        if (worth && is_found_around(seek, here, i - 1, i, 0, gap)) {
            return i - 1;
        }
    }
    return here->n;
}

/* False: this alternative is found whole. */
static bool read_branch(seeker *seek, const branch *here, ds_reach *out)
{
    ds_range matched;
    ds_range gap = {0, 0};
    size_t failed = longest_beginning(seek, here, &matched);
    if (failed == here->n) {
        return false;
    }
    *out = (ds_reach){.n_parts = n_needed(here, 0, here->n),
                      .n_matched = n_needed(here, 0, failed),
                      .part = here->parts[failed].text};
    out->extra = failed > 0 && has_word(here, 0, here->n, here->n) &&
                 is_found_around(seek, here, failed, failed, 1, &gap);
    size_t missing = out->extra ? here->n : missing_part(seek, here, &gap);
    bool last = out->n_matched + 1 == out->n_parts && out->n_parts >= LEAST_PARTS;
    out->alone = missing < here->n;
    if (out->alone || out->extra) {
        out->part = here->parts[out->alone ? missing : failed].text;
        out->n_matched = out->n_parts - out->alone;
        out->instead = gap;
        out->matched = (ds_range){out->instead.begin, out->instead.begin};
    } else {
        out->matched = needed_beginning(seek, here, failed, matched);
        out->instead = (ds_range){out->matched.end, out->matched.end};
    }
    out->nearly = out->alone || out->extra || (last && has_word(here, 0, failed, here->n)) ||
                  (out->n_matched * 2 > out->n_parts && has_word(here, 0, failed, here->n));
    return true;
}

static bool is_nearer(const ds_reach *a, const ds_reach *b)
{
    if (!a->n_matched != !b->n_matched) {
        return a->n_matched > 0;
    }
    return a->n_parts - a->n_matched < b->n_parts - b->n_matched;
}

bool ds_reach_find(const ds_ruleset *set, ds_str pattern, bool deal, ds_str text, size_t focus,
                   ds_reach *out)
{
    seeker seek = {set, deal, text, focus, ds_buf_make(DS_PATTERN_MAX_BYTES)};
    ds_str alternative;
    branch here;
    ds_range whole;
    bool any = false;
    int fires = try_text(&seek, pattern, 0, &whole, NULL, NULL);
    for (size_t at = 0; fires <= 0 && ds_piece_branch(pattern, &at, &alternative);) {
        ds_reach one;
        here.n = ds_piece_split(alternative, here.parts);
        if (here.n && read_branch(&seek, &here, &one) && (!any || is_nearer(&one, out))) {
            *out = one;
            any = true;
        }
    }
    ds_buf_free(&seek.pattern);
    if (fires > 0) {
        return false;
    }
    if (!any) { /* by its parts it fires: a part that only the whole knows */
        *out = (ds_reach){.part = pattern};
    }
    out->gave_up = fires != PCRE2_ERROR_NOMATCH && fires < 0;
    return true;
}

bool ds_reach_nearest(const ds_ruleset *set, ds_pattern_section section, ds_str id, ds_str text,
                      ds_reach *out)
{
    const ds_pattern *patterns;
    size_t n = ds_ruleset_patterns(set, section, &patterns);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        ds_reach one;
        if (!ds_str_equal(patterns[i].id, id)) {
            continue;
        }
        if (!ds_reach_find(set, patterns[i].text, false, text, 0, &one)) {
            return false;
        }
        if ((one.n_matched || one.gave_up) && (!any || is_nearer(&one, out))) {
            *out = one;
            any = true;
        }
    }
    return any;
}

/* In one line, and no more than its beginning. */
static void write_part(ds_str part, ds_buf *out)
{
    size_t begin = out->len;
    bool space = false;
    size_t i = 0;
    for (; i < part.len && out->len - begin < SHOWN_BYTES; i++) {
        char byte = part.ptr[i];
        bool white = byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
        if (!white || !space) {
            ds_buf_add(out, white ? DS_STR(" ") : ds_str_slice(part, i, i + 1));
        }
        space = white;
    }
    while (!ds_utf8_boundary(part, i)) {
        ds_buf_add_char(out, part.ptr[i++]);
    }
    ds_buf_add(out, i < part.len ? DS_STR(" ...") : DS_STR(""));
}

/* What is folded in the sight of a deal rule is written as its slot. */
void ds_reach_write_seen(ds_str text, ds_buf *out)
{
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        uint32_t kind = (code - (uint32_t)DS_FOLD_BASE) / DS_FOLD_SPAN;
        if (code >= DS_FOLD_BASE && kind < DS_SLOT_KINDS) {
            ds_buf_format(out, "{%s}", ds_slot_kind_name((ds_slot_kind)kind));
        } else {
            ds_buf_add(out, ds_str_slice(text, at, at + size));
        }
    }
}

/* The characters from byte `at` on. */
static ds_str some(ds_str text, size_t at)
{
    size_t end = at;
    for (int n = 0; n < SHOWN_CHARS && end < text.len; n++) {
        do {
            end++;
        } while (!ds_utf8_boundary(text, end));
    }
    return ds_str_slice(text, at, end);
}

void ds_reach_write(const ds_reach *reach, ds_str text, ds_buf *out)
{
    if (reach->gave_up) {
        ds_buf_add(out, DS_STR("its budget of steps is used up"));
        return;
    }
    if (!reach->n_parts) {
        ds_buf_add(out, DS_STR("its parts are found one by one, but not together"));
        return;
    }
    ds_buf_format(out, "%zu of %zu parts found, ", reach->n_matched, reach->n_parts);
    if (reach->extra) {
        ds_buf_add(out, DS_STR("but '"));
        ds_reach_write_seen(ds_str_slice(text, reach->instead.begin, reach->instead.end), out);
        ds_buf_add(out, DS_STR("' stands before "));
        write_part(reach->part, out);
        return;
    }
    write_part(reach->part, out);
    ds_str there = some(text, reach->instead.begin);
    if (there.len) {
        ds_buf_add(out, DS_STR(" fails at '"));
        ds_reach_write_seen(there, out);
        ds_buf_add_char(out, '\'');
    } else {
        ds_buf_add(out, DS_STR(" fails at the end"));
    }
}
