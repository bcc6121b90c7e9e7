/* subject.h - what a deal buys, as the text writes it: 100% of the shares, a
 * named business.
 *
 * The stake with its noun; without a stake the noun behind the target, or the
 * target itself where it is a part of a company.  Nouns and the words that
 * link them to the target are the lexicons "subject-nouns" and
 * "subject-links".
 */
#ifndef DS_SUBJECT_H
#define DS_SUBJECT_H

#include "extract/decide/mention.h"
#include "rules/ruleset.h"

typedef struct ds_subject_words {
    const ds_lexicon *nouns; /* or NULL: then there is no subject */
    const ds_lexicon *links; /* or NULL */
} ds_subject_words;

/* The lexicons are borrowed from the rule set. */
ds_subject_words ds_subject_words_of(const ds_ruleset *rules);

/* Bytes of `text`, the document's repaired text; empty if none is told. */
ds_range ds_subject_find(const ds_subject_words *words, ds_str text, const ds_mention *mention);

#endif /* DS_SUBJECT_H */
