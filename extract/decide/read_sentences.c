#include "extract/decide/choose.h"
#include "extract/decide/decider.h"
#include "extract/decide/respective.h"
#include "extract/decide/scorer.h"
#include "extract/decide/surroundings.h"

#include <stdlib.h>
#include <string.h>

/* Deals of one window; a digest of a whole year has some hundred. */
enum { MAX_MENTIONS = 4096 };

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

static ds_ahead_task task_of(const ds_decider *decider, const ds_prepared *prepared, size_t index)
{
    const ds_sentence *sentence = &prepared->sentences[index];
    size_t begin = context_begin(prepared, index);
    return (ds_ahead_task){.text = ds_str_slice(prepared->text, begin, sentence->end),
                           .begin = begin,
                           .focus = sentence->begin - begin,
                           .byte = byte_of(prepared, sentence),
                           .known = decider->tools.known};
}

/* A year told far before is another table's or a forecast's. */
static ds_recognise_context fresh_context(const ds_decider *decider)
{
    return (ds_recognise_context){.published = decider->context.published};
}

static bool make_room(ds_mention_list *list)
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
    ds_ahead_task task = task_of(decider, window->prepared, index);
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

/* The deals of a sentence. */
typedef struct told {
    ds_target *targets;
    ds_assigned *values; /* by target */
    size_t n;
} told;

/* Once, and not for a document without a trigger; its words are no view of the window's text, which
 * the memo is for. */
static ds_status know_title(ds_decider *decider, const ds_document *document)
{
    if (decider->title_known) {
        return DS_OK;
    }
    ds_analysis_tools tools = decider->tools;
    tools.memo = NULL;
    tools.known = NULL;
    decider->title_known = true;
    return ds_title_read(&tools, document->title, decider->scratch, &decider->title);
}

/* The buyers or the sellers of a deal. */
typedef struct side {
    ds_party_mention *list;
    size_t *n;
} side;

static side side_of(ds_mention *mention, ds_role role)
{
    return role == DS_ROLE_SELLER ? (side){mention->seller, &mention->n_seller}
                                  : (side){mention->acquirer, &mention->n_acquirer};
}

/* The deal before it in the sentence, if its buyer stands in front of this one: a list names
 * him once, or what it is about buys all of it.  So with sellers of sales. */
static ds_mention *named_before(const ds_topics *topics, const ds_topic_deal *deal, ds_role role,
                                ds_mention *first, ds_mention *mention)
{
    for (ds_mention *at = mention; at-- > first;) {
        side parties = side_of(at, role);
        if (*parties.n && !parties.list[0].described) {
            ds_range party = parties.list[0].where;
            bool fits = party.begin < mention->trigger.begin &&
                        !ds_topic_in_other_row(deal, party.begin) &&
                        !ds_topic_is_party(topics, deal, party);
            return fits ? at : NULL;
        }
    }
    return NULL;
}

/* Who buys where the sentence names nobody, or sells: he of the list, or a suggestion for the
 * resolver. */
static ds_status inherit(ds_decider *decider, const ds_analysis *analysis, const ds_target *targets,
                         size_t n_targets, size_t which, ds_mention *first, ds_mention *mention)
{
    ds_role role = ds_topic_role(mention);
    if (role == DS_ROLE_TOPIC || !ds_model_fitted_for(decider->model, DS_ROLE_TOPIC)) {
        return DS_OK;
    }
    const ds_topic_deal deal = ds_topic_deal_of(analysis, targets, n_targets, which, mention);
    ds_mention *before = named_before(decider->topics, &deal, role, first, mention);
    if (before) {
        side parties = side_of(mention, role);
        parties.list[0] = side_of(before, role).list[0];
        parties.list[0].inherited = true;
        *parties.n = 1;
        if (role == DS_ROLE_ACQUIRER) {
            mention->acquirer_from = DS_BUYER_OF_LIST;
            mention->acquirer_share = before->acquirer_share;
        }
        return DS_OK;
    }
    ds_topic_choice choice = {0};
    ds_status status = ds_topics_choose(decider->topics, &deal, &choice);
    if (status == DS_OK && choice.found) {
        mention->topic = choice.party;
        mention->topic_share = choice.share;
    }
    return status;
}

/* The stretch of the sentence around mention m that no other trigger bounds; empty if another
 * mention has its trigger. */
static ds_range reach_of(const ds_mention_list *list, size_t first, size_t m)
{
    ds_range reach = {0, SIZE_MAX};
    ds_range own = list->items[m].trigger;
    for (size_t i = first; i < list->n_items; i++) {
        ds_range other = list->items[i].trigger;
        if (i != m && other.begin == own.begin) {
            return (ds_range){0, 0};
        }
        if (other.begin < own.begin && other.end > reach.begin) {
            reach.begin = other.end;
        }
        if (other.begin > own.begin && other.begin < reach.end) {
            reach.end = other.begin;
        }
    }
    return reach;
}

/* Deals whose parties or dates come in lists that map in order, into as many.  Hooks have seen
 * them whole. */
static ds_status divide(const ds_decider *decider, const ds_analysis *analysis,
                        ds_mention_list *list, size_t first)
{
    for (size_t m = first; m < list->n_items; m++) {
        ds_mention parts[DS_RESPECTIVE_MAX];
        size_t n = ds_respective_divide(&decider->binder.distributor, analysis, &list->items[m],
                                        reach_of(list, first, m), parts);
        if (n == 0) {
            continue;
        }
        size_t behind = list->n_items - (m + 1);
        for (size_t more = 1; more < n; more++) {
            if (!make_room(list)) {
                return DS_ENOMEM;
            }
            list->items[list->n_items++] = parts[more]; /* no entry is ever unwritten */
        }
        memmove(&list->items[m + n], &list->items[m + 1], behind * sizeof list->items[0]);
        memcpy(&list->items[m], parts, n * sizeof parts[0]);
        m += n - 1;
    }
    return DS_OK;
}

/* Fills in what the document says of the sentence. */
static ds_status look_up(ds_decider *decider, const passage *window, size_t index,
                         ds_analysis *analysis)
{
    enum { LONE_SENTENCES = 2 }; /* a sentence, and what the cut at a semicolon leaves */
    analysis->sentence = index;
    analysis->lone = window->prepared->n_sentences <= LONE_SENTENCES;
    analysis->title = &decider->title;
    ds_status status = ds_names_mark(decider->names, analysis, decider->sentence);
    if (status == DS_OK && decider->hooks.analysis) {
        decider->hooks.analysis(decider->hooks.payload, analysis);
    }
    return status;
}

/* The deals that the sentence tells, and their prices, days and stakes. */
static ds_status choose(ds_decider *decider, ds_analysis *analysis, told *out)
{
    const ds_binder *binder = &decider->binder;
    ds_arena *scratch = decider->sentence;
    ds_status status = DS_OK;
    if (ds_model_fitted(decider->model)) {
        status = ds_scorer_new(&analysis->scorer, decider->model, analysis, scratch);
    }
    if (status == DS_OK) {
        status = ds_choose_targets(decider->model, analysis, scratch, &out->targets, &out->n);
    }
    if (status != DS_OK) {
        return status;
    }
    out->n = ds_bind_joined(binder, analysis, out->targets, out->n, DS_CHOOSE_MAX_DEALS);
    out->n = ds_instalments_add(&binder->rest, analysis, out->targets, out->n, DS_CHOOSE_MAX_DEALS);
    return ds_assign(binder->model, &binder->distributor, binder->reuse, analysis, out->targets,
                     out->n, scratch, &out->values);
}

/* Makes the mention of deal `which`, the last of the list; those from `first` on are of this
 * sentence. */
static ds_status add_mention(ds_decider *decider, const passage *window, ds_surroundings *around,
                             const told *deals, size_t which, size_t first, ds_mention_list *list)
{
    const ds_analysis *analysis = around->analysis;
    const ds_target *target = &deals->targets[which];
    if (!make_room(list)) {
        return DS_ENOMEM;
    }
    ds_mention *mention = &list->items[list->n_items];
    ds_status status = ds_bind(&decider->binder, analysis, deals->targets, deals->n, which,
                               &deals->values[which], around->scratch, mention);
    mention->sentence = analysis->sentence;
    mention->in_table = analysis->cells && target->named && analysis->row[target->filler.first] > 0;
    if (status == DS_OK) {
        status = inherit(decider, analysis, deals->targets, deals->n, which, &list->items[first],
                         mention);
    }
    if (status == DS_OK) {
        mention->subject =
            ds_subject_find(&decider->subject_words, window->prepared->text, mention);
        status = ds_surroundings_judge(around, window->arena, mention);
    }
    if (status == DS_OK && decider->hooks.mention) {
        decider->hooks.mention(decider->hooks.payload, analysis, mention);
    }
    list->n_items++;
    return status;
}

static ds_status read_sentence(ds_decider *decider, passage *window, size_t index,
                               ds_mention_list *list)
{
    ds_analysis analysis;
    told deals = {.n = 0};
    size_t first = list->n_items;
    ds_status status = know_title(decider, window->document);
    if (status == DS_OK) {
        status = analyse(decider, window, index, &analysis);
    }
    if (status == DS_OK) {
        status = look_up(decider, window, index, &analysis);
    }
    if (status != DS_OK || decider->hooks.teaching) {
        return status;
    }
    ds_surroundings around = {.judge = decider->judge,
                              .recogniser = decider->recogniser,
                              .prepared = window->prepared,
                              .analysis = &analysis,
                              .context = decider->context,
                              .scratch = decider->sentence};
    status = choose(decider, &analysis, &deals);
    for (size_t t = 0; status == DS_OK && t < deals.n && list->n_items < MAX_MENTIONS; t++) {
        status = add_mention(decider, window, &around, &deals, t, first, list);
    }
    if (status == DS_OK && decider->hooks.sentence) {
        decider->hooks.sentence(decider->hooks.payload, &analysis, list->items + first,
                                list->n_items - first);
    }
    if (status == DS_OK) {
        status = divide(decider, &analysis, list, first);
    }
    for (size_t m = first; status == DS_OK && m < list->n_items; m++) {
        note_roles(decider, window->prepared, &list->items[m]);
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
            tasks[task++] = task_of(decider, prepared, s);
        }
    }
    window->shared = true;
    ds_ahead_open(decider->ahead, tasks, n, window->document->id, fresh_context(decider));
    return DS_OK;
}

ds_status ds_decider_read(ds_decider *decider, const ds_document *document,
                          const ds_prepared *prepared, ds_arena *arena, ds_mention_list *list)
{
    passage window = {.document = document, .prepared = prepared, .arena = arena};
    ds_status status = offer(decider, &window);
    for (size_t s = 0; status == DS_OK && s < prepared->n_sentences; s++) {
        if (prepared->sentences[s].flags & DS_SENTENCE_TRIGGER) {
            status = read_sentence(decider, &window, s, list);
        }
    }
    if (window.shared) {
        ds_ahead_close(decider->ahead);
    }
    return status;
}
