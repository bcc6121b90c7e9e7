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
    ds_listed_start *head_start; /* of heads                      */
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
        ds_listed_start_new(&nominator->start, nominator->companies) != DS_OK ||
        ds_listed_start_new(&nominator->head_start, nominator->heads) != DS_OK) {
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
        ds_listed_start_free(nominator->head_start);
        free(nominator->patterns);
        ds_sweep_free(nominator->sweep);
        free(nominator);
    }
}

/* What is asked of a token again and again: each is in many candidates.  Sums are of all
 * tokens before it. */
typedef struct fact {
    uint32_t chars;    /* of the text before the token ... */
    uint32_t chars_to; /* ... and before its end           */
    uint16_t rare;     /* sum: words that are not common, or names                 */
    uint16_t pairs;    /* sum: single characters behind single characters          */
    uint16_t latin;    /* sum                                                      */
    uint16_t named;    /* the last token up to this with a description of a firm in
                          front, 0: none                                           */
    uint8_t opens;     /* quotation marks, a bit a kind */
    uint8_t closes;
    bool material; /* may be part of a name at all     */
    bool coded;    /* a bracket with a code begins here */
} fact;

typedef struct finder {
    const ds_nominator *nominator;
    ds_str text;
    const ds_token *tokens;
    size_t n_tokens;
    const ds_entity *entities;
    const fact *facts; /* per token, and one more */
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

/* A word that not everybody uses, or a name. */
static bool is_rare(const finder *find, size_t i)
{
    const ds_token *token = &find->tokens[i];
    return (token->rarity > DS_RARITY_COMMON && token->word_class == DS_WORD_OTHER) ||
           token->pos == DS_POS_PERSON || token->pos == DS_POS_PLACE || token->pos == DS_POS_NAME ||
           token->pos == DS_POS_ORG;
}

/* Nothing but words that anybody uses and that are no names. */
static bool is_common_run(const finder *find, size_t first, size_t last)
{
    const fact *facts = find->facts;
    return facts[last + 1].rare == facts[first].rare &&
           facts[last + 1].pairs == facts[first + 1].pairs;
}

/* It describes a firm whose name may follow. */
static bool is_head(const finder *find, size_t i)
{
    const ds_token *token = &find->tokens[i];
    ds_str word = ds_str_slice(find->text, token->begin, token->end);
    return find->nominator->heads && token->kind == DS_TOKEN_WORD &&
           ds_listed_start_at(find->nominator->head_start, word, 0) &&
           ds_lexicon_find(find->nominator->heads, word) != DS_LEXICON_NONE;
}

static void find_marks(const finder *find, size_t i, fact *out)
{
    size_t size;
    uint32_t c = ds_utf8_at(find->text, find->tokens[i].begin, &size);
    out->opens = (uint8_t)((c == 0x201C) | (c == '"') << 1 | (c == 0x300C) << 2);
    out->closes = (uint8_t)((c == 0x201D) | (c == '"') << 1 | (c == 0x300D) << 2);
    out->coded = c == '(' && has_code(find, i);
}

static const fact *find_facts(const finder *find, ds_arena *arena)
{
    fact *facts = DS_ARENA_NEW(arena, find->n_tokens + 1, fact);
    bool head = false; /* the token before describes a firm */
    size_t counted = 0;
    for (size_t i = 0; facts && i < find->n_tokens; i++) {
        const ds_token *token = &find->tokens[i];
        fact *here = &facts[i];
        fact *next = &facts[i + 1];
        bool ends = token->word_class == DS_WORD_LEGAL || token->word_class == DS_WORD_ORG;
        if (counted < token->begin) {
            here->chars += (uint32_t)count_chars(find->text, counted, token->begin);
        }
        here->chars_to = here->chars + (uint32_t)count_chars(find->text, token->begin, token->end);
        counted = token->end;
        next->chars = here->chars_to;
        next->rare = (uint16_t)(here->rare + is_rare(find, i));
        next->pairs =
            (uint16_t)(here->pairs + (i > 0 && is_single(find, i - 1) && is_single(find, i)));
        next->latin = (uint16_t)(here->latin + (token->kind == DS_TOKEN_LATIN));
        here->named = (uint16_t)(head && !ends ? i : here->named);
        next->named = here->named;
        here->material = is_material(find, i);
        find_marks(find, i, here);
        head = is_head(find, i);
    }
    return facts;
}

/* A description of the firm stands before its name: the Swiss maker|Vantro. */
static bool is_headed(const finder *find, size_t first, size_t last)
{
    const fact *facts = find->facts;
    size_t name = facts[last].named;
    return name > first && facts[last].chars_to - facts[name].chars >= MIN_CHARS &&
           !is_common_run(find, name, last);
}

static bool is_quoted(const finder *find, size_t first, size_t last)
{
    return first > 0 && last + 1 < find->n_tokens &&
           find->facts[first - 1].opens & find->facts[last + 1].closes;
}

static uint32_t bits_of(const finder *find, size_t first, size_t last)
{
    const fact *facts = find->facts;
    uint32_t bits = facts[last + 1].coded ? DS_NOMINEE_CODE : 0;
    bits |= facts[last + 1].latin != facts[first].latin ? DS_NOMINEE_LATIN : 0;
    bits |= is_common_run(find, first, last) ? DS_NOMINEE_COMMON : 0;
    bits |= is_headed(find, first, last) ? DS_NOMINEE_HEADED : 0;
    bits |= find->tokens[last].word_class == DS_WORD_LEGAL ? DS_NOMINEE_LEGAL : 0;
    bits |= is_quoted(find, first, last) ? DS_NOMINEE_QUOTED : 0;
    bits |= is_entity(find, first, DS_ENTITY_COUNT) ? DS_NOMINEE_DESCRIBED : 0;
    return bits;
}

/* Characters of a candidate, whose edges most often are those of tokens. */
static size_t chars_of(const finder *find, size_t begin, size_t end, size_t first, size_t last)
{
    bool whole = begin == find->tokens[first].begin && end == find->tokens[last].end;
    return whole ? find->facts[last].chars_to - find->facts[first].chars
                 : count_chars(find->text, begin, end);
}

static void add(finder *find, size_t begin, size_t end, size_t first, size_t last, uint32_t bits)
{
    size_t n_chars = chars_of(find, begin, end, first, last);
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
        if (!find->facts[i].material) {
            break;
        }
        const ds_token *token = &find->tokens[i];
        bool legal = token->word_class == DS_WORD_LEGAL || token->word_class == DS_WORD_ORG;
        if (can_end(find, i) && (i < first + MAX_TOKENS || legal) &&
            (!(bits & DS_NOMINEE_BRACKET) || legal)) {
            bool whole =
                first == chain_begin && (i + 1 >= find->n_tokens || !find->facts[i + 1].material);
            add(find, find->tokens[first].begin, token->end, first, i,
                bits | (whole ? DS_NOMINEE_CHAIN : 0));
        }
        i++;
    }
}

static size_t token_at(const finder *find, size_t byte)
{
    return ds_token_at(find->tokens, find->n_tokens, byte);
}

/* Names with one function character: short ones, and full ones that a legal
 * form closes. */
static void extend_soft(finder *find, size_t first)
{
    bool crossed = false;
    for (size_t i = first; i < find->n_tokens && i < first + MAX_LEGAL_TOKENS; i++) {
        bool soft = is_soft(find, i);
        if (!soft && !find->facts[i].material) {
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
        if (crossed && ends && (legal || chars_of(find, begin, end, first, i) <= MAX_INNER_CHARS)) {
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

static bool is_latin(const finder *find, size_t byte)
{
    unsigned char c = byte < find->text.len ? (unsigned char)find->text.ptr[byte] : 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Is what stands at [begin, end) a part of one longer word? */
static bool is_inside_word(const finder *find, size_t begin, size_t end)
{
    const ds_token *token = &find->tokens[token_at(find, begin)];
    bool part =
        token->begin <= begin && end <= token->end && (token->begin < begin || end < token->end);
    bool latin = (begin > 0 && is_latin(find, begin - 1) && is_latin(find, begin)) ||
                 (is_latin(find, end - 1) && is_latin(find, end));
    return latin || (part && token->kind == DS_TOKEN_WORD);
}

/* Names that the document defines, wherever they stand. */
static void add_known(finder *find, const ds_known_names *known)
{
    size_t size;
    for (size_t at = find->tokens[0].begin; at < find->text.len; at += size) {
        size_t len = ds_known_names_longest(known, find->text, at);
        size = len ? len : ds_utf8_size((unsigned char)find->text.ptr[at]);
        if (len && !is_inside_word(find, at, at + len)) {
            add(find, at, at + len, token_at(find, at), token_at(find, at + len - 1),
                DS_NOMINEE_KNOWN);
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
                            size_t n_tokens, const ds_entity *entities, const ds_known_names *known,
                            ds_arena *arena, ds_nominees *out)
{
    finder find = {.nominator = nominator,
                   .text = text,
                   .tokens = tokens,
                   .n_tokens = n_tokens,
                   .entities = entities};
    find.candidates = DS_ARENA_TAKE(arena, DS_PARTY_MAX_CANDIDATES, ds_candidate);
    find.facts = find_facts(&find, arena);
    if (!find.candidates || !find.facts) {
        return DS_ENOMEM;
    }
    if (n_tokens) {
        add_patterns(&find);
        add_listed(&find);
    }
    if (n_tokens && known) {
        add_known(&find, known);
    }
    size_t chain = SIZE_MAX;
    for (size_t i = 0; i < n_tokens; i++) {
        if (!find.facts[i].material) {
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
        if (is_soft(&find, i) && find.facts[i + 1].material) {
            extend_soft(&find, i);
        }
    }
    return ds_nominees_settle(text, find.candidates, find.n_candidates, arena, out);
}
