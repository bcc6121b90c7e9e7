/* job.h - a piece of work on its way from the reader to the output.
 *
 * A feeder turns the reader's documents into jobs, one a window; a worker
 * decides them; emitting writes what was found and reported.  Jobs of one
 * document belong to one worker, in order, since names, pages and years are
 * carried from window to window.  Whether all three happen in one thread or in
 * several (parallel.h) shows nowhere in the output.
 */
#ifndef DS_JOB_H
#define DS_JOB_H

#include "corpus/reader.h"
#include "corpus/text/buffer.h"
#include "extract/journal.h"
#include "extract/ledger.h"
#include "extract/pipeline.h"
#include "out/quarantine.h"
#include "out/writer.h"

#include <stdint.h>
#include <stdio.h>

typedef enum ds_job_kind {
    DS_JOB_WINDOW, /* a piece of a document                                  */
    DS_JOB_CLOSE,  /* its document broke off after, or before, a window      */
    DS_JOB_BAD,    /* a line that holds no document, with `per_document`     */
    DS_JOB_NOTES,  /* nothing but messages                                   */
} ds_job_kind;

/* Of the document or whatever else came before, known once its end was read: the
 * last faults, then the place that is reached when these are written. */
typedef struct ds_settled {
    bool set;
    ds_buf faults;
    ds_buf place; /* a line for the journal      */
    size_t n_failed;
} ds_settled;

typedef struct ds_job {
    ds_job_kind kind;
    uint64_t serial; /* of the document, from 1 */
    bool opens;      /* its document's first job */
    bool closes;     /* its document's last job  */
    ds_document document;
    ds_window window;
    ds_buf bytes;        /* what both point to, if they were copied          */
    ds_buf reader_notes; /* messages: level, text, NUL                       */
    ds_buf faults;       /* lines for the quarantine file                    */
    ds_buf files;        /* lines for the journal: what was read to its end  */
    ds_settled settled;  /* before it                                        */
    ds_str path;         /* where the document comes from, see ds_origin     */
    size_t path_bytes;
    size_t line;
    ds_overrun *overruns; /* patterns passed over in it */
    size_t n_overruns;
    ds_buf output;
    ds_status status; /* of the work */
} ds_job;

/* What of the documents is wanted and in which form. */
typedef struct ds_job_options {
    bool per_document; /* one line a document, see ds_writer_begin_row()     */
    size_t shard;      /* from 1 to n_shards: documents whose text's hash    */
    size_t n_shards;   /* falls there are read, the others passed over; 0: all */
} ds_job_options;

/* ---- feeding ---------------------------------------------------------- */

typedef struct ds_feeder {
    const ds_job_options *options; /* borrowed */
    ds_reader *reader;             /* borrowed; set once it is made           */
    ds_diag diag;                  /* for the reader, made before it          */
    ds_diag *messages;             /* borrowed: where messages go             */
    bool stopped;                  /* set by ds_feeder_stop() */
    bool copies;                   /* jobs outlive the next one, messages wait */
    bool wants_faults;             /* set where there is a quarantine file     */
    size_t n_failed;               /* set: documents that failed before the run was broken off */
    ds_ledger *ledger;             /* borrowed; set where there is a journal   */
    ds_buf notes;                  /* that wait for the next job */
    ds_buf faults;                 /* the same, for the quarantine file */
    ds_settled settled;            /* with a ledger only */
    char error[DS_DIAG_MAX_BYTES]; /* the last message */
    ds_document document;
    uint64_t serial;
    bool in_document, opened, closed;
    int stop[2]; /* a pipe: readable once nobody wants more; 0: none */
} ds_feeder;

/* Prepares *feeder, whose diag, and stop[0] as its stop_fd, may then be given to
 * a reader, and the feeder with ds_feeder_fault() as its sink of faults.  If `copies` is
 * not set, a job is good until the next and messages go out at once. */
void ds_feeder_start(ds_feeder *feeder, const ds_job_options *options, bool copies,
                     ds_diag *messages);

/* A ds_fault_sink; `payload` is the feeder. */
void ds_feeder_fault(void *payload, const ds_fault *fault);

/* Fills *job.  DS_OK; DS_END: no more; DS_ENOMEM. */
DS_MUST_USE ds_status ds_feeder_next(ds_feeder *feeder, ds_job *job);

/* Ends the reading, from any thread, even while input is waited for.  Messages
 * that wait for their job are dropped by ds_feeder_end(). */
void ds_feeder_stop(ds_feeder *feeder);

void ds_feeder_end(ds_feeder *feeder);

/* ---- working ---------------------------------------------------------- */

typedef struct ds_worker {
    const ds_job_options *options; /* borrowed */
    const ds_ruleset *rules;       /* borrowed */
    ds_pipeline *pipeline;
    ds_writer *writer;
    bool to_job; /* records go to the job */
} ds_worker;

/* One a thread.  Records go to `stream`, which is borrowed; NULL: each job's to
 * its output.  `diag` is borrowed and gets what is wrong with the rules.  The
 * caller calls ds_worker_end(), also after failure.  DS_OK, DS_EINVALID
 * (reported), DS_ENOMEM. */
DS_MUST_USE ds_status ds_worker_start(ds_worker *worker, const ds_job_options *options,
                                      const ds_ruleset *rules, FILE *stream, ds_diag *diag);

/* Does the job and sets its status. */
void ds_worker_do(ds_worker *worker, ds_job *job);

void ds_worker_end(ds_worker *worker);

/* ---- emitting --------------------------------------------------------- */

/* Where finished jobs go; one a run.  All but `limited` are borrowed. */
typedef struct ds_outlet {
    const ds_job_options *options;
    FILE *stream;
    ds_diag *messages;
    ds_budget *account;        /* of patterns that were passed over     */
    ds_quarantine *quarantine; /* NULL: none                            */
    ds_journal *journal;       /* NULL: none                            */
    uint64_t limited;          /* last document told of for its steps   */
} ds_outlet;

/* Writes a finished job's messages, faults and records, adds what it passed over
 * to the account, flushes behind a document's line and commits to the journal when
 * that is due.  DS_OK; DS_EIO (errno, and ds_journal_failed()); DS_ENOMEM. */
DS_MUST_USE ds_status ds_job_emit(ds_job *job, ds_outlet *outlet);

void ds_job_free(ds_job *job); /* leaves an empty job */

#endif /* DS_JOB_H */
