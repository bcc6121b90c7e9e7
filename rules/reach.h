/* reach.h - how far a pattern came in a text that it does not match.
 *
 * The pattern is taken apart (piece.h).  Its longest beginning that is found tells
 * the part that failed and where; a pattern of which all but one part is found
 * nearly matched.  For people who ask: it compiles as it goes.
 */
#ifndef DS_REACH_H
#define DS_REACH_H

#include "corpus/text/buffer.h"
#include "rules/ruleset.h"

typedef struct ds_reach {
    size_t n_parts;   /* that must match, of the alternative that came farthest */
    size_t n_matched; /* of them, before the one that failed                    */
    ds_str part;      /* the one that failed, as written                        */
    ds_range matched; /* what the parts before it took, bytes of the text       */
    ds_range instead; /* `alone`, `extra`: what stands between; else empty,
                         where it would have begun                              */
    bool alone;       /* all other parts are found                              */
    bool extra;       /* all parts are found, but `instead` stands before `part` */
    bool nearly;      /* came far enough to be told unasked                     */
    bool gave_up;     /* the whole pattern exceeds its budget of steps here     */
} ds_reach;

/* Tries a pattern of the rule language, of a deal rule or not, on text, where what
 * stands before byte `focus` is tried last.  False: it matches. */
bool ds_reach_find(const ds_ruleset *set, ds_str pattern, bool deal, ds_str text, size_t focus,
                   ds_reach *out);

/* The nearest of the patterns of an element that is no deal rule.  False: one
 * matches, or nothing of any is found. */
bool ds_reach_nearest(const ds_ruleset *set, ds_pattern_section section, ds_str id, ds_str text,
                      ds_reach *out);

/* Text with what is folded in it as {party}, {amount} ... */
void ds_reach_write_seen(ds_str text, ds_buf *out);

/* "4 of 5 parts found, X fails at 'Y'"; the ranges are of `text`. */
void ds_reach_write(const ds_reach *reach, ds_str text, ds_buf *out);

#endif /* DS_REACH_H */
