/* prepare.h - stage 1: a window of raw text in, repaired sentences out.
 *
 * Takes away page furniture, joins what line breaks tore, folds full-width
 * forms, cuts sentences and marks those that hold a trigger or a cue.  Costs
 * one scan where nothing hits.
 */
#ifndef DS_PREPARE_H
#define DS_PREPARE_H

#include "corpus/document.h"
#include "corpus/text/arena.h"
#include "extract/prepare/offset_map.h"
#include "rules/budget.h"
#include "rules/ruleset.h"

#include <stdint.h>

enum {
    DS_SENTENCE_TRIGGER = 1u << 0,   /* holds a trigger word                     */
    DS_SENTENCE_CUE = 1u << 1,       /* holds an alias or document cue           */
    DS_SENTENCE_HEADING = 1u << 2,   /* a heading line, or one glued to its front */
    DS_SENTENCE_CUT = 1u << 3,       /* ended at DS_SENTENCE_MAX_BYTES           */
    DS_SENTENCE_PARAGRAPH = 1u << 4, /* first of its paragraph                 */
};

/* Longer sentences (flattened tables without a full stop) are cut at the last
 * comma or, failing that, anywhere: candidates grow with the square. */
enum { DS_SENTENCE_MAX_BYTES = 3000 };

typedef struct ds_sentence {
    size_t begin; /* bytes of the repaired text */
    size_t end;
    unsigned flags;   /* DS_SENTENCE_* bits                                     */
    uint32_t page;    /* from 1; 0 unknown                                      */
    uint32_t section; /* index into sections of the section it stands in        */
} ds_sentence;

/* A stretch of text under one heading; section 0 is what precedes the first. */
typedef struct ds_section {
    size_t begin; /* heading text, bytes of the repaired text; begin == end: none */
    size_t end;
    uint32_t level; /* 1 outermost; 0 for section 0 */
} ds_section;

/* A trigger word found by the scan. */
typedef struct ds_trigger {
    size_t begin; /* bytes of the repaired text */
    size_t end;
    uint32_t entry; /* index in the lexicon "triggers" */
} ds_trigger;

typedef struct ds_prepared {
    ds_str text;   /* repaired: UTF-8, half-width, furniture gone */
    ds_str source; /* the window's text, borrowed                 */
    size_t base;   /* of the window in the document               */
    ds_offset_map map;
    const ds_sentence *sentences;
    size_t n_sentences;
    const ds_section *sections;
    size_t n_sections;
    const ds_trigger *triggers; /* ascending, not overlapping */
    size_t n_triggers;
    ds_range title; /* of the document, first window only; empty if none found */
} ds_prepared;

/* The sentence that byte `at` of the repaired text is in, or the last before it; 0 if none is. */
size_t ds_sentence_at(const ds_prepared *prepared, size_t at);

typedef struct ds_preparer ds_preparer;

/* One a thread.  `rules` is borrowed.  The caller frees *out. */
DS_MUST_USE ds_status ds_preparer_new(ds_preparer **out, const ds_ruleset *rules);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_preparer_budget(ds_preparer *preparer, ds_budget *budget);

/* Repairs one window.  *out and all it points to live in `arena` (the source
 * in the window).  State of a document (page, section, running headers) is
 * kept between its windows and forgotten when window->first is set.
 * DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_preparer_window(ds_preparer *preparer, const ds_window *window,
                                         ds_arena *arena, ds_prepared *out);

void ds_preparer_free(ds_preparer *preparer); /* NULL is allowed */

#endif /* DS_PREPARE_H */
