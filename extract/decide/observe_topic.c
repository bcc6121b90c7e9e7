#include "extract/decide/observe_topic.h"

void ds_observe_topic_name(ds_observer *ex, const ds_filler *filler)
{
    ds_observed_run run = ds_observe_run(ex->analysis, filler);
    (void)ds_observe_candidate(ex, filler, &run, DS_ROLE_ACQUIRER, DS_OF_ALL);
    ds_observe_beside(ex, filler, &run, false, DS_OF_ALL);
    ds_observe_topic_stretch(ex, filler);
}

void ds_observe_topic_stretch(ds_observer *ex, const ds_filler *filler)
{
    unsigned marks = ex->analysis->marks[filler->last];
    for (size_t bit = 0; bit < DS_STRETCH_KINDS; bit++) {
        if (marks >> bit & 1u) {
            ds_observe(ex, P_STRETCH, bit);
        }
    }
    ds_observe_small(ex, P_FRONT, ds_observe_bucket(filler->first));
}

void ds_observe_topic_place(ds_observer *ex, const ds_topic_place *place)
{
    ds_observe_small(ex, P_BACK, place->back);
    ds_observe_small(ex, P_COUNT, ds_observe_bucket(place->mentions));
    for (size_t bit = 0; bit < DS_NAME_ROLE_BITS; bit++) {
        if (place->roles >> bit & 1u) {
            ds_observe(ex, P_ROLE, bit);
        }
    }
}

void ds_observe_topic_deal(ds_observer *ex, uint16_t trigger)
{
    const ds_analysis *analysis = ex->analysis;
    ptrdiff_t begin = trigger;
    while (begin > 0 && analysis->clause[begin - 1] == analysis->clause[trigger] &&
           analysis->tokens[begin - 1].begin >= analysis->focus) {
        begin--;
    }
    ptrdiff_t lead = begin;
    while (lead > 0 && analysis->tokens[lead - 1].begin >= analysis->focus) {
        lead--;
    }
    ds_observe(ex, P_LEAD, ds_observe_context(analysis, lead));
    ds_observe(ex, P_CLAUSE, ds_observe_context(analysis, begin));
    ds_observe(ex, P_BEFORE, ds_observe_context(analysis, (ptrdiff_t)trigger - 1));
}
