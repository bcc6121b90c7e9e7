/* full_name.h - the full name in front of the definition of its alias: "FULL (hereinafter X)".
 */
#ifndef DS_FULL_NAME_H
#define DS_FULL_NAME_H

#include "extract/decide/analysis.h"

/* The name that ends at byte `end` of the analysed text, of which it is a view: the likeliest
 * candidate there or, if that does not hold the alias, what the alias makes of the text; empty
 * if there is none.  *described: it is a description, and the alias the name. */
ds_str ds_full_name_find(const ds_analysis *analysis, size_t end, ds_str alias, bool *described);

#endif /* DS_FULL_NAME_H */
