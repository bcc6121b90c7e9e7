/* name.h - the names a document defines: full forms and their aliases.
 *
 * Definitions ("full name (hereinafter X)") are found by the entity patterns
 * of type "alias": group 1, if there, ends where the full name ends; group 2
 * is the alias.  A name may be used before its definition.
 */
#ifndef DS_NAME_H
#define DS_NAME_H

#include "corpus/text/arena.h"
#include "extract/decide/analysis.h"
#include "rules/budget.h"

typedef struct ds_names ds_names;

/* Names of one document; bounded by DS_NAMES_MAX, later ones are dropped. */
enum { DS_NAMES_MAX = 2000 };

DS_MUST_USE ds_status ds_names_new(ds_names **out, const ds_ruleset *rules);
void ds_names_clear(ds_names *names); /* a new document */

/* Does a sentence define names?  Then ds_names_learn() wants to see it. */
bool ds_names_defines(ds_names *names, ds_str text);

/* Learns the definitions in one sentence. */
DS_MUST_USE ds_status ds_names_learn(ds_names *names, const ds_analysis *analysis);
void ds_names_set_title(ds_names *names, ds_str title); /* copies */

/* Notes that the text was buyer or target (DS_NAME_BUYER, DS_NAME_TARGET) of a
 * deal, for the sentences behind it. */
void ds_names_note(ds_names *names, ds_str text, ds_name_role role);

/* Marks and earlier mentions of every form; sets form_seen, form_roles and form_name, in
 * `arena`, and counts the forms as seen. */
DS_MUST_USE ds_status ds_names_mark(ds_names *names, ds_analysis *analysis, ds_arena *arena);

/* The name a text stands for: the full form of an alias; the alias of a full
 * form that is only a description; else the text itself.  Lives until
 * ds_names_clear(), or as long as `text`. */
ds_str ds_names_resolve(const ds_names *names, ds_str text);

/* The names defined so far, full forms and aliases, as the nominator wants them. */
const ds_known_names *ds_names_all(const ds_names *names);

/* Marks of the document's names alone, without counting anything as seen: sets form_name. */
DS_MUST_USE ds_status ds_names_known(const ds_names *names, ds_analysis *analysis, ds_arena *arena);

/* A number for the party that a text names, the same for a name and its alias; `hash` is
 * XXH3 of the text. */
uint64_t ds_names_party(const ds_names *names, ds_str text, uint64_t hash);
uint64_t ds_names_party_of(const ds_names *names, ds_str text);

/* ds_name_role bits of a text, by its hash and the number of its party. */
unsigned ds_names_roles(ds_names *names, uint64_t hash, uint64_t party);

/* Keeps account of what matches cost; borrowed, NULL: none. */
void ds_names_budget(ds_names *names, ds_budget *budget);

void ds_names_free(ds_names *names); /* NULL is allowed */

#endif /* DS_NAME_H */
