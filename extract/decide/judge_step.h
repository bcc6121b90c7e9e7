/* judge_step.h - the dates of a deal's steps: announced, completed, terminated.
 *
 * A date belongs to a step when it stands in the clause of a cue for that
 * step, or is the clause's opening ("on 3 May, the firm plans ...").
 */
#ifndef DS_JUDGE_STEP_H
#define DS_JUDGE_STEP_H

#include "extract/decide/cue_weigh.h"

/* May the hit have a date: does it tell a step, and in words of its own? */
bool ds_judge_is_step(const ds_cue_hit *hit);

/* Sets out[step] to the date entity of the strongest cue that has one, NULL
 * for none; the entities are the input's. */
void ds_judge_steps(const ds_cue_view *view, const ds_cue_factors *factors,
                    const ds_entity *out[DS_STEPS]);

#endif /* DS_JUDGE_STEP_H */
