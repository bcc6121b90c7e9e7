#include "extract/command/retry_list.h"

#include "corpus/text/buffer.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAME_BYTES = 256 * 1024, MAX_LINE_BYTES = 4 * 1024 * 1024 };

/* Something at fault: a file or member, or a line of it. */
typedef struct item {
    char *name;        /* "path" or "path!member", owned */
    size_t path_bytes; /* of it, the path                */
    size_t line;       /* 0: all of it                   */
} item;

struct ds_retry_list {
    item *items; /* sorted by name and line */
    size_t n_items;
    size_t cap;
    char **paths; /* owned */
    size_t n_paths;
};

static bool add_item(ds_retry_list *list, const char *name, size_t path_bytes, size_t line)
{
    if (list->n_items == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 64;
        item *grown = realloc(list->items, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        list->items = grown;
        list->cap = cap;
    }
    char *copy = strdup(name);
    if (copy) {
        list->items[list->n_items++] = (item){copy, path_bytes, line};
    }
    return copy != NULL;
}

static void add_hexadecimal(ds_buf *to, const char *digits)
{
    unsigned byte;
    while (sscanf(digits, "%2x", &byte) == 1 && digits[1]) { /* NOLINT(cert-err34-c): two digits */
        ds_buf_add_char(to, (char)byte);
        digits += 2;
    }
}

/* One line.  False: reported. */
static ds_status read_item(ds_retry_list *list, const char *text, ds_where where, ds_diag *diag)
{
    json_error_t error;
    json_t *row = json_loads(text, 0, &error);
    const char *source = json_string_value(json_object_get(row, "source"));
    const char *bytes = json_string_value(json_object_get(row, "source_bytes"));
    const char *member = json_string_value(json_object_get(row, "member"));
    json_int_t line = json_integer_value(json_object_get(row, "line"));
    ds_status status = DS_OK;
    if (!source || line < 0) {
        status = ds_diag_fail(diag, DS_EINVALID, where, "not a line of a quarantine file");
    } else if (strcmp(source, "-") == 0) {
        ds_diag_report(diag, DS_LEVEL_WARNING, where, "standard input cannot be read again");
    } else {
        ds_buf name = ds_buf_make(MAX_NAME_BYTES);
        if (bytes) {
            add_hexadecimal(&name, bytes);
        } else {
            ds_buf_add(&name, ds_str_from(source));
        }
        size_t path_bytes = name.len;
        if (member) {
            ds_buf_format(&name, "!%s", member);
        }
        ds_buf_add_char(&name, '\0');
        bool added = !name.failed && add_item(list, name.ptr, path_bytes, (size_t)line);
        status = added ? DS_OK : DS_ENOMEM;
        ds_buf_free(&name);
    }
    json_decref(row);
    return status;
}

static ds_status read_file(ds_retry_list *list, const char *path, ds_diag *diag)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        return ds_diag_fail(diag, DS_EMISSING, (ds_where){.file = path}, "cannot be read: %s",
                            strerror(errno));
    }
    char *text = NULL;
    size_t cap = 0;
    ds_where where = {.file = path};
    ds_status status = DS_OK;
    ssize_t len;
    while (status == DS_OK && (len = getline(&text, &cap, file)) >= 0) {
        where.line++;
        if (len > MAX_LINE_BYTES) {
            status = ds_diag_fail(diag, DS_EINVALID, where, "not a line of a quarantine file");
        } else if (strspn(text, " \t\r\n") < (size_t)len) {
            status = read_item(list, text, where, diag);
        }
    }
    if (status == DS_OK && ferror(file)) {
        status = ds_diag_fail(diag, DS_EMISSING, (ds_where){.file = path}, "cannot be read: %s",
                              strerror(errno));
    }
    free(text);
    fclose(file);
    return status;
}

static int by_name(const void *a, const void *b)
{
    const item *one = a;
    const item *other = b;
    int order = strcmp(one->name, other->name);
    return order ? order : (one->line > other->line) - (one->line < other->line);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static ds_status gather_paths(ds_retry_list *list)
{
    list->paths = calloc(list->n_items + 1, sizeof *list->paths);
    if (!list->paths) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < list->n_items; i++) {
        char *path = strndup(list->items[i].name, list->items[i].path_bytes);
        if (!path) {
            return DS_ENOMEM;
        }
        list->paths[list->n_paths++] = path;
    }
    qsort(list->paths, list->n_paths, sizeof *list->paths, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < list->n_paths; i++) {
        if (kept && strcmp(list->paths[kept - 1], list->paths[i]) == 0) {
            free(list->paths[i]);
        } else {
            list->paths[kept++] = list->paths[i];
        }
    }
    list->n_paths = kept;
    return DS_OK;
}

ds_status ds_retry_list_read(ds_retry_list **out, const char *const *files, size_t n_files,
                             ds_diag *diag)
{
    ds_retry_list *list = calloc(1, sizeof *list);
    ds_status status = list ? DS_OK : DS_ENOMEM;
    for (size_t i = 0; status == DS_OK && i < n_files; i++) {
        status = read_file(list, files[i], diag);
    }
    if (status == DS_OK && list->n_items) {
        qsort(list->items, list->n_items, sizeof *list->items, by_name);
    }
    if (status == DS_OK) {
        status = gather_paths(list);
    }
    if (status != DS_OK) {
        ds_retry_list_free(list);
        return status;
    }
    *out = list;
    return DS_OK;
}

const char *const *ds_retry_list_paths(const ds_retry_list *list, size_t *n)
{
    *n = list->n_paths;
    return (const char *const *)list->paths;
}

/* The first item of that name, whatever its line; NULL: none. */
static const item *find(const ds_retry_list *list, const char *name, size_t len)
{
    size_t low = 0;
    size_t high = list->n_items;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(list->items[middle].name, name, len);
        if (order == 0) {
            order = list->items[middle].name[len] != '\0';
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    bool same = low < list->n_items && strncmp(list->items[low].name, name, len) == 0 &&
                list->items[low].name[len] == '\0';
    return same ? &list->items[low] : NULL;
}

static bool has_line(const ds_retry_list *list, const item *first, size_t line)
{
    item key = {first->name, 0, line};
    return bsearch(&key, list->items, list->n_items, sizeof key, by_name) != NULL;
}

static bool is_wanted(void *payload, const char *name, size_t line)
{
    const ds_retry_list *list = payload;
    const item *own = find(list, name, strlen(name));
    if (own && (line == 0 || own->line == 0 || has_line(list, own, line))) {
        return true;
    }
    for (const char *mark = strchr(name, '!'); mark; mark = strchr(mark + 1, '!')) {
        const item *above = find(list, name, (size_t)(mark - name));
        if (above && above->line == 0) {
            return true; /* all of the archive */
        }
    }
    return false;
}

ds_select ds_retry_list_select(ds_retry_list *list)
{
    return (ds_select){is_wanted, list};
}

void ds_retry_list_free(ds_retry_list *list)
{
    if (list) {
        for (size_t i = 0; i < list->n_items; i++) {
            free(list->items[i].name);
        }
        for (size_t i = 0; i < list->n_paths; i++) {
            free(list->paths[i]);
        }
        free(list->items);
        free(list->paths);
        free(list);
    }
}
