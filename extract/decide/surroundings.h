/* surroundings.h - what stands around a deal, for those that judge it.
 *
 * The judge looks at the values of the deal's own sentence and of those behind it: these are
 * recognised once, for the sentence's first deal, and serve all of them.
 */
#ifndef DS_SURROUNDINGS_H
#define DS_SURROUNDINGS_H

#include "extract/decide/analysis.h"
#include "extract/decide/judge.h"
#include "extract/decide/mention.h"

typedef struct ds_surroundings {
    ds_judge *judge; /* all that is pointed to is borrowed */
    ds_recogniser *recogniser;
    const ds_prepared *prepared;
    const ds_analysis *analysis;  /* of the sentence                        */
    ds_recognise_context context; /* behind it                              */
    ds_arena *scratch;            /* of the sentence                        */
    ds_entity *items;             /* NULL until the first deal; in an arena */
    size_t n_items;
} ds_surroundings;

/* Judges a deal of the sentence; what it found lives in `arena`.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_surroundings_judge(ds_surroundings *around, ds_arena *arena,
                                            ds_mention *mention);

#endif /* DS_SURROUNDINGS_H */
