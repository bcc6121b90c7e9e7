/* distribute.h - lists that map in order: "buys A and B for 3 and 5 million
 * respectively" gives A the first sum and B the second.
 *
 * A list of values maps if it is as long as the list of targets that one
 * trigger buys, its members are conjoined, and a word that distributes
 * (the packs' lexicon "distributors") stands in the clauses between the first
 * and the last of both lists or just before them.
 */
#ifndef DS_DISTRIBUTE_H
#define DS_DISTRIBUTE_H

#include "extract/decide/analysis.h"
#include "extract/decide/choose.h"

typedef struct ds_distributor {
    const ds_lexicon *words;   /* that distribute; NULL: nothing maps */
    const ds_lexicon *joiners; /* words that conjoin                  */
} ds_distributor;

/* Does target `which` of the sentence get an entity of that kind from a list?
 * Then its index in the analysis goes to *entity.  Nothing is kept. */
bool ds_distribute_value(const ds_distributor *distributor, const ds_analysis *analysis,
                         const ds_target *targets, size_t n_targets, size_t which,
                         ds_entity_kind kind, size_t *entity);

/* Number of values that are conjoined from entity `e` on, if it is their first, no binding refuses
 * one and, of other values than dates, a word distributes them; 0 else. */
size_t ds_distribute_list(const ds_distributor *distributor, const ds_analysis *analysis, size_t e);

/* The entity that is `n` (from 0) behind `e` among those of its kind; there is one. */
size_t ds_distribute_member(const ds_analysis *analysis, size_t e, size_t n);

/* Which of `n` conjoined parties, the first and last of which stand at these
 * tokens, takes target `which`: their number in the order of the text, or
 * SIZE_MAX where all take it together. */
size_t ds_distribute_party(const ds_distributor *distributor, const ds_analysis *analysis,
                           const ds_target *targets, size_t n_targets, size_t which, size_t n,
                           size_t first_token, size_t last_token);

#endif /* DS_DISTRIBUTE_H */
