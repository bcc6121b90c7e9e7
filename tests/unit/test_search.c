/* links: ds_text */
#include "corpus/text/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct stretch {
    char before;
    uint32_t begin;
} stretch;

static size_t begin_of(const void *item)
{
    return ((const stretch *)item)->begin;
}

static size_t find(const stretch *items, size_t n, size_t at)
{
    return ds_search_last(items, n, sizeof *items, begin_of, at);
}

static void the_last_that_begins_there_or_before(void **state)
{
    (void)state;
    const stretch items[] = {{0, 0}, {0, 3}, {0, 3}, {0, 10}};
    assert_int_equal(find(items, 4, 0), 0);
    assert_int_equal(find(items, 4, 2), 0);
    assert_int_equal(find(items, 4, 3), 2); /* of equals the last */
    assert_int_equal(find(items, 4, 9), 2);
    assert_int_equal(find(items, 4, 10), 3);
    assert_int_equal(find(items, 4, SIZE_MAX), 3);
}

static void none_is_the_first(void **state)
{
    (void)state;
    const stretch items[] = {{0, 5}, {0, 6}};
    assert_int_equal(find(items, 2, 4), 0);
    assert_int_equal(find(items, 0, 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_that_begins_there_or_before),
        cmocka_unit_test(none_is_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
