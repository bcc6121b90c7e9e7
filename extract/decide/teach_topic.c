#include "extract/decide/lesson.h"

/* Is a buyer of the deal named in the sentence itself? */
static bool names_buyer(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (candidate->begin >= analysis->focus &&
            ds_gold_has(&deal->fields[DS_ROLE_ACQUIRER],
                        ds_lesson_form(analysis, candidate, teacher->scratch), false)) {
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

void ds_teach_topic(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                    const ds_lesson_item *anchor)
{
    enum { MAX_ITEMS = 4000 };
    if (names_buyer(teacher, analysis, deal) || !anchor->named) {
        return;
    }
    topic_lesson l = {.teacher = teacher,
                      .field = &deal->fields[DS_ROLE_ACQUIRER],
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
