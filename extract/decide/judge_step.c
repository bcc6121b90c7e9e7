#include "extract/decide/judge_step.h"

#include "corpus/text/utf8.h"

/* Bytes between a date and the clause it opens: a comma, perhaps full-width. */
enum { OPENING_BYTES = 3 };

static bool step_of(ds_str status, ds_step *out)
{
    *out = ds_str_equal(status, DS_STR("completed"))    ? DS_STEP_COMPLETED
           : ds_str_equal(status, DS_STR("terminated")) ? DS_STEP_TERMINATED
                                                        : DS_STEP_ANNOUNCED;
    return *out != DS_STEP_ANNOUNCED || ds_str_equal(status, DS_STR("announced")) ||
           ds_str_equal(status, DS_STR("planned"));
}

static size_t distance(const ds_entity *entity, ds_range cue)
{
    return entity->end <= cue.begin   ? cue.begin - entity->end
           : entity->begin >= cue.end ? entity->begin - cue.end
                                      : 0;
}

/* The date nearest to the cue in its clause, else the one that opens it. */
static const ds_entity *find_date(const ds_judge_input *input, ds_range clause, ds_range cue)
{
    const ds_entity *best = NULL;
    const ds_entity *opening = NULL;
    for (size_t i = 0; i < input->n_entities; i++) {
        const ds_entity *entity = &input->entities[i];
        if (entity->kind != DS_ENTITY_DATE) {
            continue;
        }
        if (entity->begin >= clause.begin && entity->end <= clause.end) {
            if (!best || distance(entity, cue) < distance(best, cue)) {
                best = entity;
            }
        } else if (entity->end <= clause.begin && clause.begin - entity->end <= OPENING_BYTES) {
            opening = entity;
        }
    }
    return best ? best : opening;
}

bool ds_judge_is_step(const ds_cue_hit *hit)
{
    ds_step step;
    return hit->field == DS_CUE_STATUS && hit->side != DS_CUE_TRIGGER &&
           step_of(hit->pattern->value, &step);
}

/* "announced that it is done": the date is that of being done. */
static bool is_overruled(const ds_cue_view *view, const ds_cue_factors *factors, ds_range clause)
{
    for (size_t i = 0; i < view->n_hits; i++) {
        const ds_cue_hit *hit = &view->hits[i];
        ds_step step;
        if (hit->field == DS_CUE_STATUS && hit->side != DS_CUE_TRIGGER && !hit->masked &&
            hit->where.begin >= clause.begin && hit->where.end <= clause.end &&
            step_of(hit->pattern->value, &step) && step != DS_STEP_ANNOUNCED &&
            ds_cue_weigh(view, factors, hit) >= factors->threshold) {
            return true;
        }
    }
    return false;
}

void ds_judge_steps(const ds_cue_view *view, const ds_cue_factors *factors,
                    const ds_entity *out[DS_STEPS])
{
    double best[DS_STEPS] = {0};
    for (size_t i = 0; i < DS_STEPS; i++) {
        out[i] = NULL;
    }
    for (size_t i = 0; i < view->n_hits; i++) {
        const ds_cue_hit *hit = &view->hits[i];
        ds_step step;
        if (!ds_judge_is_step(hit) || !step_of(hit->pattern->value, &step)) {
            continue;
        }
        double score = ds_cue_weigh(view, factors, hit);
        if (score < factors->threshold || score <= best[step]) {
            continue;
        }
        ds_range clause = ds_cue_clause(view, hit);
        const ds_entity *date = find_date(view->input, clause, hit->where);
        if (date && (step != DS_STEP_ANNOUNCED || !is_overruled(view, factors, clause))) {
            best[step] = score;
            out[step] = date;
        }
    }
}
