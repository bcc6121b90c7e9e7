/* teach.h - turns annotated documents into softmax groups and fits a model.
 *
 * First the target lattice is fitted; then, with its weights in place, the
 * best right mention of every annotated deal anchors the groups of the other
 * roles.  What the gold neither requires nor allows is wrong; what it allows
 * (optional deals, "_may" values) is left out.
 */
#ifndef DS_TEACH_H
#define DS_TEACH_H

#include "extract/decide/decide.h"
#include "extract/decide/fit.h"
#include "extract/decide/gold.h"

typedef struct ds_teacher ds_teacher;

/* Borrows the decider, whose hooks it sets.  The caller frees *out. */
DS_MUST_USE ds_status ds_teacher_new(ds_teacher **out, ds_decider *decider);

/* What the following documents teach: DS_ROLE_TARGET or another role. */
void ds_teacher_begin(ds_teacher *teacher, ds_role role, ds_fit *fit);

/* The document whose sentences are analysed next; borrowed until the next. */
void ds_teacher_document(ds_teacher *teacher, const ds_gold_document *document);

/* DS_OK, or what went wrong since begin. */
ds_status ds_teacher_status(const ds_teacher *teacher);

void ds_teacher_free(ds_teacher *teacher); /* NULL is allowed */

#endif /* DS_TEACH_H */
