#include "extract/recognise/token_inside.h"

#include "corpus/text/utf8.h"

#include <math.h>
#include <stdlib.h>

/* A word that cues or triggers name but "words" does not know counts as this
 * frequent: they are there because they matter. */
static const double default_frequency = 2000.0;

static const char *const class_names[DS_WORD_CLASSES] = {"other", "barrier", "soft",   "tail",
                                                         "legal", "org",     "sector", "generic",
                                                         "open",  "punct",   "context"};

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

/* Numbers from 1 below `end` that a lexicon gives words; others count as none. */
static void fill_numbers(const ds_tokeniser *tokeniser, const ds_lexicon *from, const char *name,
                         unsigned end, uint8_t *out)
{
    size_t column = from ? ds_lexicon_column(from, name) : 0;
    for (uint32_t i = 0; from && i < ds_lexicon_count(from); i++) {
        uint32_t word = ds_lexicon_find(tokeniser->words, ds_lexicon_word(from, i));
        double number = number_of(ds_lexicon_field(from, i, column));
        if (word != DS_LEXICON_NONE && number < end) {
            out[word] = (uint8_t)number;
        }
    }
}

static void fill_table(const ds_tokeniser *tokeniser, const ds_ruleset *rules, float *costs)
{
    size_t n = ds_lexicon_count(tokeniser->words);
    size_t frequency = ds_lexicon_column(tokeniser->words, "frequency");
    size_t tag = ds_lexicon_column(tokeniser->words, "pos");
    float *word_cost = costs + 2;
    uint8_t *word_pos = (uint8_t *)(word_cost + n);
    uint8_t *word_rarity = word_pos + n;
    fill_numbers(tokeniser, ds_ruleset_lexicon(rules, "word-groups"), "group", DS_TOKEN_GROUPS,
                 word_rarity + n);
    uint8_t *word_naming = word_rarity + 2 * n;
    memset(word_naming, DS_NAMING_MIDDLE, n);
    fill_numbers(tokeniser, ds_ruleset_lexicon(rules, "name-words"), "naming", DS_NAMING_END,
                 word_naming);
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
    size_t size = 2 * sizeof(float) + n * (sizeof(float) + 4 * sizeof(uint8_t));
    tokeniser->table = ds_ruleset_kept(rules, DS_TOKENISER_KEPT);
    tokeniser->borrowed = tokeniser->table.len == size;
    if (!tokeniser->borrowed) {
        float *made = calloc(1, size);
        tokeniser->table = (ds_str){(const char *)made, made ? size : 0};
        if (!made) {
            return DS_ENOMEM;
        }
        fill_table(tokeniser, rules, made);
    }
    const float *costs = (const void *)tokeniser->table.ptr;
    tokeniser->default_cost = costs[0];
    tokeniser->unknown_cost = costs[1];
    tokeniser->word_cost = costs + 2;
    tokeniser->word_pos = (const uint8_t *)(tokeniser->word_cost + n);
    tokeniser->word_rarity = tokeniser->word_pos + n;
    tokeniser->word_group = tokeniser->word_rarity + n;
    tokeniser->word_naming = tokeniser->word_group + n;
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
static bool *read_known(ds_tokeniser *tokeniser, const ds_lexicon *lexicon, unsigned bit,
                        unsigned bit_of_new)
{
    size_t n = ds_lexicon_count(lexicon);
    bool *known = calloc(n + 1, sizeof *known);
    for (uint32_t i = 0; known && i < n; i++) {
        ds_str word = ds_lexicon_word(lexicon, i);
        known[i] = ds_lexicon_find(tokeniser->words, word) != DS_LEXICON_NONE;
        ds_word_start_add(&tokeniser->start, word, bit | (known[i] ? 0 : bit_of_new));
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

static ds_status read_starts(ds_tokeniser *tokeniser)
{
    if (!read_singles(tokeniser)) {
        return DS_ENOMEM;
    }
    tokeniser->cue_known = read_known(tokeniser, tokeniser->cues, START_CUE, START_NEW_CUE);
    tokeniser->trigger_known =
        read_known(tokeniser, tokeniser->triggers, START_TRIGGER, START_NEW_TRIGGER);
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
    tokeniser->abbreviations = ds_ruleset_lexicon(rules, "abbreviations");
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
