/* Runs a fuzz target over files: a corpus becomes an ordinary test, a crash
 * found by the fuzzer can be replayed.  Each file also runs cut short at every
 * byte, as a fuzzer would do first. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_BYTES = 64 * 1024 }; /* a seed is a few lines */

static int run_file(const char *path)
{
    static uint8_t bytes[MAX_BYTES];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    int failed = ferror(file);
    fclose(file);
    for (size_t cut = 0; cut <= size && !failed; cut++) {
        uint8_t *exact = malloc(cut ? cut : 1); /* reads past the end are seen */
        if (!exact) {
            return 1;
        }
        for (size_t i = 0; i < cut; i++) {
            exact[i] = bytes[i];
        }
        failed = LLVMFuzzerTestOneInput(exact, cut);
        free(exact);
    }
    return failed != 0;
}

int main(int argc, char **argv)
{
    int failed = argc < 2;
    for (int i = 1; i < argc; i++) {
        failed |= run_file(argv[i]);
    }
    return failed;
}
