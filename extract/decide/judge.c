#include "extract/decide/judge.h"

#include "extract/decide/cue_weigh.h"
#include "extract/decide/judge_rate.h"
#include "extract/decide/judge_step.h"

#include <stdlib.h>

struct ds_judge {
    ds_cue_scan *scan;
    ds_cue_factors factors[DS_CUE_FIELDS];
    double stake_weight; /* of a part of a company against the other cues for a kind */
    double stake_reach;  /* characters behind the clause in which a stake counts     */
    double overrule;     /* score with which "terminated" stands against any other   */
    ds_str partial_rule; /* id given for it                                          */
};

enum { MAX_STATUSES = 6 };
/* At most one finding for each single value and each list entry. */
enum { MAX_FINDINGS = 3 + 3 * DS_JUDGE_MAX_VALUES };

typedef struct finding_list {
    ds_finding *items;
    size_t n_items;
} finding_list;

ds_status ds_judge_new(ds_judge **out, const ds_ruleset *rules)
{
    ds_judge *judge = calloc(1, sizeof *judge);
    if (!judge) {
        return DS_ENOMEM;
    }
    ds_status status = ds_cue_scan_new(&judge->scan, rules);
    if (status != DS_OK) {
        ds_judge_free(judge);
        return status;
    }
    for (unsigned f = 0; f < DS_CUE_FIELDS; f++) {
        ds_cue_factors_read(&judge->factors[f], rules, (ds_cue_field)f);
    }
    judge->stake_weight = ds_ruleset_number(rules, "kind.stake", 1);
    judge->stake_reach = ds_ruleset_number(rules, "kind.stake_reach", 12);
    judge->overrule = ds_cue_option(rules, DS_CUE_STATUS, "overrule", 1);
    judge->partial_rule = DS_STR("kind.stake");
    *out = judge;
    return DS_OK;
}

void ds_judge_budget(ds_judge *judge, ds_budget *budget)
{
    ds_cue_scan_budget(judge->scan, budget);
}

void ds_judge_clear(ds_judge *judge)
{
    ds_cue_scan_clear(judge->scan);
}

static void note(finding_list *list, ds_cue_field field, const ds_cue_value *value)
{
    list->items[list->n_items++] =
        (ds_finding){ds_cue_field_name(field), value->value, value->best->where,
                     value->best->pattern->id, value->score};
}

static ds_str judge_factuality(const ds_judge *judge, const ds_cue_view *view,
                               finding_list *findings)
{
    ds_cue_value best;
    if (ds_cue_rank(view, &judge->factors[DS_CUE_FACTUALITY], DS_CUE_FACTUALITY, 0, &best, 1) ==
        0) {
        return DS_STR("asserted");
    }
    note(findings, DS_CUE_FACTUALITY, &best);
    return best.value;
}

/* The strongest value; but a deal that was planned before it fell through has
 * fallen through, even if the plan is told in more words. */
static const ds_cue_value *last_step(const ds_cue_value *values, size_t n, double overrule)
{
    for (size_t i = 1; i < n; i++) {
        if (ds_str_equal(values[i].value, DS_STR("terminated")) && values[i].score >= overrule) {
            return &values[i];
        }
    }
    return values;
}

static void judge_status(const ds_judge *judge, const ds_cue_view *view, ds_judgement *out,
                         finding_list *findings)
{
    const ds_cue_factors *factors = &judge->factors[DS_CUE_STATUS];
    /* The bare verb says "done" only of deals that are told as facts. */
    bool fact = ds_str_equal(out->factuality, DS_STR("asserted"));
    ds_cue_value values[MAX_STATUSES];
    size_t n = ds_cue_rank(view, factors, DS_CUE_STATUS, fact ? 0 : 1u << DS_CUE_TRIGGER, values,
                           MAX_STATUSES);
    out->status = DS_STR("unknown");
    if (n > 0) {
        const ds_cue_value *last = last_step(values, n, judge->overrule);
        note(findings, DS_CUE_STATUS, last);
        out->status = last->value;
        out->told = last->best->side != DS_CUE_TRIGGER;
    }
    ds_judge_steps(view, factors, out->steps);
}

static size_t judge_list(const ds_judge *judge, const ds_cue_view *view, ds_cue_field field,
                         ds_str *out, finding_list *findings)
{
    ds_cue_value values[DS_JUDGE_MAX_VALUES];
    size_t n_values =
        ds_cue_rank(view, &judge->factors[field], field, 0, values, DS_JUDGE_MAX_VALUES);
    for (size_t i = 0; i < n_values; i++) {
        out[i] = values[i].value;
        note(findings, field, &values[i]);
    }
    return n_values;
}

/* Below 100 per cent; digits behind the point cannot lift it there. */
static bool is_partial(const ds_stake *stake)
{
    int64_t whole = stake->percent.coefficient;
    for (int32_t i = 0; i < stake->percent.scale; i++) {
        whole /= 10;
    }
    return stake->has_percent && whole < 100;
}

/* A partial stake in the deal's clause or close behind it. */
static const ds_entity *find_partial_stake(const ds_judge *judge, const ds_judge_input *input)
{
    /* Reach is in characters; three bytes are one Chinese character. */
    size_t end = input->clause.end + 3 * (size_t)judge->stake_reach;
    for (size_t i = 0; i < input->n_entities; i++) {
        const ds_entity *entity = &input->entities[i];
        if (entity->kind == DS_ENTITY_STAKE && entity->begin >= input->clause.begin &&
            entity->begin <= end && entity->begin < input->doc->sentences[input->sentence].end &&
            is_partial(&entity->stake)) {
            return entity;
        }
    }
    return NULL;
}

static ds_str judge_kind(const ds_judge *judge, const ds_cue_view *view, finding_list *findings)
{
    ds_cue_value best;
    bool found = ds_cue_rank(view, &judge->factors[DS_CUE_KIND], DS_CUE_KIND, 0, &best, 1) > 0;
    const ds_entity *stake = find_partial_stake(judge, view->input);
    if (stake && (!found || best.score < judge->stake_weight)) {
        ds_str value = DS_STR("stake_purchase");
        findings->items[findings->n_items++] = (ds_finding){ds_cue_field_name(DS_CUE_KIND),
                                                            value,
                                                            {stake->begin, stake->end},
                                                            judge->partial_rule,
                                                            judge->stake_weight};
        return value;
    }
    if (found) {
        note(findings, DS_CUE_KIND, &best);
        return best.value;
    }
    return DS_STR("acquisition");
}

static void judge_rates(const ds_judge *judge, const ds_cue_view *view, ds_judgement *out,
                        finding_list *findings)
{
    ds_rate_find rates[DS_JUDGE_MAX_VALUES];
    size_t n_rates = ds_judge_rates(view, &judge->factors[DS_CUE_RATE], rates);
    for (size_t i = 0; i < n_rates; i++) {
        out->rate_class[i] = ds_str_from(rates[i].entity->rate.text);
        findings->items[findings->n_items++] =
            (ds_finding){ds_cue_field_name(DS_CUE_RATE),
                         out->rate_class[i],
                         {rates[i].entity->begin, rates[i].entity->end},
                         rates[i].rule,
                         1};
    }
    out->n_rate_class = n_rates;
}

bool ds_judge_dates_behind(ds_judge *judge, const ds_prepared *doc, size_t sentence)
{
    const ds_cue_hit *hits;
    size_t n_hits;
    if (ds_cue_scan_read(judge->scan, doc, sentence, &hits, &n_hits) != DS_OK) {
        return true;
    }
    for (size_t i = 0; i < n_hits; i++) {
        bool behind = hits[i].zone == DS_ZONE_AFTER || hits[i].zone == DS_ZONE_LATER;
        if (behind && ds_judge_is_step(&hits[i])) {
            return true;
        }
    }
    return false;
}

ds_status ds_judge_read(ds_judge *judge, const ds_judge_input *input, ds_arena *arena,
                        ds_judgement *out)
{
    ds_cue_view view;
    memset(out, 0, sizeof *out);
    ds_status status = ds_cue_view_read(&view, judge->scan, input);
    if (status != DS_OK) {
        return status;
    }
    ds_finding found[MAX_FINDINGS];
    finding_list findings = {found, 0};
    out->factuality = judge_factuality(judge, &view, &findings);
    judge_status(judge, &view, out, &findings);
    out->kind = judge_kind(judge, &view, &findings);
    out->n_payment = judge_list(judge, &view, DS_CUE_PAYMENT, out->payment, &findings);
    out->n_motive = judge_list(judge, &view, DS_CUE_MOTIVE, out->motive, &findings);
    judge_rates(judge, &view, out, &findings);
    ds_finding *kept = DS_ARENA_TAKE(arena, findings.n_items, ds_finding);
    if (!kept) {
        return DS_ENOMEM;
    }
    if (findings.n_items) {
        memcpy(kept, found, findings.n_items * sizeof *kept);
    }
    out->findings = kept;
    out->n_findings = findings.n_items;
    return DS_OK;
}

void ds_judge_free(ds_judge *judge)
{
    if (!judge) {
        return;
    }
    ds_cue_scan_free(judge->scan);
    free(judge);
}
