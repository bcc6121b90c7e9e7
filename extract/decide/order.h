/* order.h - choices for a pack without weights: the rules decide, by their
 * order (priority, then place in the pack).
 */
#ifndef DS_ORDER_H
#define DS_ORDER_H

#include "extract/decide/choose.h"

/* As ds_choose_targets(): the target of each match, the first rule first; what
 * overlaps a target already taken is passed over.  Shares are 1. */
DS_MUST_USE ds_status ds_order_targets(const ds_analysis *analysis, ds_arena *arena,
                                       ds_target **out, size_t *n_out);

/* As ds_choose_role(): what the first match that picks the anchor's target
 * picks for the role. */
void ds_order_role(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                   ds_choice *out);

#endif /* DS_ORDER_H */
