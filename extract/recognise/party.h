/* party.h - nominates what may be a party: many candidates, no decision.
 *
 * Every run of tokens that holds no barrier (function word, verb, mark,
 * trigger, entity) is a candidate with all its parts, since names never seen
 * before have no other sign than where they stand.  Patterns of type "party"
 * in the packs add descriptions (some optical company, two small firms) and
 * names with marks inside.  Weights decide later (extract/decide).
 */
#ifndef DS_PARTY_H
#define DS_PARTY_H

#include "corpus/text/arena.h"
#include "extract/recognise/known_names.h"
#include "extract/recognise/token.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

#include <stdint.h>

enum {
    DS_NOMINEE_CHAIN = 1u << 0,     /* a whole run between barriers                  */
    DS_NOMINEE_LEGAL = 1u << 1,     /* ends in a legal form                          */
    DS_NOMINEE_CODE = 1u << 2,      /* a bracket with digits or Latin follows        */
    DS_NOMINEE_LATIN = 1u << 3,     /* holds Latin letters                           */
    DS_NOMINEE_QUOTED = 1u << 4,    /* stands in quotes, whole                       */
    DS_NOMINEE_LISTED = 1u << 5,    /* in the lexicon "companies"                    */
    DS_NOMINEE_PATTERN = 1u << 6,   /* found by an entity pattern of the packs       */
    DS_NOMINEE_INNER = 1u << 7,     /* a function character inside                   */
    DS_NOMINEE_COMMON = 1u << 8,    /* all its tokens are common or cue words        */
    DS_NOMINEE_DESCRIBED = 1u << 9, /* described, not named                        */
    DS_NOMINEE_BRACKET = 1u << 10,  /* a bracket inside                             */
    DS_NOMINEE_HEADED = 1u << 11,   /* a name behind its description                  */
    DS_NOMINEE_PIECE = 1u << 12,    /* inside a longer name, listed or known            */
    DS_NOMINEE_KNOWN = 1u << 13,    /* the document defines this name                   */
    DS_NOMINEE_BITS = 14,
};

typedef struct ds_candidate {
    uint32_t begin; /* bytes of the sentence */
    uint32_t end;
    uint16_t first; /* tokens it covers, at least in part */
    uint16_t last;
    uint16_t form; /* index of its distinct text among the sentence's forms */
    uint16_t n_chars;
    uint32_t bits; /* DS_NOMINEE_* */
} ds_candidate;

/* A sentence has some 70 candidates; a flattened table may have more than
 * this, then those farthest from any trigger go first. */
enum { DS_PARTY_MAX_CANDIDATES = 600 };

/* A distinct text among the candidates. */
typedef struct ds_form {
    ds_str text;       /* as in the sentence, borrowed   */
    uint64_t hash;     /* XXH3 of it                     */
    uint32_t mentions; /* how often it is nominated here */
    uint32_t whole;    /* of these, as a whole run        */
} ds_form;

typedef struct ds_nominees {
    const ds_candidate *candidates; /* ascending by begin, then end */
    size_t n_candidates;
    const ds_form *forms;
    size_t n_forms;
} ds_nominees;

typedef struct ds_nominator ds_nominator;

/* One a thread.  `rules` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_nominator_new(ds_nominator **out, const ds_ruleset *rules);

/* Nominates in one sentence; *out lives in `arena`, its texts in `text`.  `known`: names that
 * the document defines; NULL: none. */
DS_MUST_USE ds_status ds_nominator_find(ds_nominator *nominator, ds_str text,
                                        const ds_token *tokens, size_t n_tokens,
                                        const ds_entity *entities, const ds_known_names *known,
                                        ds_arena *arena, ds_nominees *out);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_nominator_budget(ds_nominator *nominator, ds_budget *budget);

void ds_nominator_free(ds_nominator *nominator); /* NULL is allowed */

#endif /* DS_PARTY_H */
