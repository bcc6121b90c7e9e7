#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/decide/choose.h"
#include "extract/pipeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* How many candidates and features are shown; the rest says little. */
enum {
    SHOWN_CANDIDATES = 8,
    SHOWN_FILLERS = 3,
    SCRATCH_BYTES = 16 * 1024 * 1024,
    SHOWN_FEATURES = 10,
    MAX_SEEN = 8192
};

typedef struct seen_item {
    ds_filler filler;
    uint16_t trigger;
    bool named;
    double score;
    ds_feature_list list;
} seen_item;

typedef struct explainer {
    ds_pipeline *pipeline;
    const ds_ruleset *rules;
    seen_item *items;
    size_t n_items;
    ds_role role;    /* whose items they are */
    ds_arena *arena; /* of one sentence      */
} explainer;

static void print_range(const ds_analysis *analysis, size_t begin, size_t end)
{
    ds_str text = ds_str_slice(analysis->text, begin, end);
    fwrite(text.ptr, 1, text.len, stdout);
}

static void print_tokens(const ds_analysis *analysis)
{
    fputs("  tokens    ", stdout);
    for (size_t i = 0; i < analysis->n_tokens; i++) {
        fputs(i ? " | " : "", stdout);
        print_range(analysis, analysis->tokens[i].begin, analysis->tokens[i].end);
    }
    putchar('\n');
}

static void print_entities(const ds_analysis *analysis)
{
    for (size_t e = 0; e < analysis->n_entities; e++) {
        const ds_entity *entity = &analysis->entities[e];
        char number[DS_DECIMAL_TEXT_BYTES];
        printf("  %-9s ", ds_entity_kind_name(entity->kind));
        print_range(analysis, entity->begin, entity->end);
        if (entity->kind == DS_ENTITY_AMOUNT && entity->amount.has_value) {
            ds_str value = ds_decimal_write(entity->amount.value, number);
            printf(" = %.*s %s%s", DS_STR_ARGS(value), entity->amount.currency,
                   entity->amount.per_unit ? " per unit" : "");
        } else if (entity->kind == DS_ENTITY_STAKE && entity->stake.has_percent) {
            ds_str value = ds_decimal_write(entity->stake.percent, number);
            printf(" = %.*s%%", DS_STR_ARGS(value));
        } else if (entity->kind == DS_ENTITY_DATE) {
            printf(" = %s", entity->date.text[0] ? entity->date.text : "(not resolved)");
        } else if (entity->kind == DS_ENTITY_RATE) {
            printf(" = %s", entity->rate.text);
        }
        putchar('\n');
    }
}

static void print_picks(const explainer *show, const ds_analysis *analysis)
{
    const ds_rule *rules;
    ds_ruleset_rules(show->rules, &rules);
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        printf("  rule      %.*s: %s = ", DS_STR_ARGS(rules[pick->rule].id),
               ds_role_name((ds_role)pick->role));
        print_range(analysis, analysis->tokens[pick->first].begin,
                    analysis->tokens[pick->last].end);
        putchar('\n');
    }
}

static void keep_item(void *payload, const ds_filler *filler, uint16_t trigger,
                      const ds_feature_list *list)
{
    explainer *show = payload;
    if (show->n_items < MAX_SEEN) {
        ds_model *model = ds_decider_model(ds_pipeline_decider(show->pipeline));
        show->items[show->n_items++] = (seen_item){.filler = filler ? *filler : (ds_filler){0},
                                                   .trigger = trigger,
                                                   .named = filler != NULL,
                                                   .score = ds_model_score(model, show->role, list),
                                                   .list = *list};
    }
}

static int by_score(const void *left, const void *right)
{
    const seen_item *a = left;
    const seen_item *b = right;
    return (a->score < b->score) - (a->score > b->score);
}

typedef struct weighed {
    uint32_t feature;
    double weight;
} weighed;

static int by_weight(const void *left, const void *right)
{
    double a = fabs(((const weighed *)left)->weight);
    double b = fabs(((const weighed *)right)->weight);
    return (a < b) - (a > b);
}

static void print_features(const explainer *show, const seen_item *item)
{
    const ds_model *model = ds_decider_model(ds_pipeline_decider(show->pipeline));
    weighed list[DS_FEATURES_MAX];
    for (size_t i = 0; i < item->list.n; i++) {
        list[i] =
            (weighed){item->list.ids[i], ds_model_weight(model, show->role, item->list.ids[i])};
    }
    qsort(list, item->list.n, sizeof *list, by_weight);
    ds_buf name = ds_buf_make(4096);
    for (size_t i = 0; i < item->list.n && i < SHOWN_FEATURES && list[i].weight != 0; i++) {
        ds_buf_clear(&name);
        ds_features_name(ds_model_features(model), list[i].feature, &name);
        printf("%s%.*s %+.2f", i ? ", " : "", DS_STR_ARGS(ds_buf_str(&name)), list[i].weight);
    }
    ds_buf_free(&name);
}

/* The best items of one softmax, each with the features that moved it. */
static void print_items(explainer *show, const ds_analysis *analysis, size_t shown)
{
    qsort(show->items, show->n_items, sizeof *show->items, by_score);
    for (size_t i = 0; i < show->n_items && i < shown; i++) {
        const seen_item *item = &show->items[i];
        bool target = show->role == DS_ROLE_TARGET;
        printf("  %s%-8s %+6.2f  ", target ? "" : "  ", ds_role_name(show->role), item->score);
        if (item->named) {
            print_range(analysis, analysis->tokens[item->filler.first].begin,
                        analysis->tokens[item->filler.last].end);
        } else {
            fputs(!target                             ? "(none)"
                  : item->trigger == DS_TOKEN_NOTHING ? "(no deal)"
                                                      : "(not named)",
                  stdout);
        }
        if (target && item->trigger != DS_TOKEN_NOTHING) {
            fputs(" @ ", stdout);
            print_range(analysis, analysis->tokens[item->trigger].begin,
                        analysis->tokens[item->trigger].end);
        }
        fputs("  [", stdout);
        print_features(show, item);
        puts("]");
    }
}

static void print_roles(explainer *show, const ds_analysis *analysis, const ds_target *target)
{
    static const ds_role roles[] = {DS_ROLE_ACQUIRER, DS_ROLE_SELLER, DS_ROLE_AMOUNT, DS_ROLE_DATE,
                                    DS_ROLE_STAKE};
    const ds_features *features =
        ds_model_features(ds_decider_model(ds_pipeline_decider(show->pipeline)));
    ds_anchor anchor = {.trigger = target->trigger,
                        .target = target->named ? &target->filler : NULL};
    for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++) {
        show->role = roles[r];
        show->n_items = 0;
        ds_choose_role_items(features, analysis, &anchor, show->role, keep_item, show);
        if (show->n_items > 1) {
            print_items(show, analysis, SHOWN_FILLERS);
        }
    }
}

static void print_choices(explainer *show, const ds_analysis *analysis)
{
    const ds_model *model = ds_decider_model(ds_pipeline_decider(show->pipeline));
    show->role = DS_ROLE_TARGET;
    show->n_items = 0;
    ds_choose_target_items(ds_model_features(model), analysis, keep_item, show);
    print_items(show, analysis, SHOWN_CANDIDATES);
    ds_target *targets;
    size_t n = 0;
    ds_arena_reset(show->arena);
    if (ds_choose_targets(model, analysis, show->arena, &targets, &n) != DS_OK) {
        return;
    }
    for (size_t t = 0; t < n; t++) {
        fputs("  chosen    ", stdout);
        if (targets[t].named) {
            print_range(analysis, targets[t].filler.candidate->begin,
                        targets[t].filler.candidate->end);
        } else {
            fputs("(not named)", stdout);
        }
        printf("  share %.2f\n", targets[t].share);
        print_roles(show, analysis, &targets[t]);
    }
}

static void show_analysis(void *payload, const ds_analysis *analysis)
{
    explainer *show = payload;
    if (analysis->focus) {
        fputs("before      ", stdout);
        print_range(analysis, 0, analysis->focus);
        putchar('\n');
    }
    fputs("sentence    ", stdout);
    print_range(analysis, analysis->focus, analysis->text.len);
    putchar('\n');
    print_tokens(analysis);
    print_entities(analysis);
    print_picks(show, analysis);
    print_choices(show, analysis);
}

static void print_list(const char *name, ds_str_list list)
{
    printf("    %-10s", name);
    for (size_t i = 0; i < list.n_items; i++) {
        printf("%s%.*s", i ? ", " : "", DS_STR_ARGS(list.items[i]));
    }
    putchar('\n');
}

static ds_status show_deal(void *payload, const ds_deal *deal)
{
    (void)payload;
    printf("=> deal     %.*s, %.*s, %.*s, confidence %.*s\n", DS_STR_ARGS(deal->kind),
           DS_STR_ARGS(deal->status), DS_STR_ARGS(deal->factuality), DS_STR_ARGS(deal->confidence));
    print_list("acquirer", deal->acquirer);
    print_list("target", deal->target);
    print_list("seller", deal->seller);
    print_list("motive", deal->motive);
    print_list("flags", deal->flags);
    for (size_t e = 0; e < deal->n_evidence; e++) {
        const ds_evidence *row = &deal->evidence[e];
        printf("    because   %.*s = %.*s: \"%.*s\" at %zu\n", DS_STR_ARGS(row->field),
               DS_STR_ARGS(row->value), DS_STR_ARGS(row->text), row->start);
    }
    return DS_OK;
}

static const char usage[] =
    "usage: dealsift explain [--rules FILE]... [--pack FILE] [path ...]\n"
    "Tells of each sentence that may hold a deal what was recognised, which rules fired,\n"
    "the candidates with the weights that speak for and against them, and the deals.\n";

static int run(const ds_options *options, const ds_ruleset *rules, ds_diag *diag)
{
    ds_reader_options reading = {.paths = options->arguments, .n_paths = options->n_arguments};
    ds_reader *reader = NULL;
    explainer show = {.rules = rules, .items = calloc(MAX_SEEN, sizeof *show.items)};
    ds_status status = show.items ? ds_reader_new(&reader, &reading, diag) : DS_ENOMEM;
    if (status == DS_OK) {
        status = ds_pipeline_new(&show.pipeline, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_arena_new(&show.arena, SCRATCH_BYTES);
    }
    int result = ds_exit_of_rules(options, status);
    if (status == DS_OK) {
        ds_decider_hook(ds_pipeline_decider(show.pipeline),
                        (ds_decider_hooks){.analysis = show_analysis, .payload = &show});
        status = ds_pipeline_run(show.pipeline, reader, show_deal, &show);
        result = status != DS_OK                   ? DS_EXIT_SOFTWARE
                 : ds_reader_count(reader).missing ? DS_EXIT_NO_INPUT
                                                   : DS_EXIT_OK;
    }
    result = ds_output_end(options->program, result);
    ds_arena_free(show.arena);
    ds_pipeline_free(show.pipeline);
    ds_reader_free(reader);
    free(show.items);
    return result;
}

int ds_command_explain(int argc, char **argv)
{
    ds_options options = {.program = "dealsift explain", .usage = usage};
    if (!ds_options_read(&options, argc, argv, NULL, 0)) {
        return options.exit_status;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        result = run(&options, rules, &diag);
    }
    ds_ruleset_free(rules);
    return result;
}
