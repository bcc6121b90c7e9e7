/* near.h - how far a deal rule came in a sentence where it did not fire: rules/reach.h
 * on the sentence as rules see it.
 */
#ifndef DS_NEAR_H
#define DS_NEAR_H

#include "corpus/text/buffer.h"
#include "extract/decide/analysis.h"
#include "rules/reach.h"

typedef struct ds_near_finder ds_near_finder;

/* The caller frees *out; `rules` is borrowed. */
DS_MUST_USE ds_status ds_near_new(ds_near_finder **out, const ds_ruleset *rules);

/* Turns to another sentence; `analysis` is borrowed until the next call, memory
 * is of `arena`. */
DS_MUST_USE ds_status ds_near_read(ds_near_finder *finder, const ds_analysis *analysis,
                                   ds_arena *arena);

/* The sentence as deal rules see it: what is folded as {party}, {amount} ...,
 * the words around it as they are. */
void ds_near_seen(const ds_near_finder *finder, ds_buf *out);

/* How far pattern number `rule` of the deal rules comes; its ranges are of the
 * analysis's text.  False: it fires. */
bool ds_near_find(ds_near_finder *finder, size_t rule, ds_reach *out);

/* The same in words, of the sentence as rules see it; so are the ranges. */
bool ds_near_write(const ds_near_finder *finder, size_t rule, ds_reach *reach, ds_buf *out);

void ds_near_free(ds_near_finder *finder); /* NULL is allowed */

#endif /* DS_NEAR_H */
