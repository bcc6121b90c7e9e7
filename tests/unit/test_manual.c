/* links: ds_rules ds_text */
/* The manual is the test: every fenced pack of rules/README.md is loaded. */
#include "rules/file.h"
#include "tests/unit/pack_fixture.h"

typedef struct fence {
    ds_str info; /* behind the back-ticks */
    ds_str body;
    ds_str section; /* the heading it stands below */
    size_t line;    /* of its first and ...        */
    size_t end;     /* ... its last back-ticks     */
} fence;

/* The last "## " heading in front of byte `at`. */
static ds_str section_of(ds_str manual, size_t at)
{
    ds_str section = DS_STR("(none)");
    for (size_t i = 0; (i = ds_str_find(manual, DS_STR("\n## "), i)) < at; i++) {
        section = ds_str_slice(manual, i + 4, ds_str_find(manual, DS_STR("\n"), i + 1));
    }
    return section;
}

/* The next fenced block at or after *at. */
static bool next_fence(ds_str manual, size_t *at, fence *out)
{
    size_t open = ds_str_find(manual, DS_STR("\n```"), *at);
    if (open == SIZE_MAX) {
        return false;
    }
    size_t feed = ds_str_find(manual, DS_STR("\n"), open + 1);
    size_t close = ds_str_find(manual, DS_STR("\n```\n"), feed);
    assert_int_not_equal(close, SIZE_MAX);
    out->info = ds_str_slice(manual, open + 4, feed);
    out->body = ds_str_slice(manual, feed + 1, close + 1);
    out->section = section_of(manual, open);
    out->line = ds_file_where(manual, feed, (ds_where){NULL, 1, 1}).line;
    out->end = ds_file_where(manual, close + 1, (ds_where){NULL, 1, 1}).line;
    *at = close + 4;
    return true;
}

static void assert_messages(const fixture *here, ds_str wanted, const fence *block)
{
    if (!ds_str_equal(ds_str_from(here->messages), wanted)) {
        fail_msg("rules/README.md:%zu-%zu: section \"%.*s\":\n got: %swant: %.*s", block->line,
                 block->end, DS_STR_ARGS(block->section), here->messages, DS_STR_ARGS(wanted));
    }
}

/* Loads pack.xml (and house.xml); then the examples must hold as well. */
static void assert_loads(fixture *here, const char *house, const fence *block)
{
    if (fixture_read(here, "pack.xml", house) == DS_OK) {
        (void)fixture_check(here, NULL);
    }
    assert_messages(here, (ds_str){NULL, 0}, block);
}

static void run_fence(fixture *here, ds_str manual, size_t *at, const fence *block)
{
    ds_str info = block->info;
    const char *name = ds_str_equal(info, DS_STR("xml pack house")) ? "house.xml" : "pack.xml";
    if (ds_str_equal(info, DS_STR("console"))) {
        return; /* tests/manual types these */
    }
    if (!ds_str_starts(info, DS_STR("xml pack"))) {
        size_t file = ds_str_find(info, DS_STR("file="), 0);
        assert_int_not_equal(file, SIZE_MAX); /* a fence nobody checks */
        char other[64];
        snprintf(other, sizeof other, "%.*s", DS_STR_ARGS(ds_str_slice(info, file + 5, info.len)));
        fixture_write(here, other, block->body.ptr, block->body.len);
        return;
    }
    fixture_write(here, name, block->body.ptr, block->body.len);
    if (ds_str_equal(info, DS_STR("xml pack"))) {
        assert_loads(here, NULL, block);
    } else if (ds_str_equal(info, DS_STR("xml pack house"))) {
        assert_loads(here, "house.xml", block);
    } else {
        fence message;
        assert_true(next_fence(manual, at, &message));
        assert_true(ds_str_equal(message.info, DS_STR("message")));
        bool loads = ds_str_equal(info, DS_STR("xml pack fails"));
        assert_int_equal(fixture_read(here, "pack.xml", NULL) == DS_OK, loads);
        if (loads) {
            assert_false(fixture_check(here, NULL));
        }
        assert_messages(here, message.body, &message);
        here->messages[0] = '\0';
    }
}

static void every_pack_of_the_manual_does_what_it_says(void **state)
{
    (void)state;
    ds_str manual;
    assert_int_equal(
        ds_file_read(&manual, DS_SOURCE_DIR "/rules/README.md", (ds_where){NULL, 0, 0}, NULL),
        DS_OK);
    fixture here = fixture_make();
    fence block;
    size_t n = 0;
    for (size_t at = 0; next_fence(manual, &at, &block); n++) {
        run_fence(&here, manual, &at, &block);
    }
    assert_in_range(n, 10, 100);
    free((char *)manual.ptr);
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pack_of_the_manual_does_what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
