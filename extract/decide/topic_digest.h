/* topic_digest.h - the names of the sentences around a deal, read once for all deals that
 * ask.  Private to topic*.c.
 */
#ifndef DS_TOPIC_DIGEST_H
#define DS_TOPIC_DIGEST_H

#include "extract/decide/model.h"
#include "extract/decide/name.h"
#include "extract/prepare/prepare.h"

enum {
    DS_TOPIC_BACK =
        12, /* sentences before a deal's: a section is about somebody else after so many */
    DS_TOPIC_AHEAD = 4, /* and behind it: the caption or source line of a table */
    DS_TOPIC_FIRST = 2, /* and of the document, in its first window: the issuer */
    DS_TOPIC_AROUND = DS_TOPIC_BACK + DS_TOPIC_AHEAD + DS_TOPIC_FIRST,
    DS_TOPIC_NAMES = 88, /* of one sentence; of a flattened table's the first ones are kept */
    DS_TOPIC_IDS = 112,  /* features of one name in its sentence */
};

/* How far a sentence is from the deal's own: before it in growing steps, and behind; the first
 * ones of the document. */
enum {
    DS_TOPIC_STEP_BACK,
    DS_TOPIC_STEP_AHEAD = 6,
    DS_TOPIC_STEP_FIRST = 12,
};

/* A candidate of one sentence. */
typedef struct ds_topic_name {
    ds_range where; /* bytes of the repaired text              */
    uint64_t form;  /* hash of its text                        */
    uint64_t party; /* and of the name that it stands for      */
    bool described;
    bool in_caption;     /* or in a source line */
    ds_net_input input;  /* what its features in the sentence give  */
    const uint32_t *ids; /* these features, n_ids of them; NULL unless they are kept */
    uint16_t n_ids;
} ds_topic_name;

/* The names of one sentence, and how far it is from the one that asks. */
typedef struct ds_topic_digest {
    size_t sentence;
    size_t step; /* DS_TOPIC_STEP_* or between */
    const ds_topic_name *names;
    size_t n_names;
} ds_topic_digest;

typedef struct ds_topic_digests ds_topic_digests;

/* One a thread; all is borrowed, `tools` copied.  The caller frees *out. */
DS_MUST_USE ds_status ds_topic_digests_new(ds_topic_digests **out, const ds_analysis_tools *tools,
                                           const ds_model *model, const ds_names *names);

/* Forgets all and reads from this window; borrowed until the next.  `first`: of its document. */
void ds_topic_digests_window(ds_topic_digests *digests, const ds_prepared *prepared, bool first);

/* From now on the features of names are kept.  Forgets all.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_topic_digests_list(ds_topic_digests *digests);

/* The sentences around sentence `own`, without that one: who is named there is chosen or refused
 * by the acquirer's weights.  They live until the next call.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_topic_digests_around(ds_topic_digests *digests, size_t own,
                                              ds_topic_digest out[DS_TOPIC_AROUND], size_t *n_out);

void ds_topic_digests_free(ds_topic_digests *digests); /* NULL is allowed */

#endif /* DS_TOPIC_DIGEST_H */
