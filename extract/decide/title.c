#include "extract/decide/title.h"

static void add_word(ds_title *title, uint16_t word)
{
    for (size_t i = 0; i < title->n_words; i++) {
        if (title->words[i] == word) {
            return;
        }
    }
    if (title->n_words < DS_TITLE_WORDS) {
        title->words[title->n_words++] = word;
    }
}

/* Weak nouns tell nothing: controlling shareholders stand in headlines of all kinds. */
static ds_title_kind kind_of(const ds_analysis_tools *tools, const ds_analysis *analysis)
{
    const ds_lexicon *words = ds_ruleset_lexicon(tools->rules, "triggers");
    size_t strength = words ? ds_lexicon_column(words, "strength") : 0;
    ds_title_kind kind = DS_TITLE_PLAIN;
    for (size_t t = 0; t < analysis->n_triggers; t++) {
        uint16_t trigger = analysis->tokens[analysis->triggers[t]].trigger;
        ds_str name = ds_tokeniser_trigger_class(tools->tokeniser, trigger);
        if (!ds_str_equal(name, DS_STR("noun"))) {
            return DS_TITLE_TRIGGER;
        }
        bool weak =
            strength && ds_str_equal(ds_lexicon_field(words, trigger, strength), DS_STR("weak"));
        kind = weak ? kind : DS_TITLE_NOUN;
    }
    return kind;
}

ds_status ds_title_read(const ds_analysis_tools *tools, ds_str text, ds_arena *scratch,
                        ds_title *out)
{
    enum { MAX_BYTES = 600 }; /* a longer first line is no headline */
    *out = (ds_title){.kind = DS_TITLE_NONE};
    if (text.len == 0 || text.len > MAX_BYTES) {
        return DS_OK;
    }
    ds_recognise_context context = {0};
    ds_analysis analysis;
    ds_arena_reset(scratch);
    ds_status status = ds_analysis_make(tools, text, 0, 0, &context, scratch, &analysis);
    if (status != DS_OK) {
        return status;
    }
    out->kind = kind_of(tools, &analysis);
    for (size_t i = 0; i < analysis.n_tokens; i++) {
        if (analysis.tokens[i].word_class != DS_WORD_MARK) {
            add_word(out, analysis.tokens[i].context);
        }
    }
    return DS_OK;
}
