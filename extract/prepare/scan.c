#include "extract/prepare/scan.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

enum {
    N_CODES = 0x10000, /* words begin in the Basic Multilingual Plane    */
    PAIR_BITS = 16,    /* of the hash over a word's first two characters */
    HIT_TRIGGER = 1u << 0,
    HIT_CUE = 1u << 1,
    HIT_STAKE = 1u << 2,
    HIT_STRONG = 1u << 3,
    HIT_WEAK = 1u << 4,
    HIT_FORMULA = 1u << 5,
};

typedef enum strength { STRENGTH_STRONG, STRENGTH_WEAK, STRENGTH_HIDDEN } strength;

struct ds_scanner {
    const ds_lexicon *triggers; /* borrowed, may be NULL */
    const ds_lexicon *cues;
    const ds_lexicon *stakes;
    const ds_lexicon *formulas;
    unsigned char *strengths; /* by trigger entry */
    ds_trigger *found;        /* scratch */
    size_t n_found;
    size_t cap_found;
    unsigned char first[N_CODES];       /* HIT_x lexicons with words that begin so */
    unsigned char pair[1 << PAIR_BITS]; /* the same for the first two characters  */
};

static size_t pair_of(uint32_t first, uint32_t second)
{
    return ((first * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu)) >> (32 - PAIR_BITS);
}

static void add_words(ds_scanner *scanner, const ds_lexicon *lexicon, unsigned char bit)
{
    size_t n_words = lexicon ? ds_lexicon_count(lexicon) : 0;
    for (size_t i = 0; i < n_words; i++) {
        ds_str word = ds_lexicon_word(lexicon, (uint32_t)i);
        size_t size = 0;
        uint32_t first = word.len ? ds_utf8_at(word, 0, &size) : 0;
        if (first == 0 || first >= N_CODES) {
            continue;
        }
        scanner->first[first] |= bit;
        if (size == word.len) { /* a single character goes with any second */
            for (size_t pair = 0; pair < sizeof scanner->pair; pair++) {
                scanner->pair[pair] |= bit;
            }
        } else {
            size_t next;
            scanner->pair[pair_of(first, ds_utf8_at(word, size, &next))] |= bit;
        }
    }
}

static ds_status read_strengths(ds_scanner *scanner)
{
    size_t n_words = scanner->triggers ? ds_lexicon_count(scanner->triggers) : 0;
    scanner->strengths = calloc(n_words + 1, 1);
    if (!scanner->strengths) {
        return DS_ENOMEM;
    }
    size_t class_column = n_words ? ds_lexicon_column(scanner->triggers, "class") : 0;
    size_t strength_column = n_words ? ds_lexicon_column(scanner->triggers, "strength") : 0;
    for (size_t i = 0; i < n_words; i++) {
        uint32_t entry = (uint32_t)i;
        if (class_column && ds_str_equal(ds_lexicon_field(scanner->triggers, entry, class_column),
                                         DS_STR("false"))) {
            scanner->strengths[i] = STRENGTH_HIDDEN;
        } else if (strength_column &&
                   ds_str_equal(ds_lexicon_field(scanner->triggers, entry, strength_column),
                                DS_STR("weak"))) {
            scanner->strengths[i] = STRENGTH_WEAK;
        }
    }
    return DS_OK;
}

ds_status ds_scanner_new(ds_scanner **out, const ds_ruleset *rules)
{
    ds_scanner *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    made->triggers = ds_ruleset_lexicon(rules, "triggers");
    made->cues = ds_ruleset_lexicon(rules, "document-cues");
    made->stakes = ds_ruleset_lexicon(rules, "deal-nouns");
    made->formulas = ds_ruleset_lexicon(rules, "formulas");
    add_words(made, made->formulas, HIT_FORMULA);
    add_words(made, made->triggers, HIT_TRIGGER);
    add_words(made, made->cues, HIT_CUE);
    add_words(made, made->stakes, HIT_STAKE);
    if (read_strengths(made) != DS_OK) {
        ds_scanner_free(made);
        return DS_ENOMEM;
    }
    *out = made;
    return DS_OK;
}

static bool add_trigger(ds_scanner *scanner, ds_trigger trigger)
{
    if (scanner->n_found == scanner->cap_found) {
        size_t cap = scanner->cap_found ? scanner->cap_found * 2 : 256;
        ds_trigger *grown = realloc(scanner->found, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        scanner->found = grown;
        scanner->cap_found = cap;
    }
    scanner->found[scanner->n_found++] = trigger;
    return true;
}

/* The words that begin at `at`.  Cues and stake words may overlap anything;
 * triggers not each other: *clear is where the next may begin. */
static unsigned look(ds_scanner *scanner, ds_str text, size_t at, unsigned kinds, size_t *clear,
                     bool *failed)
{
    unsigned hits = 0;
    if ((kinds & HIT_CUE) && ds_lexicon_longest(scanner->cues, text, at) != DS_LEXICON_NONE) {
        hits |= HIT_CUE;
    }
    if ((kinds & HIT_STAKE) && ds_lexicon_longest(scanner->stakes, text, at) != DS_LEXICON_NONE) {
        hits |= HIT_STAKE;
    }
    if ((kinds & HIT_FORMULA) &&
        ds_lexicon_longest(scanner->formulas, text, at) != DS_LEXICON_NONE) {
        hits |= HIT_FORMULA;
    }
    if (!(kinds & HIT_TRIGGER) || at < *clear) {
        return hits;
    }
    uint32_t entry = ds_lexicon_longest(scanner->triggers, text, at);
    if (entry == DS_LEXICON_NONE) {
        return hits;
    }
    size_t end = at + ds_lexicon_word(scanner->triggers, entry).len;
    *clear = end;
    if (scanner->strengths[entry] == STRENGTH_HIDDEN) {
        return hits;
    }
    *failed = *failed || !add_trigger(scanner, (ds_trigger){at, end, entry});
    return hits | (scanner->strengths[entry] == STRENGTH_WEAK ? HIT_WEAK : HIT_STRONG);
}

static unsigned scan_sentence(ds_scanner *scanner, ds_str text, size_t begin, bool *failed)
{
    unsigned hits = 0;
    size_t clear = begin;
    size_t size;
    size_t next_size;
    for (size_t at = begin; at < text.len; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        if (c >= N_CODES || !scanner->first[c]) {
            continue;
        }
        uint32_t next = at + size < text.len ? ds_utf8_at(text, at + size, &next_size) : 0;
        unsigned kinds = scanner->first[c] & scanner->pair[pair_of(c, next)];
        if (kinds) {
            hits |= look(scanner, text, at, kinds, &clear, failed);
        }
    }
    return hits;
}

ds_status ds_scanner_find(ds_scanner *scanner, ds_arena *arena, ds_sentence *sentences,
                          ds_prepared *out)
{
    scanner->n_found = 0;
    bool failed = false;
    for (size_t i = 0; i < out->n_sentences && !failed; i++) {
        ds_str text = ds_str_slice(out->text, 0, sentences[i].end);
        unsigned hits = scan_sentence(scanner, text, sentences[i].begin, &failed);
        bool weak = (hits & HIT_WEAK) && (hits & HIT_STAKE);
        bool told = ((hits & HIT_STRONG) || weak) && !(hits & HIT_FORMULA);
        sentences[i].flags |= told ? DS_SENTENCE_TRIGGER : 0u;
        sentences[i].flags |= hits & HIT_CUE ? DS_SENTENCE_CUE : 0u;
    }
    ds_trigger *triggers = DS_ARENA_NEW(arena, scanner->n_found, ds_trigger);
    if (failed || !triggers) {
        return DS_ENOMEM;
    }
    if (scanner->n_found) {
        memcpy(triggers, scanner->found, scanner->n_found * sizeof *triggers);
    }
    out->triggers = triggers;
    out->n_triggers = scanner->n_found;
    return DS_OK;
}

void ds_scanner_free(ds_scanner *scanner)
{
    if (scanner) {
        free(scanner->strengths);
        free(scanner->found);
        free(scanner);
    }
}
