#include "extract/command/rules_fit.h"

#include "extract/command/command.h"
#include "extract/command/rules_path.h"
#include "extract/decide/teach.h"
#include "extract/pipeline.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Annotated documents are held while fitting; gold sets have a few thousand. */
enum { GOLD_BYTES = 512 * 1024 * 1024, MAX_DOCUMENTS = 200000 };
static const double default_l1 = 0.15;
static const double default_l2 = 0.02;
enum { ITERATIONS = 150 };
/* Weights nearer to zero change no decision and are not written. */
static const double least_weight = 0.005;

static const char usage[] =
    "usage: dealsift rules fit [--pack FILE] [--l1 X] [--l2 X] gold.jsonl ...\n";

typedef struct job {
    const char *pack;
    double l1, l2;
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

/* Runs all documents through the pipeline; the teacher looks on. */
static ds_status teach(job *work)
{
    for (size_t d = 0; d < work->n_documents; d++) {
        const ds_gold_document *gold = &work->documents[d];
        ds_document document = {.id = gold->id,
                                .source = gold->id,
                                .title = gold->title,
                                .published = gold->published};
        ds_teacher_document(work->teacher, gold);
        ds_status status =
            ds_pipeline_text(work->pipeline, &document, gold->text, drop_deal, NULL);
        if (status != DS_OK) {
            return status;
        }
    }
    return ds_teacher_status(work->teacher);
}

static ds_status fit_role(job *work, ds_role role)
{
    ds_model *model = ds_decider_model(ds_pipeline_decider(work->pipeline));
    const ds_features *features = ds_model_features(model);
    size_t n = ds_features_count(features);
    ds_fit *fit = NULL;
    double *weights = calloc(n, sizeof *weights);
    ds_status status = weights ? ds_fit_new(&fit, n) : DS_ENOMEM;
    if (status == DS_OK) {
        ds_teacher_begin(work->teacher, role, fit);
        status = teach(work);
    }
    double loss = 0;
    if (status == DS_OK) {
        status = ds_fit_run(fit, work->l1, work->l2, ITERATIONS, weights, &loss);
    }
    size_t kept = 0;
    for (uint32_t f = 0; status == DS_OK && f < n; f++) {
        bool keep = fabs(weights[f]) >= least_weight;
        ds_model_set(model, role, f, keep ? weights[f] : 0);
        kept += keep;
    }
    if (status == DS_OK) {
        fprintf(stderr, "%-9s %6zu sentences %6zu groups  loss %9.1f  %5zu weights\n",
                ds_role_name(role), ds_fit_units(fit), ds_fit_groups(fit), loss, kept);
    }
    ds_fit_free(fit);
    free(weights);
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

static int run(job *work, char **paths, size_t n_paths)
{
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    ds_status status = ds_arena_new(&work->arena, GOLD_BYTES);
    work->documents = calloc(MAX_DOCUMENTS, sizeof *work->documents);
    if (status == DS_OK) {
        status = ds_ruleset_read(&rules, ds_rules_path(work->pack), NULL, 0, &diag);
    }
    if (status == DS_OK) {
        status = ds_pipeline_new(&work->pipeline, rules, &diag);
    }
    int result = status == DS_OK ? DS_EXIT_OK : DS_EXIT_RULES;
    for (size_t p = 0; status == DS_OK && p < n_paths; p++) {
        status = read_gold(work, paths[p], &diag);
        result = status == DS_OK ? DS_EXIT_OK : DS_EXIT_NO_INPUT;
    }
    if (status == DS_OK) {
        status = fit_all(work);
        result = status == DS_OK ? DS_EXIT_OK : DS_EXIT_SOFTWARE;
    }
    if (status == DS_OK) {
        write_weights(work);
        result = fflush(stdout) == 0 && !ferror(stdout) ? DS_EXIT_OK : DS_EXIT_WRITE;
    }
    ds_teacher_free(work->teacher);
    ds_pipeline_free(work->pipeline);
    ds_ruleset_free(rules);
    ds_arena_free(work->arena);
    free(work->documents);
    return result;
}

int ds_command_rules_fit(int argc, char **argv)
{
    enum { PACK = 256, L1, L2 };
    static const struct option table[] = {{"pack", required_argument, NULL, PACK},
                                          {"l1", required_argument, NULL, L1},
                                          {"l2", required_argument, NULL, L2},
                                          {NULL, 0, NULL, 0}};
    job work = {.l1 = default_l1, .l2 = default_l2};
    int letter;
    optind = 1;
    while ((letter = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (letter) {
        case PACK:
            work.pack = optarg;
            break;
        case L1:
            work.l1 = strtod(optarg, NULL);
            break;
        case L2:
            work.l2 = strtod(optarg, NULL);
            break;
        default:
            fputs(usage, stderr);
            return DS_EXIT_USAGE;
        }
    }
    if (optind >= argc) {
        fputs(usage, stderr);
        return DS_EXIT_USAGE;
    }
    return run(&work, argv + optind, (size_t)(argc - optind));
}
