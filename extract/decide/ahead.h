/* ahead.h - the sentences of one window, analysed by several threads.
 *
 * What is recognised in a sentence depends on its text alone; what is decided also on the
 * sentences before it.  So the thread that decides a window, the owner, offers its sentences;
 * others, the helpers, analyse those that come next, each with tools of its own, and the owner
 * decides them in order.  It analyses itself what nobody has begun.
 */
#ifndef DS_AHEAD_H
#define DS_AHEAD_H

#include "extract/decide/analysis.h"
#include "rules/budget.h"

/* Windows with fewer sentences are done before help has come: some 5 ms of work. */
enum { DS_AHEAD_LEAST_SENTENCES = 32 };
/* So far helpers may be ahead of the owner: some hundred kilobytes a sentence. */
enum { DS_AHEAD_MOST = 16 };

/* What the owner wants analysed; the text is borrowed. */
typedef struct ds_ahead_task {
    ds_str text;
    size_t begin; /* as for ds_analysis_make() */
    size_t focus;
    size_t byte;                 /* of the document, for the account of costly matches */
    const ds_known_names *known; /* of the document; nothing is added meanwhile */
} ds_ahead_task;

typedef struct ds_ahead_result {
    ds_analysis analysis;
    ds_arena *arena;              /* of the analysis; more may be put there */
    ds_recognise_context context; /* behind the sentence                    */
    ds_overrun *overruns;         /* patterns passed over                   */
    size_t n_overruns;
    ds_status status;
} ds_ahead_result;

/* Told when there is something to help with, without a lock held. */
typedef void ds_ahead_wake(void *payload);

typedef struct ds_ahead ds_ahead;

/* `max_bytes` is the ceiling of one analysis.  The caller frees *out. */
DS_MUST_USE ds_status ds_ahead_new(ds_ahead **out, size_t max_bytes, ds_ahead_wake *wake,
                                   void *payload);

/* ---- the owner ---- */

/* Offers the tasks of a window, which live until ds_ahead_close(); `context` is that in front
 * of each. */
void ds_ahead_open(ds_ahead *ahead, const ds_ahead_task *tasks, size_t n, ds_str document,
                   ds_recognise_context context);

/* False: a helper is at it, and the owner may do what it claims itself meanwhile. */
bool ds_ahead_ready(ds_ahead *ahead, size_t task);

/* The tasks from 0 on, each once.  NULL: the owner is to analyse it; else what a helper found,
 * perhaps after waiting for it, good until the next call. */
ds_ahead_result *ds_ahead_take(ds_ahead *ahead, size_t task);

/* Waits for helpers that are at it; drops what was not taken. */
void ds_ahead_close(ds_ahead *ahead);

/* ---- helpers ---- */

/* False: there is nothing to help with now.  Else *task is to be done. */
bool ds_ahead_claim(ds_ahead *ahead, size_t *task);

/* A number that no other window of this owner has; of a claimed task's. */
uint64_t ds_ahead_round(const ds_ahead *ahead);

/* Analyses a claimed task.  `budget` is that of the tools and holds nothing. */
void ds_ahead_do(ds_ahead *ahead, size_t task, const ds_analysis_tools *tools, ds_budget *budget);

void ds_ahead_free(ds_ahead *ahead); /* NULL is allowed */

#endif /* DS_AHEAD_H */
