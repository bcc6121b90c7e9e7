/* links: ds_out ds_text */
#include "out/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static ds_buf page_of(const char *json)
{
    ds_buf out = ds_buf_make(DS_REVIEW_MAX_BYTES);
    json_t *record = json_loads(json, JSON_ALLOW_NUL, NULL);
    assert_non_null(record);
    ds_review_add(&out, record);
    json_decref(record);
    assert_false(out.failed);
    ds_buf_add_char(&out, '\0');
    return out;
}

static void evidence_is_marked_in_the_sentence(void **state)
{
    static const struct {
        const char *json, *part;
    } rows[] = {
        {"{\"text\":\"甲光收购乙芯。\",\"evidence\":[{\"field\":\"target\",\"value\":\"乙芯科技\","
         "\"text\":\"乙芯\"}]}",
         "甲光收购<mark class=\"target\" title=\"target: 乙芯科技\">乙芯</mark>。</blockquote>"},
        /* the shorter lies over the longer */
        {"{\"text\":\"收购某800G厂。\",\"evidence\":[{\"field\":\"target\",\"text\":\"某800G厂\"},"
         "{\"field\":\"rate_class\",\"text\":\"800G\"}]}",
         "收购<mark class=\"target\" title=\"target\">某</mark><mark class=\"rate_class\" "
         "title=\"rate_class\">800G</mark><mark class=\"target\" title=\"target\">厂</mark>。"},
        {"{\"text\":\"收购某800G厂。\",\"evidence\":[{\"field\":\"rate_class\",\"text\":\"800G\"},"
         "{\"field\":\"target\",\"text\":\"某800G厂\"}]}",
         "<mark class=\"rate_class\" title=\"rate_class\">800G</mark>"},
        /* what does not stand there is in the table only */
        {"{\"text\":\"收购乙芯。\",\"evidence\":[{\"field\":\"date\",\"text\":\"２０２４年\"}]}",
         "<blockquote lang=\"zh\">收购乙芯。</blockquote>"},
        {"{\"text\":\"收购。\",\"evidence\":[{\"field\":\"date\",\"text\":\"\"}]}",
         "<blockquote lang=\"zh\">收购。</blockquote>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ds_buf page = page_of(rows[i].json);
        if (!strstr(page.ptr, rows[i].part)) {
            print_error("%s\nis not in\n%s\n", rows[i].part, page.ptr);
            fail();
        }
        ds_buf_free(&page);
    }
}

static void nothing_of_a_record_becomes_markup(void **state)
{
    (void)state;
    static const char evil[] = "<script>alert('x')</script>\\\" onload=\\\"y&amp;\\u0001";
    char json[4096];
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"status\":\"%s\",\"flags\":[\"%s\"],\"acquirer\":[\"%s\"],\"target\":"
             "[\"%s\"],"
             "\"rule\":\"%s\",\"doc\":{\"source\":\"%s\"},\"text\":\"%s 甲\",\"confidence\":\"%s\","
             "\"evidence\":[{\"field\":\"%s\",\"value\":\"%s\",\"text\":\"甲\",\"start\":\"%s\"}]}",
             evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, evil);
    ds_buf page = page_of(json);
    assert_null(strstr(page.ptr, "<script"));
    assert_null(strstr(page.ptr, "\" onload"));
    assert_null(strstr(page.ptr, "alert('"));
    assert_null(strchr(page.ptr, '\1'));
    assert_non_null(strstr(page.ptr, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload="
                                     "&quot;y&amp;amp;&#xFFFD;"));
    ds_buf_free(&page);
}

static void the_page_asks_the_network_for_nothing(void **state)
{
    static const char *const forbidden[] = {"http:", "https:", "src=", "@import", "url("};
    (void)state;
    ds_str parts[] = {ds_review_head(), ds_review_tail()};
    for (size_t p = 0; p < 2; p++) {
        assert_int_not_equal(parts[p].len, 0);
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
            assert_true(ds_str_find(parts[p], ds_str_from(forbidden[i]), 0) == SIZE_MAX);
        }
    }
    assert_true(ds_str_find(parts[0], DS_STR("default-src 'none'"), 0) != SIZE_MAX);
    assert_true(ds_str_ends(parts[0], DS_STR("<main>\n")));
    assert_true(ds_str_starts(parts[1], DS_STR("</main>\n")));
}

static void a_record_with_nothing_in_it_is_shown(void **state)
{
    (void)state;
    ds_buf page = page_of("{}");
    assert_non_null(strstr(page.ptr, "<h2>(not named) &rarr; (not named)</h2>"));
    ds_buf_free(&page);
    page = page_of("{\"amount\":1250000000.5,\"stake\":60,\"acquirer\":[\"甲\",\"乙\"]}");
    assert_non_null(strstr(page.ptr, "<td>1250000000.5</td>"));
    assert_non_null(strstr(page.ptr, "<h2>甲 &amp; 乙 &rarr;"));
    assert_non_null(strstr(page.ptr, "data-has=\"acquirer amount stake\""));
    ds_buf_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_is_marked_in_the_sentence),
        cmocka_unit_test(nothing_of_a_record_becomes_markup),
        cmocka_unit_test(the_page_asks_the_network_for_nothing),
        cmocka_unit_test(a_record_with_nothing_in_it_is_shown),
    };
    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
