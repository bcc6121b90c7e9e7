#include "extract/recognise/token.h"

#include "corpus/text/utf8.h"
#include "extract/recognise/token_memo.h"
#include "extract/recognise/word_start.h"

#include <math.h>
#include <stdlib.h>

/* A word that cues or triggers name but "words" does not know counts as this
 * frequent: they are there because they matter. */
static const double default_frequency = 2000.0;
/* The longest word that segmentation looks for, in the three lexicons. */
enum { MAX_PREFIXES = 16 };

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

static const char *const context_kinds[CONTEXT_POS] = {
    "<edge>",  "<amount>", "<date>",  "<stake>", "<rate>",   "<count>",
    "<latin>", "<number>", "<space>", "<mark>",  "<unknown>"};

static const char *const class_names[DS_WORD_CLASSES] = {"other", "barrier", "soft",   "tail",
                                                         "legal", "org",     "sector", "generic",
                                                         "open",  "punct",   "context"};

static const char *const pos_contexts[DS_POS_GROUPS] = {
    "<none>", "<noun>",      "<person>", "<place>",   "<org>",      "<name>",  "<verb>",
    "<vn>",   "<adjective>", "<adverb>", "<number*>", "<function>", "<idiom>", "<other>"};

struct ds_tokeniser {
    const ds_lexicon *words;
    const ds_lexicon *cues;
    const ds_lexicon *triggers;
    ds_str table;           /* what is known of each entry of words: two costs, then ... */
    bool borrowed;          /* ... and it is the rule set's */
    const float *word_cost; /* -log probability */
    const uint8_t *word_pos;
    const uint8_t *word_rarity;
    uint8_t *cue_class;
    bool *cue_known; /* by entry: "words" has it, too */
    bool *trigger_known;
    ds_word_start start; /* START_CUE, START_TRIGGER */
    uint32_t *single;    /* by code point: the entry of words that is just it */
    size_t trigger_column;
    float default_cost;
    float unknown_cost;
};

enum { START_CUE = 1u << 0, START_TRIGGER = 1u << 1 };

static ds_pos_group group_of(ds_str tag)
{
    static const struct {
        const char *prefix;
        ds_pos_group group;
    } table[] = {
        {"nr", DS_POS_PERSON},  {"ns", DS_POS_PLACE},    {"nt", DS_POS_ORG},
        {"nz", DS_POS_NAME},    {"vn", DS_POS_VERBNOUN}, {"n", DS_POS_NOUN},
        {"v", DS_POS_VERB},     {"ad", DS_POS_ADVERB},   {"a", DS_POS_ADJECTIVE},
        {"d", DS_POS_ADVERB},   {"m", DS_POS_NUMBER},    {"q", DS_POS_NUMBER},
        {"p", DS_POS_FUNCTION}, {"c", DS_POS_FUNCTION},  {"u", DS_POS_FUNCTION},
        {"r", DS_POS_FUNCTION}, {"f", DS_POS_FUNCTION},  {"i", DS_POS_IDIOM},
        {"l", DS_POS_IDIOM},    {"j", DS_POS_NAME},
    };
    for (size_t i = 0; tag.len && i < sizeof table / sizeof table[0]; i++) {
        if (tag.ptr[0] == table[i].prefix[0] && ds_str_starts(tag, ds_str_from(table[i].prefix))) {
            return table[i].group;
        }
    }
    return tag.len ? DS_POS_OTHER : DS_POS_NONE;
}

static double number_of(ds_str text)
{
    double number = 0;
    for (size_t i = 0; i < text.len && ds_code_is_digit((unsigned char)text.ptr[i]); i++) {
        number = number * 10 + (text.ptr[i] - '0');
    }
    return number;
}

static uint8_t rarity_of(double count)
{
    int steps = DS_RARITY_MAX - 1;
    for (; count >= 4 && steps > 0; count /= 4) {
        steps--;
    }
    return (uint8_t)steps;
}

static void fill_table(const ds_tokeniser *tokeniser, float *costs)
{
    size_t n = ds_lexicon_count(tokeniser->words);
    size_t frequency = ds_lexicon_column(tokeniser->words, "frequency");
    size_t tag = ds_lexicon_column(tokeniser->words, "pos");
    float *word_cost = costs + 2;
    uint8_t *word_pos = (uint8_t *)(word_cost + n);
    uint8_t *word_rarity = word_pos + n;
    double total = 1;
    for (uint32_t i = 0; i < n; i++) {
        double count = number_of(ds_lexicon_field(tokeniser->words, i, frequency));
        word_cost[i] = (float)count;
        word_pos[i] = (uint8_t)group_of(ds_lexicon_field(tokeniser->words, i, tag));
        word_rarity[i] = rarity_of(count);
        total += count;
    }
    float log_total = (float)log(total);
    for (uint32_t i = 0; i < n; i++) {
        float count = word_cost[i];
        word_cost[i] = log_total - logf(count < 1 ? 1 : count);
    }
    costs[0] = log_total - (float)log(default_frequency);
    costs[1] = log_total;
}

static ds_status read_words(ds_tokeniser *tokeniser, const ds_ruleset *rules)
{
    size_t n = ds_lexicon_count(tokeniser->words);
    size_t size = 2 * sizeof(float) + n * (sizeof(float) + 2 * sizeof(uint8_t));
    tokeniser->table = ds_ruleset_kept(rules, DS_TOKENISER_KEPT);
    tokeniser->borrowed = tokeniser->table.len == size;
    if (!tokeniser->borrowed) {
        float *made = calloc(1, size);
        tokeniser->table = (ds_str){(const char *)made, made ? size : 0};
        if (!made) {
            return DS_ENOMEM;
        }
        fill_table(tokeniser, made);
    }
    const float *costs = (const void *)tokeniser->table.ptr;
    tokeniser->default_cost = costs[0];
    tokeniser->unknown_cost = costs[1];
    tokeniser->word_cost = costs + 2;
    tokeniser->word_pos = (const uint8_t *)(tokeniser->word_cost + n);
    tokeniser->word_rarity = tokeniser->word_pos + n;
    return DS_OK;
}

ds_str ds_tokeniser_table(const ds_tokeniser *tokeniser)
{
    return tokeniser->table;
}

static ds_status read_cues(ds_tokeniser *tokeniser, ds_diag *diag)
{
    size_t n = ds_lexicon_count(tokeniser->cues);
    size_t column = ds_lexicon_column(tokeniser->cues, "class");
    tokeniser->cue_class = calloc(n + 1, sizeof *tokeniser->cue_class);
    if (!tokeniser->cue_class) {
        return DS_ENOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        ds_str name = ds_lexicon_field(tokeniser->cues, i, column);
        size_t c = 0;
        while (c < DS_WORD_CLASSES && !ds_str_equal(name, ds_str_from(class_names[c]))) {
            c++;
        }
        if (c == DS_WORD_CLASSES) {
            ds_str word = ds_lexicon_word(tokeniser->cues, i);
            return ds_diag_fail(diag, DS_EINVALID, (ds_where){0},
                                "lexicon \"cues\": word \"%.*s\" has the unknown class \"%.*s\"",
                                DS_STR_ARGS(word), DS_STR_ARGS(name));
        }
        tokeniser->cue_class[i] = (uint8_t)c;
    }
    return DS_OK;
}

/* Notes where words of a small lexicon begin and which of them are in "words". */
static bool *read_known(ds_tokeniser *tokeniser, const ds_lexicon *lexicon, unsigned bit)
{
    size_t n = ds_lexicon_count(lexicon);
    bool *known = calloc(n + 1, sizeof *known);
    for (uint32_t i = 0; known && i < n; i++) {
        ds_str word = ds_lexicon_word(lexicon, i);
        known[i] = ds_lexicon_find(tokeniser->words, word) != DS_LEXICON_NONE;
        ds_word_start_add(&tokeniser->start, word, bit);
    }
    return known;
}

/* Nearly every character is a word, and each is asked for at every place. */
static bool read_singles(ds_tokeniser *tokeniser)
{
    size_t n = ds_lexicon_count(tokeniser->words);
    tokeniser->single = malloc(DS_WORD_START_CODES * sizeof *tokeniser->single);
    if (!tokeniser->single) {
        return false;
    }
    memset(tokeniser->single, 0xFF, DS_WORD_START_CODES * sizeof *tokeniser->single); /* none */
    for (uint32_t i = 0; i < n; i++) {
        ds_str word = ds_lexicon_word(tokeniser->words, i);
        size_t size;
        uint32_t code = word.len <= 3 ? ds_utf8_at(word, 0, &size) : DS_WORD_START_CODES;
        if (code < DS_WORD_START_CODES && size == word.len) {
            tokeniser->single[code] = i;
        }
    }
    return true;
}

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

static ds_status read_starts(ds_tokeniser *tokeniser)
{
    if (!read_singles(tokeniser)) {
        return DS_ENOMEM;
    }
    tokeniser->cue_known = read_known(tokeniser, tokeniser->cues, START_CUE);
    tokeniser->trigger_known = read_known(tokeniser, tokeniser->triggers, START_TRIGGER);
    return tokeniser->cue_known && tokeniser->trigger_known ? DS_OK : DS_ENOMEM;
}

ds_status ds_tokeniser_new(ds_tokeniser **out, const ds_ruleset *rules, ds_diag *diag)
{
    ds_tokeniser *tokeniser = calloc(1, sizeof *tokeniser);
    if (!tokeniser) {
        return DS_ENOMEM;
    }
    tokeniser->words = ds_ruleset_lexicon(rules, "words");
    tokeniser->cues = ds_ruleset_lexicon(rules, "cues");
    tokeniser->triggers = ds_ruleset_lexicon(rules, "triggers");
    ds_status status = DS_OK;
    if (!tokeniser->words || !tokeniser->cues || !tokeniser->triggers) {
        status = ds_diag_fail(diag, DS_EINVALID, (ds_where){0}, "the pack lacks the lexicon \"%s\"",
                              !tokeniser->words  ? "words"
                              : !tokeniser->cues ? "cues"
                                                 : "triggers");
    }
    if (status == DS_OK) {
        tokeniser->trigger_column = ds_lexicon_column(tokeniser->triggers, "class");
        status = read_words(tokeniser, rules);
    }
    if (status == DS_OK) {
        status = read_cues(tokeniser, diag);
    }
    if (status == DS_OK) {
        status = read_starts(tokeniser);
    }
    if (status != DS_OK) {
        ds_tokeniser_free(tokeniser);
        return status;
    }
    *out = tokeniser;
    return DS_OK;
}

void ds_tokeniser_free(ds_tokeniser *tokeniser)
{
    if (tokeniser) {
        if (!tokeniser->borrowed) {
            free((char *)tokeniser->table.ptr);
        }
        free(tokeniser->cue_class);
        free(tokeniser->cue_known);
        free(tokeniser->single);
        free(tokeniser->trigger_known);
        free(tokeniser);
    }
}

size_t ds_tokeniser_contexts(const ds_tokeniser *tokeniser)
{
    return CONTEXT_KINDS + ds_lexicon_count(tokeniser->cues) +
           ds_lexicon_count(tokeniser->triggers);
}

ds_str ds_tokeniser_context_name(const ds_tokeniser *tokeniser, size_t context)
{
    size_t n_cues = ds_lexicon_count(tokeniser->cues);
    if (context < CONTEXT_POS) {
        return ds_str_from(context_kinds[context]);
    }
    if (context < CONTEXT_KINDS) {
        return ds_str_from(pos_contexts[context - CONTEXT_POS]);
    }
    context -= CONTEXT_KINDS;
    return context < n_cues ? ds_lexicon_word(tokeniser->cues, (uint32_t)context)
                            : ds_lexicon_word(tokeniser->triggers, (uint32_t)(context - n_cues));
}

uint32_t ds_tokeniser_context_find(const ds_tokeniser *tokeniser, ds_str name)
{
    bool kind = name.len && name.ptr[0] == '<'; /* so begin all that are no words */
    for (uint32_t i = 0; kind && i < CONTEXT_KINDS; i++) {
        if (ds_str_equal(name, ds_tokeniser_context_name(tokeniser, i))) {
            return i;
        }
    }
    uint32_t n_cues = (uint32_t)ds_lexicon_count(tokeniser->cues);
    uint32_t trigger = ds_lexicon_find(tokeniser->triggers, name);
    if (trigger != DS_LEXICON_NONE) {
        return CONTEXT_KINDS + n_cues + trigger;
    }
    uint32_t cue = ds_lexicon_find(tokeniser->cues, name);
    return cue == DS_LEXICON_NONE ? UINT32_MAX : CONTEXT_KINDS + cue;
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
        unsigned starts = ds_word_start_at(&tokeniser->start, START_CUE | START_TRIGGER, run, at);
        if (starts & START_CUE) {
            relax_default(tokeniser->cues, tokeniser->cue_known, run, at, tokeniser->default_cost,
                          steps);
        }
        if (starts & START_TRIGGER) {
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
