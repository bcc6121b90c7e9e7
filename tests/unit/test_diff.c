/* links: ds_eval ds_out ds_text */
#include "corpus/text/buffer.h"
#include "extract/eval/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DIFF_ARENA_BYTES = 4 << 20, MOST = 3, MOST_ROWS = 4 };

/* A record of these tests: its id, amount and status, and where its evidence stands. */
typedef struct row {
    const char *id, *amount, *status;
    ds_evidence evidence[MOST_ROWS];
} row;

#define AT(name, from, to)                                                                         \
    {                                                                                              \
        .field = DS_STR_INIT(name), .start = (from), .end = (to)                                   \
    }

static size_t make_records(const row *rows, ds_deal *out)
{
    size_t n = 0;
    for (; n < MOST && rows[n].id; n++) {
        size_t evidence = 0;
        while (evidence < MOST_ROWS && rows[n].evidence[evidence].field.len) {
            evidence++;
        }
        out[n] = (ds_deal){.id = ds_str_from(rows[n].id),
                           .amount = ds_str_from(rows[n].amount),
                           .status = ds_str_from(rows[n].status),
                           .evidence = rows[n].evidence,
                           .n_evidence = evidence};
    }
    return n;
}

/* Each difference as "a>b changed keys; ". */
static void write_difference(void *payload, const ds_difference *difference)
{
    ds_buf *out = payload;
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    ds_buf_add(out, difference->a ? difference->a->id : DS_STR("-"));
    ds_buf_add_char(out, '>');
    ds_buf_add(out, difference->b ? difference->b->id : DS_STR("-"));
    for (size_t k = 0; k < n; k++) {
        if (difference->changed >> k & 1u) {
            ds_buf_format(out, " %s", keys[k].name);
        }
    }
    ds_buf_add(out, DS_STR("; "));
}

static void every_record_is_told_once_beside_its_like(void **state)
{
    static const struct {
        row a[MOST], b[MOST];
        const char *told;
    } cases[] = {
        {{{0}}, {{0}}, ""},
        {{{.id = "1"}}, {{0}}, "1>-; "},
        {{{0}}, {{.id = "1"}}, "->1; "},
        {{{.id = "1", .amount = "5"}}, {{.id = "1", .amount = "5"}}, "1>1; "},
        {{{.id = "1", .amount = "5"}}, {{.id = "1", .amount = "6"}}, "1>1 amount; "},
        {{{.id = "1", .amount = "5"}}, {{.id = "1"}}, "1>1 amount; "},
        {{{.id = "1"}, {.id = "2"}}, {{.id = "2"}, {.id = "3"}}, "1>-; 2>2; ->3; "},
        /* the same target, another name of it */
        {{{.id = "1", .status = "planned", .evidence = {AT("target", 10, 16)}}},
         {{.id = "2", .status = "completed", .evidence = {AT("target", 13, 19)}}},
         "1>2 status; "},
        /* targets that only touch are two */
        {{{.id = "1", .evidence = {AT("target", 10, 16)}}},
         {{.id = "2", .evidence = {AT("target", 16, 19)}}},
         "1>-; ->2; "},
        /* a buyer alone may have bought twice; buyer and price are one deal */
        {{{.id = "1", .evidence = {AT("acquirer", 0, 6)}}},
         {{.id = "2", .evidence = {AT("acquirer", 0, 6)}}},
         "1>-; ->2; "},
        {{{.id = "1", .evidence = {AT("acquirer", 0, 6), AT("amount", 7, 9)}}},
         {{.id = "2", .evidence = {AT("acquirer", 0, 6), AT("amount", 7, 9)}}},
         "1>2; "},
        /* one trigger, two deals: the target decides */
        {{{.id = "1", .evidence = {AT("status", 0, 6), AT("target", 7, 9)}},
          {.id = "2", .evidence = {AT("status", 0, 6), AT("target", 20, 29)}}},
         {{.id = "3", .evidence = {AT("status", 0, 6), AT("target", 20, 26)}},
          {.id = "4", .evidence = {AT("status", 0, 6), AT("target", 7, 9)}}},
         "1>4; 2>3; "},
    };
    ds_arena *arena;
    (void)state;
    assert_int_equal(ds_arena_new(&arena, DIFF_ARENA_BYTES), DS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_deal a[MOST];
        ds_deal b[MOST];
        ds_run_records of_a = {a, make_records(cases[i].a, a)};
        ds_run_records of_b = {b, make_records(cases[i].b, b)};
        ds_buf told = ds_buf_make(4096);
        ds_arena_reset(arena);
        assert_int_equal(ds_diff_records(of_a, of_b, arena, write_difference, &told), DS_OK);
        ds_buf_add_char(&told, '\0');
        assert_string_equal(told.ptr, cases[i].told);
        ds_buf_free(&told);
    }
    ds_arena_free(arena);
}

static void what_follows_from_other_values_is_not_compared(void **state)
{
    (void)state;
    ds_arena *arena;
    ds_deal a = {.id = DS_STR("1"), .confidence = DS_STR("0.5"), .text = DS_STR("x")};
    ds_deal b = {.id = DS_STR("1"),
                 .confidence = DS_STR("0.7"),
                 .date_start = DS_STR("2020-01-01"),
                 .date_end = DS_STR("2020-12-31"),
                 .deal_key = DS_STR("k"),
                 .text = DS_STR("y")};
    ds_buf told = ds_buf_make(4096);
    assert_int_equal(ds_arena_new(&arena, DIFF_ARENA_BYTES), DS_OK);
    assert_int_equal(ds_diff_records((ds_run_records){&a, 1}, (ds_run_records){&b, 1}, arena,
                                     write_difference, &told),
                     DS_OK);
    assert_true(ds_str_equal(ds_buf_str(&told), DS_STR("1>1; ")));
    ds_buf_free(&told);
    ds_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_is_told_once_beside_its_like),
        cmocka_unit_test(what_follows_from_other_values_is_not_compared),
    };
    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
