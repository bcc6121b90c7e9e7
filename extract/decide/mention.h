/* mention.h - one sentence telling of a deal: roles bound, nothing resolved.
 *
 * Places are byte ranges of the window's repaired text; begin == end: none.
 */
#ifndef DS_MENTION_H
#define DS_MENTION_H

#include "extract/decide/judge.h"
#include "extract/recognise/entity.h"

#include <stdbool.h>
#include <stdint.h>

/* Conjoined acquirers or sellers of one deal. */
enum { DS_MENTION_MAX_PARTIES = 6 };

typedef struct ds_party_mention {
    ds_range where;
    bool described; /* not a name: "some optical company" */
    bool inherited; /* found outside the sentence         */
} ds_party_mention;

typedef struct ds_value_mention {
    bool found;
    ds_entity entity; /* offsets in the repaired text */
    bool tied;        /* another candidate was as good */
} ds_value_mention;

/* Where the weights found the acquirer. */
typedef enum ds_buyer_source {
    DS_BUYER_OF_ROLE, /* among the candidates of the role                    */
    DS_BUYER_OF_LIST, /* it is the buyer of the deal before, in the sentence */
} ds_buyer_source;

typedef struct ds_mention {
    size_t sentence; /* index into the prepared sentences */
    ds_range trigger;
    ds_party_mention target;                           /* where.begin == where.end: not named */
    ds_party_mention also[DS_MENTION_MAX_PARTIES - 1]; /* described targets bought with it */
    size_t n_also;
    ds_party_mention acquirer[DS_MENTION_MAX_PARTIES];
    size_t n_acquirer;
    ds_party_mention seller[DS_MENTION_MAX_PARTIES];
    size_t n_seller;
    ds_value_mention amount, date, stake;
    bool acquirer_refused; /* the best acquirer won less than the pack wants           */
    bool sale;          /* its trigger tells of a sale: who is not named sells rather than buys */
    uint8_t part;       /* of a mention that lists divide (respective.h), from 1; 0: whole        */
    bool again;         /* further shares of what was told before (instalment.h)           */
    bool in_table;      /* in a row that names its buyer: none is carried to it             */
    bool shared_amount; /* other targets of the sentence have the same amount: a total */
    ds_range subject;
    ds_judgement judgement;
    double share;          /* of the target in its lattice   */
    double acquirer_share; /* of the acquirer in its softmax, or of nobody */
    ds_buyer_source acquirer_from;
    ds_party_mention topic; /* whom the text around is about, for who names no buyer, or of a
                               sale no seller (topic.h)           */
    double topic_share;     /* 0: nobody */
    ds_str rule;            /* id of a rule that picked the target, or empty */
} ds_mention;

static inline bool ds_range_empty(ds_range range)
{
    return range.begin == range.end;
}

#endif /* DS_MENTION_H */
