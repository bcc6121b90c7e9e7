#include "corpus/input.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { LINE_BYTES = 8 }; /* no container has a line feed so early and is told later */

void ds_input_open_fd(ds_input *input, int fd, size_t read_bytes)
{
    input->source = NULL;
    input->payload = NULL;
    input->fd = fd;
    input->stop_fd = 0;
    input->by_line = false;
    input->read_bytes = read_bytes;
    input->n_read = 0;
    input->failed = 0;
    input->n_peeked = 0;
    input->at_peeked = 0;
}

void ds_input_open(ds_input *input, ds_input_source *source, void *payload)
{
    ds_input_open_fd(input, -1, 0);
    input->source = source;
    input->payload = payload;
}

/* Waits until there is something to read, or nobody wants it any more. */
static bool is_stopped(const ds_input *input)
{
    struct pollfd both[] = {{.fd = input->fd, .events = POLLIN},
                            {.fd = input->stop_fd, .events = POLLIN}};
    int ready = 0;
    do {
        ready = poll(both, 2, -1);
    } while (ready < 0 && errno == EINTR);
    return ready > 0 && both[1].revents != 0;
}

static ssize_t read_fd(const ds_input *input, char *to, size_t len)
{
    for (;;) {
        if (input->stop_fd && is_stopped(input)) {
            return 0;
        }
        ssize_t got = read(input->fd, to, len);
        if (got >= 0) {
            return got;
        }
        if (errno == EAGAIN) { /* a shared, non-blocking terminal or pipe */
            poll(&(struct pollfd){.fd = input->fd, .events = POLLIN}, 1, -1);
        } else if (errno != EINTR) {
            return -1;
        }
    }
}

static ssize_t read_source(ds_input *input, char *to, size_t len)
{
    size_t want = input->read_bytes && input->read_bytes < len ? input->read_bytes : len;
    ssize_t got =
        input->source ? input->source(input->payload, to, want) : read_fd(input, to, want);
    input->n_read += got > 0 ? (unsigned long long)got : 0;
    return got;
}

static bool is_brace(const ds_input *input)
{
    return input->n_peeked && input->peeked[0] == '{';
}

ssize_t ds_input_peek(ds_input *input)
{
    while (input->n_peeked < DS_PEEK_BYTES) {
        bool waits = input->by_line || input->n_peeked >= LINE_BYTES || is_brace(input);
        if (waits && memchr(input->peeked, '\n', input->n_peeked)) {
            break; /* the next line may be long in coming */
        }
        ssize_t got =
            read_source(input, input->peeked + input->n_peeked, DS_PEEK_ROOM - input->n_peeked);
        if (got < 0 && input->n_peeked == 0) {
            return got;
        }
        if (got < 0) { /* a socket tells it only once */
            input->failed = got;
            input->error = errno;
        }
        if (got <= 0) {
            break;
        }
        input->n_peeked += (size_t)got;
    }
    return (ssize_t)input->n_peeked;
}

ssize_t ds_input_read(ds_input *input, char *to, size_t len)
{
    size_t left = input->n_peeked - input->at_peeked;
    if (left == 0 && input->failed) {
        errno = input->error;
        return input->failed;
    }
    if (left == 0) {
        return read_source(input, to, len);
    }
    size_t want = input->read_bytes && input->read_bytes < len ? input->read_bytes : len;
    size_t take = left < want ? left : want;
    memcpy(to, input->peeked + input->at_peeked, take);
    input->at_peeked += take;
    return (ssize_t)take;
}
