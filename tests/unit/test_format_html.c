/* links: ds_corpus ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "corpus/format_html.h"
#include "tests/unit/page_fixture.h"

#include <stdio.h>
#include <string.h>

static page_run read_page(scratch *in, ds_str bytes, size_t read_bytes)
{
    scratch_write(in, "page", bytes);
    return read_file(scratch_path(in, "page"), read_bytes);
}

static void expect_text(scratch *in, const char *page, const char *text)
{
    size_t sizes[] = {0, 1, 7};
    for (size_t i = 0; i < 3; i++) { /* however the file comes */
        page_run run = read_page(in, ds_str_from(page), sizes[i]);
        assert_string_equal(run.text.ptr, text);
        assert_string_equal(run.messages.ptr, "");
        free_page_run(&run);
    }
}

static void paragraphs_lines_and_spaces_are_those_a_reader_sees(void **state)
{
    static const struct {
        const char *page;
        const char *text;
    } rows[] = {
        {"<p>一</p><p>二<br>三</p>", "一\n\n二\n三\n\n"},
        {"<html><body>甲<b>乙</b>丙<div>丁</div>戊", "甲乙丙\n\n丁\n\n戊\n\n"},
        {"<p>甲\n  乙  AB\nCD 1&nbsp;2　丙</p>", "甲乙 AB CD 1 2 丙\n\n"},
        {"<p>A&amp;B &lt;1&gt; &#30002;&mdash;</p>", "A&B <1> 甲—\n\n"},
        {"<p>　　一<br>　　二<br>&nbsp;&nbsp;&nbsp;&nbsp;三<br>　四<br>五　　六</p>",
         "　　一\n　　二\n　　三\n四\n五 六\n\n"},
        {"<table><tr><td>　　一<td>二</table><p> 　　</p>三", "一:二。\n\n三\n\n"},
        {"<pre>一\n二</pre>", "一\n二\n\n"},
        {"<!-- 注 --><!DOCTYPE html><html><p>甲", "甲\n\n"},
        {"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>甲<br/>乙</p></html>",
         "甲\n乙\n\n"},
        {"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<html><p>甲</p>", "甲\n\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        expect_text(*state, rows[i].page, rows[i].text);
    }
}

static void scripts_navigation_and_hidden_parts_are_dropped(void **state)
{
    static const char *const dropped[] = {
        "<script>var a='甲收购乙'</script>",
        "<style>p{}</style>",
        "<nav>导航</nav>",
        "<footer>版权</footer>",
        "<aside>广告</aside>",
        "<div class='box nav'>导航</div>",
        "<div id=footer>版权</div>",
        "<div role=navigation>导航</div>",
        "<div style='display:none'>不见</div>",
        "<div hidden>不见</div>",
        "<select><option>一</select>",
        "<ul><li><a href=/>首页</a></li><li><a href=/>财经</a> <a href=/>股票</a></li></ul>",
    };
    for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++) {
        char page[400];
        snprintf(page, sizeof page, "<html><body class=nav><p>前</p>%s<p>后</p></body></html>",
                 dropped[i]);
        expect_text(*state, page, "前\n\n后\n\n");
    }
    expect_text(*state, "<p class='no-nav'>留</p><p><a href=1>远岚光电拟收购云汐芯片</a></p>",
                "留\n\n远岚光电拟收购云汐芯片\n\n");
}

static void rows_of_a_table_are_told_with_its_head(void **state)
{
    static const struct {
        const char *page;
        const char *text;
    } rows[] = {
        {"<table><tr><td>收购方<td>标的<td>金额(亿元)<tr><td>甲公司<td>乙公司<td>3.5"
         "<tr><td>丙公司<td>丁公司<td>未披露</table>",
         "收购方:甲公司,标的:乙公司,金额:3.5亿元。\n收购方:丙公司,标的:丁公司,金额:未披露。\n\n"},
        {"<table><thead><tr><th>买方<th>价格（万元，人民币）</thead><tr><td>甲<td>1,200</table>",
         "买方:甲,价格:1,200万元。\n\n"},
        /* a cell over two rows, an empty cell, a head in two lines */
        {"<table><tr><th rowspan=2>买方<th colspan=2>价格<tr><th>现金<th>股份"
         "<tr><td rowspan=2>甲<td>一<td>二<tr><td>三<td></table>",
         "买方:甲,价格现金:一,价格股份:二。\n买方:甲,价格现金:三。\n\n"},
        {"<table><tr><th>买方<td>甲<tr><th>标的：<td>乙<th>价格(元)<td>5</table>后",
         "买方:甲,标的:乙,价格:5元。\n\n后\n\n"},
        /* a head alone; figures have none; rows that do not fit it */
        {"<table><tr><td>一<td>二<td>三</table>", "一  二  三\n\n"},
        /* two columns: the first names the second */
        {"<table><tr><td>买方<td>甲<tr><td>标的<td>乙</table>", "买方:甲,标的:乙。\n\n"},
        {"<table><tr><td>2023<td>1.5<tr><td>2024<td>1.7</table>", "2023  1.5\n2024  1.7\n\n"},
        {"<table><tr><th>甲<th>乙<tr><td colspan=2>小计说明<tr><td>1<td>2</table>",
         "甲:小计说明,乙:小计说明。\n甲:1,乙:2。\n\n"},
        /* a page laid out with a table that holds the real one */
        {"<table><tr><td>左栏<td><p>正文</p><table><tr><th>买方<th>标的<tr><td>甲<td>乙</table>"
         "<p>完</p></table>",
         "左栏\n\n正文\n\n买方:甲,标的:乙。\n\n完\n\n"},
        {"<table><tr><td>甲<table><tr><td>乙", "甲\n\n乙\n\n"},
        {"<tr><td>甲</td></tr></table><p>乙", "甲\n\n乙\n\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char page[800];
        snprintf(page, sizeof page, "<html><body>%s", rows[i].page);
        expect_text(*state, page, rows[i].text);
    }
}

static void title_day_and_publisher_come_from_the_head(void **state)
{
    page_run run = read_page(*state,
                             DS_STR("<html><head><meta property='og:site_name' content='某网'>"
                                    "<meta name=PubDate content='2024-3-5 10:00'>"
                                    "<title> 甲拟收购乙 </title></head><body><p>文</p>"),
                             0);
    assert_string_equal(run.tags.ptr, "甲拟收购乙|某网|2024-03-05\n");
    assert_string_equal(run.text.ptr, "文\n\n");
    free_page_run(&run);
}

/* "甲乙" in GB18030 and Big5. */
static void declared_encoding_is_believed_unless_the_page_is_utf8(void **state)
{
    static const struct {
        ds_str page;
        const char *text;
    } rows[] = {
        {DS_STR_INIT("<meta charset=gb2312><p>\xBC\xD7\xD2\xD2 \x80</p>"), "甲乙\n\n"},
        {DS_STR_INIT("<meta http-equiv=Content-Type content='text/html; charset=GBK'><p>"
                     "\xBC\xD7\xD2\xD2"),
         "甲乙\n\n"},
        {DS_STR_INIT("<meta charset=big5><p>\xA5\xD2\xA4\x41"), "甲乙\n\n"},
        {DS_STR_INIT("<meta charset='big5-hkscs'><p>\xA5\xD2\x9D\xF7"), "甲咗\n\n"},
        {DS_STR_INIT("HTTP/1.0 200 OK\nContent-Type: text/html; charset=gb2312\n\n<p>\xBC\xD7"),
         "甲\n\n"},
        {DS_STR_INIT("<meta charset=gb2312><p>甲乙"), "甲乙\n\n"},
        {DS_STR_INIT("<meta charset=utf-16><p>甲乙"), "甲乙\n\n"},
        {DS_STR_INIT("<meta charset=nonsense><p>甲乙"), "甲乙\n\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        page_run run = read_page(*state, rows[i].page, 0);
        assert_string_equal(run.text.ptr, rows[i].text);
        free_page_run(&run);
    }
}

static void page_that_is_too_deep_or_too_large_is_read_in_part(void **state)
{
    ds_buf page = ds_buf_make(64 << 20);
    ds_buf_add(&page, DS_STR("<p>前</p>"));
    for (int i = 0; i < DS_HTML_MAX_DEPTH + 10; i++) {
        ds_buf_add(&page, DS_STR("<b>"));
    }
    page_run run = read_page(*state, ds_buf_str(&page), 0);
    assert_string_equal(run.text.ptr, "前\n\n");
    assert_string_equal(run.faults.ptr, "too_large read\n");
    assert_int_equal(run.counts.failed, 1);
    free_page_run(&run);
    ds_buf_clear(&page);
    ds_buf_add(&page, DS_STR("<p>前</p><!-- "));
    while (page.len < DS_HTML_MAX_BYTES + 10) {
        ds_buf_add(&page, DS_STR("a comment without an end, "));
    }
    run = read_page(*state, ds_buf_str(&page), 0);
    assert_string_equal(run.text.ptr, "前\n\n");
    assert_string_equal(run.faults.ptr, "too_large read\n");
    free_page_run(&run);
    ds_buf_free(&page);
}

static void spanning_cells_do_not_multiply_without_end(void **state)
{
    ds_buf page = ds_buf_make(64 << 20);
    ds_buf_add(&page, DS_STR("<table><tr><td colspan=1000 rowspan=65535>"));
    for (int i = 0; i < 100; i++) {
        ds_buf_add(&page, DS_STR("甲"));
    }
    for (int i = 0; i < 200000; i++) {
        ds_buf_add(&page, DS_STR("<tr><td>"));
    }
    page_run run = read_page(*state, ds_buf_str(&page), 0);
    assert_true(run.text.len < (size_t)80 << 20);
    free_page_run(&run);
    ds_buf_free(&page);
}

/* Entities that a page defines itself, or that name a file, are none. */
static void page_defines_and_fetches_nothing(void **state)
{
    page_run run =
        read_page(*state,
                  DS_STR("<!DOCTYPE html [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'>"
                         "<!ENTITY f SYSTEM 'file:///etc/passwd'>]><html><p>甲&b;&f;乙</p>"),
                  0);
    assert_null(strstr(run.text.ptr, "xxxx"));
    assert_null(strstr(run.text.ptr, "root"));
    assert_non_null(strstr(run.text.ptr, "乙"));
    free_page_run(&run);
}

static void page_cut_off_anywhere_is_read_as_far_as_it_goes(void **state)
{
    static const char page[] =
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>题</title></head><body>"
        "<!-- c --><p>甲&nbsp;乙</p><table><tr><th>买方<td>丙</tr></table><script>x</script>";
    for (size_t len = 0; len < sizeof page; len++) {
        page_run run = read_page(*state, (ds_str){page, len}, 0);
        assert_null(strstr(run.faults.ptr, "io"));
        assert_null(strstr(run.faults.ptr, "large"));
        free_page_run(&run);
    }
}

static void page_without_text_is_told_of(void **state)
{
    page_run run = read_page(*state, DS_STR("<html><body><script>fill()</script></body>"), 0);
    assert_string_equal(run.text.ptr, "");
    assert_string_equal(run.faults.ptr, "no_text read\n");
    free_page_run(&run);
}

static void text_that_begins_with_an_angle_bracket_is_no_page(void **state)
{
    expect_text(*state, "<甲乙> 研究报告", "<甲乙> 研究报告");
    expect_text(*state, "<5 亿元的交易</p>", "<5 亿元的交易</p>");
}

/* Pictures in a page (svg) have titles, too. */
static void a_later_title_leaves_the_one_handed_out_alone(void **state)
{
    scratch *in = *state;
    const char picture[] = "<svg><title>一幅画:远岚光电、云汐芯片、北岭传动与瀚川云各自的门店分布,"
                           "按年份排列</title></svg><p>甲以3亿元收购乙。";
    ds_buf page = ds_buf_make(1 << 20);
    ds_buf_format(&page, "<title>并购快讯</title><body>%s", picture);
    while (page.len < 20000) { /* more than is read to find the title */
        ds_buf_add(&page, DS_STR("<p>照常营业。"));
    }
    ds_buf_format(&page, "%s<meta property='og:title' content='x'>", picture);
    scratch_write(in, "page", ds_buf_str(&page));
    ds_buf_free(&page);
    const char *path = scratch_path(in, "page");
    ds_reader_options options = {.paths = &path, .n_paths = 1};
    ds_diag diag = {0};
    ds_reader *reader;
    ds_document document;
    ds_window window;
    assert_int_equal(ds_reader_new(&reader, &options, &diag), DS_OK);
    assert_int_equal(ds_reader_next(reader, &document), DS_OK);
    assert_int_equal(ds_reader_read(reader, &window), DS_OK);
    assert_int_equal(document.title.len, strlen("并购快讯"));
    assert_memory_equal(document.title.ptr, "并购快讯", document.title.len);
    ds_reader_free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_lines_and_spaces_are_those_a_reader_sees),
        cmocka_unit_test(scripts_navigation_and_hidden_parts_are_dropped),
        cmocka_unit_test(rows_of_a_table_are_told_with_its_head),
        cmocka_unit_test(title_day_and_publisher_come_from_the_head),
        cmocka_unit_test(a_later_title_leaves_the_one_handed_out_alone),
        cmocka_unit_test(declared_encoding_is_believed_unless_the_page_is_utf8),
        cmocka_unit_test(page_that_is_too_deep_or_too_large_is_read_in_part),
        cmocka_unit_test(spanning_cells_do_not_multiply_without_end),
        cmocka_unit_test(page_defines_and_fetches_nothing),
        cmocka_unit_test(page_cut_off_anywhere_is_read_as_far_as_it_goes),
        cmocka_unit_test(page_without_text_is_told_of),
        cmocka_unit_test(text_that_begins_with_an_angle_bracket_is_no_page),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
