/* dealsift explain: why a deal was found, and why one was not. */
#include "extract/command/command.h"
#include "extract/command/explain_choice.h"
#include "extract/command/explain_model.h"
#include "extract/command/explain_text.h"
#include "extract/command/options.h"
#include "extract/pipeline.h"
#include "rules/hint.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift explain [--rules FILE]... [--pack FILE] [--rule ID] [--all]\n"
    "                        [--format text|json] [--text SENTENCE | path ...]\n"
    "Tells of each sentence that may hold a deal what was recognised, which rules fired,\n"
    "which nearly did and at which part they failed, the candidates with the weights that\n"
    "speak for and against them, the cues that counted, and the deals.\n"
    "  --text SENTENCE  explains this text\n"
    "  --rule ID        only about this rule or cue, and of documents only the sentences where\n"
    "                   it matched, nearly matched or counted\n"
    "  --all            every sentence with its words, and more candidates and rules\n"
    "  --format json    one JSON object for each sentence and each deal\n";

typedef struct explainer {
    ds_explain_model *model;
    ds_explain_asked asked;
    bool json;
    json_t *sentence; /* waits for its deals */
    json_t *document; /* id of the current one, or NULL */
    bool headed;      /* its name has been written      */
    bool some;        /* only sentences that concern the rule that was asked about */
    size_t n_sentences;
    ds_explain_count count; /* of all documents */
} explainer;

static void put_record(json_t *record)
{
    json_dumpf(record, stdout, JSON_COMPACT);
    putchar('\n');
}

static void head_document(explainer *show)
{
    if (!show->headed) {
        printf("document    %.*s\n", (int)json_string_length(show->document),
               json_string_value(show->document));
    }
    show->headed = true;
}

static void flush_sentence(explainer *show)
{
    if (show->sentence && show->json) {
        put_record(show->sentence);
    } else if (show->sentence &&
               (ds_explain_concerns(show->sentence, show->asked.rule, &show->count) ||
                !show->some)) {
        head_document(show);
        ds_explain_print(show->sentence, show->asked.rule, show->asked.all);
    }
    json_decref(show->sentence);
    show->sentence = NULL;
}

/* The most frequent answer to "why is there no deal?" */
static const char nothing_read[] =
    "no sentence holds a word of the lexicon 'triggers', so none was read";

static void end_document(explainer *show)
{
    flush_sentence(show);
    if (show->document && show->n_sentences == 0 && !show->some) {
        if (show->json) {
            json_t *record = json_object();
            json_object_set(record, "document", show->document);
            json_object_set_new(record, "nothing", json_string(nothing_read));
            put_record(record);
            json_decref(record);
        } else {
            head_document(show);
            printf("nothing     %s\n", nothing_read);
        }
    }
    json_decref(show->document);
    show->document = NULL;
    show->n_sentences = 0;
}

static void see_window(void *payload, const ds_document *document, const ds_prepared *prepared)
{
    explainer *show = payload;
    flush_sentence(show);
    ds_explain_window(show->model, document, prepared);
    if (prepared->base == 0 || !show->document) {
        end_document(show);
        show->document = ds_explain_text(document->id);
        show->headed = false;
    }
}

static void end_all(const explainer *show)
{
    if (show->some && !show->count.sentences) {
        printf("nothing     %s\n", nothing_read);
    } else if (show->some) {
        printf("summary     %s: %zu sentences with a trigger, it matched in %zu, counted in %zu, "
               "nearly matched in %zu\n",
               show->asked.rule, show->count.sentences, show->count.matched, show->count.counted,
               show->count.nearly);
    }
}

static void see_analysis(void *payload, const ds_analysis *analysis)
{
    explainer *show = payload;
    flush_sentence(show);
    show->sentence = ds_explain_sentence(show->model, analysis);
    show->n_sentences++;
}

static void see_sentence(void *payload, const ds_analysis *analysis, const ds_mention *mentions,
                         size_t n_mentions)
{
    explainer *show = payload;
    ds_explain_mentions(show->model, show->sentence, analysis, mentions, n_mentions);
}

static json_t *json_list(ds_str_list list)
{
    json_t *made = json_array();
    for (size_t i = 0; i < list.n_items; i++) {
        json_array_append_new(made, ds_explain_text(list.items[i]));
    }
    return made;
}

static json_t *json_deal(const ds_deal *deal)
{
    json_t *made = json_object();
    json_t *evidence = json_array();
    json_object_set_new(made, "id", ds_explain_text(deal->id));
    json_object_set_new(made, "kind", ds_explain_text(deal->kind));
    json_object_set_new(made, "status", ds_explain_text(deal->status));
    json_object_set_new(made, "factuality", ds_explain_text(deal->factuality));
    json_object_set_new(made, "confidence", ds_explain_text(deal->confidence));
    json_object_set_new(made, "acquirer", json_list(deal->acquirer));
    json_object_set_new(made, "target", json_list(deal->target));
    json_object_set_new(made, "seller", json_list(deal->seller));
    json_object_set_new(made, "rate_class", json_list(deal->rate_class));
    json_object_set_new(made, "motive", json_list(deal->motive));
    json_object_set_new(made, "flags", json_list(deal->flags));
    json_object_set_new(made, "rule", ds_explain_text(deal->rule));
    for (size_t e = 0; e < deal->n_evidence; e++) {
        const ds_evidence *row = &deal->evidence[e];
        json_t *entry = json_object();
        json_object_set_new(entry, "field", ds_explain_text(row->field));
        json_object_set_new(entry, "value", ds_explain_text(row->value));
        json_object_set_new(entry, "text", ds_explain_text(row->text));
        json_object_set_new(entry, "start", json_integer((json_int_t)row->start));
        json_object_set_new(entry, "end", json_integer((json_int_t)row->end));
        json_array_append_new(evidence, entry);
    }
    json_object_set_new(made, "evidence", evidence);
    return made;
}

static ds_status show_deal(void *payload, const ds_deal *deal)
{
    explainer *show = payload;
    flush_sentence(show);
    json_t *record = json_object();
    json_object_set(record, "document", show->document);
    json_object_set_new(record, "deal", json_deal(deal));
    if (show->json) {
        put_record(record);
    } else if (!show->asked.rule) {
        head_document(show);
        ds_explain_print_deal(record);
    }
    json_decref(record);
    return DS_OK;
}

static ds_status run_paths(const ds_options *options, ds_pipeline *pipeline, explainer *show,
                           ds_diag *diag, bool *missing)
{
    ds_reader_options reading = {.paths = options->arguments, .n_paths = options->n_arguments};
    ds_reader *reader = NULL;
    ds_status status = ds_reader_new(&reader, &reading, diag);
    if (status == DS_OK) {
        status = ds_pipeline_run(pipeline, reader, show_deal, show);
        *missing = ds_reader_count(reader).missing > 0;
    }
    ds_reader_free(reader);
    return status;
}

static int run(const ds_options *options, const ds_ruleset *rules, explainer *show,
               const char *text, ds_diag *diag)
{
    ds_pipeline *pipeline = NULL;
    bool missing = false;
    ds_status status = ds_pipeline_new(&pipeline, rules, diag);
    if (status == DS_OK) {
        status =
            ds_explain_model_new(&show->model, rules, ds_pipeline_decider(pipeline), show->asked);
    }
    int result = ds_exit_of_rules(options, status);
    if (status == DS_OK) {
        ds_decider_hook(ds_pipeline_decider(pipeline), (ds_decider_hooks){.analysis = see_analysis,
                                                                          .sentence = see_sentence,
                                                                          .window = see_window,
                                                                          .payload = show});
        ds_document document = {.id = DS_STR("--text"), .source = DS_STR("--text")};
        status = text ? ds_pipeline_text(pipeline, &document, ds_str_from(text), show_deal, show)
                      : run_paths(options, pipeline, show, diag, &missing);
        end_document(show);
        end_all(show);
        result = status != DS_OK ? DS_EXIT_SOFTWARE : missing ? DS_EXIT_NO_INPUT : DS_EXIT_OK;
    }
    result = ds_output_end(options->program, result);
    ds_explain_model_free(show->model);
    ds_pipeline_free(pipeline);
    return result;
}

static bool knows(const ds_ruleset *rules, const char *id, ds_hint *hint)
{
    const ds_rule *deals;
    bool known = false;
    size_t n = ds_ruleset_rules(rules, &deals);
    for (size_t i = 0; i < n; i++) {
        known = known || ds_str_equal(deals[i].id, ds_str_from(id));
        ds_hint_add(hint, deals[i].id);
    }
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(rules, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            known = known || ds_str_equal(patterns[i].id, ds_str_from(id));
            ds_hint_add(hint, patterns[i].id);
        }
    }
    return known;
}

static int refuse_rule(const ds_options *options, const char *id, const ds_hint *hint)
{
    return hint->best.ptr
               ? ds_options_refuse(options, "no rule '%s'; did you mean '%.*s'?", id,
                                   DS_STR_ARGS(hint->best))
               : ds_options_refuse(options, "no rule '%s'; 'dealsift rules list' names them", id);
}

int ds_command_explain(int argc, char **argv)
{
    const char *text = NULL;
    const char *format = "text";
    explainer show = {0};
    const ds_own_option own[] = {{"text", &text, NULL, 0},
                                 {"rule", &show.asked.rule, NULL, 0},
                                 {"format", &format, NULL, 0},
                                 {"all", NULL, &show.asked.all, 0}};
    ds_options options = {.program = "dealsift explain", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, 4)) {
        return options.exit_status;
    }
    show.json = strcmp(format, "json") == 0;
    if (!show.json && strcmp(format, "text") != 0) {
        return ds_options_refuse(&options, "no format '%s'; there are text and json", format);
    }
    if (text && options.n_arguments) {
        return ds_options_refuse(&options, "--text and a path; one of them");
    }
    show.some = show.asked.rule && !show.asked.all && !text && !show.json;
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(&options, &rules, &diag);
    ds_hint hint = {ds_str_from(show.asked.rule), {NULL, 0}, 0};
    if (result == DS_EXIT_OK && show.asked.rule && !knows(rules, show.asked.rule, &hint)) {
        result = refuse_rule(&options, show.asked.rule, &hint);
    } else if (result == DS_EXIT_OK) {
        result = run(&options, rules, &show, text, &diag);
    }
    ds_ruleset_free(rules);
    return result;
}
