#include "corpus/progress.h"

#include <string.h>

void ds_progress_begin(ds_progress *progress, ds_place done)
{
    progress->in_file = true;
    progress->at = (ds_place){.entry = 1};
    progress->done = done;
}

void ds_progress_step(ds_progress *progress)
{
    progress->at = (ds_place){.entry = progress->at.entry + 1};
}

bool ds_progress_passed(const ds_progress *progress)
{
    const ds_place *done = &progress->done;
    return progress->at.entry < done->entry ||
           (progress->at.entry == done->entry && done->line == DS_PLACE_ALL);
}

size_t ds_progress_lines(const ds_progress *progress)
{
    return progress->at.entry == progress->done.entry ? progress->done.line : 0;
}

bool ds_progress_told(void *payload, const ds_fault *fault)
{
    ds_progress *progress = payload;
    if (!progress->history) {
        return false;
    }
    if (strcmp(fault->stage, "open") == 0) {
        return progress->history->refuse(progress->history->payload, fault->source);
    }
    if (!progress->in_file) {
        return false;
    }
    progress->at.n_told += fault->line == 0;
    if (progress->at.entry != progress->done.entry) {
        return progress->at.entry < progress->done.entry;
    }
    return fault->line ? fault->line <= progress->done.line
                       : progress->done.line == DS_PLACE_ALL ||
                             progress->at.n_told <= progress->done.n_told;
}
