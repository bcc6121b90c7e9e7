/* joined.h - names that stand in a list: "A, B and C", and lists of shares in firms, "60%
 * of A, 51% of B" as Chinese puts them, each name with its alias, its stake and the
 * word for shares behind it.
 */
#ifndef DS_JOINED_H
#define DS_JOINED_H

#include "extract/decide/analysis.h"

/* Words of such lists; all may be NULL. */
typedef struct ds_joints {
    const ds_lexicon *joiners; /* between names                              */
    const ds_lexicon *shares;  /* between a name's shares and the next name  */
    const ds_lexicon *links;   /* that a stake may have beside it in a list  */
} ds_joints;

/* The name joined to `at`, behind it or before it, or NULL.  It is a candidate of the
 * analysis. */
const ds_candidate *ds_joined_name(const ds_joints *joints, const ds_analysis *analysis,
                                   const ds_candidate *at, bool behind);

/* The same for who buys or sells: words that say what it is may stand before the name, a
 * remark in brackets behind it ("A (below: a) and the German firm B"). */
const ds_candidate *ds_joined_party(const ds_joints *joints, const ds_analysis *analysis,
                                    const ds_candidate *at, bool behind);

/* As ds_joined_name() for what is bought; behind it, shares may stand between. */
const ds_candidate *ds_joined_target(const ds_joints *joints, const ds_analysis *analysis,
                                     const ds_candidate *at, bool behind);

#endif /* DS_JOINED_H */
