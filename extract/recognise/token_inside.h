/* token_inside.h - what a tokeniser is made of.  Private to token.c, which cuts, token_read.c,
 * which reads the word lists, and token_context.c, which names what stands beside a name.
 */
#ifndef DS_TOKEN_INSIDE_H
#define DS_TOKEN_INSIDE_H

#include "extract/recognise/token.h"
#include "extract/recognise/word_start.h"

enum { /* contexts that are no words; the names are in context_kinds */
       CONTEXT_AMOUNT = 1,
       CONTEXT_DATE,
       CONTEXT_STAKE,
       CONTEXT_RATE,
       CONTEXT_COUNT,
       CONTEXT_LATIN,
       CONTEXT_NUMBER,
       CONTEXT_SPACE,
       CONTEXT_MARK,
       CONTEXT_UNKNOWN,
       CONTEXT_POS, /* first of the parts of speech */
       CONTEXT_KINDS = CONTEXT_POS + DS_POS_GROUPS
};

/* START_NEW_x: words of these lists that "words" does not have. */
enum {
    START_CUE = 1u << 0,
    START_TRIGGER = 1u << 1,
    START_NEW_CUE = 1u << 2,
    START_NEW_TRIGGER = 1u << 3,
};

struct ds_tokeniser {
    const ds_lexicon *words;
    const ds_lexicon *cues;
    const ds_lexicon *triggers;
    const ds_lexicon *abbreviations; /* Latin, with their full stops; may be NULL */
    ds_str table;                    /* what is known of each entry of words: two costs, then ... */
    bool borrowed;                   /* ... and it is the rule set's */
    const float *word_cost;          /* -log probability */
    const uint8_t *word_pos;
    const uint8_t *word_rarity;
    const uint8_t *word_group;
    const uint8_t *word_naming;
    uint8_t *cue_class;
    bool *cue_known; /* by entry: "words" has it, too */
    bool *trigger_known;
    ds_word_start start; /* START_x */
    uint32_t *single;    /* by code point: the entry of words that is just it */
    size_t trigger_column;
    float default_cost;
    float unknown_cost;
};

#endif /* DS_TOKEN_INSIDE_H */
