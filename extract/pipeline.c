#include "extract/pipeline.h"

#include <stdlib.h>

struct ds_pipeline {
    ds_preparer *preparer;
    ds_decider *decider;
    ds_budget *budget;
    ds_arena *arena; /* of the current window */
};

ds_status ds_pipeline_new(ds_pipeline **out, const ds_ruleset *rules, ds_diag *diag)
{
    ds_pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline) {
        return DS_ENOMEM;
    }
    ds_status status = ds_preparer_new(&pipeline->preparer, rules);
    if (status == DS_OK) {
        status = ds_decider_new(&pipeline->decider, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_budget_new(&pipeline->budget, diag);
    }
    if (status == DS_OK) {
        ds_preparer_budget(pipeline->preparer, pipeline->budget);
        ds_decider_budget(pipeline->decider, pipeline->budget);
        status = ds_arena_new(&pipeline->arena, DS_PIPELINE_WINDOW_BYTES);
    }
    if (status != DS_OK) {
        ds_pipeline_free(pipeline);
        return status;
    }
    *out = pipeline;
    return DS_OK;
}

ds_status ds_pipeline_window(ds_pipeline *pipeline, const ds_document *document,
                             const ds_window *window, ds_deal_sink *sink, void *payload)
{
    ds_prepared prepared;
    ds_arena_reset(pipeline->arena);
    ds_budget_place(pipeline->budget, document->id, window->base);
    ds_status status = ds_preparer_window(pipeline->preparer, window, pipeline->arena, &prepared);
    return status == DS_OK ? ds_decider_window(pipeline->decider, document, window, &prepared,
                                               pipeline->arena, sink, payload)
                           : status;
}

ds_status ds_pipeline_text(ds_pipeline *pipeline, const ds_document *document, ds_str text,
                           ds_deal_sink *sink, void *payload)
{
    ds_window window = {text, 0, true, true};
    return ds_pipeline_window(pipeline, document, &window, sink, payload);
}

static ds_status run_document(ds_pipeline *pipeline, ds_reader *reader, const ds_document *document,
                              ds_deal_sink *sink, void *payload)
{
    ds_window window;
    ds_status status = ds_reader_read(reader, &window);
    while (status == DS_OK) {
        status = ds_pipeline_window(pipeline, document, &window, sink, payload);
        if (status != DS_OK) {
            return status;
        }
        status = ds_reader_read(reader, &window);
    }
    return status == DS_ENOMEM ? status : DS_OK; /* the reader reported and counted the rest */
}

ds_status ds_pipeline_run(ds_pipeline *pipeline, ds_reader *reader, ds_deal_sink *sink,
                          void *payload)
{
    ds_document document;
    ds_status status = ds_reader_next(reader, &document);
    while (status == DS_OK) {
        status = run_document(pipeline, reader, &document, sink, payload);
        if (status != DS_OK) {
            return status;
        }
        status = ds_reader_next(reader, &document);
    }
    ds_budget_end(pipeline->budget);
    return status == DS_END ? DS_OK : status;
}

ds_decider *ds_pipeline_decider(ds_pipeline *pipeline)
{
    return pipeline->decider;
}

ds_budget *ds_pipeline_budget(ds_pipeline *pipeline)
{
    return pipeline->budget;
}

void ds_pipeline_free(ds_pipeline *pipeline)
{
    if (pipeline) {
        ds_preparer_free(pipeline->preparer);
        ds_decider_free(pipeline->decider);
        ds_budget_free(pipeline->budget);
        ds_arena_free(pipeline->arena);
        free(pipeline);
    }
}
