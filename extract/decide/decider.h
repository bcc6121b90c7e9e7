/* decider.h - what a decider is made of, for the files that are one: decide.c makes it and
 * decides windows, read_sentences.c reads their sentences.  Private to those.
 */
#ifndef DS_DECIDER_H
#define DS_DECIDER_H

#include "extract/decide/ahead.h"
#include "extract/decide/bind.h"
#include "extract/decide/decide.h"
#include "extract/decide/match.h"
#include "extract/decide/subject.h"
#include "extract/decide/title.h"
#include "extract/decide/topic.h"
#include "extract/recognise/token_memo.h"

/* Working memory of one sentence: its lattice has up to a few thousand items. */
enum { DS_DECIDER_SENTENCE_BYTES = 16 * 1024 * 1024 };

struct ds_decider {
    const ds_ruleset *rules;
    ds_tokeniser *tokeniser;
    ds_token_memo *memo;
    ds_nominator *nominator;
    ds_recogniser *recogniser;
    ds_matcher *matcher;
    ds_features *features;
    ds_model *model;
    ds_judge *judge;
    ds_names *names;
    ds_topics *topics;
    ds_arena *scratch;  /* of one sentence */
    ds_arena *sentence; /* of that at hand: scratch, or a helper's */
    ds_binder binder;
    ds_subject_words subject_words;
    ds_analysis_tools tools;
    ds_decider_hooks hooks;
    ds_budget *budget;            /* borrowed, may be NULL */
    ds_recognise_context context; /* year carried into and behind a sentence */
    char hash[33];                /* of its first window */
    ds_title title;               /* of the document     */
    bool title_known;
    ds_ahead *ahead;         /* NULL: nobody helps                   */
    ds_budget *ahead_budget; /* for what it does itself ahead of its turn */
    /* whom it helped last */
    const ds_ahead *helped;
    uint64_t helped_round;
};

/* Deals of a window, as they are found: a mention is large and most documents have few.  The
 * caller frees items; not of an arena, which would keep what was outgrown. */
typedef struct ds_mention_list {
    ds_mention *items;
    size_t n_items;
    size_t cap;
} ds_mention_list;

/* Reads the trigger sentences of a window into *list; what mentions point to is in `arena`. */
DS_MUST_USE ds_status ds_decider_read(ds_decider *decider, const ds_document *document,
                                      const ds_prepared *prepared, ds_arena *arena,
                                      ds_mention_list *list);

#endif /* DS_DECIDER_H */
