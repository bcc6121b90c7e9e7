/* instalment.h - further shares of one firm: "in 2018 it bought 42% of A, in 2020 the remaining
 * 58%".
 *
 * A lattice gives one text one deal of a sentence.  Where another verb of the same sentence has
 * a stake beside it, and between both nothing but words for the rest or for the firm told before
 * (the packs' lexicons "rest-words" and "rest-links"), or its name, that is another deal with it.
 * Where the sentence names no firm, it is that of a deal before, which the resolver finds;
 * if there is none, nothing is told.
 */
#ifndef DS_INSTALMENT_H
#define DS_INSTALMENT_H

#include "extract/decide/analysis.h"
#include "extract/decide/choose.h"

/* Both may be NULL: then there are no instalments. */
typedef struct ds_rest_words {
    const ds_lexicon *rest;  /* point back at the firm, or tell what is left of it */
    const ds_lexicon *links; /* may stand between                                    */
} ds_rest_words;

/* Does a stake in what was told before stand beside this trigger (token)?  `name`: a candidate
 * of that firm that may stand there, too, or NULL. */
bool ds_instalment_beside(const ds_rest_words *words, const ds_analysis *analysis, size_t trigger,
                          const ds_candidate *name);

/* Adds a deal to out[0..n) (room for max), in order of triggers, for each trigger that no deal
 * has and that has an instalment of the named target before it; if it buys and there is none,
 * a deal without a target and a share of 0.  Returns the new number. */
size_t ds_instalments_add(const ds_rest_words *words, const ds_analysis *analysis, ds_target *out,
                          size_t n, size_t max);

#endif /* DS_INSTALMENT_H */
