#include "extract/decide/surroundings.h"

/* Sentences behind a deal whose entities the judge may look at. */
enum { SENTENCES_BEHIND = 2, MAX_NEARBY = 64 };

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
        out[n++] = ds_entity_moved(*entity, begin);
    }
    return n;
}

/* Entities of this sentence and those behind it, and the rates of those before
 * it, in offsets of the text. */
static size_t nearby(const ds_surroundings *around, size_t sentence, ds_entity *out)
{
    const ds_prepared *prepared = around->prepared;
    const ds_analysis *analysis = around->analysis;
    size_t n = 0;
    for (size_t e = 0; e < analysis->n_entities; e++) {
        bool before = analysis->entities[e].begin < analysis->focus;
        if (before && analysis->entities[e].kind != DS_ENTITY_RATE) {
            continue;
        }
        n = add_nearby(&analysis->entities[e], analysis->begin, out, n);
    }
    bool dates = ds_judge_dates_behind(around->judge, prepared, sentence);
    for (size_t s = sentence + 1; s <= sentence + SENTENCES_BEHIND && s < prepared->n_sentences;
         s++) {
        const ds_entity *found;
        size_t n_found;
        const ds_sentence *behind = &prepared->sentences[s];
        ds_str text = ds_str_slice(prepared->text, behind->begin, behind->end);
        if (!dates && !ds_recogniser_may_rate(around->recogniser, text)) {
            continue;
        }
        ds_recognise_context context = around->context;
        if (ds_recogniser_find(around->recogniser, text, &context, around->scratch, &found,
                               &n_found) != DS_OK) {
            break;
        }
        for (size_t e = 0; e < n_found; e++) {
            n = add_nearby(&found[e], behind->begin, out, n);
        }
    }
    return n;
}

static ds_status read_around(ds_surroundings *around, size_t sentence, ds_arena *arena)
{
    ds_entity found[MAX_NEARBY];
    around->n_items = nearby(around, sentence, found);
    around->items = DS_ARENA_NEW(arena, around->n_items, ds_entity); /* findings point into it */
    if (around->items && around->n_items) {
        memcpy(around->items, found, around->n_items * sizeof *found);
    }
    return around->items ? DS_OK : DS_ENOMEM;
}

enum { MAX_PARTIES = 2 * DS_MENTION_MAX_PARTIES };

static size_t add_names(const ds_party_mention *list, size_t n, ds_range *out, size_t n_out)
{
    for (size_t i = 0; i < n; i++) {
        out[n_out++] = list[i].where;
    }
    return n_out;
}

ds_status ds_surroundings_judge(ds_surroundings *around, ds_arena *arena, ds_mention *mention)
{
    ds_status status = DS_OK;
    if (!around->items) {
        status = read_around(around, mention->sentence, arena);
    }
    if (status != DS_OK) {
        return status;
    }
    const ds_prepared *prepared = around->prepared;
    bool buyer = mention->n_acquirer > 0;
    ds_range names[MAX_PARTIES];
    size_t n_names = add_names(mention->acquirer, mention->n_acquirer, names, 0);
    n_names = add_names(mention->seller, mention->n_seller, names, n_names);
    ds_judge_input input = {
        .doc = prepared,
        .sentence = mention->sentence,
        .clause = clause_of(&prepared->sentences[mention->sentence], mention),
        .trigger = mention->trigger,
        .target = mention->target.where,
        .acquirer = buyer ? mention->acquirer[0].where : (ds_range){0, 0},
        .parties = names,
        .n_parties = n_names,
        .entities = around->items,
        .n_entities = around->n_items,
        .named_acquirer = buyer && !mention->acquirer[0].described,
        .named_target = !ds_range_empty(mention->target.where) && !mention->target.described,
    };
    return ds_judge_read(around->judge, &input, arena, &mention->judgement);
}
