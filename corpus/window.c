#include "corpus/window.h"

#include "corpus/text/utf8.h"

enum { HALF = DS_WINDOW_BYTES / 2 };

/* Ideographic full stop, full-width exclamation, question mark, semicolon. */
static bool is_sentence_end(uint32_t code)
{
    return code == 0x3002 || code == 0xFF01 || code == 0xFF1F || code == 0xFF1B;
}

static size_t after_last_line(ds_str text, size_t end)
{
    while (end > HALF && text.ptr[end - 1] != '\n') {
        end--;
    }
    return end > HALF ? end : 0;
}

static size_t after_last_sentence(ds_str text, size_t end)
{
    while (end > HALF) {
        size_t size;
        size_t before = ds_utf8_before(text, end);
        if (is_sentence_end(ds_utf8_at(text, before, &size))) {
            return end;
        }
        end = before;
    }
    return 0;
}

size_t ds_window_cut(ds_str text)
{
    if (!text.ptr || text.len <= DS_WINDOW_BYTES) {
        return text.len;
    }
    size_t end = DS_WINDOW_BYTES;
    while (!ds_utf8_boundary(text, end)) {
        end--;
    }
    size_t cut = after_last_line(text, end);
    cut = cut ? cut : after_last_sentence(text, end);
    return cut ? cut : end;
}

bool ds_windows_next(ds_windows *windows, ds_window *out)
{
    if (windows->done) {
        return false;
    }
    ds_str rest = ds_str_slice(windows->text, windows->at, windows->text.len);
    size_t cut = ds_window_cut(rest);
    windows->done = cut == rest.len;
    *out = (ds_window){ds_str_slice(rest, 0, cut), windows->at, windows->at == 0, windows->done};
    windows->at += cut;
    return true;
}
