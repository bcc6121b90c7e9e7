#include "tests/support/scratch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void stop(const char *what)
{
    perror(what);
    abort();
}

void scratch_make(scratch *in)
{
    snprintf(in->path, sizeof in->path, "/tmp/dealsift-test-XXXXXX");
    if (!mkdtemp(in->path)) {
        stop("mkdtemp");
    }
}

const char *scratch_path(scratch *in, const char *name)
{
    int len = snprintf(in->file, sizeof in->file, "%s/%s", in->path, name);
    if (len < 0 || (size_t)len >= sizeof in->file) {
        stop("path");
    }
    return in->file;
}

void scratch_write(scratch *in, const char *name, ds_str bytes)
{
    scratch_path(in, name);
    for (char *slash = in->file + strlen(in->path) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(in->file, 0755);
        *slash = '/';
    }
    FILE *file = fopen(in->file, "wb");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0) {
        stop(in->file);
    }
}

static void remove_tree(const char *path)
{
    struct stat info;
    if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        chmod(path, 0755);
        DIR *dir = opendir(path);
        const struct dirent *entry;
        while (dir && (entry = readdir(dir))) {
            char below[2 * SCRATCH_PATH_BYTES];
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
                snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
                remove_tree(below);
            }
        }
        if (dir) {
            closedir(dir);
        }
    }
    remove(path);
}

void scratch_remove(scratch *in)
{
    remove_tree(in->path);
}

void gather_message(void *payload, ds_level level, const char *message)
{
    (void)level;
    ds_buf_add(payload, ds_str_from(message));
    ds_buf_add_char(payload, '\n');
}
