/* layout.h - the text of a page out of its paragraphs, lines and tables.
 *
 * HTML and docx are told to it piece by piece; what it makes is the source
 * text of their documents, in the same order:
 *  - a paragraph ends with an empty line, a forced line break is a line feed;
 *  - runs of white space are one space, and none where a line of the file was
 *    broken beside a character that is not ASCII; what sets a line in by the width
 *    of two ideographs or more stays, as two ideographic spaces;
 *  - a row of a table with a head is one line, "label:cell,label:cell" with
 *    an ideographic full stop behind it; a unit in brackets behind the label
 *    goes behind cells that are bare numbers.  A cell that spans rows stands
 *    in each of them.  Pairs of a head and a cell (th, td) are told the same
 *    way, all rows of the table in one line, cut when it grows long;
 *  - a row without a head is its cells with two spaces between them, or a
 *    paragraph a cell where they are long or hold a table themselves.
 */
#ifndef DS_LAYOUT_H
#define DS_LAYOUT_H

#include "corpus/document.h"
#include "corpus/text/status.h"

typedef struct ds_layout ds_layout;

/* A cell as its format describes it; 0 counts as 1. */
typedef struct ds_cell {
    unsigned columns; /* it spans                                    */
    unsigned rows;    /* it spans                                    */
    bool continues;   /* belongs to the cell above (docx)            */
    bool header;
} ds_cell;

/* The caller frees *out. */
DS_MUST_USE ds_status ds_layout_new(ds_layout **out);

/* Begins the next document. */
void ds_layout_reset(ds_layout *layout);

void ds_layout_add(ds_layout *layout, ds_str text); /* valid UTF-8 */
void ds_layout_line(ds_layout *layout);             /* a forced line break */
void ds_layout_block(ds_layout *layout);            /* a paragraph begins or ends */
/* Takes the paragraph at hand back, unless it stands in a table. */
void ds_layout_drop(ds_layout *layout);

/* Calls out of place (a row outside a table ...) end the paragraph at most. */
void ds_layout_table_begin(ds_layout *layout);
void ds_layout_row_begin(ds_layout *layout, bool header);
void ds_layout_cell_begin(ds_layout *layout, ds_cell cell);
void ds_layout_cell_end(ds_layout *layout);
void ds_layout_row_end(ds_layout *layout);
void ds_layout_table_end(ds_layout *layout);

/* Bytes made and not yet handed out. */
size_t ds_layout_size(const ds_layout *layout);

/* Bytes made of the document so far. */
size_t ds_layout_total(const ds_layout *layout);

/* True: *out is the next window, which lives until the next call that adds.
 * False: more than DS_WINDOW_BYTES must be there first, or, with `ended`, all
 * has been handed out.  A document without text has one, empty window. */
bool ds_layout_window(ds_layout *layout, bool ended, ds_window *out);

bool ds_layout_failed(const ds_layout *layout); /* memory ran out */

void ds_layout_free(ds_layout *layout); /* NULL is allowed */

#endif /* DS_LAYOUT_H */
