#include "extract/command/command.h"
#include "extract/command/intake.h"
#include "extract/command/options.h"
#include "extract/parallel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: dealsift [extract] [--rules FILE]... [--pack FILE] [--encoding NAME] [--strict]\n"
    "                          [-j N] [--per-doc] [--shard I/N]\n"
    "                          [--map FIELD=KEY,...] [--quarantine FILE] [path ...]\n"
    "Reads files, folders or standard input and writes one JSON line per deal.\n"
    "--map text=content,published=day names the keys of JSON Lines.\n"
    "--quarantine FILE gets a JSON line for what could not be read; see also retry.\n"
    "--strict makes the exit status 65 when a document was quarantined.\n"
    "-j N, --jobs N decides in N threads, 0: one a processor; the output is the same.\n"
    "--per-doc reads JSON Lines and answers every line with one line: {\"id\", \"deals\", "
    "\"error\"}.\n"
    "--shard I/N reads only the I-th of N parts of the documents, told by their text.\n";

static const char retry_usage[] =
    "usage: dealsift retry [options of extract] FILE...\n"
    "Reads again what a quarantine file names, as extract does with --quarantine.\n";

/* What the command line asks for, as given. */
typedef struct request {
    const char *encoding;
    const char *jobs;
    const char *shard;
    bool strict;
    bool per_document;
} request;

/* Tells the exit status once everything has run. */
static int finish(bool strict, ds_status status, const ds_reader_counts *counts)
{
    int error = errno;
    if (status == DS_OK && (fflush(stdout) != 0 || ferror(stdout))) {
        error = errno;
        status = DS_EIO;
    }
    if (status == DS_EIO) {
        if (error != EPIPE) {
            fprintf(stderr, "dealsift: writing to standard output: %s\n", strerror(error));
        }
        return error == EPIPE ? DS_EXIT_OK : DS_EXIT_WRITE;
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
    return strict && counts->failed ? DS_EXIT_DATA : DS_EXIT_OK;
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
static bool read_request(const ds_options *options, const request *asked, ds_parallel *how,
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
    return true;
}

static int run(ds_reader_options reading, const request *asked, ds_parallel *how)
{
    ds_feeder feeder;
    ds_reader *reader = NULL;
    ds_reader_counts counts = {0};
    ds_feeder_start(&feeder, how->options, how->n_workers > 1, how->messages);
    reading.stop_fd = feeder.stop[0];
    ds_status status = ds_reader_new(&reader, &reading, &feeder.diag);
    int result = DS_EXIT_USAGE;
    bool started = false;
    if (status == DS_OK) {
        feeder.reader = reader;
        status = ds_parallel_run(how, &feeder, &started);
        counts = ds_reader_count(reader);
        result = DS_EXIT_RULES;
    }
    int error = errno;
    ds_feeder_end(&feeder);
    ds_reader_free(reader);
    errno = error;
    return status == DS_EINVALID && !started ? result : finish(asked->strict, status, &counts);
}

static int extract(int argc, char **argv, bool retry)
{
    request asked = {0};
    ds_intake intake = {.retry = retry};
    const ds_own_option own[] = {
        {"encoding", &asked.encoding, NULL, 0},     {"strict", NULL, &asked.strict, 0},
        {"jobs", &asked.jobs, NULL, 'j'},           {"per-doc", NULL, &asked.per_document, 0},
        {"shard", &asked.shard, NULL, 0},           {"map", &intake.map, NULL, 0},
        {"quarantine", &intake.quarantine, NULL, 0}};
    ds_options options = {.program = retry ? "dealsift retry" : "dealsift",
                          .usage = retry ? retry_usage : usage};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    ds_job_options job = {0};
    ds_parallel how = {.options = &job, .stream = stdout, .messages = &diag};
    if (!read_request(&options, &asked, &how, &job)) {
        return DS_EXIT_USAGE;
    }
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        ds_reader_options reading = {.paths = options.arguments,
                                     .n_paths = options.n_arguments,
                                     .encoding = asked.encoding,
                                     .every_line = asked.per_document};
        how.rules = rules;
        result = ds_intake_open(&intake, &options, &reading, &diag);
        if (result == DS_EXIT_OK) {
            result = run(reading, &asked, &how);
        }
        result = ds_intake_close(&intake, &options, result);
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
