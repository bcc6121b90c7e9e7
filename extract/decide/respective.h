/* respective.h - parties or dates of one target that come in lists which map in order: "A and B
 * sell 20% and 13% of C for 24 and 15.6 million respectively" are two deals with C.
 */
#ifndef DS_RESPECTIVE_H
#define DS_RESPECTIVE_H

#include "extract/decide/distribute.h"
#include "extract/decide/mention.h"

/* Most deals that one mention is divided into. */
enum { DS_RESPECTIVE_MAX = DS_MENTION_MAX_PARTIES };

/* Into the order of the text. */
void ds_parties_sort(ds_party_mention *parties, size_t n);

/* Divides the mention if its sellers, its buyers or the dates of its sentence are as many as the
 * members of a list of stakes or sums that a word distributes, and what was bound to it is of these
 * lists, one value at least; sellers of stakes at one price for all make one deal, whose stake
 * none of them is.  Lists count in `reach` (bytes of the repaired text), which ends where another
 * deal of the sentence has its trigger.  The parts go to out[0..n) (room for DS_RESPECTIVE_MAX)
 * in the order of the lists, numbered from 1 in `part`.  Returns n; 0: the mention is one deal. */
size_t ds_respective_divide(const ds_distributor *distributor, const ds_analysis *analysis,
                            const ds_mention *mention, ds_range reach, ds_mention *out);

#endif /* DS_RESPECTIVE_H */
