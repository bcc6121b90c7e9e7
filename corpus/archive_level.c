#include "corpus/archive_inside.h"
#include "corpus/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TAR_MARK = 257 };

/* ---- faults ----------------------------------------------------------- */

ds_fault ds_unpack_fault(const ds_unpack *unpack, ds_fault_code code)
{
    return (ds_fault){.code = code,
                      .stage = "unpack",
                      .source = unpack->path.ptr,
                      .path_bytes = unpack->file_bytes};
}

void ds_unpack_tell_over(ds_unpack *unpack, const char *what)
{
    if (!unpack->over) {
        unpack->over = true;
        ds_faults_tell(unpack->faults, ds_unpack_fault(unpack, DS_FAULT_ARCHIVE_LIMIT), 0,
                       "%s; the rest of the file is not read", what);
    }
}

/* True: the file unpacks to more than it may. */
static bool is_over(ds_unpack *unpack)
{
    unsigned long long packed = unpack->file_size ? unpack->file_size : unpack->file.n_read;
    if (unpack->n_produced > DS_ARCHIVE_MAX_BYTES) {
        ds_unpack_tell_over(unpack, "an archive that unpacks to more than 1 TB");
    } else if (unpack->n_produced > DS_ARCHIVE_FREE_BYTES + packed * DS_ARCHIVE_MAX_RATIO) {
        ds_unpack_tell_over(unpack, "an archive that unpacks to more than 250 times its size");
    }
    return unpack->over;
}

void ds_archive_tell_damage(ds_archive_level *at)
{
    if (at->told || at->unpack->over) {
        return;
    }
    at->told = true;
    const char *text = archive_error_string(at->archive);
    /* libarchive falls over the first question if it knows no format */
    bool encrypted =
        (archive_format(at->archive) && archive_read_has_encrypted_entries(at->archive) == 1) ||
        (text && strstr(text, "ncrypt"));
    if (encrypted) {
        ds_faults_tell(at->unpack->faults, ds_unpack_fault(at->unpack, DS_FAULT_ENCRYPTED), 0,
                       "encrypted: it cannot be read without a password");
    } else {
        ds_faults_tell(at->unpack->faults, ds_unpack_fault(at->unpack, DS_FAULT_IO), 0,
                       "damaged or not to be unpacked: %s", text ? text : "unknown reason");
    }
}

/* ---- reading ---------------------------------------------------------- */

static la_ssize_t read_block(struct archive *archive, void *payload, const void **block)
{
    ds_archive_level *at = payload;
    *block = at->block;
    ssize_t got = ds_input_read(at->from, at->block, sizeof at->block);
    if (got < 0) {
        at->told = at->told || got == DS_INPUT_TOLD;
        archive_set_error(archive, errno, "%s", strerror(errno));
        return -1;
    }
    return got;
}

static ssize_t read_member(void *payload, char *to, size_t len)
{
    ds_archive_level *at = payload;
    la_ssize_t got;
    do {
        got = archive_read_data(at->archive, to, len);
    } while (got == ARCHIVE_RETRY);
    if (got < 0) {
        ds_archive_tell_damage(at);
        return DS_INPUT_TOLD;
    }
    at->unpack->n_produced += (unsigned long long)got;
    return got > 0 && is_over(at->unpack) ? DS_INPUT_TOLD : got;
}

void ds_archive_drain(ds_archive_level *at)
{
    char piece[4096];
    while (!at->single && read_member(at, piece, sizeof piece) > 0) {
    }
}

/* ---- opening ---------------------------------------------------------- */

ds_container ds_container_of(ds_str head)
{
    static const struct {
        ds_str magic;
        ds_container kind;
    } known[] = {
        {DS_STR_INIT("PK\x03\x04"), DS_CONTAINER_ZIP},
        {DS_STR_INIT("PK\x05\x06"), DS_CONTAINER_ZIP},
        {DS_STR_INIT("7z\xBC\xAF\x27\x1C"), DS_CONTAINER_SEVEN_ZIP},
        {DS_STR_INIT("\x1F\x8B\x08"), DS_CONTAINER_FILTER},
        {DS_STR_INIT("\xFD"
                     "7zXZ"),
         DS_CONTAINER_FILTER},
        {DS_STR_INIT("\x28\xB5\x2F\xFD"), DS_CONTAINER_FILTER},
        {DS_STR_INIT("BZh"), DS_CONTAINER_FILTER},
        {DS_STR_INIT("%PDF-"), DS_CONTAINER_PDF},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (ds_str_starts(head, known[i].magic)) {
            return known[i].kind;
        }
    }
    bool tar = head.len >= TAR_MARK + 5 && memcmp(head.ptr + TAR_MARK, "ustar", 5) == 0;
    return tar ? DS_CONTAINER_TAR : DS_CONTAINER_NONE;
}

static struct archive *make_archive(ds_container kind)
{
    struct archive *archive = archive_read_new();
    if (!archive) {
        return NULL;
    }
    switch (kind) {
    case DS_CONTAINER_ZIP:
        archive_read_support_format_zip(archive); /* also what lost its end */
        break;
    case DS_CONTAINER_SEVEN_ZIP:
        archive_read_support_format_7zip(archive);
        break;
    default:
        archive_read_support_filter_gzip(archive);
        archive_read_support_filter_bzip2(archive);
        archive_read_support_filter_xz(archive);
        archive_read_support_filter_zstd(archive);
        archive_read_support_format_tar(archive);
        archive_read_support_format_raw(archive);
        archive_read_support_format_empty(archive);
        break;
    }
    return archive;
}

static void free_level(ds_archive_level *at)
{
    archive_read_free(at->archive);
    if (at->spooled) {
        close(at->fd);
    }
    free(at);
}

void ds_archive_pop(ds_unpack *unpack)
{
    free_level(unpack->levels[--unpack->depth]);
    unpack->levels[unpack->depth] = NULL;
}

bool ds_unpack_seekable(ds_unpack *unpack, ds_input *input, int *fd, bool *spooled)
{
    *spooled = false;
    *fd = input->fd;
    bool whole = !input->source && unpack->file_size &&
                 lseek(input->fd, 0, SEEK_CUR) == (off_t)input->n_read;
    if (whole && lseek(input->fd, 0, SEEK_SET) == 0) {
        return true;
    }
    ds_status status = ds_spool_copy(input, fd);
    *spooled = status == DS_OK;
    if (status == DS_ELIMIT) {
        ds_faults_tell(unpack->faults, ds_unpack_fault(unpack, DS_FAULT_TOO_LARGE), 0,
                       "more than %d MB, and it cannot be read from its beginning to its end",
                       DS_SPOOL_MAX_BYTES >> 20);
    } else if (status == DS_EIO && errno) {
        ds_faults_tell(unpack->faults, ds_unpack_fault(unpack, DS_FAULT_IO), 0,
                       "cannot be copied to a temporary file: %s", strerror(errno));
    }
    return status == DS_OK;
}

ds_status ds_archive_push(ds_unpack *unpack, ds_input *input, ds_container kind)
{
    ds_archive_level *at = calloc(1, sizeof *at);
    if (!at) {
        return DS_ENOMEM;
    }
    *at = (ds_archive_level){.unpack = unpack, .from = input, .fd = -1, .kind = kind};
    at->path_len = unpack->path.len - 1;
    if ((kind == DS_CONTAINER_ZIP || kind == DS_CONTAINER_SEVEN_ZIP) &&
        !ds_unpack_seekable(unpack, input, &at->fd, &at->spooled)) {
        free(at);
        return DS_EINVALID;
    }
    at->archive = make_archive(kind);
    if (!at->archive) {
        free_level(at);
        return DS_ENOMEM;
    }
    int result = at->fd >= 0 ? archive_read_open_fd(at->archive, at->fd, DS_ARCHIVE_BLOCK_BYTES)
                             : archive_read_open(at->archive, at, NULL, read_block, NULL);
    if (result != ARCHIVE_OK) {
        ds_archive_tell_damage(at);
        free_level(at);
        return DS_EINVALID;
    }
    unpack->levels[unpack->depth++] = at;
    return DS_OK;
}

ds_status ds_archive_reopen(ds_unpack *unpack, ds_archive_level *at)
{
    archive_read_free(at->archive);
    at->archive = make_archive(DS_CONTAINER_ZIP);
    if (!at->archive) {
        return DS_ENOMEM;
    }
    if (lseek(at->fd, 0, SEEK_SET) != 0 ||
        archive_read_open_fd(at->archive, at->fd, DS_ARCHIVE_BLOCK_BYTES) != ARCHIVE_OK) {
        ds_archive_tell_damage(at);
        ds_archive_pop(unpack);
    }
    return DS_EINVALID;
}

/* ---- members ---------------------------------------------------------- */

int ds_archive_next_header(ds_archive_level *at, struct archive_entry **entry)
{
    locale_t before = uselocale(at->unpack->locale);
    int result;
    do {
        result = archive_read_next_header(at->archive, entry);
    } while (result == ARCHIVE_RETRY);
    uselocale(before);
    return result;
}

void ds_archive_begin_member(ds_archive_level *at)
{
    ds_input_open(&at->member, read_member, at);
}
