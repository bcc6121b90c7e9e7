#include "extract/decide/observe.h"
#include "extract/decide/title.h"

/* What stands around the trigger; `t` is the first of five templates. */
static void add_surroundings(ds_observer *ex, template_id t, uint16_t trigger, size_t from)
{
    const ds_analysis *analysis = ex->analysis;
    ptrdiff_t at = trigger;
    ds_observe_bag(ex, t, ds_observe_context(analysis, at), from);
    ds_observe_bag(ex, t + 1, ds_observe_context(analysis, at + 1), from);
    ds_observe_bag(ex, t + 2, ds_observe_context(analysis, at + 2), from);
    ds_observe_bag(ex, t + 3, ds_observe_context(analysis, at - 1), from);
    ds_observe_bag(ex, t + 4, ds_observe_context(analysis, at - 2), from);
}

static void add_presence(ds_observer *ex, template_id t)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t i = 0; i < analysis->n_entities; i++) {
        ds_observe_bag(ex, t, analysis->entities[i].kind, from);
    }
}

/* Words near any trigger, each once; marks say nothing of a deal. */
static void add_neighbourhood(ds_observer *ex)
{
    enum { REACH = 14, TRIGGERS = 6 };
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t t = 0; t < analysis->n_triggers && t < TRIGGERS; t++) {
        size_t at = analysis->triggers[t];
        size_t begin = at > REACH ? at - REACH : 0;
        for (size_t i = begin; i < analysis->n_tokens && i <= at + REACH; i++) {
            if (analysis->tokens[i].word_class != DS_WORD_MARK) {
                ds_observe_bag(ex, N_BAG, analysis->tokens[i].context, from);
            }
        }
    }
}

/* What the title says; the same for all sentences of a document. */
static void add_title(ds_observer *ex)
{
    const ds_title *title = ex->analysis->title;
    if (!title || title->kind == DS_TITLE_NONE) {
        return;
    }
    ds_observe_small(ex, TITLE, title->kind);
    for (size_t i = 0; i < title->n_words; i++) {
        ds_observe_list(ex, ex->features->base[TITLE_WORD] + title->words[i]);
    }
}

void ds_features_none(const ds_features *features, const ds_analysis *analysis,
                      const ds_anchor *anchor, ds_role role, ds_feature_list *out)
{
    (void)role;
    ds_observer ex = {.features = features, .analysis = analysis, .out = out};
    out->n = 0;
    ds_observe(&ex, E_BIAS, 0);
    add_presence(&ex, N_HAS);
    ds_observe_small(&ex, N_TRIGGERS, analysis->n_triggers);
    ds_observe_small(&ex, N_RULES, analysis->n_picks < 6 ? analysis->n_picks : 6);
    size_t from = out->n;
    if (anchor) {
        add_surroundings(&ex, N_TRIGGER, anchor->trigger, from);
        ds_observe_small(&ex, T_SIDE,
                         anchor->target ? (anchor->target->first > anchor->trigger) : 2u);
        ds_observe_lone(&ex);
        return;
    }
    for (size_t t = 0; t < analysis->n_triggers && t < 4; t++) {
        add_surroundings(&ex, N_TRIGGER, analysis->triggers[t], from);
    }
    add_neighbourhood(&ex);
    add_title(&ex);
    ds_observe_lone(&ex);
}

void ds_features_empty(const ds_features *features, const ds_analysis *analysis, uint16_t trigger,
                       ds_feature_list *out)
{
    ds_observer ex = {.features = features, .analysis = analysis, .out = out};
    out->n = 0;
    ds_observe(&ex, U_BIAS, 0);
    add_surroundings(&ex, U_TRIGGER, trigger, out->n);
    add_presence(&ex, U_HAS);
    ds_observe_lone(&ex);
}
