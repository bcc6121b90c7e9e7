#include "extract/decide/topic_digest.h"

#include "extract/decide/edge.h"
#include "extract/decide/eligible.h"
#include "extract/decide/observe_topic.h"

#include <stdlib.h>

enum {
    BACK_BYTES = 5000, /* flattened tables are long sentences */
    AHEAD_BYTES = 3000,
    RING = 32,                     /* sentences that are kept, for the deals behind */
    SLOTS = RING + DS_TOPIC_FIRST, /* and always the first ones                   */
    /* Working memory of one sentence. */
    ANALYSIS_BYTES = 16 * 1024 * 1024,
};
_Static_assert(DS_TOPIC_BACK + 1 + DS_TOPIC_AHEAD <= RING, "what is around a deal fits");

/* Stretches that tell of the text beside them. */
enum {
    CAPTION_MARKS = 1u << DS_STRETCH_PARTY | 1u << DS_STRETCH_NOUN | 1u << DS_STRETCH_TOPIC,
};

typedef uint32_t id_list[DS_TOPIC_IDS];

/* The names of one sentence. */
typedef struct slot {
    bool filled;
    size_t sentence;
    size_t n_names;
    ds_topic_name names[DS_TOPIC_NAMES];
} slot;

struct ds_topic_digests {
    ds_analysis_tools tools;
    const ds_model *model;
    const ds_names *names;
    const ds_prepared *prepared;
    bool first;        /* window of its document */
    ds_arena *scratch; /* of the sentence that is read        */
    slot *slots;       /* see slot_of()                       */
    id_list *ids;      /* of their names; NULL: are not kept  */
};

ds_status ds_topic_digests_new(ds_topic_digests **out, const ds_analysis_tools *tools,
                               const ds_model *model, const ds_names *names)
{
    ds_topic_digests *digests = calloc(1, sizeof *digests);
    if (!digests) {
        return DS_ENOMEM;
    }
    digests->tools = *tools;
    digests->model = model;
    digests->names = names;
    digests->slots = calloc(SLOTS, sizeof *digests->slots);
    if (!digests->slots || ds_arena_new(&digests->scratch, ANALYSIS_BYTES) != DS_OK) {
        ds_topic_digests_free(digests);
        return DS_ENOMEM;
    }
    *out = digests;
    return DS_OK;
}

void ds_topic_digests_free(ds_topic_digests *digests)
{
    if (digests) {
        ds_arena_free(digests->scratch);
        free(digests->slots);
        free(digests->ids);
        free(digests);
    }
}

void ds_topic_digests_window(ds_topic_digests *digests, const ds_prepared *prepared, bool first)
{
    digests->first = first;
    digests->prepared = prepared;
    for (size_t i = 0; i < SLOTS; i++) {
        digests->slots[i].filled = false;
    }
}

ds_status ds_topic_digests_list(ds_topic_digests *digests)
{
    if (!digests->ids) {
        digests->ids = calloc((size_t)SLOTS * DS_TOPIC_NAMES, sizeof *digests->ids);
        ds_topic_digests_window(digests, digests->prepared, digests->first);
    }
    return digests->ids ? DS_OK : DS_ENOMEM;
}

enum {
    NAME_BITS = DS_NOMINEE_LISTED | DS_NOMINEE_LEGAL | DS_NOMINEE_LATIN | DS_NOMINEE_QUOTED |
                DS_NOMINEE_CODE | DS_NOMINEE_DESCRIBED,
};

/* Does the document say whose name it is? */
static bool is_known(const ds_topic_digests *digests, const ds_analysis *analysis, size_t form)
{
    const ds_form *text = &analysis->nominees.forms[form];
    return analysis->form_name[form] == DS_NAME_TITLE ||
           ds_names_party(digests->names, text->text, text->hash) != text->hash;
}

/* A common word names nobody, and a name does not stand in the middle of other words, unless
 * something else says so. */
static bool may_be_topic(const ds_topic_digests *digests, const ds_analysis *analysis, size_t c)
{
    const ds_candidate *candidate = &analysis->nominees.candidates[c];
    const uint16_t *chain = analysis->chain;
    size_t next = candidate->last + 1u;
    bool word = candidate->bits & DS_NOMINEE_COMMON && candidate->first == candidate->last;
    bool cut_left = candidate->first > 0 && chain[candidate->first] != DS_TOKEN_NOTHING &&
                    chain[candidate->first - 1] == chain[candidate->first];
    bool cut_right = next < analysis->n_tokens && chain[candidate->last] != DS_TOKEN_NOTHING &&
                     chain[next] == chain[candidate->last];
    return ds_eligible_topic(analysis, c) &&
           (candidate->bits & NAME_BITS || !(word || (cut_left && cut_right)) ||
            is_known(digests, analysis, candidate->form));
}

/* What the features of a name in its sentence give. */
static ds_net_input weigh_name(const ds_topic_digests *digests, const ds_analysis *analysis,
                               const ds_filler *filler, ds_edges *edges)
{
    ds_feature_list list;
    list.n = 0;
    ds_observer ex = {ds_model_features(digests->model), analysis, &list};
    ds_observed_run run = ds_observe_run(analysis, filler);
    const ds_net_input *shared[2];
    ds_net_input sum;
    (void)ds_edges_whole(edges, filler, &run, &sum);
    ds_edges_sums(edges, filler, &run, false, shared);
    ds_net_input_add(&sum, shared[0]);
    ds_net_input_add(&sum, shared[1]);
    ds_observe_topic_stretch(&ex, filler);
    ds_model_weigh(digests->model, DS_ROLE_TOPIC, &list, &sum);
    return sum;
}

/* Notes these features themselves. */
static void keep_ids(ds_topic_digests *digests, const slot *into, const ds_analysis *analysis,
                     const ds_filler *filler, ds_topic_name *name)
{
    ds_feature_list list;
    list.n = 0;
    ds_observer ex = {ds_model_features(digests->model), analysis, &list};
    size_t number = (size_t)(into - digests->slots) * DS_TOPIC_NAMES + into->n_names;
    uint32_t *ids = digests->ids[number];
    ds_observe_topic_name(&ex, filler);
    name->n_ids = (uint16_t)(list.n < DS_TOPIC_IDS ? list.n : DS_TOPIC_IDS);
    memcpy(ids, list.ids, name->n_ids * sizeof list.ids[0]);
    name->ids = ids;
}

static void add_name(ds_topic_digests *digests, slot *into, const ds_analysis *analysis, size_t c,
                     ds_edges *edges)
{
    const ds_candidate *candidate = &analysis->nominees.candidates[c];
    const ds_form *form = &analysis->nominees.forms[candidate->form];
    ds_topic_name *name = &into->names[into->n_names];
    ds_filler filler = {candidate->first, candidate->last, candidate, NULL};
    *name = (ds_topic_name){
        .where = {analysis->begin + candidate->begin, analysis->begin + candidate->end},
        .form = form->hash,
        .party = ds_names_party(digests->names, form->text, form->hash),
        .described = (candidate->bits & DS_NOMINEE_DESCRIBED) != 0,
        .in_caption = (analysis->marks[candidate->last] & CAPTION_MARKS) != 0,
        .input = weigh_name(digests, analysis, &filler, edges)};
    if (digests->ids) {
        keep_ids(digests, into, analysis, &filler, name);
    }
    into->n_names++;
}

/* Reads the names of a sentence. */
static ds_status fill(ds_topic_digests *digests, slot *into, size_t index)
{
    const ds_sentence *sentence = &digests->prepared->sentences[index];
    ds_str text = ds_str_slice(digests->prepared->text, sentence->begin, sentence->end);
    ds_recognise_context context = {0};
    ds_analysis analysis;
    ds_arena_reset(digests->scratch);
    into->filled = false;
    ds_status status = ds_analysis_read(&digests->tools, text, sentence->begin, 0, &context,
                                        digests->scratch, &analysis);
    if (status == DS_OK) {
        status = ds_names_known(digests->names, &analysis, digests->scratch);
    }
    ds_edges edges;
    if (status == DS_OK) {
        status = ds_edges_begin(&edges, digests->model, &analysis, DS_ROLE_TOPIC, digests->scratch);
    }
    if (status != DS_OK) {
        return status;
    }
    into->n_names = 0;
    for (size_t c = 0; c < analysis.nominees.n_candidates && into->n_names < DS_TOPIC_NAMES; c++) {
        if (may_be_topic(digests, &analysis, c)) {
            add_name(digests, into, &analysis, c, &edges);
        }
    }
    into->sentence = index;
    into->filled = true;
    return DS_OK;
}

static size_t back_step(size_t sentences)
{
    return DS_TOPIC_STEP_BACK + (sentences <= 3   ? sentences - 1
                                 : sentences <= 5 ? 3
                                 : sentences <= 8 ? 4
                                                  : 5);
}

static size_t ahead_step(size_t sentences)
{
    return DS_TOPIC_STEP_AHEAD - DS_TOPIC_STEP_BACK + back_step(sentences);
}

static void add_sentence(ds_topic_digest *out, size_t *n, size_t sentence, size_t step)
{
    out[(*n)++] = (ds_topic_digest){.sentence = sentence, .step = step};
}

/* Which sentences are around; their number. */
static size_t find_around(const ds_topic_digests *digests, size_t own, ds_topic_digest *out)
{
    const ds_prepared *prepared = digests->prepared;
    const ds_sentence *sentences = prepared->sentences;
    size_t first = own;
    size_t n = 0;
    for (size_t back = 1; back <= DS_TOPIC_BACK && back <= own &&
                          sentences[own].begin - sentences[own - back].begin <= BACK_BYTES;
         back++) {
        first = own - back;
        add_sentence(out, &n, first, back_step(back));
    }
    for (size_t ahead = 1; ahead <= DS_TOPIC_AHEAD && own + ahead < prepared->n_sentences &&
                           sentences[own + ahead].end - sentences[own].end <= AHEAD_BYTES;
         ahead++) {
        add_sentence(out, &n, own + ahead, ahead_step(ahead));
    }
    for (size_t s = 0; s < DS_TOPIC_FIRST && s < first && digests->first; s++) {
        add_sentence(out, &n, s, DS_TOPIC_STEP_FIRST);
    }
    return n;
}

static slot *slot_of(const ds_topic_digests *digests, size_t sentence)
{
    return &digests->slots[sentence < DS_TOPIC_FIRST ? RING + sentence : sentence % RING];
}

ds_status ds_topic_digests_around(ds_topic_digests *digests, size_t own,
                                  ds_topic_digest out[DS_TOPIC_AROUND], size_t *n_out)
{
    size_t n = find_around(digests, own, out);
    for (size_t i = 0; i < n; i++) {
        slot *from = slot_of(digests, out[i].sentence);
        bool known = from->filled && from->sentence == out[i].sentence;
        ds_status status = known ? DS_OK : fill(digests, from, out[i].sentence);
        if (status != DS_OK) {
            return status;
        }
        out[i].names = from->names;
        out[i].n_names = from->n_names;
    }
    *n_out = n;
    return DS_OK;
}
