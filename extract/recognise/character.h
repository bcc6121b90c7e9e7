/* character.h - the characters that features tell apart: the frequent Han
 * characters of the lexicon "words" and a few kinds of all others.
 *
 * Names that no dictionary knows show their edges by characters: what ends in
 * one that describes firms is a description, what begins with a surname a person.
 */
#ifndef DS_CHARACTER_H
#define DS_CHARACTER_H

#include "extract/recognise/token.h"

typedef struct ds_characters ds_characters;

/* Those that the tokeniser's words count often enough, by code point.  Immutable;
 * nothing of the tokeniser is kept.  The caller frees *out. */
DS_MUST_USE ds_status ds_characters_new(ds_characters **out, const ds_tokeniser *tokeniser);
void ds_characters_free(ds_characters *characters); /* NULL is allowed */

/* Size of the vocabulary; entries are numbered from 0. */
size_t ds_characters_count(const ds_characters *characters);

/* Entry of the character that begins at byte `at` (the end of the text: <edge>),
 * and of the one that ends there (0: <edge>). */
size_t ds_characters_at(const ds_characters *characters, ds_str text, size_t at);
size_t ds_characters_before(const ds_characters *characters, ds_str text, size_t at);

/* Name of an entry as weight files write it: the character, or <kind>; lives as
 * long as `characters`.  And the entry of that name, or UINT32_MAX. */
ds_str ds_characters_name(const ds_characters *characters, size_t entry);
uint32_t ds_characters_find(const ds_characters *characters, ds_str name);

#endif /* DS_CHARACTER_H */
