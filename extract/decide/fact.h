/* fact.h - what several mentions of one deal tell together. */
#ifndef DS_FACT_H
#define DS_FACT_H

#include "extract/decide/mention.h"

/* Fills the gaps of *into from another mention of the same deal; the status is that of the
 * later step. */
void ds_fact_fill(ds_mention *into, const ds_mention *from);

/* A buyer that was inherited or won narrowly contradicts nothing.  The mention has one. */
bool ds_fact_unsure(const ds_mention *mention);

/* Told as a fact: not supposed, denied or in general. */
bool ds_fact_asserted(const ds_judgement *judgement);

#endif /* DS_FACT_H */
