#include "extract/decide/decide.h"

#include "extract/decide/ahead.h"
#include "extract/decide/bind.h"
#include "extract/decide/choose.h"
#include "extract/decide/match.h"
#include "extract/decide/name.h"
#include "extract/decide/record.h"
#include "extract/decide/resolve.h"
#include "extract/decide/scorer.h"
#include "extract/decide/subject.h"
#include "extract/decide/surroundings.h"
#include "extract/decide/title.h"
#include "extract/recognise/token_memo.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

/* Working memory of one sentence: its lattice has up to a few thousand items. */
enum { SENTENCE_BYTES = 16 * 1024 * 1024 };
/* Deals of one window; a digest of a whole year has some hundred. */
enum { MAX_MENTIONS = 4096 };
struct ds_decider {
    const ds_ruleset *rules;
    ds_tokeniser *tokeniser;
    ds_token_memo *memo;
    ds_nominator *nominator;
    ds_recogniser *recogniser;
    ds_matcher *matcher;
    ds_features *features;
    ds_model *model;
    ds_judge *judge;
    ds_names *names;
    ds_arena *scratch;  /* of one sentence */
    ds_arena *sentence; /* of that at hand: scratch, or a helper's */
    ds_binder binder;
    ds_subject_words subject_words;
    ds_analysis_tools tools;
    ds_decider_hooks hooks;
    ds_budget *budget;            /* borrowed, may be NULL */
    ds_recognise_context context; /* year carried into and behind a sentence */
    char hash[33];                /* of its first window */
    ds_title title;               /* of the document     */
    bool title_known;
    ds_ahead *ahead;         /* NULL: nobody helps                   */
    ds_budget *ahead_budget; /* for what it does itself ahead of its turn */
    /* whom it helped last */
    const ds_ahead *helped;
    uint64_t helped_round;
};

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
    return status == DS_OK ? ds_arena_new(&decider->scratch, SENTENCE_BYTES) : status;
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
    decider->tools = (ds_analysis_tools){
        rules,        decider->tokeniser, decider->nominator, decider->recogniser, decider->matcher,
        decider->memo};
    const ds_rule *deal_rules;
    ds_ruleset_rules(rules, &deal_rules);
    decider->binder = (ds_binder){
        decider->model,
        deal_rules,
        {ds_ruleset_lexicon(rules, "joiners"), ds_ruleset_lexicon(rules, "share-joiners"),
         ds_ruleset_lexicon(rules, "share-links")},
        ds_ruleset_lexicon(rules, "package-joiners"),
        {ds_ruleset_lexicon(rules, "distributors"), ds_ruleset_lexicon(rules, "joiners")},
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

/* The sentences before this one that may name its subject: of the same section,
 * as few as hold a name and a verb. */
static size_t context_begin(const ds_prepared *prepared, size_t index)
{
    enum { ENOUGH_BYTES = 240, MOST_BYTES = 900, MOST_SENTENCES = 3 };
    const ds_sentence *sentence = &prepared->sentences[index];
    size_t begin = sentence->begin;
    for (size_t back = 1; back <= MOST_SENTENCES && back <= index; back++) {
        const ds_sentence *before = sentence - back;
        if (before->section != sentence->section || sentence->begin - before->begin > MOST_BYTES) {
            break;
        }
        begin = before->begin;
        if (sentence->begin - begin >= ENOUGH_BYTES) {
            break;
        }
    }
    return begin;
}

static size_t byte_of(const ds_prepared *prepared, const ds_sentence *sentence)
{
    size_t begin = sentence->begin;
    return prepared->base + ds_offset_map_source(&prepared->map, begin, begin + 1, NULL).begin;
}

static ds_ahead_task task_of(const ds_prepared *prepared, size_t index)
{
    const ds_sentence *sentence = &prepared->sentences[index];
    size_t begin = context_begin(prepared, index);
    return (ds_ahead_task){.text = ds_str_slice(prepared->text, begin, sentence->end),
                           .begin = begin,
                           .focus = sentence->begin - begin,
                           .byte = byte_of(prepared, sentence)};
}

/* A year told far before is another table's or a forecast's. */
static ds_recognise_context fresh_context(const ds_decider *decider)
{
    return (ds_recognise_context){.published = decider->context.published};
}

/* Grows as deals are found: a mention is large and most documents have few.  Not of the arena,
 * which would keep what was outgrown. */
typedef struct mention_list {
    ds_mention *items;
    size_t n_items;
    size_t cap;
} mention_list;

static bool make_room(mention_list *list)
{
    enum { FIRST_MENTIONS = 8 };
    if (list->n_items < list->cap) {
        return true;
    }
    size_t cap = list->cap ? list->cap + list->cap / 4 : FIRST_MENTIONS; /* 1.5 KB each */
    ds_mention *grown = realloc(list->items, cap * sizeof *grown);
    if (!grown) {
        return false;
    }
    list->items = grown;
    list->cap = cap;
    return true;
}

/* Later sentences know who bought and what was bought. */
static void note_roles(ds_decider *decider, const ds_prepared *prepared, const ds_mention *mention)
{
    ds_range target = mention->target.where;
    for (size_t i = 0; i < mention->n_acquirer; i++) {
        ds_range where = mention->acquirer[i].where;
        ds_names_note(decider->names, ds_str_slice(prepared->text, where.begin, where.end),
                      DS_NAME_BUYER);
    }
    if (!ds_range_empty(target)) {
        ds_names_note(decider->names, ds_str_slice(prepared->text, target.begin, target.end),
                      DS_NAME_TARGET);
    }
}

/* A window on its way through the decider. */
typedef struct passage {
    const ds_document *document;
    const ds_prepared *prepared;
    ds_arena *arena;
    size_t n_tasks; /* trigger sentences so far */
    bool shared;    /* others analyse some of them */
} passage;

static ds_status take_result(ds_decider *decider, passage *window, ds_ahead_result *result,
                             ds_analysis *out)
{
    *out = result->analysis;
    decider->sentence = result->arena;
    decider->context = result->context;
    for (size_t i = 0; i < result->n_overruns; i++) {
        ds_budget_add(decider->budget, window->document->id, &result->overruns[i]);
    }
    return result->status;
}

/* Rather than wait for a helper the owner helps itself; what that overran is told in its turn. */
static ds_ahead_result *take_ahead(ds_decider *decider, size_t task)
{
    ds_budget *budget = decider->budget;
    size_t other;
    while (!ds_ahead_ready(decider->ahead, task) && ds_ahead_claim(decider->ahead, &other)) {
        ds_decider_budget(decider, decider->ahead_budget);
        ds_ahead_do(decider->ahead, other, &decider->tools, decider->ahead_budget);
        ds_decider_budget(decider, budget);
    }
    return ds_ahead_take(decider->ahead, task);
}

/* What the text of a sentence alone tells, from a helper or made here. */
static ds_status analyse(ds_decider *decider, passage *window, size_t index, ds_analysis *out)
{
    ds_ahead_task task = task_of(window->prepared, index);
    ds_budget_place(decider->budget, window->document->id, task.byte);
    ds_ahead_result *result = window->shared ? take_ahead(decider, window->n_tasks) : NULL;
    window->n_tasks++;
    if (result) {
        return take_result(decider, window, result, out);
    }
    ds_arena_reset(decider->scratch);
    decider->sentence = decider->scratch;
    decider->context = fresh_context(decider);
    return ds_analysis_make(&decider->tools, task.text, task.begin, task.focus, &decider->context,
                            decider->scratch, out);
}

/* Once, and not for a document without a trigger; its words are no view of the window's text, which
 * the memo is for. */
static ds_status know_title(ds_decider *decider, const ds_document *document)
{
    if (decider->title_known) {
        return DS_OK;
    }
    ds_analysis_tools tools = decider->tools;
    tools.memo = NULL;
    decider->title_known = true;
    return ds_title_read(&tools, document->title, decider->scratch, &decider->title);
}

static ds_status read_sentence(ds_decider *decider, passage *window, size_t index,
                               mention_list *list)
{
    const ds_prepared *prepared = window->prepared;
    ds_analysis analysis;
    ds_target *targets;
    ds_assigned *values = NULL;
    size_t n_targets = 0;
    size_t first = list->n_items;
    ds_status status = know_title(decider, window->document);
    if (status == DS_OK) {
        status = analyse(decider, window, index, &analysis);
    }
    ds_arena *scratch = decider->sentence;
    ds_surroundings around = {.judge = decider->judge,
                              .recogniser = decider->recogniser,
                              .prepared = prepared,
                              .analysis = &analysis,
                              .context = decider->context,
                              .scratch = scratch};
    enum { LONE_SENTENCES = 2 }; /* a sentence, and what the cut at a semicolon leaves */
    analysis.lone = prepared->n_sentences <= LONE_SENTENCES;
    analysis.title = &decider->title;
    if (status == DS_OK) {
        status = ds_names_mark(decider->names, &analysis, scratch);
    }
    if (status == DS_OK && decider->hooks.analysis) {
        decider->hooks.analysis(decider->hooks.payload, &analysis);
    }
    if (decider->hooks.teaching) {
        return status;
    }
    if (status == DS_OK && ds_model_fitted(decider->model)) {
        status = ds_scorer_new(&analysis.scorer, decider->model, &analysis, scratch);
    }
    if (status == DS_OK) {
        status = ds_choose_targets(decider->model, &analysis, scratch, &targets, &n_targets);
    }
    if (status == DS_OK) {
        n_targets =
            ds_bind_joined(&decider->binder, &analysis, targets, n_targets, DS_CHOOSE_MAX_DEALS);
    }
    if (status == DS_OK) {
        const ds_binder *binder = &decider->binder;
        status = ds_assign(binder->model, &binder->distributor, binder->reuse, &analysis, targets,
                           n_targets, scratch, &values);
    }
    for (size_t t = 0; status == DS_OK && t < n_targets && list->n_items < MAX_MENTIONS; t++) {
        if (!make_room(list)) {
            return DS_ENOMEM;
        }
        ds_mention *mention = &list->items[list->n_items];
        status = ds_bind(&decider->binder, &analysis, targets, n_targets, t, &values[t], scratch,
                         mention);
        mention->sentence = index;
        mention->in_table =
            analysis.cells && targets[t].named && analysis.row[targets[t].filler.first] > 0;
        if (status == DS_OK) {
            mention->subject = ds_subject_find(&decider->subject_words, prepared->text, mention);
            status = ds_surroundings_judge(&around, window->arena, mention);
        }
        if (status == DS_OK && decider->hooks.mention) {
            decider->hooks.mention(decider->hooks.payload, &analysis, mention);
        }
        list->n_items++;
        note_roles(decider, prepared, mention);
    }
    if (status == DS_OK && decider->hooks.sentence) {
        decider->hooks.sentence(decider->hooks.payload, &analysis, list->items + first,
                                list->n_items - first);
    }
    return status;
}

/* Offers the trigger sentences of a window to those that have nothing else to do. */
static ds_status offer(ds_decider *decider, passage *window)
{
    const ds_prepared *prepared = window->prepared;
    size_t n = 0;
    for (size_t s = 0; s < prepared->n_sentences; s++) {
        n += (prepared->sentences[s].flags & DS_SENTENCE_TRIGGER) != 0;
    }
    if (!decider->ahead || n < DS_AHEAD_LEAST_SENTENCES) {
        return DS_OK;
    }
    ds_ahead_task *tasks = DS_ARENA_TAKE(window->arena, n, ds_ahead_task);
    if (!tasks) {
        return DS_ENOMEM;
    }
    for (size_t s = 0, task = 0; s < prepared->n_sentences; s++) {
        if (prepared->sentences[s].flags & DS_SENTENCE_TRIGGER) {
            tasks[task++] = task_of(prepared, s);
        }
    }
    window->shared = true;
    ds_ahead_open(decider->ahead, tasks, n, window->document->id, fresh_context(decider));
    return DS_OK;
}

static ds_status read_sentences(ds_decider *decider, passage *window, mention_list *list)
{
    const ds_prepared *prepared = window->prepared;
    ds_status status = offer(decider, window);
    for (size_t s = 0; status == DS_OK && s < prepared->n_sentences; s++) {
        if (prepared->sentences[s].flags & DS_SENTENCE_TRIGGER) {
            status = read_sentence(decider, window, s, list);
        }
    }
    if (window->shared) {
        ds_ahead_close(decider->ahead);
    }
    return status;
}

ds_status ds_decider_share(ds_decider *decider, ds_ahead_wake *wake, void *payload)
{
    ds_status status = ds_budget_new(&decider->ahead_budget, NULL);
    if (status == DS_OK) {
        ds_budget_hush(decider->ahead_budget);
        status = ds_ahead_new(&decider->ahead, SENTENCE_BYTES, wake, payload);
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
    mention_list list = {0};
    ds_token_memo_clear(decider->memo);
    ds_status status = learn_names(decider, prepared);
    if (status == DS_OK) {
        passage whole = {.document = document, .prepared = prepared, .arena = arena};
        status = read_sentences(decider, &whole, &list);
    }
    ds_resolution resolution;
    if (status == DS_OK) {
        ds_resolver resolver = {decider->rules, decider->names, prepared,
                                ds_matcher_stretches(decider->matcher)};
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
