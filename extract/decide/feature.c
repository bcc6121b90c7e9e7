#include "extract/decide/feature.h"

#include <stdio.h>
#include <stdlib.h>

typedef enum domain { FLAG, SMALL, CONTEXT, RULE } domain;
/* Values of a SMALL template: buckets, classes, bits. */
enum { SMALL_VALUES = 16 };

/* One row a template; SIDED ones come twice, for .L and .R of the anchor. */
#define TEMPLATES(X)                                                                               \
    X(BIAS, "bias", FLAG)                                                                          \
    X(TRIGGER_L, "trigger.L", CONTEXT)                                                             \
    X(TRIGGER_R, "trigger.R", CONTEXT)                                                             \
    X(DISTANCE_L, "distance.L", SMALL)                                                             \
    X(DISTANCE_R, "distance.R", SMALL)                                                             \
    X(CLAUSES_L, "clauses.L", SMALL)                                                               \
    X(CLAUSES_R, "clauses.R", SMALL)                                                               \
    X(OTHERS_L, "triggers-between.L", SMALL)                                                       \
    X(OTHERS_R, "triggers-between.R", SMALL)                                                       \
    X(PREV1_L, "prev1.L", CONTEXT)                                                                 \
    X(PREV1_R, "prev1.R", CONTEXT)                                                                 \
    X(PREV2_L, "prev2.L", CONTEXT)                                                                 \
    X(PREV2_R, "prev2.R", CONTEXT)                                                                 \
    X(NEXT1_L, "next1.L", CONTEXT)                                                                 \
    X(NEXT1_R, "next1.R", CONTEXT)                                                                 \
    X(NEXT2_L, "next2.L", CONTEXT)                                                                 \
    X(NEXT2_R, "next2.R", CONTEXT)                                                                 \
    X(BETWEEN_L, "between.L", CONTEXT)                                                             \
    X(BETWEEN_R, "between.R", CONTEXT)                                                             \
    X(AFTER_L, "trigger-next.L", CONTEXT)                                                          \
    X(AFTER_R, "trigger-next.R", CONTEXT)                                                          \
    X(BEFORE_L, "trigger-prev.L", CONTEXT)                                                         \
    X(BEFORE_R, "trigger-prev.R", CONTEXT)                                                         \
    X(NOMINEE, "nominee", SMALL)                                                                   \
    X(CHARS, "chars", SMALL)                                                                       \
    X(TOKENS, "tokens", SMALL)                                                                     \
    X(FIRST_KIND, "first-kind", SMALL)                                                             \
    X(LAST_KIND, "last-kind", SMALL)                                                               \
    X(FIRST_CLASS, "first-class", SMALL)                                                           \
    X(LAST_CLASS, "last-class", SMALL)                                                             \
    X(FIRST_POS, "first-pos", SMALL)                                                               \
    X(LAST_POS, "last-pos", SMALL)                                                                 \
    X(FIRST_WORD, "first-word", CONTEXT)                                                           \
    X(LAST_WORD, "last-word", CONTEXT)                                                             \
    X(CUT_LEFT, "cut-left", SMALL)                                                                 \
    X(CUT_RIGHT, "cut-right", SMALL)                                                               \
    X(CUT_LEFT_CLASS, "cut-left-class", SMALL)                                                     \
    X(CUT_RIGHT_CLASS, "cut-right-class", SMALL)                                                   \
    X(RAREST, "rarest", SMALL)                                                                     \
    X(COMMONEST, "commonest", SMALL)                                                               \
    X(UNKNOWNS, "unknowns", SMALL)                                                                 \
    X(MENTIONS, "mentions", SMALL)                                                                 \
    X(SEEN, "seen", SMALL)                                                                         \
    X(NAME_MARK, "document-name", SMALL)                                                           \
    X(BEFORE_FOCUS, "sentence-before", FLAG)                                                       \
    X(DEPTH, "in-bracket", FLAG)                                                                   \
    X(ORDINAL, "ordinal", SMALL)                                                                   \
    X(STAKE_BEHIND, "stake-behind", SMALL)                                                         \
    X(RULE_PICK, "rule", RULE)                                                                     \
    X(RULE_EDGE, "rule-edge", RULE)                                                                \
    X(RULE_PAIR, "rule-pair", RULE)                                                                \
    X(RULE_OTHER, "rule-other", SMALL)                                                             \
    X(T_SIDE, "target-side", SMALL)                                                                \
    X(T_DISTANCE, "target-distance", SMALL)                                                        \
    X(T_CLAUSES, "target-clauses", SMALL)                                                          \
    X(T_BETWEEN_L, "target-between.L", CONTEXT)                                                    \
    X(T_BETWEEN_R, "target-between.R", CONTEXT)                                                    \
    X(T_JOINT_L, "target-joint.L", CONTEXT)                                                        \
    X(T_JOINT_R, "target-joint.R", CONTEXT)                                                        \
    X(T_ORDER, "order", SMALL)                                                                     \
    X(V_FACT, "value", SMALL)                                                                      \
    X(V_QUALIFIER, "qualifier", SMALL)                                                             \
    X(V_RANK, "rank", SMALL)                                                                       \
    X(V_LEFT, "left", CONTEXT)                                                                     \
    X(V_RIGHT, "right", CONTEXT)                                                                   \
    X(V_START, "at-start", SMALL)                                                                  \
    X(N_BAG, "bag", CONTEXT)                                                                       \
    X(N_TRIGGERS, "n-triggers", SMALL)                                                             \
    X(N_HAS, "has", SMALL)                                                                         \
    X(N_TRIGGER, "trigger", CONTEXT)                                                               \
    X(N_AFTER1, "trigger-next", CONTEXT)                                                           \
    X(N_AFTER2, "trigger-next2", CONTEXT)                                                          \
    X(N_BEFORE1, "trigger-prev", CONTEXT)                                                          \
    X(N_BEFORE2, "trigger-prev2", CONTEXT)                                                         \
    X(N_RULES, "rules", SMALL)                                                                     \
    X(E_BIAS, "none", FLAG)                                                                        \
    X(U_BIAS, "unnamed", FLAG)                                                                     \
    X(U_TRIGGER, "unnamed-trigger", CONTEXT)                                                       \
    X(U_AFTER1, "unnamed-next", CONTEXT)                                                           \
    X(U_AFTER2, "unnamed-next2", CONTEXT)                                                          \
    X(U_BEFORE1, "unnamed-prev", CONTEXT)                                                          \
    X(U_BEFORE2, "unnamed-prev2", CONTEXT)                                                         \
    X(U_HAS, "unnamed-has", SMALL)

typedef enum template_id {
#define X(id, name, domain) id,
    TEMPLATES(X)
#undef X
        N_TEMPLATES
} template_id;

static const char *const template_names[N_TEMPLATES] = {
#define X(id, name, domain) name,
    TEMPLATES(X)
#undef X
};

static const domain template_domains[N_TEMPLATES] = {
#define X(id, name, domain) domain,
    TEMPLATES(X)
#undef X
};

struct ds_features {
    const ds_tokeniser *tokeniser;
    const ds_rule *rules;
    size_t n_rules;
    size_t n_contexts;
    uint32_t base[N_TEMPLATES + 1];
};

static size_t domain_size(const ds_features *features, domain d)
{
    switch (d) {
    case FLAG:
        return 1;
    case SMALL:
        return SMALL_VALUES;
    case CONTEXT:
        return features->n_contexts;
    case RULE:
        return features->n_rules;
    }
    return 0;
}

ds_status ds_features_new(ds_features **out, const ds_ruleset *rules, const ds_tokeniser *tokeniser)
{
    ds_features *features = calloc(1, sizeof *features);
    if (!features) {
        return DS_ENOMEM;
    }
    features->tokeniser = tokeniser;
    features->n_rules = ds_ruleset_rules(rules, &features->rules);
    features->n_contexts = ds_tokeniser_contexts(tokeniser);
    for (size_t t = 0; t < N_TEMPLATES; t++) {
        features->base[t + 1] =
            features->base[t] + (uint32_t)domain_size(features, template_domains[t]);
    }
    *out = features;
    return DS_OK;
}

void ds_features_free(ds_features *features)
{
    free(features);
}

size_t ds_features_count(const ds_features *features)
{
    return features->base[N_TEMPLATES];
}

void ds_features_name(const ds_features *features, uint32_t id, ds_buf *out)
{
    size_t t = 0;
    while (t + 1 < N_TEMPLATES && features->base[t + 1] <= id) {
        t++;
    }
    uint32_t value = id - features->base[t];
    ds_buf_format(out, "%s", template_names[t]);
    switch (template_domains[t]) {
    case FLAG:
        return;
    case SMALL:
        ds_buf_format(out, "=%u", value);
        return;
    case CONTEXT:
        ds_buf_add_char(out, '=');
        ds_buf_add(out, ds_tokeniser_context_name(features->tokeniser, value));
        return;
    case RULE:
        ds_buf_add_char(out, '=');
        ds_buf_add(out, features->rules[value].id);
        return;
    }
}

static uint32_t find_value(const ds_features *features, domain d, ds_str value)
{
    uint32_t number = 0;
    switch (d) {
    case FLAG:
        return 0;
    case SMALL:
        for (size_t i = 0; i < value.len; i++) {
            number = number * 10 + (uint32_t)(value.ptr[i] - '0');
        }
        return number < SMALL_VALUES ? number : UINT32_MAX;
    case CONTEXT:
        return ds_tokeniser_context_find(features->tokeniser, value);
    case RULE:
        for (uint32_t r = 0; r < features->n_rules; r++) {
            if (ds_str_equal(features->rules[r].id, value)) {
                return r;
            }
        }
        return UINT32_MAX;
    }
    return UINT32_MAX;
}

uint32_t ds_features_find(const ds_features *features, ds_str name)
{
    size_t equals = ds_str_find(name, DS_STR("="), 0);
    ds_str stem = equals == SIZE_MAX ? name : ds_str_slice(name, 0, equals);
    ds_str value = equals == SIZE_MAX ? DS_STR("") : ds_str_slice(name, equals + 1, name.len);
    for (size_t t = 0; t < N_TEMPLATES; t++) {
        if (ds_str_equal(stem, ds_str_from(template_names[t]))) {
            uint32_t number = find_value(features, template_domains[t], value);
            return number == UINT32_MAX ? UINT32_MAX : features->base[t] + number;
        }
    }
    return UINT32_MAX;
}

uint32_t ds_features_rule(const ds_features *features, size_t rule)
{
    return features->base[RULE_EDGE] + (uint32_t)rule;
}

bool ds_features_rule_weighed(const ds_features *features, size_t rule, const float *weights)
{
    return weights[features->base[RULE_EDGE] + rule] != 0 ||
           weights[features->base[RULE_PICK] + rule] != 0 ||
           weights[features->base[RULE_PAIR] + rule] != 0;
}

typedef struct extractor {
    const ds_features *features;
    const ds_analysis *analysis;
    ds_feature_list *out;
} extractor;

static void add(extractor *ex, template_id t, size_t value)
{
    if (ex->out->n < DS_FEATURES_MAX) {
        ex->out->ids[ex->out->n++] = ex->features->base[t] + (uint32_t)value;
    }
}

static void add_small(extractor *ex, template_id t, size_t value)
{
    add(ex, t, value < SMALL_VALUES ? value : SMALL_VALUES - 1);
}

/* One of a bag: each value once. */
static void add_bag(extractor *ex, template_id t, size_t value, size_t from)
{
    uint32_t id = ex->features->base[t] + (uint32_t)value;
    for (size_t i = from; i < ex->out->n; i++) {
        if (ex->out->ids[i] == id) {
            return;
        }
    }
    add(ex, t, value);
}

static size_t context_at(const ds_analysis *analysis, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= analysis->n_tokens) {
        return DS_CONTEXT_EDGE;
    }
    return analysis->tokens[i].context;
}

static size_t bucket(size_t n)
{
    return n <= 5 ? n : n <= 8 ? 6 : n <= 12 ? 7 : n <= 18 ? 8 : n <= 30 ? 9 : 10;
}

static size_t difference(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* Contexts strictly between two tokens, at most the nearest to the anchor. */
static void add_between(extractor *ex, template_id t, size_t left, size_t right)
{
    enum { MAX_BETWEEN = 24 };
    size_t from = ex->out->n;
    for (size_t i = left + 1; i < right && i <= left + MAX_BETWEEN; i++) {
        add_bag(ex, t, ex->analysis->tokens[i].context, from);
    }
}

/* Where a span stands from the trigger; the template of the left side is
 * followed by that of the right. */
static void add_position(extractor *ex, const ds_filler *filler, uint16_t trigger)
{
    const ds_analysis *analysis = ex->analysis;
    unsigned right = filler->first > trigger;
    size_t near = right ? filler->first : filler->last;
    size_t low = right ? trigger : near;
    size_t high = right ? near : trigger;
    ptrdiff_t first = filler->first;
    ptrdiff_t last = filler->last;
    ptrdiff_t at = trigger;
    add(ex, TRIGGER_L + right, context_at(analysis, at));
    add_small(ex, DISTANCE_L + right, bucket(high - low - (high > low)));
    add_small(ex, CLAUSES_L + right, difference(analysis->clause[high], analysis->clause[low]));
    add_small(ex, OTHERS_L + right,
              high > low + 1 ? (size_t)(analysis->before[high] - analysis->before[low + 1]) : 0);
    add(ex, PREV1_L + right, context_at(analysis, first - 1));
    add(ex, PREV2_L + right, context_at(analysis, first - 2));
    add(ex, NEXT1_L + right, context_at(analysis, last + 1));
    add(ex, NEXT2_L + right, context_at(analysis, last + 2));
    add(ex, AFTER_L + right, context_at(analysis, at + 1));
    add(ex, BEFORE_L + right, context_at(analysis, at - 1));
    add_between(ex, BETWEEN_L + right, low, high);
}

/* Number of the candidate's run within the sentence: 0 is its subject more
 * often than not.  All runs before the sentence count as the last. */
static size_t count_chain_order(const ds_analysis *analysis, size_t first)
{
    uint16_t chain = analysis->chain[first];
    if (chain == DS_TOKEN_NOTHING || analysis->tokens[first].begin < analysis->focus) {
        return SMALL_VALUES - 1;
    }
    size_t i = first;
    uint16_t lowest = chain;
    while (i > 0 && analysis->tokens[i - 1].begin >= analysis->focus) {
        i--;
        lowest = analysis->chain[i] < lowest ? analysis->chain[i] : lowest;
    }
    size_t order = (size_t)(chain - lowest);
    return order < SMALL_VALUES - 2 ? order : SMALL_VALUES - 2;
}

/* What stands directly beside the candidate within its run: an edge that
 * cuts a name in two. */
static void add_edges(extractor *ex, const ds_filler *filler)
{
    const ds_analysis *analysis = ex->analysis;
    size_t first = filler->first;
    size_t last = filler->last;
    if (first > 0 && analysis->chain[first - 1] != DS_TOKEN_NOTHING) {
        add_small(ex, CUT_LEFT, analysis->tokens[first - 1].pos);
        add_small(ex, CUT_LEFT_CLASS,
                  analysis->tokens[first - 1].word_class +
                      (analysis->tokens[first - 1].kind == DS_TOKEN_UNKNOWN ? 8u : 0));
    }
    if (last + 1 < analysis->n_tokens && analysis->chain[last + 1] != DS_TOKEN_NOTHING) {
        add_small(ex, CUT_RIGHT, analysis->tokens[last + 1].pos);
        add_small(ex, CUT_RIGHT_CLASS,
                  analysis->tokens[last + 1].word_class +
                      (analysis->tokens[last + 1].kind == DS_TOKEN_UNKNOWN ? 8u : 0));
    }
}

static void add_shape(extractor *ex, const ds_filler *filler)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_candidate *candidate = filler->candidate;
    const ds_token *first = &analysis->tokens[filler->first];
    const ds_token *last = &analysis->tokens[filler->last];
    for (size_t bit = 0; bit < DS_NOMINEE_BITS; bit++) {
        if (candidate->bits >> bit & 1u) {
            add(ex, NOMINEE, bit);
        }
    }
    add_small(ex, CHARS,
              candidate->n_chars <= 8 ? candidate->n_chars
                                      : 8 + bucket(candidate->n_chars - 8u) / 2);
    add_small(ex, TOKENS, (size_t)(filler->last - filler->first));
    add_small(ex, FIRST_KIND, first->kind);
    add_small(ex, LAST_KIND, last->kind);
    add_small(ex, FIRST_CLASS, first->word_class);
    add_small(ex, LAST_CLASS, last->word_class);
    add_small(ex, FIRST_POS, first->pos);
    add_small(ex, LAST_POS, last->pos);
    add(ex, FIRST_WORD, first->context);
    add(ex, LAST_WORD, last->context);
    size_t unknowns = 0;
    size_t rarest = 0;
    size_t commonest = DS_RARITY_MAX;
    for (size_t i = filler->first; i <= filler->last; i++) {
        size_t rarity = analysis->tokens[i].rarity;
        if (analysis->tokens[i].kind == DS_TOKEN_LATIN ||
            analysis->tokens[i].kind == DS_TOKEN_ENTITY) {
            continue;
        }
        unknowns += rarity > DS_RARITY_COMMON;
        rarest = rarity > rarest ? rarity : rarest;
        commonest = rarity < commonest ? rarity : commonest;
    }
    if (rarest > 0) {
        add_small(ex, RAREST, rarest);
        add_small(ex, COMMONEST, commonest);
    }
    add_small(ex, UNKNOWNS, unknowns);
    add_small(ex, MENTIONS, analysis->nominees.forms[candidate->form].mentions);
    add_small(ex, SEEN, analysis->form_seen ? bucket(analysis->form_seen[candidate->form]) : 0);
    add_small(ex, NAME_MARK, analysis->form_name ? analysis->form_name[candidate->form] : 0);
    if (analysis->depth[filler->first]) {
        add(ex, DEPTH, 0);
    }
    add_small(ex, ORDINAL, count_chain_order(analysis, filler->first));
    for (size_t i = filler->last + 1u, d = 0; i < analysis->n_tokens && d < 4; i++, d++) {
        uint16_t e = analysis->tokens[i].entity;
        if (e != DS_TOKEN_NOTHING && analysis->entities[e].kind == DS_ENTITY_STAKE) {
            add_small(ex, STAKE_BEHIND, d);
            break;
        }
    }
    add_edges(ex, filler);
}

/* Does the same match of a rule take the anchor's target for the target? */
static bool picks_target(const ds_analysis *analysis, const ds_pick *pick, const ds_anchor *anchor)
{
    const ds_filler *target = anchor->target;
    for (size_t p = 0; target && p < analysis->n_picks; p++) {
        const ds_pick *other = &analysis->picks[p];
        if (other->match == pick->match && other->role == DS_ROLE_TARGET &&
            target->first >= other->first && target->last <= other->last) {
            return true;
        }
    }
    return false;
}

static void add_rules(extractor *ex, const ds_filler *filler, const ds_anchor *anchor, ds_role role)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (filler->first < pick->first || filler->last > pick->last) {
            continue;
        }
        if (pick->role == role) {
            add_bag(ex, RULE_PICK, pick->rule, from);
            if (role != DS_ROLE_TARGET && picks_target(analysis, pick, anchor)) {
                add_bag(ex, RULE_PAIR, pick->rule, from);
            }
            if (filler->first == pick->first && filler->last == pick->last) {
                add_bag(ex, RULE_EDGE, pick->rule, from);
            }
        } else {
            add_bag(ex, RULE_OTHER, pick->role, from);
        }
    }
}

static void add_target(extractor *ex, const ds_filler *filler, const ds_anchor *anchor)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_filler *target = anchor->target;
    if (!target) {
        add_small(ex, T_SIDE, 2);
        return;
    }
    unsigned right = filler->first > target->last;
    size_t low = right ? target->last : filler->last;
    size_t high = right ? filler->first : target->first;
    add_small(ex, T_SIDE, right);
    add_small(ex, T_DISTANCE, bucket(high > low ? high - low - 1 : 0));
    add_small(ex, T_CLAUSES, difference(analysis->clause[high], analysis->clause[low]));
    if (high == low + 2) {
        add(ex, T_JOINT_L + right, analysis->tokens[low + 1].context);
    }
    add_between(ex, T_BETWEEN_L + right, low, high);
    size_t order = (filler->first > anchor->trigger) + 2u * (filler->first > target->first) +
                   4u * (target->first > anchor->trigger);
    add_small(ex, T_ORDER, order);
}

static size_t value_rank(const ds_analysis *analysis, const ds_entity *entity, size_t *total)
{
    size_t rank = 0;
    *total = 0;
    for (size_t i = 0; i < analysis->n_entities; i++) {
        if (analysis->entities[i].kind == entity->kind) {
            rank += &analysis->entities[i] < entity;
            (*total)++;
        }
    }
    return rank;
}

static void add_value_facts(extractor *ex, const ds_entity *entity)
{
    enum { PER_UNIT, FOREIGN, RESOLVED, DAY, STRONG, CONTROL, NUMBERED, BARE };
    switch (entity->kind) {
    case DS_ENTITY_AMOUNT:
        if (entity->amount.per_unit) {
            add(ex, V_FACT, PER_UNIT);
        }
        if (strcmp(entity->amount.currency, "CNY") != 0) {
            add(ex, V_FACT, FOREIGN);
        }
        add_small(ex, V_QUALIFIER, entity->amount.qualifier);
        break;
    case DS_ENTITY_DATE:
        if (entity->date.text[0]) {
            add(ex, V_FACT, RESOLVED);
        }
        if (entity->date.bare_year) {
            add(ex, V_FACT, BARE);
        }
        if (entity->date.start[0] && strcmp(entity->date.start, entity->date.end) == 0) {
            add(ex, V_FACT, DAY);
        }
        break;
    case DS_ENTITY_STAKE:
        if (entity->stake.strong) {
            add(ex, V_FACT, STRONG);
        }
        if (entity->stake.control) {
            add(ex, V_FACT, CONTROL);
        }
        if (entity->stake.has_percent) {
            add(ex, V_FACT, NUMBERED);
        }
        add_small(ex, V_QUALIFIER, entity->stake.qualifier);
        break;
    default:
        break;
    }
}

static void add_value(extractor *ex, const ds_filler *filler)
{
    enum { LEFT = 7, RIGHT = 4 };
    const ds_analysis *analysis = ex->analysis;
    size_t total;
    size_t rank = value_rank(analysis, filler->entity, &total);
    add_small(ex, V_RANK, rank < 3 ? rank + 4 * (total < 3 ? total : 3) : SMALL_VALUES - 1);
    add_small(ex, V_START, filler->first < 4 ? filler->first : 4);
    add_value_facts(ex, filler->entity);
    size_t from = ex->out->n;
    size_t begin = filler->first > LEFT ? filler->first - LEFT : 0;
    for (size_t i = begin; i < filler->first; i++) {
        if (analysis->clause[i] == analysis->clause[filler->first]) {
            add_bag(ex, V_LEFT, analysis->tokens[i].context, from);
        }
    }
    from = ex->out->n;
    for (size_t i = filler->last + 1u; i < analysis->n_tokens && i <= filler->last + (size_t)RIGHT;
         i++) {
        add_bag(ex, V_RIGHT, analysis->tokens[i].context, from);
    }
    if (analysis->depth[filler->first]) {
        add(ex, DEPTH, 0);
    }
}

void ds_features_filler(const ds_features *features, const ds_analysis *analysis,
                        const ds_filler *filler, const ds_anchor *anchor, ds_role role,
                        ds_feature_list *out)
{
    extractor ex = {features, analysis, out};
    out->n = 0;
    add(&ex, BIAS, 0);
    if (analysis->tokens[filler->first].begin < analysis->focus) {
        add(&ex, BEFORE_FOCUS, 0);
    }
    add_position(&ex, filler, anchor->trigger);
    if (filler->candidate) {
        add_shape(&ex, filler);
    }
    if (filler->entity) {
        add_value(&ex, filler);
    }
    if (role != DS_ROLE_TARGET) {
        add_target(&ex, filler, anchor);
    }
    add_rules(&ex, filler, anchor, role);
}

/* What stands around the trigger; `t` is the first of five templates. */
static void add_surroundings(extractor *ex, template_id t, uint16_t trigger, size_t from)
{
    const ds_analysis *analysis = ex->analysis;
    ptrdiff_t at = trigger;
    add_bag(ex, t, context_at(analysis, at), from);
    add_bag(ex, t + 1, context_at(analysis, at + 1), from);
    add_bag(ex, t + 2, context_at(analysis, at + 2), from);
    add_bag(ex, t + 3, context_at(analysis, at - 1), from);
    add_bag(ex, t + 4, context_at(analysis, at - 2), from);
}

static void add_presence(extractor *ex, template_id t)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t i = 0; i < analysis->n_entities; i++) {
        add_bag(ex, t, analysis->entities[i].kind, from);
    }
}

/* Words near any trigger, each once; marks say nothing of a deal. */
static void add_neighbourhood(extractor *ex)
{
    enum { REACH = 14, TRIGGERS = 6 };
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t t = 0; t < analysis->n_triggers && t < TRIGGERS; t++) {
        size_t at = analysis->triggers[t];
        size_t begin = at > REACH ? at - REACH : 0;
        for (size_t i = begin; i < analysis->n_tokens && i <= at + REACH; i++) {
            if (analysis->tokens[i].word_class != DS_WORD_MARK) {
                add_bag(ex, N_BAG, analysis->tokens[i].context, from);
            }
        }
    }
}

void ds_features_none(const ds_features *features, const ds_analysis *analysis,
                      const ds_anchor *anchor, ds_role role, ds_feature_list *out)
{
    (void)role;
    extractor ex = {features, analysis, out};
    out->n = 0;
    add(&ex, E_BIAS, 0);
    add_presence(&ex, N_HAS);
    add_small(&ex, N_TRIGGERS, analysis->n_triggers);
    add_small(&ex, N_RULES, analysis->n_picks < 6 ? analysis->n_picks : 6);
    size_t from = out->n;
    if (anchor) {
        add_surroundings(&ex, N_TRIGGER, anchor->trigger, from);
        add_small(&ex, T_SIDE, anchor->target ? (anchor->target->first > anchor->trigger) : 2u);
        return;
    }
    for (size_t t = 0; t < analysis->n_triggers && t < 4; t++) {
        add_surroundings(&ex, N_TRIGGER, analysis->triggers[t], from);
    }
    add_neighbourhood(&ex);
}

void ds_features_empty(const ds_features *features, const ds_analysis *analysis, uint16_t trigger,
                       ds_feature_list *out)
{
    extractor ex = {features, analysis, out};
    out->n = 0;
    add(&ex, U_BIAS, 0);
    add_surroundings(&ex, U_TRIGGER, trigger, out->n);
    add_presence(&ex, U_HAS);
}
