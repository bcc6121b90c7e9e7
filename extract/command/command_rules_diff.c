#include "extract/command/command_rules_diff.h"

#include "extract/command/command.h"
#include "extract/command/diff_print.h"
#include "extract/command/options.h"
#include "extract/pipeline.h"

#include <stdio.h>
#include <string.h>

/* Records of one window by one rule set, with all they point to; most have few. */
enum { RECORDS_BYTES = 128 * 1024 * 1024, FIRST_RECORDS = 16 };

static const char usage[] =
    "usage: dealsift rules diff [--rules FILE]... [--pack FILE] [--main] [--format text|json]\n"
    "                          A B [path ...]\n"
    "Reads the documents with the house pack A and with the house pack B, each on top of the\n"
    "main pack, and tells which records only one of them has and which values differ.  The word\n"
    "default as A or B stands for no house pack.  With --main A and B are main packs.\n"
    "Exit status: 0 no difference, 1 some.\n";

/* One of the two sides. */
typedef struct side {
    ds_ruleset *rules;
    ds_pipeline *pipeline;
    ds_deal *records; /* of the window */
    size_t n_records, max_records;
    ds_arena *arena;
} side;

static ds_status make_room(side *here)
{
    size_t max = here->max_records ? 2 * here->max_records : FIRST_RECORDS;
    ds_deal *grown = DS_ARENA_NEW(here->arena, max, ds_deal);
    if (!grown) {
        return DS_ENOMEM;
    }
    if (here->n_records) {
        memcpy(grown, here->records, here->n_records * sizeof *grown);
    }
    here->records = grown;
    here->max_records = max;
    return DS_OK;
}

static ds_status keep_record(void *payload, const ds_deal *deal)
{
    side *here = payload;
    if (here->n_records == here->max_records && make_room(here) != DS_OK) {
        return DS_ENOMEM;
    }
    return ds_deal_copy(deal, here->arena, &here->records[here->n_records++]);
}

static ds_status read_window(side *here, const ds_document *document, const ds_window *window)
{
    ds_arena_reset(here->arena);
    here->n_records = 0;
    here->max_records = 0;
    return ds_pipeline_window(here->pipeline, document, window, keep_record, here);
}

static ds_status compare_document(side sides[2], ds_reader *reader, const ds_document *document,
                                  ds_diff_printer *printer)
{
    ds_window window;
    ds_status status;
    while ((status = ds_reader_read(reader, &window)) == DS_OK) {
        for (int s = 0; status == DS_OK && s < 2; s++) {
            status = read_window(&sides[s], document, &window);
        }
        if (status == DS_OK) {
            ds_run_records a = {sides[0].records, sides[0].n_records};
            ds_run_records b = {sides[1].records, sides[1].n_records};
            status = ds_diff_records(a, b, sides[0].arena, ds_diff_print, printer);
        }
        if (status != DS_OK) {
            return status;
        }
    }
    return status == DS_ENOMEM ? status : DS_OK; /* the reader reported the rest */
}

static ds_status compare_all(side sides[2], ds_reader *reader, ds_diff_printer *printer)
{
    ds_document document;
    ds_status status;
    while ((status = ds_reader_next(reader, &document)) == DS_OK) {
        ds_diff_print_document(printer, &document);
        status = compare_document(sides, reader, &document, printer);
        if (status != DS_OK || ferror(stdout)) {
            return status;
        }
    }
    return status == DS_END ? DS_OK : status;
}

/* Reads the packs of one side; an exit status. */
static int open_side(side *here, const ds_options *options, const char *pack, bool main_pack,
                     ds_diag *diag)
{
    ds_options chosen = *options;
    if (main_pack) {
        chosen.main_pack = pack;
    } else if (strcmp(pack, "default") != 0 && !ds_options_add_house(&chosen, pack)) {
        return chosen.exit_status;
    }
    int result = ds_options_rules(&chosen, &here->rules, diag);
    if (result != DS_EXIT_OK) {
        return result;
    }
    ds_status status = ds_pipeline_new(&here->pipeline, here->rules, diag);
    if (status == DS_OK) {
        status = ds_arena_new(&here->arena, RECORDS_BYTES);
    }
    return ds_exit_of_rules(options, status);
}

static void close_side(side *here)
{
    ds_pipeline_free(here->pipeline);
    ds_ruleset_free(here->rules);
    ds_arena_free(here->arena);
}

static int run(const ds_options *options, side sides[2], bool json, ds_diag *diag)
{
    ds_reader_options reading = {.paths = options->arguments + 2,
                                 .n_paths = options->n_arguments - 2};
    ds_diff_printer printer = {.json = json,
                               .names = {options->arguments[0], options->arguments[1]}};
    ds_reader *reader = NULL;
    ds_status status = ds_reader_new(&reader, &reading, diag);
    if (status == DS_OK) {
        status = compare_all(sides, reader, &printer);
    }
    if (status == DS_OK) {
        ds_diff_print_end(&printer);
    }
    int result = status != DS_OK                                 ? DS_EXIT_SOFTWARE
                 : ds_reader_count(reader).missing               ? DS_EXIT_NO_INPUT
                 : printer.n_a + printer.n_b + printer.n_changed ? DS_EXIT_DIFFER
                                                                 : DS_EXIT_OK;
    if (status != DS_OK) {
        fprintf(stderr, "%s: %s\n", options->program, ds_status_name(status));
    }
    ds_reader_free(reader);
    return ds_output_end(options->program, result);
}

int ds_command_rules_diff(int argc, char **argv)
{
    const char *format = NULL;
    bool main_packs = false;
    bool json = false;
    const ds_own_option own[] = {{"main", NULL, &main_packs, 0}, {"format", &format, NULL, 0}};
    ds_options options = {.program = "dealsift rules diff", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    if (!ds_options_format(&options, format, &json)) {
        return DS_EXIT_USAGE;
    }
    if (options.n_arguments < 2) {
        return ds_options_refuse(&options, "two packs are needed");
    }
    ds_diag diag = {0};
    side sides[2] = {{0}};
    int result = DS_EXIT_OK;
    for (size_t s = 0; result == DS_EXIT_OK && s < 2; s++) {
        result = open_side(&sides[s], &options, options.arguments[s], main_packs, &diag);
    }
    if (result == DS_EXIT_OK) {
        result = run(&options, sides, json, &diag);
    }
    close_side(&sides[0]);
    close_side(&sides[1]);
    return result;
}
