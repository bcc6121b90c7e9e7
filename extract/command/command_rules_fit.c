#include "extract/command/command_rules_fit.h"

#include "extract/command/command.h"
#include "extract/command/eval_print.h"
#include "extract/command/options.h"
#include "extract/command/weights_print.h"
#include "extract/decide/teach.h"
#include "extract/eval/exam.h"
#include "extract/eval/part.h"
#include "extract/pipeline.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Annotated documents are held while fitting; gold sets have a few thousand. */
enum { GOLD_BYTES = 512 * 1024 * 1024, MAX_DOCUMENTS = 200000, EXAM_BYTES = 256 * 1024 * 1024 };
/* Parts of the cross-validation. */
enum { FOLDS = 5 };
/* More fits than this change the mean no longer. */
enum { MAX_BAGS = 50 };
static const double most_seed = 4294967295.0;
static const double default_l1 = 1.0;
static const double default_l2 = 2.0;
enum { ITERATIONS = 150 };
/* Weights nearer to zero change no decision and are not written. */
static const double least_weight = 0.01;

static const char usage[] =
    "usage: dealsift rules fit [--rules FILE]... [--pack FILE] [--lexicon FILE]... [--l1 X]\n"
    "                         [--l2 X] [--bags N] [--units N] [--nets N] [--seed N] [--report]\n"
    "                         gold.jsonl ...\n"
    "Writes weights for the pack, fitted to annotated documents (corpus/gold/README.md).\n"
    "--l1 drops features that help little, --l2 keeps weights small, --bags takes the mean of\n"
    "N fits that each leave out every Nth document.  --units puts a layer of N hidden units\n"
    "behind the weights of the parties (without --l1 and --bags), --nets takes the mean of N such\n"
    "layers, of 32 units together: better if there\n"
    "are thousands of annotated sentences, harder to read.  --seed draws other random numbers for\n"
    "them: fits of one gold that differ in nothing else show how far figures sway.\n"
    "--report then fits five times without a fifth of the documents and tells on standard error\n"
    "how well those are read.\n";

typedef struct job {
    const ds_options *options;
    double l1, l2;
    size_t n_bags;
    size_t n_units, n_nets; /* of the parties' layer; 0: none */
    uint64_t seed;
    ds_gold_document *documents;
    size_t n_documents;
    ds_arena *arena;
    ds_pipeline *pipeline;
    ds_model *model;             /* the pipeline's */
    const ds_features *features; /* the model's    */
    ds_teacher *teacher;
    bool *left_out; /* per document: not fitted to */
    bool wants_report;
    bool quiet; /* no line of figures a bag    */
} job;

static ds_status drop_deal(void *payload, const ds_deal *deal)
{
    (void)payload;
    (void)deal;
    return DS_OK;
}

/* A role that no deal of a file has was not looked for there: its absence
 * teaches nothing. */
static void note_roles(ds_gold_document *documents, size_t n)
{
    unsigned roles = 0;
    for (size_t d = 0; d < n; d++) {
        for (size_t i = 0; i < documents[d].n_deals; i++) {
            for (unsigned role = 0; role < DS_ROLES; role++) {
                roles |= documents[d].deals[i].fields[role].n_surfaces ? 1u << role : 0u;
            }
        }
    }
    for (size_t d = 0; d < n; d++) {
        documents[d].annotated = roles;
    }
}

static ds_status read_gold(job *work, const char *path, ds_diag *diag)
{
    ds_where where = {path, 0, 0};
    FILE *file = fopen(path, "r");
    if (!file) {
        return ds_diag_fail(diag, DS_EMISSING, where, "%s", strerror(errno));
    }
    ds_status status = DS_OK;
    bool bad = false; /* all bad lines are told */
    size_t first = work->n_documents;
    while ((status == DS_OK || status == DS_EINVALID) && work->n_documents < MAX_DOCUMENTS) {
        status = ds_gold_read(file, &where, work->arena, &work->documents[work->n_documents], diag);
        work->n_documents += status == DS_OK;
        bad = bad || status == DS_EINVALID;
    }
    fclose(file);
    note_roles(work->documents + first, work->n_documents - first);
    return status != DS_END ? status : bad ? DS_EINVALID : DS_OK;
}

/* Runs the documents that are not left out through the pipeline; the teacher looks on. */
static ds_status teach(job *work, ds_role role, ds_fit *fit)
{
    ds_teacher_begin(work->teacher, role, fit);
    for (size_t d = 0; d < work->n_documents; d++) {
        if (work->left_out[d]) {
            continue;
        }
        const ds_gold_document *gold = &work->documents[d];
        ds_document document = {
            .id = gold->id, .source = gold->id, .title = gold->title, .published = gold->published};
        ds_teacher_document(work->teacher, gold);
        ds_fit_document(fit, d);
        ds_status status = ds_pipeline_text(work->pipeline, &document, gold->text, drop_deal, NULL);
        if (status != DS_OK) {
            return status;
        }
    }
    return ds_teacher_status(work->teacher);
}

/* One fit, without every Nth document; its weights are added to `sum`. */
static ds_status fit_bag(job *work, ds_role role, ds_fit *fit, size_t bag, double *sum)
{
    size_t n = ds_features_count(work->features);
    double *weights = calloc(n, sizeof *weights);
    bool *left_out = calloc(work->n_documents + 1, sizeof *left_out);
    ds_status status = weights && left_out ? DS_OK : DS_ENOMEM;
    ds_fit_options options = {work->l1, work->l2, ITERATIONS, left_out};
    ds_fit_result result = {0, 0, 0};
    for (size_t d = 0, nth = 0; status == DS_OK && d < work->n_documents; d++) {
        left_out[d] = work->left_out[d] || (work->n_bags > 1 && nth % work->n_bags == bag);
        nth += !work->left_out[d];
    }
    if (status == DS_OK) {
        status = ds_fit_run(fit, &options, weights, &result);
    }
    for (size_t f = 0; status == DS_OK && f < n; f++) {
        sum[f] += weights[f];
    }
    if (status == DS_OK && !work->quiet) {
        fprintf(stderr, "%-9s bag %zu: %6zu sentences %6zu groups  loss %9.1f\n",
                ds_role_name(role), bag + 1, result.n_units, result.n_groups, result.loss);
    }
    free(left_out);
    free(weights);
    return status;
}

/* The mean of several fits, each without a share of the documents, sways less
 * with single sentences (bagging, Breiman 1996). */
static ds_status fit_bags(job *work, ds_role role, ds_fit *fit, double *weights)
{
    ds_status status = DS_OK;
    for (size_t bag = 0; status == DS_OK && bag < work->n_bags; bag++) {
        status = fit_bag(work, role, fit, bag, weights);
    }
    for (size_t f = 0; f < ds_features_count(work->features); f++) {
        weights[f] /= (double)work->n_bags;
    }
    return status;
}

static int16_t whole(float number, int most)
{
    float limit = (float)most;
    float parts = roundf(number * DS_WEIGHT_UNIT_ONE);
    return (int16_t)(parts > limit ? limit : parts < -limit ? -limit : parts);
}

/* The layer in whole numbers. */
static ds_status set_units(job *work, ds_role role, const ds_fit_net *net)
{
    int16_t(*rows)[DS_WEIGHT_UNITS] = calloc(net->n_rows + 1, sizeof *rows);
    int16_t output[DS_WEIGHT_UNITS];
    if (!rows) {
        return DS_ENOMEM;
    }
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        output[u] = whole(net->output[u], DS_WEIGHT_OUTPUT_MAX);
        for (size_t r = 0; r < net->n_rows; r++) {
            rows[r][u] = whole(net->rows[r][u], DS_WEIGHT_UNIT_MAX);
        }
    }
    ds_status status =
        ds_model_set_units(work->model, role, net->features,
                           (const int16_t(*)[DS_WEIGHT_UNITS])rows, net->n_rows, output);
    free(rows);
    return status;
}

static ds_status fit_net(job *work, ds_role role, ds_fit *fit, double *weights)
{
    ds_fit_net_options options = {work->n_nets, work->n_units, work->l2, work->left_out,
                                  work->seed};
    ds_fit_net net = {0};
    ds_fit_result result = {0, 0, 0};
    ds_status status = ds_fit_run_net(fit, &options, weights, &net, &result);
    if (status == DS_OK) {
        status = set_units(work, role, &net);
    }
    if (status == DS_OK && !work->quiet) {
        fprintf(stderr, "%-9s %zu x %zu units: %6zu sentences %6zu groups  loss %9.1f\n",
                ds_role_name(role), work->n_nets, work->n_units, result.n_units, result.n_groups,
                result.loss);
    }
    ds_fit_net_clear(&net);
    return status;
}

/* Values are few in a sentence, and sums of weights tell them apart as well. */
static bool wants_units(const job *work, ds_role role)
{
    return work->n_units > 0 && (role == DS_ROLE_TARGET || role == DS_ROLE_ACQUIRER ||
                                 role == DS_ROLE_SELLER || role == DS_ROLE_TOPIC);
}

static ds_status fit_role(job *work, ds_role role)
{
    static const int16_t none[DS_WEIGHT_UNITS] = {0};
    size_t n = ds_features_count(work->features);
    double *weights = calloc(n, sizeof *weights);
    ds_fit *fit = NULL;
    ds_status status = weights ? ds_fit_new(&fit, n) : DS_ENOMEM;
    if (status == DS_OK) {
        status = teach(work, role, fit);
    }
    if (status == DS_OK) {
        status = ds_model_own(work->model);
    }
    if (status == DS_OK) {
        status = ds_model_set_units(work->model, role, NULL, NULL, 0, none);
    }
    if (status == DS_OK) {
        status = wants_units(work, role) ? fit_net(work, role, fit, weights)
                                         : fit_bags(work, role, fit, weights);
    }
    for (uint32_t f = 0; status == DS_OK && f < n; f++) {
        ds_model_set(work->model, role, f, fabs(weights[f]) >= least_weight ? weights[f] : 0);
    }
    ds_fit_free(fit);
    free(weights);
    return status;
}

static const ds_role roles[] = {DS_ROLE_TARGET, DS_ROLE_ACQUIRER, DS_ROLE_SELLER, DS_ROLE_AMOUNT,
                                DS_ROLE_DATE,   DS_ROLE_STAKE,    DS_ROLE_TOPIC};
enum { N_ROLES = sizeof roles / sizeof roles[0] };

static ds_status fit_all(job *work)
{
    ds_status status = ds_teacher_new(&work->teacher, ds_pipeline_decider(work->pipeline));
    for (size_t r = 0; status == DS_OK && r < N_ROLES; r++) {
        status = fit_role(work, roles[r]);
    }
    ds_teacher_free(work->teacher); /* and its hook */
    work->teacher = NULL;
    return status;
}

static size_t count_weights(const job *work, ds_role role)
{
    size_t n = 0;
    for (uint32_t f = 0; f < ds_features_count(work->features); f++) {
        n += ds_model_weight(work->model, role, f) != 0;
    }
    return n;
}

static void report_weights(const job *work)
{
    size_t sum = 0;
    for (size_t r = 0; r < N_ROLES; r++) {
        sum += count_weights(work, roles[r]);
    }
    fprintf(stderr, "%zu weights:", sum);
    for (size_t r = 0; r < N_ROLES; r++) {
        fprintf(stderr, "%s %s %zu", r ? "," : "", ds_role_name(roles[r]),
                count_weights(work, roles[r]));
    }
    fputc('\n', stderr);
}

/* The fields that weights decide on and the documents annotate. */
static unsigned fitted_fields(const ds_gold_set *gold)
{
    unsigned fields = 0;
    for (size_t r = 0; r < N_ROLES; r++) {
        if (roles[r] == DS_ROLE_TOPIC) {
            continue; /* it is about buyers, too */
        }
        fields |= 1u << ds_score_field_find(ds_str_from(ds_role_name(roles[r])));
    }
    return fields & ds_gold_set_fields(gold->papers, gold->n_papers);
}

/* Fits without one fold and reads it. */
static ds_status try_fold(job *work, const ds_examiner *examiner, const ds_gold_set *gold,
                          size_t fold, ds_score *score)
{
    for (size_t d = 0; d < work->n_documents; d++) {
        work->left_out[d] = ds_part_fold(gold->papers[d].document.id, FOLDS) == fold;
    }
    ds_status status = fit_all(work);
    for (size_t d = 0; status == DS_OK && d < work->n_documents; d++) {
        if (work->left_out[d]) {
            status = ds_exam_paper(examiner, &gold->papers[d], score, NULL, NULL);
        }
    }
    return status;
}

static ds_status read_again(job *work, const ds_forms *forms, ds_gold_set *gold, ds_diag *diag)
{
    ds_status status = DS_OK;
    for (size_t p = 0; status == DS_OK && p < work->options->n_arguments; p++) {
        status = ds_gold_set_read(gold, forms, work->options->arguments[p], work->arena, diag);
    }
    /* a file that changed meanwhile, or a pipe */
    return status == DS_OK && gold->n_papers != work->n_documents ? DS_EIO : status;
}

/* Cross-validation: each document is read with weights that never saw it, nor
 * another of its id.  Overwrites the model. */
static ds_status report(job *work, const ds_ruleset *rules, ds_diag *diag)
{
    ds_forms *forms = NULL;
    ds_gold_set gold = {0};
    ds_examiner examiner = {.pipeline = work->pipeline};
    ds_score score = {0};
    report_weights(work);
    ds_status status = ds_forms_new(&forms, rules);
    if (status == DS_OK) {
        status = ds_arena_new(&examiner.scratch, EXAM_BYTES);
    }
    if (status == DS_OK) {
        status = read_again(work, forms, &gold, diag);
    }
    examiner.forms = forms;
    examiner.fields = fitted_fields(&gold);
    work->quiet = true;
    work->n_bags = 1;
    for (size_t fold = 0; status == DS_OK && fold < FOLDS; fold++) {
        status = try_fold(work, &examiner, &gold, fold, &score);
    }
    if (status == DS_OK) {
        fprintf(stderr, "each fifth of the documents, read with one fit to the others:\n");
        ds_eval_print_score(stderr, &score, examiner.fields);
    }
    ds_gold_set_free(&gold);
    ds_arena_free(examiner.scratch);
    ds_forms_free(forms);
    return status;
}

static ds_status prepare(job *work, const ds_ruleset *rules, ds_diag *diag)
{
    ds_status status = ds_arena_new(&work->arena, GOLD_BYTES);
    work->documents = calloc(MAX_DOCUMENTS, sizeof *work->documents);
    work->left_out = calloc(MAX_DOCUMENTS, sizeof *work->left_out);
    if (!work->documents || !work->left_out) {
        status = DS_ENOMEM;
    }
    if (status == DS_OK) {
        status = ds_pipeline_new(&work->pipeline, rules, diag);
    }
    if (status == DS_OK) {
        work->model = ds_decider_model(ds_pipeline_decider(work->pipeline));
        work->features = ds_model_features(work->model);
    }
    return status;
}

static int exit_of_fit(const job *work, ds_status status)
{
    if (status == DS_OK) {
        return DS_EXIT_OK;
    }
    fprintf(stderr, "%s: %s\n", work->options->program, ds_status_name(status));
    return DS_EXIT_SOFTWARE;
}

static int run(job *work, const ds_ruleset *rules, ds_diag *diag)
{
    int result = ds_exit_of_rules(work->options, prepare(work, rules, diag));
    for (size_t p = 0;
         result != DS_EXIT_RULES && result != DS_EXIT_SOFTWARE && p < work->options->n_arguments;
         p++) {
        int read =
            ds_exit_of_gold(work->options, read_gold(work, work->options->arguments[p], diag));
        result = read == DS_EXIT_OK ? result : read;
    }
    if (result == DS_EXIT_OK) {
        result = exit_of_fit(work, fit_all(work));
    }
    if (result == DS_EXIT_OK) {
        ds_weights_print(stdout, work->model);
        result = ds_output_end(work->options->program, DS_EXIT_OK);
    }
    if (result == DS_EXIT_OK && work->wants_report) {
        result = exit_of_fit(work, report(work, rules, diag));
    }
    ds_pipeline_free(work->pipeline);
    ds_arena_free(work->arena);
    free(work->left_out);
    free(work->documents);
    return result;
}

/* A number given as text, or the default; false after a message. */
static bool read_number(ds_options *options, const char *text, double *out)
{
    if (!text) {
        return true;
    }
    char *end;
    *out = strtod(text, &end);
    if (end == text || *end || !(*out >= 0)) {
        options->exit_status = ds_options_refuse(options, "'%s' is no number from 0", text);
        return false;
    }
    return true;
}

int ds_command_rules_fit(int argc, char **argv)
{
    const char *bags = NULL;
    const char *l1 = NULL;
    const char *l2 = NULL;
    const char *units = NULL;
    const char *nets = NULL;
    const char *seed = NULL;
    ds_options options = {.program = "dealsift rules fit", .usage = usage};
    job work = {.options = &options, .l1 = default_l1, .l2 = default_l2};
    const ds_own_option own[] = {{"l1", &l1, NULL, 0},
                                 {"l2", &l2, NULL, 0},
                                 {"bags", &bags, NULL, 0},
                                 {"units", &units, NULL, 0},
                                 {"nets", &nets, NULL, 0},
                                 {"seed", &seed, NULL, 0},
                                 {"report", NULL, &work.wants_report, 0}};
    double n_bags = 1;
    double n_units = 0;
    double n_nets = 1;
    double seed_number = 0;
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0]) ||
        !read_number(&options, l1, &work.l1) || !read_number(&options, l2, &work.l2) ||
        !read_number(&options, bags, &n_bags) || !read_number(&options, units, &n_units) ||
        !read_number(&options, nets, &n_nets) || !read_number(&options, seed, &seed_number)) {
        return options.exit_status;
    }
    if (options.n_arguments == 0) {
        return ds_options_refuse(&options, "no file of annotated documents");
    }
    if (n_bags < 1 || n_bags > MAX_BAGS) {
        return ds_options_refuse(&options, "--bags takes a number from 1 to %d", MAX_BAGS);
    }
    bool counted = floor(n_units) == n_units && floor(n_nets) == n_nets && n_nets >= 1;
    if (!counted || n_nets > DS_WEIGHT_UNITS || n_units * n_nets > DS_WEIGHT_UNITS) {
        return ds_options_refuse(&options,
                                 "--units and --nets are whole numbers, together at most "
                                 "%d units",
                                 DS_WEIGHT_UNITS);
    }
    if (nets && n_units == 0) {
        return ds_options_refuse(&options, "--nets goes with --units");
    }
    if (floor(seed_number) != seed_number || seed_number > most_seed || (seed && n_units == 0)) {
        return ds_options_refuse(&options,
                                 "--seed is a whole number below 2^32 and goes with --units");
    }
    work.seed = (uint64_t)seed_number;
    work.n_bags = (size_t)n_bags;
    work.n_units = (size_t)n_units;
    work.n_nets = (size_t)n_nets;
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        result = run(&work, rules, &diag);
    }
    ds_ruleset_free(rules);
    return result;
}
