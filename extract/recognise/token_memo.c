#include "extract/recognise/token_memo.h"

#include <stdlib.h>

/* A sentence of the longest kind with its context has some 1,300 tokens; when
 * there is no more room all is forgotten. */
enum { MAX_TOKENS = 4096, SLOTS = 1024 };

typedef struct known_run {
    const char *begin; /* NULL: free */
    uint32_t len;
    uint16_t first; /* token */
    uint16_t n;
} known_run;

struct ds_token_memo {
    known_run runs[SLOTS]; /* by hash of the place; a later run takes the slot */
    ds_token tokens[MAX_TOKENS];
    size_t n_tokens;
};

ds_status ds_token_memo_new(ds_token_memo **out)
{
    ds_token_memo *memo = calloc(1, sizeof *memo);
    if (!memo) {
        return DS_ENOMEM;
    }
    *out = memo;
    return DS_OK;
}

void ds_token_memo_free(ds_token_memo *memo)
{
    free(memo);
}

void ds_token_memo_clear(ds_token_memo *memo)
{
    if (memo->n_tokens) {
        memset(memo->runs, 0, sizeof memo->runs);
        memo->n_tokens = 0;
    }
}

static size_t slot_of(ds_str run)
{
    uint64_t place = (uint64_t)(uintptr_t)run.ptr;
    return (size_t)((place * UINT64_C(0x9E3779B97F4A7C15)) >> 32) % SLOTS;
}

const ds_token *ds_token_memo_find(const ds_token_memo *memo, ds_str run, size_t *n)
{
    const known_run *found = &memo->runs[slot_of(run)];
    if (found->begin != run.ptr || found->len != run.len) {
        return NULL;
    }
    *n = found->n;
    return memo->tokens + found->first;
}

void ds_token_memo_keep(ds_token_memo *memo, ds_str run, size_t base, const ds_token *tokens,
                        size_t n)
{
    if (n > MAX_TOKENS - memo->n_tokens) {
        ds_token_memo_clear(memo);
    }
    if (n > MAX_TOKENS) {
        return;
    }
    memo->runs[slot_of(run)] =
        (known_run){run.ptr, (uint32_t)run.len, (uint16_t)memo->n_tokens, (uint16_t)n};
    for (size_t i = 0; i < n; i++) {
        ds_token *copy = &memo->tokens[memo->n_tokens++];
        *copy = tokens[i];
        copy->begin -= (uint32_t)base;
        copy->end -= (uint32_t)base;
    }
}
