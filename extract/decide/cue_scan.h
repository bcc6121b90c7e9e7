/* cue_scan.h - where the cue words of the rule set stand around a deal.
 *
 * Runs every cue pattern once over the deal's sentence, its neighbours and the
 * section heading.  Several deals of one sentence share the result: it is kept
 * until other text comes.
 */
#ifndef DS_CUE_SCAN_H
#define DS_CUE_SCAN_H

#include "corpus/text/buffer.h"
#include "extract/prepare/prepare.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

/* What a cue speaks about: the part of its field before the point. */
typedef enum ds_cue_field {
    DS_CUE_STATUS,
    DS_CUE_FACTUALITY,
    DS_CUE_KIND,
    DS_CUE_PAYMENT,
    DS_CUE_MOTIVE,
    DS_CUE_RATE,  /* value "bought" or "other": stretches of text about rates  */
    DS_CUE_SCOPE, /* value "same": a trigger word that tells no deal of its own;
                     "back": words that refer to the deal told before        */
    DS_CUE_FIELDS,
} ds_cue_field;

/* Where it must stand to count: the part of its field behind the point. */
typedef enum ds_cue_side {
    DS_CUE_ANYWHERE,
    DS_CUE_LEFT,    /* ends where the trigger begins, or before             */
    DS_CUE_RIGHT,   /* begins where the trigger ends, or behind             */
    DS_CUE_TRIGGER, /* touches the trigger                                  */
    DS_CUE_TARGET,  /* at the end of the target's mention                   */
    DS_CUE_UNNAMED, /* anywhere, if neither party has a name                */
    DS_CUE_WITHIN,  /* in the deal's own sentence                           */
    DS_CUE_SIDES,
} ds_cue_side;

typedef enum ds_cue_zone {
    DS_ZONE_SENTENCE,
    DS_ZONE_BEFORE,
    DS_ZONE_AFTER,
    DS_ZONE_LATER, /* what follows in the section: only sentences that refer back count */
    DS_ZONE_HEADING,
    DS_ZONE_PARENT, /* the heading one level above */
    DS_ZONES,
} ds_cue_zone;

typedef struct ds_cue_hit {
    const ds_pattern *pattern;
    ds_cue_field field;
    ds_cue_side side;
    ds_cue_zone zone;
    ds_range where; /* bytes of doc->text */
    bool masked;    /* inside a longer hit of the same field: does not count */
} ds_cue_hit;

/* A sentence of DS_SENTENCE_MAX_BYTES full of cues; further hits are dropped. */
enum { DS_CUE_MAX_HITS = 768 };

typedef struct ds_cue_scan ds_cue_scan;

/* One a thread.  `rules` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_cue_scan_new(ds_cue_scan **out, const ds_ruleset *rules);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_cue_scan_budget(ds_cue_scan *scan, ds_budget *budget);

/* A document begins: what its sentences cost is its own, also where the one before
 * had the same. */
void ds_cue_scan_clear(ds_cue_scan *scan);

/* All hits around sentence number `sentence`, in order of pattern, then of
 * place; they live until the next call.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_cue_scan_read(ds_cue_scan *scan, const ds_prepared *doc, size_t sentence,
                                       const ds_cue_hit **out, size_t *n_out);

/* The stretches that were read, by zone; empty where there is none. */
const ds_range *ds_cue_scan_zones(const ds_cue_scan *scan);

/* Is the trigger a verb that may tell a deal of its own?  Nouns (the price of a
 * purchase, the seller) and verbs of holding are none. */
bool ds_cue_scan_tells_deal(const ds_cue_scan *scan, const ds_trigger *trigger);

/* The pack's option "<field>.<name>", or fallback. */
double ds_cue_option(const ds_ruleset *rules, ds_cue_field field, const char *name,
                     double fallback);

/* "status", "motive" … */
ds_str ds_cue_field_name(ds_cue_field field);

void ds_cue_scan_free(ds_cue_scan *scan); /* NULL is allowed */

#endif /* DS_CUE_SCAN_H */
