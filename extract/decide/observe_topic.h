/* observe_topic.h - what is observed of a name that may be whom the text is about, by what
 * it depends on: the name in its sentence, its place seen from the deal, the deal.  Private
 * to topic*.c.
 */
#ifndef DS_OBSERVE_TOPIC_H
#define DS_OBSERVE_TOPIC_H

#include "extract/decide/observe.h"

/* A name as a deal sees it. */
typedef struct ds_topic_place {
    size_t back;     /* how far before or behind, a number of steps */
    size_t mentions; /* of the party, around the deal               */
    unsigned roles;  /* ds_name_role bits of deals before           */
} ds_topic_place;

/* What the name is, and how it stands in its own sentence. */
void ds_observe_topic_name(ds_observer *ex, const ds_filler *filler);
/* That is what ds_observe_candidate() and, left of a trigger, ds_observe_beside() tell, and this.
 */
void ds_observe_topic_stretch(ds_observer *ex, const ds_filler *filler);
/* Where it stands, seen from the deal. */
void ds_observe_topic_place(ds_observer *ex, const ds_topic_place *place);
/* Of the deal alone, the same for all names: the words around its trigger. */
void ds_observe_topic_deal(ds_observer *ex, uint16_t trigger);

#endif /* DS_OBSERVE_TOPIC_H */
