#include "rules/code.h"

#include <stdatomic.h>

struct ds_code {
    pcre2_code *compiled; /* owned */
    pthread_mutex_t *lock;
    bool native; /* written before `translated` */
    atomic_bool translated;
};

ds_code *ds_code_new(ds_arena *arena, pthread_mutex_t *lock, pcre2_code *compiled)
{
    ds_code *code = DS_ARENA_NEW(arena, 1, ds_code);
    if (!code) {
        pcre2_code_free(compiled);
        return NULL;
    }
    code->compiled = compiled;
    code->lock = lock;
    atomic_init(&code->translated, false);
    return code;
}

/* PCRE2 notes the machine code in the compiled pattern, hence the lock: nobody
 * may match with it meanwhile. */
static void translate(ds_code *code)
{
    pthread_mutex_lock(code->lock);
    if (!atomic_load_explicit(&code->translated, memory_order_relaxed)) {
        /* Without machine code it is slower, not wrong. */
        code->native = pcre2_jit_compile(code->compiled, PCRE2_JIT_COMPLETE) == 0;
        atomic_store_explicit(&code->translated, true, memory_order_release);
    }
    pthread_mutex_unlock(code->lock);
}

const pcre2_code *ds_code_get(const ds_code *code)
{
    if (!atomic_load_explicit(&code->translated, memory_order_acquire)) {
        translate((ds_code *)code);
    }
    return code->compiled;
}

bool ds_code_is_native(const ds_code *code)
{
    return code->native;
}

const pcre2_code *ds_code_plain(const ds_code *code)
{
    return code->compiled;
}

void ds_code_free(ds_code *code)
{
    if (code) {
        pcre2_code_free(code->compiled);
    }
}
