/* pattern.h - one step-limited match of a compiled pattern. */
#ifndef DS_PATTERN_H
#define DS_PATTERN_H

#include "rules/ruleset.h"

/* A pattern with its lexicons written out; PCRE2 in its usual build holds 64 KB
 * of it compiled. */
enum { DS_PATTERN_MAX_BYTES = 256 * 1024 };

/* Looks for the first match of code in text at or after byte `from` (a code
 * point's start).  The limit DS_RULE_MATCH_LIMIT is part of the compiled
 * pattern.  DS_OK: found, *out (may be NULL) is its range and `data` holds the
 * groups; DS_END: none; DS_ELIMIT: given up at the limit; DS_ENOMEM.
 * `data` is the caller's, one a thread. */
DS_MUST_USE ds_status ds_pattern_match(const ds_code *code, ds_str text, size_t from,
                                       pcre2_match_data *data, ds_range *out);

/* Work that the search for a match in text takes at its costliest place, in
 * steps of PCRE2's interpreter: 0 for at most `enough`, else the number, at most
 * DS_RULE_MATCH_LIMIT where it gave up. */
uint32_t ds_pattern_steps(const ds_code *code, ds_str text, pcre2_match_data *data,
                          uint32_t enough);

/* Match data that is large enough for every pattern of the set; the caller
 * frees with pcre2_match_data_free.  NULL if memory ran out. */
pcre2_match_data *ds_pattern_data(const ds_ruleset *set);

/* What group `group` matched after DS_OK; false if it took no part. */
bool ds_pattern_group(pcre2_match_data *data, uint32_t group, ds_range *out);

/* Compiles a text of the rule language by itself, e.g. the beginning of a
 * pattern; says nothing.  The caller frees *out.  DS_OK, DS_EINVALID (no
 * pattern), DS_ENOMEM. */
DS_MUST_USE ds_status ds_pattern_compile(const ds_ruleset *set, ds_str text, bool deal,
                                         pcre2_code **out);

#endif /* DS_PATTERN_H */
