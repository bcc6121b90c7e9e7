/* stretch.h - stretches of a text that binding patterns set apart: where no party
 * stands (a source line), where no trigger is one (a rating), and the company that a
 * table or section is about.  Group 1 of a pattern, where it has one, else the whole.
 */
#ifndef DS_STRETCH_H
#define DS_STRETCH_H

#include "rules/budget.h"
#include "rules/ruleset.h"

typedef enum ds_stretch_kind {
    DS_STRETCH_PARTY,   /* no party stands here                     */
    DS_STRETCH_NOUN,    /* no party that is a mere noun             */
    DS_STRETCH_FORM,    /* no party that is nothing else            */
    DS_STRETCH_TRIGGER, /* no trigger here is one                   */
    DS_STRETCH_CARRIED, /* no subject of what follows */
    DS_STRETCH_TOPIC,   /* whom the text behind is about            */
    DS_STRETCH_ROW,     /* a mark that begins a row of a list       */
    DS_STRETCH_OWNER,   /* whose shares are bought: no buyer, and not what is bought */
    DS_STRETCH_KINDS,
} ds_stretch_kind;

typedef struct ds_stretch {
    ds_range where; /* bytes of the text */
    ds_stretch_kind kind;
} ds_stretch;

/* Kept of one text; a flattened page of sources and ratings has fewer. */
enum { DS_STRETCH_MAX = 200 };

typedef struct ds_stretch_finder ds_stretch_finder;

/* One a thread; `rules` is borrowed.  The caller frees *out.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_stretch_finder_new(ds_stretch_finder **out, const ds_ruleset *rules);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_stretch_budget(ds_stretch_finder *finder, ds_budget *budget);

/* The stretches of `text`, those of each pattern in order of place; their number. */
size_t ds_stretch_find(ds_stretch_finder *finder, ds_str text, ds_stretch out[DS_STRETCH_MAX]);

void ds_stretch_finder_free(ds_stretch_finder *finder); /* NULL is allowed */

#endif /* DS_STRETCH_H */
