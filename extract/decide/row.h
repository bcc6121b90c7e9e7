/* row.h - rows of a timeline or a list of deals that stand in one sentence.
 *
 * Flattened, "2011 bought A 2014 bought B" has no mark between its rows.  A row begins
 * with a bare year or a bullet (bindings of field row).  Only where two rows go on with their
 * trigger, no name before it, the buyer is left out, and all the sentence is read in rows: what
 * stands in one row is no party of the next.  So it is in a table whose rows begin with a day, a
 * name and a stake; there few rows have a trigger, and a target may be told by another's.
 */
#ifndef DS_ROW_H
#define DS_ROW_H

#include "extract/decide/analysis.h"

/* A year without the word for it: in front of text it begins an entry. */
bool ds_row_is_year(const ds_analysis *analysis, size_t token);

/* Sets analysis->row; needs tokens, entities, nominees, triggers and marks. */
DS_MUST_USE ds_status ds_rows_find(ds_analysis *analysis, ds_arena *arena);

#endif /* DS_ROW_H */
