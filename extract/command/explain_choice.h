/* explain_choice.h - why a candidate won: scores and weights, as JSON. */
#ifndef DS_EXPLAIN_CHOICE_H
#define DS_EXPLAIN_CHOICE_H

#include "extract/decide/analysis.h"
#include "extract/decide/mention.h"
#include "extract/decide/model.h"
#include "extract/decide/topic.h"

#include <jansson.h>

typedef struct ds_explain_choice ds_explain_choice;

/* `all`: more candidates and features.  The caller frees *out; weights and topics are
 * borrowed. */
DS_MUST_USE ds_status ds_explain_choice_new(ds_explain_choice **out, const ds_model *weights,
                                            ds_topics *topics, bool all);

/* The best candidates for the target: rows {text, trigger, score, features}. */
json_t *ds_explain_targets(ds_explain_choice *choice, const ds_analysis *analysis);

/* The other roles of the sentence's mention number `which`: rows {role, taken, why,
 * candidates}; "topic" (whom the text around is about) only where the sentence names no buyer, as
 * it looks behind the sentence.  `text` is the repaired text, where mentions have their places. */
json_t *ds_explain_roles(ds_explain_choice *choice, ds_str text, const ds_analysis *analysis,
                         const ds_mention *mentions, size_t n_mentions, size_t which);

void ds_explain_choice_free(ds_explain_choice *choice); /* NULL is allowed */

/* JSON of a text (null if it has none), of a number with two digits, of a piece
 * of text (null if empty). */
json_t *ds_explain_text(ds_str text);
json_t *ds_explain_rounded(double number);
json_t *ds_explain_place(ds_str text, ds_range where);

#endif /* DS_EXPLAIN_CHOICE_H */
