#include "extract/eval/profile.h"

#include "extract/decide/choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ds_profile {
    ds_decider *decider;
    const ds_rule *rules;
    size_t n_rules;
    ds_budget *budget;
    ds_set_work work;
    size_t *kept;    /* per rule */
    size_t *lost;    /* per rule */
    size_t *lost_to; /* per rule: n_rules + DS_LOST_TO_OTHERS entries */
    ds_profile_totals totals;
    ds_str source;
    ds_missed_sentence *missed; /* best first */
    size_t n_missed, max_missed;
    bool failed;
};

static void see_sentence(void *payload, const ds_analysis *analysis, const ds_mention *mentions,
                         size_t n_mentions);

static ds_status make_work(ds_set_work *work, const ds_ruleset *rules, size_t n_rules)
{
    work->rules = calloc(n_rules + 1, sizeof *work->rules);
    bool made = work->rules != NULL;
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        size_t n = ds_ruleset_patterns(rules, (ds_pattern_section)s, &patterns);
        work->patterns[s] = calloc(n + 1, sizeof *work->patterns[s]);
        made = made && work->patterns[s];
    }
    return made ? DS_OK : DS_ENOMEM;
}

static ds_status make_arrays(ds_profile *profile)
{
    size_t n = profile->n_rules;
    profile->kept = calloc(n + 1, sizeof *profile->kept);
    profile->lost = calloc(n + 1, sizeof *profile->lost);
    profile->lost_to = calloc((n + 1) * (n + DS_LOST_TO_OTHERS), sizeof *profile->lost_to);
    profile->missed = calloc(profile->max_missed + 1, sizeof *profile->missed);
    return profile->kept && profile->lost && profile->lost_to && profile->missed ? DS_OK
                                                                                 : DS_ENOMEM;
}

ds_status ds_profile_new(ds_profile **out, const ds_ruleset *rules, ds_decider *decider,
                         ds_budget *budget, const ds_profile_options *options)
{
    ds_profile *profile = calloc(1, sizeof *profile);
    if (!profile) {
        return DS_ENOMEM;
    }
    profile->decider = decider;
    profile->budget = budget;
    profile->n_rules = ds_ruleset_rules(rules, &profile->rules);
    profile->max_missed = options->most_missed;
    ds_status status = make_work(&profile->work, rules, profile->n_rules);
    if (status == DS_OK) {
        status = make_arrays(profile);
    }
    if (status != DS_OK) {
        ds_profile_free(profile);
        return status;
    }
    ds_budget_count(budget, rules, &profile->work);
    ds_decider_hook(decider, (ds_decider_hooks){.sentence = see_sentence, .payload = profile});
    *out = profile;
    return DS_OK;
}

static void free_missed(ds_missed_sentence *missed)
{
    free(missed->source);
    free(missed->candidate);
    free(missed->text);
}

void ds_profile_free(ds_profile *profile)
{
    if (profile) {
        ds_budget_count(profile->budget, NULL, NULL);
        ds_decider_hook(profile->decider, (ds_decider_hooks){0});
        for (size_t i = 0; i < profile->n_missed; i++) {
            free_missed(&profile->missed[i]);
        }
        free(profile->missed);
        free(profile->work.rules);
        for (int s = 0; s < DS_SECTIONS; s++) {
            free(profile->work.patterns[s]);
        }
        free(profile->kept);
        free(profile->lost);
        free(profile->lost_to);
        free(profile);
    }
}

void ds_profile_document(ds_profile *profile, ds_str source)
{
    profile->source = source;
}

ds_status ds_profile_status(const ds_profile *profile)
{
    return profile->failed ? DS_ENOMEM : DS_OK;
}

static bool overlap(ds_range a, ds_range b)
{
    return a.begin < b.end && b.begin < a.end;
}

static ds_range place_of(const ds_analysis *analysis, const ds_pick *pick)
{
    return (ds_range){analysis->tokens[pick->first].begin + analysis->begin,
                      analysis->tokens[pick->last].end + analysis->begin};
}

/* The mention that a pick is of: same target, or same buyer where that is not named. */
static const ds_mention *mention_of(const ds_analysis *analysis, const ds_pick *pick,
                                    const ds_mention *mentions, size_t n_mentions)
{
    ds_range place = place_of(analysis, pick);
    for (size_t m = 0; m < n_mentions; m++) {
        const ds_mention *mention = &mentions[m];
        bool same = pick->role == DS_ROLE_TARGET
                        ? overlap(place, mention->target.where)
                        : pick->role == DS_ROLE_ACQUIRER && mention->n_acquirer &&
                              ds_range_empty(mention->target.where) &&
                              overlap(place, mention->acquirer[0].where);
        if (same) {
            return mention;
        }
    }
    return NULL;
}

static size_t winner_of(const ds_profile *profile, const ds_mention *mention)
{
    for (size_t r = 0; mention && r < profile->n_rules; r++) {
        if (ds_str_equal(profile->rules[r].id, mention->rule)) {
            return r;
        }
    }
    return profile->n_rules + (mention ? DS_LOST_TO_WEIGHTS : DS_LOST_TO_NO_DEAL);
}

/* Picks of one match follow one another. */
static void judge_match(ds_profile *profile, const ds_analysis *analysis, size_t first, size_t end,
                        const ds_mention *mentions, size_t n_mentions)
{
    size_t rule = analysis->picks[first].rule;
    const ds_mention *mention = NULL;
    bool here = false; /* not only in the text before the sentence */
    for (size_t p = first; p < end; p++) {
        const ds_pick *pick = &analysis->picks[p];
        here = here || analysis->tokens[pick->last].begin >= analysis->focus;
        mention = mention ? mention : mention_of(analysis, pick, mentions, n_mentions);
    }
    if (!here) {
        return;
    }
    if (mention && ds_str_equal(mention->rule, profile->rules[rule].id)) {
        profile->kept[rule]++;
        return;
    }
    profile->lost[rule]++;
    profile->lost_to[rule * (profile->n_rules + DS_LOST_TO_OTHERS) + winner_of(profile, mention)]++;
}

/* The best target and "no deal" of the lattice. */
typedef struct best_item {
    const ds_profile *profile;
    double named;
    double none;
    const ds_candidate *candidate;
} best_item;

static void see_item(void *payload, const ds_filler *filler, uint16_t trigger,
                     const ds_feature_list *list)
{
    best_item *best = payload;
    ds_model *model = ds_decider_model(best->profile->decider);
    double score = ds_model_score(model, DS_ROLE_TARGET, list);
    if (filler && score > best->named) {
        best->named = score;
        best->candidate = filler->candidate;
    } else if (!filler && trigger == DS_TOKEN_NOTHING) {
        best->none = score;
    }
}

static char *copy(ds_profile *profile, ds_str text)
{
    char *out = malloc(text.len + 1);
    if (!out) {
        profile->failed = true;
        return NULL;
    }
    memcpy(out, text.len ? text.ptr : "", text.len);
    out[text.len] = '\0';
    return out;
}

/* Puts it behind those that are as near to a deal; what is too many goes. */
static void keep_missed(ds_profile *profile, double score, ds_str candidate, ds_str text)
{
    size_t at = profile->n_missed;
    while (at > 0 && score > profile->missed[at - 1].score) {
        at--;
    }
    if (at == profile->max_missed) {
        return;
    }
    memmove(profile->missed + at + 1, profile->missed + at,
            (profile->n_missed - at) * sizeof *profile->missed);
    profile->missed[at] =
        (ds_missed_sentence){score, profile->totals.sentences, copy(profile, profile->source),
                             copy(profile, candidate), copy(profile, text)};
    if (++profile->n_missed > profile->max_missed) {
        free_missed(&profile->missed[--profile->n_missed]);
    }
}

static void see_missed(ds_profile *profile, const ds_analysis *analysis)
{
    const ds_model *model = ds_decider_model(profile->decider);
    best_item best = {profile, -INFINITY, 0, NULL};
    ds_choose_target_items(ds_model_features(model), analysis, NULL, 0, see_item, &best);
    ds_str candidate =
        best.candidate ? ds_str_slice(analysis->text, best.candidate->begin, best.candidate->end)
                       : DS_STR("");
    keep_missed(profile, best.candidate ? best.named - best.none : -INFINITY, candidate,
                ds_str_slice(analysis->text, analysis->focus, analysis->text.len));
}

static void see_sentence(void *payload, const ds_analysis *analysis, const ds_mention *mentions,
                         size_t n_mentions)
{
    ds_profile *profile = payload;
    profile->totals.sentences++;
    profile->totals.mentions += n_mentions;
    profile->totals.with_deal += n_mentions > 0;
    for (size_t p = 0; p < analysis->n_picks;) {
        size_t end = p + 1;
        while (end < analysis->n_picks && analysis->picks[end].match == analysis->picks[p].match) {
            end++;
        }
        judge_match(profile, analysis, p, end, mentions, n_mentions);
        p = end;
    }
    if (n_mentions == 0 && profile->max_missed) {
        see_missed(profile, analysis);
    }
}

ds_rule_fate ds_profile_rule(const ds_profile *profile, size_t rule)
{
    return (ds_rule_fate){&profile->work.rules[rule], profile->kept[rule], profile->lost[rule],
                          profile->lost_to + rule * (profile->n_rules + DS_LOST_TO_OTHERS)};
}

const ds_match_work *ds_profile_pattern(const ds_profile *profile, ds_pattern_section section,
                                        size_t pattern)
{
    return &profile->work.patterns[section][pattern];
}

ds_profile_totals ds_profile_total(const ds_profile *profile)
{
    return profile->totals;
}

size_t ds_profile_missed(const ds_profile *profile, const ds_missed_sentence **out)
{
    *out = profile->missed;
    return profile->n_missed;
}
