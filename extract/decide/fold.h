/* fold.h - a sentence as deal rules see it: every entity one character.
 *
 * Recognised entities and runs of name material become private-use characters
 * (rules/ruleset.h), the rest stays as it is.
 */
#ifndef DS_FOLD_H
#define DS_FOLD_H

#include "corpus/text/buffer.h"
#include "extract/decide/analysis.h"

/* A folded sentence is shorter than the sentence but for two-byte entities. */
enum { DS_FOLD_MAX_BYTES = 16 * 1024 };

/* Which tokens a folded character stands for. */
typedef struct ds_fold {
    uint16_t first;
    uint16_t last;
} ds_fold;

typedef struct ds_folding {
    ds_fold *parties; /* by number of the chain  */
    size_t n_parties;
    ds_fold *entities; /* by number of the entity */
} ds_folding;

/* Room for one sentence in `arena`.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_folding_new(ds_folding *out, ds_arena *arena);

/* Appends the folded sentence; needs tokens, entities and chains. */
void ds_fold_sentence(const ds_analysis *analysis, ds_buf *out, ds_folding *folds);

/* The tokens behind a folded character of that slot kind. */
const ds_fold *ds_fold_tokens(const ds_folding *folds, ds_slot_kind kind, uint32_t code);

/* Where byte `at` of the folded text stands in the sentence's own. */
size_t ds_fold_origin(const ds_analysis *analysis, const ds_folding *folds, ds_str folded,
                      size_t at);

#endif /* DS_FOLD_H */
