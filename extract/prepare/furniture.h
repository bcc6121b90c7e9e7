/* furniture.h - what a page puts around the text: found by the patterns of
 * DS_SECTION_FURNITURE, which are written over folded text.
 *
 * Actions: remove (goes wherever it stands), page (same, and group 1 is the
 * number of the page it closes, group 2 the last page's), line (a line that is
 * this and nothing else goes), heading (begins a section; its value is the
 * level), bullet (begins a paragraph), isolate (a line that stands alone;
 * value "title": group 1 is the document's title), terminal, continue and
 * lead (one character each: ends a sentence; more must follow it; something
 * must precede it).
 */
#ifndef DS_FURNITURE_H
#define DS_FURNITURE_H

#include "extract/prepare/draft.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

/* What a punctuation mark does, from the one-character actions and, for
 * brackets and quotation marks, from Unicode. */
enum {
    DS_MARK_TERMINAL = 1u << 0,
    DS_MARK_CONTINUE = 1u << 1, /* the text goes on behind it           */
    DS_MARK_LEAD = 1u << 2,     /* the text came from before it         */
    DS_MARK_OPEN = 1u << 3,
    DS_MARK_CLOSE = 1u << 4,
};

typedef enum ds_line_kind {
    DS_LINE_TEXT,
    DS_LINE_HEADING,
    DS_LINE_BULLET,
    DS_LINE_ISOLATE,
    DS_LINE_TITLE, /* isolate that names the document's title */
    DS_LINE_DROP,
    DS_LINE_OPENING, /* begins as running text does: never a title */
} ds_line_kind;

/* A page ends somewhere in the source: between begin and end stands its mark. */
typedef struct ds_page_mark {
    uint32_t begin; /* bytes of the source */
    uint32_t end;
    uint32_t page; /* number of the page that ends; 0: the mark has none */
} ds_page_mark;

typedef struct ds_furniture ds_furniture;

/* Sorts the patterns of `rules` (borrowed) by action.  The caller frees *out. */
DS_MUST_USE ds_status ds_furniture_new(ds_furniture **out, const ds_ruleset *rules);

/* Takes away what goes wherever it stands, until nothing more changes. */
DS_MUST_USE ds_status ds_furniture_remove(ds_furniture *furniture, ds_draft *draft);

/* The page marks of the last remove() and form feeds, ascending; dies at the next. */
size_t ds_furniture_pages(const ds_furniture *furniture, const ds_page_mark **out);

/* What a trimmed, non-empty line is.  *level for headings, *title for titles. */
ds_line_kind ds_furniture_line(ds_furniture *furniture, ds_str line, uint32_t *level,
                               ds_range *title);

/* DS_MARK_* bits of a code point. */
unsigned ds_furniture_marks(const ds_furniture *furniture, uint32_t c);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_furniture_budget(ds_furniture *furniture, ds_budget *budget);

void ds_furniture_free(ds_furniture *furniture); /* NULL is allowed */

#endif /* DS_FURNITURE_H */
