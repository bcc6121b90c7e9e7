/* input.h - bytes of an open file, or of what is inside one.
 *
 * The first bytes can be looked at before they are read, also of a pipe.
 */
#ifndef DS_INPUT_H
#define DS_INPUT_H

#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
    /* What tells every format apart: tar has its mark at byte 257. */
    DS_PEEK_BYTES = 512,
    DS_PEEK_ROOM = 8 * 1024, /* a read must not be small: sockets drop what does not fit */
    DS_INPUT_TOLD = -2,      /* result of a read that failed and was reported */
};

/* Reads up to `len` bytes: how many, 0 at the end, -1 with errno, or
 * DS_INPUT_TOLD. */
typedef ssize_t ds_input_source(void *payload, char *to, size_t len);

typedef struct ds_input {
    ds_input_source *source;
    void *payload;
    int fd;                    /* what is read if there is no source              */
    int stop_fd;               /* the end is where something can be read here; 0: none */
    bool by_line;              /* somebody waits for each line: never look behind one  */
    size_t read_bytes;         /* most of one read; 0: as asked                    */
    unsigned long long n_read; /* bytes taken from the source so far         */
    ssize_t failed;            /* result of a read that failed while looking ahead, or 0 */
    int error;                 /* its errno */
    size_t n_peeked;
    size_t at_peeked;
    char peeked[DS_PEEK_ROOM];
} ds_input;

/* An input over an open file; fd is borrowed. */
void ds_input_open_fd(ds_input *input, int fd, size_t read_bytes);

/* An input over `source`; `payload` is borrowed. */
void ds_input_open(ds_input *input, ds_input_source *source, void *payload);

/* The first bytes: as many as are needed to tell the format, fewer if the file
 * is shorter or a line of text is there already.  Only before the first read.
 * Results as of a source; the bytes are in input->peeked. */
ssize_t ds_input_peek(ds_input *input);

static inline ds_str ds_input_peeked(const ds_input *input)
{
    return (ds_str){input->peeked, input->n_peeked};
}

/* Reads on; waits for a shared terminal or pipe that does not block. */
ssize_t ds_input_read(ds_input *input, char *to, size_t len);

#endif /* DS_INPUT_H */
