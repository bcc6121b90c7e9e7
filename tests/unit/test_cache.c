/* links: ds_rules ds_text ds_test_support */
#include "rules/cache.h"
#include "tests/unit/image_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static ds_cache *open_cache(image_fixture *here, const char *folder)
{
    ds_cache *cache = NULL;
    assert_int_equal(ds_cache_new(&cache, scratch_path(&here->in, folder), &here->files), DS_OK);
    return cache;
}

static ds_status read_cache(image_fixture *here, const ds_cache *cache)
{
    ds_ruleset *set = NULL;
    ds_status status = ds_cache_read(cache, &set, &here->diag);
    ds_ruleset_free(set);
    return status;
}

/* Number of files; `only` (may be NULL) gets the path of the last. */
static size_t count_files(image_fixture *here, const char *folder, char *only)
{
    size_t n = 0;
    char path[SCRATCH_PATH_BYTES];
    snprintf(path, sizeof path, "%s", scratch_path(&here->in, folder));
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.') {
            n++;
            if (only) {
                snprintf(only, 2 * SCRATCH_PATH_BYTES, "%s/%.200s", path, entry->d_name);
            }
        }
    }
    closedir(dir);
    return n;
}

static void what_was_written_is_read(void **state)
{
    image_fixture *here = *state;
    ds_cache *cache = open_cache(here, "a/b/cache");
    assert_int_equal(read_cache(here, cache), DS_END);
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    assert_int_equal(read_cache(here, cache), DS_OK);
    assert_int_equal(count_files(here, "a/b/cache", NULL), 1);
    assert_int_equal(here->messages.len, 0);
    ds_cache_free(cache);
}

static void a_new_folder_is_ours_alone(void **state)
{
    image_fixture *here = *state;
    struct stat info;
    ds_cache *cache = open_cache(here, "private/cache");
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    assert_int_equal(stat(scratch_path(&here->in, "private"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    ds_cache_free(cache);
}

static void a_changed_source_hides_the_image_and_another_write_replaces_it(void **state)
{
    image_fixture *here = *state;
    ds_cache *cache = open_cache(here, "cache");
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    image_fixture_write(here, "list.txt", "丁材料\n");
    assert_int_equal(read_cache(here, cache), DS_END);
    assert_int_equal(here->messages.len, 0); /* nothing is wrong with that */
    assert_int_equal(image_fixture_read(here), DS_OK);
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    assert_int_equal(read_cache(here, cache), DS_OK);
    assert_int_equal(count_files(here, "cache", NULL), 1);
    ds_cache_free(cache);
}

static void a_damaged_image_is_told_and_not_read(void **state)
{
    image_fixture *here = *state;
    char path[2 * SCRATCH_PATH_BYTES];
    ds_cache *cache = open_cache(here, "cache");
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    assert_int_equal(count_files(here, "cache", path), 1);
    assert_int_equal(truncate(path, 4000), 0);
    assert_int_equal(read_cache(here, cache), DS_END);
    char expected[3 * SCRATCH_PATH_BYTES];
    snprintf(expected, sizeof expected, "%s: note: damaged; the rules are read from their files\n",
             path);
    assert_true(ds_str_equal(ds_buf_str(&here->messages), ds_str_from(expected)));
    assert_int_equal(here->diag.n_errors, 0);
    ds_cache_free(cache);
}

static void other_files_have_another_image(void **state)
{
    image_fixture *here = *state;
    static const char *const none[] = {NULL};
    ds_cache *cache = open_cache(here, "cache");
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    const ds_rule_files others[] = {
        {here->house, here->houses, 1, here->lists, 1},
        {here->main_pack, none, 0, here->lists, 1},
        {here->main_pack, here->houses, 1, none, 0},
        {here->main_pack, here->lists, 1, here->houses, 1},
        {"main.xml", here->houses, 1, here->lists, 1},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        ds_cache *other = NULL;
        assert_int_equal(ds_cache_new(&other, scratch_path(&here->in, "cache"), &others[i]), DS_OK);
        assert_int_equal(read_cache(here, other), DS_END);
        ds_cache_free(other);
    }
    assert_int_equal(read_cache(here, cache), DS_OK);
    ds_cache_free(cache);
}

static void an_image_of_other_files_is_not_taken_for_it(void **state)
{
    image_fixture *here = *state;
    static const char *const none[] = {NULL};
    char first[2 * SCRATCH_PATH_BYTES];
    char second[2 * SCRATCH_PATH_BYTES];
    ds_cache *cache = open_cache(here, "one");
    here->files = (ds_rule_files){here->main_pack, none, 0, none, 0};
    ds_cache *other = open_cache(here, "two");
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    assert_int_equal(image_fixture_read(here), DS_OK);
    assert_int_equal(ds_cache_write(other, here->set, NULL, 0), DS_OK);
    assert_int_equal(count_files(here, "one", first), 1);
    assert_int_equal(count_files(here, "two", second), 1);
    assert_int_equal(rename(second, first), 0);
    assert_int_equal(read_cache(here, other), DS_END);
    assert_int_equal(read_cache(here, cache), DS_END);
    assert_non_null(strstr(here->messages.ptr, "note: no compiled rules"));
    ds_cache_free(cache);
    ds_cache_free(other);
}

static void the_oldest_images_go(void **state)
{
    image_fixture *here = *state;
    char name[64];
    ds_cache *cache = open_cache(here, "cache");
    image_fixture_write(here, "cache/notes.txt", "not ours");
    for (int i = 0; i < DS_CACHE_MAX_FILES + 3; i++) {
        snprintf(name, sizeof name, "cache/%032x.rules%s", i, i == 1 ? ".a1B2c3" : "");
        image_fixture_write(here, name, "x");
        const struct timespec times[] = {{1000 + i, 0}, {1000 + i, 0}};
        assert_int_equal(utimensat(AT_FDCWD, here->in.file, times, 0), 0);
    }
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_OK);
    assert_int_equal(count_files(here, "cache", NULL), DS_CACHE_MAX_FILES + 1);
    snprintf(name, sizeof name, "cache/%032x.rules", 3);
    assert_int_equal(access(scratch_path(&here->in, name), F_OK), -1);
    snprintf(name, sizeof name, "cache/%032x.rules", 4);
    assert_int_equal(access(scratch_path(&here->in, name), F_OK), 0);
    assert_int_equal(access(scratch_path(&here->in, "cache/notes.txt"), F_OK), 0);
    assert_int_equal(read_cache(here, cache), DS_OK);
    ds_cache_free(cache);
}

static void a_folder_that_cannot_be_made_is_an_error_to_the_caller(void **state)
{
    image_fixture *here = *state;
    image_fixture_write(here, "file", "x");
    ds_cache *cache = open_cache(here, "file/cache");
    assert_int_equal(read_cache(here, cache), DS_END);
    assert_int_equal(ds_cache_write(cache, here->set, NULL, 0), DS_EIO);
    assert_int_equal(here->messages.len, 0);
    ds_cache_free(cache);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, image_fixture_make, image_fixture_end)
    const struct CMUnitTest tests[] = {
        TEST(what_was_written_is_read),
        TEST(a_new_folder_is_ours_alone),
        TEST(a_changed_source_hides_the_image_and_another_write_replaces_it),
        TEST(a_damaged_image_is_told_and_not_read),
        TEST(other_files_have_another_image),
        TEST(an_image_of_other_files_is_not_taken_for_it),
        TEST(the_oldest_images_go),
        TEST(a_folder_that_cannot_be_made_is_an_error_to_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
