/* topic.h - whom the text around a deal is about: the buyer that one without a buyer inherits, or
 * the seller of a sale.
 *
 * Reports write "the company" or leave the subject out for pages; the name stands in a heading,
 * a caption, a source line or some sentence before or behind.  The names of the sentences around
 * are candidates of one softmax with "nobody" (role "topic" of the weights); the shares of all
 * mentions of one party add up.  Sentences are analysed when a deal asks, and kept for the next;
 * what their patterns overrun is told at the place of the deal.
 */
#ifndef DS_TOPIC_H
#define DS_TOPIC_H

#include "extract/decide/choose.h"
#include "extract/decide/mention.h"
#include "extract/decide/model.h"
#include "extract/decide/name.h"
#include "extract/prepare/prepare.h"

typedef struct ds_topics ds_topics;

/* One a thread; all is borrowed, `tools` copied.  The caller frees *out. */
DS_MUST_USE ds_status ds_topics_new(ds_topics **out, const ds_analysis_tools *tools,
                                    const ds_model *model, ds_names *names);

/* The window that is decided next; borrowed until the next.  `first`: of its document. */
void ds_topics_window(ds_topics *topics, const ds_prepared *prepared, bool first);

/* A deal that asks: its sentence as analysed, its trigger and what it has already. */
typedef struct ds_topic_deal {
    const ds_analysis *analysis;
    uint16_t trigger;               /* token */
    bool right;                     /* its target stands behind the trigger */
    ds_range target;                /* bytes of the repaired text */
    const ds_party_mention *others; /* its parties of other roles: sellers, or buyers of a sale */
    size_t n_others;
    const ds_target *siblings; /* all targets of the sentence; may be NULL */
    size_t n_siblings;
} ds_topic_deal;

/* The deal of a mention, whose target is number `which` of those of its sentence. */
ds_topic_deal ds_topic_deal_of(const ds_analysis *analysis, const ds_target *targets,
                               size_t n_targets, size_t which, const ds_mention *mention);

/* The role that whom the text is about has in a deal with a target: of the seller in a sale whose
 * sentence names none, of the buyer elsewhere; DS_ROLE_TOPIC if none is open.  The buyer of a sale
 * is whoever is found, rarely whom the text is about. */
ds_role ds_topic_role(const ds_mention *mention);

/* In a timeline or list what stands in a neighbouring row at this byte of the repaired text is
 * nobody here. */
bool ds_topic_in_other_row(const ds_topic_deal *deal, size_t byte);

/* Is the name at this place the deal's target or another of its parties, by itself or by an
 * alias? */
bool ds_topic_is_party(const ds_topics *topics, const ds_topic_deal *deal, ds_range where);

typedef struct ds_topic_choice {
    bool found;
    ds_party_mention party;
    double share;  /* of the party, 0 if nobody is found */
    double nobody; /* of nobody                          */
} ds_topic_choice;

/* Decides by the weights; nobody if the model has none for the role.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_topics_choose(ds_topics *topics, const ds_topic_deal *deal,
                                       ds_topic_choice *out);

/* Called for every item of the softmax, "nobody" (an empty range) first. */
typedef void ds_topic_sink(void *payload, ds_range where, const ds_feature_list *list);

/* Lists the features of all items, for fitting and explaining; from then on the features of names
 * are kept, some megabyte.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_topics_list(ds_topics *topics, const ds_topic_deal *deal,
                                     ds_topic_sink *sink, void *payload);

/* The text of an item, a view that is good until the next window. */
ds_str ds_topics_text(const ds_topics *topics, ds_range where);

void ds_topics_free(ds_topics *topics); /* NULL is allowed */

#endif /* DS_TOPIC_H */
