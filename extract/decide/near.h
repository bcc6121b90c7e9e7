/* near.h - how far a deal rule came in a sentence where it did not fire.
 *
 * The pattern is taken apart (rules/piece.h).  Its longest beginning that is
 * found tells the part that failed and where; a pattern of which all but one
 * part is found nearly fired.  For people who ask: it compiles as it goes.
 */
#ifndef DS_NEAR_H
#define DS_NEAR_H

#include "corpus/text/buffer.h"
#include "extract/decide/analysis.h"

typedef struct ds_near_finder ds_near_finder;

typedef struct ds_near {
    size_t n_parts;   /* that must match, of the alternative that came farthest */
    size_t n_matched; /* of them, before the one that failed                    */
    ds_str part;      /* the one that failed, as written                        */
    ds_range matched; /* what the parts before it took, bytes of the analysis's text */
    ds_range instead; /* `alone`, `extra`: what stands between; else empty,
                         where it would have begun                              */
    bool alone;       /* all other parts are found                              */
    bool extra;       /* all parts are found, but `instead` stands before `part` */
    bool nearly;      /* came far enough to be told unasked                     */
    bool gave_up;     /* the whole pattern exceeds its budget of steps here     */
} ds_near;

/* The caller frees *out; `rules` is borrowed. */
DS_MUST_USE ds_status ds_near_new(ds_near_finder **out, const ds_ruleset *rules);

/* Turns to another sentence; `analysis` is borrowed until the next call, memory
 * is of `arena`. */
DS_MUST_USE ds_status ds_near_read(ds_near_finder *finder, const ds_analysis *analysis,
                                   ds_arena *arena);

/* The sentence as deal rules see it: what is folded as {party}, {amount} ...,
 * the words around it as they are. */
void ds_near_seen(const ds_near_finder *finder, ds_buf *out);

/* How far pattern number `rule` of the deal rules comes.  False: it fires. */
bool ds_near_find(ds_near_finder *finder, size_t rule, ds_near *out);

void ds_near_free(ds_near_finder *finder); /* NULL is allowed */

#endif /* DS_NEAR_H */
