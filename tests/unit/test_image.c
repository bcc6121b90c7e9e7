/* links: ds_rules ds_text ds_test_support */
#include "rules/file.h"
#include "rules/pattern.h"
#include "tests/unit/image_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

static void same_text(ds_str a, ds_str b)
{
    assert_true((a.ptr == NULL) == (b.ptr == NULL));
    assert_true(ds_str_equal(a, b));
}

static void same_rules(const ds_ruleset *a, const ds_ruleset *b)
{
    const ds_rule *left;
    const ds_rule *right;
    size_t n = ds_ruleset_rules(a, &left);
    assert_int_equal(n, 2);
    assert_int_equal(ds_ruleset_rules(b, &right), n);
    for (size_t i = 0; i < n; i++) {
        same_text(left[i].id, right[i].id);
        same_text(left[i].kind, right[i].kind);
        assert_true(left[i].priority == right[i].priority);
        assert_string_equal(left[i].file, right[i].file);
        assert_int_equal(left[i].line, right[i].line);
        assert_int_equal(left[i].n_slots, right[i].n_slots);
        assert_memory_equal(left[i].slots, right[i].slots, left[i].n_slots * sizeof(ds_rule_slot));
    }
}

static void same_patterns(const ds_ruleset *a, const ds_ruleset *b)
{
    for (ds_pattern_section s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *left;
        const ds_pattern *right;
        size_t n = ds_ruleset_patterns(a, s, &left);
        assert_int_equal(n, 1);
        assert_int_equal(ds_ruleset_patterns(b, s, &right), n);
        for (size_t i = 0; i < n; i++) {
            same_text(left[i].id, right[i].id);
            same_text(left[i].name, right[i].name);
            same_text(left[i].value, right[i].value);
            assert_true(left[i].weight == right[i].weight);
            assert_string_equal(left[i].file, right[i].file);
            assert_int_equal(left[i].line, right[i].line);
        }
    }
}

static void same_weights(const ds_ruleset *a, const ds_ruleset *b)
{
    const ds_weight *left;
    const ds_weight *right;
    size_t n = ds_ruleset_weights(a, &left);
    assert_int_equal(n, 2);
    assert_int_equal(ds_ruleset_weights(b, &right), n);
    size_t n_units = 0;
    for (size_t i = 0; i < n; i++) {
        same_text(left[i].role, right[i].role);
        same_text(left[i].feature, right[i].feature);
        assert_true(left[i].weight == right[i].weight);
        assert_true(!left[i].units == !right[i].units);
        if (left[i].units) {
            assert_memory_equal(left[i].units, right[i].units,
                                DS_WEIGHT_UNITS * sizeof *left[i].units);
            n_units++;
        }
    }
    assert_int_equal(n_units, 1);
}

static void same_examples(const ds_ruleset *a, const ds_ruleset *b)
{
    const ds_rule_example *left;
    const ds_rule_example *right;
    size_t n = ds_ruleset_examples(a, &left);
    assert_int_equal(n, 3);
    assert_int_equal(ds_ruleset_examples(b, &right), n);
    for (size_t i = 0; i < n; i++) {
        same_text(left[i].owner, right[i].owner);
        same_text(left[i].text, right[i].text);
        assert_int_equal(left[i].section, right[i].section);
        assert_int_equal(left[i].accept, right[i].accept);
        assert_int_equal(left[i].line, right[i].line);
        assert_int_equal(left[i].n_marks, right[i].n_marks);
        assert_memory_equal(left[i].marks, right[i].marks, left[i].n_marks * sizeof(ds_rule_mark));
    }
}

static void same_lexicon(const ds_ruleset *a, const ds_ruleset *b, const char *id, size_t words)
{
    const ds_lexicon *left = ds_ruleset_lexicon(a, id);
    const ds_lexicon *right = ds_ruleset_lexicon(b, id);
    assert_non_null(left);
    assert_non_null(right);
    assert_int_equal(ds_lexicon_count(left), words);
    assert_int_equal(ds_lexicon_count(right), words);
    assert_int_equal(ds_lexicon_columns(left), ds_lexicon_columns(right));
    assert_int_equal(ds_lexicon_column(left, "kind"), ds_lexicon_column(right, "kind"));
    for (uint32_t i = 0; i < words; i++) {
        ds_str word = ds_lexicon_word(left, i);
        same_text(word, ds_lexicon_word(right, i));
        assert_int_equal(ds_lexicon_find(right, word), i);
        assert_int_equal(ds_lexicon_longest(right, word, 0), i);
        same_text(ds_lexicon_field(left, i, 1), ds_lexicon_field(right, i, 1));
        ds_where place = ds_lexicon_where(left, i, 0);
        ds_where again = ds_lexicon_where(right, i, 0);
        assert_string_equal(place.file, again.file);
        assert_int_equal(place.line, again.line);
    }
    assert_int_equal(ds_lexicon_find(right, DS_STR("没有")), DS_LEXICON_NONE);
}

static ds_ruleset *read_image(image_fixture *here)
{
    ds_ruleset *set = NULL;
    ds_image_state state;
    assert_int_equal(ds_image_read(&set, here->image, false, &state), DS_OK);
    assert_int_equal(state, DS_IMAGE_READY);
    return set;
}

static void write_image(image_fixture *here)
{
    assert_int_equal(ds_image_write(here->image, here->set, NULL, 0), DS_OK);
}

static void a_set_comes_back_as_it_was(void **state)
{
    image_fixture *here = *state;
    write_image(here);
    ds_ruleset *set = read_image(here);
    same_rules(here->set, set);
    same_patterns(here->set, set);
    same_weights(here->set, set);
    same_examples(here->set, set);
    same_lexicon(here->set, set, "companies", 3);
    same_lexicon(here->set, set, "take", 3);
    same_text(ds_ruleset_option(here->set, "gap"), ds_ruleset_option(set, "gap"));
    assert_true(ds_ruleset_number(set, "kind.stake", 0) == 2.5);
    assert_true(ds_ruleset_number(set, "no.such", 7) == 7);
    same_text(ds_ruleset_hash(here->set), ds_ruleset_hash(set));
    assert_int_equal(ds_ruleset_hash(set).len, 32);
    ds_ruleset_free(set);
}

static void patterns_match_as_before(void **state)
{
    image_fixture *here = *state;
    write_image(here);
    ds_ruleset *set = read_image(here);
    pcre2_match_data *data = ds_pattern_data(set);
    const ds_pattern *patterns;
    ds_range at;
    ds_ruleset_patterns(set, DS_SECTION_FURNITURE, &patterns);
    assert_int_equal(ds_pattern_match(patterns[0].code, DS_STR("见第12页"), 0, data, &at), DS_OK);
    assert_int_equal(at.begin, 3);
    assert_int_equal(at.end, 11);
    assert_int_equal(ds_pattern_match(patterns[0].code, DS_STR("见前页"), 0, data, &at), DS_END);
    const ds_pattern *cues;
    ds_ruleset_patterns(set, DS_SECTION_CUE, &cues);
    assert_int_equal(ds_pattern_match(cues[0].code, DS_STR("计划收购"), 0, data, NULL), DS_OK);
    pcre2_match_data_free(data);
    ds_ruleset_free(set);
}

static void what_is_kept_comes_back_aligned(void **state)
{
    image_fixture *here = *state;
    static const float costs[] = {1.5F, -2.0F, 3.25F};
    const ds_kept kept[] = {{"odd", DS_STR_INIT("abc"), false},
                            {"costs", {(const char *)costs, sizeof costs}, false}};
    assert_int_equal(ds_image_write(here->image, here->set, kept, 2), DS_OK);
    ds_ruleset *set = read_image(here);
    same_text(ds_ruleset_kept(set, "odd"), DS_STR("abc"));
    ds_str back = ds_ruleset_kept(set, "costs");
    assert_int_equal((uintptr_t)back.ptr % sizeof(double), 0);
    assert_int_equal(back.len, sizeof costs);
    assert_memory_equal(back.ptr, costs, sizeof costs);
    assert_null(ds_ruleset_kept(set, "other").ptr);
    assert_null(ds_ruleset_kept(here->set, "odd").ptr);
    ds_ruleset_free(set);
}

static void lines_of_weights_are_left_out_where_what_is_kept_tells_them(void **state)
{
    image_fixture *here = *state;
    const ds_kept kept[] = {{"table", DS_STR_INIT("abc"), true}};
    const ds_weight *lines;
    assert_int_equal(ds_image_write(here->image, here->set, kept, 1), DS_OK);
    ds_ruleset *set = read_image(here);
    assert_int_equal(ds_ruleset_weights(here->set, &lines), 2);
    assert_int_equal(ds_ruleset_weights(set, &lines), 0);
    same_text(ds_ruleset_kept(set, "table"), DS_STR("abc"));
    ds_ruleset_free(set);
}

static ds_image_state state_of(const char *path)
{
    ds_ruleset *set = NULL;
    ds_image_state state;
    if (ds_image_read(&set, path, false, &state) == DS_OK) {
        ds_ruleset_free(set);
    }
    return state;
}

static size_t load(const char *path, char *out, size_t max)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(out, 1, max, file);
    assert_true(len < max);
    fclose(file);
    return len;
}

enum { IMAGE_BYTES = 1 << 20 };

/* Every bit of the head, and of every seventh byte behind it. */
static void a_flipped_bit_is_noticed(void **state)
{
    image_fixture *here = *state;
    write_image(here);
    char *bytes = malloc(IMAGE_BYTES);
    assert_non_null(bytes);
    size_t len = load(here->image, bytes, IMAGE_BYTES);
    for (size_t at = 0; at < len; at += at < 400 ? 1 : 7) {
        char flipped = (char)(bytes[at] ^ 1 << at % 8);
        char before = bytes[at];
        bytes[at] = flipped;
        scratch_write(&here->in, "flipped", (ds_str){bytes, len});
        bytes[at] = before;
        assert_int_not_equal(state_of(here->in.file), DS_IMAGE_READY);
    }
    scratch_write(&here->in, "flipped", (ds_str){bytes, len});
    assert_int_equal(state_of(here->in.file), DS_IMAGE_READY);
    free(bytes);
}

static void a_cut_or_longer_image_is_noticed(void **state)
{
    image_fixture *here = *state;
    write_image(here);
    char *bytes = calloc(1, IMAGE_BYTES);
    assert_non_null(bytes);
    size_t len = load(here->image, bytes, IMAGE_BYTES);
    for (size_t cut = 0; cut < len; cut += 97) {
        scratch_write(&here->in, "cut", (ds_str){bytes, cut});
        assert_int_not_equal(state_of(here->in.file), DS_IMAGE_READY);
    }
    scratch_write(&here->in, "cut", (ds_str){bytes, len + 8});
    assert_int_equal(state_of(here->in.file), DS_IMAGE_DAMAGED);
    free(bytes);
}

static void other_files_are_no_images(void **state)
{
    image_fixture *here = *state;
    assert_int_equal(state_of(here->main_pack), DS_IMAGE_NONE);
    assert_int_equal(state_of(here->in.path), DS_IMAGE_NONE); /* a folder */
    assert_int_equal(state_of("/nowhere/at/all"), DS_IMAGE_ABSENT);
    assert_false(ds_image_is(here->main_pack));
    assert_false(ds_image_is("/nowhere/at/all"));
    write_image(here);
    assert_true(ds_image_is(here->image));
}

static void an_image_that_others_can_write_is_refused(void **state)
{
    image_fixture *here = *state;
    write_image(here);
    assert_int_equal(chmod(here->image, 0664), 0);
    assert_int_equal(state_of(here->image), DS_IMAGE_UNSAFE);
    assert_int_equal(chmod(here->image, 0600), 0);
    assert_int_equal(state_of(here->image), DS_IMAGE_READY);
}

static void an_image_of_another_user_must_be_named(void **state)
{
    image_fixture *here = *state;
    ds_ruleset *set = NULL;
    ds_image_state found;
    write_image(here);
    assert_int_equal(ds_image_read(&set, here->image, true, &found), DS_OK);
    ds_ruleset_free(set);
    if (geteuid() != 0 || chown(here->image, 65534, 65534) != 0) {
        skip(); /* only root can give a file away */
    }
    assert_int_equal(ds_image_read(&set, here->image, true, &found), DS_EINVALID);
    assert_int_equal(found, DS_IMAGE_UNSAFE);
    assert_int_equal(state_of(here->image), DS_IMAGE_READY);
}

/* What tells an image from another file is there, the rest of its head is not. */
static void a_cut_head_is_damage(void **state)
{
    image_fixture *here = *state;
    write_image(here);
    assert_int_equal(truncate(here->image, 40), 0);
    assert_int_equal(state_of(here->image), DS_IMAGE_DAMAGED);
}

static void an_image_that_cannot_be_written_leaves_the_old_one(void **state)
{
    image_fixture *here = *state;
    char path[SCRATCH_PATH_BYTES];
    snprintf(path, sizeof path, "%s", scratch_path(&here->in, "no/such/folder"));
    assert_int_equal(ds_image_write(path, here->set, NULL, 0), DS_EIO);
    image_fixture_write(here, "folder/file", "x");
    snprintf(path, sizeof path, "%s", scratch_path(&here->in, "folder"));
    assert_int_equal(ds_image_write(path, here->set, NULL, 0), DS_EIO);
    assert_int_equal(access(scratch_path(&here->in, "folder/file"), F_OK), 0);
}

static void every_file_read_is_a_source(void **state)
{
    image_fixture *here = *state;
    static const char *const names[] = {"main.xml",    "more.xml",  "names.tsv",
                                        "weights.tsv", "house.xml", "list.txt"};
    write_image(here);
    ds_ruleset *set = read_image(here);
    assert_null(ds_image_changed(set));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        image_fixture_write(here, names[i], "<!-- other -->");
        assert_string_equal(ds_image_changed(set), scratch_path(&here->in, names[i]));
        assert_int_equal(unlink(here->in.file), 0);
        assert_string_equal(ds_image_changed(set), here->in.file);
        image_fixture_files(here); /* the same bytes once more, at another time */
        assert_null(ds_image_changed(set));
    }
    assert_false(ds_image_alone(set));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_false(ds_image_alone(set));
        assert_int_equal(unlink(scratch_path(&here->in, names[i])), 0);
    }
    assert_true(ds_image_alone(set));
    ds_ruleset_free(set);
}

/* The same size and the same time of modification, as rsync or cp -p leave it. */
static void a_change_with_the_old_time_is_noticed(void **state)
{
    image_fixture *here = *state;
    struct stat info;
    write_image(here);
    ds_ruleset *set = read_image(here);
    const char *path = scratch_path(&here->in, "weights.tsv");
    assert_int_equal(stat(path, &info), 0);
    image_fixture_write(here, "weights.tsv", "target none -0.75\nacquirer near 1.5\n");
    const struct timespec times[] = {info.st_atim, info.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_string_equal(ds_image_changed(set), path);
    ds_ruleset_free(set);
}

static void times_are_proof_only_if_they_are_old_enough(void **state)
{
    image_fixture *here = *state;
    ds_file_stamp stamp;
    ds_str bytes;
    assert_int_equal(ds_file_read_stamped(&bytes, &stamp, here->names, (ds_where){0}, &here->diag),
                     DS_OK);
    free((char *)bytes.ptr);
    int64_t later = stamp.changed + 1;
    assert_true(ds_file_unchanged(here->names, &stamp, later));
    assert_true(ds_file_unchanged(here->names, &stamp, 0));
    stamp.hash[0] ^= 1;
    assert_true(ds_file_unchanged(here->names, &stamp, later)); /* it was not read */
    assert_false(ds_file_unchanged(here->names, &stamp, stamp.changed));
    stamp.modified--;
    assert_false(ds_file_unchanged(here->names, &stamp, later));
    stamp.hash[0] ^= 1;
    assert_true(ds_file_unchanged(here->names, &stamp, later));
    stamp.size++;
    assert_false(ds_file_unchanged(here->names, &stamp, later));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, image_fixture_make, image_fixture_end)
    const struct CMUnitTest tests[] = {
        TEST(a_set_comes_back_as_it_was),
        TEST(patterns_match_as_before),
        TEST(what_is_kept_comes_back_aligned),
        TEST(lines_of_weights_are_left_out_where_what_is_kept_tells_them),
        TEST(a_flipped_bit_is_noticed),
        TEST(a_cut_or_longer_image_is_noticed),
        TEST(other_files_are_no_images),
        TEST(an_image_that_others_can_write_is_refused),
        TEST(an_image_of_another_user_must_be_named),
        TEST(a_cut_head_is_damage),
        TEST(an_image_that_cannot_be_written_leaves_the_old_one),
        TEST(every_file_read_is_a_source),
        TEST(a_change_with_the_old_time_is_noticed),
        TEST(times_are_proof_only_if_they_are_old_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
