/* piece.h - a pattern's text taken apart: alternatives, and the parts that must
 * follow one another in each.
 *
 * PCRE2 says whether a pattern matches, not how far it came.  With the parts
 * `explain` can ask for the beginning of a pattern, and `rules check` sees
 * what contradicts itself.  Everything here is a view of the pattern.
 */
#ifndef DS_PIECE_H
#define DS_PIECE_H

#include "corpus/text/span.h"

typedef enum ds_piece_kind {
    DS_PIECE_WORD,  /* plain characters                           */
    DS_PIECE_NAME,  /* {slot} or {lexicon}                        */
    DS_PIECE_GAP,   /* the sign for "some text between"           */
    DS_PIECE_GROUP, /* ( ... )                                    */
    DS_PIECE_CLASS, /* [ ... ], a point, \d and other escapes     */
    DS_PIECE_BEGIN, /* ^ or \A                                    */
    DS_PIECE_END,   /* $, \z or \Z                                */
    DS_PIECE_LOOK,  /* matches no character itself: (?= ... ), \b */
} ds_piece_kind;

typedef struct ds_piece {
    ds_str text; /* with its quantifier */
    ds_piece_kind kind;
    bool optional; /* may match nothing: ?, *, {0,3}, or a gap */
} ds_piece;

/* Parts of one alternative; a pattern with more is read up to there. */
enum { DS_PIECES_MAX = 96 };

/* The next alternative of the top level, *at moves behind it and its bar; false
 * after the last.  Start with *at = 0. */
bool ds_piece_branch(ds_str pattern, size_t *at, ds_str *out);

/* The parts of one alternative; returns how many, at most DS_PIECES_MAX. */
size_t ds_piece_split(ds_str branch, ds_piece out[DS_PIECES_MAX]);

/* One past a backslash and what belongs to it (\p{Han}, \x{2026}, \Q...\E), a
 * class [...], a comment up to its line feed, a group in round brackets; all
 * begin at byte `at`. */
size_t ds_piece_escape_end(ds_str text, size_t at);
size_t ds_piece_class_end(ds_str text, size_t at);
size_t ds_piece_comment_end(ds_str text, size_t at);
size_t ds_piece_group_end(ds_str text, size_t at);

#endif /* DS_PIECE_H */
