/* judge.h - what kind of statement a deal is: kind, status, factuality,
 * payment, motive and rate class, each read from cue words of the rule set.
 *
 * Looks at the deal's own clause first, then its sentence, the neighbouring
 * sentences of the same paragraph, later ones that refer back to the deal and
 * the section heading; nearer cues weigh more.  Weights and words are the
 * pack's.
 */
#ifndef DS_JUDGE_H
#define DS_JUDGE_H

#include "corpus/text/arena.h"
#include "extract/prepare/prepare.h"
#include "extract/recognise/entity.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

typedef struct ds_judge ds_judge;

/* What is judged.  Offsets are bytes of doc->text. */
typedef struct ds_judge_input {
    const ds_prepared *doc;
    size_t sentence;         /* index of the sentence that tells the deal           */
    ds_range clause;         /* from the deal's first to its last argument or trigger */
    ds_range trigger;        /* the trigger word                                    */
    ds_range target;         /* the target's mention, empty if none                 */
    ds_range acquirer;       /* likewise                                           */
    const ds_range *parties; /* mentions of all who buy or sell                        */
    size_t n_parties;
    const ds_entity *entities; /* of this sentence and the two behind it, and the
                                  rates before it, in document offsets, ascending */
    size_t n_entities;
    bool named_acquirer; /* a name, not a description (a certain maker)              */
    bool named_target;
} ds_judge_input;

/* A cue that counted, as evidence: the words at `where` say field = value. */
typedef struct ds_finding {
    ds_str field; /* "status", "motive", "payment", "rate_class" …, static or of the rule set */
    ds_str value;
    ds_range where; /* bytes of doc->text */
    ds_str rule;    /* id of the cue      */
    double weight;
} ds_finding;

enum { DS_JUDGE_MAX_VALUES = 8 }; /* motives, payments, rate classes of one deal */

/* Steps of a deal that have a date of their own. */
typedef enum ds_step { DS_STEP_ANNOUNCED, DS_STEP_COMPLETED, DS_STEP_TERMINATED, DS_STEPS } ds_step;

typedef struct ds_judgement {
    ds_str kind;       /* acquisition, merger, stake_purchase, asset_purchase       */
    ds_str status;     /* rumoured, planned, announced, completed, terminated, unknown */
    bool told;         /* a cue says the status, not the bare verb                  */
    ds_str factuality; /* asserted, hypothetical, generic, denied                   */
    ds_str motive[DS_JUDGE_MAX_VALUES]; /* strongest first */
    size_t n_motive;
    ds_str payment[DS_JUDGE_MAX_VALUES];
    size_t n_payment;
    ds_str rate_class[DS_JUDGE_MAX_VALUES];
    size_t n_rate_class;
    const ds_entity *steps[DS_STEPS]; /* dates, NULL where none; the input's entities */
    const ds_finding *findings;       /* in the arena, only those behind the values above */
    size_t n_findings;
} ds_judgement;

/* One a thread.  `rules` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_judge_new(ds_judge **out, const ds_ruleset *rules);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_judge_budget(ds_judge *judge, ds_budget *budget);

/* A document begins. */
void ds_judge_clear(ds_judge *judge);

/* Does a date behind sentence number `sentence` count?  False: of the entities
 * behind it only rates do. */
bool ds_judge_dates_behind(ds_judge *judge, const ds_prepared *doc, size_t sentence);

DS_MUST_USE ds_status ds_judge_read(ds_judge *judge, const ds_judge_input *input, ds_arena *arena,
                                    ds_judgement *out);

void ds_judge_free(ds_judge *judge); /* NULL is allowed */

#endif /* DS_JUDGE_H */
