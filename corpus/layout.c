#include "corpus/layout.h"

#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"
#include "corpus/window.h"

#include <stdlib.h>

enum {
    FULL_STOP = 0x3002,
    IDEOGRAPHIC_SPACE = 0x3000,
    EM_SPACE = 0x2003,
    NO_BREAK_SPACE = 0xA0,
    INDENT_COLUMNS = 4,         /* two ideographs, as paragraphs are set in */
    MAX_COLUMNS = 64,           /* tables of figures have some twenty */
    MAX_ROW_BYTES = 256 * 1024, /* a larger row is no table but a page layout */
    MAX_LABEL_CODES = 24,       /* a longer cell is no label */
    MAX_UNIT_CODES = 8,
    MAX_CELL_CODES = 120,  /* a longer cell is running text */
    MAX_REPEATS = 8,       /* columns that keep a cell for the rows below it */
    MAX_PAIRS_BYTES = 900, /* a longer description is cut into sentences */
    /* A window and the largest piece that can come on top of it. */
    MAX_TEXT_BYTES = DS_WINDOW_BYTES + 32 * 1024 * 1024,
};

typedef struct column {
    ds_buf label;
    ds_buf carried;     /* text of a cell that spans rows */
    unsigned rows_left; /* that it still spans */
    bool carries_header;
    size_t begin; /* of the cell in the row's bytes */
    size_t end;
    bool header;
} column;

typedef enum head { NO_HEAD, HEAD_SEEN, HEAD_USED } head;

struct ds_layout {
    ds_buf text;
    size_t handed; /* bytes of text in the window handed out last */
    size_t base;   /* offset of text in the document */
    bool begun;
    bool done;
    size_t block;    /* where the paragraph at hand begins in text */
    bool space;      /* white space waits for what follows it ...  */
    bool feed;       /* ... and holds a line feed of the file      */
    unsigned indent; /* ... and so many columns of spaces that do not collapse */
    unsigned tables; /* open */
    bool plain;      /* of them the innermost is no table but a page layout */
    bool in_row;
    bool in_cell;
    bool row_is_head;
    head head;
    size_t n_head; /* columns of it */
    ds_buf row;    /* text of the row's cells */
    size_t n_columns;
    size_t at_column; /* of the open cell */
    ds_cell cell;
    size_t pairs; /* bytes of the description being told; 0: none */
    column columns[MAX_COLUMNS];
};

ds_status ds_layout_new(ds_layout **out)
{
    ds_layout *layout = calloc(1, sizeof *layout);
    if (!layout) {
        return DS_ENOMEM;
    }
    layout->text = ds_buf_make(MAX_TEXT_BYTES);
    layout->row = ds_buf_make(MAX_TEXT_BYTES);
    for (size_t i = 0; i < MAX_COLUMNS; i++) {
        layout->columns[i].label = ds_buf_make(MAX_ROW_BYTES);
        layout->columns[i].carried = ds_buf_make(MAX_TEXT_BYTES);
    }
    *out = layout;
    return DS_OK;
}

void ds_layout_free(ds_layout *layout)
{
    if (layout) {
        for (size_t i = 0; i < MAX_COLUMNS; i++) {
            ds_buf_free(&layout->columns[i].label);
            ds_buf_free(&layout->columns[i].carried);
        }
        ds_buf_free(&layout->text);
        ds_buf_free(&layout->row);
        free(layout);
    }
}

bool ds_layout_failed(const ds_layout *layout)
{
    return layout->text.failed || layout->row.failed;
}

/* ---- text ------------------------------------------------------------- */

/* Where text goes just now: the open cell's row, or the document. */
static ds_buf *target(ds_layout *layout)
{
    return layout->in_cell && !layout->plain ? &layout->row : &layout->text;
}

static size_t target_begin(const ds_layout *layout)
{
    return layout->in_cell && !layout->plain ? layout->columns[layout->at_column].begin
                                             : layout->block;
}

static void forget_space(ds_layout *layout)
{
    layout->space = false;
    layout->feed = false;
    layout->indent = 0;
}

/* Columns of a space that a browser shows, also at the beginning of a line. */
static unsigned columns_of(uint32_t code)
{
    return code == IDEOGRAPHIC_SPACE || code == EM_SPACE ? 2 : code == NO_BREAK_SPACE ? 1 : 0;
}

/* White space that waited: none where a line of the file was broken beside a
 * character that is not ASCII, and none at the beginning of a line, but for what sets
 * a paragraph in. */
static void put_space(ds_layout *layout, ds_buf *to, unsigned char next)
{
    bool first = to->len <= target_begin(layout) || to->ptr[to->len - 1] == '\n';
    if (layout->space && !first) {
        bool wide = next >= 0x80 || (unsigned char)to->ptr[to->len - 1] >= 0x80;
        if (!layout->feed || !wide) {
            ds_buf_add_char(to, ' ');
        }
    }
    if (first && layout->indent >= INDENT_COLUMNS && to == &layout->text) {
        ds_buf_add_code(to, IDEOGRAPHIC_SPACE);
        ds_buf_add_code(to, IDEOGRAPHIC_SPACE);
    }
    forget_space(layout);
}

void ds_layout_add(ds_layout *layout, ds_str text)
{
    ds_buf *to = target(layout);
    size_t run = 0;
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        if (!ds_code_is_space(code)) {
            if (layout->space) {
                put_space(layout, to, (unsigned char)text.ptr[at]);
            }
            continue;
        }
        ds_buf_add(to, ds_str_slice(text, run, at));
        run = at + size;
        layout->space = layout->space || code != 0x200B; /* of zero width */
        layout->feed = layout->feed || code == '\n' || code == '\r';
        layout->indent += columns_of(code);
    }
    ds_buf_add(to, ds_str_slice(text, run, text.len));
    if (layout->row.len > MAX_ROW_BYTES && layout->in_row && !layout->plain) {
        ds_layout_table_begin(layout); /* makes a page layout of it */
        layout->tables--;
        layout->plain = true;
    }
}

void ds_layout_line(ds_layout *layout)
{
    ds_buf *to = target(layout);
    if (to->len > target_begin(layout)) {
        ds_buf_add_char(to, '\n');
    }
    forget_space(layout);
}

static void trim_end(ds_buf *text, size_t begin)
{
    while (text->len > begin &&
           (text->ptr[text->len - 1] == '\n' || text->ptr[text->len - 1] == ' ')) {
        text->len--;
    }
}

static void end_block(ds_layout *layout)
{
    trim_end(&layout->text, layout->block);
    if (layout->text.len > layout->block) {
        ds_buf_add(&layout->text, DS_STR("\n\n"));
    }
    layout->block = layout->text.len;
    forget_space(layout);
}

void ds_layout_block(ds_layout *layout)
{
    if (layout->in_cell && !layout->plain) {
        ds_layout_line(layout);
    } else if (!layout->in_row || layout->plain) {
        end_block(layout);
    }
}

void ds_layout_drop(ds_layout *layout)
{
    if (target(layout) == &layout->text) {
        layout->text.len = layout->block;
        forget_space(layout);
    }
}

/* ---- cells ------------------------------------------------------------ */

static ds_str cell_str(const ds_layout *layout, size_t c)
{
    const column *cell = &layout->columns[c];
    return ds_str_trim(ds_str_slice(ds_buf_str(&layout->row), cell->begin, cell->end));
}

static bool is_figure(ds_str text)
{
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        digit = digit || (c >= '0' && c <= '9');
        if ((c < '0' || c > '9') && !strchr(".,-~ ", c)) {
            return false;
        }
    }
    return digit;
}

static bool is_short(ds_str text, size_t most)
{
    return ds_utf8_count(text) <= most;
}

/* Ends [begin, end) of the bracket at the end of a label; 0: there is none.
 * Brackets are ASCII or full-width. */
static size_t bracket_at_end(ds_str label, size_t *begin, size_t *end)
{
    if (label.len == 0) {
        return 0;
    }
    size_t size;
    size_t last = ds_utf8_before(label, label.len);
    uint32_t close = ds_utf8_at(label, last, &size);
    if (close != ')' && close != 0xFF09) {
        return 0;
    }
    for (size_t at = last; at > 0;) {
        at = ds_utf8_before(label, at);
        uint32_t code = ds_utf8_at(label, at, &size);
        if (code == '(' || code == 0xFF08) {
            *begin = at + size;
            *end = last;
            return at;
        }
    }
    return 0;
}

/* What stands in brackets behind a label, up to a comma, if it can be a unit;
 * *name: the label without the brackets. */
static ds_str unit_of(ds_str label, ds_str *name)
{
    size_t begin = 0;
    size_t end = 0;
    size_t cut = bracket_at_end(label, &begin, &end);
    *name = label;
    if (!cut) {
        return (ds_str){NULL, 0};
    }
    size_t size;
    size_t stop = begin;
    for (; stop < end; stop += size) {
        uint32_t code = ds_utf8_at(label, stop, &size);
        if (ds_code_is_digit(code)) {
            return (ds_str){NULL, 0};
        }
        if (code == ',' || code == 0xFF0C || code == 0x3001) {
            break;
        }
    }
    ds_str unit = ds_str_trim(ds_str_slice(label, begin, stop));
    if (unit.len == 0 || !is_short(unit, MAX_UNIT_CODES)) {
        return (ds_str){NULL, 0};
    }
    *name = ds_str_trim(ds_str_slice(label, 0, cut));
    return unit;
}

/* A cell's text in one line. */
static void put_flat(ds_buf *to, ds_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '\n') {
            byte = ' ';
        }
        ds_buf_add_char(to, byte);
    }
}

static ds_str without_colon(ds_str label)
{
    size_t size;
    size_t last = label.len ? ds_utf8_before(label, label.len) : 0;
    uint32_t code = label.len ? ds_utf8_at(label, last, &size) : 0;
    return code == ':' || code == 0xFF1A ? ds_str_slice(label, 0, last) : label;
}

/* "label:cell"; nothing for an empty cell. */
static void put_pair(ds_layout *layout, ds_str label, ds_str text, bool first)
{
    ds_str name = label;
    ds_str unit = unit_of(label, &name);
    if (text.len == 0) {
        return;
    }
    if (!first) {
        ds_buf_add_char(&layout->text, ',');
    }
    name = without_colon(name);
    put_flat(&layout->text, name);
    if (name.len) {
        ds_buf_add_char(&layout->text, ':');
    }
    put_flat(&layout->text, text);
    if (is_figure(text)) {
        ds_buf_add(&layout->text, unit);
    }
}

static void end_sentence(ds_layout *layout)
{
    if (layout->text.len > layout->block) {
        ds_buf_add_code(&layout->text, FULL_STOP);
        ds_buf_add_char(&layout->text, '\n');
    }
    layout->block = layout->text.len;
}

/* ---- rows ------------------------------------------------------------- */

static void end_pairs(ds_layout *layout)
{
    if (layout->pairs) {
        end_sentence(layout);
        layout->pairs = 0;
    }
}

static void put_labelled(ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_columns; c++) {
        put_pair(layout, ds_buf_str(&layout->columns[c].label), cell_str(layout, c),
                 layout->text.len == layout->block);
    }
    end_sentence(layout);
}

static void put_unlabelled(ds_layout *layout, bool paragraphs)
{
    for (size_t c = 0; c < layout->n_columns; c++) {
        ds_str text = cell_str(layout, c);
        if (paragraphs) {
            ds_buf_add(&layout->text, text);
            end_block(layout);
        } else if (text.len) {
            ds_buf_add(&layout->text, layout->text.len > layout->block ? DS_STR("  ") : DS_STR(""));
            put_flat(&layout->text, text);
        }
    }
    if (layout->text.len > layout->block) {
        ds_buf_add_char(&layout->text, '\n');
    }
    layout->block = layout->text.len;
}

static void put_head(ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_head; c++) {
        if (layout->columns[c].label.len) {
            ds_buf_add(&layout->text, layout->text.len > layout->block ? DS_STR("  ") : DS_STR(""));
            put_flat(&layout->text, ds_buf_str(&layout->columns[c].label));
        }
    }
    if (layout->text.len > layout->block) {
        ds_buf_add_char(&layout->text, '\n');
    }
    layout->block = layout->text.len;
}

/* Pairs of a head and a cell, one after the other.  Where a table has two
 * columns and no head is marked, the first names what stands in the second. */
static bool is_description(const ds_layout *layout)
{
    if (layout->n_columns == 2 && !layout->columns[0].header && !layout->columns[1].header &&
        !layout->row_is_head) {
        ds_str name = cell_str(layout, 0);
        return name.len && !is_figure(name) && is_short(name, MAX_LABEL_CODES) &&
               is_short(cell_str(layout, 1), MAX_CELL_CODES);
    }
    for (size_t c = 0; c < layout->n_columns; c++) {
        if (layout->columns[c].header != (c % 2 == 0)) {
            return false;
        }
    }
    return layout->n_columns >= 2 && layout->n_columns % 2 == 0;
}

static bool all_headers(const ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_columns && !layout->row_is_head; c++) {
        if (!layout->columns[c].header) {
            return false;
        }
    }
    return layout->n_columns >= 2;
}

/* A first row of short words names the columns. */
static bool looks_like_head(const ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_columns; c++) {
        ds_str text = cell_str(layout, c);
        if (is_figure(text) || !is_short(text, MAX_LABEL_CODES) || (text.len == 0 && c > 0)) {
            return false;
        }
    }
    return layout->n_columns >= 2;
}

static bool has_long_cell(const ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_columns; c++) {
        if (!is_short(cell_str(layout, c), MAX_CELL_CODES)) {
            return true;
        }
    }
    return false;
}

/* The row becomes the head, or a second line of it. */
static void take_head(ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_columns; c++) {
        ds_buf *label = &layout->columns[c].label;
        ds_str text = cell_str(layout, c);
        if (layout->head == NO_HEAD || ds_str_equal(ds_buf_str(label), text)) {
            ds_buf_clear(label);
        }
        put_flat(label, is_short(text, MAX_LABEL_CODES) ? text : (ds_str){NULL, 0});
    }
    layout->head = HEAD_SEEN;
    layout->n_head = layout->n_columns;
}

static void put_description(ds_layout *layout)
{
    size_t before = layout->text.len;
    for (size_t c = 0; c + 1 < layout->n_columns; c += 2) {
        put_pair(layout, cell_str(layout, c), cell_str(layout, c + 1),
                 layout->text.len == layout->block);
    }
    layout->pairs += layout->text.len - before;
    if (layout->pairs > MAX_PAIRS_BYTES) {
        end_pairs(layout);
    }
}

static void put_row(ds_layout *layout)
{
    bool first = layout->head == NO_HEAD;
    if (layout->pairs == 0 && layout->text.len > layout->block) {
        end_block(layout); /* text that stood between cells */
    }
    if (first && is_description(layout)) {
        put_description(layout);
        return;
    }
    end_pairs(layout);
    bool fits = layout->n_columns == layout->n_head;
    bool marked = layout->head != HEAD_USED && all_headers(layout) && (first || fits);
    if (marked || (first && looks_like_head(layout))) {
        take_head(layout);
    } else if (!first && fits && !has_long_cell(layout)) {
        layout->head = HEAD_USED;
        put_labelled(layout);
    } else {
        put_unlabelled(layout, has_long_cell(layout));
    }
}

/* Columns that a cell of a row above spans take its text. */
static void fill_carried(ds_layout *layout)
{
    while (layout->n_columns < MAX_COLUMNS && layout->columns[layout->n_columns].rows_left) {
        column *next = &layout->columns[layout->n_columns++];
        next->rows_left--;
        next->begin = layout->row.len;
        ds_buf_add(&layout->row, ds_buf_str(&next->carried));
        next->end = layout->row.len;
        next->header = next->carries_header;
    }
}

static void forget_table(ds_layout *layout)
{
    layout->in_row = false;
    layout->in_cell = false;
    layout->head = NO_HEAD;
    layout->n_head = 0;
    for (size_t c = 0; c < MAX_COLUMNS; c++) {
        layout->columns[c].rows_left = 0;
        ds_buf_clear(&layout->columns[c].carried);
    }
}

/* What is gathered of the open row is no table: it becomes paragraphs. */
static void spill_row(ds_layout *layout)
{
    if (layout->in_cell) {
        layout->columns[layout->at_column].end = layout->row.len;
    }
    if (layout->head == HEAD_SEEN) {
        put_head(layout);
    }
    end_pairs(layout);
    if (layout->in_row) {
        put_unlabelled(layout, true);
    }
    end_block(layout);
}

void ds_layout_table_begin(ds_layout *layout)
{
    if (layout->tables && !layout->plain) {
        spill_row(layout);
    } else {
        end_block(layout);
    }
    layout->tables++;
    layout->plain = false;
    forget_table(layout);
    layout->n_columns = 0;
    ds_buf_clear(&layout->row);
}

void ds_layout_row_begin(ds_layout *layout, bool header)
{
    if (layout->tables == 0 || layout->plain) {
        ds_layout_block(layout);
        return;
    }
    if (layout->in_row) {
        ds_layout_row_end(layout);
    }
    layout->in_row = true;
    layout->row_is_head = header;
    layout->n_columns = 0;
    ds_buf_clear(&layout->row);
    forget_space(layout);
}

void ds_layout_cell_begin(ds_layout *layout, ds_cell cell)
{
    if (!layout->in_row || layout->plain) {
        ds_layout_block(layout);
        return;
    }
    ds_layout_cell_end(layout);
    if (!cell.continues) {
        fill_carried(layout);
    }
    if (layout->n_columns == MAX_COLUMNS) {
        return;
    }
    layout->in_cell = true;
    layout->at_column = layout->n_columns++;
    layout->cell = cell;
    column *opened = &layout->columns[layout->at_column];
    opened->begin = layout->row.len;
    opened->end = layout->row.len;
    opened->header = cell.header;
    forget_space(layout);
}

void ds_layout_cell_end(ds_layout *layout)
{
    if (layout->plain) {
        ds_layout_block(layout);
        return;
    }
    if (!layout->in_cell) {
        return;
    }
    layout->in_cell = false;
    column *closed = &layout->columns[layout->at_column];
    if (layout->cell.continues && closed->carried.len) {
        ds_buf_add(&layout->row, ds_buf_str(&closed->carried));
    }
    closed->end = layout->row.len;
    ds_str text = cell_str(layout, layout->at_column);
    for (unsigned i = 0; i < layout->cell.columns || i < 1; i++) {
        column *spanned = &layout->columns[layout->at_column + i];
        if (i > 0) {
            spanned->begin = closed->begin;
            spanned->end = closed->end;
            spanned->header = closed->header;
            layout->n_columns++;
        }
        spanned->rows_left = layout->cell.rows > 1 ? layout->cell.rows - 1 : 0;
        spanned->carries_header = closed->header;
        ds_buf_clear(&spanned->carried);
        if (is_short(text, MAX_CELL_CODES) && i < MAX_REPEATS) { /* repeated in each row */
            ds_buf_add(&spanned->carried, text);
        }
        if (layout->n_columns == MAX_COLUMNS) {
            break;
        }
    }
    forget_space(layout);
}

void ds_layout_row_end(ds_layout *layout)
{
    if (layout->plain) {
        ds_layout_block(layout);
    }
    if (layout->plain || !layout->in_row) {
        return;
    }
    ds_layout_cell_end(layout);
    layout->in_row = false;
    if (layout->n_columns) {
        fill_carried(layout);
        put_row(layout);
    }
    forget_space(layout);
}

void ds_layout_table_end(ds_layout *layout)
{
    if (layout->tables == 0) {
        return;
    }
    if (!layout->plain) {
        ds_layout_row_end(layout);
        if (layout->head == HEAD_SEEN) {
            put_head(layout);
        }
        end_pairs(layout);
    }
    forget_table(layout);
    layout->tables--;
    layout->plain = layout->tables > 0; /* what held a table is a page layout */
    bool ends_row = layout->text.len && layout->block == layout->text.len &&
                    !ds_str_ends(ds_buf_str(&layout->text), DS_STR("\n\n"));
    if (ends_row) {
        ds_buf_add_char(&layout->text, '\n');
        layout->block = layout->text.len;
    }
    end_block(layout);
}

/* ---- handing out ------------------------------------------------------ */

void ds_layout_reset(ds_layout *layout)
{
    forget_table(layout);
    forget_space(layout);
    ds_buf_clear(&layout->text);
    ds_buf_clear(&layout->row);
    layout->handed = 0;
    layout->base = 0;
    layout->begun = false;
    layout->done = false;
    layout->block = 0;
    layout->tables = 0;
    layout->plain = false;
    layout->pairs = 0;
    layout->n_columns = 0;
}

size_t ds_layout_size(const ds_layout *layout)
{
    return layout->text.len - layout->handed;
}

size_t ds_layout_total(const ds_layout *layout)
{
    return layout->base + layout->text.len;
}

static void take_handed(ds_layout *layout)
{
    layout->text.len -= layout->handed;
    if (layout->handed && layout->text.len) {
        memmove(layout->text.ptr, layout->text.ptr + layout->handed, layout->text.len);
    }
    layout->base += layout->handed;
    layout->block -= layout->handed < layout->block ? layout->handed : layout->block;
    layout->handed = 0;
}

bool ds_layout_window(ds_layout *layout, bool ended, ds_window *out)
{
    take_handed(layout);
    if (ended && layout->tables) {
        layout->tables = 1;
        ds_layout_table_end(layout);
    }
    if (layout->done || (!ended && layout->text.len <= DS_WINDOW_BYTES)) {
        return false;
    }
    ds_str text = ds_buf_str(&layout->text);
    size_t cut = ds_window_cut(text);
    *out = (ds_window){ds_str_slice(text, 0, cut), layout->base, !layout->begun,
                       ended && cut == text.len};
    layout->begun = true;
    layout->done = out->last;
    layout->handed = cut;
    return true;
}
