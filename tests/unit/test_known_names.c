/* links: ds_recognise ds_rules ds_text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "extract/recognise/known_names.h"

static ds_known_names *known_of(const char *const *names, size_t n, size_t max)
{
    ds_known_names *known;
    assert_int_equal(ds_known_names_new(&known, max), DS_OK);
    for (size_t i = 0; i < n; i++) {
        ds_known_names_add(known, ds_str_from(names[i]));
    }
    return known;
}

static void the_longest_name_at_a_place_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {"同为", "同为轴承", "衡阳同为轴承有限公司", "Vantro"};
    static const struct {
        const char *text;
        size_t at;
        size_t len;
    } rows[] = {
        {"受让同为轴承45%股权", 6, 12},
        {"受让同为股份", 6, 6},
        {"受让同为轴承", 0, 0},
        {"衡阳同为轴承有限公司", 0, 30},
        {"衡阳同为轴承", 0, 0},
        {"to Vantro", 3, 6},
        {"同", 0, 0},
        {"", 0, 0},
        {"受让同为", 9, 0},
    };
    ds_known_names *known = known_of(names, sizeof names / sizeof names[0], 8);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(ds_known_names_longest(known, ds_str_from(rows[i].text), rows[i].at),
                         rows[i].len);
    }
    ds_known_names_free(known);
}

static void names_beyond_the_maximum_and_too_short_ones_are_passed_over(void **state)
{
    (void)state;
    static const char *const names[] = {"", "AB", "北岭传动", "澄海轴承"};
    ds_known_names *known = known_of(names, sizeof names / sizeof names[0], 1);
    assert_int_equal(ds_known_names_longest(known, ds_str_from("AB"), 0), 0);
    assert_int_equal(ds_known_names_longest(known, ds_str_from("北岭传动"), 0), 12);
    assert_int_equal(ds_known_names_longest(known, ds_str_from("澄海轴承"), 0), 0);
    ds_known_names_free(known);
}

static void nothing_is_known_after_a_clear(void **state)
{
    (void)state;
    static const char *const names[] = {"北岭传动"};
    ds_known_names *known = known_of(names, 1, 8);
    ds_known_names_clear(known);
    assert_int_equal(ds_known_names_longest(known, ds_str_from("北岭传动"), 0), 0);
    ds_known_names_add(known, ds_str_from("澄海轴承"));
    assert_int_equal(ds_known_names_longest(known, ds_str_from("澄海轴承"), 0), 12);
    ds_known_names_free(known);
}

/* One look-up for each length, however many names begin alike: a search through all of them
 * at each place of the text would take minutes here. */
static void many_names_of_one_beginning_are_told_apart(void **state)
{
    (void)state;
    enum { N = 4000, PLACES = 200000 };
    static char names[N][16];
    ds_known_names *known;
    assert_int_equal(ds_known_names_new(&known, N), DS_OK);
    for (int i = 0; i < N; i++) {
        int len = snprintf(names[i], sizeof names[i], "同%04d", i);
        assert_int_equal(len, 7);
        ds_known_names_add(known, ds_str_from(names[i]));
        ds_known_names_add(known, ds_str_from(names[i])); /* twice takes no second place */
    }
    size_t n_found = 0;
    for (int i = 0; i < PLACES; i++) {
        char text[16];
        snprintf(text, sizeof text, "同%04d", i % 10000);
        n_found += ds_known_names_longest(known, ds_str_from(text), 0) == 7;
    }
    assert_int_equal(n_found, PLACES / 10000 * N);
    ds_known_names_free(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_name_at_a_place_is_found),
        cmocka_unit_test(names_beyond_the_maximum_and_too_short_ones_are_passed_over),
        cmocka_unit_test(nothing_is_known_after_a_clear),
        cmocka_unit_test(many_names_of_one_beginning_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
