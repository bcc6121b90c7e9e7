/* judge_rate.h - which rate classes describe what is bought. */
#ifndef DS_JUDGE_RATE_H
#define DS_JUDGE_RATE_H

#include "extract/decide/cue_weigh.h"

typedef struct ds_rate_find {
    const ds_entity *entity;
    ds_str rule; /* the cue that claims it; "rate_class.mention" in the mention itself */
} ds_rate_find;

/* Rate classes of the target, each once, in order of place: those of its
 * mention and the words before it back to the trigger, of the brackets behind
 * it, and of stretches a rate_class cue claims behind it.  At most
 * DS_JUDGE_MAX_VALUES; returns how many. */
size_t ds_judge_rates(const ds_cue_view *view, const ds_cue_factors *factors,
                      ds_rate_find out[DS_JUDGE_MAX_VALUES]);

#endif /* DS_JUDGE_RATE_H */
