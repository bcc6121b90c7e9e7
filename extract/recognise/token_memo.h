/* token_memo.h - the words of runs of Chinese that were cut before.
 *
 * A sentence is read again as the context of those behind it; the words of a run
 * between marks and entities are the same each time.
 */
#ifndef DS_TOKEN_MEMO_H
#define DS_TOKEN_MEMO_H

#include "extract/recognise/token.h"

typedef struct ds_token_memo ds_token_memo;

/* One a thread, some 120 KB.  The caller frees *out. */
DS_MUST_USE ds_status ds_token_memo_new(ds_token_memo **out);

/* Forgets all: to be called before the bytes of a text change that runs were views of. */
void ds_token_memo_clear(ds_token_memo *memo);

/* The tokens of that very view, places counted from its beginning; NULL if they
 * are not known.  They live until the next call. */
const ds_token *ds_token_memo_find(const ds_token_memo *memo, ds_str run, size_t *n);

/* Copies the tokens of a run, whose places are counted from byte `base`. */
void ds_token_memo_keep(ds_token_memo *memo, ds_str run, size_t base, const ds_token *tokens,
                        size_t n);

void ds_token_memo_free(ds_token_memo *memo); /* NULL is allowed */

#endif /* DS_TOKEN_MEMO_H */
