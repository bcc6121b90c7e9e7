#include "extract/prepare/segment.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

enum {
    MAX_DEPTH = 16,          /* open brackets remembered; deeper ones do not count */
    BRACKET_MAX_CODES = 120, /* a bracket that closes later is a mistake           */
    BRACKET_MAX_BYTES = BRACKET_MAX_CODES * 4,
};

/* A sentence shorter than this is not divided at an opener. */
enum { OPENER_MIN_BYTES = 90, OPENER_MAX_CODES = 5 };

typedef struct segmenter {
    const ds_repair *repair;
    const ds_lexicon *openers; /* may be NULL */
    ds_str text;
    ds_sentence *sentences; /* these two grow and are copied in the end */
    size_t n_sentences;
    size_t cap_sentences;
    ds_section *sections;
    size_t n_sections;
    size_t cap_sections;
    bool failed;       /* memory ran out */
    size_t next_start; /* in repair->starts */
    size_t begin;      /* of the sentence under way */
    size_t comma;      /* behind the last comma in it, 0 none */
    size_t open[MAX_DEPTH];
    size_t depth;
} segmenter;

static void add_section(segmenter *state, ds_section section)
{
    if (state->n_sections == state->cap_sections) {
        size_t cap = state->cap_sections ? state->cap_sections * 2 : 16;
        ds_section *grown = realloc(state->sections, cap * sizeof *grown);
        state->failed = state->failed || !grown;
        if (!grown) {
            return;
        }
        state->sections = grown;
        state->cap_sections = cap;
    }
    state->sections[state->n_sections++] = section;
}

static void add_sentence(segmenter *state, ds_sentence sentence)
{
    if (state->n_sentences == state->cap_sentences) {
        size_t cap = state->cap_sentences ? state->cap_sentences * 2 : 256;
        ds_sentence *grown = realloc(state->sentences, cap * sizeof *grown);
        state->failed = state->failed || !grown;
        if (!grown) {
            return;
        }
        state->sentences = grown;
        state->cap_sentences = cap;
    }
    state->sentences[state->n_sentences++] = sentence;
}

/* Sections begin and paragraphs start where lines did. */
static unsigned pass_starts(segmenter *state, size_t begin)
{
    const ds_repair *repair = state->repair;
    unsigned flags = 0;
    while (state->next_start < repair->n_starts && repair->starts[state->next_start].at <= begin) {
        const ds_line_start *start = &repair->starts[state->next_start++];
        flags |= DS_SENTENCE_PARAGRAPH;
        if (start->level) {
            flags |= DS_SENTENCE_HEADING;
            add_section(state, (ds_section){start->at, start->end, start->level});
        }
    }
    return flags;
}

/* Ends the sentence under way at `end`; the next begins at `next`. */
static void cut(segmenter *state, size_t end, size_t next, unsigned flags)
{
    while (state->begin < end && state->text.ptr[state->begin] == ' ') {
        state->begin++;
    }
    if (state->begin < end) {
        flags |= pass_starts(state, state->begin);
        uint32_t section = (uint32_t)(state->n_sections - 1);
        add_sentence(state, (ds_sentence){state->begin, end, flags, 0, section});
    }
    state->begin = next;
    state->comma = 0;
    state->depth = 0;
}

/* True if one of the open brackets closes behind `at`, and soon enough. */
static bool closes_soon(const segmenter *state, size_t at)
{
    size_t depth = state->depth;
    size_t limit = state->open[depth - 1] + BRACKET_MAX_BYTES;
    limit = limit < state->text.len ? limit : state->text.len;
    size_t size;
    for (; depth > 0 && at < limit && state->text.ptr[at] != '\n'; at += size) {
        unsigned marks =
            ds_furniture_marks(state->repair->furniture, ds_utf8_at(state->text, at, &size));
        if (marks & DS_MARK_OPEN) {
            /* A pair inside: step over it as a whole. */
            depth = depth < MAX_DEPTH ? depth + 1 : depth;
        } else if (marks & DS_MARK_CLOSE) {
            depth--;
            if (depth < state->depth && ds_utf8_count(ds_str_slice(state->text, state->open[depth],
                                                                   at)) <= BRACKET_MAX_CODES) {
                return true;
            }
        }
    }
    return false;
}

/* "Yahoo!" and "index?id=1" end no sentence. */
static bool is_latin_mark(ds_str text, size_t at, size_t end)
{
    char mark = text.ptr[at];
    bool behind = at > 0 && ds_code_is_latin((unsigned char)text.ptr[at - 1]);
    bool ahead = end < text.len && (ds_code_is_latin((unsigned char)text.ptr[end]) ||
                                    ds_code_is_digit((unsigned char)text.ptr[end]));
    return mark == '!' ? behind : mark == '?' && behind && ahead;
}

/* Behind the full stop at `at`: further ones and what closes. */
static size_t skip_closers(const segmenter *state, size_t end)
{
    while (end < state->text.len) {
        size_t size;
        unsigned marks =
            ds_furniture_marks(state->repair->furniture, ds_utf8_at(state->text, end, &size));
        if (!(marks & (DS_MARK_TERMINAL | DS_MARK_CLOSE))) {
            break;
        }
        end += size;
    }
    return end;
}

/* Too long: cut at the last comma, or right here at a code point. */
static void cut_long(segmenter *state, size_t at)
{
    size_t end = state->comma > state->begin ? state->comma : at;
    cut(state, end, end, DS_SENTENCE_CUT);
}

static size_t take_mark(segmenter *state, size_t at, size_t size, unsigned marks)
{
    size_t end = at + size;
    if (marks & DS_MARK_OPEN) {
        if (state->depth < MAX_DEPTH) {
            state->open[state->depth++] = at;
        }
    } else if (marks & DS_MARK_CLOSE) {
        state->depth -= state->depth > 0;
    } else if (marks & DS_MARK_TERMINAL) {
        if (is_latin_mark(state->text, at, end)) {
            return end;
        }
        /* Closers right behind belong to the sentence and close its brackets. */
        size_t past = skip_closers(state, end);
        size_t size_of;
        for (size_t i = end; i < past; i += size_of) {
            unsigned closer =
                ds_furniture_marks(state->repair->furniture, ds_utf8_at(state->text, i, &size_of));
            state->depth -= (closer & DS_MARK_CLOSE) != 0 && state->depth > 0;
        }
        if (state->depth == 0 || !closes_soon(state, past)) {
            cut(state, past, past, 0);
            return past;
        }
        return past;
    }
    return end;
}

/* Texts without full stops say "for example," or "at the same time," where a
 * sentence begins: where such an opener stands before the comma at `at`, or
 * `at` if none does. */
static size_t opener_before(const segmenter *state, size_t at)
{
    size_t begin = at;
    for (int codes = 0; codes < OPENER_MAX_CODES && begin > state->begin; codes++) {
        begin = ds_utf8_before(state->text, begin);
        ds_str word = ds_str_slice(state->text, begin, at);
        if (state->openers && ds_lexicon_find(state->openers, word) != DS_LEXICON_NONE) {
            return begin;
        }
    }
    return at;
}

static void take_comma(segmenter *state, size_t at)
{
    ds_str text = state->text;
    bool in_number = at > 0 && at + 1 < text.len &&
                     ds_code_is_digit((unsigned char)text.ptr[at - 1]) &&
                     ds_code_is_digit((unsigned char)text.ptr[at + 1]);
    if (in_number) {
        return;
    }
    size_t opener =
        state->depth == 0 && at > state->begin + OPENER_MIN_BYTES ? opener_before(state, at) : at;
    if (opener < at && opener > state->begin + OPENER_MIN_BYTES) {
        cut(state, opener, opener, 0);
    }
    state->comma = at + 1;
}

/* Behind the bytes that do nothing, where most are of characters of three bytes. */
static size_t skip_plain(ds_str text, size_t at, size_t limit, const bool *special)
{
    while (at < limit && !special[(unsigned char)text.ptr[at]]) {
        unsigned char lead = (unsigned char)text.ptr[at];
        bool triple = lead >= 0xE4 && lead < 0xF0 && limit - at >= 3;
        at += triple ? 3 : 1;
    }
    return at;
}

static void walk(segmenter *state, const bool *special)
{
    ds_str text = state->text;
    size_t at = 0;
    while (at < text.len) {
        size_t limit = state->begin + DS_SENTENCE_MAX_BYTES;
        limit = limit < text.len ? limit : text.len;
        at = skip_plain(text, at, limit, special);
        if (at >= limit) {
            if (at < text.len) {
                while (!ds_utf8_boundary(text, at)) {
                    at--;
                }
                cut_long(state, at);
            }
            continue;
        }
        if (text.ptr[at] == '\n') {
            cut(state, at, at + 1, 0);
            at++;
            continue;
        }
        size_t size;
        uint32_t c = ds_utf8_at(text, at, &size);
        if (c == ',') {
            take_comma(state, at);
            at++;
            continue;
        }
        at = take_mark(state, at, size, ds_furniture_marks(state->repair->furniture, c));
    }
    cut(state, text.len, text.len, 0);
}

/* Lead bytes of all characters that do something. */
static void read_special(const ds_furniture *furniture, bool *special)
{
    for (unsigned byte = 0; byte < 0x80; byte++) {
        special[byte] = byte == '\n' || byte == ',' ||
                        (ds_furniture_marks(furniture, byte) &
                         (DS_MARK_TERMINAL | DS_MARK_OPEN | DS_MARK_CLOSE)) != 0;
    }
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        special[byte] = byte == 0xE2 || byte == 0xE3; /* U+2000 and U+3000 blocks */
    }
}

/* Copies what was found into the arena. */
static ds_status keep(const segmenter *state, ds_arena *arena, ds_prepared *out)
{
    ds_sentence *sentences = DS_ARENA_TAKE(arena, state->n_sentences, ds_sentence);
    ds_section *sections = DS_ARENA_TAKE(arena, state->n_sections, ds_section);
    if (state->failed || !sentences || !sections) {
        return DS_ENOMEM;
    }
    if (state->n_sentences) {
        memcpy(sentences, state->sentences, state->n_sentences * sizeof *sentences);
    }
    memcpy(sections, state->sections, state->n_sections * sizeof *sections);
    out->sentences = sentences;
    out->n_sentences = state->n_sentences;
    out->sections = sections;
    out->n_sections = state->n_sections;
    return DS_OK;
}

ds_status ds_segment_text(const ds_repair *repair, const ds_lexicon *openers, ds_arena *arena,
                          ds_prepared *out)
{
    bool special[256];
    read_special(repair->furniture, special);
    segmenter state = {.repair = repair, .openers = openers, .text = out->text};
    add_section(&state, (ds_section){0}); /* what stands before the first heading */
    if (!state.failed) {
        walk(&state, special);
    }
    ds_status status = keep(&state, arena, out);
    free(state.sentences);
    free(state.sections);
    return status;
}

/* ---- pages ------------------------------------------------------------ */

static bool only_white(ds_str source, size_t begin, size_t end)
{
    size_t size;
    for (size_t at = begin; at < end; at += size) {
        uint32_t c = ds_utf8_at(source, at, &size);
        if (!ds_code_is_space(c) && c >= 0x20) {
            return false;
        }
    }
    return true;
}

/* The page behind mark `index`, `page` being the one before it.  A counter is
 * at the foot of its page, unless it stands right behind a form feed; a form
 * feed right behind a counter is the same page's end. */
static uint32_t page_behind(const ds_page_mark *marks, size_t index, ds_str source, uint32_t page)
{
    const ds_page_mark *mark = &marks[index];
    const ds_page_mark *last = index ? mark - 1 : NULL;
    bool touches = last && last->end <= mark->begin && only_white(source, last->end, mark->begin);
    if (mark->page) {
        return touches && last->page == 0 ? mark->page : mark->page + 1;
    }
    return touches && last->page ? page : page + 1;
}

void ds_segment_pages(const ds_page_mark *marks, size_t n_marks, const ds_prepared *prepared,
                      ds_sentence *sentences, uint32_t *page)
{
    if (*page == 0 && n_marks) {
        *page = marks[0].page ? marks[0].page : 1;
    }
    size_t next = 0;
    for (size_t i = 0; i < prepared->n_sentences; i++) {
        size_t source =
            ds_offset_map_source(&prepared->map, sentences[i].begin, sentences[i].begin, NULL)
                .begin;
        while (next < n_marks && marks[next].begin < source) {
            *page = page_behind(marks, next++, prepared->source, *page);
        }
        sentences[i].page = *page;
    }
    while (next < n_marks) {
        *page = page_behind(marks, next++, prepared->source, *page);
    }
}
