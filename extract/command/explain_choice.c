#include "extract/command/explain_choice.h"

#include "extract/decide/choose.h"

#include <math.h>
#include <stdlib.h>

/* What is shown without --all, and with it; the rest says little. */
enum {
    FEW_TARGETS = 3,
    MANY_TARGETS = 8,
    FEW_FILLERS = 2,
    MANY_FILLERS = 5,
    FEW_FEATURES = 4,
    MANY_FEATURES = 12,
    MAX_SEEN = 8192,
    NAME_BYTES = 4096,
};

typedef struct seen_item {
    ds_str text; /* borrowed */
    uint16_t trigger;
    bool named;
    double score;
    ds_feature_list list;
} seen_item;

struct ds_explain_choice {
    const ds_model *weights;
    ds_topics *topics;
    bool all;
    seen_item *items;
    size_t n_items;
    ds_role role;                /* whose items they are */
    const ds_analysis *analysis; /* of their sentence */
};

ds_status ds_explain_choice_new(ds_explain_choice **out, const ds_model *weights, ds_topics *topics,
                                bool all)
{
    ds_explain_choice *choice = calloc(1, sizeof *choice);
    if (!choice) {
        return DS_ENOMEM;
    }
    *choice = (ds_explain_choice){.weights = weights, .topics = topics, .all = all};
    choice->items = calloc(MAX_SEEN, sizeof *choice->items);
    if (!choice->items) {
        ds_explain_choice_free(choice);
        return DS_ENOMEM;
    }
    *out = choice;
    return DS_OK;
}

void ds_explain_choice_free(ds_explain_choice *choice)
{
    if (choice) {
        free(choice->items);
        free(choice);
    }
}

json_t *ds_explain_text(ds_str text)
{
    json_t *made = text.ptr ? json_stringn(text.ptr, text.len) : NULL;
    return made ? made : json_null();
}

json_t *ds_explain_rounded(double number)
{
    return json_real(round(number * 100) / 100);
}

json_t *ds_explain_place(ds_str text, ds_range where)
{
    return ds_range_empty(where) ? json_null()
                                 : ds_explain_text(ds_str_slice(text, where.begin, where.end));
}

static ds_str text_of_tokens(const ds_analysis *analysis, size_t first, size_t last)
{
    return ds_str_slice(analysis->text, analysis->tokens[first].begin, analysis->tokens[last].end);
}

static void keep(ds_explain_choice *choice, ds_str text, uint16_t trigger,
                 const ds_feature_list *list)
{
    if (choice->n_items < MAX_SEEN) {
        choice->items[choice->n_items++] =
            (seen_item){.text = text,
                        .trigger = trigger,
                        .named = text.len > 0,
                        .score = ds_model_score(choice->weights, choice->role, list),
                        .list = *list};
    }
}

static void keep_item(void *payload, const ds_filler *filler, uint16_t trigger,
                      const ds_feature_list *list)
{
    ds_explain_choice *choice = payload;
    ds_str text = {NULL, 0};
    if (filler && filler->candidate) {
        text =
            ds_str_slice(choice->analysis->text, filler->candidate->begin, filler->candidate->end);
    } else if (filler) {
        text = text_of_tokens(choice->analysis, filler->first, filler->last);
    }
    keep(choice, text, trigger, list);
}

static void keep_topic(void *payload, ds_range where, const ds_feature_list *list)
{
    ds_explain_choice *choice = payload;
    keep(choice, ds_topics_text(choice->topics, where), DS_TOKEN_NOTHING, list);
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

/* Those that moved the score most, the strongest first. */
static json_t *json_features(const ds_explain_choice *choice, const seen_item *item)
{
    json_t *features = json_array();
    weighed list[DS_FEATURES_ROOM];
    size_t most = choice->all ? MANY_FEATURES : FEW_FEATURES;
    for (size_t i = 0; i < item->list.n; i++) {
        list[i] = (weighed){item->list.ids[i],
                            ds_model_effect(choice->weights, choice->role, &item->list, i)};
    }
    qsort(list, item->list.n, sizeof *list, by_weight);
    ds_buf name = ds_buf_make(NAME_BYTES);
    for (size_t i = 0; i < item->list.n && i < most && list[i].weight != 0; i++) {
        json_t *row = json_object();
        ds_buf_clear(&name);
        ds_features_name(ds_model_features(choice->weights), list[i].feature, &name);
        json_object_set_new(row, "name", ds_explain_text(ds_buf_str(&name)));
        json_object_set_new(row, "weight", ds_explain_rounded(list[i].weight));
        json_array_append_new(features, row);
    }
    ds_buf_free(&name);
    return features;
}

static const char *unnamed(const ds_explain_choice *choice, const seen_item *item)
{
    if (choice->role != DS_ROLE_TARGET) {
        return "(none)";
    }
    return item->trigger == DS_TOKEN_NOTHING ? "(no deal)" : "(not named)";
}

/* The best of the items at hand. */
static json_t *json_items(ds_explain_choice *choice, size_t most)
{
    json_t *list = json_array();
    qsort(choice->items, choice->n_items, sizeof *choice->items, by_score);
    for (size_t i = 0; i < choice->n_items && i < most; i++) {
        const seen_item *item = &choice->items[i];
        bool verb = choice->role == DS_ROLE_TARGET && item->trigger != DS_TOKEN_NOTHING;
        json_t *row = json_object();
        json_object_set_new(row, "text",
                            item->named ? ds_explain_text(item->text)
                                        : json_string(unnamed(choice, item)));
        json_object_set_new(
            row, "trigger",
            verb ? ds_explain_text(text_of_tokens(choice->analysis, item->trigger, item->trigger))
                 : json_null());
        json_object_set_new(row, "score", ds_explain_rounded(item->score));
        json_object_set_new(row, "features", json_features(choice, item));
        json_array_append_new(list, row);
    }
    return list;
}

json_t *ds_explain_targets(ds_explain_choice *choice, const ds_analysis *analysis)
{
    choice->role = DS_ROLE_TARGET;
    choice->analysis = analysis;
    choice->n_items = 0;
    if (ds_model_fitted(choice->weights)) {
        ds_choose_target_items(ds_model_features(choice->weights), analysis, NULL, 0, keep_item,
                               choice);
    }
    return json_items(choice, choice->all ? MANY_TARGETS : FEW_TARGETS);
}

static json_t *json_parties(ds_str text, const ds_party_mention *parties, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(list, ds_explain_place(text, parties[i].where));
    }
    return list;
}

static json_t *json_taken(ds_str text, const ds_mention *mention, ds_role role)
{
    if (role == DS_ROLE_ACQUIRER || role == DS_ROLE_TOPIC) {
        return role == DS_ROLE_TOPIC
                   ? json_parties(text, &mention->topic, mention->topic_share > 0 ? 1 : 0)
                   : json_parties(text, mention->acquirer, mention->n_acquirer);
    }
    if (role == DS_ROLE_SELLER) {
        return json_parties(text, mention->seller, mention->n_seller);
    }
    const ds_value_mention *value = role == DS_ROLE_AMOUNT ? &mention->amount
                                    : role == DS_ROLE_DATE ? &mention->date
                                                           : &mention->stake;
    json_t *list = json_array();
    if (value->found) {
        ds_range where = {value->entity.begin, value->entity.end};
        json_array_append_new(list, ds_explain_place(text, where));
    }
    return list;
}

static bool is_tied(const ds_mention *mention, ds_role role)
{
    return (role == DS_ROLE_AMOUNT && mention->amount.tied) ||
           (role == DS_ROLE_DATE && mention->date.tied) ||
           (role == DS_ROLE_STAKE && mention->stake.tied);
}

/* Why a slot is filled, or why it is not; the items at hand are its candidates. */
static const char *why(const ds_explain_choice *choice, const ds_mention *mention, bool taken)
{
    if (is_tied(mention, choice->role)) {
        return "a tie: two candidates are as good, so none is taken";
    }
    if (choice->role == DS_ROLE_TOPIC) {
        return taken ? "whom the text around is about"
                     : "nobody around wins more than the option topic.share";
    }
    if (choice->role == DS_ROLE_ACQUIRER && mention->acquirer_from == DS_BUYER_OF_LIST) {
        return "the buyer of the deal before it in the sentence";
    }
    if (taken) {
        return "its weights are the highest";
    }
    if (choice->role == DS_ROLE_ACQUIRER && mention->acquirer_refused) {
        return "its best candidate wins no more than the option acquirer.share";
    }
    if (choice->n_items < 2) {
        return "nothing in reach could fill it";
    }
    return choice->items[0].named ? "its best candidate is another party of the deal"
                                  : "no candidate outweighs (none)";
}

/* The candidate that is the mention's target, or NULL. */
static const ds_candidate *target_of(const ds_analysis *analysis, const ds_mention *mention)
{
    ds_range where = mention->target.where;
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (candidate->begin + analysis->begin == where.begin &&
            candidate->end + analysis->begin == where.end) {
            return candidate;
        }
    }
    return NULL;
}

static uint16_t trigger_of(const ds_analysis *analysis, const ds_mention *mention)
{
    uint16_t found = 0;
    for (size_t t = 0; t < analysis->n_triggers; t++) {
        uint16_t token = analysis->triggers[t];
        if (analysis->tokens[token].begin + analysis->begin == mention->trigger.begin) {
            found = token;
        }
    }
    return found;
}

/* What the mentions were made from: roles hang on the target and are none of its siblings. */
static size_t targets_of(const ds_analysis *analysis, const ds_mention *mentions, size_t n_mentions,
                         ds_target targets[DS_CHOOSE_MAX_DEALS])
{
    size_t n = n_mentions < DS_CHOOSE_MAX_DEALS ? n_mentions : DS_CHOOSE_MAX_DEALS;
    for (size_t m = 0; m < n; m++) {
        const ds_candidate *target = target_of(analysis, &mentions[m]);
        targets[m] = (ds_target){.trigger = trigger_of(analysis, &mentions[m]),
                                 .named = target != NULL,
                                 .share = mentions[m].share};
        if (target) {
            targets[m].filler = (ds_filler){target->first, target->last, target, NULL};
        }
    }
    return n;
}

/* What the role's softmax looks like. */
static void collect(ds_explain_choice *choice, const ds_anchor *anchor, const ds_mention *mention)
{
    choice->n_items = 0;
    if (!ds_model_fitted(choice->weights)) {
        return;
    }
    if (choice->role != DS_ROLE_TOPIC) {
        ds_choose_role_items(ds_model_features(choice->weights), choice->analysis, anchor,
                             choice->role, keep_item, choice);
        return;
    }
    const ds_topic_deal deal = ds_topic_deal_of(choice->analysis, anchor->siblings,
                                                anchor->n_siblings, anchor->which, mention);
    if (ds_topics_list(choice->topics, &deal, keep_topic, choice) != DS_OK) {
        choice->n_items = 0; /* memory ran out: none are shown */
    }
}

static bool is_asked(const ds_explain_choice *choice, const ds_mention *mention, ds_role role)
{
    return role != DS_ROLE_TOPIC ||
           (ds_model_fitted_for(choice->weights, role) && ds_topic_role(mention) != DS_ROLE_TOPIC);
}

static json_t *json_role(ds_explain_choice *choice, ds_str text, const ds_mention *mention)
{
    json_t *row = json_object();
    json_t *candidates = json_items(choice, choice->all ? MANY_FILLERS : FEW_FILLERS);
    json_t *taken = json_taken(text, mention, choice->role);
    const char *reason = why(choice, mention, json_array_size(taken) > 0);
    json_object_set_new(row, "role", json_string(ds_role_name(choice->role)));
    json_object_set_new(row, "taken", taken);
    json_object_set_new(row, "why",
                        ds_model_fitted(choice->weights)
                            ? json_string(reason)
                            : json_string("the pack has no weights: rules decide by order"));
    json_object_set_new(row, "candidates", candidates);
    return row;
}

json_t *ds_explain_roles(ds_explain_choice *choice, ds_str text, const ds_analysis *analysis,
                         const ds_mention *mentions, size_t n_mentions, size_t which)
{
    static const ds_role roles[] = {DS_ROLE_ACQUIRER, DS_ROLE_TOPIC, DS_ROLE_SELLER,
                                    DS_ROLE_AMOUNT,   DS_ROLE_DATE,  DS_ROLE_STAKE};
    json_t *list = json_array();
    const ds_mention *mention = &mentions[which];
    ds_target targets[DS_CHOOSE_MAX_DEALS];
    size_t n_targets = targets_of(analysis, mentions, n_mentions, targets);
    const ds_target *target = &targets[which]; /* no sentence has more mentions than targets */
    ds_anchor anchor = {target->trigger, target->named ? &target->filler : NULL, targets, n_targets,
                        which};
    choice->analysis = analysis;
    for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++) {
        if (is_asked(choice, mention, roles[r])) {
            choice->role = roles[r];
            collect(choice, &anchor, mention);
            json_array_append_new(list, json_role(choice, text, mention));
        }
    }
    return list;
}
