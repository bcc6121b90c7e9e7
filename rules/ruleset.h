/* ruleset.h - packs of rules, read once into an immutable rule set.
 *
 * The set is made from one main pack (XML, see rules/README.md) and what it
 * includes, plus house packs that add to it or override by id.  It owns all
 * lexicons, patterns and weights; any number of threads may use it, each with
 * its own pcre2_match_data.
 */
#ifndef DS_RULESET_H
#define DS_RULESET_H

#include "corpus/text/diag.h"
#include "corpus/text/span.h"
#include "rules/code.h"
#include "rules/lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Work that one match may do (PCRE2 match limit); a rule that needs more is
 * reported with its id and passed over for that sentence. */
enum { DS_RULE_MATCH_LIMIT = 20000 };
/* Memory of one match in KiB where the interpreter must run it; part of the
 * 32 MB that all of dealsift may use. */
enum { DS_RULE_HEAP_LIMIT = 2048 };
/* Slots of one deal rule: the roles and a few spares. */
enum { DS_RULE_MAX_SLOTS = 16 };

typedef struct ds_ruleset ds_ruleset;

/* What a deal rule's pattern sees: the sentence with every recognised entity
 * folded into one private-use character.  Kind k, number i of the sentence is
 * code point DS_FOLD_BASE + k * DS_FOLD_SPAN + i. */
enum { DS_FOLD_BASE = 0xF0000, DS_FOLD_SPAN = 0x400 };

typedef enum ds_slot_kind {
    DS_SLOT_PARTY, /* a run that may be or hold a name */
    DS_SLOT_AMOUNT,
    DS_SLOT_DATE,
    DS_SLOT_STAKE,
    DS_SLOT_RATE,
    DS_SLOT_COUNT,
    DS_SLOT_KINDS,
} ds_slot_kind;

/* Roles a slot can fill: {party:acquirer}, {amount} ... */
typedef enum ds_role {
    DS_ROLE_NONE,
    DS_ROLE_ACQUIRER,
    DS_ROLE_TARGET,
    DS_ROLE_SELLER,
    DS_ROLE_AMOUNT,
    DS_ROLE_DATE,
    DS_ROLE_STAKE,
    DS_ROLE_TOPIC, /* whom the text around is about; no slot fills it */
    DS_ROLE_SUBJECT,
    DS_ROLE_RATE,
    DS_ROLES,
} ds_role;

const char *ds_role_name(ds_role role); /* "acquirer" …, "none" */
ds_role ds_role_from_name(ds_str name); /* DS_ROLE_NONE if unknown */
bool ds_role_in_rules(ds_role role);    /* may a rule name it?  Not none and topic */
const char *ds_slot_kind_name(ds_slot_kind kind);

typedef struct ds_rule_slot {
    ds_slot_kind kind;
    ds_role role;
    uint32_t group; /* PCRE2 capture group number */
} ds_rule_slot;

/* A deal rule: nominates the fillers of a deal in a folded sentence. */
typedef struct ds_rule {
    ds_str id;
    ds_str kind;     /* acquisition, merger, stake_purchase, asset_purchase */
    double priority; /* higher wins where no weights decide; default 0      */
    ds_str text;     /* the pattern as written, XML taken off */
    ds_code *code;
    ds_rule_slot slots[DS_RULE_MAX_SLOTS];
    size_t n_slots;
    ds_str need;      /* see need.h; empty: nothing is known */
    ds_str start;     /* see start.h, likewise */
    const char *file; /* where it stands, for messages */
    size_t line;
} ds_rule;

/* A pattern over plain repaired text (cue, entity pattern, furniture). */
typedef struct ds_pattern {
    ds_str id;
    ds_str name;   /* cue: field (status, motive, …); entity: type; furniture:
                      action (remove, line, heading, …); binding: field     */
    ds_str value;  /* what it says: planned, technology, …; may be empty    */
    double weight; /* strength of a cue; default 1                         */
    ds_str text;   /* the pattern as written, XML taken off                 */
    ds_code *code;
    ds_str need;  /* see need.h; empty: nothing is known */
    ds_str start; /* see start.h, likewise */
    const char *file;
    size_t line;
} ds_pattern;

typedef enum ds_pattern_section {
    DS_SECTION_CUE,
    DS_SECTION_ENTITY,
    DS_SECTION_FURNITURE,
    DS_SECTION_BINDING,
    DS_SECTIONS,
} ds_pattern_section;

/* A role may have this many hidden units: their numbers for one feature fill one
 * line of a processor's cache. */
enum { DS_WEIGHT_UNITS = 32, DS_WEIGHT_UNIT_ONE = 256 };
/* The largest number that a feature may give to a unit: a unit holds the sum of 258 such in
 * 16 bits, more than a choice has features.  And the largest that a unit may count. */
enum { DS_WEIGHT_UNIT_MAX = 127, DS_WEIGHT_OUTPUT_MAX = 8 * DS_WEIGHT_UNIT_ONE - 1 };

/* The feature whose line tells what each unit of its role counts. */
#define DS_WEIGHT_OUTPUT "units"

/* One line of a weights file: role, feature, weight, and what the feature gives to
 * the role's hidden units. */
typedef struct ds_weight {
    ds_str role;
    ds_str feature;
    double weight;
    const int16_t *units; /* DS_WEIGHT_UNITS of them in 1/DS_WEIGHT_UNIT_ONE, none beyond
                             DS_WEIGHT_UNIT_MAX; NULL: nothing to any               */
} ds_weight;

/* Reads `main_pack` and then `n_house` house packs.  The caller frees *out.
 * Every error is reported as file:line:column before DS_EINVALID (or
 * DS_EMISSING, DS_EIO) comes back; as many errors as can be found at once. */
DS_MUST_USE ds_status ds_ruleset_read(ds_ruleset **out, const char *main_pack,
                                      const char *const *house, size_t n_house, ds_diag *diag);

/* What a rule set is made from. */
typedef struct ds_rule_files {
    const char *main_pack;
    const char *const *house; /* packs that add to it or override, in order */
    size_t n_house;
    const char *const *names; /* lists of names, one a line, that the lexicon
                                 DS_RULES_NAMES grows by; doubled ones count once */
    size_t n_names;
} ds_rule_files;

#define DS_RULES_NAMES "companies"

/* The same with everything a set can be made from. */
DS_MUST_USE ds_status ds_ruleset_read_files(ds_ruleset **out, const ds_rule_files *files,
                                            ds_diag *diag);

/* Deal rules in order of priority, then of appearance. */
size_t ds_ruleset_rules(const ds_ruleset *set, const ds_rule **out);

/* Patterns of a section in order of appearance. */
size_t ds_ruleset_patterns(const ds_ruleset *set, ds_pattern_section section,
                           const ds_pattern **out);

/* Weights in byte order of role, then feature. */
size_t ds_ruleset_weights(const ds_ruleset *set, const ds_weight **out);

/* The lexicon declared with that id, or NULL. */
const ds_lexicon *ds_ruleset_lexicon(const ds_ruleset *set, const char *id);

/* Number of a named option of the pack (<option name= value=/>), or fallback. */
double ds_ruleset_number(const ds_ruleset *set, const char *name, double fallback);

/* The option's text, or the empty view. */
ds_str ds_ruleset_option(const ds_ruleset *set, const char *name);

/* A marked part of an example: <target>…</target>. */
typedef struct ds_rule_mark {
    ds_role role;
    ds_range range; /* bytes of the example's text */
} ds_rule_mark;

/* An <example> or <reject> of an element that is in effect. */
typedef struct ds_rule_example {
    ds_str owner;               /* id of the element                            */
    ds_pattern_section section; /* DS_SECTIONS: of a deal rule                  */
    bool accept;                /* <example>; false: <reject>                   */
    ds_str text;                /* plain, without white space at its ends       */
    const ds_rule_mark *marks;  /* in order of their start; deal rules only     */
    size_t n_marks;
    const char *file;
    size_t line;
} ds_rule_example;

/* All examples, in order of their elements. */
size_t ds_ruleset_examples(const ds_ruleset *set, const ds_rule_example **out);

const char *ds_pattern_section_name(ds_pattern_section section); /* "cue" …, "rule" */

/* What a later stage once worked out from the rules, ready for use: an image of
 * the set holds it beside them (see rules/image.h). */
typedef struct ds_kept {
    const char *name;
    ds_str bytes; /* aligned for any type                                          */
    bool weights; /* all that the lines of weights say: an image leaves them out, as
                     nobody asks for them again                                    */
} ds_kept;

/* The bytes kept under that name, living as long as the set; the empty view if
 * there are none, as in every set that was read from its sources. */
ds_str ds_ruleset_kept(const ds_ruleset *set, const char *name);

/* 32 hex digits over everything that was read: same digits, same rules. */
ds_str ds_ruleset_hash(const ds_ruleset *set);

void ds_ruleset_free(ds_ruleset *set); /* NULL is allowed */

#endif /* DS_RULESET_H */
