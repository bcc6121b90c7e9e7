/* links: ds_decide ds_text */
#include "extract/decide/target_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const texts[] = {"云汐芯片", "云汐", "芯片", "北岭", "云汐芯片公司", "北岭北岭"};
enum { N = sizeof texts / sizeof texts[0] };

static ds_target_index *make(ds_arena **arena)
{
    ds_target_index *index = NULL;
    assert_int_equal(ds_arena_new(arena, 1 << 20), DS_OK);
    assert_int_equal(ds_target_index_new(&index, N, *arena), DS_OK);
    for (uint32_t i = 0; i < N; i++) {
        assert_int_equal(ds_target_index_add(index, ds_str_from(texts[i])), i);
    }
    assert_int_equal(ds_target_index_link(index), DS_OK);
    return index;
}

static void assert_groups(ds_target_index *index, const char *text, bool kin, const char *wanted)
{
    const uint32_t *found;
    char got[64] = "";
    size_t n =
        ds_target_index_groups(index, ds_target_index_find(index, ds_str_from(text)), kin, &found);
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(got);
        snprintf(got + len, sizeof got - len, "%u ", found[i]);
    }
    assert_string_equal(got, wanted);
}

static void a_text_has_one_number(void **state)
{
    (void)state;
    ds_arena *arena;
    ds_target_index *index = make(&arena);
    assert_int_equal(ds_target_index_add(index, ds_str_from("北岭")), 3);
    assert_int_equal(ds_target_index_find(index, ds_str_from("南岭")), DS_TARGET_NONE);
    assert_int_equal(ds_target_index_find(index, ds_str_from("")), DS_TARGET_NONE);
    ds_arena_free(arena);
}

static void groups_of_kin_texts_come_the_youngest_first(void **state)
{
    (void)state;
    ds_arena *arena;
    ds_target_index *index = make(&arena);
    for (uint32_t g = 0; g < N; g++) {
        ds_target_index_put(index, g, g);
    }
    assert_groups(index, "云汐芯片", true, "4 2 1 0 ");
    assert_groups(index, "云汐芯片", false, "0 ");
    assert_groups(index, "芯片", true, "2 0 "); /* inside the fifth, at neither end */
    assert_groups(index, "北岭", true, "5 3 "); /* begins and ends with it: once */
    assert_groups(index, "南岭", true, "");
    ds_arena_free(arena);
}

static void a_group_moves_to_its_new_text(void **state)
{
    (void)state;
    ds_arena *arena;
    ds_target_index *index = make(&arena);
    ds_target_index_put(index, 0, 3);
    ds_target_index_put(index, 1, 3);
    ds_target_index_put(index, 0, 1);
    assert_groups(index, "北岭", false, "1 ");
    assert_groups(index, "云汐", false, "0 ");
    ds_target_index_put(index, 0, DS_TARGET_NONE);
    assert_groups(index, "云汐", false, "");
    ds_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_has_one_number),
        cmocka_unit_test(groups_of_kin_texts_come_the_youngest_first),
        cmocka_unit_test(a_group_moves_to_its_new_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
