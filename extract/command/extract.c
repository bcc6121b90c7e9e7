#include "extract/command/command.h"
#include "extract/command/rules_path.h"
#include "extract/pipeline.h"
#include "out/writer.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* House packs of one run. */
enum { MAX_HOUSE_PACKS = 32 };

typedef struct options {
    const char *pack;
    const char *house[MAX_HOUSE_PACKS];
    size_t n_house;
    const char *encoding;
    bool strict;
    const char *const *paths;
    size_t n_paths;
} options;

static const char usage[] =
    "usage: dealsift [extract] [--rules FILE]... [--pack FILE] [--encoding NAME] [--strict] "
    "[path ...]\n"
    "Try 'dealsift --help'.\n";

static int read_options(int argc, char **argv, options *out)
{
    enum { PACK = 256, ENCODING, STRICT };
    static const struct option table[] = {{"rules", required_argument, NULL, 'r'},
                                          {"pack", required_argument, NULL, PACK},
                                          {"encoding", required_argument, NULL, ENCODING},
                                          {"strict", no_argument, NULL, STRICT},
                                          {NULL, 0, NULL, 0}};
    int letter;
    optind = 1;
    while ((letter = getopt_long(argc, argv, "r:", table, NULL)) != -1) {
        switch (letter) {
        case 'r':
            if (out->n_house == MAX_HOUSE_PACKS) {
                fprintf(stderr, "dealsift: more than %d --rules\n", MAX_HOUSE_PACKS);
                return DS_EXIT_USAGE;
            }
            out->house[out->n_house++] = optarg;
            break;
        case PACK:
            out->pack = optarg;
            break;
        case ENCODING:
            out->encoding = optarg;
            break;
        case STRICT:
            out->strict = true;
            break;
        default:
            fputs(usage, stderr);
            return DS_EXIT_USAGE;
        }
    }
    out->paths = (const char *const *)argv + optind;
    out->n_paths = (size_t)(argc - optind);
    return DS_EXIT_OK;
}

static ds_status write_deal(void *payload, const ds_deal *deal)
{
    return ds_writer_add(payload, deal);
}

/* Tells the exit status once everything has run. */
static int finish(const options *opts, ds_status status, const ds_reader *reader,
                  ds_writer *writer)
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
    return opts->strict && counts.failed ? DS_EXIT_DATA : DS_EXIT_OK;
}

static int run(const options *opts, const ds_ruleset *rules, ds_diag *diag)
{
    ds_reader_options reading = {opts->paths, opts->n_paths, opts->encoding, 0};
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
        result = finish(opts, status, reader, writer);
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
    options opts = {0};
    int result = read_options(argc, argv, &opts);
    if (result != DS_EXIT_OK) {
        return result;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    ds_status status =
        ds_ruleset_read(&rules, ds_rules_path(opts.pack), opts.house, opts.n_house, &diag);
    if (status != DS_OK) {
        return status == DS_ENOMEM ? DS_EXIT_SOFTWARE : DS_EXIT_RULES;
    }
    result = run(&opts, rules, &diag);
    ds_ruleset_free(rules);
    return result;
}
