#include "corpus/layout.h"

#include "corpus/layout_inside.h"
#include "corpus/text/utf8.h"
#include "corpus/window.h"

#include <stdlib.h>

enum {
    IDEOGRAPHIC_SPACE = 0x3000,
    EM_SPACE = 0x2003,
    NO_BREAK_SPACE = 0xA0,
    INDENT_COLUMNS = 4, /* two ideographs, as paragraphs are set in */
    /* A window and the largest piece that can come on top of it. */
    MAX_TEXT_BYTES = DS_WINDOW_BYTES + 32 * 1024 * 1024,
};

ds_status ds_layout_new(ds_layout **out)
{
    ds_layout *layout = calloc(1, sizeof *layout);
    if (!layout) {
        return DS_ENOMEM;
    }
    layout->text = ds_buf_make(MAX_TEXT_BYTES);
    layout->row = ds_buf_make(MAX_TEXT_BYTES);
    for (size_t i = 0; i < DS_LAYOUT_COLUMNS; i++) {
        layout->columns[i].label = ds_buf_make(DS_LAYOUT_ROW_BYTES);
        layout->columns[i].carried = ds_buf_make(MAX_TEXT_BYTES);
    }
    *out = layout;
    return DS_OK;
}

void ds_layout_free(ds_layout *layout)
{
    if (layout) {
        for (size_t i = 0; i < DS_LAYOUT_COLUMNS; i++) {
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

void ds_layout_forget_space(ds_layout *layout)
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
    ds_layout_forget_space(layout);
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
    if (layout->row.len > DS_LAYOUT_ROW_BYTES && layout->in_row && !layout->plain) {
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
    ds_layout_forget_space(layout);
}

static void trim_end(ds_buf *text, size_t begin)
{
    while (text->len > begin &&
           (text->ptr[text->len - 1] == '\n' || text->ptr[text->len - 1] == ' ')) {
        text->len--;
    }
}

void ds_layout_end_block(ds_layout *layout)
{
    trim_end(&layout->text, layout->block);
    if (layout->text.len > layout->block) {
        ds_buf_add(&layout->text, DS_STR("\n\n"));
    }
    layout->block = layout->text.len;
    ds_layout_forget_space(layout);
}

void ds_layout_block(ds_layout *layout)
{
    if (layout->in_cell && !layout->plain) {
        ds_layout_line(layout);
    } else if (!layout->in_row || layout->plain) {
        ds_layout_end_block(layout);
    }
}

void ds_layout_drop(ds_layout *layout)
{
    if (target(layout) == &layout->text) {
        layout->text.len = layout->block;
        ds_layout_forget_space(layout);
    }
}

/* ---- handing out ------------------------------------------------------ */

void ds_layout_reset(ds_layout *layout)
{
    ds_layout_forget_table(layout);
    ds_layout_forget_space(layout);
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
