#include "extract/decide/decide.h"

#include "extract/decide/bind.h"
#include "extract/decide/choose.h"
#include "extract/decide/match.h"
#include "extract/decide/name.h"
#include "extract/decide/record.h"
#include "extract/decide/resolve.h"
#include "extract/decide/scorer.h"
#include "extract/decide/subject.h"
#include "extract/recognise/token_memo.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

/* Working memory of one sentence: its lattice has up to a few thousand items. */
enum { SENTENCE_BYTES = 16 * 1024 * 1024 };
/* Deals of one window; a digest of a whole year has some hundred. */
enum { MAX_MENTIONS = 4096 };
/* Sentences behind a deal whose entities the judge may look at. */
enum { SENTENCES_BEHIND = 2, MAX_NEARBY = 64 };

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
    ds_arena *scratch; /* of one sentence */
    ds_binder binder;
    ds_subject_words subject_words;
    ds_analysis_tools tools;
    ds_decider_hooks hooks;
    ds_budget *budget;            /* borrowed, may be NULL */
    ds_recognise_context context; /* year carried into and behind a sentence */
    char hash[33];                /* of its first window */
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
        ds_ruleset_lexicon(rules, "joiners"),
        ds_ruleset_lexicon(rules, "package-joiners"),
        {ds_ruleset_lexicon(rules, "distributors"), ds_ruleset_lexicon(rules, "joiners")}};
    decider->subject_words = ds_subject_words_of(rules);
    *out = decider;
    return DS_OK;
}

void ds_decider_free(ds_decider *decider)
{
    if (decider) {
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
    out[0] = (ds_kept){DS_TOKENISER_KEPT, ds_tokeniser_table(decider->tokeniser)};
    out[1] = (ds_kept){DS_MODEL_KEPT, ds_model_table(decider->model)};
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

static ds_range clause_of(const ds_sentence *sentence, const ds_mention *mention)
{
    ds_range clause = mention->trigger;
    const ds_range parts[] = {mention->target.where,
                              mention->n_acquirer ? mention->acquirer[0].where : (ds_range){0, 0},
                              mention->n_seller ? mention->seller[0].where : (ds_range){0, 0}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        bool here = parts[i].begin >= sentence->begin && parts[i].end <= sentence->end;
        if (!ds_range_empty(parts[i]) && here) {
            clause.begin = parts[i].begin < clause.begin ? parts[i].begin : clause.begin;
            clause.end = parts[i].end > clause.end ? parts[i].end : clause.end;
        }
    }
    return clause;
}

/* Kinds that the judge asks for. */
static bool is_judged(const ds_entity *entity)
{
    return entity->kind == DS_ENTITY_STAKE || entity->kind == DS_ENTITY_DATE ||
           entity->kind == DS_ENTITY_RATE;
}

/* Adds an entity of a text that begins at byte `begin`. */
static size_t add_nearby(const ds_entity *entity, size_t begin, ds_entity *out, size_t n)
{
    if (n < MAX_NEARBY && is_judged(entity)) {
        out[n] = *entity;
        out[n].begin += begin;
        out[n].core += begin;
        out[n++].end += begin;
    }
    return n;
}

/* Entities of this sentence and those behind it, and the rates of those before
 * it, in offsets of the text. */
static size_t nearby(ds_decider *decider, const ds_prepared *prepared, const ds_analysis *analysis,
                     size_t sentence, ds_entity *out)
{
    size_t n = 0;
    for (size_t e = 0; e < analysis->n_entities; e++) {
        bool before = analysis->entities[e].begin < analysis->focus;
        if (before && analysis->entities[e].kind != DS_ENTITY_RATE) {
            continue;
        }
        n = add_nearby(&analysis->entities[e], analysis->begin, out, n);
    }
    bool dates = ds_judge_dates_behind(decider->judge, prepared, sentence);
    for (size_t s = sentence + 1; s <= sentence + SENTENCES_BEHIND && s < prepared->n_sentences;
         s++) {
        const ds_entity *found;
        size_t n_found;
        ds_str text = sentence_text(prepared, &prepared->sentences[s]);
        if (!dates && !ds_recogniser_may_rate(decider->recogniser, text)) {
            continue;
        }
        ds_recognise_context context = decider->context;
        if (ds_recogniser_find(decider->recogniser, text, &context, decider->scratch, &found,
                               &n_found) != DS_OK) {
            break;
        }
        for (size_t e = 0; e < n_found; e++) {
            n = add_nearby(&found[e], prepared->sentences[s].begin, out, n);
        }
    }
    return n;
}

/* Entities of a sentence and behind it: the same for all its deals. */
typedef struct surroundings {
    ds_entity *items; /* NULL: not read yet */
    size_t n_items;
} surroundings;

static ds_status read_surroundings(ds_decider *decider, const ds_prepared *prepared,
                                   const ds_analysis *analysis, size_t sentence, ds_arena *arena,
                                   surroundings *out)
{
    ds_entity found[MAX_NEARBY];
    out->n_items = nearby(decider, prepared, analysis, sentence, found);
    out->items = DS_ARENA_NEW(arena, out->n_items, ds_entity); /* findings point into it */
    if (out->items && out->n_items) {
        memcpy(out->items, found, out->n_items * sizeof *found);
    }
    return out->items ? DS_OK : DS_ENOMEM;
}

static ds_status judge(ds_decider *decider, const ds_prepared *prepared,
                       const ds_analysis *analysis, surroundings *around, ds_arena *arena,
                       ds_mention *mention)
{
    ds_status status = DS_OK;
    if (!around->items) {
        status = read_surroundings(decider, prepared, analysis, mention->sentence, arena, around);
    }
    if (status != DS_OK) {
        return status;
    }
    bool buyer = mention->n_acquirer > 0;
    ds_judge_input input = {
        .doc = prepared,
        .sentence = mention->sentence,
        .clause = clause_of(&prepared->sentences[mention->sentence], mention),
        .trigger = mention->trigger,
        .target = mention->target.where,
        .acquirer = buyer ? mention->acquirer[0].where : (ds_range){0, 0},
        .entities = around->items,
        .n_entities = around->n_items,
        .named_acquirer = buyer && !mention->acquirer[0].described,
        .named_target = !ds_range_empty(mention->target.where) && !mention->target.described,
    };
    return ds_judge_read(decider->judge, &input, arena, &mention->judgement);
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

/* For the account of costly matches. */
static void place(const ds_decider *decider, const ds_document *document,
                  const ds_prepared *prepared, size_t begin)
{
    if (decider->budget) {
        ds_range source = ds_offset_map_source(&prepared->map, begin, begin + 1, NULL);
        ds_budget_place(decider->budget, document->id, prepared->base + source.begin);
    }
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
    size_t cap = list->cap ? list->cap * 2 : FIRST_MENTIONS;
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

static ds_status read_sentence(ds_decider *decider, const ds_prepared *prepared, size_t index,
                               ds_arena *arena, mention_list *list)
{
    const ds_sentence *sentence = &prepared->sentences[index];
    ds_arena_reset(decider->scratch);
    ds_analysis analysis;
    ds_target *targets;
    size_t n_targets = 0;
    surroundings around = {NULL, 0};
    size_t first = list->n_items;
    size_t begin = context_begin(prepared, index);
    /* A year told far before is another table's or a forecast's. */
    decider->context = (ds_recognise_context){.published = decider->context.published};
    ds_status status =
        ds_analysis_make(&decider->tools, ds_str_slice(prepared->text, begin, sentence->end), begin,
                         sentence->begin - begin, &decider->context, decider->scratch, &analysis);
    enum { LONE_SENTENCES = 2 }; /* a sentence, and what the cut at a semicolon leaves */
    analysis.lone = prepared->n_sentences <= LONE_SENTENCES;
    if (status == DS_OK) {
        status = ds_names_mark(decider->names, &analysis, decider->scratch);
    }
    if (status == DS_OK && decider->hooks.analysis) {
        decider->hooks.analysis(decider->hooks.payload, &analysis);
    }
    if (decider->hooks.teaching) {
        return status;
    }
    if (status == DS_OK && ds_model_fitted(decider->model)) {
        status = ds_scorer_new(&analysis.scorer, decider->model, &analysis, decider->scratch);
    }
    if (status == DS_OK) {
        status =
            ds_choose_targets(decider->model, &analysis, decider->scratch, &targets, &n_targets);
    }
    if (status == DS_OK) {
        n_targets =
            ds_bind_joined(&decider->binder, &analysis, targets, n_targets, DS_CHOOSE_MAX_DEALS);
    }
    for (size_t t = 0; status == DS_OK && t < n_targets && list->n_items < MAX_MENTIONS; t++) {
        if (!make_room(list)) {
            return DS_ENOMEM;
        }
        ds_mention *mention = &list->items[list->n_items];
        status =
            ds_bind(&decider->binder, &analysis, targets, n_targets, t, decider->scratch, mention);
        mention->sentence = index;
        mention->in_table =
            analysis.cells && targets[t].named && analysis.row[targets[t].filler.first] > 0;
        if (status == DS_OK) {
            mention->subject = ds_subject_find(&decider->subject_words, prepared->text, mention);
            status = judge(decider, prepared, &analysis, &around, arena, mention);
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

ds_status ds_decider_window(ds_decider *decider, const ds_document *document,
                            const ds_window *window, const ds_prepared *prepared, ds_arena *arena,
                            ds_deal_sink *sink, void *payload)
{
    if (window->first) {
        ds_names_clear(decider->names);
        ds_judge_clear(decider->judge);
        ds_str found = ds_str_slice(prepared->text, prepared->title.begin, prepared->title.end);
        ds_names_set_title(decider->names, document->title.len ? document->title : found);
        decider->context = (ds_recognise_context){.published = document->published};
        XXH128_hash_t hash = XXH3_128bits(window->text.ptr, window->text.len);
        snprintf(decider->hash, sizeof decider->hash, "%016llx%016llx",
                 (unsigned long long)hash.high64, (unsigned long long)hash.low64);
    }
    if (decider->hooks.window) {
        decider->hooks.window(decider->hooks.payload, document, prepared);
    }
    mention_list list = {0};
    ds_token_memo_clear(decider->memo);
    ds_status status = learn_names(decider, prepared);
    for (size_t s = 0; status == DS_OK && s < prepared->n_sentences; s++) {
        if (prepared->sentences[s].flags & DS_SENTENCE_TRIGGER) {
            place(decider, document, prepared, prepared->sentences[s].begin);
            status = read_sentence(decider, prepared, s, arena, &list);
        }
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
