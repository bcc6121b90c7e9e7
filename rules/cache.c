#include "rules/cache.h"

#include "rules/image.h"
#include "rules/image_format.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* An image's name: 32 hex digits and this. */
static const char suffix[] = ".rules";
enum { KEY_DIGITS = 32 };

/* The image repeats it, so that one file cannot stand for another. */
#define KEPT_KEY "cache.key"

struct ds_cache {
    char *folder;
    char *path; /* of the image */
    char key[KEY_DIGITS + 1];
};

static void hash_text(XXH3_state_t *hash, char kind, const char *text)
{
    XXH3_128bits_update(hash, &kind, 1);
    XXH3_128bits_update(hash, text, strlen(text) + 1);
}

/* Names count as they were given, because messages repeat them; if one is
 * relative, so does the folder we are in. */
static bool hash_files(XXH3_state_t *hash, const ds_rule_files *files)
{
    bool relative = files->main_pack[0] != '/';
    hash_text(hash, 'm', files->main_pack);
    for (size_t i = 0; i < files->n_house; i++) {
        hash_text(hash, 'h', files->house[i]);
        relative = relative || files->house[i][0] != '/';
    }
    for (size_t i = 0; i < files->n_names; i++) {
        hash_text(hash, 'n', files->names[i]);
        relative = relative || files->names[i][0] != '/';
    }
    char here[PATH_MAX];
    if (relative && !getcwd(here, sizeof here)) {
        return false;
    }
    hash_text(hash, 'd', relative ? here : "");
    return true;
}

static bool make_key(char out[KEY_DIGITS + 1], const ds_rule_files *files)
{
    uint64_t program[2];
    XXH3_state_t *hash = XXH3_createState();
    bool good = hash && ds_image_program(program);
    if (good) {
        XXH3_128bits_reset(hash);
        XXH3_128bits_update(hash, program, sizeof program);
        good = hash_files(hash, files);
        XXH128_hash_t digest = XXH3_128bits_digest(hash);
        snprintf(out, KEY_DIGITS + 1, "%016llx%016llx", (unsigned long long)digest.high64,
                 (unsigned long long)digest.low64);
    }
    XXH3_freeState(hash);
    return good;
}

ds_status ds_cache_new(ds_cache **out, const char *folder, const ds_rule_files *files)
{
    ds_cache *cache = calloc(1, sizeof *cache);
    if (!cache) {
        return DS_ENOMEM;
    }
    if (!make_key(cache->key, files)) {
        ds_cache_free(cache);
        return DS_EINVALID;
    }
    size_t len = strlen(folder) + 1 + KEY_DIGITS + sizeof suffix;
    cache->folder = strdup(folder);
    cache->path = malloc(len);
    if (!cache->folder || !cache->path) {
        ds_cache_free(cache);
        return DS_ENOMEM;
    }
    snprintf(cache->path, len, "%s/%s%s", folder, cache->key, suffix);
    *out = cache;
    return DS_OK;
}

ds_status ds_cache_read(const ds_cache *cache, ds_ruleset **out, ds_diag *diag)
{
    ds_image_state state;
    ds_ruleset *set = NULL;
    ds_status status = ds_image_read(&set, cache->path, true, &state);
    if (status == DS_ENOMEM) {
        return status;
    }
    if (status == DS_OK && !ds_str_equal(ds_ruleset_kept(set, KEPT_KEY), ds_str_from(cache->key))) {
        ds_ruleset_free(set);
        status = DS_EINVALID;
        state = DS_IMAGE_NONE; /* that belong here */
    }
    if (status != DS_OK) {
        if (state != DS_IMAGE_ABSENT) {
            ds_diag_report(diag, DS_LEVEL_NOTE, (ds_where){cache->path, 0, 0},
                           "%s; the rules are read from their files", ds_image_state_name(state));
        }
        return DS_END;
    }
    if (ds_image_changed(set)) {
        ds_ruleset_free(set);
        return DS_END;
    }
    *out = set;
    return DS_OK;
}

/* The folder and those above it; what is new is ours alone, as XDG wants it. */
static bool make_folder(const char *folder)
{
    char *path = strdup(folder);
    bool good = path != NULL;
    for (char *slash = path; good && slash;) {
        slash = strchr(slash + 1, '/');
        if (slash) {
            *slash = '\0';
        }
        good = mkdir(path, S_IRWXU) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES;
        if (slash) {
            *slash = '/';
        }
    }
    free(path);
    return good && access(folder, W_OK) == 0;
}

/* An image, or what a writer that died left of one. */
static bool is_ours(const char *name)
{
    return strspn(name, "0123456789abcdef") == KEY_DIGITS &&
           strncmp(name + KEY_DIGITS, suffix, sizeof suffix - 1) == 0;
}

/* Of the folder's images the oldest; returns how many there are. */
static size_t find_oldest(DIR *folder, char oldest[NAME_MAX + 1])
{
    size_t n = 0;
    struct timespec first = {0, 0};
    rewinddir(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct stat info;
        if (!is_ours(entry->d_name) || fstatat(dirfd(folder), entry->d_name, &info, 0) != 0) {
            continue;
        }
        bool older = info.st_mtim.tv_sec < first.tv_sec ||
                     (info.st_mtim.tv_sec == first.tv_sec && info.st_mtim.tv_nsec < first.tv_nsec);
        if (n++ == 0 || older) {
            first = info.st_mtim;
            snprintf(oldest, NAME_MAX + 1, "%s", entry->d_name);
        }
    }
    return n;
}

static void drop_old(const char *path)
{
    char oldest[NAME_MAX + 1];
    DIR *folder = opendir(path);
    while (folder && find_oldest(folder, oldest) > DS_CACHE_MAX_FILES &&
           unlinkat(dirfd(folder), oldest, 0) == 0) {
    }
    if (folder) {
        closedir(folder);
    }
}

ds_status ds_cache_write(const ds_cache *cache, const ds_ruleset *set, const ds_kept *kept,
                         size_t n_kept)
{
    if (!make_folder(cache->folder)) {
        return DS_EIO;
    }
    ds_kept *all = calloc(n_kept + 1, sizeof *all);
    if (!all) {
        return DS_ENOMEM;
    }
    if (n_kept) {
        memcpy(all, kept, n_kept * sizeof *all);
    }
    all[n_kept] = (ds_kept){KEPT_KEY, ds_str_from(cache->key), false};
    ds_status status = ds_image_write(cache->path, set, all, n_kept + 1);
    int error = errno;
    if (status == DS_OK) {
        drop_old(cache->folder);
    }
    free(all);
    errno = error;
    return status;
}

void ds_cache_free(ds_cache *cache)
{
    if (cache) {
        free(cache->folder);
        free(cache->path);
        free(cache);
    }
}
