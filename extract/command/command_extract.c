#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/pipeline.h"
#include "out/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift [extract] [--rules FILE]... [--pack FILE] [--encoding NAME] [--strict] "
    "[path ...]\n"
    "Reads files, folders or standard input and writes one JSON line per deal.\n"
    "--strict makes the exit status 65 when a document was quarantined.\n";

static ds_status write_deal(void *payload, const ds_deal *deal)
{
    return ds_writer_add(payload, deal);
}

/* Tells the exit status once everything has run. */
static int finish(bool strict, ds_status status, const ds_reader *reader, ds_writer *writer)
{
    int error = errno;
    if (status == DS_OK) {
        status = ds_writer_end(writer);
        error = errno;
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
    ds_reader_counts counts = ds_reader_count(reader);
    if (counts.failed) {
        fprintf(stderr, "dealsift: %zu document%s quarantined\n", counts.failed,
                counts.failed == 1 ? "" : "s");
    }
    if (counts.missing) {
        return DS_EXIT_NO_INPUT;
    }
    return strict && counts.failed ? DS_EXIT_DATA : DS_EXIT_OK;
}

static int run(const ds_options *options, const char *encoding, bool strict,
               const ds_ruleset *rules, ds_diag *diag)
{
    ds_reader_options reading = {
        .paths = options->arguments, .n_paths = options->n_arguments, .encoding = encoding};
    ds_reader *reader = NULL;
    ds_pipeline *pipeline = NULL;
    ds_writer *writer = NULL;
    int result = DS_EXIT_SOFTWARE;
    ds_status status = ds_reader_new(&reader, &reading, diag);
    if (status == DS_EINVALID) {
        result = DS_EXIT_USAGE;
        goto done;
    }
    if (status == DS_OK) {
        status = ds_pipeline_new(&pipeline, rules, diag);
        if (status == DS_EINVALID) {
            result = DS_EXIT_RULES;
            goto done;
        }
    }
    if (status == DS_OK) {
        status = ds_writer_new(&writer, stdout);
    }
    if (status == DS_OK) {
        status = ds_pipeline_run(pipeline, reader, write_deal, writer);
        result = finish(strict, status, reader, writer);
    } else {
        fprintf(stderr, "dealsift: %s\n", ds_status_name(status));
    }
done:
    ds_writer_free(writer);
    ds_pipeline_free(pipeline);
    ds_reader_free(reader);
    return result;
}

int ds_command_extract(int argc, char **argv)
{
    const char *encoding = NULL;
    bool strict = false;
    const ds_own_option own[] = {{"encoding", &encoding, NULL, 0}, {"strict", NULL, &strict, 0}};
    ds_options options = {.program = "dealsift", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        result = run(&options, encoding, strict, rules, &diag);
    }
    ds_ruleset_free(rules);
    return result;
}
