#include "extract/recognise/token_inside.h"

#include "corpus/text/utf8.h"
#include "extract/recognise/token_memo.h"

#include <math.h>
#include <stdlib.h>

/* The longest word that segmentation looks for, in the three lexicons. */
enum { MAX_PREFIXES = 16 };

/* All words of the dictionary at byte `at`, shortest first. */
static size_t find_words(const ds_tokeniser *tokeniser, ds_str run, size_t at, uint32_t *out)
{
    size_t size;
    uint32_t code = ds_utf8_at(run, at, &size);
    if (code >= DS_WORD_START_CODES) {
        return ds_lexicon_prefixes(tokeniser->words, run, at, out, MAX_PREFIXES);
    }
    size_t n = tokeniser->single[code] != DS_LEXICON_NONE;
    out[0] = tokeniser->single[code];
    return n + ds_lexicon_longer(tokeniser->words, run, at, out + n, MAX_PREFIXES - n);
}

float ds_tokeniser_single_cost(const ds_tokeniser *tokeniser, uint32_t code)
{
    uint32_t word = code < DS_WORD_START_CODES ? tokeniser->single[code] : DS_LEXICON_NONE;
    return word == DS_LEXICON_NONE ? INFINITY : tokeniser->word_cost[word];
}

float ds_tokeniser_cost(const ds_tokeniser *tokeniser, double count)
{
    return tokeniser->unknown_cost - logf((float)count);
}

ds_str ds_tokeniser_trigger_class(const ds_tokeniser *tokeniser, uint16_t trigger)
{
    return trigger == DS_TOKEN_NOTHING
               ? (ds_str){NULL, 0}
               : ds_lexicon_field(tokeniser->triggers, trigger, tokeniser->trigger_column);
}

/* Best path to each byte of a Han run. */
typedef struct step {
    float cost;
    uint32_t from; /* where the last word begins */
    uint32_t word; /* its entry in words, or DS_LEXICON_NONE */
} step;

static void relax(step *steps, size_t from, size_t to, float cost, uint32_t word)
{
    if (steps[from].cost + cost < steps[to].cost) {
        steps[to] = (step){steps[from].cost + cost, (uint32_t)from, word};
    }
}

static void relax_default(const ds_lexicon *lexicon, const bool *known, ds_str run, size_t at,
                          float cost, step *steps)
{
    uint32_t found[MAX_PREFIXES];
    size_t n = ds_lexicon_prefixes(lexicon, run, at, found, MAX_PREFIXES);
    for (size_t i = 0; i < n; i++) {
        ds_str word = ds_lexicon_word(lexicon, found[i]);
        if (!known[found[i]]) {
            relax(steps, at, at + word.len, cost, DS_LEXICON_NONE);
        }
    }
}

static void find_path(const ds_tokeniser *tokeniser, ds_str run, step *steps)
{
    for (size_t i = 1; i <= run.len; i++) {
        steps[i].cost = INFINITY;
    }
    steps[0] = (step){0, 0, DS_LEXICON_NONE};
    ds_lexicon_expect(tokeniser->words, run);
    for (size_t at = 0; at < run.len; at += ds_utf8_size((unsigned char)run.ptr[at])) {
        uint32_t found[MAX_PREFIXES];
        size_t n = find_words(tokeniser, run, at, found);
        for (size_t i = 0; i < n; i++) {
            size_t len = ds_lexicon_word(tokeniser->words, found[i]).len;
            relax(steps, at, at + len, tokeniser->word_cost[found[i]], found[i]);
        }
        unsigned starts =
            ds_word_start_at(&tokeniser->start, START_NEW_CUE | START_NEW_TRIGGER, run, at);
        if (starts & START_NEW_CUE) {
            relax_default(tokeniser->cues, tokeniser->cue_known, run, at, tokeniser->default_cost,
                          steps);
        }
        if (starts & START_NEW_TRIGGER) {
            relax_default(tokeniser->triggers, tokeniser->trigger_known, run, at,
                          tokeniser->default_cost, steps);
        }
        size_t size = ds_utf8_size((unsigned char)run.ptr[at]);
        relax(steps, at, at + size, tokeniser->unknown_cost, DS_LEXICON_NONE);
    }
}

/* Fills in what the lexicons say about the token's text. */
static void describe(const ds_tokeniser *tokeniser, ds_str text, uint32_t word, ds_token *token)
{
    ds_str form = ds_str_slice(text, token->begin, token->end);
    unsigned starts = ds_word_start_at(&tokeniser->start, START_CUE | START_TRIGGER, form, 0);
    uint32_t cue = starts & START_CUE ? ds_lexicon_find(tokeniser->cues, form) : DS_LEXICON_NONE;
    uint32_t trigger =
        starts & START_TRIGGER ? ds_lexicon_find(tokeniser->triggers, form) : DS_LEXICON_NONE;
    if (word != DS_LEXICON_NONE) {
        token->pos = tokeniser->word_pos[word];
        token->rarity = tokeniser->word_rarity[word];
        token->group = tokeniser->word_group[word];
        token->naming = tokeniser->word_naming[word];
    }
    if (cue != DS_LEXICON_NONE && tokeniser->cue_class[cue] != DS_WORD_CONTEXT) {
        token->word_class = tokeniser->cue_class[cue];
    }
    if (trigger != DS_LEXICON_NONE) {
        token->trigger = (uint16_t)trigger;
        token->context = (uint16_t)(CONTEXT_KINDS + ds_lexicon_count(tokeniser->cues) + trigger);
    } else if (cue != DS_LEXICON_NONE) {
        token->context = (uint16_t)(CONTEXT_KINDS + cue);
    } else if (token->kind == DS_TOKEN_WORD) {
        token->context = (uint16_t)(CONTEXT_POS + token->pos);
    }
}

typedef struct cutter {
    const ds_tokeniser *tokeniser;
    ds_str text;
    ds_token *tokens;
    size_t n_tokens;
    step *steps;
    ds_token_memo *memo; /* may be NULL */
} cutter;

static ds_token *add_token(cutter *cut, size_t begin, size_t end, ds_token_kind kind,
                           unsigned context)
{
    ds_token *token = &cut->tokens[cut->n_tokens++];
    *token = (ds_token){.begin = (uint32_t)begin,
                        .end = (uint32_t)end,
                        .context = (uint16_t)context,
                        .trigger = DS_TOKEN_NOTHING,
                        .entity = DS_TOKEN_NOTHING,
                        .kind = (uint8_t)kind,
                        .rarity = DS_RARITY_MAX};
    return token;
}

/* True: the run was cut before. */
static bool recall_han(cutter *cut, size_t begin, ds_str run)
{
    size_t n = 0;
    const ds_token *known = cut->memo ? ds_token_memo_find(cut->memo, run, &n) : NULL;
    for (size_t i = 0; known && i < n; i++) {
        ds_token *token = &cut->tokens[cut->n_tokens++];
        *token = known[i];
        token->begin += (uint32_t)begin;
        token->end += (uint32_t)begin;
    }
    return known != NULL;
}

static void cut_han(cutter *cut, size_t begin, size_t end)
{
    ds_str run = ds_str_slice(cut->text, begin, end);
    if (recall_han(cut, begin, run)) {
        return;
    }
    find_path(cut->tokeniser, run, cut->steps);
    size_t n = 0;
    for (size_t at = run.len; at > 0; at = cut->steps[at].from) {
        n++;
    }
    size_t first = cut->n_tokens;
    cut->n_tokens += n;
    for (size_t at = run.len; at > 0; at = cut->steps[at].from) {
        const step *last = &cut->steps[at];
        size_t saved = cut->n_tokens;
        cut->n_tokens = first + --n;
        bool single = at - last->from == ds_utf8_size((unsigned char)run.ptr[last->from]);
        bool unknown = last->word == DS_LEXICON_NONE && single;
        ds_token *token = add_token(cut, begin + last->from, begin + at,
                                    unknown ? DS_TOKEN_UNKNOWN : DS_TOKEN_WORD, CONTEXT_UNKNOWN);
        describe(cut->tokeniser, cut->text, last->word, token);
        cut->n_tokens = saved;
    }
    if (cut->memo) {
        ds_token_memo_keep(cut->memo, run, begin, cut->tokens + first, cut->n_tokens - first);
    }
}

/* Letters and digits, and marks that join them: A-B, A&B, 3.0, O'Neil. */
static size_t latin_end(ds_str text, size_t at, size_t end, bool *letters)
{
    size_t last = at;
    *letters = false;
    while (at < end) {
        size_t size;
        uint32_t c = ds_utf8_at(text, at, &size);
        if (ds_code_is_latin(c) || ds_code_is_digit(c)) {
            *letters = *letters || ds_code_is_latin(c);
            at += size;
            last = at;
        } else if (last == at && (c == '-' || c == '&' || c == '.' || c == '\'' || c == '+')) {
            at += size; /* stays only if a letter or digit follows */
        } else {
            break;
        }
    }
    return last;
}

/* The end with the full stop of an abbreviation: "Corp." */
static size_t with_stop(const cutter *cut, size_t begin, size_t end, size_t limit)
{
    const ds_lexicon *known = cut->tokeniser->abbreviations;
    bool stop = known && end < limit && cut->text.ptr[end] == '.';
    ds_str form = ds_str_slice(cut->text, begin, end + stop);
    return stop && ds_lexicon_find(known, form) != DS_LEXICON_NONE ? end + 1 : end;
}

static size_t cut_one(cutter *cut, size_t at, size_t end)
{
    size_t size;
    uint32_t c = ds_utf8_at(cut->text, at, &size);
    if (ds_code_is_han(c)) {
        size_t stop = at + size;
        while (stop < end && ds_code_is_han(ds_utf8_at(cut->text, stop, &size))) {
            stop += size;
        }
        cut_han(cut, at, stop);
        return stop;
    }
    bool special =
        c == '*' && at + 1 < end && ds_code_is_latin((unsigned char)cut->text.ptr[at + 1]);
    if (ds_code_is_latin(c) || ds_code_is_digit(c) || special) {
        bool letters; /* *ST marks a share under special treatment and belongs to its name */
        size_t stop = latin_end(cut->text, at + special, end, &letters);
        stop = with_stop(cut, at, stop, end);
        ds_token *token = add_token(cut, at, stop, letters ? DS_TOKEN_LATIN : DS_TOKEN_NUMBER,
                                    letters ? CONTEXT_LATIN : CONTEXT_NUMBER);
        describe(cut->tokeniser, cut->text, DS_LEXICON_NONE, token);
        return stop;
    }
    bool space = ds_code_is_space(c);
    bool after_mark = cut->n_tokens && cut->tokens[cut->n_tokens - 1].kind == DS_TOKEN_MARK;
    if (space && after_mark) {
        return at + size; /* a line's end where the mark divides already */
    }
    ds_token *token = add_token(cut, at, at + size, space ? DS_TOKEN_SPACE : DS_TOKEN_MARK,
                                space ? CONTEXT_SPACE : CONTEXT_MARK);
    if (!space) {
        describe(cut->tokeniser, cut->text, DS_LEXICON_NONE, token);
    }
    return at + size;
}

ds_status ds_tokeniser_read(const ds_tokeniser *tokeniser, ds_str text, const ds_entity *entities,
                            size_t n_entities, ds_token_memo *memo, ds_arena *arena,
                            const ds_token **out, size_t *n_out)
{
    static const unsigned entity_contexts[DS_ENTITY_KINDS] = {
        [DS_ENTITY_AMOUNT] = CONTEXT_AMOUNT, [DS_ENTITY_DATE] = CONTEXT_DATE,
        [DS_ENTITY_STAKE] = CONTEXT_STAKE,   [DS_ENTITY_RATE] = CONTEXT_RATE,
        [DS_ENTITY_COUNT] = CONTEXT_COUNT,
    };
    cutter cut = {.tokeniser = tokeniser, .text = text, .memo = memo};
    cut.tokens = DS_ARENA_TAKE(arena, text.len + 1, ds_token);
    cut.steps = DS_ARENA_TAKE(arena, text.len + 1, step);
    if (!cut.tokens || !cut.steps) {
        return DS_ENOMEM;
    }
    size_t at = 0;
    for (size_t i = 0; i <= n_entities; i++) {
        size_t stop = i < n_entities ? entities[i].begin : text.len;
        while (at < stop) {
            at = cut_one(&cut, at, stop);
        }
        if (i < n_entities && entities[i].end > at) {
            ds_token *token = add_token(&cut, at, entities[i].end, DS_TOKEN_ENTITY,
                                        entity_contexts[entities[i].kind]);
            token->entity = (uint16_t)i;
            at = entities[i].end;
        }
    }
    *out = cut.tokens;
    *n_out = cut.n_tokens;
    return DS_OK;
}
