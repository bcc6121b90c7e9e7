/* cue_view.h - the text around a deal as its cues see it: whose clause is it?
 *
 * Finds the triggers of other deals ("foreign"), which cut cues off, and the
 * words that refer back to the deal in the sentences behind it.
 */
#ifndef DS_CUE_VIEW_H
#define DS_CUE_VIEW_H

#include "extract/decide/cue_scan.h"
#include "extract/decide/judge.h"

/* A trigger word is two characters at least: a sentence of the longest kind
 * and what is read of its neighbours hold no more. */
enum { DS_CUE_MAX_FOREIGN = 832 };

/* The scanned text with the deal in it. */
typedef struct ds_cue_view {
    const ds_judge_input *input;
    const ds_cue_hit *hits;
    size_t n_hits;
    const ds_range *zones;
    ds_range verb; /* the deal's trigger, or the one it points back to ("this purchase") */
    ds_range foreign[DS_CUE_MAX_FOREIGN]; /* triggers of other deals, ascending */
    size_t n_foreign;
} ds_cue_view;

/* Reads the cues around the deal; all is borrowed.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_cue_view_read(ds_cue_view *out, ds_cue_scan *scan,
                                       const ds_judge_input *input);

typedef enum ds_cue_mark { DS_MARK_NONE, DS_MARK_COMMA, DS_MARK_STOP } ds_cue_mark;

/* The mark at a byte, *size set to its character's: a comma that groups no
 * digits; a semicolon, a full stop, the opening of a digest's item or the
 * bare year that opens an item of a flattened timeline. */
ds_cue_mark ds_cue_mark_at(ds_str text, size_t at, size_t *size);

/* The stretch between two commas, semicolons or full stops that holds the hit. */
ds_range ds_cue_clause(const ds_cue_view *view, const ds_cue_hit *hit);

/* True when the trigger of another deal stands in doc->text[begin, end). */
bool ds_cue_foreign_between(const ds_cue_view *view, size_t begin, size_t end);

/* The sentence that holds a byte. */
ds_range ds_cue_sentence_at(const ds_prepared *doc, size_t byte);

/* Does a stretch name the target, as in its mention or by the short name
 * defined there? */
bool ds_cue_names_target(const ds_cue_view *view, ds_range where);

/* Does it hold a cue of scope with that value ("back", "all")? */
bool ds_cue_holds_scope(const ds_cue_view *view, ds_str value, ds_range where);

/* Does it lie inside the mention of a buyer or seller? */
bool ds_cue_in_party(const ds_judge_input *input, ds_range where);

/* Does it lie inside such a cue? */
bool ds_cue_in_scope(const ds_cue_view *view, ds_str value, ds_range where);

#endif /* DS_CUE_VIEW_H */
