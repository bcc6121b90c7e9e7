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

/* A verb: controlling shareholders stand in headlines of all kinds. */
static bool tells_deal(const ds_tokeniser *tokeniser, const ds_analysis *analysis)
{
    for (size_t t = 0; t < analysis->n_triggers; t++) {
        uint16_t trigger = analysis->tokens[analysis->triggers[t]].trigger;
        if (!ds_str_equal(ds_tokeniser_trigger_class(tokeniser, trigger), DS_STR("noun"))) {
            return true;
        }
    }
    return false;
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
    out->kind = tells_deal(tools->tokeniser, &analysis) ? DS_TITLE_TRIGGER : DS_TITLE_PLAIN;
    for (size_t i = 0; i < analysis.n_tokens; i++) {
        if (analysis.tokens[i].word_class != DS_WORD_MARK) {
            add_word(out, analysis.tokens[i].context);
        }
    }
    return DS_OK;
}
