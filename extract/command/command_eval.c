/* dealsift eval: precision, recall and F1 against annotated documents, with the errors. */
#include "extract/command/command.h"
#include "extract/command/eval_print.h"
#include "extract/command/options.h"
#include "extract/eval/exam.h"
#include "extract/eval/part.h"
#include "extract/eval/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Annotated documents are held; gold sets have a few thousand.  Answers of one
 * document are small beside its window. */
enum { GOLD_BYTES = 512 * 1024 * 1024, SCRATCH_BYTES = 256 * 1024 * 1024 };
/* Examples of a class; who reads more reads the JSON of a part. */
enum { MAX_EXAMPLES = 100000 };

static const char usage[] =
    "usage: dealsift eval [--rules FILE]... [--pack FILE] [--part tune|judge] [--fields A,B]\n"
    "                     [--errors N] [--format text|json] gold.jsonl ...\n"
    "Reads the documents of annotated files (corpus/gold/README.md) and compares what is found\n"
    "with the deals noted there.  --part takes two thirds of them (tune) or the rest (judge),\n"
    "--fields judges only these fields, --errors shows the first N errors of each class.\n";

typedef struct exam_job {
    const ds_options *options;
    const char *part;
    const char *fields;
    size_t n_examples;
    bool json;
    ds_ruleset *rules;
    ds_forms *forms;
    ds_arena *arena;
    ds_gold_set gold;
    ds_examiner examiner;
    ds_tally tally;
    ds_score score;
} exam_job;

/* Reads all files; the exit status. */
static int read_gold(exam_job *work, ds_diag *diag)
{
    int result = DS_EXIT_OK;
    for (size_t i = 0; i < work->options->n_arguments; i++) {
        ds_status status = ds_gold_set_read(&work->gold, work->forms, work->options->arguments[i],
                                            work->arena, diag);
        result = status == DS_OK ? result : ds_exit_of_gold(work->options, status);
    }
    if (result == DS_EXIT_OK && work->gold.n_papers == 0) {
        fprintf(stderr, "%s: no annotated document\n", work->options->program);
        result = DS_EXIT_DATA;
    }
    return result;
}

/* Leaves the papers of the part. */
static void take_part(exam_job *work)
{
    bool judge = strcmp(work->part, "judge") == 0;
    size_t n = 0;
    for (size_t p = 0; p < work->gold.n_papers; p++) {
        if (ds_part_is_judge(work->gold.papers[p].document.id) == judge) {
            work->gold.papers[n++] = work->gold.papers[p];
        }
    }
    work->gold.n_papers = n;
}

/* "acquirer,target" to bits; 0 after a message. */
static unsigned read_fields(const ds_options *options, const char *list)
{
    unsigned fields = 0;
    for (const char *at = list; *at; at += *at == ',') {
        size_t len = strcspn(at, ",");
        ds_score_field field = ds_score_field_find((ds_str){at, len});
        if (field == DS_SCORE_FIELDS) {
            ds_options_refuse(options, "no field '%.*s'", (int)len, at);
            return 0;
        }
        fields |= 1u << field;
        at += len;
    }
    if (!fields) {
        ds_options_refuse(options, "--fields names no field");
    }
    return fields;
}

static ds_status examine(exam_job *work)
{
    ds_status status = DS_OK;
    for (size_t p = 0; status == DS_OK && p < work->gold.n_papers; p++) {
        work->tally.paper = &work->gold.papers[p];
        status = ds_exam_paper(&work->examiner, work->tally.paper, &work->score, ds_tally_add,
                               &work->tally);
    }
    return status == DS_OK && work->tally.failed ? DS_ENOMEM : status;
}

static int run(exam_job *work, ds_diag *diag)
{
    ds_status status = ds_forms_new(&work->forms, work->rules);
    if (status == DS_OK) {
        status = ds_arena_new(&work->arena, GOLD_BYTES);
    }
    if (status == DS_OK) {
        status = ds_arena_new(&work->examiner.scratch, SCRATCH_BYTES);
    }
    if (status == DS_OK) {
        status = ds_pipeline_new(&work->examiner.pipeline, work->rules, diag);
    }
    int result = ds_exit_of_rules(work->options, status);
    if (result == DS_EXIT_OK) {
        result = read_gold(work, diag);
    }
    if (result != DS_EXIT_OK) {
        return result;
    }
    if (work->part) {
        take_part(work);
    }
    if (!work->examiner.fields) {
        work->examiner.fields = ds_gold_set_fields(work->gold.papers, work->gold.n_papers);
    }
    work->examiner.forms = work->forms;
    status = ds_tally_init(&work->tally, work->n_examples, work->arena);
    if (status == DS_OK) {
        status = examine(work);
    }
    if (status == DS_OK) {
        ds_eval_report report = {&work->score, work->examiner.fields, &work->tally};
        status = work->json ? ds_eval_print_json(&report) : ds_eval_print_text(&report);
    }
    if (status != DS_OK) {
        fprintf(stderr, "%s: %s\n", work->options->program, ds_status_name(status));
        return DS_EXIT_SOFTWARE;
    }
    return ds_output_end(work->options->program, DS_EXIT_OK);
}

/* Checks what the options were given; false after a message. */
static bool check(exam_job *work, const char *errors, const char *format)
{
    const ds_options *options = work->options;
    if (work->part && strcmp(work->part, "tune") != 0 && strcmp(work->part, "judge") != 0) {
        ds_options_refuse(options, "--part is tune or judge, not '%s'", work->part);
        return false;
    }
    if (!ds_options_format(options, format, &work->json) ||
        !ds_options_count(options, "--errors", errors, MAX_EXAMPLES, &work->n_examples)) {
        return false;
    }
    if (work->fields) {
        work->examiner.fields = read_fields(options, work->fields);
        if (!work->examiner.fields) {
            return false;
        }
    }
    if (options->n_arguments == 0) {
        ds_options_refuse(options, "no file of annotated documents");
        return false;
    }
    return true;
}

int ds_command_eval(int argc, char **argv)
{
    const char *errors = NULL;
    const char *format = NULL;
    ds_options options = {.program = "dealsift eval", .usage = usage};
    exam_job work = {.options = &options};
    const ds_own_option own[] = {{"part", &work.part, NULL, 0},
                                 {"fields", &work.fields, NULL, 0},
                                 {"errors", &errors, NULL, 0},
                                 {"format", &format, NULL, 0}};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    if (!check(&work, errors, format)) {
        return DS_EXIT_USAGE;
    }
    ds_diag diag = {0};
    int result = ds_options_rules(&options, &work.rules, &diag);
    if (result == DS_EXIT_OK) {
        result = run(&work, &diag);
    }
    ds_gold_set_free(&work.gold);
    ds_pipeline_free(work.examiner.pipeline);
    ds_arena_free(work.examiner.scratch);
    ds_arena_free(work.arena);
    ds_forms_free(work.forms);
    ds_ruleset_free(work.rules);
    return result;
}
