/* scan.h - one pass over repaired text for the words that make a sentence
 * worth reading. */
#ifndef DS_SCAN_H
#define DS_SCAN_H

#include "corpus/text/arena.h"
#include "extract/prepare/prepare.h"
#include "rules/ruleset.h"

typedef struct ds_scanner ds_scanner;

/* Reads the lexicons triggers, document-cues, deal-nouns and formulas of `rules`
 * (borrowed); one that is not there holds no word.  Columns of triggers:
 * class `false` hides shorter words and is not reported; strength `weak` needs
 * a strong trigger or a stake word in the sentence.  A sentence with a formula (of disclaimers and
 * ratings) tells no deal.  Caller frees *out. */
DS_MUST_USE ds_status ds_scanner_new(ds_scanner **out, const ds_ruleset *rules);

/* Finds triggers, leftmost and longest, and sets DS_SENTENCE_TRIGGER and
 * DS_SENTENCE_CUE in `sentences`.  Triggers go to out->triggers in `arena`;
 * none reaches over the end of a sentence.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_scanner_find(ds_scanner *scanner, ds_arena *arena, ds_sentence *sentences,
                                      ds_prepared *out);

void ds_scanner_free(ds_scanner *scanner); /* NULL is allowed */

#endif /* DS_SCAN_H */
