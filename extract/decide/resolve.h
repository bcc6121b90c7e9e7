/* resolve.h - the document's view: who is meant, and which mentions are one deal.
 *
 * A deal without a buyer takes whom the weights take the text around to be about (topic.h); if
 * nobody wins enough, the subject carried from the sentences before: the last listed company that
 * begins a sentence of the section, or the buyer of the deal before.
 * Mentions of one target by compatible buyers are one deal;
 * mentions that contradict each other (stake, price, year) stay apart, flagged.
 * The status is that of the latest step told in any of them.
 */
#ifndef DS_RESOLVE_H
#define DS_RESOLVE_H

#include "corpus/text/arena.h"
#include "extract/decide/mention.h"
#include "extract/decide/name.h"
#include "extract/decide/stretch.h"
#include "extract/prepare/prepare.h"

enum {
    DS_FLAG_AMOUNT_AMBIGUOUS = 1u << 0,
    DS_FLAG_DATE_AMBIGUOUS = 1u << 1,
    DS_FLAG_STAKE_AMBIGUOUS = 1u << 2,
    DS_FLAG_DATE_INHERITED = 1u << 3,
    DS_FLAG_ACQUIRER_INHERITED = 1u << 4,
    DS_FLAG_CONFLICT = 1u << 5,
    DS_FLAG_UNNAMED_PARTY = 1u << 6,
    DS_FLAG_FURNITURE_BRIDGED = 1u << 7,
    DS_FLAG_SELLER_INHERITED = 1u << 8,
};

/* Mentions of one deal that are kept as evidence. */
enum { DS_GROUP_MAX_MENTIONS = 8 };

typedef struct ds_group {
    ds_mention fact; /* the first mention, its gaps filled from the others */
    const ds_mention *mentions[DS_GROUP_MAX_MENTIONS];
    size_t n_mentions;
    unsigned flags; /* DS_FLAG_* */
} ds_group;

typedef struct ds_resolution {
    const ds_group *groups; /* in order of their first mention */
    size_t n_groups;
} ds_resolution;

typedef struct ds_resolver {
    const ds_ruleset *rules;
    const ds_names *names;
    const ds_prepared *prepared;
    ds_stretch_finder *stretches; /* NULL: none are set apart */
    bool weighs_topics; /* weights say whom the text is about, else the order of names does */
} ds_resolver;

/* Fills inherited parties into `mentions` and groups them; *out in `arena`. */
DS_MUST_USE ds_status ds_resolve(const ds_resolver *resolver, ds_mention *mentions,
                                 size_t n_mentions, ds_arena *arena, ds_resolution *out);

#endif /* DS_RESOLVE_H */
