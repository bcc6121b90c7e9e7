#include "extract/command/command_rules_profile.h"

#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/command/profile_print.h"
#include "extract/pipeline.h"

#include <stdio.h>

enum { DEFAULT_MISSED = 20, MAX_MISSED = 1000000 };

static const char usage[] =
    "usage: dealsift rules profile [--rules FILE]... [--pack FILE] [--missed N]\n"
    "                              [--format text|json] [path ...]\n"
    "Reads the documents and tells of each rule, binding, cue, entity and furniture how often\n"
    "it was tried and matched, and the time; of the deal rules how often their match became a\n"
    "deal and to whom it lost; then the N sentences (20) with a trigger and no deal that were\n"
    "nearest to one.\n";

static ds_status drop_deal(void *payload, const ds_deal *deal)
{
    (void)deal;
    ++*(size_t *)payload;
    return DS_OK;
}

static ds_status read_document(ds_pipeline *pipeline, ds_reader *reader,
                               const ds_document *document, size_t *n_deals)
{
    ds_window window;
    ds_status status;
    while ((status = ds_reader_read(reader, &window)) == DS_OK) {
        status = ds_pipeline_window(pipeline, document, &window, drop_deal, n_deals);
        if (status != DS_OK) {
            return status;
        }
    }
    return status == DS_ENOMEM ? status : DS_OK; /* the reader reported the rest */
}

static ds_status read_all(ds_pipeline *pipeline, ds_reader *reader, ds_profile *profile,
                          size_t *n_deals)
{
    ds_document document;
    ds_status status;
    while ((status = ds_reader_next(reader, &document)) == DS_OK) {
        ds_profile_document(profile, document.source);
        status = read_document(pipeline, reader, &document, n_deals);
        if (status != DS_OK) {
            return status;
        }
    }
    return status == DS_END ? ds_profile_status(profile) : status;
}

static int run(const ds_options *options, const ds_ruleset *rules, size_t most_missed, bool json,
               ds_diag *diag)
{
    ds_reader_options reading = {.paths = options->arguments, .n_paths = options->n_arguments};
    ds_profile_options wanted = {.most_missed = most_missed};
    ds_reader *reader = NULL;
    ds_pipeline *pipeline = NULL;
    ds_profile *profile = NULL;
    size_t n_deals = 0;
    ds_status status = ds_reader_new(&reader, &reading, diag);
    if (status == DS_OK) {
        status = ds_pipeline_new(&pipeline, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_profile_new(&profile, rules, ds_pipeline_decider(pipeline),
                                ds_pipeline_budget(pipeline), &wanted);
    }
    int result = ds_exit_of_rules(options, status);
    if (status == DS_OK) {
        status = read_all(pipeline, reader, profile, &n_deals);
        result = status != DS_OK                   ? DS_EXIT_SOFTWARE
                 : ds_reader_count(reader).missing ? DS_EXIT_NO_INPUT
                                                   : DS_EXIT_OK;
        if (status == DS_OK) {
            ds_profile_report report = {rules, profile, ds_reader_count(reader).documents, n_deals};
            ds_profile_print(&report, json);
        } else {
            fprintf(stderr, "%s: %s\n", options->program, ds_status_name(status));
        }
    }
    ds_profile_free(profile);
    ds_pipeline_free(pipeline);
    ds_reader_free(reader);
    return ds_output_end(options->program, result);
}

int ds_command_rules_profile(int argc, char **argv)
{
    const char *format = NULL;
    const char *missed = NULL;
    const ds_own_option own[] = {{"missed", &missed, NULL, 0}, {"format", &format, NULL, 0}};
    ds_options options = {.program = "dealsift rules profile", .usage = usage};
    size_t most_missed = DEFAULT_MISSED;
    bool json;
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    if (!ds_options_format(&options, format, &json) ||
        !ds_options_count(&options, "--missed", missed, MAX_MISSED, &most_missed)) {
        return DS_EXIT_USAGE;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        result = run(&options, rules, most_missed, json, &diag);
    }
    ds_ruleset_free(rules);
    return result;
}
