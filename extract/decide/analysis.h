/* analysis.h - everything known about one sentence before anything is decided.
 *
 * Built once per trigger sentence, in its arena, and then only read: tokens,
 * entities, party candidates, triggers, and which rules picked what.
 */
#ifndef DS_ANALYSIS_H
#define DS_ANALYSIS_H

#include "corpus/text/arena.h"
#include "extract/decide/stretch.h"
#include "extract/recognise/party.h"
#include "extract/recognise/recognise.h"
#include "extract/recognise/token.h"
#include "rules/ruleset.h"

#include <stdint.h>

/* What a rule nominated: a span of tokens for a role. */
typedef struct ds_pick {
    uint16_t rule;  /* index into the rule set's deal rules */
    uint16_t match; /* number of the match: picks of one match belong together */
    uint16_t first; /* tokens */
    uint16_t last;
    uint8_t role; /* ds_role */
} ds_pick;

/* By the class of a trigger. */
typedef enum ds_verb {
    DS_VERB_NONE, /* no trigger, or none that says which side acts */
    DS_VERB_BUY,
    DS_VERB_SELL,
} ds_verb;

/* The run of name material that a token is in. */
typedef struct ds_token_run {
    uint16_t begin; /* tokens; outside of any run: the token itself */
    uint16_t end;
    uint16_t ordinal; /* number of the run within the sentence, counted from the lowest in it;
                         DS_TOKEN_NOTHING: before the sentence or outside of any run       */
} ds_token_run;

typedef struct ds_analysis {
    ds_str text;               /* what came before it in the section, and the sentence */
    size_t focus;              /* where the sentence begins in text: triggers and
                                  targets stand behind it, buyers may stand before */
    size_t begin;              /* its place in the repaired text  */
    size_t sentence;           /* its number there, as whoever reads sentence by sentence sets it */
    const ds_entity *entities; /* offsets in the sentence */
    size_t n_entities;
    const ds_token *tokens;
    size_t n_tokens;
    ds_nominees nominees;
    const uint16_t *triggers; /* tokens that are triggers */
    size_t n_triggers;
    const uint8_t *verb;          /* per token: ds_verb, what its trigger tells of     */
    const uint16_t *clause;       /* per token: marks that end a clause before it */
    const uint16_t *before;       /* per token: triggers before it                 */
    const uint16_t *stakes;       /* per token: stakes before it                   */
    const uint16_t *entity_token; /* per entity: its token                        */
    const uint8_t *depth;         /* per token: open brackets                     */
    const uint16_t *chain;        /* per token: number of its run of name material,
                                     DS_TOKEN_NOTHING outside                     */
    const uint16_t *runs;         /* per token: chains that begin before or with it  */
    const ds_token_run *around;   /* per token: the extent of its chain              */
    const uint8_t *marks; /* per token: 1 << ds_stretch_kind of each stretch over it       */
    const uint16_t *row;  /* per token: number of its row in a timeline or list of deals, 0:
                             before the first or none (row.h)                               */
    bool cells; /* the rows are of a table: each names its target and buyer, few a trigger  */
    const uint8_t *barred; /* per candidate: who may be nothing, by any deal (eligible.h); NULL: ask
                              each time                                                    */
    const bool *refused;   /* per entity: a binding pattern says it is another thing's value */
    const ds_pick *picks;
    size_t n_picks;
    const bool *picked; /* per token: some pick is over it; NULL: look at the picks          */
    const uint8_t *form_seen;     /* per form: mentions in the document so far, capped  */
    const uint16_t *form_group;   /* per form: the first form that names the same party    */
    const uint8_t *form_roles;    /* per form: ds_name_role bits of deals before           */
    bool lone;                    /* the whole document is this sentence and no more        */
    const uint8_t *form_name;     /* per form: ds_name_mark of the document's names     */
    const struct ds_title *title; /* words of the document's title; NULL: nobody read them      */
    struct ds_scorer *scorer;     /* what was weighed already; NULL: each choice begins anew */
} ds_analysis;

/* Does the match of `pick` also pick tokens first..last as its target? */
bool ds_pick_pairs(const ds_analysis *analysis, const ds_pick *pick, size_t first, size_t last);

/* What the document itself says about a text. */
typedef enum ds_name_mark {
    DS_NAME_NONE,
    DS_NAME_ALIAS, /* defined as a short name                */
    DS_NAME_FULL,  /* the full form of a defined short name  */
    DS_NAME_TITLE, /* stands in the title                    */
    DS_NAME_MARKS,
} ds_name_mark;

/* What a name was in the deals that stand before this sentence. */
typedef enum ds_name_role {
    DS_NAME_BUYER = 1,      /* of any                */
    DS_NAME_LAST_BUYER = 2, /* of the one just before */
    DS_NAME_TARGET = 4,
} ds_name_role;
enum { DS_NAME_ROLE_BITS = 3 };

typedef struct ds_analysis_tools {
    const ds_ruleset *rules;
    const ds_tokeniser *tokeniser;
    ds_nominator *nominator;
    ds_recogniser *recogniser;
    struct ds_matcher *matcher;
    struct ds_token_memo *memo;  /* of the text that the sentences are views of; may be NULL */
    const ds_known_names *known; /* that the document defines; may be NULL */
} ds_analysis_tools;

/* Fills *out for one sentence with its context: `text` begins at byte `begin`
 * of the repaired text, the sentence itself `focus` bytes later; all in `arena`.  form_seen and
 * form_name are left NULL for the document stage to fill. */
DS_MUST_USE ds_status ds_analysis_make(const ds_analysis_tools *tools, ds_str text, size_t begin,
                                       size_t focus, ds_recognise_context *context, ds_arena *arena,
                                       ds_analysis *out);

/* The same without what rules say: no picks, and no entity is refused. */
DS_MUST_USE ds_status ds_analysis_read(const ds_analysis_tools *tools, ds_str text, size_t begin,
                                       size_t focus, ds_recognise_context *context, ds_arena *arena,
                                       ds_analysis *out);

/* Does the token stand in the lexicon?  False for none, and beyond the last token. */
bool ds_analysis_word_in(const ds_lexicon *words, const ds_analysis *analysis, size_t token);

/* The entity of that kind that the token is, or NULL; also beyond the last token. */
const ds_entity *ds_analysis_entity(const ds_analysis *analysis, size_t token, ds_entity_kind kind);

#endif /* DS_ANALYSIS_H */
