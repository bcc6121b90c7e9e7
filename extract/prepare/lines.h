/* lines.h - the lines of a draft: where they are, what they are, which go. */
#ifndef DS_LINES_H
#define DS_LINES_H

#include "extract/prepare/draft.h"
#include "extract/prepare/furniture.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    DS_LINE_BLANK_BEFORE = 1u << 0, /* an empty line, not one that furniture left */
    DS_LINE_PAGE_BEFORE = 1u << 1,  /* first of a page                            */
    DS_LINE_INDENT = 1u << 2,       /* set in like the first line of a paragraph  */
    DS_LINE_SPACE_BEFORE = 1u << 3, /* exactly one space before it                */
    DS_LINE_SPACE_AFTER = 1u << 4,  /* one space or two behind it                 */
};

/* A line without the white space around it; never empty. */
typedef struct ds_line {
    uint32_t begin; /* bytes of the draft */
    uint32_t end;
    uint8_t kind;  /* ds_line_kind */
    uint8_t level; /* of a heading */
    uint8_t flags; /* DS_LINE_* bits */
} ds_line;

/* Lines that recur at page breaks; kept from window to window. */
enum { DS_RUNNING_MAX = 64 }; /* a report has two or three */
typedef struct ds_running_heads {
    uint64_t hash[DS_RUNNING_MAX];
    uint32_t count[DS_RUNNING_MAX];
    size_t n_heads;
} ds_running_heads;

typedef struct ds_lines {
    ds_line *items; /* owned */
    size_t n_items;
    size_t cap;
    ds_range title;         /* named by a title line, bytes of the draft       */
    size_t wrap;            /* 90th percentile of line lengths, code points    */
    bool indented;          /* paragraphs are set in                           */
    bool own_line_headings; /* headings stand on lines of their own            */
    bool numbered;          /* more than one heading: a number begins a line   */
    bool bulleted;          /* more than one bullet                            */
    bool line_is_paragraph; /* nearly every line ends like a sentence          */
    bool padded;            /* spaces around lines come from the converter     */
} ds_lines;

/* Reads the draft's lines, drops boilerplate and running heads from the table
 * (their text stays in the draft).  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_lines_read(ds_lines *lines, ds_furniture *furniture, const ds_draft *draft,
                                    ds_str source, ds_running_heads *heads);

/* Code points of a line. */
static inline ds_str ds_line_str(const ds_draft *draft, const ds_line *line)
{
    return (ds_str){draft->text + line->begin, line->end - line->begin};
}

/* True if the line ends a sentence, closing brackets and quotes aside. */
bool ds_line_is_closed(const ds_furniture *furniture, ds_str line);

void ds_lines_free(ds_lines *lines);

#endif /* DS_LINES_H */
