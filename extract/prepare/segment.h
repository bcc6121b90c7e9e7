/* segment.h - repaired text in, sentences and sections out. */
#ifndef DS_SEGMENT_H
#define DS_SEGMENT_H

#include "corpus/text/arena.h"
#include "extract/prepare/furniture.h"
#include "extract/prepare/prepare.h"
#include "extract/prepare/repair.h"

/* Cuts out->text at full stops, line feeds and DS_SENTENCE_MAX_BYTES and fills
 * sentences (without page and scan flags) and sections, in `arena`.  A full
 * stop inside brackets or quotation marks that close soon does not cut.
 * A long sentence is also cut before a word of `openers` (may be NULL) that
 * stands in front of a comma.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_segment_text(const ds_repair *repair, const ds_lexicon *openers,
                                      ds_arena *arena, ds_prepared *out);

/* Sets the page of every sentence from the page marks; *page is the page of
 * the first byte (0 unknown) and becomes that of the last. */
void ds_segment_pages(const ds_page_mark *marks, size_t n_marks, const ds_prepared *prepared,
                      ds_sentence *sentences, uint32_t *page);

#endif /* DS_SEGMENT_H */
