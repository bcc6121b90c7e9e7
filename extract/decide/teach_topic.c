#include "extract/decide/lesson.h"

/* Is a party of the deal named in the sentence itself? */
static bool names_one(ds_teacher *teacher, const ds_analysis *analysis,
                      const ds_gold_field *parties)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (candidate->begin >= analysis->focus &&
            ds_gold_has(parties, ds_lesson_form(analysis, candidate, teacher->scratch), false)) {
            return true;
        }
    }
    return false;
}

/* Labels of the names around a deal. */
typedef struct topic_lesson {
    ds_teacher *teacher;
    const ds_gold_field *field;
    uint8_t *labels;
    size_t n_items, max;
    bool found;
} topic_lesson;

static void keep_topic(void *payload, ds_range where, const ds_feature_list *list)
{
    topic_lesson *l = payload;
    ds_teacher *teacher = l->teacher;
    if (l->n_items == l->max) {
        return;
    }
    uint8_t label = DS_FIT_WRONG;
    if (!ds_range_empty(where)) {
        ds_str text = ds_topics_text(ds_decider_topics(teacher->decider), where);
        label = (uint8_t)ds_lesson_label(teacher, text, l->field);
        l->found = l->found || label == DS_FIT_RIGHT;
    }
    l->labels[l->n_items++] = label;
    ds_status status = ds_fit_item(teacher->fit, list->ids, list->n);
    teacher->status = status == DS_OK ? teacher->status : status;
}

/* The role that whom the text is about has in the deal; DS_ROLE_TOPIC if none is open. */
static ds_role open_role(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                         uint16_t trigger)
{
    bool sale = analysis->verb[trigger] == DS_VERB_SELL;
    bool told = teacher->document->annotated & 1u << DS_ROLE_SELLER;
    if (sale && !told) {
        return DS_ROLE_TOPIC;
    }
    if (sale) {
        return names_one(teacher, analysis, &deal->fields[DS_ROLE_SELLER]) ? DS_ROLE_TOPIC
                                                                           : DS_ROLE_SELLER;
    }
    return names_one(teacher, analysis, &deal->fields[DS_ROLE_ACQUIRER]) ? DS_ROLE_TOPIC
                                                                         : DS_ROLE_ACQUIRER;
}

void ds_teach_topic(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                    const ds_lesson_item *anchor)
{
    enum { MAX_ITEMS = 4000 };
    ds_role role = open_role(teacher, analysis, deal, anchor->trigger);
    if (role == DS_ROLE_TOPIC || !anchor->named) {
        return;
    }
    topic_lesson l = {.teacher = teacher,
                      .field = &deal->fields[role],
                      .labels = DS_ARENA_NEW(teacher->scratch, MAX_ITEMS, uint8_t),
                      .max = MAX_ITEMS};
    const ds_candidate *target = anchor->filler.candidate;
    ds_topic_deal asks = {
        .analysis = analysis,
        .trigger = anchor->trigger,
        .right = anchor->filler.first > anchor->trigger,
        .target = {analysis->begin + target->begin, analysis->begin + target->end}};
    if (!l.labels || ds_fit_unit(teacher->fit) != DS_OK ||
        ds_topics_list(ds_decider_topics(teacher->decider), &asks, keep_topic, &l) != DS_OK) {
        teacher->status = DS_ENOMEM;
        return;
    }
    if (l.n_items == 0 || (!l.found && l.field->n_surfaces > l.field->n_required)) {
        return; /* nobody can say */
    }
    if (analysis->lone && !l.found) {
        return; /* a text of two sentences has nobody to inherit from: that says nothing of longer
                   ones */
    }
    l.labels[0] = l.found ? DS_FIT_WRONG : DS_FIT_RIGHT;
    ds_status status = ds_fit_group(teacher->fit, l.labels, 1);
    teacher->status = status == DS_OK ? teacher->status : status;
}
