/* layout_inside.h - the layout's own: layout.c makes lines and paragraphs and hands out
 * windows, layout_table.c tells rows, layout_pair.c what a cell says with its label.
 */
#ifndef DS_LAYOUT_INSIDE_H
#define DS_LAYOUT_INSIDE_H

#include "corpus/layout.h"
#include "corpus/text/buffer.h"

enum {
    DS_LAYOUT_COLUMNS = 64,           /* tables of figures have some twenty */
    DS_LAYOUT_ROW_BYTES = 256 * 1024, /* a larger row is no table but a page layout */
};

typedef struct ds_column {
    ds_buf label;
    ds_buf carried;     /* text of a cell that spans rows */
    unsigned rows_left; /* that it still spans */
    bool carries_header;
    size_t begin; /* of the cell in the row's bytes */
    size_t end;
    bool header;
} ds_column;

typedef enum ds_head { DS_HEAD_NONE, DS_HEAD_SEEN, DS_HEAD_USED } ds_head;

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
    ds_head head;
    size_t n_head; /* columns of it */
    ds_buf row;    /* text of the row's cells */
    size_t n_columns;
    size_t at_column; /* of the open cell */
    ds_cell cell;
    size_t pairs; /* bytes of the description being told; 0: none */
    ds_column columns[DS_LAYOUT_COLUMNS];
};

/* ---- layout.c ---- */

/* White space that waits is forgotten. */
void ds_layout_forget_space(ds_layout *layout);

/* Ends the paragraph of the document at hand. */
void ds_layout_end_block(ds_layout *layout);

/* ---- layout_table.c ---- */

void ds_layout_forget_table(ds_layout *layout);

/* ---- layout_pair.c ---- */

bool ds_cell_is_figure(ds_str text);

/* True if `text` has at most `most` characters. */
bool ds_cell_is_short(ds_str text, size_t most);

/* A cell's text in one line. */
void ds_cell_put_flat(ds_buf *to, ds_str text);

/* "label:cell"; nothing for an empty cell.  A unit in the label goes behind a bare
 * number. */
void ds_cell_put_pair(ds_layout *layout, ds_str label, ds_str text, bool first);

#endif /* DS_LAYOUT_INSIDE_H */
