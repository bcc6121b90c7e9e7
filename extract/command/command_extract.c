#include "extract/command/command.h"
#include "extract/command/intake.h"
#include "extract/command/options.h"
#include "extract/command/resume.h"
#include "extract/parallel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MAX_SETTINGS_BYTES = 64 * 1024,
    MAX_PDF_SECONDS = 24 * 3600, /* 0: as without */
};

static const char usage[] =
    "usage: dealsift [extract] [--rules FILE]... [--pack FILE] [--encoding NAME] [--strict]\n"
    "                          [-j N] [--per-doc] [--shard I/N] [--pdf-seconds N]\n"
    "                          [--map FIELD=KEY,...] [--quarantine FILE]\n"
    "                          [--output FILE] [--resume STATE] [path ...]\n"
    "Reads files, folders or standard input and writes one JSON line per deal.\n"
    "--map text=content,published=day names the keys of JSON Lines.\n"
    "--quarantine FILE gets a JSON line for what could not be read; see also retry.\n"
    "--output FILE gets the records instead of standard output.\n"
    "--resume STATE keeps in STATE what was read: a run that was broken off goes on where\n"
    "it stopped, and files that have not changed are not read again; name files, and\n"
    "append with >> or --output.\n"
    "--strict makes the exit status 65 when a document was quarantined.\n"
    "-j N, --jobs N decides in N threads, 0: one a processor; the output is the same.\n"
    "--per-doc reads JSON Lines and answers every line with one line: {\"id\", \"deals\", "
    "\"error\"}.\n"
    "--shard I/N reads only the I-th of N parts of the documents, told by their text.\n"
    "--pdf-seconds N is the most that a PDF may take, 60 if it is not given.\n";

static const char retry_usage[] =
    "usage: dealsift retry [options of extract] FILE...\n"
    "Reads again what a quarantine file names, as extract does with --quarantine.\n";

/* What the command line asks for, as given. */
typedef struct request {
    ds_resume resume;
    const char *encoding;
    const char *jobs;
    const char *shard;
    const char *pdf_seconds;
    size_t n_pdf_seconds;
    bool strict;
    bool per_document;
} request;

/* Writing failed, with errno `error`. */
static int tell_write(const ds_resume *resume, int error)
{
    bool told = resume->journal && ds_journal_failed(resume->journal);
    if (!told && error != EPIPE) {
        fprintf(stderr,
                resume->output ? "dealsift: writing to '%s': %s\n"
                               : "dealsift: writing to %s: %s\n",
                ds_resume_output_name(resume), strerror(error));
    }
    return !told && error == EPIPE ? DS_EXIT_OK : DS_EXIT_WRITE;
}

/* Tells the exit status once everything has run. */
static int finish(const request *asked, ds_status status, const ds_reader_counts *counts)
{
    int error = errno;
    const ds_resume *resume = &asked->resume;
    if (status == DS_OK && (fflush(resume->stream) != 0 || ferror(resume->stream))) {
        error = errno;
        status = DS_EIO;
    }
    if (status == DS_OK && resume->journal) {
        status = ds_journal_end(resume->journal);
    }
    if (status == DS_EIO) {
        return tell_write(resume, error);
    }
    if (status != DS_OK) {
        fprintf(stderr, "dealsift: %s\n", ds_status_name(status));
        return DS_EXIT_SOFTWARE;
    }
    if (counts->failed) {
        fprintf(stderr, "dealsift: %zu document%s quarantined\n", counts->failed,
                counts->failed == 1 ? "" : "s");
    }
    if (counts->missing) {
        return DS_EXIT_NO_INPUT;
    }
    return asked->strict && counts->failed ? DS_EXIT_DATA : DS_EXIT_OK;
}

/* A whole number; false if it is none or over `max`. */
static bool read_number(const char *text, char end, size_t max, size_t *out, const char **rest)
{
    size_t number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && number <= max; at++) {
        number = number * 10 + (size_t)(*at - '0');
    }
    *out = number;
    *rest = *at ? at + 1 : at;
    return at > text && *at == end && number <= max;
}

static size_t count_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 1 ? (size_t)n : 1;
}

/* Reads -j and --shard; false after a message. */
static bool read_request(const ds_options *options, request *asked, ds_parallel *how,
                         ds_job_options *job)
{
    enum { MAX_SHARDS = 1000000 };
    const char *rest;
    how->n_workers = 1;
    if (asked->jobs && !read_number(asked->jobs, '\0', DS_MAX_WORKERS, &how->n_workers, &rest)) {
        ds_options_refuse(options, "-j: not a number of threads up to %d: '%s'", DS_MAX_WORKERS,
                          asked->jobs);
        return false;
    }
    how->n_workers = how->n_workers ? how->n_workers : count_processors();
    if (asked->shard && (!read_number(asked->shard, '/', MAX_SHARDS, &job->shard, &rest) ||
                         !read_number(rest, '\0', MAX_SHARDS, &job->n_shards, &rest) ||
                         job->shard == 0 || job->shard > job->n_shards)) {
        ds_options_refuse(options, "--shard: not a part and a number of parts, as 1/4: '%s'",
                          asked->shard);
        return false;
    }
    if (asked->shard && asked->per_document) {
        ds_options_refuse(options, "--per-doc answers every line, --shard leaves some out");
        return false;
    }
    job->per_document = asked->per_document;
    return ds_options_count(options, "--pdf-seconds", asked->pdf_seconds, MAX_PDF_SECONDS,
                            &asked->n_pdf_seconds);
}

static int run(ds_reader_options reading, const request *asked, ds_parallel *how)
{
    const ds_resume *resume = &asked->resume;
    ds_feeder feeder;
    ds_reader *reader = NULL;
    ds_reader_counts counts = {0};
    ds_feeder_start(&feeder, how->options, how->n_workers > 1, how->messages);
    feeder.wants_faults = how->quarantine != NULL;
    feeder.ledger = resume->ledger;
    feeder.n_failed = resume->journal ? ds_journal_n_failed(resume->journal) : 0;
    reading.stop_fd = feeder.stop[0];
    reading.on_fault = ds_feeder_fault;
    reading.fault_payload = &feeder;
    reading.pauses = true;
    ds_status status = ds_reader_new(&reader, &reading, &feeder.diag);
    int result = DS_EXIT_USAGE;
    bool started = false;
    if (status == DS_OK) {
        feeder.reader = reader;
        status = ds_parallel_run(how, &feeder, &started);
        counts = ds_reader_count(reader);
        counts.failed += feeder.n_failed;
        result = DS_EXIT_RULES;
    }
    int error = errno;
    ds_feeder_end(&feeder);
    ds_reader_free(reader);
    errno = error;
    return status == DS_EINVALID && !started ? result : finish(asked, status, &counts);
}

/* What --resume does not go with; false after a message. */
static bool read_resume(const ds_options *options, const request *asked, bool retry)
{
    if (!asked->resume.state) {
        return true;
    }
    const char *wrong = NULL;
    if (retry) {
        wrong = "--resume is for extract: what retry reads is a list already";
    } else if (asked->per_document) {
        wrong = "--per-doc answers every line, --resume passes over those it knows";
    } else if (options->n_arguments == 0) {
        wrong = "--resume needs files: standard input cannot be taken up again";
    }
    if (wrong) {
        ds_options_refuse(options, "%s", wrong);
    }
    return !wrong;
}

/* What beside the rules decides on the records, for --resume. */
static void add_settings(ds_buf *out, const request *asked, const ds_intake *intake)
{
    const char *const settings[] = {asked->encoding, intake->map, asked->shard};
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        ds_buf_add(out, ds_str_from(settings[i]));
        ds_buf_add_char(out, '\n');
    }
}

/* Opens all that is read and written, and runs. */
static int run_all(request *asked, ds_intake *intake, const ds_options *options, ds_parallel *how)
{
    ds_reader_options reading = {.paths = options->arguments,
                                 .n_paths = options->n_arguments,
                                 .encoding = asked->encoding,
                                 .pdf_seconds = (int)asked->n_pdf_seconds,
                                 .every_line = asked->per_document};
    int result = ds_intake_open(intake, options, &reading, how->messages);
    if (result == DS_EXIT_OK) {
        ds_buf settings = ds_buf_make(MAX_SETTINGS_BYTES);
        add_settings(&settings, asked, intake);
        result = ds_resume_open(&asked->resume, options, intake, how->rules, ds_buf_str(&settings),
                                &reading, how->messages);
        ds_buf_free(&settings);
    }
    if (result == DS_EXIT_OK) {
        how->stream = asked->resume.stream;
        how->quarantine = intake->file;
        how->journal = asked->resume.journal;
        result = run(reading, asked, how);
    }
    ds_resume_close(&asked->resume);
    return ds_intake_close(intake, options, result);
}

static int extract(int argc, char **argv, bool retry)
{
    request asked = {0};
    ds_intake intake = {.retry = retry};
    const ds_own_option own[] = {{"encoding", &asked.encoding, NULL, 0},
                                 {"strict", NULL, &asked.strict, 0},
                                 {"jobs", &asked.jobs, NULL, 'j'},
                                 {"per-doc", NULL, &asked.per_document, 0},
                                 {"shard", &asked.shard, NULL, 0},
                                 {"pdf-seconds", &asked.pdf_seconds, NULL, 0},
                                 {"map", &intake.map, NULL, 0},
                                 {"quarantine", &intake.quarantine, NULL, 0},
                                 {"resume", &asked.resume.state, NULL, 0},
                                 {"output", &asked.resume.output, NULL, 0}};
    ds_options options = {.program = retry ? "dealsift retry" : "dealsift",
                          .usage = retry ? retry_usage : usage};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    ds_job_options job = {0};
    ds_parallel how = {.options = &job, .messages = &diag};
    intake.keep = asked.resume.state != NULL;
    if (!read_request(&options, &asked, &how, &job) || !read_resume(&options, &asked, retry)) {
        return DS_EXIT_USAGE;
    }
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        how.rules = rules;
        result = run_all(&asked, &intake, &options, &how);
    }
    ds_ruleset_free(rules);
    return result;
}

int ds_command_extract(int argc, char **argv)
{
    return extract(argc, argv, false);
}

int ds_command_retry(int argc, char **argv)
{
    return extract(argc, argv, true);
}
