/* explain_model.h - what explain tells, as JSON: made once, then printed as it
 * is or for people.
 *
 * One object a sentence:
 *   document, byte, before, sentence, tokens [text]
 *   entities [{kind, text, value, before, refused_by}]; before: in the text before
 *   fired [{rule, picks [{role, text}]}]
 *   near [{rule, matched, parts, failed, begin, end, alone, extra, gave_up}]
 *        begin and end are bytes of the sentence where the failed part should be;
 *        alone: all others are found; extra: it, too, but behind those bytes
 *   seen: the sentence as rules see it, {party} for a name
 *   targets [{text, trigger, score, features [{name, weight}]}]
 *   deals [{target, share, roles [{role, taken [text], why, candidates [...]}],
 *           judged [{field, value, cue, text, score}]}]
 *   asked {rule, told}   with --rule
 * Unknown values are null.
 */
#ifndef DS_EXPLAIN_MODEL_H
#define DS_EXPLAIN_MODEL_H

#include "corpus/document.h"
#include "extract/decide/decide.h"
#include "extract/decide/near.h"

#include <jansson.h>

typedef struct ds_explain_asked {
    const char *rule; /* only about this one, or NULL */
    bool all;         /* more candidates, features and near rules */
} ds_explain_asked;

typedef struct ds_explain_model ds_explain_model;

/* The caller frees *out; rules and decider are borrowed. */
DS_MUST_USE ds_status ds_explain_model_new(ds_explain_model **out, const ds_ruleset *rules,
                                           ds_decider *decider, ds_explain_asked asked);

/* The text that sentences and mentions are of; borrowed until the next call. */
void ds_explain_window(ds_explain_model *model, const ds_document *document,
                       const ds_prepared *prepared);

/* Everything about a sentence but its deals; the caller owns it. */
json_t *ds_explain_sentence(ds_explain_model *model, const ds_analysis *analysis);

/* Adds all deals of that very sentence, as the decider's hook gives them. */
void ds_explain_mentions(ds_explain_model *model, json_t *sentence, const ds_analysis *analysis,
                         const ds_mention *mentions, size_t n_mentions);

void ds_explain_model_free(ds_explain_model *model); /* NULL is allowed */

#endif /* DS_EXPLAIN_MODEL_H */
