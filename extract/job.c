#include "extract/job.h"

#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    /* Tags and a window; tags are views into what is held of a line, at most 8 MB. */
    MAX_JOB_BYTES = 64 * 1024 * 1024,
    /* Records of one window: some thousand of some kilobytes each. */
    MAX_OUTPUT_BYTES = 512 * 1024 * 1024,
    /* Messages of one job; a file of bad lines has many in a row. */
    MAX_NOTES_BYTES = 64 * 1024 * 1024,
    KEEP_BYTES = 2 * 1024 * 1024, /* a buffer grown past this is given back */
    WAIT_BYTES = 256 * 1024,      /* messages do not wait for a document beyond this */
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

void ds_feeder_fault(void *payload, const ds_fault *fault)
{
    ds_feeder *feeder = payload;
    if (feeder->wants_faults) {
        ds_quarantine_format(fault, &feeder->faults);
    }
}

void ds_feeder_start(ds_feeder *feeder, const ds_job_options *options, bool copies,
                     ds_diag *messages)
{
    *feeder = (ds_feeder){.options = options,
                          .diag = {.sink = hear_reader, .payload = feeder},
                          .messages = messages,
                          .copies = copies,
                          .notes = ds_buf_make(MAX_NOTES_BYTES),
                          .faults = ds_buf_make(MAX_NOTES_BYTES),
                          .settled = {.faults = ds_buf_make(MAX_NOTES_BYTES)}};
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
    ds_buf_free(&feeder->faults);
    ds_buf_free(&feeder->settled.faults);
    ds_buf_free(&feeder->settled.place);
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
    ds_str *views[] = {
        &document->id,        &document->source, &document->title, &document->publisher,
        &document->published, &job->window.text, &job->path};
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

/* What waited goes with the job, whose old buffer waits next. */
static void hand_over(ds_buf *from, ds_buf *to)
{
    ds_buf old = *to;
    *to = *from;
    old.max = from->max;
    *from = old;
    ds_buf_clear(from);
}

/* The document, or what was passed over, is read to its end: what was told until
 * now and the place go with the next job, in front of it. */
static void settle(ds_feeder *feeder)
{
    ds_settled *settled = &feeder->settled;
    ds_place place;
    if (feeder->ledger && ds_reader_place(feeder->reader, &place)) {
        ds_buf_add(&settled->faults, ds_buf_str(&feeder->faults));
        ds_buf_clear(&feeder->faults);
        ds_ledger_place(feeder->ledger, place, &settled->place);
        settled->n_failed = feeder->n_failed + ds_reader_count(feeder->reader).failed;
        settled->set = true;
    }
}

static ds_status hand_settled(ds_feeder *feeder, ds_job *job)
{
    job->settled.set = feeder->settled.set;
    job->settled.n_failed = feeder->settled.n_failed;
    hand_over(&feeder->settled.faults, &job->settled.faults);
    hand_over(&feeder->settled.place, &job->settled.place);
    feeder->settled.set = false;
    ds_ledger_take(feeder->ledger, &job->files);
    bool failed = job->settled.faults.failed || job->settled.place.failed || job->files.failed;
    return failed ? DS_ENOMEM : DS_OK;
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
    hand_over(&feeder->notes, &job->reader_notes);
    hand_over(&feeder->faults, &job->faults);
    ds_origin origin = ds_reader_origin(feeder->reader);
    job->path = ds_str_from(origin.path);
    job->path_bytes = origin.path_bytes;
    job->line = origin.line;
    ds_status status = feeder->ledger ? hand_settled(feeder, job) : DS_OK;
    if (job->faults.failed) {
        status = DS_ENOMEM;
    }
    return status == DS_OK && feeder->copies ? copy_views(job) : status;
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
    if (status == DS_ENOMEM) {
        return status;
    }
    if (feeder->closed) {
        settle(feeder);
        return DS_END;
    }
    status = hand_out(feeder, job, DS_JOB_CLOSE, (ds_window){0});
    settle(feeder);
    return status;
}

/* Messages, faults and files that no document comes with. */
static ds_status hand_notes(ds_feeder *feeder, ds_job *job, ds_job_kind kind)
{
    if (kind == DS_JOB_NOTES) {
        feeder->document = (ds_document){0};
    }
    ds_status status = hand_out(feeder, job, kind, (ds_window){0});
    settle(feeder);
    return status;
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
            return hand_notes(feeder, job, DS_JOB_BAD);
        }
        size_t waiting = feeder->notes.len + feeder->faults.len + feeder->settled.faults.len +
                         (feeder->ledger ? ds_ledger_waiting(feeder->ledger) : 0);
        if ((status == DS_END && waiting) || (status == DS_EMISSING && waiting > WAIT_BYTES)) {
            return hand_notes(feeder, job, DS_JOB_NOTES);
        }
        if (status == DS_EMISSING) {
            continue;
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

/* A document in which a pattern was given up is told of once, with the first. */
static ds_status quarantine_overrun(const ds_job *job, ds_outlet *outlet)
{
    if (!outlet->quarantine || job->n_overruns == 0 || outlet->limited == job->serial) {
        return DS_OK;
    }
    outlet->limited = job->serial;
    const ds_overrun *first = &job->overruns[0];
    ds_buf text = ds_buf_make(DS_DIAG_MAX_BYTES);
    ds_buf path = ds_buf_make(MAX_NOTES_BYTES);
    ds_buf line = ds_buf_make(MAX_NOTES_BYTES);
    ds_buf_add(&path, job->path);
    ds_buf_add_char(&path, '\0');
    ds_buf_format(&text,
                  "%s '%.*s' used up its budget of steps at byte %zu and was passed over there",
                  first->section, DS_STR_ARGS(first->id), first->byte);
    if (job->n_overruns > 1) {
        ds_buf_format(&text, ", so were %zu more", job->n_overruns - 1);
    }
    ds_buf_add_char(&text, '\0');
    bool good = !text.failed && !path.failed;
    if (good) {
        ds_quarantine_format(&(ds_fault){.code = DS_FAULT_STEP_LIMIT,
                                         .stage = "extract",
                                         .source = path.ptr,
                                         .path_bytes = job->path_bytes,
                                         .id = job->document.id,
                                         .line = job->line,
                                         .offset = first->byte,
                                         .has_offset = true,
                                         .partly = true,
                                         .message = text.ptr},
                             &line);
        ds_quarantine_write(outlet->quarantine, ds_buf_str(&line));
        good = !line.failed;
    }
    ds_buf_free(&text);
    ds_buf_free(&path);
    ds_buf_free(&line);
    return good ? DS_OK : DS_ENOMEM;
}

/* What came before it is settled, and may be committed. */
static ds_status emit_settled(const ds_job *job, ds_outlet *outlet)
{
    const ds_settled *settled = &job->settled;
    if (!outlet->journal || !settled->set) {
        return DS_OK;
    }
    if (outlet->quarantine && settled->faults.len) {
        ds_quarantine_write(outlet->quarantine, ds_buf_str(&settled->faults));
    }
    return ds_journal_reach(outlet->journal, ds_buf_str(&settled->place), settled->n_failed);
}

/* The quarantine file, the account. */
static ds_status emit_faults(ds_job *job, ds_outlet *outlet)
{
    if (outlet->quarantine && job->faults.len) {
        ds_quarantine_write(outlet->quarantine, ds_buf_str(&job->faults));
    }
    for (size_t i = 0; i < job->n_overruns; i++) {
        ds_budget_add(outlet->account, job->document.id, &job->overruns[i]);
    }
    ds_status status = quarantine_overrun(job, outlet);
    drop_overruns(job);
    return status;
}

static void empty_buffers(ds_job *job)
{
    ds_buf *emitted[] = {&job->output, &job->reader_notes,  &job->faults,
                         &job->files,  &job->settled.place, &job->settled.faults};
    for (size_t i = 0; i < sizeof emitted / sizeof emitted[0]; i++) {
        ds_buf_clear(emitted[i]);
    }
    ds_buf *large[] = {&job->output, &job->reader_notes, &job->faults, &job->bytes};
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
        if (large[i]->cap > KEEP_BYTES) {
            ds_buf_free(large[i]);
        }
    }
}

ds_status ds_job_emit(ds_job *job, ds_outlet *outlet)
{
    FILE *stream = outlet->stream;
    tell_notes(&job->reader_notes, outlet->messages);
    ds_status status = emit_settled(job, outlet);
    if (status == DS_OK) {
        status = emit_faults(job, outlet);
    }
    if (status != DS_OK) {
        return status;
    }
    if (job->output.len && fwrite(job->output.ptr, 1, job->output.len, stream) != job->output.len) {
        return DS_EIO;
    }
    if (outlet->options->per_document && job->closes && fflush(stream) != 0) {
        return DS_EIO;
    }
    bool kept = !outlet->journal ||
                ds_journal_add(outlet->journal, ds_buf_str(&job->files), job->window.text.len);
    empty_buffers(job);
    return kept ? DS_OK : DS_ENOMEM;
}

void ds_job_free(ds_job *job)
{
    ds_buf *buffers[] = {&job->bytes, &job->reader_notes,   &job->faults,       &job->output,
                         &job->files, &job->settled.faults, &job->settled.place};
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
        ds_buf_free(buffers[i]);
    }
    drop_overruns(job);
}
