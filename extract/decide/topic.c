#include "extract/decide/topic.h"

#include "extract/decide/observe_topic.h"
#include "extract/decide/topic_digest.h"

#include <math.h>
#include <stdlib.h>

/* Slots for the parties around one deal. */
enum { PARTIES = 4096 };
_Static_assert(DS_TOPIC_AROUND *DS_TOPIC_NAMES <= PARTIES / 2, "at most half of them are used");

/* One party around a deal. */
typedef struct party {
    uint64_t key; /* 0: free */
    size_t mentions;
    unsigned roles;            /* ds_name_role bits         */
    double mass;               /* of all its mentions       */
    double best;               /* score of its best mention */
    const ds_topic_name *name; /* that mention              */
} party;

struct ds_topics {
    const ds_model *model;
    ds_names *names;
    const ds_prepared *prepared;
    ds_topic_digests *digests;
    party *parties;
    uint16_t used[PARTIES / 2]; /* slots, in the order in which their parties were met */
    size_t n_used;
};

ds_status ds_topics_new(ds_topics **out, const ds_analysis_tools *tools, const ds_model *model,
                        ds_names *names)
{
    ds_topics *topics = calloc(1, sizeof *topics);
    if (!topics) {
        return DS_ENOMEM;
    }
    topics->model = model;
    topics->names = names;
    topics->parties = calloc(PARTIES, sizeof *topics->parties);
    if (!topics->parties || ds_topic_digests_new(&topics->digests, tools, model, names) != DS_OK) {
        ds_topics_free(topics);
        return DS_ENOMEM;
    }
    *out = topics;
    return DS_OK;
}

void ds_topics_free(ds_topics *topics)
{
    if (topics) {
        ds_topic_digests_free(topics->digests);
        free(topics->parties);
        free(topics);
    }
}

void ds_topics_window(ds_topics *topics, const ds_prepared *prepared, bool first)
{
    topics->prepared = prepared;
    ds_topic_digests_window(topics->digests, prepared, first);
}

ds_str ds_topics_text(const ds_topics *topics, ds_range where)
{
    return ds_str_slice(topics->prepared->text, where.begin, where.end);
}

static uint16_t slot_of(ds_topics *topics, uint64_t key)
{
    key = key ? key : 1;
    size_t slot = (size_t)key % PARTIES;
    while (topics->parties[slot].key && topics->parties[slot].key != key) {
        slot = (slot + 1) % PARTIES;
    }
    if (!topics->parties[slot].key) {
        topics->parties[slot].key = key;
        topics->used[topics->n_used++] = (uint16_t)slot;
    }
    return (uint16_t)slot;
}

ds_topic_deal ds_topic_deal_of(const ds_analysis *analysis, const ds_target *targets,
                               size_t n_targets, size_t which, const ds_mention *mention)
{
    const ds_target *target = &targets[which];
    bool sells = ds_topic_role(mention) == DS_ROLE_SELLER;
    return (ds_topic_deal){.analysis = analysis,
                           .trigger = target->trigger,
                           .right = target->named && target->filler.first > target->trigger,
                           .target = mention->target.where,
                           .others = sells ? mention->acquirer : mention->seller,
                           .n_others = sells ? mention->n_acquirer : mention->n_seller,
                           .siblings = targets,
                           .n_siblings = n_targets};
}

ds_role ds_topic_role(const ds_mention *mention)
{
    if (mention->in_table || ds_range_empty(mention->target.where)) {
        return DS_ROLE_TOPIC;
    }
    if (mention->sale) {
        return mention->n_seller == 0 ? DS_ROLE_SELLER : DS_ROLE_TOPIC;
    }
    return mention->n_acquirer == 0 ? DS_ROLE_ACQUIRER : DS_ROLE_TOPIC;
}

bool ds_topic_in_other_row(const ds_topic_deal *deal, size_t byte)
{
    const ds_analysis *analysis = deal->analysis;
    uint16_t own = analysis->row[deal->trigger];
    uint16_t row = 0;
    if (byte >= analysis->begin) {
        row = analysis
                  ->row[ds_token_at(analysis->tokens, analysis->n_tokens, byte - analysis->begin)];
    }
    return own && row && row != own;
}

bool ds_topic_is_party(const ds_topics *topics, const ds_topic_deal *deal, ds_range where)
{
    uint64_t asked = ds_names_party_of(topics->names, ds_topics_text(topics, where));
    bool is = asked == ds_names_party_of(topics->names, ds_topics_text(topics, deal->target));
    for (size_t i = 0; i < deal->n_others && !is; i++) {
        is = asked ==
             ds_names_party_of(topics->names, ds_topics_text(topics, deal->others[i].where));
    }
    return is;
}

/* Parties of a deal that have other roles. */
enum { MOST_OTHERS = 1 + DS_CHOOSE_MAX_DEALS + DS_MENTION_MAX_PARTIES };

/* One run over the names around a deal. */
typedef struct tour {
    ds_topics *topics;
    const ds_topic_deal *deal;
    ds_topic_digest around[DS_TOPIC_AROUND];
    size_t n_around;
    uint64_t others[MOST_OTHERS]; /* parties: the target, what is bought with it, the other side */
    size_t n_others;
    uint16_t slots[DS_TOPIC_AROUND][DS_TOPIC_NAMES]; /* of the names' parties; NO_SLOT: an other */
} tour;
enum { NO_SLOT = PARTIES };

static void add_other(tour *at, ds_str name)
{
    if (at->n_others < MOST_OTHERS) {
        at->others[at->n_others++] = ds_names_party_of(at->topics->names, name);
    }
}

/* Who sells does not buy, who buys does not sell, and neither is what the same trigger buys. */
static void find_others(tour *at)
{
    const ds_topic_deal *deal = at->deal;
    add_other(at, ds_topics_text(at->topics, deal->target));
    for (size_t i = 0; i < deal->n_others; i++) {
        add_other(at, ds_topics_text(at->topics, deal->others[i].where));
    }
    for (size_t i = 0; i < deal->n_siblings; i++) {
        const ds_target *sibling = &deal->siblings[i];
        if (sibling->named && sibling->trigger == deal->trigger) {
            const ds_candidate *candidate = sibling->filler.candidate;
            add_other(at, ds_str_slice(deal->analysis->text, candidate->begin, candidate->end));
        }
    }
}

/* Nobody buys himself: the target's name, a part of it, or one around it. */
static bool is_other(const tour *at, const ds_topic_name *name)
{
    ds_str target = ds_topics_text(at->topics, at->deal->target);
    ds_str text = ds_topics_text(at->topics, name->where);
    bool longer = text.len > target.len;
    bool other = target.len > 0 &&
                 ds_str_find(longer ? text : target, longer ? target : text, 0) != SIZE_MAX;
    for (size_t i = 0; i < at->n_others && !other; i++) {
        other = name->party == at->others[i];
    }
    return other;
}

/* Finds the party of every name, and what all its mentions say of it. */
static void count_parties(tour *at)
{
    ds_topics *topics = at->topics;
    for (size_t i = 0; i < at->n_around; i++) {
        const ds_topic_digest *from = &at->around[i];
        for (size_t n = 0; n < from->n_names; n++) {
            const ds_topic_name *name = &from->names[n];
            at->slots[i][n] = is_other(at, name) ? NO_SLOT : slot_of(topics, name->party);
            if (at->slots[i][n] != NO_SLOT) {
                party *whose = &topics->parties[at->slots[i][n]];
                whose->roles |= ds_names_roles(topics->names, name->form, name->party);
                whose->mentions++;
            }
        }
    }
}

typedef void tour_visit(void *payload, const ds_topic_digest *from, const ds_topic_name *name,
                        party *whose);

static void go_round(const tour *at, tour_visit *visit, void *payload)
{
    for (size_t i = 0; i < at->n_around; i++) {
        const ds_topic_digest *from = &at->around[i];
        for (size_t n = 0; n < from->n_names; n++) {
            if (at->slots[i][n] != NO_SLOT) {
                visit(payload, from, &from->names[n], &at->topics->parties[at->slots[i][n]]);
            }
        }
    }
}

/* Who is named for the first time behind a deal is what the text turns to next, unless it
 * is told in a caption or a source line. */
static bool comes_next(const ds_topic_digest *from, const ds_topic_name *name, const party *whose)
{
    return from->step >= DS_TOPIC_STEP_AHEAD && from->step < DS_TOPIC_STEP_FIRST &&
           !name->in_caption && whose->mentions < 2;
}

static void clear_parties(ds_topics *topics)
{
    for (size_t i = 0; i < topics->n_used; i++) {
        topics->parties[topics->used[i]] = (party){0};
    }
    topics->n_used = 0;
}

static ds_status start_tour(tour *out, ds_topics *topics, const ds_topic_deal *deal)
{
    out->topics = topics;
    out->deal = deal;
    out->n_others = 0;
    find_others(out);
    ds_status status = ds_topic_digests_around(topics->digests, deal->analysis->sentence,
                                               out->around, &out->n_around);
    clear_parties(topics);
    if (status == DS_OK) {
        count_parties(out);
    }
    return status;
}

/* What the deal sees of a name. */
static void observe_place(const tour *at, const ds_topic_digest *from, const party *whose,
                          ds_feature_list *list)
{
    ds_topics *topics = at->topics;
    ds_observer ex = {ds_model_features(topics->model), at->deal->analysis, list};
    ds_topic_place place = {.back = from->step, .mentions = whose->mentions, .roles = whose->roles};
    ds_observe_topic_place(&ex, &place);
}

static void observe_deal(const tour *at, ds_feature_list *list)
{
    ds_observer ex = {ds_model_features(at->topics->model), at->deal->analysis, list};
    ds_observe_topic_deal(&ex, at->deal->trigger);
}

static void list_nobody(const tour *at, ds_feature_list *list)
{
    const ds_filler target = {.first = (uint16_t)(at->deal->trigger + at->deal->right)};
    const ds_anchor anchor = {.trigger = at->deal->trigger,
                              .target = ds_range_empty(at->deal->target) ? NULL : &target};
    ds_features_none(ds_model_features(at->topics->model), at->deal->analysis, &anchor,
                     DS_ROLE_TOPIC, list);
    observe_deal(at, list);
}

/* For those who want to see the features. */
typedef struct listing {
    const tour *at;
    ds_topic_sink *sink;
    void *payload;
} listing;

static void list_name(void *payload, const ds_topic_digest *from, const ds_topic_name *name,
                      party *whose)
{
    const listing *to = payload;
    ds_feature_list list;
    list.n = name->n_ids;
    if (comes_next(from, name, whose)) {
        return;
    }
    memcpy(list.ids, name->ids, name->n_ids * sizeof list.ids[0]);
    observe_place(to->at, from, whose, &list);
    observe_deal(to->at, &list);
    to->sink(to->payload, name->where, &list);
}

ds_status ds_topics_list(ds_topics *topics, const ds_topic_deal *deal, ds_topic_sink *sink,
                         void *payload)
{
    tour at;
    ds_status status = ds_topic_digests_list(topics->digests);
    if (status == DS_OK) {
        status = start_tour(&at, topics, deal);
    }
    if (status == DS_OK) {
        ds_feature_list list;
        listing to = {&at, sink, payload};
        list_nobody(&at, &list);
        sink(payload, (ds_range){0, 0}, &list);
        go_round(&at, list_name, &to);
    }
    return status;
}

/* e^score, of scores that no sum of a few thousand takes out of range. */
static double mass_of(double score)
{
    static const double most = 500;
    return exp(score > most ? most : score < -most ? -most : score);
}

/* Adds up what speaks for each party. */
typedef struct weighing {
    const tour *at;
    ds_net_input deal; /* what the deal itself gives to every name */
} weighing;

static void weigh_name(void *payload, const ds_topic_digest *from, const ds_topic_name *name,
                       party *whose)
{
    const weighing *to = payload;
    const ds_model *model = to->at->topics->model;
    ds_feature_list list;
    list.n = 0;
    ds_net_input input = name->input;
    if (comes_next(from, name, whose)) {
        return;
    }
    ds_net_input_add(&input, &to->deal);
    observe_place(to->at, from, whose, &list);
    ds_model_weigh(model, DS_ROLE_TOPIC, &list, &input);
    double score = ds_model_settle(model, DS_ROLE_TOPIC, &input);
    whose->mass += mass_of(score);
    if (!whose->name || score > whose->best) {
        whose->best = score;
        whose->name = name;
    }
}

/* The party that wins most, the first of equals; NULL: there is none.  Adds all up. */
static const party *find_best(const ds_topics *topics, double *sum)
{
    const party *best = NULL;
    for (size_t i = 0; i < topics->n_used; i++) {
        const party *one = &topics->parties[topics->used[i]];
        *sum += one->mass;
        best = one->name && (!best || one->mass > best->mass) ? one : best;
    }
    return best;
}

ds_status ds_topics_choose(ds_topics *topics, const ds_topic_deal *deal, ds_topic_choice *out)
{
    tour at;
    *out = (ds_topic_choice){.nobody = 1};
    if (!ds_model_fitted_for(topics->model, DS_ROLE_TOPIC)) {
        return DS_OK;
    }
    ds_status status = start_tour(&at, topics, deal);
    if (status != DS_OK) {
        return status;
    }
    ds_feature_list list;
    list_nobody(&at, &list);
    double nobody = mass_of(ds_model_score(topics->model, DS_ROLE_TOPIC, &list));
    weighing to = {.at = &at};
    list.n = 0;
    observe_deal(&at, &list);
    ds_model_weigh(topics->model, DS_ROLE_TOPIC, &list, &to.deal);
    go_round(&at, weigh_name, &to);
    double sum = nobody;
    const party *best = find_best(topics, &sum);
    out->nobody = nobody / sum;
    if (best && best->mass / sum > ds_model_least_topic(topics->model)) {
        out->found = true;
        out->share = best->mass / sum;
        out->party = (ds_party_mention){
            .where = best->name->where, .described = best->name->described, .inherited = true};
    }
    return DS_OK;
}
