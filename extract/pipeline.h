/* pipeline.h - the whole program in one loop: next document, prepare, decide,
 * write. */
#ifndef DS_PIPELINE_H
#define DS_PIPELINE_H

#include "corpus/reader.h"
#include "corpus/text/diag.h"
#include "extract/decide/decide.h"
#include "extract/prepare/prepare.h"
#include "rules/ruleset.h"

/* Memory of one window: its text, map, sentences and deals. */
enum { DS_PIPELINE_WINDOW_BYTES = 256 * 1024 * 1024 };

typedef struct ds_pipeline ds_pipeline;

/* One a thread; rules and diag are borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_pipeline_new(ds_pipeline **out, const ds_ruleset *rules, ds_diag *diag);

/* Reads all documents of `reader` and hands every deal to the sink, in order.
 * DS_OK at the end; what the sink returned if it was not DS_OK; DS_ENOMEM. */
DS_MUST_USE ds_status ds_pipeline_run(ds_pipeline *pipeline, ds_reader *reader, ds_deal_sink *sink,
                                      void *payload);

/* One window of a document; the first one and those behind it in their order. */
DS_MUST_USE ds_status ds_pipeline_window(ds_pipeline *pipeline, const ds_document *document,
                                         const ds_window *window, ds_deal_sink *sink,
                                         void *payload);

/* One document whose text is in memory, as one window. */
DS_MUST_USE ds_status ds_pipeline_text(ds_pipeline *pipeline, const ds_document *document,
                                       ds_str text, ds_deal_sink *sink, void *payload);

ds_decider *ds_pipeline_decider(ds_pipeline *pipeline);

/* The account of what its matches cost, for those that feed it windows. */
ds_budget *ds_pipeline_budget(ds_pipeline *pipeline);

void ds_pipeline_free(ds_pipeline *pipeline); /* NULL is allowed */

#endif /* DS_PIPELINE_H */
