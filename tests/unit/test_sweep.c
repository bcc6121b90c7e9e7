/* links: ds_rules ds_text */
#include "corpus/text/buffer.h"
#include "rules/sweep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { MAX_FOUND = 20000, MAX_PATTERNS = 512 };

typedef struct found {
    size_t pattern;
    ds_range where;
    ds_range group;
} found;

typedef struct findings {
    found items[MAX_FOUND];
    size_t n;
} findings;

static void take(void *payload, size_t pattern, ds_range where, ds_range group)
{
    findings *list = payload;
    assert_true(list->n < MAX_FOUND);
    list->items[list->n++] = (found){pattern, where, group};
}

/* One pattern after the other, as a search finds them. */
static void search_all(const ds_pattern *const *patterns, size_t n, ds_str text, findings *out)
{
    pcre2_match_data *data = pcre2_match_data_create(2, NULL);
    out->n = 0;
    for (size_t p = 0; p < n; p++) {
        size_t at = 0;
        while (at < text.len) {
            int answer = ds_budget_pattern(NULL, DS_SECTION_CUE, patterns[p], text, at, data);
            const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(data);
            if (answer < 0) {
                break;
            }
            bool group = answer != 1 && pairs[2] != PCRE2_UNSET;
            assert_true(pairs[1] > pairs[0]);
            take(out, p, (ds_range){pairs[0], pairs[1]},
                 group ? (ds_range){pairs[2], pairs[3]} : (ds_range){0, 0});
            at = pairs[1];
        }
    }
    pcre2_match_data_free(data);
}

/* Numbers of the findings of pattern p, one behind the other. */
static size_t next_of(const findings *list, size_t pattern, size_t from)
{
    while (from < list->n && list->items[from].pattern != pattern) {
        from++;
    }
    return from;
}

static void assert_same(const findings *a, const findings *b, size_t n)
{
    assert_int_equal(a->n, b->n);
    for (size_t p = 0; p < n; p++) {
        size_t i = next_of(a, p, 0);
        size_t k = next_of(b, p, 0);
        for (; i < a->n && k < b->n; i = next_of(a, p, i + 1), k = next_of(b, p, k + 1)) {
            assert_memory_equal(&a->items[i], &b->items[k], sizeof(found));
        }
        assert_true(i == a->n && k == b->n);
    }
}

/* What we ship, over its own examples and all of them in one text. */
static void a_sweep_finds_what_searches_find(void **state)
{
    (void)state;
    static findings swept;
    static findings searched;
    ds_ruleset *set = NULL;
    assert_int_equal(ds_ruleset_read(&set, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
                     DS_OK);
    const ds_rule_example *examples;
    size_t n_examples = ds_ruleset_examples(set, &examples);
    ds_buf all = ds_buf_make(1 << 20);
    for (ds_pattern_section s = DS_SECTION_CUE; s <= DS_SECTION_ENTITY; s++) {
        const ds_pattern *patterns;
        const ds_pattern *list[MAX_PATTERNS];
        size_t n = ds_ruleset_patterns(set, s, &patterns);
        assert_true(n > 0 && n < MAX_PATTERNS);
        for (size_t p = 0; p < n; p++) {
            list[p] = &patterns[p];
        }
        ds_sweep *sweep = NULL;
        assert_int_equal(ds_sweep_new(&sweep, s, list, n), DS_OK);
        ds_buf_clear(&all);
        size_t total = 0;
        for (size_t e = 0; e <= n_examples; e++) {
            ds_str text = e < n_examples ? examples[e].text : ds_buf_str(&all);
            swept.n = 0;
            ds_sweep_text(sweep, text, NULL, NULL, take, &swept);
            search_all(list, n, text, &searched);
            assert_same(&swept, &searched, n);
            total += swept.n;
            if (e < n_examples) {
                ds_buf_add(&all, text);
            }
        }
        assert_true(total > n); /* or nothing was compared */
        ds_sweep_free(sweep);
    }
    ds_buf_free(&all);
    ds_ruleset_free(set);
}

static void patterns_that_are_not_wanted_are_left_out(void **state)
{
    (void)state;
    static findings swept;
    ds_ruleset *set = NULL;
    assert_int_equal(ds_ruleset_read(&set, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
                     DS_OK);
    const ds_pattern *patterns;
    assert_true(ds_ruleset_patterns(set, DS_SECTION_CUE, &patterns) > 0);
    const ds_pattern *list[] = {&patterns[0], &patterns[0]};
    const bool wanted[] = {false, true};
    const ds_rule_example *examples;
    size_t n_examples = ds_ruleset_examples(set, &examples);
    ds_sweep *sweep = NULL;
    assert_int_equal(ds_sweep_new(&sweep, DS_SECTION_CUE, list, 2), DS_OK);
    swept.n = 0;
    for (size_t e = 0; e < n_examples; e++) {
        ds_sweep_text(sweep, examples[e].text, wanted, NULL, take, &swept);
    }
    assert_true(swept.n > 0);
    assert_int_equal(next_of(&swept, 0, 0), swept.n);
    ds_sweep_free(sweep);
    ds_ruleset_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sweep_finds_what_searches_find),
        cmocka_unit_test(patterns_that_are_not_wanted_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
