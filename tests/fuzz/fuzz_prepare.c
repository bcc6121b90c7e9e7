/* links: ds_prepare ds_rules ds_text */
/* runs: 1000 */
/* Any text in two windows through repair: sentences ascend and lie within the
 * repaired text, and every one of them comes from a place in its window. */
#include "extract/prepare/prepare.h"
#include "tests/fuzz/fuzz_input.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, MAX_TEXT_BYTES = 8 * 1024 * 1024 };

static ds_preparer *open_preparer(void)
{
    static ds_ruleset *rules; /* lives as long as the preparer */
    ds_preparer *preparer;
    must_be(ds_ruleset_read(&rules, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
            DS_OK);
    must_be(ds_preparer_new(&preparer, rules), DS_OK);
    return preparer;
}

static void check(const ds_prepared *prepared, ds_window window)
{
    size_t last = 0;
    must(ds_utf8_valid(prepared->text) == prepared->text.len);
    for (size_t i = 0; i < prepared->n_sentences; i++) {
        const ds_sentence *sentence = &prepared->sentences[i];
        must(sentence->begin >= last && sentence->begin < sentence->end &&
             sentence->end <= prepared->text.len && sentence->section < prepared->n_sections);
        must(sentence->end - sentence->begin <= DS_SENTENCE_MAX_BYTES);
        must(ds_utf8_boundary(prepared->text, sentence->begin) &&
             ds_utf8_boundary(prepared->text, sentence->end));
        ds_range range = ds_offset_map_source(&prepared->map, sentence->begin, sentence->end, NULL);
        must(range.begin < range.end && range.end <= window.text.len);
        must(ds_utf8_boundary(window.text, range.begin) &&
             ds_utf8_boundary(window.text, range.end));
        last = sentence->end;
    }
    for (size_t i = 0; i < prepared->n_triggers; i++) {
        must(prepared->triggers[i].begin < prepared->triggers[i].end &&
             prepared->triggers[i].end <= prepared->text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ds_preparer *preparer; /* live as long as the process */
    static ds_arena *arena;
    preparer = preparer ? preparer : open_preparer();
    if (!arena) {
        must_be(ds_arena_new(&arena, ARENA_BYTES), DS_OK);
    }
    ds_buf text = ds_buf_make(MAX_TEXT_BYTES);
    add_text(&text, (ds_str){(const char *)data, size});
    ds_str whole = ds_buf_str(&text);
    size_t cut = size ? data[0] * whole.len / 256 : 0;
    while (!ds_utf8_boundary(whole, cut)) {
        cut--;
    }
    ds_window windows[] = {{ds_str_slice(whole, 0, cut), 0, true, false},
                           {ds_str_slice(whole, cut, whole.len), cut, false, true}};
    for (size_t i = 0; i < 2; i++) {
        ds_prepared prepared;
        ds_arena_reset(arena);
        must_be(ds_preparer_window(preparer, &windows[i], arena, &prepared), DS_OK);
        check(&prepared, windows[i]);
    }
    ds_buf_free(&text);
    return 0;
}
