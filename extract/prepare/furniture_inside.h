/* furniture_inside.h - the furniture's own: furniture_pattern.c sorts the patterns,
 * furniture.c matches them.
 */
#ifndef DS_FURNITURE_INSIDE_H
#define DS_FURNITURE_INSIDE_H

#include "extract/prepare/furniture.h"
#include "rules/anchor.h"

enum {
    /* Where punctuation lives: ASCII, General Punctuation, CJK Symbols. */
    DS_GENERAL_FIRST = 0x2000,
    DS_CJK_FIRST = 0x3000,
};

/* A pattern with the bytes it can start at, so that most lines cost a look. */
typedef struct ds_matcher {
    const ds_pattern *pattern;
    uint32_t level;
    ds_line_kind kind;
    bool page;
    ds_anchors anchors; /* of one that is looked for everywhere */
    bool first[256];
} ds_matcher;

typedef struct ds_matcher_list {
    ds_matcher *items;
    size_t n_items;
} ds_matcher_list;

struct ds_furniture {
    ds_matcher_list inner; /* remove, page */
    ds_matcher_list whole; /* line, isolate */
    ds_matcher_list start; /* heading, bullet */
    pcre2_match_data *match;
    ds_budget *budget; /* borrowed, may be NULL */
    int n_groups;      /* of the last match */
    ds_page_mark *pages;
    size_t n_pages;
    size_t cap_pages;
    uint32_t *scars; /* source bytes where something went, ascending */
    size_t n_scars;
    size_t cap_scars;
    uint32_t page; /* the last one counted, while a window is read */
    unsigned char ascii[0x80];
    unsigned char general[0x70];
    unsigned char cjk[0x40];
};

/* What is kept of a mark; NULL: nothing of such a character. */
unsigned char *ds_furniture_mark_of(ds_furniture *furniture, uint32_t c);

#endif /* DS_FURNITURE_INSIDE_H */
