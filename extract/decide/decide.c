#include "extract/decide/decider.h"
#include "extract/decide/record.h"
#include "extract/decide/resolve.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

static ds_status make_parts(ds_decider *decider, const ds_ruleset *rules, ds_diag *diag)
{
    ds_status status = ds_tokeniser_new(&decider->tokeniser, rules, diag);
    if (status == DS_OK) {
        status = ds_token_memo_new(&decider->memo);
    }
    if (status == DS_OK) {
        status = ds_nominator_new(&decider->nominator, rules);
    }
    if (status == DS_OK) {
        status = ds_recogniser_new(&decider->recogniser, rules, diag);
    }
    if (status == DS_OK) {
        status = ds_matcher_new(&decider->matcher, rules);
    }
    if (status == DS_OK) {
        status = ds_features_new(&decider->features, rules, decider->tokeniser);
    }
    if (status == DS_OK) {
        status = ds_model_new(&decider->model, rules, decider->features, diag);
    }
    if (status == DS_OK) {
        status = ds_judge_new(&decider->judge, rules);
    }
    if (status == DS_OK) {
        status = ds_names_new(&decider->names, rules);
    }
    return status == DS_OK ? ds_arena_new(&decider->scratch, DS_DECIDER_SENTENCE_BYTES) : status;
}

ds_status ds_decider_new(ds_decider **out, const ds_ruleset *rules, ds_diag *diag)
{
    ds_decider *decider = calloc(1, sizeof *decider);
    if (!decider) {
        return DS_ENOMEM;
    }
    decider->rules = rules;
    ds_status status = make_parts(decider, rules, diag);
    if (status != DS_OK) {
        ds_decider_free(decider);
        return status;
    }
    decider->tools = (ds_analysis_tools){.rules = rules,
                                         .tokeniser = decider->tokeniser,
                                         .nominator = decider->nominator,
                                         .recogniser = decider->recogniser,
                                         .matcher = decider->matcher,
                                         .memo = decider->memo,
                                         .known = ds_names_all(decider->names)};
    status = ds_topics_new(&decider->topics, &decider->tools, decider->model, decider->names);
    if (status != DS_OK) {
        ds_decider_free(decider);
        return status;
    }
    const ds_rule *deal_rules;
    ds_ruleset_rules(rules, &deal_rules);
    decider->binder = (ds_binder){
        decider->model,
        deal_rules,
        {ds_ruleset_lexicon(rules, "joiners"), ds_ruleset_lexicon(rules, "share-joiners"),
         ds_ruleset_lexicon(rules, "share-links")},
        ds_ruleset_lexicon(rules, "package-joiners"),
        {ds_ruleset_lexicon(rules, "distributors"), ds_ruleset_lexicon(rules, "joiners")},
        {ds_ruleset_lexicon(rules, "rest-words"), ds_ruleset_lexicon(rules, "rest-links")},
        ds_ruleset_number(rules, "value.reuse", 0)};
    decider->subject_words = ds_subject_words_of(rules);
    *out = decider;
    return DS_OK;
}

void ds_decider_free(ds_decider *decider)
{
    if (decider) {
        ds_ahead_free(decider->ahead);
        ds_budget_free(decider->ahead_budget);
        ds_arena_free(decider->scratch);
        ds_topics_free(decider->topics);
        ds_names_free(decider->names);
        ds_judge_free(decider->judge);
        ds_model_free(decider->model);
        ds_features_free(decider->features);
        ds_matcher_free(decider->matcher);
        ds_recogniser_free(decider->recogniser);
        ds_nominator_free(decider->nominator);
        ds_token_memo_free(decider->memo);
        ds_tokeniser_free(decider->tokeniser);
        free(decider);
    }
}

void ds_decider_hook(ds_decider *decider, ds_decider_hooks hooks)
{
    decider->hooks = hooks;
}

void ds_decider_budget(ds_decider *decider, ds_budget *budget)
{
    decider->budget = budget;
    ds_matcher_budget(decider->matcher, budget);
    ds_judge_budget(decider->judge, budget);
    ds_names_budget(decider->names, budget);
    ds_nominator_budget(decider->nominator, budget);
    ds_recogniser_budget(decider->recogniser, budget);
}

void ds_decider_keep(const ds_decider *decider, ds_kept out[DS_DECIDER_KEPT])
{
    out[0] = (ds_kept){DS_TOKENISER_KEPT, ds_tokeniser_table(decider->tokeniser), false};
    out[1] = (ds_kept){DS_MODEL_KEPT, ds_model_table(decider->model), true};
}

ds_model *ds_decider_model(ds_decider *decider)
{
    return decider->model;
}

ds_names *ds_decider_names(ds_decider *decider)
{
    return decider->names;
}

ds_topics *ds_decider_topics(ds_decider *decider)
{
    return decider->topics;
}

ds_recogniser *ds_decider_recogniser(ds_decider *decider)
{
    return decider->recogniser;
}

ds_matcher *ds_decider_matcher(ds_decider *decider)
{
    return decider->matcher;
}

static ds_str sentence_text(const ds_prepared *prepared, const ds_sentence *sentence)
{
    return ds_str_slice(prepared->text, sentence->begin, sentence->end);
}

/* Names first: a document may use one before it defines it. */
static ds_status learn_names(ds_decider *decider, const ds_prepared *prepared)
{
    for (size_t s = 0; s < prepared->n_sentences; s++) {
        const ds_sentence *sentence = &prepared->sentences[s];
        if (!(sentence->flags & DS_SENTENCE_CUE) ||
            !ds_names_defines(decider->names, sentence_text(prepared, sentence))) {
            continue;
        }
        ds_arena_reset(decider->scratch);
        ds_recognise_context context = decider->context;
        ds_analysis analysis;
        ds_status status =
            ds_analysis_make(&decider->tools, sentence_text(prepared, sentence), sentence->begin, 0,
                             &context, decider->scratch, &analysis);
        if (status == DS_OK) {
            status = ds_names_learn(decider->names, &analysis);
        }
        if (status != DS_OK) {
            return status;
        }
    }
    return DS_OK;
}

ds_status ds_decider_share(ds_decider *decider, ds_ahead_wake *wake, void *payload)
{
    ds_status status = ds_budget_new(&decider->ahead_budget, NULL);
    if (status == DS_OK) {
        ds_budget_hush(decider->ahead_budget);
        status = ds_ahead_new(&decider->ahead, DS_DECIDER_SENTENCE_BYTES, wake, payload);
    }
    return status;
}

bool ds_decider_claim(ds_decider *owner, size_t *task)
{
    return ds_ahead_claim(owner->ahead, task);
}

void ds_decider_help(ds_decider *decider, ds_decider *owner, size_t task)
{
    uint64_t round = ds_ahead_round(owner->ahead);
    if (decider->helped != owner->ahead || decider->helped_round != round) {
        ds_token_memo_clear(decider->memo);
        decider->helped = owner->ahead;
        decider->helped_round = round;
    }
    ds_ahead_do(owner->ahead, task, &decider->tools, decider->budget);
}

/* Nothing is left of the document before. */
static void begin_document(ds_decider *decider, const ds_document *document,
                           const ds_window *window, const ds_prepared *prepared)
{
    ds_str found = ds_str_slice(prepared->text, prepared->title.begin, prepared->title.end);
    ds_str title = document->title.len ? document->title : found;
    ds_names_clear(decider->names);
    ds_judge_clear(decider->judge);
    ds_names_set_title(decider->names, title);
    decider->context = (ds_recognise_context){.published = document->published};
    XXH128_hash_t hash = XXH3_128bits(window->text.ptr, window->text.len);
    snprintf(decider->hash, sizeof decider->hash, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    decider->title_known = false;
}

ds_status ds_decider_window(ds_decider *decider, const ds_document *document,
                            const ds_window *window, const ds_prepared *prepared, ds_arena *arena,
                            ds_deal_sink *sink, void *payload)
{
    if (window->first) {
        begin_document(decider, document, window, prepared);
    }
    if (decider->hooks.window) {
        decider->hooks.window(decider->hooks.payload, document, prepared);
    }
    ds_mention_list list = {0};
    ds_token_memo_clear(decider->memo);
    ds_topics_window(decider->topics, prepared, window->first);
    ds_status status = learn_names(decider, prepared);
    if (status == DS_OK) {
        status = ds_decider_read(decider, document, prepared, arena, &list);
    }
    ds_resolution resolution;
    if (status == DS_OK) {
        ds_resolver resolver = {decider->rules, decider->names, prepared,
                                ds_matcher_stretches(decider->matcher),
                                ds_model_fitted_for(decider->model, DS_ROLE_TOPIC)};
        status = ds_resolve(&resolver, list.items, list.n_items, arena, &resolution);
    }
    if (status == DS_OK) {
        ds_record_maker maker = {document, window, prepared, decider->names,
                                 ds_str_from(decider->hash)};
        status = ds_record_all(&maker, &resolution, decider->scratch, sink, payload);
    }
    free(list.items);
    return status;
}
