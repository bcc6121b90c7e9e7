/* cue_weigh.h - how much a cue says about one deal.
 *
 * weight of the cue * nearness * what lies between: a comma, another deal's
 * trigger, a sentence boundary.  All factors are options of the pack.
 */
#ifndef DS_CUE_WEIGH_H
#define DS_CUE_WEIGH_H

#include "extract/decide/cue_view.h"

/* Options "<field>.<name>" of the pack. */
typedef struct ds_cue_factors {
    double scale;          /* characters after which a cue counts half              */
    double comma;          /* for each comma between cue and deal                   */
    double semicolon;      /* for each semicolon or full stop, of lists above all   */
    double foreign;        /* when the trigger of another deal stands between       */
    double zone[DS_ZONES]; /* before, after, later, heading, parent; 1 in the sentence    */
    double left;           /* for a cue in front of the deal                        */
    double repeat;         /* the second cue for a value counts so much, the third
                              its square …; 0: only the best                        */
    double threshold;      /* a value with less is not given                        */
    double second;         /* a further value needs this share of the best one      */
    size_t max_values;
} ds_cue_factors;

void ds_cue_factors_read(ds_cue_factors *out, const ds_ruleset *rules, ds_cue_field field);

/* A value with the sum of its cues. */
typedef struct ds_cue_value {
    ds_str value;
    double score;
    const ds_cue_hit *best; /* its strongest cue, for evidence */
    double best_score;
} ds_cue_value;

/* The score of one hit; 0 where it does not count (wrong side, masked). */
double ds_cue_weigh(const ds_cue_view *view, const ds_cue_factors *factors, const ds_cue_hit *hit);

/* Adds up the hits of a field and writes the values that reach the threshold,
 * strongest first, ties in order of place; at most `max`.  Returns how many. */
size_t ds_cue_rank(const ds_cue_view *view, const ds_cue_factors *factors, ds_cue_field field,
                   unsigned skip_sides, ds_cue_value *out, size_t max);

#endif /* DS_CUE_WEIGH_H */
