/* links: ds_text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/text/arena.h"

#include <stdalign.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    ds_arena *arena = NULL;
    assert_int_equal(ds_arena_new(&arena, 1 << 20), DS_OK);
    for (size_t size = 0; size < 100; size++) {
        unsigned char *memory = ds_arena_alloc(arena, 1, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
            memory[i] = 0xFF;
        }
    }
    ds_arena_free(arena);
}

static void memory_is_zeroed_again_after_reset(void **state)
{
    (void)state;
    ds_arena *arena = NULL;
    assert_int_equal(ds_arena_new(&arena, 1 << 20), DS_OK);
    char *first = ds_arena_alloc(arena, 1, 64);
    memset(first, 1, 64);
    assert_int_equal(ds_arena_used(arena), 64);
    ds_arena_reset(arena);
    assert_int_equal(ds_arena_used(arena), 0);
    char *again = ds_arena_alloc(arena, 1, 64);
    assert_ptr_equal(again, first);
    assert_int_equal(again[0] | again[63], 0);
    ds_arena_free(arena);
}

static void what_is_taken_and_written_is_zeroed_for_the_next(void **state)
{
    (void)state;
    ds_arena *arena = NULL;
    assert_int_equal(ds_arena_new(&arena, 1 << 20), DS_OK);
    char *taken = ds_arena_take(arena, 4, 16);
    assert_int_equal(ds_arena_used(arena), 64);
    assert_int_equal((uintptr_t)taken % alignof(max_align_t), 0);
    memset(taken, 1, 64);
    ds_arena_reset(arena);
    char *again = ds_arena_alloc(arena, 1, 64);
    assert_ptr_equal(again, taken);
    assert_int_equal(again[0] | again[63], 0);
    assert_null(ds_arena_take(arena, 1, 1 << 20));
    ds_arena_free(arena);
}

static void ceiling_and_overflow_give_null(void **state)
{
    (void)state;
    ds_arena *arena = NULL;
    assert_int_equal(ds_arena_new(&arena, 1000), DS_OK);
    assert_null(ds_arena_alloc(arena, 1, 1001));
    assert_null(ds_arena_alloc(arena, SIZE_MAX / 2, 4));
    assert_null(ds_arena_alloc(arena, SIZE_MAX, 1));
    assert_non_null(ds_arena_alloc(arena, 1, 900));
    assert_null(ds_arena_alloc(arena, 1, 200));
    assert_non_null(ds_arena_alloc(arena, 1, 16));
    ds_arena_reset(arena);
    assert_non_null(ds_arena_alloc(arena, 1, 900));
    ds_arena_free(arena);
}

static void pieces_larger_than_a_block_are_served(void **state)
{
    (void)state;
    ds_arena *arena = NULL;
    assert_int_equal(ds_arena_new(&arena, 8 << 20), DS_OK);
    char *small = ds_arena_alloc(arena, 1, 10);
    char *large = ds_arena_alloc(arena, 1 << 20, 2);
    assert_non_null(large);
    memset(large, 1, 2 << 20);
    assert_int_equal(small[0], 0);
    ds_arena_free(arena);
}

static void copies_end_with_a_nul_that_is_not_counted(void **state)
{
    (void)state;
    ds_arena *arena = NULL;
    assert_int_equal(ds_arena_new(&arena, 64), DS_OK);
    ds_str copy = ds_arena_copy(arena, DS_STR("收购"));
    assert_int_equal(copy.len, 6);
    assert_string_equal(copy.ptr, "收购");
    ds_str empty = ds_arena_copy(arena, (ds_str){NULL, 0});
    assert_non_null(empty.ptr);
    assert_int_equal(empty.len, 0);
    char big[100] = {0};
    assert_null(ds_arena_copy(arena, (ds_str){big, sizeof big}).ptr);
    ds_arena_free(arena);
    ds_arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(memory_is_zeroed_again_after_reset),
        cmocka_unit_test(what_is_taken_and_written_is_zeroed_for_the_next),
        cmocka_unit_test(ceiling_and_overflow_give_null),
        cmocka_unit_test(pieces_larger_than_a_block_are_served),
        cmocka_unit_test(copies_end_with_a_nul_that_is_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
