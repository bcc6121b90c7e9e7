/* window.h - where a long text is cut into windows. */
#ifndef DS_CORPUS_WINDOW_H
#define DS_CORPUS_WINDOW_H

#include "corpus/document.h"

/* Bytes of the next window of `text` (valid UTF-8): all of it if it fits into
 * DS_WINDOW_BYTES; else up to the last line feed in the second half of a
 * window, else the last sentence end there, else the last code point that
 * fits.  Depends on the first DS_WINDOW_BYTES + 1 bytes only. */
size_t ds_window_cut(ds_str text);

/* Windows of a text that is held whole, one after the other. */
typedef struct ds_windows {
    ds_str text;
    size_t at;
    bool done;
} ds_windows;

/* Gives *out the next window; false when there is none.  The empty text has
 * one, empty window. */
bool ds_windows_next(ds_windows *windows, ds_window *out);

#endif /* DS_CORPUS_WINDOW_H */
