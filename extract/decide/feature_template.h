/* feature_template.h - the table of features: what is observed, under which
 * name, with which kind of value.  Private to feature.c, which numbers and names
 * them, and observe.c, which finds them in a sentence.
 */
#ifndef DS_FEATURE_TEMPLATE_H
#define DS_FEATURE_TEMPLATE_H

#include "extract/decide/feature.h"
#include "extract/recognise/character.h"

typedef enum domain { FLAG, SMALL, CONTEXT, CHARACTER, GROUP, RULE } domain;
/* Values of a SMALL template: buckets, classes, bits. */
enum { SMALL_VALUES = 16 };

/* One row a template; SIDED ones come twice, for .L and .R of the anchor. */
#define TEMPLATES(X)                                                                               \
    X(BIAS, "bias", FLAG)                                                                          \
    X(TRIGGER_L, "trigger.L", CONTEXT)                                                             \
    X(TRIGGER_R, "trigger.R", CONTEXT)                                                             \
    X(DISTANCE_L, "distance.L", SMALL)                                                             \
    X(DISTANCE_R, "distance.R", SMALL)                                                             \
    X(CLAUSES_L, "clauses.L", SMALL)                                                               \
    X(CLAUSES_R, "clauses.R", SMALL)                                                               \
    X(OTHERS_L, "triggers-between.L", SMALL)                                                       \
    X(OTHERS_R, "triggers-between.R", SMALL)                                                       \
    X(PREV1_L, "prev1.L", CONTEXT)                                                                 \
    X(PREV1_R, "prev1.R", CONTEXT)                                                                 \
    X(PREV2_L, "prev2.L", CONTEXT)                                                                 \
    X(PREV2_R, "prev2.R", CONTEXT)                                                                 \
    X(NEXT1_L, "next1.L", CONTEXT)                                                                 \
    X(NEXT1_R, "next1.R", CONTEXT)                                                                 \
    X(NEXT2_L, "next2.L", CONTEXT)                                                                 \
    X(NEXT2_R, "next2.R", CONTEXT)                                                                 \
    X(BETWEEN_L, "between.L", CONTEXT)                                                             \
    X(BETWEEN_R, "between.R", CONTEXT)                                                             \
    X(AFTER_L, "trigger-next.L", CONTEXT)                                                          \
    X(AFTER_R, "trigger-next.R", CONTEXT)                                                          \
    X(BEFORE_L, "trigger-prev.L", CONTEXT)                                                         \
    X(BEFORE_R, "trigger-prev.R", CONTEXT)                                                         \
    X(NOMINEE, "nominee", SMALL)                                                                   \
    X(CHARS, "chars", SMALL)                                                                       \
    X(TOKENS, "tokens", SMALL)                                                                     \
    X(FIRST_KIND, "first-kind", SMALL)                                                             \
    X(LAST_KIND, "last-kind", SMALL)                                                               \
    X(FIRST_CLASS, "first-class", SMALL)                                                           \
    X(LAST_CLASS, "last-class", SMALL)                                                             \
    X(FIRST_POS, "first-pos", SMALL)                                                               \
    X(LAST_POS, "last-pos", SMALL)                                                                 \
    X(FIRST_WORD, "first-word", CONTEXT)                                                           \
    X(LAST_WORD, "last-word", CONTEXT)                                                             \
    X(CUT_LEFT, "cut-left", SMALL)                                                                 \
    X(CUT_RIGHT, "cut-right", SMALL)                                                               \
    X(CUT_LEFT_CLASS, "cut-left-class", SMALL)                                                     \
    X(CUT_RIGHT_CLASS, "cut-right-class", SMALL)                                                   \
    X(FIRST_CHAR, "first-char", CHARACTER)                                                         \
    X(LAST_CHAR, "last-char", CHARACTER)                                                           \
    X(PREV_CHAR_L, "prev-char.L", CHARACTER)                                                       \
    X(PREV_CHAR_R, "prev-char.R", CHARACTER)                                                       \
    X(NEXT_CHAR_L, "next-char.L", CHARACTER)                                                       \
    X(NEXT_CHAR_R, "next-char.R", CHARACTER)                                                       \
    X(CUT_LEFT_CHAR, "cut-left-char", CHARACTER)                                                   \
    X(CUT_RIGHT_CHAR, "cut-right-char", CHARACTER)                                                 \
    X(FIRST_GROUP, "first-group", GROUP)                                                           \
    X(LAST_GROUP, "last-group", GROUP)                                                             \
    X(PREV1_GROUP_L, "prev1-group.L", GROUP)                                                       \
    X(PREV1_GROUP_R, "prev1-group.R", GROUP)                                                       \
    X(NEXT1_GROUP_L, "next1-group.L", GROUP)                                                       \
    X(NEXT1_GROUP_R, "next1-group.R", GROUP)                                                       \
    X(PREV2_GROUP_L, "prev2-group.L", GROUP)                                                       \
    X(PREV2_GROUP_R, "prev2-group.R", GROUP)                                                       \
    X(NEXT2_GROUP_L, "next2-group.L", GROUP)                                                       \
    X(NEXT2_GROUP_R, "next2-group.R", GROUP)                                                       \
    X(RUN_PREV_GROUP_L, "run-prev-group.L", GROUP)                                                 \
    X(RUN_PREV_GROUP_R, "run-prev-group.R", GROUP)                                                 \
    X(RUN_NEXT_GROUP_L, "run-next-group.L", GROUP)                                                 \
    X(RUN_NEXT_GROUP_R, "run-next-group.R", GROUP)                                                 \
    X(AFTER_GROUP_L, "trigger-next-group.L", GROUP)                                                \
    X(AFTER_GROUP_R, "trigger-next-group.R", GROUP)                                                \
    X(BEFORE_GROUP_L, "trigger-prev-group.L", GROUP)                                               \
    X(BEFORE_GROUP_R, "trigger-prev-group.R", GROUP)                                               \
    X(FIRST_RARITY, "first-rarity", SMALL)                                                         \
    X(LAST_RARITY, "last-rarity", SMALL)                                                           \
    X(CUT_LEFT_RARITY, "cut-left-rarity", SMALL)                                                   \
    X(CUT_RIGHT_RARITY, "cut-right-rarity", SMALL)                                                 \
    X(ELSEWHERE, "whole-elsewhere", SMALL)                                                         \
    X(INNER_POS, "inner-pos", SMALL)                                                               \
    X(LEAD_COMMON, "leading-common", SMALL)                                                        \
    X(TRAIL_COMMON, "trailing-common", SMALL)                                                      \
    X(CUT_OFF_LEFT, "cut-off-left", SMALL)                                                         \
    X(CUT_OFF_RIGHT, "cut-off-right", SMALL)                                                       \
    X(RAREST, "rarest", SMALL)                                                                     \
    X(COMMONEST, "commonest", SMALL)                                                               \
    X(UNKNOWNS, "unknowns", SMALL)                                                                 \
    X(MENTIONS, "mentions", SMALL)                                                                 \
    X(SEEN, "seen", SMALL)                                                                         \
    X(NAME_MARK, "document-name", SMALL)                                                           \
    X(BEFORE_FOCUS, "sentence-before", FLAG)                                                       \
    X(DEPTH, "in-bracket", FLAG)                                                                   \
    X(RUNS_L, "runs-between.L", SMALL)                                                             \
    X(RUNS_R, "runs-between.R", SMALL)                                                             \
    X(RUN_PREV_L, "run-prev.L", CONTEXT)                                                           \
    X(RUN_PREV_R, "run-prev.R", CONTEXT)                                                           \
    X(RUN_NEXT_L, "run-next.L", CONTEXT)                                                           \
    X(RUN_NEXT_R, "run-next.R", CONTEXT)                                                           \
    X(WHOLE_NEAR_L, "whole-distance.L", SMALL)                                                     \
    X(WHOLE_NEAR_R, "whole-distance.R", SMALL)                                                     \
    X(ORDINAL_CLAUSE_L, "ordinal-clauses.L", SMALL)                                                \
    X(ORDINAL_CLAUSE_R, "ordinal-clauses.R", SMALL)                                                \
    X(ROLE_BEFORE, "role-before", SMALL)                                                           \
    X(ORDINAL, "ordinal", SMALL)                                                                   \
    X(LATIN, "latin", SMALL)                                                                       \
    X(OWNER, "owner", FLAG)                                                                        \
    X(STAKE_BEHIND, "stake-behind", SMALL)                                                         \
    X(RULE_PICK, "rule", RULE)                                                                     \
    X(RULE_EDGE, "rule-edge", RULE)                                                                \
    X(RULE_PAIR, "rule-pair", RULE)                                                                \
    X(RULE_OTHER, "rule-other", SMALL)                                                             \
    X(T_SIDE, "target-side", SMALL)                                                                \
    X(T_DISTANCE, "target-distance", SMALL)                                                        \
    X(T_CLAUSES, "target-clauses", SMALL)                                                          \
    X(T_BETWEEN_L, "target-between.L", CONTEXT)                                                    \
    X(T_BETWEEN_R, "target-between.R", CONTEXT)                                                    \
    X(T_JOINT_L, "target-joint.L", CONTEXT)                                                        \
    X(T_JOINT_R, "target-joint.R", CONTEXT)                                                        \
    X(T_ORDER, "order", SMALL)                                                                     \
    X(V_FACT, "value", SMALL)                                                                      \
    X(V_QUALIFIER, "qualifier", SMALL)                                                             \
    X(V_RANK, "rank", SMALL)                                                                       \
    X(V_LEFT, "left", CONTEXT)                                                                     \
    X(V_RIGHT, "right", CONTEXT)                                                                   \
    X(V_START, "at-start", SMALL)                                                                  \
    X(X_BIAS, "next", FLAG)                                                                        \
    X(X_TRIGGER, "next-same-trigger", SMALL)                                                       \
    X(X_TRIGGER_WORD, "next-trigger", CONTEXT)                                                     \
    X(X_JOINT, "next-joint", CONTEXT)                                                              \
    X(X_GAP, "next-gap", SMALL)                                                                    \
    X(X_CLAUSES, "next-clauses", SMALL)                                                            \
    X(X_TRIGGERS, "next-triggers-between", SMALL)                                                  \
    X(X_PICKED, "next-picked", SMALL)                                                              \
    X(X_STAKES, "next-stakes-between", SMALL)                                                      \
    X(X_COUNT, "next-count", SMALL)                                                                \
    X(FIRST_NAMING, "first-naming", SMALL)                                                         \
    X(LAST_NAMING, "last-naming", SMALL)                                                           \
    X(WORST_NAMING, "worst-naming", SMALL)                                                         \
    X(CUT_LEFT_NAMING, "cut-left-naming", SMALL)                                                   \
    X(CUT_RIGHT_NAMING, "cut-right-naming", SMALL)                                                 \
    X(TITLE, "title", SMALL)                                                                       \
    X(TITLE_WORD, "title-word", CONTEXT)                                                           \
    X(P_BACK, "topic-back", SMALL)                                                                 \
    X(P_FRONT, "topic-front", SMALL)                                                               \
    X(P_STRETCH, "topic-stretch", SMALL)                                                           \
    X(P_COUNT, "topic-mentions", SMALL)                                                            \
    X(P_ROLE, "topic-role", SMALL)                                                                 \
    X(P_LEAD, "deal-lead", CONTEXT)                                                                \
    X(P_CLAUSE, "deal-clause", CONTEXT)                                                            \
    X(P_BEFORE, "deal-before", CONTEXT)                                                            \
    X(N_BAG, "bag", CONTEXT)                                                                       \
    X(N_TRIGGERS, "n-triggers", SMALL)                                                             \
    X(N_HAS, "has", SMALL)                                                                         \
    X(N_TRIGGER, "trigger", CONTEXT)                                                               \
    X(N_AFTER1, "trigger-next", CONTEXT)                                                           \
    X(N_AFTER2, "trigger-next2", CONTEXT)                                                          \
    X(N_BEFORE1, "trigger-prev", CONTEXT)                                                          \
    X(N_BEFORE2, "trigger-prev2", CONTEXT)                                                         \
    X(N_RULES, "rules", SMALL)                                                                     \
    X(E_BIAS, "none", FLAG)                                                                        \
    X(U_BIAS, "unnamed", FLAG)                                                                     \
    X(U_TRIGGER, "unnamed-trigger", CONTEXT)                                                       \
    X(U_AFTER1, "unnamed-next", CONTEXT)                                                           \
    X(U_AFTER2, "unnamed-next2", CONTEXT)                                                          \
    X(U_BEFORE1, "unnamed-prev", CONTEXT)                                                          \
    X(U_BEFORE2, "unnamed-prev2", CONTEXT)                                                         \
    X(U_HAS, "unnamed-has", SMALL)

typedef enum template_id {
#define X(id, name, domain) id,
    TEMPLATES(X)
#undef X
        N_TEMPLATES
} template_id;

struct ds_features {
    const ds_tokeniser *tokeniser;
    const ds_rule *rules;
    size_t n_rules;
    size_t n_contexts;
    ds_characters *characters;
    uint32_t base[N_TEMPLATES + 1];
};

/* From the feature FIRST_LONE on each has a second number for lone sentences, this much
 * higher. */
enum { FIRST_LONE = N_BAG };
static inline uint32_t ds_features_lone(const ds_features *features)
{
    return features->base[N_TEMPLATES] - features->base[FIRST_LONE];
}

#endif /* DS_FEATURE_TEMPLATE_H */
