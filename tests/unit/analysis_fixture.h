/* analysis_fixture.h - one sentence analysed with a pack, as the decider would. */
#ifndef DS_ANALYSIS_FIXTURE_H
#define DS_ANALYSIS_FIXTURE_H

#include "tests/unit/pack_fixture.h"

#include "extract/decide/analysis.h"
#include "extract/decide/match.h"

enum { ANALYSIS_ARENA_BYTES = 16 * 1024 * 1024 };

typedef struct analyser {
    ds_ruleset *rules;
    ds_tokeniser *tokeniser;
    ds_nominator *nominator;
    ds_recogniser *recogniser;
    ds_matcher *matcher;
    ds_arena *arena;
    ds_diag diag;
} analyser;

/* The shipped pack and, if not NULL, a house pack.  Messages go to `keep`. */
static inline bool analyser_open(analyser *out, const char *house, ds_diag_sink *keep,
                                 void *payload)
{
    const char *const packs[] = {house};
    *out = (analyser){.diag = {keep, payload, 0, 0}};
    return ds_ruleset_read(&out->rules, DS_SOURCE_DIR "/rules/packs/default.xml", packs,
                           house ? 1 : 0, &out->diag) == DS_OK &&
           ds_tokeniser_new(&out->tokeniser, out->rules, &out->diag) == DS_OK &&
           ds_nominator_new(&out->nominator, out->rules) == DS_OK &&
           ds_recogniser_new(&out->recogniser, out->rules, &out->diag) == DS_OK &&
           ds_matcher_new(&out->matcher, out->rules) == DS_OK &&
           ds_arena_new(&out->arena, ANALYSIS_ARENA_BYTES) == DS_OK;
}

static inline void analyser_close(analyser *run)
{
    ds_matcher_free(run->matcher);
    ds_recogniser_free(run->recogniser);
    ds_nominator_free(run->nominator);
    ds_tokeniser_free(run->tokeniser);
    ds_ruleset_free(run->rules);
    ds_arena_free(run->arena);
}

static inline ds_analysis_tools analyser_tools(const analyser *run)
{
    return (ds_analysis_tools){.rules = run->rules,
                               .tokeniser = run->tokeniser,
                               .nominator = run->nominator,
                               .recogniser = run->recogniser,
                               .matcher = run->matcher};
}

/* Lives until the next call. */
static inline ds_analysis analyser_read(analyser *run, const char *text)
{
    ds_analysis_tools tools = analyser_tools(run);
    ds_recognise_context context = {0};
    ds_analysis out;
    ds_arena_reset(run->arena);
    assert_int_equal(ds_analysis_make(&tools, ds_str_from(text), 0, 0, &context, run->arena, &out),
                     DS_OK);
    return out;
}

static inline int analyser_setup(void **state)
{
    static analyser made;
    *state = &made;
    return !analyser_open(&made, NULL, NULL, NULL);
}

static inline int analyser_teardown(void **state)
{
    analyser_close(*state);
    return 0;
}

#endif /* DS_ANALYSIS_FIXTURE_H */
