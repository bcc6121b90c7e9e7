/* prepare_fixture.h - a preparer over the shipped furniture and triggers. */
#ifndef DS_PREPARE_FIXTURE_H
#define DS_PREPARE_FIXTURE_H

#include "extract/prepare/prepare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FIXTURE_ARENA_BYTES = 64 * 1024 * 1024 };

typedef struct fixture {
    ds_ruleset *rules;
    ds_preparer *preparer;
    ds_arena *arena;
    ds_prepared out;
} fixture;

static inline int set_up(void **state)
{
    static fixture made;
    ds_diag diag = {0};
    assert_int_equal(
        ds_ruleset_read(&made.rules, DS_SOURCE_DIR "/tests/unit/packs/prepare.xml", NULL, 0, &diag),
        DS_OK);
    assert_int_equal(ds_preparer_new(&made.preparer, made.rules), DS_OK);
    assert_int_equal(ds_arena_new(&made.arena, FIXTURE_ARENA_BYTES), DS_OK);
    *state = &made;
    return 0;
}

static inline int tear_down(void **state)
{
    fixture *made = *state;
    ds_preparer_free(made->preparer);
    ds_ruleset_free(made->rules);
    ds_arena_free(made->arena);
    return 0;
}

/* Prepares `text` as a document of one window; the result lives in made->out. */
static inline const ds_prepared *prepare(fixture *made, ds_str text)
{
    ds_arena_reset(made->arena);
    ds_window window = {text, 0, true, true};
    assert_int_equal(ds_preparer_window(made->preparer, &window, made->arena, &made->out), DS_OK);
    return &made->out;
}

/* The sentences, joined by '|'; caller frees. */
static inline char *sentences_of(const ds_prepared *prepared)
{
    size_t len = 0;
    char *joined = malloc(prepared->text.len + prepared->n_sentences + 1);
    assert_non_null(joined);
    for (size_t i = 0; i < prepared->n_sentences; i++) {
        const ds_sentence *sentence = &prepared->sentences[i];
        if (i) {
            joined[len++] = '|';
        }
        memcpy(joined + len, prepared->text.ptr + sentence->begin, sentence->end - sentence->begin);
        len += sentence->end - sentence->begin;
    }
    joined[len] = '\0';
    return joined;
}

static inline void assert_sentences(fixture *made, const char *text, const char *expected)
{
    char *found = sentences_of(prepare(made, ds_str_from(text)));
    if (strcmp(found, expected) != 0) {
        print_error("input:    %s\n", text);
    }
    assert_string_equal(found, expected);
    free(found);
}

#endif /* DS_PREPARE_FIXTURE_H */
