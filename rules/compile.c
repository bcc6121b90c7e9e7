#include "rules/compile.h"

#include "corpus/text/utf8.h"
#include "rules/hint.h"
#include "rules/need.h"
#include "rules/piece.h"
#include "rules/set.h"
#include "rules/slot.h"
#include "rules/start.h"

#include <stdio.h>
#include <stdlib.h>

/* U+2026, the sign for "some text between". */
static const ds_str gap_sign = DS_STR_INIT("\xE2\x80\xA6");

/* How PCRE2's limits begin; ours stand in front of each pattern. */
static const ds_str own_limit = DS_STR_INIT("(*LIMIT_");

/* Which roles an entity of a kind can fill, as bits. */
#define ROLE(name) (1u << DS_ROLE_##name)
static const unsigned roles_of_kind[DS_SLOT_KINDS] = {
    [DS_SLOT_PARTY] = ROLE(NONE) | ROLE(ACQUIRER) | ROLE(TARGET) | ROLE(SELLER) | ROLE(SUBJECT),
    [DS_SLOT_AMOUNT] = ROLE(NONE) | ROLE(AMOUNT),
    [DS_SLOT_DATE] = ROLE(NONE) | ROLE(DATE),
    [DS_SLOT_STAKE] = ROLE(NONE) | ROLE(STAKE) | ROLE(SUBJECT),
    [DS_SLOT_RATE] = ROLE(NONE) | ROLE(RATE) | ROLE(SUBJECT),
    [DS_SLOT_COUNT] = ROLE(NONE) | ROLE(ACQUIRER) | ROLE(TARGET) | ROLE(SELLER) | ROLE(SUBJECT),
};

typedef struct expansion {
    const ds_pattern_source *source;
    ds_str raw;  /* the element's content in the file          */
    ds_str text; /* what it stands for                         */
    ds_buf *out; /* the PCRE2 pattern                          */
    size_t stop; /* seek mode: end when out is longer than this */
    bool seek;   /* silent: only where a byte of out came from */
    ds_rule_slot *slots;
    size_t n_slots;
    ds_status status;
} expansion;

/* Where byte `at` of the pattern's text stands in the file. */
static ds_where where_in(const expansion *run, size_t at)
{
    const ds_pack *pack = run->source->pack;
    ds_buf scratch = ds_buf_make(DS_PATTERN_MAX_BYTES);
    size_t begin = ds_pack_element(pack, run->source->node)->inner.begin;
    size_t used = ds_pack_decode(run->raw, &scratch, at);
    ds_buf_free(&scratch);
    return ds_pack_where(pack, begin + used);
}

static void quote(ds_buf *out, ds_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char byte = (unsigned char)word.ptr[i];
        bool plain = byte >= 0x80 || ds_code_is_digit(byte) || ds_code_is_latin(byte);
        if (!plain) {
            ds_buf_add_char(out, '\\');
        }
        ds_buf_add_char(out, (char)byte);
    }
}

typedef struct ranked {
    ds_str word;
    uint32_t rank;
} ranked;

static int longest_first(const void *a, const void *b)
{
    const ranked *left = a;
    const ranked *right = b;
    if (left->word.len != right->word.len) {
        return left->word.len > right->word.len ? -1 : 1;
    }
    return left->rank < right->rank ? -1 : 1;
}

/* (?=[...]): the characters that words begin with.  Says nothing new, but a
 * place where no word can stand costs one comparison, not one a word. */
static void add_heads(ds_buf *out, const ranked *words, size_t n)
{
    ds_buf_add(out, DS_STR("(?=["));
    for (size_t i = 0; i < n; i++) {
        size_t size;
        ds_utf8_at(words[i].word, 0, &size);
        ds_str head = ds_str_slice(words[i].word, 0, size);
        bool known = false;
        for (size_t k = 0; k < i && !known; k++) {
            known = ds_str_starts(words[k].word, head);
        }
        if (!known) {
            quote(out, head);
        }
    }
    ds_buf_add(out, DS_STR("])"));
}

static void add_words(expansion *run, const ds_lexicon *lexicon)
{
    enum { FEW_WORDS = 3, MANY_WORDS = 2000 }; /* heads are not worth it, or take long to find */
    size_t n = ds_lexicon_count(lexicon);
    ranked *words = malloc((n ? n : 1) * sizeof *words);
    if (!words) {
        run->status = DS_ENOMEM;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        words[i] = (ranked){ds_lexicon_word(lexicon, (uint32_t)i), (uint32_t)i};
    }
    qsort(words, n, sizeof *words, longest_first);
    ds_buf_add(run->out, DS_STR("(?:"));
    bool headed = n > FEW_WORDS && n < MANY_WORDS;
    if (headed) {
        add_heads(run->out, words, n);
        ds_buf_add(run->out, DS_STR("(?:"));
    }
    for (size_t i = 0; i < n; i++) {
        if (i) {
            ds_buf_add_char(run->out, '|');
        }
        quote(run->out, words[i].word);
    }
    ds_buf_add(run->out, headed ? DS_STR(")") : DS_STR(""));
    ds_buf_add(run->out, n ? DS_STR(")") : DS_STR("(?!))")); /* no word: never matches */
    free(words);
}

/* In a deal rule: what looks like a slot and is none.  False: something else. */
static bool complain_slot(expansion *run, ds_str name, size_t at)
{
    ds_buf why = ds_buf_make(DS_DIAG_MAX_BYTES);
    bool told = ds_slot_complain(name, &why);
    if (told) {
        ds_diag_report(run->source->diag, DS_LEVEL_ERROR, where_in(run, at), "%.*s",
                       DS_STR_ARGS(ds_buf_str(&why)));
    }
    ds_buf_free(&why);
    return told;
}

static void complain_unknown(expansion *run, ds_str name, size_t at)
{
    const ds_ruleset *set = run->source->set;
    ds_hint hint = {name, {NULL, 0}, 0};
    run->status = DS_EINVALID;
    if (run->source->deal && complain_slot(run, name, at)) {
        return;
    }
    for (int kind = 0; kind < DS_SLOT_KINDS && run->source->deal; kind++) {
        ds_hint_add(&hint, ds_str_from(ds_slot_kind_name((ds_slot_kind)kind)));
    }
    const ds_named_lexicon *lexicons = set->lexicons.items;
    for (size_t i = 0; i < set->lexicons.n; i++) {
        ds_hint_add(&hint, lexicons[i].id);
    }
    const char *what = run->source->deal ? "slot or lexicon" : "lexicon";
    if (hint.best.ptr) {
        ds_diag_report(run->source->diag, DS_LEVEL_ERROR, where_in(run, at),
                       "unknown %s '{%.*s}'; did you mean '{%.*s}'?", what, DS_STR_ARGS(name),
                       DS_STR_ARGS(hint.best));
    } else {
        ds_diag_report(run->source->diag, DS_LEVEL_ERROR, where_in(run, at),
                       "unknown %s '{%.*s}'; declare it with <lexicon id=\"%.*s\">", what,
                       DS_STR_ARGS(name), DS_STR_ARGS(name));
    }
}

static void complain_role(expansion *run, ds_slot_kind kind, ds_str role, size_t at)
{
    char list[160] = "";
    size_t len = 0;
    for (int i = 1; i < DS_ROLES; i++) {
        if (roles_of_kind[kind] >> i & 1u) {
            int more = snprintf(list + len, sizeof list - len, "%s, ", ds_role_name((ds_role)i));
            len += more > 0 ? (size_t)more : 0;
        }
    }
    run->status = DS_EINVALID;
    bool known = ds_role_from_name(role) != DS_ROLE_NONE;
    ds_diag_report(run->source->diag, DS_LEVEL_ERROR, where_in(run, at),
                   known ? "{%s} cannot be the %.*s; it can be: %snone"
                         : "{%s} has no role '%.*s'; it can be: %snone",
                   ds_slot_kind_name(kind), DS_STR_ARGS(role), list);
}

/* {amount} is the amount; {party} and {count} are nobody in particular. */
static ds_role default_role(ds_slot_kind kind)
{
    return ds_role_from_name(ds_str_from(ds_slot_kind_name(kind)));
}

static void add_slot(expansion *run, ds_slot_kind kind, ds_str role, size_t at)
{
    ds_role filled = role.ptr ? ds_role_from_name(role) : default_role(kind);
    bool none = !role.ptr || ds_str_equal(role, DS_STR("none"));
    if (!run->seek &&
        ((filled == DS_ROLE_NONE && !none) || !(roles_of_kind[kind] >> filled & 1u))) {
        complain_role(run, kind, role, at);
        return;
    }
    if (!run->seek && run->n_slots == DS_RULE_MAX_SLOTS) {
        run->status = DS_EINVALID;
        ds_diag_report(run->source->diag, DS_LEVEL_ERROR, where_in(run, at),
                       "more than %d slots in one pattern", DS_RULE_MAX_SLOTS);
        return;
    }
    if (!run->seek) {
        run->slots[run->n_slots] = (ds_rule_slot){kind, filled, 0};
    }
    unsigned first = (unsigned)DS_FOLD_BASE + (unsigned)kind * (unsigned)DS_FOLD_SPAN;
    ds_buf_format(run->out, "(?<slot_%zu>[\\x{%X}-\\x{%X}])", run->n_slots, first,
                  first + DS_FOLD_SPAN - 1);
    run->n_slots++;
}

/* `{name}` or `{name:role}` at byte `at`; returns the byte behind it. */
static size_t expand_name(expansion *run, size_t at)
{
    size_t end = ds_str_find(run->text, DS_STR("}"), at);
    if (end == SIZE_MAX) {
        ds_buf_add_char(run->out, '{');
        return at + 1;
    }
    ds_str name = ds_str_slice(run->text, at + 1, end);
    ds_str role = {NULL, 0};
    const char *colon = memchr(name.ptr, ':', name.len);
    if (colon) {
        role = ds_str_slice(name, (size_t)(colon - name.ptr) + 1, name.len);
        name.len = (size_t)(colon - name.ptr);
    }
    int kind = 0;
    while (kind < DS_SLOT_KINDS &&
           !ds_str_equal(name, ds_str_from(ds_slot_kind_name((ds_slot_kind)kind)))) {
        kind++;
    }
    const ds_lexicon *lexicon = NULL;
    for (size_t i = 0; i < run->source->set->lexicons.n; i++) {
        if (ds_str_equal(run->source->set->lexicons.items[i].id, name)) {
            lexicon = run->source->set->lexicons.items[i].lexicon;
        }
    }
    if (kind < DS_SLOT_KINDS && run->source->deal) {
        add_slot(run, (ds_slot_kind)kind, role, at);
    } else if (lexicon && !colon) {
        add_words(run, lexicon);
    } else if (!run->seek && kind < DS_SLOT_KINDS) {
        run->status = DS_EINVALID;
        ds_diag_report(run->source->diag, DS_LEVEL_ERROR, where_in(run, at),
                       "slot '{%.*s}' outside a <rule>; only deal rules see folded entities",
                       DS_STR_ARGS(ds_str_slice(run->text, at + 1, end)));
    } else if (!run->seek) {
        complain_unknown(run, ds_str_slice(run->text, at + 1, end), at);
    }
    return end + 1;
}

static void expand_gap(expansion *run, size_t at)
{
    ds_str gap = ds_ruleset_option(run->source->set, "gap");
    if (!gap.ptr && !run->seek) {
        run->status = DS_EINVALID;
        ds_diag_report(
            run->source->diag, DS_LEVEL_ERROR, where_in(run, at),
            "'%.*s' needs the option \"gap\"; add <option name=\"gap\" value=\"[^;]{0,60}?\"/> or "
            "write \\%.*s for the sign itself",
            DS_STR_ARGS(gap_sign), DS_STR_ARGS(gap_sign));
    }
    ds_buf_add(run->out, DS_STR("(?:"));
    ds_buf_add(run->out, gap);
    ds_buf_add_char(run->out, ')');
}

/* One piece of the pattern at byte `at`; returns the byte behind it. */
static size_t expand_piece(expansion *run, size_t at)
{
    ds_str text = run->text;
    ds_str rest = ds_str_slice(text, at, text.len);
    size_t end = at + 1;
    if (rest.ptr[0] == '{' && rest.len > 1 && !ds_code_is_digit((unsigned char)rest.ptr[1]) &&
        rest.ptr[1] != ',') {
        return expand_name(run, at);
    }
    if (ds_str_starts(rest, gap_sign)) {
        expand_gap(run, at);
        return at + gap_sign.len;
    }
    if (rest.ptr[0] == '\\') {
        end = ds_piece_escape_end(text, at);
    } else if (rest.ptr[0] == '[') {
        end = ds_piece_class_end(text, at);
    } else if (rest.ptr[0] == '#') {
        end = ds_piece_comment_end(text, at);
    } else if (ds_str_starts(rest, DS_STR("(?#"))) {
        size_t close = ds_str_find(text, DS_STR(")"), at);
        end = close == SIZE_MAX ? text.len : close + 1;
    }
    ds_buf_add(run->out, ds_str_slice(text, at, end));
    return end;
}

/* Expands all of it or, seeking, up to byte `stop` of the output; returns the
 * byte of the text it came to. */
static size_t expand(expansion *run)
{
    size_t at = 0;
    while (run->text.ptr && at < run->text.len && run->status != DS_ENOMEM) {
        size_t before = run->out->len;
        size_t end = expand_piece(run, at);
        if (run->seek && run->out->len > run->stop) {
            bool copied = run->out->len - before == end - at;
            return copied ? at + (run->stop - before) : at;
        }
        at = end;
    }
    return at;
}

static ds_status report_bad_regex(expansion *run, size_t offset, int code)
{
    if (run->seek) {
        return DS_EINVALID; /* of ds_pattern_compile */
    }
    PCRE2_UCHAR message[160];
    pcre2_get_error_message(code, message, sizeof message);
    ds_buf again = ds_buf_make(DS_PATTERN_MAX_BYTES);
    expansion seek = *run;
    seek.out = &again;
    seek.seek = true;
    seek.stop = offset;
    seek.n_slots = 0;
    size_t at = expand(&seek);
    ds_buf_free(&again);
    return ds_diag_fail(run->source->diag, DS_EINVALID, where_in(run, at), "bad pattern: %s",
                        (const char *)message);
}

/* What can be told of its matches before it runs; with none of it the pattern is
 * tried everywhere. */
static void keep_known(const expansion *run, void (*read)(ds_str pattern, ds_buf *out), ds_str *to)
{
    if (to) {
        ds_buf known = ds_buf_make(DS_PATTERN_MAX_BYTES);
        read(ds_buf_str(run->out), &known);
        if (!known.failed && known.len) {
            *to = ds_arena_copy(run->source->set->arena, ds_buf_str(&known));
        }
        ds_buf_free(&known);
    }
}

/* The limits stand in the pattern, so that no match can forget them. */
static ds_status compile(expansion *run, pcre2_code **out)
{
    char head[64];
    int head_len = snprintf(head, sizeof head, "(*LIMIT_MATCH=%d)(*LIMIT_HEAP=%d)",
                            DS_RULE_MATCH_LIMIT, DS_RULE_HEAP_LIMIT);
    ds_buf whole = ds_buf_make(DS_PATTERN_MAX_BYTES + sizeof head);
    ds_buf_add(&whole, (ds_str){head, (size_t)head_len});
    ds_buf_add(&whole, ds_buf_str(run->out));
    if (whole.failed) {
        ds_buf_free(&whole);
        return DS_ENOMEM;
    }
    int code = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *made =
        pcre2_compile((PCRE2_SPTR)whole.ptr, whole.len,
                      PCRE2_UTF | PCRE2_EXTENDED | PCRE2_USE_OFFSET_LIMIT, &code, &offset, NULL);
    ds_buf_free(&whole);
    if (!made) {
        offset = offset > (size_t)head_len ? offset - (size_t)head_len : 0;
        return report_bad_regex(run, offset, code);
    }
    for (size_t i = 0; i < run->n_slots; i++) {
        char name[32];
        snprintf(name, sizeof name, "slot_%zu", i);
        run->slots[i].group = (uint32_t)pcre2_substring_number_from_name(made, (PCRE2_SPTR)name);
    }
    *out = made;
    keep_known(run, ds_need_read, run->source->need);
    keep_known(run, ds_start_read, run->source->start);
    return DS_OK;
}

static bool only_white(ds_str text)
{
    return ds_str_trim(text).len == 0;
}

ds_status ds_compile_pattern(const ds_pattern_source *source, ds_code **out, ds_rule_slot *slots,
                             size_t *n_slots)
{
    ds_range inner = ds_pack_element(source->pack, source->node)->inner;
    ds_buf text = ds_buf_make(DS_PATTERN_MAX_BYTES);
    ds_buf expanded = ds_buf_make(DS_PATTERN_MAX_BYTES);
    expansion run = {source,    ds_str_slice(source->pack->bytes, inner.begin, inner.end),
                     {NULL, 0}, &expanded,
                     0,         false,
                     slots,     0,
                     DS_OK};
    (void)ds_pack_decode(run.raw, &text, SIZE_MAX);
    run.text = ds_buf_str(&text);
    if (!text.failed && only_white(run.text)) {
        run.status = ds_diag_fail(source->diag, DS_EINVALID,
                                  ds_pack_where_element(source->pack, source->node),
                                  "empty pattern; it would match everywhere");
    } else if (ds_str_find(run.text, own_limit, 0) != SIZE_MAX) { /* the last one would count */
        run.status = ds_diag_fail(
            source->diag, DS_EINVALID, where_in(&run, ds_str_find(run.text, own_limit, 0)),
            "a pattern has no limits of its own; take %s...) out", own_limit.ptr);
    } else {
        (void)expand(&run);
    }
    if (run.status == DS_OK && (text.failed || expanded.failed)) {
        run.status = ds_diag_fail(source->diag, DS_EINVALID,
                                  ds_pack_where_element(source->pack, source->node),
                                  "pattern is longer than %d KB with its lexicons written out",
                                  DS_PATTERN_MAX_BYTES / 1024);
    }
    pcre2_code *made = NULL;
    if (run.status == DS_OK) {
        run.status = compile(&run, &made);
    }
    if (run.status == DS_OK) {
        *out = ds_code_new(source->set->arena, source->set->code_lock, made);
        run.status = *out ? DS_OK : DS_ENOMEM;
    }
    if (n_slots) {
        *n_slots = run.n_slots;
    }
    ds_buf_free(&text);
    ds_buf_free(&expanded);
    return run.status;
}

ds_status ds_pattern_compile(const ds_ruleset *set, ds_str text, bool deal, pcre2_code **out)
{
    ds_pattern_source source = {.set = (ds_ruleset *)set, .deal = deal}; /* is only read */
    ds_buf expanded = ds_buf_make(DS_PATTERN_MAX_BYTES);
    expansion run = {.source = &source,
                     .text = text,
                     .out = &expanded,
                     .stop = SIZE_MAX,
                     .seek = true,
                     .status = DS_OK};
    (void)expand(&run);
    run.n_slots = 0; /* which slot is which is not asked */
    ds_status status = expanded.failed ? DS_EINVALID : run.status;
    if (status == DS_OK) {
        status = compile(&run, out);
    }
    ds_buf_free(&expanded);
    return status;
}
