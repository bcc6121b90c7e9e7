#include "corpus/format_pdf.h"

#include "corpus/text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    NOT_FOUND = 127, /* exit status of a child that could not start the program */
    MAX_OPEN_FILES = 64,
    LEAST_LETTERS = 20, /* a page; a picture with a page number has fewer */
    JUNK_PERCENT = 20,  /* of the characters one sees; text has none */
    STEP_MS = 5,
    /* A child that fails and held so much of its memory failed for want of more. */
    FULL_PERCENT = 50,
};

struct ds_pdf {
    const char *program;
    int seconds;
    ds_faults *faults;
    pid_t child; /* 0: none */
    int out;     /* what it writes, or -1 */
    int fd;      /* the PDF, borrowed */
    struct timespec deadline;
    const char *path;
    size_t path_bytes;
    size_t n_text;
    ds_input input;
};

ds_status ds_pdf_new(ds_pdf **out, const char *program, int seconds, ds_faults *faults)
{
    ds_pdf *pdf = calloc(1, sizeof *pdf);
    if (!pdf) {
        return DS_ENOMEM;
    }
    pdf->program = program ? program : "pdftotext";
    pdf->seconds = seconds ? seconds : DS_PDF_SECONDS;
    pdf->faults = faults;
    pdf->out = -1;
    *out = pdf;
    return DS_OK;
}

static void tell(const ds_pdf *pdf, ds_fault_code code, const char *text)
{
    ds_faults_tell(
        pdf->faults,
        (ds_fault){
            .code = code, .stage = "unpack", .source = pdf->path, .path_bytes = pdf->path_bytes},
        0, "%s", text);
}

/* ---- the child -------------------------------------------------------- */

static void limit(int what, rlim_t most)
{
    setrlimit(what, &(struct rlimit){most, most});
}

/* After fork(): only what is safe there. */
static _Noreturn void be_child(const ds_pdf *pdf, int out)
{
    char *const arguments[] = {
        (char[]){"pdftotext"}, (char[]){"-q"}, (char[]){"-layout"}, (char[]){"-enc"},
        (char[]){"UTF-8"},     (char[]){"-"},  (char[]){"-"},       NULL};
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    int nothing = open("/dev/null", O_WRONLY);
    if (dup2(pdf->fd, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(nothing, STDERR_FILENO) < 0) {
        _exit(NOT_FOUND);
    }
    limit(RLIMIT_CPU, 1 + (rlim_t)pdf->seconds * DS_PDF_CPU_PERCENT / 100);
    limit(RLIMIT_AS, (rlim_t)DS_PDF_MEMORY_MB << 20);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, MAX_OPEN_FILES);
    execvp(pdf->program, arguments);
    _exit(NOT_FOUND);
}

static long milliseconds_left(const ds_pdf *pdf)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long left = (long)(pdf->deadline.tv_sec - now.tv_sec) * 1000 +
                (pdf->deadline.tv_nsec - now.tv_nsec) / 1000000;
    return left > 0 ? left : 0;
}

static void close_out(ds_pdf *pdf)
{
    if (pdf->out >= 0) {
        close(pdf->out);
        pdf->out = -1;
    }
}

void ds_pdf_stop(ds_pdf *pdf)
{
    close_out(pdf);
    if (pdf->child > 0) {
        kill(-pdf->child, SIGKILL); /* and what it started */
        kill(pdf->child, SIGKILL);  /* if it had no time to lead its group */
        while (waitpid(pdf->child, NULL, 0) < 0 && errno == EINTR) {
        }
        pdf->child = 0;
    }
}

/* The child's wait status and what it used; false: it does not end in time. */
static bool reap(ds_pdf *pdf, int *status, struct rusage *used)
{
    for (;;) {
        pid_t got = wait4(pdf->child, status, WNOHANG, used);
        if (got == pdf->child) {
            kill(-pdf->child, SIGKILL); /* what it left behind */
            pdf->child = 0;
            return true;
        }
        if ((got < 0 && errno != EINTR) || milliseconds_left(pdf) == 0) {
            return false;
        }
        poll(NULL, 0, STEP_MS);
    }
}

/* A PDF says so outside of what is compressed. */
static bool says_encrypted(int fd)
{
    static const char word[] = "/Encrypt";
    char piece[16 * 1024];
    size_t kept = 0;
    ssize_t got;
    if (lseek(fd, 0, SEEK_SET) != 0) {
        return false;
    }
    while ((got = read(fd, piece + kept, sizeof piece - kept)) > 0) {
        ds_str text = {piece, kept + (size_t)got};
        if (ds_str_find(text, DS_STR("/Encrypt"), 0) != SIZE_MAX) {
            return true;
        }
        kept = text.len < sizeof word - 2 ? text.len : sizeof word - 2;
        memmove(piece, piece + text.len - kept, kept);
    }
    return false;
}

/* How the child ended; 0, or DS_INPUT_TOLD after a report. */
static ssize_t judge_end(ds_pdf *pdf, int status, const struct rusage *used)
{
    const long full_kb = (long)DS_PDF_MEMORY_MB * 1024 / 100 * FULL_PERCENT;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return 0;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND) {
        tell(pdf, DS_FAULT_IO, "a PDF, and pdftotext cannot be run: install poppler-utils");
    } else if (WIFSIGNALED(status) &&
               (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
        tell(pdf, DS_FAULT_TOO_LARGE, "a PDF that takes pdftotext too much processor time");
    } else if (used->ru_maxrss > full_kb) {
        tell(pdf, DS_FAULT_TOO_LARGE, "a PDF that takes pdftotext too much memory");
    } else if (says_encrypted(pdf->fd)) {
        tell(pdf, DS_FAULT_ENCRYPTED, "encrypted: it cannot be read without a password");
    } else {
        tell(pdf, DS_FAULT_IO, "a damaged PDF: pdftotext cannot read it to its end");
    }
    return DS_INPUT_TOLD;
}

static ssize_t end_text(ds_pdf *pdf)
{
    int status = 0;
    struct rusage used = {0};
    close_out(pdf);
    if (!reap(pdf, &status, &used)) {
        ds_pdf_stop(pdf);
        tell(pdf, DS_FAULT_TOO_LARGE, "a PDF that takes pdftotext too long");
        return DS_INPUT_TOLD;
    }
    return judge_end(pdf, status, &used);
}

static ssize_t read_text(void *payload, char *to, size_t len)
{
    ds_pdf *pdf = payload;
    if (pdf->out < 0) {
        return 0; /* over, and reported if there was something to */
    }
    struct pollfd ready = {.fd = pdf->out, .events = POLLIN};
    int n;
    do {
        n = poll(&ready, 1, (int)milliseconds_left(pdf));
    } while (n < 0 && errno == EINTR);
    if (n <= 0) {
        ds_pdf_stop(pdf);
        tell(pdf, DS_FAULT_TOO_LARGE, "a PDF that takes pdftotext too long");
        return DS_INPUT_TOLD;
    }
    ssize_t got = read(pdf->out, to, len);
    if (got <= 0) {
        return end_text(pdf);
    }
    pdf->n_text += (size_t)got;
    if (pdf->n_text > DS_PDF_MAX_TEXT_BYTES) {
        ds_pdf_stop(pdf);
        tell(pdf, DS_FAULT_TOO_LARGE, "a PDF with more than 64 MB of text");
        return DS_INPUT_TOLD;
    }
    return got;
}

ds_status ds_pdf_start(ds_pdf *pdf, int fd, const char *path, size_t path_bytes, ds_input **text)
{
    int pipe_ends[2];
    ds_pdf_stop(pdf);
    pdf->fd = fd;
    pdf->path = path;
    pdf->path_bytes = path_bytes;
    pdf->n_text = 0;
    bool made = lseek(fd, 0, SEEK_SET) == 0 && pipe(pipe_ends) == 0;
    if (made) {
        fcntl(pipe_ends[0], F_SETFD, FD_CLOEXEC);
        fcntl(pipe_ends[1], F_SETFD, FD_CLOEXEC);
        pdf->child = fork();
        if (pdf->child == 0) {
            be_child(pdf, pipe_ends[1]);
        }
        close(pipe_ends[1]);
        pdf->out = pipe_ends[0];
    }
    if (!made || pdf->child < 0) {
        tell(pdf, DS_FAULT_IO, "a PDF, and pdftotext cannot be started");
        close_out(pdf);
        pdf->child = 0;
        return DS_EIO;
    }
    setpgid(pdf->child, pdf->child); /* whoever comes first */
    clock_gettime(CLOCK_MONOTONIC, &pdf->deadline);
    pdf->deadline.tv_sec += pdf->seconds;
    ds_input_open(&pdf->input, read_text, pdf);
    *text = &pdf->input;
    return DS_OK;
}

void ds_pdf_free(ds_pdf *pdf)
{
    if (pdf) {
        ds_pdf_stop(pdf);
        free(pdf);
    }
}

/* ---- quality ---------------------------------------------------------- */

/* Private use, replacement and control characters: what a font without a table
 * of its letters gives. */
static bool is_junk(uint32_t code)
{
    return (code >= 0xE000 && code <= 0xF8FF) || code == 0xFFFD || code >= 0xF0000 || code < ' ' ||
           (code >= 0x7F && code < 0xA0);
}

bool ds_pdf_needs_ocr(ds_str text)
{
    size_t n_pages = 0;
    size_t n_letters = 0;
    size_t n_junk = 0;
    size_t size;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        if (code == '\f') {
            n_pages++;
        } else if (ds_code_is_space(code)) {
            continue;
        } else if (is_junk(code)) {
            n_junk++;
        } else {
            n_letters++;
        }
    }
    n_pages = n_pages ? n_pages : 1;
    return n_letters < n_pages * LEAST_LETTERS ||
           n_junk * 100 > (n_letters + n_junk) * JUNK_PERCENT;
}
