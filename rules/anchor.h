/* anchor.h - letters and signs that are never far behind the beginning of a match.
 *
 * A pattern that may begin with any digit or letter is slow to search for in a whole
 * document.  Where its matches must have a rare ASCII sign soon (a slash, an underscore),
 * the sign is looked for and the pattern tried only in front of it.
 */
#ifndef DS_ANCHOR_H
#define DS_ANCHOR_H

#include "corpus/text/span.h"

enum { DS_ANCHOR_WORDS = 4 };
typedef struct ds_anchors {
    char words[DS_ANCHOR_WORDS][2]; /* of one sign, with a NUL behind it, or of two */
    size_t n;                       /* 0: the pattern has none                     */
    size_t reach;                   /* most characters in front of it in a match   */
} ds_anchors;

/* Takes them from what ds_need_read() wrote (need.h). */
void ds_anchors_read(ds_anchors *out, ds_str need);

/* The first anchor at byte `from` of the text or behind it, SIZE_MAX: there is none. */
size_t ds_anchors_next(const ds_anchors *anchors, ds_str text, size_t from);

/* Where a match that has its anchor at byte `at` may begin: not before `from`. */
size_t ds_anchors_begin(const ds_anchors *anchors, ds_str text, size_t at, size_t from);

#endif /* DS_ANCHOR_H */
