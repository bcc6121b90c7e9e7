#include "extract/prepare/repair.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

enum {
    SHORT_PERCENT = 60, /* of the wrap width: such a line ended by itself      */
    SHORT_CODES = 60,   /* and no line is short that has more code points      */
    TITLE_MAX_CODES = 80,
    TITLE_MIN_CODES = 4,
    TITLE_ECHO_BYTES = 9,   /* three Han: the text begins with the title's name */
    HEADING_MAX_CODES = 60, /* longer: the text is glued to its heading       */
    HEADING_TEXT_BYTES = 120,
    NUMBER_LINE_BYTES = 12, /* a section number alone on its line              */
    SPACED_MIN = 4,         /* single Han in a row that spaces tear apart      */
    SPACED_LOOK = 400,      /* bytes looked ahead for them                     */
};

/* What lies between two lines. */
typedef enum seam {
    SEAM_JOIN, /* the text goes on                                    */
    SEAM_SOFT, /* a new line after a finished sentence                */
    SEAM_HARD, /* the lines do not belong together: a line feed stays */
} seam;

typedef enum space_class { CLASS_HAN, CLASS_LATIN, CLASS_DIGIT, CLASS_OTHER } space_class;

static space_class class_of(uint32_t c)
{
    if (ds_code_is_digit(c)) {
        return CLASS_DIGIT;
    }
    if (ds_code_is_latin(c) || (c >= 0x370 && c < 0x530)) { /* Greek and Cyrillic too */
        return CLASS_LATIN;
    }
    return ds_code_is_han(c) || (c >= 0x3041 && c <= 0x30FF) ? CLASS_HAN : CLASS_OTHER;
}

static uint32_t code_before(ds_str text, size_t at)
{
    size_t size;
    return at ? ds_utf8_at(text, ds_utf8_before(text, at), &size) : 0;
}

static uint32_t code_at(ds_str text, size_t at)
{
    size_t size;
    return at < text.len ? ds_utf8_at(text, at, &size) : 0;
}

/* True if a space between the character before `left` and the one at `right`
 * means something: between titles, between Latin words. */
static bool space_stays(ds_str text, size_t left, size_t right)
{
    uint32_t before = code_before(text, left);
    uint32_t after = code_at(text, right);
    space_class a = class_of(before);
    space_class b = class_of(after);
    if (a == b && a != CLASS_OTHER) {
        return true;
    }
    if (a == CLASS_LATIN && (b == CLASS_DIGIT || after == '&')) {
        return true;
    }
    bool latin_mark = before == '.' || before == ',' || before == '&';
    return b == CLASS_LATIN && latin_mark && left > 1 && (unsigned char)text.ptr[left - 2] < 0x80;
}

/* ---- numbers that a line break tore ----------------------------------- */

/* True if the line that ends at `end` is a section number and nothing else. */
static bool is_number_line(ds_str text, size_t end)
{
    size_t begin = end;
    bool dotted = false;
    while (begin > 0 && end - begin <= NUMBER_LINE_BYTES &&
           (ds_code_is_digit((unsigned char)text.ptr[begin - 1]) || text.ptr[begin - 1] == '.')) {
        begin--;
        dotted = dotted || text.ptr[begin] == '.';
    }
    return dotted && begin < end && (begin == 0 || text.ptr[begin - 1] == '\n');
}

/* A line break inside "1.6" or behind the number of a heading. */
static bool tears_number(ds_str text, size_t left, size_t right)
{
    if (left == 0 || right >= text.len) {
        return false;
    }
    unsigned char before = (unsigned char)text.ptr[left - 1];
    unsigned char after = (unsigned char)text.ptr[right];
    bool point_first = before == '.' && left > 1 &&
                       ds_code_is_digit((unsigned char)text.ptr[left - 2]) &&
                       ds_code_is_digit(after);
    bool point_next = ds_code_is_digit(before) && after == '.' && right + 1 < text.len &&
                      ds_code_is_digit((unsigned char)text.ptr[right + 1]);
    return point_first || point_next || is_number_line(text, left);
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\f';
}

/* Headings are recognised by their numbers, so these joins come first. */
static ds_status join_numbers(ds_draft *draft)
{
    ds_str text = ds_draft_str(draft);
    size_t at = 0;
    ds_status status = DS_OK;
    const char *line_feed;
    while (status == DS_OK && at < text.len &&
           (line_feed = memchr(text.ptr + at, '\n', text.len - at)) != NULL) {
        size_t left = (size_t)(line_feed - text.ptr);
        size_t right = left;
        while (right < text.len && is_white(text.ptr[right])) {
            right++;
        }
        while (left > 0 && text.ptr[left - 1] == ' ') {
            left--;
        }
        if (tears_number(text, left, right)) {
            status = ds_draft_drop(draft, left, right);
        }
        at = right > at ? right : at + 1;
    }
    ds_draft_compact(draft);
    return status;
}

/* ---- what a line break means ------------------------------------------ */

static bool is_short(const ds_lines *lines, ds_str line)
{
    size_t codes = ds_utf8_count(line);
    return codes <= SHORT_CODES && codes * 100 < lines->wrap * SHORT_PERCENT;
}

/* A bracket is open at the end of the line: whatever follows, it goes on. */
static bool ends_in_bracket(const ds_furniture *furniture, ds_str line)
{
    size_t n_open = 0;
    size_t size;
    for (size_t at = 0; at < line.len; at += size) {
        unsigned marks = ds_furniture_marks(furniture, ds_utf8_at(line, at, &size));
        if (marks & DS_MARK_OPEN) {
            n_open++;
        } else if ((marks & DS_MARK_CLOSE) && n_open > 0) {
            n_open--;
        }
    }
    return n_open > 0;
}

static bool holds_terminal(const ds_furniture *furniture, ds_str line)
{
    size_t size;
    for (size_t at = 0; at < line.len; at += size) {
        if (ds_furniture_marks(furniture, ds_utf8_at(line, at, &size)) & DS_MARK_TERMINAL) {
            return true;
        }
    }
    return false;
}

static bool is_start(const ds_lines *lines, const ds_line *line)
{
    return (line->kind == DS_LINE_HEADING && lines->numbered) ||
           (line->kind == DS_LINE_BULLET && lines->bulleted);
}

static bool stands_alone(const ds_line *line)
{
    return line->kind == DS_LINE_ISOLATE || line->kind == DS_LINE_TITLE;
}

/* A first line that the layout or the text itself sets off as a title.  Without
 * such a proof it may be running text that broke, and goes on. */
static bool is_title(const ds_lines *lines, const ds_furniture *furniture, const ds_draft *draft)
{
    if (lines->n_items < 2 || lines->items[0].kind != DS_LINE_TEXT) {
        return false;
    }
    const ds_line *next = &lines->items[1];
    ds_str line = ds_line_str(draft, &lines->items[0]);
    ds_str after = ds_line_str(draft, next);
    size_t codes = ds_utf8_count(line);
    bool wrapped =
        lines->n_items > 2 && lines->wrap <= TITLE_MAX_CODES && codes * 10 >= lines->wrap * 9;
    if (codes < TITLE_MIN_CODES || codes > TITLE_MAX_CODES || wrapped ||
        holds_terminal(furniture, line) ||
        (ds_furniture_marks(furniture, code_before(line, line.len)) & DS_MARK_CONTINUE) ||
        (ds_furniture_marks(furniture, code_at(after, 0)) & DS_MARK_LEAD)) {
        return false;
    }
    bool echo = line.len >= TITLE_ECHO_BYTES && after.len > line.len &&
                memcmp(line.ptr, after.ptr, TITLE_ECHO_BYTES) == 0;
    return echo || lines->line_is_paragraph || stands_alone(next) || is_start(lines, next) ||
           (next->flags & (DS_LINE_BLANK_BEFORE | DS_LINE_INDENT)) != 0;
}

/* A line that is one or two digits, a digit behind it: a number that broke. */
static bool is_torn_number(ds_str before, ds_str after)
{
    if (before.len == 0 || before.len > 2 || after.len == 0 ||
        !ds_code_is_digit((unsigned char)after.ptr[0])) {
        return false;
    }
    return ds_code_is_digit((unsigned char)before.ptr[0]) &&
           ds_code_is_digit((unsigned char)before.ptr[before.len - 1]);
}

/* The first piece of a list mark whose number broke. */
static bool is_torn_start(const ds_repair *repair, size_t index)
{
    const ds_lines *lines = &repair->lines;
    return index + 1 < lines->n_items && is_start(lines, &lines->items[index + 1]) &&
           is_torn_number(ds_line_str(&repair->draft, &lines->items[index]),
                          ds_line_str(&repair->draft, &lines->items[index + 1]));
}

static seam find_seam(const ds_repair *repair, size_t index)
{
    const ds_lines *lines = &repair->lines;
    const ds_line *line = &lines->items[index - 1];
    const ds_line *next = &lines->items[index];
    ds_str before = ds_line_str(&repair->draft, line);
    ds_str after = ds_line_str(&repair->draft, next);
    if (is_torn_number(before, after)) {
        return SEAM_JOIN;
    }
    if (stands_alone(line) || stands_alone(next)) {
        return SEAM_HARD;
    }
    bool closed = ds_line_is_closed(repair->furniture, before);
    bool blank = (next->flags & DS_LINE_BLANK_BEFORE) != 0;
    unsigned last = ds_furniture_marks(repair->furniture, code_before(before, before.len));
    unsigned first = ds_furniture_marks(repair->furniture, code_at(after, 0));
    if ((first & DS_MARK_LEAD) || (!closed && (last & DS_MARK_CONTINUE)) ||
        (!blank && ends_in_bracket(repair->furniture, before))) {
        return SEAM_JOIN;
    }
    if (is_start(lines, next) || is_torn_start(repair, index) ||
        (closed && next->kind == DS_LINE_HEADING)) {
        return SEAM_HARD;
    }
    if (closed) {
        return SEAM_SOFT;
    }
    if (line->kind == DS_LINE_HEADING && lines->own_line_headings &&
        ds_utf8_count(before) <= HEADING_MAX_CODES) {
        return SEAM_HARD;
    }
    bool set_in = lines->indented && (next->flags & DS_LINE_INDENT);
    return set_in || (blank && is_short(lines, before)) ? SEAM_HARD : SEAM_JOIN;
}

static bool is_lower(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* True if a joined line break stands for a space: "Bright / Light" (but not
 * "In / P" nor "i / Phone"), or there was a space beside it already. */
static bool seam_is_space(const ds_repair *repair, size_t index)
{
    const ds_line *line = &repair->lines.items[index - 1];
    const ds_line *next = &repair->lines.items[index];
    ds_str text = ds_draft_str(&repair->draft);
    uint32_t before = code_before(text, line->end);
    uint32_t after = code_at(text, next->begin);
    if (is_lower(before) && after >= 'A' && after <= 'Z' &&
        is_lower(code_at(text, next->begin + 1)) && line->end > 1 &&
        ds_code_is_latin(code_before(text, line->end - 1))) {
        return true;
    }
    bool spaced = (line->flags & DS_LINE_SPACE_AFTER) || (next->flags & DS_LINE_SPACE_BEFORE);
    return spaced && !repair->lines.padded && space_stays(text, line->end, next->begin);
}

/* ---- writing the repaired text over the draft -------------------------- */

typedef struct writer {
    ds_draft *draft;
    size_t len;
    size_t spaced; /* up to here in the draft, spaces between Han go */
} writer;

static void put(writer *out, size_t begin, size_t end)
{
    if (begin != out->len) {
        memmove(out->draft->text + out->len, out->draft->text + begin, end - begin);
        memmove(out->draft->origin + out->len, out->draft->origin + begin,
                (end - begin) * sizeof *out->draft->origin);
    }
    out->len += end - begin;
}

/* One byte that stands for the white space at draft byte `at`. */
static void put_white(writer *out, char byte, size_t at)
{
    uint32_t origin = out->draft->origin[at];
    out->draft->text[out->len] = byte;
    out->draft->origin[out->len++] = origin;
}

/* A character set alone between spaces; several in a row are one torn word.
 * Returns where the row that begins with the Han before `space` ends, or 0. */
static size_t spaced_until(ds_str text, size_t begin, size_t space)
{
    size_t at = ds_utf8_before(text, space);
    if (at > begin && text.ptr[at - 1] != ' ') {
        return 0;
    }
    size_t n_single = 0;
    size_t limit = space + SPACED_LOOK < text.len ? space + SPACED_LOOK : text.len;
    size_t until = space;
    while (at < limit) {
        size_t n_han = 0;
        size_t size = 1;
        for (; at < limit && text.ptr[at] != ' '; at += size) {
            n_han += class_of(ds_utf8_at(text, at, &size)) == CLASS_HAN;
        }
        if (n_han > 1) {
            break;
        }
        n_single += n_han;
        until = at < limit ? at : limit;
        while (at < limit && text.ptr[at] == ' ') {
            at++;
        }
    }
    return n_single >= SPACED_MIN ? until : 0;
}

static bool keep_space(writer *out, ds_str line_end, size_t begin, size_t left, size_t right)
{
    if (!space_stays(line_end, left, right)) {
        return false;
    }
    if (class_of(code_before(line_end, left)) != CLASS_HAN) {
        return true;
    }
    if (left >= out->spaced) {
        out->spaced = spaced_until(line_end, begin, left);
    }
    return left >= out->spaced;
}

/* Writes draft bytes [begin, end) without the spaces that mean nothing.  The
 * text behind the writer is untouched, that before it is never looked at. */
static void put_line(writer *out, size_t begin, size_t end)
{
    ds_str text = {out->draft->text, end};
    size_t at = begin;
    while (at < end) {
        const char *space = memchr(text.ptr + at, ' ', end - at);
        size_t left = space ? (size_t)(space - text.ptr) : end;
        size_t right = left;
        while (right < end && text.ptr[right] == ' ') {
            right++;
        }
        bool keep = left > begin && right < end && keep_space(out, text, begin, left, right);
        put(out, at, left);
        if (keep) {
            put_white(out, ' ', left);
        }
        at = right;
    }
}

static ds_status add_start(ds_repair *repair, ds_line_start start)
{
    if (repair->n_starts == repair->cap_starts) {
        size_t cap = repair->cap_starts ? repair->cap_starts * 2 : 128;
        ds_line_start *grown = realloc(repair->starts, cap * sizeof *grown);
        if (!grown) {
            return DS_ENOMEM;
        }
        repair->starts = grown;
        repair->cap_starts = cap;
    }
    repair->starts[repair->n_starts++] = start;
    return DS_OK;
}

/* Where the text of a heading ends whose line is [begin, end). */
static size_t heading_end(const ds_repair *repair, size_t begin, size_t end)
{
    ds_str text = {repair->draft.text, end};
    if (ds_utf8_count(ds_str_slice(text, begin, end)) <= HEADING_MAX_CODES) {
        return end;
    }
    size_t at = begin;
    size_t size;
    for (; at < end && at - begin < HEADING_TEXT_BYTES; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        if (c == ',' || c == ':' || (ds_furniture_marks(repair->furniture, c) & DS_MARK_TERMINAL)) {
            break;
        }
    }
    return at;
}

static void put_titled(ds_repair *repair, writer *out, const ds_line *line)
{
    ds_range title = repair->lines.title;
    put_line(out, line->begin, title.begin);
    repair->title.begin = out->len;
    put_line(out, title.begin, title.end);
    repair->title.end = out->len;
    put_line(out, title.end, line->end);
}

static ds_status put_one(ds_repair *repair, writer *out, size_t index, seam before)
{
    const ds_line *line = &repair->lines.items[index];
    size_t at = out->len;
    bool titled = line->kind == DS_LINE_TITLE && repair->lines.title.begin >= line->begin &&
                  repair->lines.title.end <= line->end &&
                  repair->lines.title.begin < repair->lines.title.end;
    if (titled) {
        put_titled(repair, out, line);
    } else {
        put_line(out, line->begin, line->end);
    }
    bool heading = line->kind == DS_LINE_HEADING && before == SEAM_HARD;
    if (before == SEAM_JOIN) {
        return DS_OK;
    }
    return add_start(repair, (ds_line_start){
                                 (uint32_t)at,
                                 heading ? (uint32_t)heading_end(repair, at, out->len) : 0,
                                 heading ? line->level : 0,
                             });
}

static ds_status write_lines(ds_repair *repair, bool first)
{
    writer out = {&repair->draft, 0, 0};
    const ds_lines *lines = &repair->lines;
    bool titled = first && is_title(lines, repair->furniture, &repair->draft);
    seam before = SEAM_HARD;
    ds_status status = DS_OK;
    for (size_t i = 0; i < lines->n_items && status == DS_OK; i++) {
        /* The seam behind is found while the line still stands in the draft. */
        seam behind = i + 1 == lines->n_items ? SEAM_HARD : find_seam(repair, i + 1);
        behind = i == 0 && titled ? SEAM_HARD : behind;
        bool space = behind == SEAM_JOIN && i + 1 < lines->n_items && seam_is_space(repair, i + 1);
        status = put_one(repair, &out, i, before);
        if (i == 0 && titled && repair->title.begin == repair->title.end) {
            repair->title = (ds_range){0, out.len};
        }
        if (i + 1 < lines->n_items && (behind == SEAM_HARD || space)) {
            put_white(&out, space ? ' ' : '\n', lines->items[i].end);
        }
        before = behind;
    }
    repair->draft.len = out.len;
    return status;
}

ds_status ds_repair_window(ds_repair *repair, ds_furniture *furniture, ds_str source, bool first)
{
    if (first) {
        repair->heads.n_heads = 0;
    }
    repair->furniture = furniture;
    repair->n_starts = 0;
    repair->title = (ds_range){0, 0};
    ds_status status = ds_draft_fold(&repair->draft, source);
    if (status == DS_OK && repair->traditional && ds_traditional_is(repair->traditional, source)) {
        ds_traditional_fold(repair->traditional, repair->draft.text, repair->draft.len);
    }
    if (status == DS_OK) {
        status = ds_furniture_remove(furniture, &repair->draft);
    }
    if (status == DS_OK) {
        status = join_numbers(&repair->draft);
    }
    if (status == DS_OK) {
        status = ds_lines_read(&repair->lines, furniture, &repair->draft, source, &repair->heads);
    }
    if (status == DS_OK) {
        status = write_lines(repair, first);
    }
    return status;
}

void ds_repair_free(ds_repair *repair)
{
    ds_draft_free(&repair->draft);
    ds_lines_free(&repair->lines);
    free(repair->starts);
    *repair = (ds_repair){0};
}
