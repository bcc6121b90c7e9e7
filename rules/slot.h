/* slot.h - names in braces that were meant to be slots. */
#ifndef DS_SLOT_H
#define DS_SLOT_H

#include "corpus/text/buffer.h"

/* What to say of `name`, the inside of braces in a deal rule that is no slot and no
 * lexicon: a slot in another spelling, a role in place of a slot, a name with a
 * role.  False: none of these, *out is as it was. */
bool ds_slot_complain(ds_str name, ds_buf *out);

#endif /* DS_SLOT_H */
