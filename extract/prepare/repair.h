/* repair.h - a folded draft becomes running text: furniture out, lines joined.
 *
 * After it a line feed stands only where two lines do not belong together (a
 * heading, a line that stands alone, the end of a short paragraph).  All
 * results live until the next window.
 */
#ifndef DS_REPAIR_H
#define DS_REPAIR_H

#include "extract/prepare/draft.h"
#include "extract/prepare/furniture.h"
#include "extract/prepare/lines.h"
#include "extract/prepare/traditional.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a line began that did not simply go on with the text before. */
typedef struct ds_line_start {
    uint32_t at;    /* byte of the repaired text                    */
    uint32_t end;   /* of the heading's text; only for headings     */
    uint32_t level; /* of a heading, 0 for other lines              */
} ds_line_start;

typedef struct ds_repair {
    const ds_furniture *furniture;     /* borrowed */
    const ds_traditional *traditional; /* borrowed; NULL: nothing is folded */
    ds_draft draft;                    /* the repaired text once done              */
    ds_lines lines;
    ds_running_heads heads; /* of the document                          */
    ds_line_start *starts;  /* owned, ascending                         */
    size_t n_starts;
    size_t cap_starts;
    ds_range title; /* bytes of the repaired text; empty if none               */
} ds_repair;

/* Repairs one window.  `first` forgets the document before.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_repair_window(ds_repair *repair, ds_furniture *furniture, ds_str source,
                                       bool first);

void ds_repair_free(ds_repair *repair);

#endif /* DS_REPAIR_H */
