/* record.h - from a resolved deal to the record, with evidence for every value. */
#ifndef DS_RECORD_H
#define DS_RECORD_H

#include "corpus/document.h"
#include "extract/decide/decide.h"
#include "extract/decide/resolve.h"
#include "out/deal.h"

typedef struct ds_record_maker {
    const ds_document *document;
    const ds_window *window;
    const ds_prepared *prepared;
    const ds_names *names;
    ds_str hash; /* 32 hex of the document's text, as far as its first window goes */
} ds_record_maker;

/* Makes one record a group and hands each to the sink.  `scratch` is emptied
 * for each: nothing of the resolution may lie in it.
 *
 * confidence = share of the target in its lattice, times that of the acquirer, or of nobody, in the
 * acquirer's softmax, times 0.9 for every flag but furniture_bridged, to two places.  id =
 * XXH3-128 over the document's id and the place of the first mention's trigger and target; deal_key
 * over sorted names of buyer and target and the year. */
DS_MUST_USE ds_status ds_record_all(const ds_record_maker *maker, const ds_resolution *resolution,
                                    ds_arena *scratch, ds_deal_sink *sink, void *payload);

#endif /* DS_RECORD_H */
