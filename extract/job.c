#include "extract/job.h"

#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    /* Tags and a window; tags are views into a line of at most 64 MB. */
    MAX_JOB_BYTES = 512 * 1024 * 1024,
    /* Records of one window: some thousand of some kilobytes each. */
    MAX_OUTPUT_BYTES = 512 * 1024 * 1024,
    /* Messages of one job; a file of bad lines has many in a row. */
    MAX_NOTES_BYTES = 64 * 1024 * 1024,
    KEEP_BYTES = 2 * 1024 * 1024, /* a buffer grown past this is given back */
};

/* ---- messages --------------------------------------------------------- */

static void add_note(ds_buf *notes, ds_level level, const char *message)
{
    notes->max = MAX_NOTES_BYTES;
    ds_buf_add_char(notes, (char)('0' + (int)level));
    ds_buf_add(notes, (ds_str){message, strlen(message) + 1});
}

static void tell(ds_diag *messages, ds_level level, const char *message)
{
    if (messages && messages->sink) {
        messages->sink(messages->payload, level, message);
    } else {
        fprintf(stderr, "%s\n", message);
    }
    if (messages) {
        messages->n_warnings += level == DS_LEVEL_WARNING;
        messages->n_errors += level == DS_LEVEL_ERROR;
    }
}

static void tell_notes(const ds_buf *notes, ds_diag *messages)
{
    for (size_t at = 0; at < notes->len; at += strlen(notes->ptr + at) + 1) {
        tell(messages, (ds_level)(notes->ptr[at] - '0'), notes->ptr + at + 1);
    }
}

/* ---- feeding ---------------------------------------------------------- */

static void hear_reader(void *payload, ds_level level, const char *message)
{
    ds_feeder *feeder = payload;
    snprintf(feeder->error, sizeof feeder->error, "%s", message);
    if (feeder->copies) {
        add_note(&feeder->notes, level, message);
    } else {
        tell(feeder->messages, level, message);
    }
}

void ds_feeder_start(ds_feeder *feeder, const ds_job_options *options, bool copies,
                     ds_diag *messages)
{
    *feeder = (ds_feeder){.options = options,
                          .diag = {.sink = hear_reader, .payload = feeder},
                          .messages = messages,
                          .copies = copies,
                          .notes = ds_buf_make(MAX_NOTES_BYTES)};
    if (!copies || pipe(feeder->stop) != 0) { /* one thread writes before it reads on */
        feeder->stop[0] = feeder->stop[1] = 0;
    }
}

void ds_feeder_stop(ds_feeder *feeder)
{
    feeder->stopped = true;
    if (feeder->stop[1]) {
        ssize_t sent = write(feeder->stop[1], "", 1);
        (void)sent; /* an empty pipe has room */
    }
}

void ds_feeder_end(ds_feeder *feeder)
{
    if (!feeder->stopped) {
        tell_notes(&feeder->notes, feeder->messages); /* of a run that ended early */
    }
    ds_buf_free(&feeder->notes);
    if (feeder->stop[1]) {
        close(feeder->stop[0]);
        close(feeder->stop[1]);
    }
}

static void copy_view(ds_buf *bytes, ds_str *view)
{
    size_t at = bytes->len;
    ds_buf_add(bytes, *view);
    *view = (ds_str){NULL, view->len};
    view->ptr = bytes->failed ? NULL : bytes->ptr + at;
}

/* The job's own copy of what its views show. */
static ds_status copy_views(ds_job *job)
{
    ds_document *document = &job->document;
    ds_str *views[] = {&document->id,        &document->source,    &document->title,
                       &document->publisher, &document->published, &job->window.text};
    size_t need = 0;
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        need += views[i]->len;
    }
    job->bytes.max = MAX_JOB_BYTES;
    ds_buf_clear(&job->bytes);
    if (!ds_buf_reserve(&job->bytes, need + 1)) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        copy_view(&job->bytes, views[i]);
    }
    return DS_OK;
}

static ds_status hand_out(ds_feeder *feeder, ds_job *job, ds_job_kind kind, ds_window window)
{
    job->kind = kind;
    job->serial = feeder->serial;
    job->opens = !feeder->opened;
    job->closes = kind != DS_JOB_WINDOW || window.last;
    job->document = feeder->document;
    job->window = window;
    if (kind == DS_JOB_BAD) { /* the message stands in the line as well */
        job->window.text = ds_str_from(feeder->error);
    }
    feeder->opened = true;
    feeder->closed = job->closes;
    ds_buf notes = job->reader_notes;
    job->reader_notes = feeder->notes;
    feeder->notes = notes;
    ds_buf_clear(&feeder->notes);
    return feeder->copies ? copy_views(job) : DS_OK;
}

static bool is_wanted(const ds_job_options *options, const ds_window *window)
{
    return options->n_shards == 0 ||
           XXH3_64bits(window->text.ptr, window->text.len) % options->n_shards ==
               options->shard - 1;
}

/* The next window of the document at hand.  DS_END: it has no more. */
static ds_status next_window(ds_feeder *feeder, ds_job *job)
{
    ds_window window;
    ds_status status = ds_reader_read(feeder->reader, &window);
    if (status == DS_OK && window.first && !is_wanted(feeder->options, &window)) {
        feeder->in_document = false;
        return DS_END;
    }
    if (status == DS_OK) {
        return hand_out(feeder, job, DS_JOB_WINDOW, window);
    }
    feeder->in_document = false;
    if (status == DS_ENOMEM || feeder->closed) {
        return status == DS_ENOMEM ? status : DS_END;
    }
    return hand_out(feeder, job, DS_JOB_CLOSE, (ds_window){0});
}

ds_status ds_feeder_next(ds_feeder *feeder, ds_job *job)
{
    for (;;) {
        if (feeder->in_document) {
            ds_status status = next_window(feeder, job);
            if (status != DS_END) {
                return status;
            }
        }
        feeder->error[0] = '\0';
        ds_status status = ds_reader_next(feeder->reader, &feeder->document);
        feeder->serial++;
        feeder->opened = false;
        feeder->closed = false;
        if (status == DS_EINVALID) {
            return hand_out(feeder, job, DS_JOB_BAD, (ds_window){0});
        }
        if (status == DS_END && feeder->notes.len) {
            feeder->document = (ds_document){0};
            return hand_out(feeder, job, DS_JOB_NOTES, (ds_window){0});
        }
        if (status != DS_OK) {
            return status;
        }
        feeder->in_document = true;
    }
}

/* ---- working ---------------------------------------------------------- */

static void drop_overruns(ds_job *job)
{
    free(job->overruns);
    job->overruns = NULL;
    job->n_overruns = 0;
}

ds_status ds_worker_start(ds_worker *worker, const ds_job_options *options, const ds_ruleset *rules,
                          FILE *stream, ds_diag *diag)
{
    *worker = (ds_worker){.options = options, .rules = rules, .to_job = stream == NULL};
    ds_status status = ds_pipeline_new(&worker->pipeline, rules, diag);
    if (status == DS_OK) {
        ds_budget_hush(ds_pipeline_budget(worker->pipeline));
        status = ds_writer_new(&worker->writer, stream);
    }
    return status;
}

void ds_worker_end(ds_worker *worker)
{
    ds_writer_free(worker->writer);
    ds_pipeline_free(worker->pipeline);
    *worker = (ds_worker){0};
}

static ds_status write_deal(void *payload, const ds_deal *deal)
{
    return ds_writer_add(payload, deal);
}

static ds_status decide(ds_worker *worker, const ds_job *job)
{
    bool row = worker->options->per_document && job->kind != DS_JOB_NOTES;
    ds_status status = DS_OK;
    if (row && job->opens) {
        status = ds_writer_begin_row(worker->writer, job->document.id);
    }
    if (status == DS_OK && job->kind == DS_JOB_WINDOW) {
        status = ds_pipeline_window(worker->pipeline, &job->document, &job->window, write_deal,
                                    worker->writer);
    }
    if (status == DS_OK && row && job->closes) {
        ds_str error = job->kind == DS_JOB_BAD ? job->window.text : (ds_str){NULL, 0};
        if (job->kind == DS_JOB_BAD && error.len == 0) {
            error = DS_STR("the line is empty");
        }
        status = ds_writer_end_row(worker->writer, error);
    }
    return status;
}

/* Most jobs have none, so that their list is made anew. */
static ds_status take_overruns(ds_worker *worker, ds_job *job)
{
    const ds_overrun *overruns;
    size_t n = ds_budget_take(ds_pipeline_budget(worker->pipeline), &overruns);
    if (n == 0) {
        return DS_OK;
    }
    job->overruns = malloc(n * sizeof *overruns);
    if (!job->overruns) {
        return DS_ENOMEM;
    }
    memcpy(job->overruns, overruns, n * sizeof *overruns);
    job->n_overruns = n;
    return DS_OK;
}

void ds_worker_do(ds_worker *worker, ds_job *job)
{
    if (worker->to_job) {
        job->output.max = MAX_OUTPUT_BYTES;
        ds_buf_clear(&job->output);
        ds_writer_aim(worker->writer, &job->output);
    }
    drop_overruns(job);
    job->status = decide(worker, job);
    ds_status status = take_overruns(worker, job);
    job->status = job->status == DS_OK ? status : job->status;
}

/* ---- emitting --------------------------------------------------------- */

ds_status ds_job_emit(ds_job *job, const ds_job_options *options, FILE *stream, ds_diag *messages,
                      ds_budget *account)
{
    tell_notes(&job->reader_notes, messages);
    ds_buf_clear(&job->reader_notes);
    for (size_t i = 0; i < job->n_overruns; i++) {
        ds_budget_add(account, job->document.id, &job->overruns[i]);
    }
    drop_overruns(job);
    if (job->output.len && fwrite(job->output.ptr, 1, job->output.len, stream) != job->output.len) {
        return DS_EIO;
    }
    ds_buf_clear(&job->output);
    ds_buf *buffers[] = {&job->output, &job->reader_notes, &job->bytes};
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
        if (buffers[i]->cap > KEEP_BYTES) {
            ds_buf_free(buffers[i]);
        }
    }
    bool flush = options->per_document && job->closes;
    return flush && fflush(stream) != 0 ? DS_EIO : DS_OK;
}

void ds_job_free(ds_job *job)
{
    ds_buf_free(&job->bytes);
    ds_buf_free(&job->reader_notes);
    drop_overruns(job);
    ds_buf_free(&job->output);
}
