#include "extract/decide/edge.h"

/* Sums of one token: as the first and the last of a candidate, by side of the trigger. */
enum { SIDES = 2, SUMS = 2 * SIDES };

ds_status ds_edges_begin(ds_edges *out, const ds_model *model, const ds_analysis *analysis,
                         ds_role role, ds_arena *arena)
{
    size_t n = analysis->n_tokens + 1;
    *out = (ds_edges){.model = model,
                      .analysis = analysis,
                      .role = role,
                      .sums = DS_ARENA_TAKE(arena, n * SUMS, ds_net_input),
                      .known = DS_ARENA_NEW(arena, n, uint8_t)};
    return out->sums && out->known ? DS_OK : DS_ENOMEM;
}

bool ds_edges_whole(ds_edges *edges, const ds_filler *filler, const ds_observed_run *run,
                    ds_net_input *out)
{
    bool even = ds_observe_is_even(edges->analysis, filler);
    ds_feature_list list;
    list.n = 0;
    ds_observer ex = {ds_model_features(edges->model), edges->analysis, &list};
    bool picked =
        ds_observe_candidate(&ex, filler, run, edges->role, even ? DS_OF_WHOLE : DS_OF_ALL);
    *out = (ds_net_input){0};
    ds_model_weigh(edges->model, edges->role, &list, out);
    return picked;
}

/* What the candidate's first token gives, or its last. */
static const ds_net_input *sum_of(ds_edges *edges, const ds_filler *filler,
                                  const ds_observed_run *run, bool right, unsigned part)
{
    size_t token = part == DS_OF_FIRST ? filler->first : filler->last;
    unsigned number = right + (part == DS_OF_LAST ? SIDES : 0u);
    ds_net_input *sum = &edges->sums[token * SUMS + number];
    if (!((unsigned)edges->known[token] >> number & 1u)) {
        ds_feature_list list;
        list.n = 0;
        ds_observer ex = {ds_model_features(edges->model), edges->analysis, &list};
        (void)ds_observe_candidate(&ex, filler, run, edges->role, part);
        ds_observe_beside(&ex, filler, run, right, part);
        *sum = (ds_net_input){0};
        ds_model_weigh(edges->model, edges->role, &list, sum);
        edges->known[token] |= (uint8_t)(1u << number);
    }
    return sum;
}

void ds_edges_sums(ds_edges *edges, const ds_filler *filler, const ds_observed_run *run, bool right,
                   const ds_net_input *out[2])
{
    static const ds_net_input nothing = {0};
    if (ds_observe_is_even(edges->analysis, filler)) {
        out[0] = sum_of(edges, filler, run, right, DS_OF_FIRST);
        out[1] = sum_of(edges, filler, run, right, DS_OF_LAST);
        return;
    }
    ds_feature_list list;
    list.n = 0;
    ds_observer ex = {ds_model_features(edges->model), edges->analysis, &list};
    ds_observe_beside(&ex, filler, run, right, DS_OF_ALL);
    edges->other = (ds_net_input){0};
    ds_model_weigh(edges->model, edges->role, &list, &edges->other);
    out[0] = &edges->other;
    out[1] = &nothing;
}
