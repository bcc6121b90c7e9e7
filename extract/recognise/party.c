#include "extract/recognise/party.h"

#include "corpus/text/utf8.h"
#include "extract/recognise/listed_start.h"
#include "extract/recognise/nominees.h"
#include "rules/sweep.h"

#include <stdlib.h>

/* Tokens of a candidate: short names have up to 8; full names with a legal
 * form segment into more. */
enum { MAX_TOKENS = 8, MAX_LEGAL_TOKENS = 16 };
/* Code points: the longest official names of listed companies have 40. */
enum { MIN_CHARS = 2, MAX_CHARS = 44 };
/* A name with a function character inside is short. */
enum { MAX_INNER_CHARS = 6 };

struct ds_nominator {
    const ds_lexicon *companies; /* may be NULL */
    const ds_lexicon *heads;     /* words that describe a firm before its name; may be NULL */
    ds_listed_start *start;      /* of companies; NULL: not known */
    const ds_pattern **patterns; /* of parties */
    ds_sweep *sweep;             /* of them */
    ds_budget *budget;           /* borrowed, may be NULL */
};

/* Entity patterns of type "party". */
static ds_status read_patterns(ds_nominator *nominator, const ds_ruleset *rules)
{
    const ds_pattern *all;
    size_t n_all = ds_ruleset_patterns(rules, DS_SECTION_ENTITY, &all);
    nominator->patterns = calloc(n_all + 1, sizeof(const ds_pattern *));
    size_t n = 0;
    for (size_t p = 0; nominator->patterns && p < n_all; p++) {
        if (ds_str_equal(all[p].name, DS_STR("party"))) {
            nominator->patterns[n++] = &all[p];
        }
    }
    return nominator->patterns
               ? ds_sweep_new(&nominator->sweep, DS_SECTION_ENTITY, nominator->patterns, n)
               : DS_ENOMEM;
}

ds_status ds_nominator_new(ds_nominator **out, const ds_ruleset *rules)
{
    ds_nominator *nominator = calloc(1, sizeof *nominator);
    if (!nominator) {
        return DS_ENOMEM;
    }
    nominator->companies = ds_ruleset_lexicon(rules, "companies");
    nominator->heads = ds_ruleset_lexicon(rules, "heads");
    if (read_patterns(nominator, rules) != DS_OK ||
        ds_listed_start_new(&nominator->start, nominator->companies) != DS_OK) {
        ds_nominator_free(nominator);
        return DS_ENOMEM;
    }
    *out = nominator;
    return DS_OK;
}

void ds_nominator_budget(ds_nominator *nominator, ds_budget *budget)
{
    nominator->budget = budget;
}

void ds_nominator_free(ds_nominator *nominator)
{
    if (nominator) {
        ds_listed_start_free(nominator->start);
        free(nominator->patterns);
        ds_sweep_free(nominator->sweep);
        free(nominator);
    }
}

typedef struct finder {
    const ds_nominator *nominator;
    ds_str text;
    const ds_token *tokens;
    size_t n_tokens;
    const ds_entity *entities;
    const bool *head; /* per token: it describes a firm whose name may follow */
    ds_candidate *candidates;
    size_t n_candidates;
} finder;

static bool may_be_company(const finder *find, ds_str text, size_t at)
{
    return find->nominator->companies && ds_listed_start_at(find->nominator->start, text, at);
}

static bool is_mark(const finder *find, size_t i, char mark)
{
    const ds_token *token = &find->tokens[i];
    return token->end - token->begin == 1 && find->text.ptr[token->begin] == mark;
}

static bool is_joiner(const finder *find, size_t i)
{
    size_t size;
    const ds_token *token = &find->tokens[i];
    uint32_t c = ds_utf8_at(find->text, token->begin, &size);
    return c == 0xB7 || c == 0x2022 || c == 0x30FB || c == '&' || c == '-' || c == '/';
}

static bool is_entity(const finder *find, size_t i, ds_entity_kind kind)
{
    const ds_token *token = &find->tokens[i];
    return token->entity != DS_TOKEN_NOTHING && find->entities[token->entity].kind == kind;
}

static bool is_path_mark(const finder *find, size_t at)
{
    char c = '\0';
    if (at < find->text.len) {
        c = find->text.ptr[at];
    }
    bool scheme = c == ':' && at + 1 < find->text.len && find->text.ptr[at + 1] == '/';
    return c == '\\' || c == '_' || c == '@' || scheme;
}

/* Letters and short whole numbers occur in names; table cells and addresses do
 * not. */
static bool is_name_like(const finder *find, const ds_token *token)
{
    if (is_path_mark(find, token->end) || (token->begin && is_path_mark(find, token->begin - 1u))) {
        return false;
    }
    size_t dots = 0;
    enum { MAX_DIGITS = 4 };
    size_t digits = 0;
    size_t letters = 0;
    for (size_t i = token->begin; i < token->end; i++) {
        char c = find->text.ptr[i];
        digits += ds_code_is_digit((unsigned char)c);
        dots += c == '.';
        letters += c != '.' && c != '-' && !ds_code_is_digit((unsigned char)c);
        if (c == '.' && letters == 0) {
            return false;
        }
    }
    return digits <= MAX_DIGITS && dots < 3 &&
           (token->kind == DS_TOKEN_NUMBER || letters >= digits);
}

/* May the token be part of a name at all? */
static bool is_material(const finder *find, size_t i)
{
    const ds_token *token = &find->tokens[i];
    switch ((ds_token_kind)token->kind) {
    case DS_TOKEN_WORD:
    case DS_TOKEN_UNKNOWN:
        return token->word_class != DS_WORD_BARRIER && token->word_class != DS_WORD_SOFT &&
               token->word_class != DS_WORD_TAIL &&
               (token->trigger == DS_TOKEN_NOTHING || token->word_class == DS_WORD_SECTOR);
    case DS_TOKEN_LATIN:
        return token->word_class != DS_WORD_BARRIER && is_name_like(find, token);
    case DS_TOKEN_NUMBER:
        return is_name_like(find, token);
    case DS_TOKEN_ENTITY:
        return is_entity(find, i, DS_ENTITY_RATE) || is_entity(find, i, DS_ENTITY_COUNT);
    case DS_TOKEN_MARK:
        return is_joiner(find, i);
    case DS_TOKEN_SPACE: /* between Latin words only */
        return i > 0 && i + 1 < find->n_tokens && find->tokens[i - 1].kind == DS_TOKEN_LATIN &&
               find->tokens[i + 1].kind == DS_TOKEN_LATIN;
    }
    return false;
}

static bool can_begin(const finder *find, size_t i)
{
    const ds_token *token = &find->tokens[i];
    return token->kind == DS_TOKEN_WORD || token->kind == DS_TOKEN_UNKNOWN ||
           token->kind == DS_TOKEN_LATIN || token->kind == DS_TOKEN_NUMBER ||
           token->kind == DS_TOKEN_ENTITY;
}

static bool can_end(const finder *find, size_t i)
{
    return can_begin(find, i) && !is_entity(find, i, DS_ENTITY_COUNT);
}

/* A character that is a function word elsewhere, inside or behind a name. */
static bool is_soft(const finder *find, size_t i)
{
    return (find->tokens[i].word_class == DS_WORD_SOFT ||
            find->tokens[i].word_class == DS_WORD_TAIL) &&
           find->tokens[i].trigger == DS_TOKEN_NOTHING;
}

/* The token behind a bracket that opens at i and closes soon, or 0. */
static size_t behind_bracket(const finder *find, size_t i)
{
    enum { MAX_INSIDE = 5 };
    if (!is_mark(find, i, '(')) {
        return 0;
    }
    for (size_t j = i + 1; j < find->n_tokens && j <= i + MAX_INSIDE; j++) {
        if (is_mark(find, j, ')')) {
            return j > i + 1 ? j + 1 : 0;
        }
        if (!can_begin(find, j) && find->tokens[j].kind != DS_TOKEN_MARK &&
            find->tokens[j].kind != DS_TOKEN_SPACE) {
            return 0;
        }
    }
    return 0;
}

static size_t count_chars(ds_str text, size_t begin, size_t end)
{
    return ds_utf8_count(ds_str_slice(text, begin, end));
}

static bool has_code(const finder *find, size_t next)
{
    return next + 1 < find->n_tokens && is_mark(find, next, '(') &&
           (find->tokens[next + 1].kind == DS_TOKEN_NUMBER ||
            find->tokens[next + 1].kind == DS_TOKEN_LATIN);
}

static bool is_quoted(const finder *find, size_t first, size_t last)
{
    if (first == 0 || last + 1 >= find->n_tokens) {
        return false;
    }
    size_t size;
    uint32_t open = ds_utf8_at(find->text, find->tokens[first - 1].begin, &size);
    uint32_t close = ds_utf8_at(find->text, find->tokens[last + 1].begin, &size);
    return (open == 0x201C && close == 0x201D) || (open == '"' && close == '"') ||
           (open == 0x300C && close == 0x300D);
}

/* One character of a kind that words are made of: two in a row are what
 * segmentation leaves of a name. */
static bool is_single(const finder *find, size_t i)
{
    const ds_token *token = &find->tokens[i];
    bool plain = token->word_class == DS_WORD_OTHER &&
                 (token->kind == DS_TOKEN_WORD || token->kind == DS_TOKEN_UNKNOWN);
    return plain &&
           token->begin + ds_utf8_size((unsigned char)find->text.ptr[token->begin]) == token->end;
}

/* Nothing but words that anybody uses and that are no names. */
static bool is_common_run(const finder *find, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++) {
        const ds_token *token = &find->tokens[i];
        if ((token->rarity > DS_RARITY_COMMON && token->word_class == DS_WORD_OTHER) ||
            token->pos == DS_POS_PERSON || token->pos == DS_POS_PLACE ||
            token->pos == DS_POS_NAME || token->pos == DS_POS_ORG ||
            (i > first && is_single(find, i - 1) && is_single(find, i))) {
            return false;
        }
    }
    return true;
}

static bool *mark_heads(const finder *find, ds_arena *arena)
{
    bool *head = DS_ARENA_NEW(arena, find->n_tokens + 1, bool);
    for (size_t i = 0; head && find->nominator->heads && i < find->n_tokens; i++) {
        const ds_token *token = &find->tokens[i];
        ds_str word = ds_str_slice(find->text, token->begin, token->end);
        head[i] = token->kind == DS_TOKEN_WORD &&
                  ds_lexicon_find(find->nominator->heads, word) != DS_LEXICON_NONE;
    }
    return head;
}

/* A description of the firm stands before its name: the Swiss maker|Vantro. */
static bool is_headed(const finder *find, size_t first, size_t last)
{
    for (size_t i = last; i > first; i--) {
        uint8_t next = find->tokens[i].word_class;
        if (find->head[i - 1] && next != DS_WORD_LEGAL && next != DS_WORD_ORG) {
            return count_chars(find->text, find->tokens[i].begin, find->tokens[last].end) >=
                       MIN_CHARS &&
                   !is_common_run(find, i, last);
        }
    }
    return false;
}

static uint32_t bits_of(const finder *find, size_t first, size_t last)
{
    uint32_t bits = has_code(find, last + 1) ? DS_NOMINEE_CODE : 0;
    for (size_t i = first; i <= last; i++) {
        bits |= find->tokens[i].kind == DS_TOKEN_LATIN ? DS_NOMINEE_LATIN : 0;
    }
    bits |= is_common_run(find, first, last) ? DS_NOMINEE_COMMON : 0;
    bits |= is_headed(find, first, last) ? DS_NOMINEE_HEADED : 0;
    bits |= find->tokens[last].word_class == DS_WORD_LEGAL ? DS_NOMINEE_LEGAL : 0;
    bits |= is_quoted(find, first, last) ? DS_NOMINEE_QUOTED : 0;
    bits |= is_entity(find, first, DS_ENTITY_COUNT) ? DS_NOMINEE_DESCRIBED : 0;
    return bits;
}

static void add(finder *find, size_t begin, size_t end, size_t first, size_t last, uint32_t bits)
{
    size_t n_chars = count_chars(find->text, begin, end);
    if (find->n_candidates >= DS_PARTY_MAX_CANDIDATES || n_chars > MAX_CHARS ||
        n_chars < MIN_CHARS) {
        return;
    }
    ds_str form = ds_str_slice(find->text, begin, end);
    if (may_be_company(find, form, 0) &&
        ds_lexicon_find(find->nominator->companies, form) != DS_LEXICON_NONE) {
        bits |= DS_NOMINEE_LISTED;
    }
    find->candidates[find->n_candidates++] = (ds_candidate){
        .begin = (uint32_t)begin,
        .end = (uint32_t)end,
        .first = (uint16_t)first,
        .last = (uint16_t)last,
        .n_chars = (uint16_t)n_chars,
        .bits = bits | bits_of(find, first, last),
    };
}

/* All candidates that begin with token `first`. */
static void extend(finder *find, size_t first, size_t chain_begin)
{
    uint32_t bits = 0;
    size_t i = first;
    while (i < find->n_tokens && i < first + MAX_LEGAL_TOKENS) {
        size_t behind = behind_bracket(find, i);
        if (behind && i > first) {
            bits |= DS_NOMINEE_BRACKET;
            i = behind;
            /* A Latin name may end with its bracket. */
            if (find->tokens[first].kind == DS_TOKEN_LATIN && i - 1 > first) {
                add(find, find->tokens[first].begin, find->tokens[i - 1].end, first, i - 1, bits);
            }
            continue;
        }
        if (!is_material(find, i)) {
            break;
        }
        const ds_token *token = &find->tokens[i];
        bool legal = token->word_class == DS_WORD_LEGAL || token->word_class == DS_WORD_ORG;
        if (can_end(find, i) && (i < first + MAX_TOKENS || legal) &&
            (!(bits & DS_NOMINEE_BRACKET) || legal)) {
            bool whole =
                first == chain_begin && (i + 1 >= find->n_tokens || !is_material(find, i + 1));
            add(find, find->tokens[first].begin, token->end, first, i,
                bits | (whole ? DS_NOMINEE_CHAIN : 0));
        }
        i++;
    }
}

static size_t token_at(const finder *find, size_t byte)
{
    size_t low = 0;
    size_t high = find->n_tokens;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (find->tokens[middle].begin <= byte) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Names with one function character: short ones, and full ones that a legal
 * form closes. */
static void extend_soft(finder *find, size_t first)
{
    bool crossed = false;
    for (size_t i = first; i < find->n_tokens && i < first + MAX_LEGAL_TOKENS; i++) {
        bool soft = is_soft(find, i);
        if (!soft && !is_material(find, i)) {
            return;
        }
        if (soft && crossed) {
            return;
        }
        crossed = crossed || soft;
        if (!crossed) {
            continue;
        }
        size_t begin = find->tokens[first].begin;
        size_t end = find->tokens[i].end;
        bool legal = find->tokens[i].word_class == DS_WORD_LEGAL;
        bool ends = soft ? find->tokens[i].word_class == DS_WORD_TAIL : can_end(find, i);
        if (crossed && ends && (legal || count_chars(find->text, begin, end) <= MAX_INNER_CHARS)) {
            add(find, begin, end, first, i, DS_NOMINEE_INNER);
        }
    }
}

/* Listed companies, wherever they stand: a hint that no segmentation hides. */
static void add_listed(finder *find)
{
    const ds_lexicon *companies = find->nominator->companies;
    size_t at = 0;
    for (size_t i = 0; companies && i < find->n_tokens; i++) {
        for (at = find->tokens[i].begin; at < find->tokens[i].end;
             at += ds_utf8_size((unsigned char)find->text.ptr[at])) {
            uint32_t entry = may_be_company(find, find->text, at)
                                 ? ds_lexicon_longest(companies, find->text, at)
                                 : DS_LEXICON_NONE;
            if (entry != DS_LEXICON_NONE) {
                size_t end = at + ds_lexicon_word(companies, entry).len;
                add(find, at, end, i, token_at(find, end - 1), DS_NOMINEE_LISTED);
            }
        }
    }
}

/* A description or shape that the packs know, value "described" or "named".
 * Group 1, if there, is the name. */
static void take_pattern(void *payload, size_t pattern, ds_range where, ds_range group)
{
    finder *find = payload;
    bool described = ds_str_equal(find->nominator->patterns[pattern]->value, DS_STR("described"));
    ds_range name = group.end > 0 ? group : where;
    if (name.end > name.begin) {
        add(find, name.begin, name.end, token_at(find, name.begin), token_at(find, name.end - 1),
            DS_NOMINEE_PATTERN | (described ? DS_NOMINEE_DESCRIBED : 0));
    }
}

static void add_patterns(finder *find)
{
    ds_sweep_text(find->nominator->sweep, find->text, NULL, find->nominator->budget, take_pattern,
                  find);
}

ds_status ds_nominator_find(ds_nominator *nominator, ds_str text, const ds_token *tokens,
                            size_t n_tokens, const ds_entity *entities, ds_arena *arena,
                            ds_nominees *out)
{
    finder find = {.nominator = nominator,
                   .text = text,
                   .tokens = tokens,
                   .n_tokens = n_tokens,
                   .entities = entities};
    find.candidates = DS_ARENA_TAKE(arena, DS_PARTY_MAX_CANDIDATES, ds_candidate);
    find.head = mark_heads(&find, arena);
    if (!find.candidates || !find.head) {
        return DS_ENOMEM;
    }
    if (n_tokens) {
        add_patterns(&find);
        add_listed(&find);
    }
    size_t chain = SIZE_MAX;
    for (size_t i = 0; i < n_tokens; i++) {
        if (!is_material(&find, i)) {
            chain = SIZE_MAX;
            continue;
        }
        chain = chain == SIZE_MAX ? i : chain;
        if (can_begin(&find, i)) {
            extend(&find, i, chain);
            extend_soft(&find, i);
        }
    }
    for (size_t i = 0; i + 1 < n_tokens; i++) {
        if (is_soft(&find, i) && is_material(&find, i + 1)) {
            extend_soft(&find, i);
        }
    }
    return ds_nominees_settle(text, find.candidates, find.n_candidates, arena, out);
}
