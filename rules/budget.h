/* budget.h - the work that one match may do, the account of those that wanted
 * more, and of all where somebody asks.
 *
 * PCRE2 counts steps anew at every place where a match may begin.  The limit of
 * a place is therefore less in a longer text, so that a whole search is bounded,
 * not only its every beginning.  A search that wants more finds nothing there;
 * the first time for each pattern is told with the place in the document, the
 * others are counted.
 */
#ifndef DS_BUDGET_H
#define DS_BUDGET_H

#include "corpus/text/diag.h"
#include "rules/ruleset.h"

/* Steps of one search, some 50 ms at worst: shared out among the bytes of the
 * text, never more than DS_RULE_MATCH_LIMIT for one place ... */
enum { DS_BUDGET_SEARCH_STEPS = 20 * 1000 * 1000 };
/* ... nor less than this, for texts of a whole window. */
enum { DS_BUDGET_LEAST_STEPS = 1000 };

typedef struct ds_budget ds_budget;

/* A pattern that was passed over: where first, and how often.  Views are the
 * rule set's. */
typedef struct ds_overrun {
    const void *key; /* the rule or pattern */
    const char *section;
    ds_str id;
    ds_where where;
    size_t byte; /* of the document */
    size_t n_times;
} ds_overrun;

/* What was done for one pattern since counting began. */
typedef struct ds_match_work {
    uint64_t tries;       /* runs of the pattern                */
    uint64_t matches;     /* of those that matched              */
    uint64_t passed_over; /* of those that exceeded their steps */
    uint64_t nanoseconds;
} ds_match_work;

/* An entry a rule and a pattern of the set, in its order. */
typedef struct ds_set_work {
    ds_match_work *rules;
    ds_match_work *patterns[DS_SECTIONS];
} ds_set_work;

/* One a thread.  `diag` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_budget_new(ds_budget **out, ds_diag *diag);

/* Where the text comes from that is matched from now on, for messages; copies. */
void ds_budget_place(ds_budget *budget, ds_str document, size_t byte);

/* Searches text from byte `from` on: PCRE2's answer, number of groups (0: more
 * than `data` has room for) or below 0.  Without a budget (NULL) only the limit
 * of DS_RULE_MATCH_LIMIT holds and nothing is told. */
int ds_budget_pattern(ds_budget *budget, ds_pattern_section section, const ds_pattern *pattern,
                      ds_str text, size_t from, pcre2_match_data *data);

/* The same, but a match that begins behind byte `last` need not be found. */
int ds_budget_rule(ds_budget *budget, const ds_rule *rule, ds_str text, size_t from, size_t last,
                   pcre2_match_data *data);
int ds_budget_pattern_until(ds_budget *budget, ds_pattern_section section,
                            const ds_pattern *pattern, ds_str text, size_t from, size_t last,
                            pcre2_match_data *data);

/* The same at byte `from` only: a match behind it is not looked for. */
int ds_budget_pattern_at(ds_budget *budget, ds_pattern_section section, const ds_pattern *pattern,
                         ds_str text, size_t from, pcre2_match_data *data);

/* Adds to `work` from now on, which the caller owns and zeroed, what is done for the
 * rules and patterns of `rules`; both are borrowed.  NULL, as at first: nothing is
 * counted and no clock is read. */
void ds_budget_count(ds_budget *budget, const ds_ruleset *rules, const ds_set_work *work);

/* From now on overruns are only noted, for ds_budget_take(). */
void ds_budget_hush(ds_budget *budget);

/* What was noted since the last time, one a pattern in the order they were met;
 * good until the next search. */
size_t ds_budget_take(ds_budget *budget, const ds_overrun **out);

/* Takes over what another budget noted in a document, as if it were met now:
 * several threads keep one account, whose order is that of the documents. */
void ds_budget_add(ds_budget *budget, ds_str document, const ds_overrun *overrun);

/* Tells how often patterns were passed over beyond the first time. */
void ds_budget_end(ds_budget *budget);

void ds_budget_free(ds_budget *budget); /* NULL is allowed */

#endif /* DS_BUDGET_H */
