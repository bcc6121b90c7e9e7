#include "corpus/layout_inside.h"
#include "corpus/text/utf8.h"

enum {
    FULL_STOP = 0x3002,
    MAX_LABEL_CODES = 24,  /* a longer cell is no label */
    MAX_CELL_CODES = 120,  /* a longer cell is running text */
    MAX_REPEATS = 8,       /* columns that keep a cell for the rows below it */
    MAX_PAIRS_BYTES = 900, /* a longer description is cut into sentences */
};

static ds_str cell_str(const ds_layout *layout, size_t c)
{
    const ds_column *cell = &layout->columns[c];
    return ds_str_trim(ds_str_slice(ds_buf_str(&layout->row), cell->begin, cell->end));
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
        ds_cell_put_pair(layout, ds_buf_str(&layout->columns[c].label), cell_str(layout, c),
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
            ds_layout_end_block(layout);
        } else if (text.len) {
            ds_buf_add(&layout->text, layout->text.len > layout->block ? DS_STR("  ") : DS_STR(""));
            ds_cell_put_flat(&layout->text, text);
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
            ds_cell_put_flat(&layout->text, ds_buf_str(&layout->columns[c].label));
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
        return name.len && !ds_cell_is_figure(name) && ds_cell_is_short(name, MAX_LABEL_CODES) &&
               ds_cell_is_short(cell_str(layout, 1), MAX_CELL_CODES);
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
        if (ds_cell_is_figure(text) || !ds_cell_is_short(text, MAX_LABEL_CODES) ||
            (text.len == 0 && c > 0)) {
            return false;
        }
    }
    return layout->n_columns >= 2;
}

static bool has_long_cell(const ds_layout *layout)
{
    for (size_t c = 0; c < layout->n_columns; c++) {
        if (!ds_cell_is_short(cell_str(layout, c), MAX_CELL_CODES)) {
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
        if (layout->head == DS_HEAD_NONE || ds_str_equal(ds_buf_str(label), text)) {
            ds_buf_clear(label);
        }
        ds_cell_put_flat(label, ds_cell_is_short(text, MAX_LABEL_CODES) ? text : (ds_str){NULL, 0});
    }
    layout->head = DS_HEAD_SEEN;
    layout->n_head = layout->n_columns;
}

static void put_description(ds_layout *layout)
{
    size_t before = layout->text.len;
    for (size_t c = 0; c + 1 < layout->n_columns; c += 2) {
        ds_cell_put_pair(layout, cell_str(layout, c), cell_str(layout, c + 1),
                         layout->text.len == layout->block);
    }
    layout->pairs += layout->text.len - before;
    if (layout->pairs > MAX_PAIRS_BYTES) {
        end_pairs(layout);
    }
}

static void put_row(ds_layout *layout)
{
    bool first = layout->head == DS_HEAD_NONE;
    if (layout->pairs == 0 && layout->text.len > layout->block) {
        ds_layout_end_block(layout); /* text that stood between cells */
    }
    if (first && is_description(layout)) {
        put_description(layout);
        return;
    }
    end_pairs(layout);
    bool fits = layout->n_columns == layout->n_head;
    bool marked = layout->head != DS_HEAD_USED && all_headers(layout) && (first || fits);
    if (marked || (first && looks_like_head(layout))) {
        take_head(layout);
    } else if (!first && fits && !has_long_cell(layout)) {
        layout->head = DS_HEAD_USED;
        put_labelled(layout);
    } else {
        put_unlabelled(layout, has_long_cell(layout));
    }
}

/* Columns that a cell of a row above spans take its text. */
static void fill_carried(ds_layout *layout)
{
    while (layout->n_columns < DS_LAYOUT_COLUMNS && layout->columns[layout->n_columns].rows_left) {
        ds_column *next = &layout->columns[layout->n_columns++];
        next->rows_left--;
        next->begin = layout->row.len;
        ds_buf_add(&layout->row, ds_buf_str(&next->carried));
        next->end = layout->row.len;
        next->header = next->carries_header;
    }
}

void ds_layout_forget_table(ds_layout *layout)
{
    layout->in_row = false;
    layout->in_cell = false;
    layout->head = DS_HEAD_NONE;
    layout->n_head = 0;
    for (size_t c = 0; c < DS_LAYOUT_COLUMNS; c++) {
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
    if (layout->head == DS_HEAD_SEEN) {
        put_head(layout);
    }
    end_pairs(layout);
    if (layout->in_row) {
        put_unlabelled(layout, true);
    }
    ds_layout_end_block(layout);
}

void ds_layout_table_begin(ds_layout *layout)
{
    if (layout->tables && !layout->plain) {
        spill_row(layout);
    } else {
        ds_layout_end_block(layout);
    }
    layout->tables++;
    layout->plain = false;
    ds_layout_forget_table(layout);
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
    ds_layout_forget_space(layout);
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
    if (layout->n_columns == DS_LAYOUT_COLUMNS) {
        return;
    }
    layout->in_cell = true;
    layout->at_column = layout->n_columns++;
    layout->cell = cell;
    ds_column *opened = &layout->columns[layout->at_column];
    opened->begin = layout->row.len;
    opened->end = layout->row.len;
    opened->header = cell.header;
    ds_layout_forget_space(layout);
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
    ds_column *closed = &layout->columns[layout->at_column];
    if (layout->cell.continues && closed->carried.len) {
        ds_buf_add(&layout->row, ds_buf_str(&closed->carried));
    }
    closed->end = layout->row.len;
    ds_str text = cell_str(layout, layout->at_column);
    for (unsigned i = 0; i < layout->cell.columns || i < 1; i++) {
        ds_column *spanned = &layout->columns[layout->at_column + i];
        if (i > 0) {
            spanned->begin = closed->begin;
            spanned->end = closed->end;
            spanned->header = closed->header;
            layout->n_columns++;
        }
        spanned->rows_left = layout->cell.rows > 1 ? layout->cell.rows - 1 : 0;
        spanned->carries_header = closed->header;
        ds_buf_clear(&spanned->carried);
        if (ds_cell_is_short(text, MAX_CELL_CODES) && i < MAX_REPEATS) { /* repeated in each row */
            ds_buf_add(&spanned->carried, text);
        }
        if (layout->n_columns == DS_LAYOUT_COLUMNS) {
            break;
        }
    }
    ds_layout_forget_space(layout);
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
    ds_layout_forget_space(layout);
}

void ds_layout_table_end(ds_layout *layout)
{
    if (layout->tables == 0) {
        return;
    }
    if (!layout->plain) {
        ds_layout_row_end(layout);
        if (layout->head == DS_HEAD_SEEN) {
            put_head(layout);
        }
        end_pairs(layout);
    }
    ds_layout_forget_table(layout);
    layout->tables--;
    layout->plain = layout->tables > 0; /* what held a table is a page layout */
    bool ends_row = layout->text.len && layout->block == layout->text.len &&
                    !ds_str_ends(ds_buf_str(&layout->text), DS_STR("\n\n"));
    if (ends_row) {
        ds_buf_add_char(&layout->text, '\n');
        layout->block = layout->text.len;
    }
    ds_layout_end_block(layout);
}
