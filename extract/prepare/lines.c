#include "extract/prepare/lines.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

enum {
    MAX_WRAP = 255,          /* longer lines are not wrapped: one paragraph a line */
    MAX_WRAPPED_CODES = 100, /* on paper a line has 40 to 50, on a wide screen 90 */
    RUNNING_MAX_CODES = 60,  /* of a running head                                  */
    RUNNING_MIN_COUNT = 3,
    HEADING_MAX_CODES = 40, /* of a heading on a line of its own                  */
    INDENT_ASCII = 4,       /* spaces; of full-width spaces two do                */
};

/* What is counted over all lines of a window. */
typedef struct survey {
    uint32_t lengths[MAX_WRAP + 1];
    size_t n_indented;
    size_t n_closed;
    size_t n_padded;
    size_t n_headings;
    size_t n_bullets;
    size_t n_own;   /* short headings with plain text on the next line */
    size_t n_glued; /* headings with their text behind them           */
} survey;

static ds_line *add_line(ds_lines *lines)
{
    if (lines->n_items == lines->cap) {
        size_t cap = lines->cap ? lines->cap * 2 : 256;
        ds_line *grown = realloc(lines->items, cap * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        lines->items = grown;
        lines->cap = cap;
    }
    lines->items[lines->n_items] = (ds_line){0};
    return &lines->items[lines->n_items++];
}

bool ds_line_is_closed(const ds_furniture *furniture, ds_str line)
{
    size_t end = line.len;
    while (end > 0) {
        size_t at = ds_utf8_before(line, end);
        size_t size;
        unsigned marks = ds_furniture_marks(furniture, ds_utf8_at(line, at, &size));
        if (marks & DS_MARK_TERMINAL) {
            return true;
        }
        if (!(marks & DS_MARK_CLOSE)) {
            return false;
        }
        end = at;
    }
    return false;
}

/* An empty line in the source, not one that lost its furniture. */
static bool has_blank(ds_str source, size_t begin, size_t end)
{
    size_t n_breaks = 0;
    size_t size;
    for (size_t at = begin; at < end; at += size) {
        uint32_t c = ds_utf8_at(source, at, &size);
        if (c == '\n' || (c == '\r' && !(at + 1 < end && source.ptr[at + 1] == '\n'))) {
            n_breaks++;
        } else if (c == '\f' || !(ds_code_is_space(c) || c < 0x20)) {
            n_breaks = 0;
        }
        if (n_breaks == 2) {
            return true;
        }
    }
    return false;
}

/* Flags from the white space between the line before and this one. */
static unsigned space_flags(const ds_draft *draft, ds_str source, size_t from, size_t begin)
{
    unsigned flags = 0;
    size_t lead = begin;
    while (lead > from && draft->text[lead - 1] == ' ') {
        lead--;
    }
    size_t wide = 0;
    for (size_t at = lead; at < begin; at++) {
        wide += (unsigned char)source.ptr[draft->origin[at]] == 0xE3;
    }
    if (begin - lead == 1) {
        flags |= DS_LINE_SPACE_BEFORE;
    }
    if (wide >= 2 || begin - lead >= INDENT_ASCII) {
        flags |= DS_LINE_INDENT;
    }
    if (from > 0 && has_blank(source, draft->origin[from - 1] + 1, draft->origin[begin])) {
        flags |= DS_LINE_BLANK_BEFORE;
    }
    return flags;
}

/* Fills the next line from byte *at on; false at the end of the text. */
static bool next_line(const ds_draft *draft, size_t *at, size_t *begin, size_t *end)
{
    const char *text = draft->text;
    size_t from = *at;
    while (from < draft->len && (text[from] == ' ' || text[from] == '\n' || text[from] == '\f')) {
        from++;
    }
    if (from == draft->len) {
        return false;
    }
    const char *line_feed = memchr(text + from, '\n', draft->len - from);
    size_t stop = line_feed ? (size_t)(line_feed - text) : draft->len;
    const char *form_feed = memchr(text + from, '\f', stop - from);
    stop = form_feed ? (size_t)(form_feed - text) : stop;
    *at = stop;
    while (text[stop - 1] == ' ') {
        stop--;
    }
    *begin = from;
    *end = stop;
    return true;
}

static size_t trailing_spaces(const ds_draft *draft, size_t end)
{
    size_t n_spaces = 0;
    while (end + n_spaces < draft->len && draft->text[end + n_spaces] == ' ') {
        n_spaces++;
    }
    return n_spaces;
}

/* Steps over the page marks up to source byte `until`; true if there was one. */
static bool pass_pages(const ds_page_mark *pages, size_t n_pages, size_t *next, size_t until)
{
    bool passed = false;
    while (*next < n_pages && pages[*next].begin < until) {
        passed = true;
        (*next)++;
    }
    return passed;
}

static ds_status read_table(ds_lines *lines, ds_furniture *furniture, const ds_draft *draft,
                            ds_str source)
{
    const ds_page_mark *pages;
    size_t n_pages = ds_furniture_pages(furniture, &pages);
    size_t page = 0;
    size_t at = 0;
    size_t from = 0;
    size_t begin;
    size_t end;
    while (next_line(draft, &at, &begin, &end)) {
        ds_line *line = add_line(lines);
        if (!line) {
            return DS_ENOMEM;
        }
        unsigned flags = space_flags(draft, source, from, begin);
        /* A mark inside the line before has no line break of its own. */
        pass_pages(pages, n_pages, &page, from ? draft->origin[from - 1] : 0);
        if (pass_pages(pages, n_pages, &page, draft->origin[begin])) {
            flags |= DS_LINE_PAGE_BEFORE;
        }
        size_t n_spaces = trailing_spaces(draft, end);
        if (n_spaces == 1 || n_spaces == 2) {
            flags |= DS_LINE_SPACE_AFTER;
        }
        uint32_t level = 0;
        ds_range title = {0, 0};
        line->begin = (uint32_t)begin;
        line->end = (uint32_t)end;
        line->kind =
            (uint8_t)ds_furniture_line(furniture, ds_line_str(draft, line), &level, &title);
        line->level = (uint8_t)level;
        line->flags = (uint8_t)flags;
        if (line->kind == DS_LINE_TITLE && lines->title.begin == lines->title.end) {
            lines->title = (ds_range){begin + title.begin, begin + title.end};
        }
        from = end;
    }
    return DS_OK;
}

/* ---- running heads ---------------------------------------------------- */

/* FNV-1a over the line, every run of digits alike: Fowler, Noll and Vo, 1991. */
static uint64_t hash_line(ds_str line)
{
    uint64_t hash = 14695981039346656037u;
    bool digit = false;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char byte = (unsigned char)line.ptr[i];
        bool is_digit = ds_code_is_digit(byte);
        if (byte != ' ' && !(is_digit && digit)) {
            hash = (hash ^ (is_digit ? '#' : byte)) * 1099511628211u;
        }
        digit = is_digit;
    }
    return hash;
}

/* The line's row in the table, made if `add` and there is room; NULL if none. */
static uint32_t *head_count(ds_running_heads *heads, ds_str line, bool add)
{
    uint64_t hash = hash_line(line);
    for (size_t i = 0; i < heads->n_heads; i++) {
        if (heads->hash[i] == hash) {
            return &heads->count[i];
        }
    }
    if (!add || heads->n_heads == DS_RUNNING_MAX) {
        return NULL;
    }
    heads->hash[heads->n_heads] = hash;
    heads->count[heads->n_heads] = 0;
    return &heads->count[heads->n_heads++];
}

static bool at_page_break(const ds_lines *lines, size_t index)
{
    return (lines->items[index].flags & DS_LINE_PAGE_BEFORE) ||
           (index + 1 < lines->n_items && (lines->items[index + 1].flags & DS_LINE_PAGE_BEFORE));
}

static bool may_be_head(const ds_lines *lines, const ds_draft *draft, size_t index)
{
    return at_page_break(lines, index) &&
           ds_utf8_count(ds_line_str(draft, &lines->items[index])) <= RUNNING_MAX_CODES;
}

static void drop_running_heads(ds_lines *lines, const ds_draft *draft, ds_running_heads *heads)
{
    bool recurs = false;
    for (size_t i = 0; i < lines->n_items; i++) {
        if (may_be_head(lines, draft, i)) {
            uint32_t *count = head_count(heads, ds_line_str(draft, &lines->items[i]), true);
            recurs = recurs || (count && ++*count >= RUNNING_MIN_COUNT);
        }
    }
    for (size_t i = 0; recurs && i < lines->n_items; i++) {
        if (may_be_head(lines, draft, i)) {
            const uint32_t *count = head_count(heads, ds_line_str(draft, &lines->items[i]), false);
            if (count && *count >= RUNNING_MIN_COUNT) {
                lines->items[i].kind = DS_LINE_DROP;
            }
        }
    }
}

/* Takes the dropped lines out of the table; what they had before them stays. */
static void drop_lines(ds_lines *lines)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->n_items; i++) {
        if (lines->items[i].kind != DS_LINE_DROP) {
            lines->items[kept++] = lines->items[i];
        }
    }
    lines->n_items = kept;
}

/* ---- what kind of layout it is ---------------------------------------- */

static void survey_line(survey *count, const ds_lines *lines, const ds_furniture *furniture,
                        const ds_draft *draft, size_t index)
{
    const ds_line *line = &lines->items[index];
    ds_str text = ds_line_str(draft, line);
    size_t codes = ds_utf8_count(text);
    count->lengths[codes < MAX_WRAP ? codes : MAX_WRAP]++;
    count->n_indented += (line->flags & DS_LINE_INDENT) != 0;
    count->n_padded += (line->flags & (DS_LINE_SPACE_BEFORE | DS_LINE_SPACE_AFTER)) != 0;
    count->n_closed += ds_line_is_closed(furniture, text);
    count->n_bullets += line->kind == DS_LINE_BULLET;
    if (line->kind != DS_LINE_HEADING) {
        return;
    }
    count->n_headings++;
    bool has_text = index + 1 < lines->n_items && lines->items[index + 1].kind == DS_LINE_TEXT;
    if (codes > HEADING_MAX_CODES) {
        count->n_glued++;
    } else if (has_text && !ds_line_is_closed(furniture, text)) {
        count->n_own++;
    }
}

static size_t percentile_90(const survey *count, size_t n_lines)
{
    size_t above = n_lines / 10;
    size_t length = MAX_WRAP;
    for (size_t seen = 0; length > 0; length--) {
        seen += count->lengths[length];
        if (seen > above) {
            break;
        }
    }
    return length;
}

static void survey_layout(ds_lines *lines, const ds_furniture *furniture, const ds_draft *draft)
{
    survey count = {0};
    for (size_t i = 0; i < lines->n_items; i++) {
        survey_line(&count, lines, furniture, draft, i);
    }
    lines->wrap = percentile_90(&count, lines->n_items);
    lines->indented = count.n_indented > 0 &&
                      (count.n_indented * 2 <= lines->n_items || lines->wrap > MAX_WRAPPED_CODES);
    lines->own_line_headings = count.n_own > count.n_glued;
    lines->padded = lines->n_items > 3 && count.n_padded * 2 > lines->n_items;
    lines->numbered = count.n_headings > 1;
    lines->bulleted = count.n_bullets > 1;
    lines->line_is_paragraph = lines->n_items > 2 && count.n_closed * 4 >= (lines->n_items - 1) * 3;
}

ds_status ds_lines_read(ds_lines *lines, ds_furniture *furniture, const ds_draft *draft,
                        ds_str source, ds_running_heads *heads)
{
    lines->n_items = 0;
    lines->title = (ds_range){0, 0};
    ds_status status = read_table(lines, furniture, draft, source);
    if (status == DS_OK) {
        drop_running_heads(lines, draft, heads);
        drop_lines(lines);
        survey_layout(lines, furniture, draft);
    }
    return status;
}

void ds_lines_free(ds_lines *lines)
{
    free(lines->items);
    *lines = (ds_lines){0};
}
