/* links: ds_prepare ds_rules ds_text */
#include "tests/unit/prepare_fixture.h"

#include "corpus/text/utf8.h"

/* Furniture, wraps, full-width forms, spaces, four-byte characters. */
static const char *const source_text =
    "甲光（３００００１）以１第3页共17页5亿元\n收 购Bright\nLight公司，　𠮷光　持有５１％。\r\n"
    "请务必阅读正文之后的免责条款部分乙芯 科技\x1a称，\n800 G光模块。";
/* The same without furniture and line breaks; a wrap of Latin is a space. */
static const char *const written_text =
    "甲光（３００００１）以１5亿元收 购Bright Light公司，　𠮷光　持有５１％。"
    "乙芯 科技\x1a称，800 G光模块。";

static ds_str written(const ds_prepared *out, size_t begin, size_t end, ds_buf *buf)
{
    ds_buf_clear(buf);
    ds_offset_map_written(&out->map, out->source, begin, end, buf);
    assert_false(buf->failed);
    return ds_buf_str(buf);
}

static void whole_text_is_written_without_furniture(void **state)
{
    const ds_prepared *out = prepare(*state, ds_str_from(source_text));
    ds_buf buf = ds_buf_make(4096);
    ds_str found = written(out, 0, out->text.len, &buf);
    assert_int_equal(found.len, strlen(written_text));
    assert_memory_equal(found.ptr, written_text, found.len);
    ds_buf_free(&buf);
}

/* What a range is written as stands in the source's range, in order, and every
 * piece of it at its place: checked over all ranges at code points. */
static void every_range_is_a_stretch_of_the_written_text(void **state)
{
    const ds_prepared *out = prepare(*state, ds_str_from(source_text));
    ds_buf buf = ds_buf_make(4096);
    for (size_t begin = 0; begin < out->text.len; begin++) {
        for (size_t end = begin + 1; end <= out->text.len; end++) {
            if (!ds_utf8_boundary(out->text, begin) || !ds_utf8_boundary(out->text, end)) {
                continue;
            }
            ds_range range = ds_offset_map_source(&out->map, begin, end, NULL);
            assert_true(range.begin < range.end && range.end <= out->source.len);
            assert_true(ds_utf8_boundary(out->source, range.begin));
            assert_true(ds_utf8_boundary(out->source, range.end));
            ds_str found = written(out, begin, end, &buf);
            assert_true(found.len <= range.end - range.begin);
            assert_true(ds_str_find(ds_str_from(written_text), found, 0) != SIZE_MAX);
            assert_int_equal(found.ptr[0] == ' ' ? 0 : found.ptr[0],
                             found.ptr[0] == ' ' ? 0 : out->source.ptr[range.begin]);
        }
    }
    ds_buf_free(&buf);
}

typedef struct row {
    const char *needle; /* in the repaired text */
    const char *source; /* what it spans there  */
    const char *written;
    bool bridged;
} row;

static void values_point_at_their_source(void **state)
{
    static const row rows[] = {
        {"15亿元", "１第3页共17页5亿元", "１5亿元", true},
        {"300001", "３００００１", "３００００１", false},
        {"收 购", "收 购", "收 购", false},
        {"51%", "５１％", "５１％", false},
        {"元收", "元\n收", "元收", true},
        {"Bright Light", "Bright\nLight", "Bright Light", false},
        {"𠮷光", "𠮷光", "𠮷光", false},
        {"800G", "800 G", "800 G", false},
    };
    const ds_prepared *out = prepare(*state, ds_str_from(source_text));
    ds_buf buf = ds_buf_make(4096);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_str needle = ds_str_from(rows[i].needle);
        size_t at = ds_str_find(out->text, needle, 0);
        assert_true(at != SIZE_MAX);
        bool bridged;
        ds_range range = ds_offset_map_source(&out->map, at, at + needle.len, &bridged);
        ds_str source = ds_str_slice(out->source, range.begin, range.end);
        assert_true(ds_str_equal(source, ds_str_from(rows[i].source)));
        ds_str found = written(out, at, at + needle.len, &buf);
        assert_true(ds_str_equal(found, ds_str_from(rows[i].written)));
        assert_int_equal(bridged, rows[i].bridged);
    }
    ds_buf_free(&buf);
}

static void windows_of_furniture_only_have_an_empty_map(void **state)
{
    const ds_prepared *out = prepare(*state, DS_STR("第3页共17页\n"));
    assert_int_equal(out->text.len, 0);
    assert_int_equal(out->n_sentences, 0);
    bool bridged = true;
    ds_range range = ds_offset_map_source(&out->map, 0, 0, &bridged);
    assert_int_equal(range.begin, out->source.len);
    assert_false(bridged);
    out = prepare(*state, (ds_str){NULL, 0});
    assert_int_equal(out->text.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_text_is_written_without_furniture),
        cmocka_unit_test(every_range_is_a_stretch_of_the_written_text),
        cmocka_unit_test(values_point_at_their_source),
        cmocka_unit_test(windows_of_furniture_only_have_an_empty_map),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
