/* Runs a fuzz target over files: a corpus becomes an ordinary test, a crash
 * found by the fuzzer can be replayed.  Each file runs cut short at every byte,
 * as a fuzzer would do first, then changed at random.  The changes are the same
 * on every run, so that a crash comes again. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifndef DS_FUZZ_RUNS
#define DS_FUZZ_RUNS 4000 /* well under a second for most */
#endif

enum {
    MAX_BYTES = 64 * 1024,    /* a seed is a few lines                          */
    N_CHANGED = DS_FUZZ_RUNS, /* runs a file */
    MAX_CHANGES = 8,          /* changes of one run                             */
    MAX_PIECE = 24,           /* bytes moved at once: a few Chinese characters  */
};

typedef struct seeds {
    uint8_t *bytes; /* all files, one behind the other: what is spliced in */
    size_t len;
} seeds;

/* xorshift64: the same numbers everywhere. */
static size_t below(uint64_t *random, size_t n)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return n > 0 ? (size_t)(*random % n) : 0;
}

/* From memory of exactly that size: reads past the end are seen. */
static int run_exact(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) {
        return 1;
    }
    if (size > 0) {
        memcpy(exact, bytes, size);
    }
    int failed = LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return failed;
}

/* One change: a byte flipped, a piece dropped, doubled or taken from a seed. */
static size_t change(uint8_t *bytes, size_t size, const seeds *all, uint64_t *random)
{
    size_t at = below(random, size + 1);
    size_t len = below(random, MAX_PIECE) + 1;
    switch (below(random, 4)) {
    case 0:
        if (at < size) {
            bytes[at] ^= (uint8_t)(1u << below(random, 8));
        }
        return size;
    case 1:
        len = len < size - at ? len : size - at;
        memmove(bytes + at, bytes + at + len, size - at - len);
        return size - len;
    default: {
        size_t from = below(random, all->len);
        len = len < all->len - from ? len : all->len - from;
        if (size + len > MAX_BYTES) {
            return size;
        }
        memmove(bytes + at + len, bytes + at, size - at);
        memcpy(bytes + at, all->bytes + from, len);
        return size + len;
    }
    }
}

static int run_changed(const uint8_t *seed, size_t size, const seeds *all, uint64_t *random)
{
    static uint8_t bytes[MAX_BYTES];
    int failed = 0;
    for (int run = 0; run < N_CHANGED && !failed; run++) {
        size_t len = size;
        memcpy(bytes, seed, size);
        for (size_t n = below(random, MAX_CHANGES) + 1; n > 0; n--) {
            len = change(bytes, len, all, random);
        }
        failed = run_exact(bytes, len);
    }
    return failed;
}

static int read_file(const char *path, uint8_t *out, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    *size = fread(out, 1, MAX_BYTES, file);
    int failed = ferror(file);
    fclose(file);
    return failed != 0;
}

static int add_seed(seeds *all, const uint8_t *bytes, size_t size)
{
    uint8_t *grown = realloc(all->bytes, all->len + size + 1);
    if (!grown) {
        return 1;
    }
    memcpy(grown + all->len, bytes, size);
    *all = (seeds){grown, all->len + size};
    return 0;
}

int main(int argc, char **argv)
{
    static uint8_t bytes[MAX_BYTES];
    seeds all = {NULL, 0};
    size_t size;
    int failed = argc < 2;
    for (int i = 1; i < argc; i++) {
        failed |= read_file(argv[i], bytes, &size) || add_seed(&all, bytes, size);
    }
    uint64_t random = 0x9E3779B97F4A7C15u; /* any but zero */
    for (int i = 1; i < argc && !failed; i++) {
        failed |= read_file(argv[i], bytes, &size);
        for (size_t cut = 0; cut <= size && !failed; cut++) {
            failed = run_exact(bytes, cut);
        }
        failed = failed || run_changed(bytes, size, &all, &random);
        if (failed) {
            fprintf(stderr, "%s: failed\n", argv[i]);
        }
    }
    free(all.bytes);
    return failed;
}
