/* token.h - a sentence as words: the units that candidates and features are
 * made of.
 *
 * White space behind a mark is no token, since the mark divides already; all else is.
 * Recognised entities are one token each; Latin runs, numbers and marks are
 * told apart by their characters; runs of Han are segmented into the words of
 * the lexicon "words" by the most probable path of a unigram model (Viterbi;
 * the dictionary half of jieba, without its hidden Markov model).
 */
#ifndef DS_TOKEN_H
#define DS_TOKEN_H

#include "corpus/text/arena.h"
#include "corpus/text/diag.h"
#include "extract/recognise/entity.h"
#include "rules/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ds_token_kind {
    DS_TOKEN_WORD,    /* Han, in a lexicon                 */
    DS_TOKEN_UNKNOWN, /* a single Han character in none    */
    DS_TOKEN_LATIN,   /* letters, digits and joiners       */
    DS_TOKEN_NUMBER,  /* digits that no recogniser claimed */
    DS_TOKEN_MARK,    /* punctuation or symbol             */
    DS_TOKEN_SPACE,
    DS_TOKEN_ENTITY,
} ds_token_kind;

/* What a word is good for in a name: the classes of the lexicon "cues". */
typedef enum ds_word_class {
    DS_WORD_OTHER, /* not in the lexicon */
    DS_WORD_BARRIER,
    DS_WORD_SOFT, /* a barrier that may stand inside a name */
    DS_WORD_TAIL, /* or end one                             */
    DS_WORD_LEGAL,
    DS_WORD_ORG,
    DS_WORD_SECTOR,
    DS_WORD_GENERIC,
    DS_WORD_OPEN,
    DS_WORD_MARK,
    DS_WORD_CONTEXT, /* told apart as a neighbour, otherwise like any word; no token has it */
    DS_WORD_CLASSES,
} ds_word_class;

/* Part of speech, by the first letters of the tag in the lexicon "words". */
typedef enum ds_pos_group {
    DS_POS_NONE,
    DS_POS_NOUN,
    DS_POS_PERSON,
    DS_POS_PLACE,
    DS_POS_ORG,
    DS_POS_NAME, /* other proper noun */
    DS_POS_VERB,
    DS_POS_VERBNOUN,
    DS_POS_ADJECTIVE,
    DS_POS_ADVERB,
    DS_POS_NUMBER,
    DS_POS_FUNCTION, /* preposition, conjunction, particle, pronoun */
    DS_POS_IDIOM,
    DS_POS_OTHER,
    DS_POS_GROUPS,
} ds_pos_group;

/* Steps of a factor of four in frequency. */
enum { DS_RARITY_MAX = 12, DS_RARITY_COMMON = 7 };

/* Groups of words, with 0. */
enum { DS_TOKEN_GROUPS = 256 };

/* Steps of how much more often a word is part of a name than elsewhere, from 1; words of which
 * nothing is known stand in the middle. */
enum { DS_NAMING_MIDDLE = 6, DS_NAMING_END = 11 };

#define DS_TOKEN_NOTHING UINT16_MAX

typedef struct ds_token {
    uint32_t begin; /* bytes of the sentence */
    uint32_t end;
    uint16_t context;   /* what a neighbour sees of it: index into the context vocabulary */
    uint16_t trigger;   /* entry of the lexicon "triggers" or DS_TOKEN_NOTHING */
    uint16_t entity;    /* index of the entity or DS_TOKEN_NOTHING             */
    uint8_t kind;       /* ds_token_kind  */
    uint8_t word_class; /* ds_word_class  */
    uint8_t pos;        /* ds_pos_group   */
    uint8_t rarity;     /* 0 most frequent, DS_RARITY_MAX in no word list */
    uint8_t group;      /* of words used alike, the lexicon "word-groups"; 0: none */
    uint8_t naming;     /* how it is used in names, the lexicon "name-words"; 0: no word  */
} ds_token;

/* The token that byte `at` is in, or the last before it; 0 if none is. */
size_t ds_token_at(const ds_token *tokens, size_t n, size_t at);

typedef struct ds_tokeniser ds_tokeniser;

/* Immutable once made; any number of threads may use it.  `rules` is borrowed.
 * The caller frees *out.  Needs the lexicons words, cues and triggers;
 * DS_EINVALID with a message if one is missing or has an unknown class. */
DS_MUST_USE ds_status ds_tokeniser_new(ds_tokeniser **out, const ds_ruleset *rules, ds_diag *diag);

struct ds_token_memo;

/* Cuts a sentence; entities are ascending and do not overlap, their offsets
 * are bytes of `text`.  *out lives in `arena`.  `memo` (see token_memo.h) may be
 * NULL: nothing is remembered. */
DS_MUST_USE ds_status ds_tokeniser_read(const ds_tokeniser *tokeniser, ds_str text,
                                        const ds_entity *entities, size_t n_entities,
                                        struct ds_token_memo *memo, ds_arena *arena,
                                        const ds_token **out, size_t *n_out);

/* The context vocabulary: its size, and the name of an entry as it stands in
 * weight files: the word itself, or <kind> for what is no cue. */
size_t ds_tokeniser_contexts(const ds_tokeniser *tokeniser);
ds_str ds_tokeniser_context_name(const ds_tokeniser *tokeniser, size_t context);
/* The entry of that name, or UINT32_MAX. */
uint32_t ds_tokeniser_context_find(const ds_tokeniser *tokeniser, ds_str name);
enum { DS_CONTEXT_EDGE = 0 }; /* beyond the first or last token */

/* What segmentation pays for a character as a word of its own, and for a word that
 * the lexicon "words" counts so often: minus the logarithm of its share of the
 * text.  INFINITY: the character is none. */
float ds_tokeniser_single_cost(const ds_tokeniser *tokeniser, uint32_t code);
float ds_tokeniser_cost(const ds_tokeniser *tokeniser, double count);

/* Classes of trigger words, from the lexicon's column. */
ds_str ds_tokeniser_trigger_class(const ds_tokeniser *tokeniser, uint16_t trigger);

/* What it worked out of the lexicon "words"; a rule set that keeps this under
 * the name is read faster.  Lives as long as the tokeniser. */
#define DS_TOKENISER_KEPT "tokeniser"
ds_str ds_tokeniser_table(const ds_tokeniser *tokeniser);

void ds_tokeniser_free(ds_tokeniser *tokeniser); /* NULL is allowed */

#endif /* DS_TOKEN_H */
