/* links: ds_rules ds_text */
#include "rules/stop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* As the stops are numbered. */
enum { FULL = 1, SEMICOLON = 2, EXCLAMATION = 4, QUESTION = 8, ALL = 15 };

static void assert_stops(const char *pattern, unsigned wanted)
{
    assert_int_equal(ds_stops_read(ds_str_from(pattern)), wanted);
}

/* "Cannot hold" must be certain: everything that may match a stop takes it away. */
static void what_may_hold_a_stop_is_not_stopped_by_it(void **state)
{
    (void)state;
    assert_stops("a[^。;!?]{0,60}?b", ALL);
    assert_stops("a[^。;]{0,60}?b", FULL | SEMICOLON);
    assert_stops("a[^。;!?]*b;c", ALL & ~SEMICOLON);
    assert_stops("a[^。;!?]*b\\?c", ALL & ~QUESTION);
    assert_stops("a[^。;!?]*b[,;]", ALL & ~SEMICOLON);
    assert_stops("a[^。;!?]*b[ -~]", FULL);
    assert_stops("a[^。;!?]*b\\x{3002}", ALL & ~FULL);
    assert_stops("a[^。;!?]*b.", 0);
    assert_stops("a[^。;!?]*b[^,]", 0);
    assert_stops("a[^。;!?]*b\\W", 0);
    assert_stops("a[^。;!?]*b[\\W]", 0);
    assert_stops("a[^。;!?]*b\\p{P}", 0);
    assert_stops("a[^\\W]*b", 0);
    assert_stops("(?:a|[^。;!?]*|c!)b", ALL & ~EXCLAMATION);
}

static void digits_space_and_slots_are_no_stops(void **state)
{
    (void)state;
    assert_stops("\\d+ \\s* [^。;!?]{0,9} \\b(?<n>[\\x{E000}-\\x{E0FF}])(?=x)[\\d,]+", ALL);
    assert_stops("[^!-?]*a", SEMICOLON | EXCLAMATION | QUESTION);
    assert_stops("[^\\d;]*a", SEMICOLON);
}

/* A pattern without [^...] is short, or ends nowhere. */
static void nothing_is_said_of_others(void **state)
{
    (void)state;
    assert_stops("ab", 0);
    assert_stops("", 0);
    assert_stops("a(?i)[^。]b", 0);
    assert_stops("[^[:alpha:]。]b", 0);
    assert_stops("a)[^。]", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_hold_a_stop_is_not_stopped_by_it),
        cmocka_unit_test(digits_space_and_slots_are_no_stops),
        cmocka_unit_test(nothing_is_said_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
