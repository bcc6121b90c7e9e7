/* declared.h - classes that packs declare: <entity type="rate">.
 *
 * The optical rate classes are read by rate.c; what else a sector counts its
 * products by (process nodes, drug phases) is a pattern with a template for the
 * value: $1nm is the first group and "nm".
 */
#ifndef DS_DECLARED_H
#define DS_DECLARED_H

#include "extract/recognise/entity.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

typedef struct ds_declared ds_declared;

/* One a thread; `rules` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_declared_new(ds_declared **out, const ds_ruleset *rules);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_declared_budget(ds_declared *declared, ds_budget *budget);

/* Turns to another text and finds all that is in it. */
void ds_declared_read(ds_declared *declared, ds_str text);

/* Does a pack declare any? */
bool ds_declared_any(const ds_declared *declared);

/* The longest one that begins at byte `at` of that text, or NULL; dies at the
 * next read. */
const ds_entity *ds_declared_at(const ds_declared *declared, size_t at);

void ds_declared_free(ds_declared *declared); /* NULL is allowed */

#endif /* DS_DECLARED_H */
