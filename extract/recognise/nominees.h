/* nominees.h - from candidates as they were found, in any order and some of them
 * twice, to the nominees of a sentence.  Private to party.c, which finds them.
 */
#ifndef DS_NOMINEES_H
#define DS_NOMINEES_H

#include "extract/recognise/party.h"

/* Sorts, unites and sifts the `n` candidates in place, marks pieces of listed names
 * and numbers the distinct texts; *out borrows `candidates` and `text`, the rest of
 * it lives in `arena`. */
DS_MUST_USE ds_status ds_nominees_settle(ds_str text, ds_candidate *candidates, size_t n,
                                         ds_arena *arena, ds_nominees *out);

#endif /* DS_NOMINEES_H */
