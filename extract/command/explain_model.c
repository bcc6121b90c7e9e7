#include "extract/command/explain_model.h"

#include "extract/command/explain_choice.h"
#include "extract/decide/match.h"
#include "rules/pattern.h"

#include <stdlib.h>

/* Rules shown without --all, and with it. */
enum { FEW_NEAR = 2, MANY_NEAR = 64, SCRATCH_BYTES = 16 * 1024 * 1024 };

struct ds_explain_model {
    const ds_ruleset *rules;
    ds_decider *decider;
    ds_explain_asked asked;
    ds_near_finder *near;
    ds_explain_choice *choice;
    const ds_document *document;
    const ds_prepared *prepared;
    ds_arena *arena; /* of one sentence */
};

ds_status ds_explain_model_new(ds_explain_model **out, const ds_ruleset *rules, ds_decider *decider,
                               ds_explain_asked asked)
{
    ds_explain_model *model = calloc(1, sizeof *model);
    if (!model) {
        return DS_ENOMEM;
    }
    model->rules = rules;
    model->decider = decider;
    model->asked = asked;
    ds_status status = ds_near_new(&model->near, rules);
    if (status == DS_OK) {
        status = ds_explain_choice_new(&model->choice, ds_decider_model(decider),
                                       ds_decider_topics(decider), asked.all);
    }
    if (status == DS_OK) {
        status = ds_arena_new(&model->arena, SCRATCH_BYTES);
    }
    if (status != DS_OK) {
        ds_explain_model_free(model);
        return status;
    }
    *out = model;
    return DS_OK;
}

void ds_explain_model_free(ds_explain_model *model)
{
    if (model) {
        ds_near_free(model->near);
        ds_arena_free(model->arena);
        ds_explain_choice_free(model->choice);
        free(model);
    }
}

void ds_explain_window(ds_explain_model *model, const ds_document *document,
                       const ds_prepared *prepared)
{
    model->document = document;
    model->prepared = prepared;
}

static ds_str text_of(const ds_analysis *analysis, size_t begin, size_t end)
{
    return ds_str_slice(analysis->text, begin, end);
}

static ds_str text_of_tokens(const ds_analysis *analysis, size_t first, size_t last)
{
    return text_of(analysis, analysis->tokens[first].begin, analysis->tokens[last].end);
}

static json_t *json_value(const ds_entity *entity)
{
    char number[DS_DECIMAL_TEXT_BYTES];
    if (entity->kind == DS_ENTITY_AMOUNT && entity->amount.has_value) {
        ds_str value = ds_decimal_write(entity->amount.value, number);
        return json_sprintf("%.*s %s%s", DS_STR_ARGS(value), entity->amount.currency,
                            entity->amount.per_unit ? " per unit" : "");
    }
    if (entity->kind == DS_ENTITY_STAKE && entity->stake.has_percent) {
        ds_str value = ds_decimal_write(entity->stake.percent, number);
        return json_sprintf("%.*s%%", DS_STR_ARGS(value));
    }
    if (entity->kind == DS_ENTITY_DATE && entity->date.text[0]) {
        return json_string(entity->date.text);
    }
    return entity->kind == DS_ENTITY_RATE ? json_string(entity->rate.text) : json_null();
}

static json_t *json_entities(const ds_explain_model *model, const ds_analysis *analysis)
{
    json_t *list = json_array();
    for (size_t e = 0; e < analysis->n_entities; e++) {
        const ds_entity *entity = &analysis->entities[e];
        const ds_pattern *refusal =
            analysis->refused && analysis->refused[e]
                ? ds_matcher_refusal(ds_decider_matcher(model->decider), analysis, e)
                : NULL;
        json_t *row = json_object();
        json_object_set_new(row, "kind", json_string(ds_entity_kind_name(entity->kind)));
        json_object_set_new(row, "text",
                            ds_explain_text(text_of(analysis, entity->begin, entity->end)));
        json_object_set_new(row, "value", json_value(entity));
        json_object_set_new(row, "before", json_boolean(entity->begin < analysis->focus));
        json_object_set_new(row, "refused_by",
                            refusal ? ds_explain_text(refusal->id) : json_null());
        json_array_append_new(list, row);
    }
    return list;
}

static bool is_asked(const ds_explain_model *model, ds_str id)
{
    return !model->asked.rule || ds_str_equal(id, ds_str_from(model->asked.rule));
}

/* Whether a match, whose first pick is number `first`, lies in the text before the
 * sentence, which is read again for what it names. */
static bool lies_before(const ds_analysis *analysis, size_t first)
{
    bool before = true;
    for (size_t p = first;
         p < analysis->n_picks && analysis->picks[p].match == analysis->picks[first].match; p++) {
        before = before && analysis->tokens[analysis->picks[p].last].begin < analysis->focus;
    }
    return before;
}

/* Picks of one match are one entry. */
static json_t *json_fired(const ds_explain_model *model, const ds_analysis *analysis)
{
    const ds_rule *rules;
    json_t *list = json_array();
    json_t *picks = NULL;
    ds_ruleset_rules(model->rules, &rules);
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (!is_asked(model, rules[pick->rule].id)) {
            continue;
        }
        if (!picks || p == 0 || analysis->picks[p - 1].match != pick->match) {
            json_t *entry = json_object();
            picks = json_array();
            json_object_set_new(entry, "rule", ds_explain_text(rules[pick->rule].id));
            json_object_set_new(entry, "picks", picks);
            json_object_set_new(entry, "before", json_boolean(lies_before(analysis, p)));
            json_array_append_new(list, entry);
        }
        json_t *row = json_object();
        json_object_set_new(row, "role", json_string(ds_role_name((ds_role)pick->role)));
        json_object_set_new(row, "text",
                            ds_explain_text(text_of_tokens(analysis, pick->first, pick->last)));
        json_array_append_new(picks, row);
    }
    return list;
}

typedef struct near_rule {
    ds_reach near;
    size_t rule;
} near_rule;

static int by_distance(const void *left, const void *right)
{
    const near_rule *a = left;
    const near_rule *b = right;
    size_t x = a->near.n_parts - a->near.n_matched;
    size_t y = b->near.n_parts - b->near.n_matched;
    if ((x == 0) != (y == 0)) { /* all of it is there, only with something between */
        return x == 0 ? -1 : 1;
    }
    if (a->near.alone != b->near.alone) {
        return a->near.alone ? -1 : 1;
    }
    if (x != y) {
        return x < y ? -1 : 1;
    }
    if (a->near.n_parts != b->near.n_parts) {
        return a->near.n_parts > b->near.n_parts ? -1 : 1;
    }
    return a->rule < b->rule ? -1 : a->rule > b->rule;
}

static size_t within(const ds_analysis *analysis, size_t at)
{
    return at > analysis->focus ? at - analysis->focus : 0;
}

static json_t *json_reach(const ds_analysis *analysis, ds_str rule, const ds_reach *near)
{
    json_t *row = json_object();
    json_object_set_new(row, "rule", ds_explain_text(rule));
    json_object_set_new(row, "matched", json_integer((json_int_t)near->n_matched));
    json_object_set_new(row, "parts", json_integer((json_int_t)near->n_parts));
    json_object_set_new(row, "failed", ds_explain_text(near->part));
    json_object_set_new(row, "begin",
                        json_integer((json_int_t)within(analysis, near->instead.begin)));
    json_object_set_new(row, "end", json_integer((json_int_t)within(analysis, near->instead.end)));
    json_object_set_new(row, "alone", json_boolean(near->alone));
    json_object_set_new(row, "extra", json_boolean(near->extra));
    json_object_set_new(row, "nearly", json_boolean(near->nearly));
    json_object_set_new(row, "gave_up", json_boolean(near->gave_up));
    return row;
}

static bool fires(const ds_analysis *analysis, const ds_rule *rules, ds_str id)
{
    for (size_t p = 0; p < analysis->n_picks; p++) {
        if (ds_str_equal(rules[analysis->picks[p].rule].id, id)) {
            return true;
        }
    }
    return false;
}

/* The pattern that was asked about and is of no deal rule sees the text as it is. */
static void add_near_pattern(const ds_explain_model *model, const ds_analysis *analysis,
                             json_t *list)
{
    ds_str id = ds_str_from(model->asked.rule);
    ds_str text = text_of(analysis, analysis->focus, analysis->text.len);
    for (int s = 0; s < DS_SECTIONS && model->asked.rule; s++) {
        ds_reach near;
        if (ds_reach_nearest(model->rules, (ds_pattern_section)s, id, text, &near)) {
            near.instead.begin += analysis->focus;
            near.instead.end += analysis->focus;
            json_array_append_new(list, json_reach(analysis, id, &near));
        }
    }
}

static json_t *json_near(ds_explain_model *model, const ds_analysis *analysis)
{
    const ds_rule *rules;
    size_t n_rules = ds_ruleset_rules(model->rules, &rules);
    json_t *list = json_array();
    near_rule *found = calloc(n_rules + 1, sizeof *found);
    size_t n = 0;
    size_t most = model->asked.all || model->asked.rule ? MANY_NEAR : FEW_NEAR;
    ds_arena_reset(model->arena);
    bool ready = found && ds_near_read(model->near, analysis, model->arena) == DS_OK;
    for (size_t r = 0; r < n_rules && ready; r++) {
        if (is_asked(model, rules[r].id) && !fires(analysis, rules, rules[r].id) &&
            ds_near_find(model->near, r, &found[n].near) &&
            (found[n].near.nearly || found[n].near.gave_up || model->asked.rule)) {
            found[n++].rule = r;
        }
    }
    if (n) {
        qsort(found, n, sizeof *found, by_distance);
    }
    for (size_t i = 0; i < n && i < most; i++) {
        json_array_append_new(list, json_reach(analysis, rules[found[i].rule].id, &found[i].near));
    }
    free(found);
    add_near_pattern(model, analysis, list);
    return list;
}

/* After json_near(), which turned the finder to the sentence. */
static json_t *json_seen(const ds_explain_model *model)
{
    ds_buf text = ds_buf_make(SCRATCH_BYTES);
    ds_near_seen(model->near, &text);
    json_t *made = ds_explain_text(ds_buf_str(&text));
    ds_buf_free(&text);
    return made;
}

static json_t *json_tokens(const ds_analysis *analysis)
{
    json_t *list = json_array();
    for (size_t i = 0; i < analysis->n_tokens; i++) {
        json_array_append_new(list, ds_explain_text(text_of_tokens(analysis, i, i)));
    }
    return list;
}

static json_t *json_byte(const ds_explain_model *model, size_t at)
{
    const ds_prepared *prepared = model->prepared;
    ds_range source = ds_offset_map_source(&prepared->map, at, at + 1, NULL);
    size_t byte = prepared->base + source.begin;
    return json_integer((json_int_t)byte);
}

/* What the pattern that was asked about finds in the sentence itself; null: a deal rule
 * was asked about. */
static json_t *json_found(const ds_explain_model *model, const ds_analysis *analysis)
{
    json_t *list = json_array();
    bool known = false;
    pcre2_match_data *data = ds_pattern_data(model->rules);
    ds_str text = text_of(analysis, analysis->focus, analysis->text.len);
    for (int s = 0; s < DS_SECTIONS && data; s++) {
        const ds_pattern *patterns;
        size_t n = ds_ruleset_patterns(model->rules, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            ds_range at;
            bool asked = is_asked(model, patterns[i].id);
            known = known || asked;
            if (asked && ds_pattern_match(patterns[i].code, text, 0, data, &at) == DS_OK) {
                json_array_append_new(list, ds_explain_text(ds_str_slice(text, at.begin, at.end)));
            }
        }
    }
    pcre2_match_data_free(data);
    if (!known) {
        json_decref(list);
        return json_null();
    }
    return list;
}

json_t *ds_explain_sentence(ds_explain_model *model, const ds_analysis *analysis)
{
    json_t *made = json_object();
    ds_str before = text_of(analysis, 0, analysis->focus);
    json_object_set_new(made, "document", ds_explain_text(model->document->id));
    json_object_set_new(made, "byte", json_byte(model, analysis->begin + analysis->focus));
    json_object_set_new(made, "before", before.len ? ds_explain_text(before) : json_null());
    json_object_set_new(made, "sentence",
                        ds_explain_text(text_of(analysis, analysis->focus, analysis->text.len)));
    json_object_set_new(made, "tokens", json_tokens(analysis));
    json_object_set_new(made, "entities", json_entities(model, analysis));
    json_object_set_new(made, "fired", json_fired(model, analysis));
    json_object_set_new(made, "near", json_near(model, analysis));
    json_object_set_new(made, "seen", json_seen(model));
    json_object_set_new(made, "targets", ds_explain_targets(model->choice, analysis));
    json_object_set_new(made, "deals", json_array());
    if (model->asked.rule) {
        json_t *asked = json_object();
        json_object_set_new(asked, "rule", json_string(model->asked.rule));
        json_object_set_new(asked, "found", json_found(model, analysis));
        json_object_set_new(made, "asked", asked);
    }
    return made;
}

static json_t *json_judged(const ds_explain_model *model, const ds_judgement *judgement)
{
    json_t *list = json_array();
    for (size_t f = 0; f < judgement->n_findings; f++) {
        const ds_finding *finding = &judgement->findings[f];
        json_t *row = json_object();
        json_object_set_new(row, "field", ds_explain_text(finding->field));
        json_object_set_new(row, "value", ds_explain_text(finding->value));
        json_object_set_new(row, "cue", ds_explain_text(finding->rule));
        json_object_set_new(row, "text", ds_explain_place(model->prepared->text, finding->where));
        json_object_set_new(row, "score", ds_explain_rounded(finding->weight));
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *json_deal(const ds_explain_model *model, const ds_analysis *analysis,
                         const ds_mention *mentions, size_t n_mentions, size_t which)
{
    const ds_mention *mention = &mentions[which];
    ds_str text = model->prepared->text;
    json_t *deal = json_object();
    json_object_set_new(deal, "target", ds_explain_place(text, mention->target.where));
    json_object_set_new(deal, "trigger", ds_explain_place(text, mention->trigger));
    json_object_set_new(deal, "share", ds_explain_rounded(mention->share));
    json_object_set_new(deal, "rule",
                        mention->rule.len ? ds_explain_text(mention->rule) : json_null());
    json_object_set_new(
        deal, "roles",
        ds_explain_roles(model->choice, text, analysis, mentions, n_mentions, which));
    json_object_set_new(deal, "judged", json_judged(model, &mention->judgement));
    return deal;
}

void ds_explain_mentions(ds_explain_model *model, json_t *sentence, const ds_analysis *analysis,
                         const ds_mention *mentions, size_t n_mentions)
{
    json_t *deals = json_object_get(sentence, "deals");
    for (size_t m = 0; m < n_mentions; m++) {
        json_array_append_new(deals, json_deal(model, analysis, mentions, n_mentions, m));
    }
}
