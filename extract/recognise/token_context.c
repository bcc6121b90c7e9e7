#include "extract/recognise/token_inside.h"

#include "corpus/text/search.h"

static const char *const context_kinds[CONTEXT_POS] = {
    "<edge>",  "<amount>", "<date>",  "<stake>", "<rate>",   "<count>",
    "<latin>", "<number>", "<space>", "<mark>",  "<unknown>"};

static const char *const pos_contexts[DS_POS_GROUPS] = {
    "<none>", "<noun>",      "<person>", "<place>",   "<org>",      "<name>",  "<verb>",
    "<vn>",   "<adjective>", "<adverb>", "<number*>", "<function>", "<idiom>", "<other>"};

static size_t begin_of(const void *token)
{
    return ((const ds_token *)token)->begin;
}

size_t ds_token_at(const ds_token *tokens, size_t n, size_t at)
{
    return ds_search_last(tokens, n, sizeof *tokens, begin_of, at);
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
