/* bind.h - from a chosen target to a mention: roles, values, conjoined parties. */
#ifndef DS_BIND_H
#define DS_BIND_H

#include "extract/decide/analysis.h"
#include "extract/decide/assign.h"
#include "extract/decide/choose.h"
#include "extract/decide/distribute.h"
#include "extract/decide/instalment.h"
#include "extract/decide/joined.h"
#include "extract/decide/mention.h"

typedef struct ds_binder {
    const ds_model *model;
    const ds_rule *rules;
    ds_joints joints;           /* words that conjoin parties              */
    const ds_lexicon *packages; /* and those that conjoin descriptions     */
    ds_distributor distributor; /* lists that map in order                 */
    ds_rest_words rest;         /* further shares of what was bought       */
    double reuse;               /* see ds_assign()                         */
} ds_binder;

/* Binds all roles of the sentence's target number `which`, to which `values` were
 * assigned; the others are no parties of it.  Places in *out are of the repaired text. */
DS_MUST_USE ds_status ds_bind(const ds_binder *binder, const ds_analysis *analysis,
                              const ds_target *targets, size_t n_targets, size_t which,
                              const ds_assigned *values, ds_arena *arena, ds_mention *out);

/* Adds to a chosen target those joined to it ("A, B and C"): each is a deal of
 * its own.  Appends to out (room for max), those already there are not
 * doubled; returns the new number. */
size_t ds_bind_joined(const ds_binder *binder, const ds_analysis *analysis, ds_target *out,
                      size_t n, size_t max);

#endif /* DS_BIND_H */
