#include "extract/decide/lesson.h"

void ds_lesson_keep(void *payload, const ds_filler *filler, uint16_t trigger,
                    const ds_feature_list *list)
{
    ds_lesson *l = payload;
    if (l->n_items >= l->max) {
        return;
    }
    ds_lesson_item *it = &l->items[l->n_items++];
    *it = (ds_lesson_item){filler ? *filler : (ds_filler){0}, trigger, filler != NULL, 0};
    if (l->store) {
        ds_status status = ds_fit_item(l->teacher->fit, list->ids, list->n);
        if (status != DS_OK) {
            l->teacher->status = status;
        }
    } else {
        it->score = ds_model_score(ds_decider_model(l->teacher->decider), DS_ROLE_TARGET, list);
    }
}

bool ds_lesson_start(ds_teacher *teacher, const ds_analysis *analysis, ds_lesson *out, bool store)
{
    size_t max = 1 + analysis->n_triggers * (analysis->nominees.n_candidates + 1) +
                 analysis->n_entities + analysis->nominees.n_candidates;
    *out = (ds_lesson){teacher, analysis, DS_ARENA_NEW(teacher->scratch, max, ds_lesson_item),
                       0,       max,      store};
    if (!out->items) {
        teacher->status = DS_ENOMEM;
    }
    return out->items != NULL;
}

ds_str ds_lesson_form(const ds_analysis *analysis, const ds_candidate *candidate, ds_arena *arena)
{
    return ds_gold_fold(ds_str_slice(analysis->text, candidate->begin, candidate->end), arena);
}

static bool has_text(ds_teacher *teacher, ds_str text, const ds_gold_field *field, bool required)
{
    ds_str full = ds_names_resolve(ds_decider_names(teacher->decider), text);
    return ds_gold_has(field, ds_gold_fold(text, teacher->scratch), required) ||
           (full.ptr != text.ptr &&
            ds_gold_has(field, ds_gold_fold(full, teacher->scratch), required));
}

ds_fit_label ds_lesson_label(ds_teacher *teacher, ds_str text, const ds_gold_field *field)
{
    return has_text(teacher, text, field, true)    ? DS_FIT_RIGHT
           : has_text(teacher, text, field, false) ? DS_FIT_OUT
                                                   : DS_FIT_WRONG;
}

bool ds_lesson_told(const ds_gold_field *field, ds_str sentence)
{
    for (size_t i = 0; i < field->n_required; i++) {
        if (field->surfaces[i].len && ds_str_find(sentence, field->surfaces[i], 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

bool ds_lesson_supports(const ds_gold_deal *deal, ds_str sentence, bool alone)
{
    return alone || ds_lesson_told(&deal->fields[DS_ROLE_ACQUIRER], sentence) ||
           ds_lesson_told(&deal->fields[DS_ROLE_AMOUNT], sentence) ||
           ds_lesson_told(&deal->fields[DS_ROLE_STAKE], sentence) ||
           ds_lesson_told(&deal->fields[DS_ROLE_DATE], sentence);
}

ds_str ds_lesson_sentence(const ds_analysis *analysis, ds_arena *arena)
{
    return ds_gold_fold(ds_str_slice(analysis->text, analysis->focus, analysis->text.len), arena);
}

bool ds_lesson_alone(const ds_gold_document *document, const ds_analysis *analysis)
{
    return (analysis->text.len - analysis->focus) * 10 >= document->text.len * 7;
}
