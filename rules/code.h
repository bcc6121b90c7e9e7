/* code.h - a compiled pattern that becomes machine code at its first use.
 *
 * Translating a pattern costs some 50 microseconds and most patterns of a pack
 * never meet a text they could match, so it waits until somebody asks for the
 * code.  Any number of threads may ask.
 */
#ifndef DS_CODE_H
#define DS_CODE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "corpus/text/arena.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdbool.h>

typedef struct ds_code ds_code;

/* Takes `compiled` over (also on failure); the object itself is in `arena`.
 * `lock` is borrowed and guards the translation.  NULL if memory ran out. */
ds_code *ds_code_new(ds_arena *arena, pthread_mutex_t *lock, pcre2_code *compiled);

/* What to give to pcre2_match: with machine code where PCRE2 can make any. */
const pcre2_code *ds_code_get(const ds_code *code);

/* Is there machine code?  Of what ds_code_get() was asked for. */
bool ds_code_is_native(const ds_code *code);

/* The same code as it was compiled, for asking about it. */
const pcre2_code *ds_code_plain(const ds_code *code);

void ds_code_free(ds_code *code); /* what it took over; NULL is allowed */

#endif /* DS_CODE_H */
