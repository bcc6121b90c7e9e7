/* decide.h - stage 3: prepared sentences in, deals out.
 *
 * Sentences without a trigger cost nothing.  In the others rules and runs of
 * tokens nominate, weights choose targets and roles, cues judge; then the
 * document resolves: names, subjects carried from before, one record a deal.
 * Documents are resolved window by window; names live as long as the document.
 */
#ifndef DS_DECIDE_H
#define DS_DECIDE_H

#include "corpus/document.h"
#include "corpus/text/diag.h"
#include "extract/decide/ahead.h"
#include "extract/decide/analysis.h"
#include "extract/decide/mention.h"
#include "extract/decide/model.h"
#include "extract/decide/name.h"
#include "extract/decide/topic.h"
#include "extract/prepare/prepare.h"
#include "out/deal.h"
#include "rules/budget.h"

typedef struct ds_decider ds_decider;

/* One a thread; rules and diag are borrowed.  The caller frees *out.
 * DS_EINVALID: the packs lack something, reported. */
DS_MUST_USE ds_status ds_decider_new(ds_decider **out, const ds_ruleset *rules, ds_diag *diag);

/* Receives each deal in order of its place; the deal dies on return.  Anything
 * but DS_OK ends the window and is handed back. */
typedef ds_status ds_deal_sink(void *payload, const ds_deal *deal);

/* Sees every analysed trigger sentence before anything is decided (for
 * fitting weights and for explain); may be NULL. */
typedef void ds_analysis_sink(void *payload, const ds_analysis *analysis);
/* Sees every mention before the document resolves it; may be NULL. */
typedef void ds_mention_sink(void *payload, const ds_analysis *analysis, const ds_mention *mention);

/* Sees every window before its sentences; may be NULL. */
typedef void ds_window_sink(void *payload, const ds_document *document,
                            const ds_prepared *prepared);
/* Sees every trigger sentence behind its mentions; may be NULL. */
typedef void ds_sentence_sink(void *payload, const ds_analysis *analysis,
                              const ds_mention *mentions, size_t n_mentions);

typedef struct ds_decider_hooks {
    ds_analysis_sink *analysis;
    ds_mention_sink *mention;
    ds_window_sink *window;
    ds_sentence_sink *sentence;
    void *payload;
    bool teaching; /* nothing is decided after `analysis`: that sink notes the names' roles */
} ds_decider_hooks;

void ds_decider_hook(ds_decider *decider, ds_decider_hooks hooks);

/* Decides one window.  `arena` holds what must live until the sink returns. */
DS_MUST_USE ds_status ds_decider_window(ds_decider *decider, const ds_document *document,
                                        const ds_window *window, const ds_prepared *prepared,
                                        ds_arena *arena, ds_deal_sink *sink, void *payload);

/* From now on this decider's windows of many sentences are offered to others: `wake` is
 * called whenever there is something to claim.  Not together with hooks. */
DS_MUST_USE ds_status ds_decider_share(ds_decider *decider, ds_ahead_wake *wake, void *payload);

/* Something to help `owner` with, from any thread; it waits for what was claimed. */
bool ds_decider_claim(ds_decider *owner, size_t *task);

/* Does what was claimed, with the tools of `decider`, which is of the same rules and is not
 * deciding anything now. */
void ds_decider_help(ds_decider *decider, ds_decider *owner, size_t task);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_decider_budget(ds_decider *decider, ds_budget *budget);

ds_model *ds_decider_model(ds_decider *decider);

/* What a decider for these rules has worked out and an image of them should keep
 * (rules/image.h).  Borrowed from the decider, which must be new. */
enum { DS_DECIDER_KEPT = 2 };
void ds_decider_keep(const ds_decider *decider, ds_kept out[DS_DECIDER_KEPT]);

ds_names *ds_decider_names(ds_decider *decider);
/* Borrowed; of the window that is decided. */
ds_topics *ds_decider_topics(ds_decider *decider);
/* The very recogniser, for reading gold values the same way. */
ds_recogniser *ds_decider_recogniser(ds_decider *decider);

/* For counting what its rules do. */
struct ds_matcher *ds_decider_matcher(ds_decider *decider);

void ds_decider_free(ds_decider *decider); /* NULL is allowed */

#endif /* DS_DECIDE_H */
