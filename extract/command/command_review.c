/* dealsift review: one HTML page to read records against their text. */
#include "extract/command/command.h"
#include "extract/command/options.h"
#include "out/review.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift review [deals.jsonl ...]\n"
    "Writes one HTML page with the records of the files or of standard input: each sentence with\n"
    "its evidence marked, filters by flag, status and field.  It needs no network.\n";

typedef struct page {
    ds_buf record;
    bool bad_lines, missing;
} page;

static json_t *read_record(ds_str line, ds_where where)
{
    json_error_t error;
    json_t *record = json_loadb(line.ptr, line.len, JSON_ALLOW_NUL, &error);
    if (!record) {
        where.column = error.column > 0 ? (size_t)error.column : 1;
        ds_diag_report(NULL, DS_LEVEL_ERROR, where, "not JSON: %s", error.text);
        return NULL;
    }
    if (!json_is_string(json_object_get(record, "schema")) ||
        !json_is_string(json_object_get(record, "text"))) {
        where.column = 1;
        ds_diag_report(NULL, DS_LEVEL_ERROR, where,
                       "no record: an object with \"schema\" and \"text\" is needed");
        json_decref(record);
        return NULL;
    }
    return record;
}

/* A line of a file; a bad one is told and passed over. */
static ds_status add_line(page *to, ds_str line, ds_where where)
{
    json_t *record = read_record(line, where);
    if (!record) {
        to->bad_lines = true;
        return DS_OK;
    }
    ds_buf_clear(&to->record);
    ds_review_add(&to->record, record);
    json_decref(record);
    if (to->record.failed) {
        return DS_ENOMEM;
    }
    fwrite(to->record.ptr, 1, to->record.len, stdout);
    return DS_OK;
}

static ds_status add_file(page *to, FILE *file, const char *path)
{
    ds_where where = {path, 0, 0};
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    ds_status status = DS_OK;
    while (status == DS_OK && (len = getline(&line, &cap, file)) > 0 && !ferror(stdout)) {
        ds_str text = {line, (size_t)len};
        text.len -= line[len - 1] == '\n'; /* jansson would count a second line */
        where.line++;
        if (ds_str_trim(text).len) {
            status = add_line(to, text, where);
        }
    }
    free(line);
    return status;
}

static ds_status add_path(page *to, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        ds_diag_report(NULL, DS_LEVEL_ERROR, (ds_where){path, 0, 0}, "%s", strerror(errno));
        to->missing = true;
        return DS_OK;
    }
    ds_status status = add_file(to, file, path);
    fclose(file);
    return status;
}

static int exit_of(const ds_options *options, const page *made, ds_status status)
{
    if (status != DS_OK) {
        fprintf(stderr, "%s: %s\n", options->program, ds_status_name(status));
        return DS_EXIT_SOFTWARE;
    }
    return made->missing ? DS_EXIT_NO_INPUT : made->bad_lines ? DS_EXIT_DATA : DS_EXIT_OK;
}

int ds_command_review(int argc, char **argv)
{
    ds_options options = {.program = "dealsift review", .usage = usage, .without_packs = true};
    if (!ds_options_read(&options, argc, argv, NULL, 0)) {
        return options.exit_status;
    }
    page made = {.record = ds_buf_make(DS_REVIEW_MAX_BYTES)};
    ds_str head = ds_review_head();
    ds_str tail = ds_review_tail();
    ds_status status = DS_OK;
    fwrite(head.ptr, 1, head.len, stdout);
    if (options.n_arguments == 0) {
        status = add_file(&made, stdin, "-");
    }
    for (size_t i = 0; status == DS_OK && i < options.n_arguments; i++) {
        status = add_path(&made, options.arguments[i]);
    }
    fwrite(tail.ptr, 1, tail.len, stdout);
    ds_buf_free(&made.record);
    return ds_output_end(options.program, exit_of(&options, &made, status));
}
