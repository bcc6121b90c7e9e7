/* profile.h - what the rules of a set do over a corpus: how often each is tried
 * and matches, what becomes of its matches, and the sentences where a trigger
 * stands and no deal was found.
 */
#ifndef DS_EVAL_PROFILE_H
#define DS_EVAL_PROFILE_H

#include "corpus/text/buffer.h"
#include "extract/decide/decide.h"
#include "rules/budget.h"

/* A sentence with a trigger and no deal. */
typedef struct ds_missed_sentence {
    double score;    /* of the best candidate against "no deal"; above 0: likelier than none */
    size_t number;   /* order of reading */
    char *source;    /* the document's */
    char *candidate; /* empty: no target was nominated */
    char *text;
} ds_missed_sentence;

typedef struct ds_profile ds_profile;

/* Of what a rule's matches lost to that is no rule. */
enum { DS_LOST_TO_WEIGHTS, DS_LOST_TO_NO_DEAL, DS_LOST_TO_OTHERS };

typedef struct ds_profile_options {
    size_t most_missed; /* sentences without a deal that are kept */
} ds_profile_options;

/* Counts from now on what the decider does, whose hooks it sets, and what is matched
 * under the budget.  All are borrowed and must outlive the profile.  The caller
 * frees *out. */
DS_MUST_USE ds_status ds_profile_new(ds_profile **out, const ds_ruleset *rules, ds_decider *decider,
                                     ds_budget *budget, const ds_profile_options *options);

/* The document that is read next; copied where it is kept. */
void ds_profile_document(ds_profile *profile, ds_str source);

/* DS_OK, or DS_ENOMEM since the beginning. */
ds_status ds_profile_status(const ds_profile *profile);

/* What became of the matches of one rule that pick a party of the sentence. */
typedef struct ds_rule_fate {
    const ds_match_work *work;
    size_t kept;           /* a deal bears the rule's id            */
    size_t lost;           /* another was preferred, or no deal was */
    const size_t *lost_to; /* by rule, then DS_LOST_TO_... */
} ds_rule_fate;

ds_rule_fate ds_profile_rule(const ds_profile *profile, size_t rule);
const ds_match_work *ds_profile_pattern(const ds_profile *profile, ds_pattern_section section,
                                        size_t pattern);

typedef struct ds_profile_totals {
    size_t sentences; /* with a trigger               */
    size_t with_deal; /* of those: with a deal        */
    size_t mentions;  /* of deals, before documents bring them together */
} ds_profile_totals;

ds_profile_totals ds_profile_total(const ds_profile *profile);

/* The sentences without a deal that were nearest to one, best first. */
size_t ds_profile_missed(const ds_profile *profile, const ds_missed_sentence **out);

void ds_profile_free(ds_profile *profile); /* NULL is allowed; the hooks are taken off */

#endif /* DS_EVAL_PROFILE_H */
