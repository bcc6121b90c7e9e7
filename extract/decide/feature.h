/* feature.h - what a choice is judged by: observations with readable names.
 *
 * A feature is a template and a value, `prev1.L=WORD`: the word left of a
 * candidate that stands left of the trigger.  Templates are listed in
 * feature_template.h; values are small numbers, words of the context vocabulary,
 * characters, or rules.  What speaks for no deal, or for one whose target is not named,
 * counts a second time, as `lone:bag=WORD`, in a document of one sentence: such texts are
 * picked because they tell something.  Every feature has a number below ds_features_count(), so
 * that weights are flat arrays.  No conjunctions but with the side; hidden units make them
 * (model.h).
 */
#ifndef DS_FEATURE_H
#define DS_FEATURE_H

#include "corpus/text/buffer.h"
#include "extract/decide/analysis.h"
#include "rules/ruleset.h"

#include <stdint.h>

/* Features of one choice; a long clause gives some 150.  Bags of words end at DS_FEATURES_MAX;
 * behind that is room for all that is observed but once, which is then not counted. */
enum { DS_FEATURES_MAX = 640, DS_FEATURES_ROOM = DS_FEATURES_MAX + 256 };

/* To set n is enough: an initialiser of the whole would clear ids, which costs more than to observe
 * what a list most often holds. */
typedef struct ds_feature_list {
    uint32_t ids[DS_FEATURES_ROOM];
    size_t n;
} ds_feature_list;

typedef struct ds_features ds_features;

/* The vocabulary for a rule set.  Immutable; borrows both.  Caller frees *out. */
DS_MUST_USE ds_status ds_features_new(ds_features **out, const ds_ruleset *rules,
                                      const ds_tokeniser *tokeniser);
size_t ds_features_count(const ds_features *features);

/* The feature "rule picks this very span". */
uint32_t ds_features_rule(const ds_features *features, size_t rule);
/* "Rule picks a span of which it is a part." */
uint32_t ds_features_rule_part(const ds_features *features, size_t rule);
/* "Rule picks it, and in the same match the target of the deal." */
uint32_t ds_features_rule_pair(const ds_features *features, size_t rule);

/* Number of the feature of that name, or UINT32_MAX. */
uint32_t ds_features_find(const ds_features *features, ds_str name);

/* Appends the name of a feature. */
void ds_features_name(const ds_features *features, uint32_t id, ds_buf *out);

void ds_features_free(ds_features *features); /* NULL is allowed */

/* A span of tokens that may fill a role: a party candidate or an entity. */
typedef struct ds_filler {
    uint16_t first;
    uint16_t last;
    const ds_candidate *candidate; /* or NULL */
    const ds_entity *entity;       /* or NULL */
} ds_filler;

/* A deal in the making: the trigger's token, and the target's if chosen. */
typedef struct ds_anchor {
    uint16_t trigger;
    const ds_filler *target;          /* NULL: none */
    const struct ds_target *siblings; /* all targets of the sentence; may be NULL */
    size_t n_siblings;
    size_t which; /* of them is this target */
} ds_anchor;

/* Each empties *out and fills it. */
void ds_features_filler(const ds_features *features, const ds_analysis *analysis,
                        const ds_filler *filler, const ds_anchor *anchor, ds_role role,
                        ds_feature_list *out);

/* Appends what a candidate for a further target is beside those taken before
 * it (none: nothing). */
void ds_features_next(const ds_features *features, const ds_analysis *analysis,
                      const ds_filler *filler, uint16_t trigger, const struct ds_target *taken,
                      size_t n_taken, ds_feature_list *out);

/* No filler for the role (with an anchor), or no deal at all (anchor NULL). */
void ds_features_none(const ds_features *features, const ds_analysis *analysis,
                      const ds_anchor *anchor, ds_role role, ds_feature_list *out);

/* A deal at this trigger whose target the sentence does not name. */
void ds_features_empty(const ds_features *features, const ds_analysis *analysis, uint16_t trigger,
                       ds_feature_list *out);

#endif /* DS_FEATURE_H */
