/* links: ds_rules ds_text */
#include "rules/code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { N_THREADS = 4, N_CODES = 64 };

typedef struct shared {
    ds_arena *arena;
    pthread_mutex_t lock;
    ds_code *codes[N_CODES];
} shared;

static ds_code *compile(shared *all, const char *pattern)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF, &error, &offset, NULL);
    assert_non_null(compiled);
    ds_code *code = ds_code_new(all->arena, &all->lock, compiled);
    assert_non_null(code);
    return code;
}

static int make(void **state)
{
    shared *all = calloc(1, sizeof *all);
    assert_non_null(all);
    assert_int_equal(ds_arena_new(&all->arena, 1 << 20), DS_OK);
    assert_int_equal(pthread_mutex_init(&all->lock, NULL), 0);
    for (int i = 0; i < N_CODES; i++) {
        char pattern[64];
        snprintf(pattern, sizeof pattern, "(?:第|n)%d(页|\\b)", i);
        all->codes[i] = compile(all, pattern);
    }
    *state = all;
    return 0;
}

static int end(void **state)
{
    shared *all = *state;
    for (int i = 0; i < N_CODES; i++) {
        ds_code_free(all->codes[i]);
    }
    pthread_mutex_destroy(&all->lock);
    ds_arena_free(all->arena);
    free(all);
    return 0;
}

static size_t machine_code(const ds_code *code)
{
    size_t size = 0;
    pcre2_pattern_info(ds_code_plain(code), PCRE2_INFO_JITSIZE, &size);
    return size;
}

static void machine_code_is_made_when_it_is_asked_for(void **state)
{
    shared *all = *state;
    uint32_t able = 0;
    pcre2_config(PCRE2_CONFIG_JIT, &able);
    assert_int_equal(machine_code(all->codes[0]), 0);
    assert_ptr_equal(ds_code_get(all->codes[0]), ds_code_plain(all->codes[0]));
    assert_int_equal(machine_code(all->codes[0]) > 0, able);
    assert_int_equal(machine_code(all->codes[1]), 0);
}

/* Number of codes that match as they must. */
static void *match_all(void *payload)
{
    shared *all = payload;
    size_t n = 0;
    pcre2_match_data *data = pcre2_match_data_create(4, NULL);
    for (int i = 0; data && i < N_CODES; i++) {
        char text[64];
        int len = snprintf(text, sizeof text, "见第%d页", i);
        n += pcre2_match(ds_code_get(all->codes[i]), (PCRE2_SPTR)text, (size_t)len, 0, 0, data,
                         NULL) == 2;
    }
    pcre2_match_data_free(data);
    return (void *)n;
}

static void threads_that_ask_at_once_get_the_same_code(void **state)
{
    shared *all = *state;
    pthread_t threads[N_THREADS];
    for (int i = 0; i < N_THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, match_all, all), 0);
    }
    for (int i = 0; i < N_THREADS; i++) {
        void *matched;
        assert_int_equal(pthread_join(threads[i], &matched), 0);
        assert_int_equal((size_t)matched, N_CODES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(machine_code_is_made_when_it_is_asked_for, make, end),
        cmocka_unit_test_setup_teardown(threads_that_ask_at_once_get_the_same_code, make, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
