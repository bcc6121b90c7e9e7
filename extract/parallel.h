/* parallel.h - the documents of a reader through one thread or several.
 *
 * The calling thread reads; workers decide; whoever finishes the oldest job
 * writes it and those behind it that are done.  So records and messages come in
 * the order of the input, byte for byte as from one thread.  At most
 * DS_JOBS_PER_WORKER jobs a worker are under way: a slow output stops the
 * reading.  Documents are shared out; the windows of one document are decided by one
 * worker, in order, and those that have nothing else to do recognise its sentences
 * ahead of it (decide/ahead.h).
 */
#ifndef DS_PARALLEL_H
#define DS_PARALLEL_H

#include "extract/job.h"

/* Enough that no worker waits while the reader fills the next ones; each may
 * hold a window. */
enum { DS_JOBS_PER_WORKER = 4 };
/* More threads than the largest machines have processors is a typing error. */
enum { DS_MAX_WORKERS = 1024 };

typedef struct ds_parallel {
    const ds_job_options *options;
    const ds_ruleset *rules;
    size_t n_workers; /* 1: all in the calling thread */
    FILE *stream;
    ds_diag *messages;
    ds_quarantine *quarantine; /* or NULL */
    ds_journal *journal;       /* or NULL */
} ds_parallel;

/* Runs what the feeder's reader reads until it ends; the feeder copies if there
 * is more than one worker.  *started says whether the rules were fit to begin.
 * DS_OK; DS_EINVALID: they were not, reported, or a record was not fit to be
 * written; DS_EIO: writing failed, errno; DS_ENOMEM. */
DS_MUST_USE ds_status ds_parallel_run(const ds_parallel *how, ds_feeder *feeder, bool *started);

#endif /* DS_PARALLEL_H */
