/* scratch.h - files for one test, and what it said. */
#ifndef DS_TEST_SCRATCH_H
#define DS_TEST_SCRATCH_H

#include "corpus/text/buffer.h"
#include "corpus/text/diag.h"

enum { SCRATCH_PATH_BYTES = 512 };

typedef struct scratch {
    char path[SCRATCH_PATH_BYTES]; /* of the folder */
    char file[SCRATCH_PATH_BYTES]; /* the last scratch_path() */
} scratch;

void scratch_make(scratch *in);
/* The folder's path + "/" + name; lives until the next call. */
const char *scratch_path(scratch *in, const char *name);
/* Writes a file, making the folders above it. */
void scratch_write(scratch *in, const char *name, ds_str bytes);
void scratch_remove(scratch *in);

/* A sink that gathers messages, a line each, in the ds_buf `payload`. */
void gather_message(void *payload, ds_level level, const char *message);

#endif /* DS_TEST_SCRATCH_H */
