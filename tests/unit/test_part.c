/* links: ds_eval ds_text */
#include "extract/eval/part.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Texts of FIPS 180-4's examples and of the lengths where a block ends. */
static void sha256_is_that_of_the_standard(void **state)
{
    static const struct {
        const char *text;
        size_t times;
        const char *digest;
    } rows[] = {
        {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {"a", 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {"a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
        {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = strlen(rows[i].text);
        char *text = malloc(len * rows[i].times + 1);
        assert_non_null(text);
        for (size_t n = 0; n < rows[i].times; n++) {
            memcpy(text + n * len, rows[i].text, len);
        }
        unsigned char hash[DS_SHA256_BYTES];
        ds_sha256((ds_str){text, len * rows[i].times}, hash);
        char digest[2 * DS_SHA256_BYTES + 1];
        for (size_t b = 0; b < DS_SHA256_BYTES; b++) {
            snprintf(digest + 2 * b, 3, "%02x", hash[b]);
        }
        assert_string_equal(digest, rows[i].digest);
        free(text);
    }
}

/* int(sha256(id).hexdigest(), 16) % 3 == 0 */
static void a_third_of_the_ids_is_kept_aside(void **state)
{
    static const struct {
        const char *id;
        bool judge;
    } rows[] = {{"own-1", false}, {"own-2", false}, {"own-3", true}, {"own-4", false},
                {"文件", true},   {"", false},      {"a", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ds_part_is_judge(ds_str_from(rows[i].id)), rows[i].judge);
    }
}

static void a_fold_is_the_rest_of_the_hash(void **state)
{
    static const struct {
        const char *id;
        size_t n, fold;
    } rows[] = {{"own-1", 5, 0}, {"own-2", 5, 3}, {"own-3", 7, 5}, {"文件", 5, 0}, {"a", 1, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ds_part_fold(ds_str_from(rows[i].id), rows[i].n), rows[i].fold);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_that_of_the_standard),
        cmocka_unit_test(a_fold_is_the_rest_of_the_hash),
        cmocka_unit_test(a_third_of_the_ids_is_kept_aside),
    };
    return cmocka_run_group_tests_name("part", tests, NULL, NULL);
}
