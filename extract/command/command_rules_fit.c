#include "extract/command/command_rules_fit.h"

#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/decide/teach.h"
#include "extract/pipeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Annotated documents are held while fitting; gold sets have a few thousand. */
enum { GOLD_BYTES = 512 * 1024 * 1024, MAX_DOCUMENTS = 200000 };
/* More fits than this change the mean no longer. */
enum { MAX_BAGS = 50 };
static const double default_l1 = 1.0;
static const double default_l2 = 2.0;
enum { ITERATIONS = 150 };
/* Weights nearer to zero change no decision and are not written. */
static const double least_weight = 0.005;

static const char usage[] =
    "usage: dealsift rules fit [--rules FILE]... [--pack FILE] [--l1 X] [--l2 X] [--bags N]\n"
    "                         gold.jsonl ...\n"
    "Writes weights for the pack, fitted to annotated documents (corpus/gold/README.md).\n"
    "--l1 drops features that help little, --l2 keeps weights small, --bags takes the mean of\n"
    "N fits that each leave out every Nth document.\n";

typedef struct job {
    const ds_options *options;
    double l1, l2;
    size_t n_bags;
    ds_gold_document *documents;
    size_t n_documents;
    ds_arena *arena;
    ds_pipeline *pipeline;
    ds_teacher *teacher;
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
        return ds_diag_fail(diag, DS_EMISSING, where, "no such file");
    }
    ds_status status = DS_OK;
    size_t first = work->n_documents;
    while (status == DS_OK && work->n_documents < MAX_DOCUMENTS) {
        status = ds_gold_read(file, &where, work->arena, &work->documents[work->n_documents], diag);
        work->n_documents += status == DS_OK;
    }
    fclose(file);
    note_roles(work->documents + first, work->n_documents - first);
    return status == DS_END ? DS_OK : status;
}

/* Runs the documents of a bag through the pipeline; the teacher looks on. */
static ds_status teach(job *work, size_t bag)
{
    for (size_t d = 0; d < work->n_documents; d++) {
        if (work->n_bags > 1 && d % work->n_bags == bag) {
            continue;
        }
        const ds_gold_document *gold = &work->documents[d];
        ds_document document = {
            .id = gold->id, .source = gold->id, .title = gold->title, .published = gold->published};
        ds_teacher_document(work->teacher, gold);
        ds_status status = ds_pipeline_text(work->pipeline, &document, gold->text, drop_deal, NULL);
        if (status != DS_OK) {
            return status;
        }
    }
    return ds_teacher_status(work->teacher);
}

/* One fit; its weights are added to `sum`. */
static ds_status fit_bag(job *work, ds_role role, size_t bag, double *sum)
{
    size_t n =
        ds_features_count(ds_model_features(ds_decider_model(ds_pipeline_decider(work->pipeline))));
    ds_fit *fit = NULL;
    double *weights = calloc(n, sizeof *weights);
    ds_status status = weights ? ds_fit_new(&fit, n) : DS_ENOMEM;
    if (status == DS_OK) {
        ds_teacher_begin(work->teacher, role, fit);
        status = teach(work, bag);
    }
    double loss = 0;
    if (status == DS_OK) {
        status = ds_fit_run(fit, work->l1, work->l2, ITERATIONS, weights, &loss);
    }
    for (size_t f = 0; status == DS_OK && f < n; f++) {
        sum[f] += weights[f];
    }
    if (status == DS_OK) {
        fprintf(stderr, "%-9s bag %zu: %6zu sentences %6zu groups  loss %9.1f\n",
                ds_role_name(role), bag + 1, ds_fit_units(fit), ds_fit_groups(fit), loss);
    }
    ds_fit_free(fit);
    free(weights);
    return status;
}

/* The mean of several fits, each without a share of the documents, sways less
 * with single sentences (bagging, Breiman 1996). */
static ds_status fit_role(job *work, ds_role role)
{
    ds_model *model = ds_decider_model(ds_pipeline_decider(work->pipeline));
    size_t n = ds_features_count(ds_model_features(model));
    double *sum = calloc(n, sizeof *sum);
    ds_status status = sum ? DS_OK : DS_ENOMEM;
    for (size_t bag = 0; status == DS_OK && bag < work->n_bags; bag++) {
        status = fit_bag(work, role, bag, sum);
    }
    for (uint32_t f = 0; status == DS_OK && f < n; f++) {
        double weight = sum[f] / (double)work->n_bags;
        ds_model_set(model, role, f, fabs(weight) >= least_weight ? weight : 0);
    }
    free(sum);
    return status;
}

static void write_weights(const job *work)
{
    const ds_model *model = ds_decider_model(ds_pipeline_decider(work->pipeline));
    const ds_features *features = ds_model_features(model);
    ds_buf name = ds_buf_make(4096);
    for (ds_role role = DS_ROLE_ACQUIRER; role <= DS_ROLE_STAKE; role++) {
        for (uint32_t f = 0; f < ds_features_count(features); f++) {
            double weight = ds_model_weight(model, role, f);
            if (weight != 0) {
                ds_buf_clear(&name);
                ds_features_name(features, f, &name);
                printf("%s\t%.*s\t%.3f\n", ds_role_name(role), DS_STR_ARGS(ds_buf_str(&name)),
                       weight);
            }
        }
    }
    ds_buf_free(&name);
}

static ds_status fit_all(job *work)
{
    static const ds_role roles[] = {DS_ROLE_TARGET, DS_ROLE_ACQUIRER, DS_ROLE_SELLER,
                                    DS_ROLE_AMOUNT, DS_ROLE_DATE,     DS_ROLE_STAKE};
    ds_status status = ds_teacher_new(&work->teacher, ds_pipeline_decider(work->pipeline));
    for (size_t r = 0; status == DS_OK && r < sizeof roles / sizeof roles[0]; r++) {
        status = fit_role(work, roles[r]);
    }
    return status;
}

static int run(job *work)
{
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(work->options, &rules, &diag);
    if (result != DS_EXIT_OK) {
        return result;
    }
    ds_status status = ds_arena_new(&work->arena, GOLD_BYTES);
    work->documents = calloc(MAX_DOCUMENTS, sizeof *work->documents);
    if (!work->documents) {
        status = DS_ENOMEM;
    }
    if (status == DS_OK) {
        status = ds_pipeline_new(&work->pipeline, rules, &diag);
    }
    result = ds_exit_of_rules(work->options, status);
    for (size_t p = 0; status == DS_OK && p < work->options->n_arguments; p++) {
        status = read_gold(work, work->options->arguments[p], &diag);
        result = status == DS_OK ? DS_EXIT_OK : DS_EXIT_NO_INPUT;
    }
    if (status == DS_OK) {
        status = fit_all(work);
        result = status == DS_OK ? DS_EXIT_OK : DS_EXIT_SOFTWARE;
    }
    if (status == DS_OK) {
        write_weights(work);
        result = ds_output_end(work->options->program, DS_EXIT_OK);
    }
    ds_teacher_free(work->teacher);
    ds_pipeline_free(work->pipeline);
    ds_ruleset_free(rules);
    ds_arena_free(work->arena);
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
    const ds_own_option own[] = {
        {"l1", &l1, NULL, 0}, {"l2", &l2, NULL, 0}, {"bags", &bags, NULL, 0}};
    double n_bags = 1;
    ds_options options = {.program = "dealsift rules fit", .usage = usage};
    job work = {.options = &options, .l1 = default_l1, .l2 = default_l2};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0]) ||
        !read_number(&options, l1, &work.l1) || !read_number(&options, l2, &work.l2) ||
        !read_number(&options, bags, &n_bags)) {
        return options.exit_status;
    }
    if (options.n_arguments == 0) {
        return ds_options_refuse(&options, "no file of annotated documents");
    }
    if (n_bags < 1 || n_bags > MAX_BAGS) {
        return ds_options_refuse(&options, "--bags takes a number from 1 to %d", MAX_BAGS);
    }
    work.n_bags = (size_t)n_bags;
    return run(&work);
}
