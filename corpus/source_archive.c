#include "corpus/source_archive.h"

#include "corpus/decode.h"
#include "corpus/spool.h"
#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 32 * 1024,
    MAX_NAME_BYTES = 64 * 1024,
    MAX_FILTERS = 3, /* compressed, and once more, beside the file itself */
    TAR_MARK = 257,
};

typedef enum container { NO_CONTAINER, ZIP, SEVEN_ZIP, TAR, FILTER, PDF } container;

/* An open archive. */
typedef struct level {
    ds_unpack *unpack;
    struct archive *archive;
    ds_input *from; /* what it is read from ...              */
    int fd;         /* ... or the file to seek in, or -1     */
    bool spooled;   /* fd is ours to close                   */
    bool single;    /* a compressed file, no archive         */
    bool begun;     /* a member was at hand  */
    bool told;      /* a fault that ends it was reported     */
    container kind;
    size_t path_len; /* of its own path */
    ds_input member; /* the member at hand */
    char block[BLOCK_BYTES];
} level;

struct ds_unpack {
    ds_walk *walk;
    ds_progress *progress;
    ds_faults *faults;
    ds_unpack_options options;
    locale_t names; /* in which libarchive keeps names as they are */
    ds_decoder *gb18030;
    ds_decoder *big5;
    ds_buf path;       /* NUL-terminated */
    size_t file_bytes; /* of the path that are the file's */
    ds_input file;
    unsigned long long file_size; /* 0: not known */
    unsigned long long n_produced;
    size_t n_members;
    bool over; /* a limit was passed: the whole file is left */
    int spool; /* of the entry handed out, or -1 */
    size_t depth;
    level *levels[DS_ARCHIVE_MAX_DEPTH + 1]; /* and a docx in them */
};

/* ---- faults ----------------------------------------------------------- */

static ds_fault fault_of(const ds_unpack *unpack, ds_fault_code code)
{
    return (ds_fault){.code = code,
                      .stage = "unpack",
                      .source = unpack->path.ptr,
                      .path_bytes = unpack->file_bytes};
}

static void set_path(ds_unpack *unpack, size_t keep, ds_str name)
{
    unpack->path.len = keep;
    if (name.len) {
        ds_buf_add_char(&unpack->path, '!');
        ds_buf_add(&unpack->path, name);
    }
    ds_buf_add_char(&unpack->path, '\0');
}

static void tell_over(ds_unpack *unpack, const char *what)
{
    if (!unpack->over) {
        unpack->over = true;
        ds_faults_tell(unpack->faults, fault_of(unpack, DS_FAULT_ARCHIVE_LIMIT), 0,
                       "%s; the rest of the file is not read", what);
    }
}

/* True: the file unpacks to more than it may. */
static bool is_over(ds_unpack *unpack)
{
    unsigned long long packed = unpack->file_size ? unpack->file_size : unpack->file.n_read;
    if (unpack->n_produced > DS_ARCHIVE_MAX_BYTES) {
        tell_over(unpack, "an archive that unpacks to more than 1 TB");
    } else if (unpack->n_produced > DS_ARCHIVE_FREE_BYTES + packed * DS_ARCHIVE_MAX_RATIO) {
        tell_over(unpack, "an archive that unpacks to more than 250 times its size");
    }
    return unpack->over;
}

/* libarchive failed: what it says, once. */
static void tell_damage(level *at)
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
        ds_faults_tell(at->unpack->faults, fault_of(at->unpack, DS_FAULT_ENCRYPTED), 0,
                       "encrypted: it cannot be read without a password");
    } else {
        ds_faults_tell(at->unpack->faults, fault_of(at->unpack, DS_FAULT_IO), 0,
                       "damaged or not to be unpacked: %s", text ? text : "unknown reason");
    }
}

/* ---- reading ---------------------------------------------------------- */

static la_ssize_t read_block(struct archive *archive, void *payload, const void **block)
{
    level *at = payload;
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
    level *at = payload;
    la_ssize_t got;
    do {
        got = archive_read_data(at->archive, to, len);
    } while (got == ARCHIVE_RETRY);
    if (got < 0) {
        tell_damage(at);
        return DS_INPUT_TOLD;
    }
    at->unpack->n_produced += (unsigned long long)got;
    return got > 0 && is_over(at->unpack) ? DS_INPUT_TOLD : got;
}

/* What is left of a member, so that no bomb is unpacked unseen. */
static void drain(level *at)
{
    char piece[4096];
    while (!at->single && read_member(at, piece, sizeof piece) > 0) {
    }
}

/* ---- opening ---------------------------------------------------------- */

static container container_of(ds_str head)
{
    static const struct {
        ds_str magic;
        container kind;
    } known[] = {
        {DS_STR_INIT("PK\x03\x04"), ZIP},
        {DS_STR_INIT("PK\x05\x06"), ZIP},
        {DS_STR_INIT("7z\xBC\xAF\x27\x1C"), SEVEN_ZIP},
        {DS_STR_INIT("\x1F\x8B\x08"), FILTER},
        {DS_STR_INIT("\xFD"
                     "7zXZ"),
         FILTER},
        {DS_STR_INIT("\x28\xB5\x2F\xFD"), FILTER},
        {DS_STR_INIT("BZh"), FILTER},
        {DS_STR_INIT("%PDF-"), PDF},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (ds_str_starts(head, known[i].magic)) {
            return known[i].kind;
        }
    }
    bool tar = head.len >= TAR_MARK + 5 && memcmp(head.ptr + TAR_MARK, "ustar", 5) == 0;
    return tar ? TAR : NO_CONTAINER;
}

static struct archive *make_archive(container kind)
{
    struct archive *archive = archive_read_new();
    if (!archive) {
        return NULL;
    }
    switch (kind) {
    case ZIP:
        archive_read_support_format_zip(archive); /* also what lost its end */
        break;
    case SEVEN_ZIP:
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

static void free_level(level *at)
{
    archive_read_free(at->archive);
    if (at->spooled) {
        close(at->fd);
    }
    free(at);
}

static void pop(ds_unpack *unpack)
{
    free_level(unpack->levels[--unpack->depth]);
    unpack->levels[unpack->depth] = NULL;
}

/* A file to seek in with the bytes of `input`: the file itself if it is one,
 * else a copy.  False: reported. */
static bool seekable(ds_unpack *unpack, ds_input *input, int *fd, bool *spooled)
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
        ds_faults_tell(unpack->faults, fault_of(unpack, DS_FAULT_TOO_LARGE), 0,
                       "more than %d MB, and it cannot be read from its beginning to its end",
                       DS_SPOOL_MAX_BYTES >> 20);
    } else if (status == DS_EIO && errno) {
        ds_faults_tell(unpack->faults, fault_of(unpack, DS_FAULT_IO), 0,
                       "cannot be copied to a temporary file: %s", strerror(errno));
    }
    return status == DS_OK;
}

/* Opens an archive within `input`.  DS_OK: it is the innermost level.
 * DS_EINVALID: reported.  DS_ENOMEM. */
static ds_status push(ds_unpack *unpack, ds_input *input, container kind)
{
    level *at = calloc(1, sizeof *at);
    if (!at) {
        return DS_ENOMEM;
    }
    *at = (level){.unpack = unpack, .from = input, .fd = -1, .kind = kind};
    at->path_len = unpack->path.len - 1;
    if ((kind == ZIP || kind == SEVEN_ZIP) && !seekable(unpack, input, &at->fd, &at->spooled)) {
        free(at);
        return DS_EINVALID;
    }
    at->archive = make_archive(kind);
    if (!at->archive) {
        free_level(at);
        return DS_ENOMEM;
    }
    int result = at->fd >= 0 ? archive_read_open_fd(at->archive, at->fd, BLOCK_BYTES)
                             : archive_read_open(at->archive, at, NULL, read_block, NULL);
    if (result != ARCHIVE_OK) {
        tell_damage(at);
        free_level(at);
        return DS_EINVALID;
    }
    unpack->levels[unpack->depth++] = at;
    return DS_OK;
}

/* ---- names ------------------------------------------------------------ */

/* The decoder is made when the first name needs it: its tables are large. */
static bool decode_name(ds_decoder **decoder, const char *encoding, ds_str bytes, ds_buf *out)
{
    ds_buf_clear(out);
    if (!*decoder && ds_decoder_new(decoder, encoding) != DS_OK) {
        return false;
    }
    ds_decoder_reset(*decoder, 0);
    ds_decoder_feed(*decoder, bytes, true, out);
    return ds_decoder_replaced(*decoder) == 0 && !out->failed;
}

/* The member's name as UTF-8, control characters shown as '?'. */
static ds_str name_of(ds_unpack *unpack, struct archive_entry *entry, ds_buf *out)
{
    const char *name = archive_entry_pathname(entry);
    name = name ? name : archive_entry_pathname_utf8(entry);
    ds_str bytes = ds_str_from(name ? name : "?");
    bytes.len = bytes.len < MAX_NAME_BYTES / 4 ? bytes.len : MAX_NAME_BYTES / 4;
    if (ds_utf8_valid(bytes) == bytes.len) {
        ds_buf_clear(out);
        ds_buf_add(out, bytes);
    } else if (!decode_name(&unpack->gb18030, "gb18030", bytes, out) &&
               !decode_name(&unpack->big5, "Big5-HKSCS", bytes, out)) {
        decode_name(&unpack->gb18030, "gb18030", bytes, out);
    }
    for (size_t i = 0; i < out->len; i++) {
        if ((unsigned char)out->ptr[i] < ' ' || out->ptr[i] == 0x7F) {
            out->ptr[i] = '?';
        }
    }
    return ds_buf_str(out);
}

/* Hidden files, and what macOS packs beside each. */
static bool is_hidden(ds_str name)
{
    if (ds_str_starts(name, DS_STR("__MACOSX/"))) {
        return true;
    }
    for (size_t at = 0; at < name.len; at++) {
        bool first = at == 0 || name.ptr[at - 1] == '/';
        bool dots = at + 1 == name.len || name.ptr[at + 1] == '/' || name.ptr[at + 1] == '.';
        if (first && name.ptr[at] == '.' && !dots) {
            return true;
        }
    }
    return false;
}

/* ---- members ---------------------------------------------------------- */

static int next_header(level *at, struct archive_entry **entry)
{
    locale_t before = uselocale(at->unpack->names);
    int result;
    do {
        result = archive_read_next_header(at->archive, entry);
    } while (result == ARCHIVE_RETRY);
    uselocale(before);
    return result;
}

static void begin_member(level *at)
{
    ds_input_open(&at->member, read_member, at);
}

/* DS_OK: a member is at hand and named.  DS_EMISSING: passed over.  DS_END. */
static ds_status next_member(ds_unpack *unpack, level *at)
{
    struct archive_entry *entry;
    if (at->begun) {
        drain(at);
    }
    if (unpack->over || at->told || (at->single && at->begun)) {
        return DS_END;
    }
    set_path(unpack, at->path_len, (ds_str){NULL, 0});
    int result = next_header(at, &entry);
    if (result == ARCHIVE_EOF) {
        return DS_END;
    }
    if (result < ARCHIVE_WARN) {
        tell_damage(at);
        return DS_END;
    }
    if (archive_filter_count(at->archive) > MAX_FILTERS) {
        tell_over(unpack, "compressed more than twice");
        return DS_END;
    }
    if (archive_format(at->archive) == ARCHIVE_FORMAT_RAW) {
        if (archive_filter_count(at->archive) < 2) { /* no filter knows it */
            archive_set_error(at->archive, EINVAL, "its beginning is broken");
            tell_damage(at);
            return DS_END;
        }
        at->single = true;
    } else if (++unpack->n_members > DS_ARCHIVE_MAX_MEMBERS) {
        tell_over(unpack, "an archive of more than 2,000,000 members");
        return DS_END;
    }
    ds_buf name = ds_buf_make(MAX_NAME_BYTES);
    ds_str shown = at->single ? (ds_str){NULL, 0} : name_of(unpack, entry, &name);
    bool file = at->single || (archive_entry_filetype(entry) == AE_IFREG &&
                               !archive_entry_hardlink(entry) && !is_hidden(shown));
    set_path(unpack, at->path_len, shown);
    ds_buf_free(&name);
    if (file && archive_entry_is_encrypted(entry)) {
        ds_faults_tell(unpack->faults, fault_of(unpack, DS_FAULT_ENCRYPTED), 0,
                       "encrypted: it cannot be read without a password");
        file = false;
        at->told = at->kind == SEVEN_ZIP; /* nothing behind it can be reached */
        at->begun = false;                /* nor its own bytes */
    } else {
        at->begun = true;
    }
    begin_member(at);
    return unpack->path.failed ? DS_ENOMEM : file ? DS_OK : DS_EMISSING;
}

/* ---- Office documents -------------------------------------------------- */

static bool is_office_name(const char *name)
{
    static const char *const begins[] = {
        "[Content_Types].xml", "_rels/",  "docProps/", "word/", "xl/", "ppt/",
        "customXml/",          "mimetype"};
    for (size_t i = 0; name && i < sizeof begins / sizeof begins[0]; i++) {
        if (strncmp(name, begins[i], strlen(begins[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* The zip just opened, if its first member says that it is an Office document,
 * at its text.  DS_OK; DS_END: another zip, to be opened again; DS_EINVALID:
 * reported. */
static ds_status find_text(ds_unpack *unpack, level *at)
{
    struct archive_entry *entry;
    int result = next_header(at, &entry);
    if (result < ARCHIVE_WARN) {
        tell_damage(at);
        return DS_EINVALID;
    }
    if (result == ARCHIVE_EOF || !is_office_name(archive_entry_pathname(entry))) {
        return DS_END;
    }
    while (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        const char *name = archive_entry_pathname(entry);
        if (name && strcmp(name, "word/document.xml") == 0) {
            begin_member(at);
            return DS_OK;
        }
        if (++unpack->n_members > DS_ARCHIVE_MAX_MEMBERS) {
            tell_over(unpack, "an archive of more than 2,000,000 members");
            return DS_EINVALID;
        }
        result = next_header(at, &entry);
    }
    if (result < ARCHIVE_WARN) {
        tell_damage(at);
    } else {
        ds_faults_tell(unpack->faults, fault_of(unpack, DS_FAULT_NO_TEXT), 0,
                       "an Office document, but not one of text (docx)");
    }
    return DS_EINVALID;
}

/* Begins again from the first member, of a zip that is an archive after all. */
static ds_status reopen(ds_unpack *unpack, level *at)
{
    archive_read_free(at->archive);
    at->archive = make_archive(ZIP);
    if (!at->archive) {
        return DS_ENOMEM;
    }
    if (lseek(at->fd, 0, SEEK_SET) != 0 ||
        archive_read_open_fd(at->archive, at->fd, BLOCK_BYTES) != ARCHIVE_OK) {
        tell_damage(at);
        pop(unpack);
    }
    return DS_EINVALID;
}

static ds_status refuse_depth(ds_unpack *unpack)
{
    ds_faults_tell(unpack->faults, fault_of(unpack, DS_FAULT_ARCHIVE_LIMIT), 0,
                   "archives within archives are read only once; unpack it first");
    return DS_EINVALID;
}

/* A zip is an archive or a docx.  DS_OK: *out is the docx; DS_EINVALID: go on. */
static ds_status open_zip(ds_unpack *unpack, ds_input *input, ds_entry *out)
{
    ds_status status = push(unpack, input, ZIP);
    if (status != DS_OK) {
        return status;
    }
    level *at = unpack->levels[unpack->depth - 1];
    status = find_text(unpack, at);
    if (status == DS_OK) {
        out->kind = DS_ENTRY_DOCX;
        out->input = &at->member;
        at->told = true; /* the level holds nothing else */
        return DS_OK;
    }
    if (status == DS_END && unpack->depth <= DS_ARCHIVE_MAX_DEPTH) {
        return reopen(unpack, at);
    }
    pop(unpack);
    return status == DS_END ? refuse_depth(unpack) : status;
}

/* ---- the loop ---------------------------------------------------------- */

/* What `input` is.  DS_OK: *out is filled.  DS_EINVALID: go on, an archive was
 * opened or a fault reported.  DS_ENOMEM. */
static ds_status open_entry(ds_unpack *unpack, ds_input *input, ds_entry *out)
{
    *out = (ds_entry){.path_bytes = unpack->file_bytes, .input = input, .fd = -1};
    if (ds_input_peek(input) == DS_INPUT_TOLD) {
        return DS_EINVALID;
    }
    container kind = container_of(ds_input_peeked(input));
    ds_status status = DS_OK;
    if (kind == ZIP) {
        status = open_zip(unpack, input, out);
    } else if (kind == PDF) {
        bool spooled = false;
        out->kind = DS_ENTRY_PDF;
        status = seekable(unpack, input, &out->fd, &spooled) ? DS_OK : DS_EINVALID;
        unpack->spool = spooled ? out->fd : -1;
    } else if (kind != NO_CONTAINER) {
        status =
            unpack->depth < DS_ARCHIVE_MAX_DEPTH ? push(unpack, input, kind) : refuse_depth(unpack);
        status = status == DS_OK ? DS_EINVALID : status;
    }
    out->path = unpack->path.ptr;
    return status;
}

static ds_status begin_file(ds_unpack *unpack)
{
    ds_source source;
    ds_status status = ds_walk_next(unpack->walk, &source);
    if (status != DS_OK) {
        return status;
    }
    ds_buf_clear(&unpack->path);
    ds_buf_add(&unpack->path, ds_str_from(source.path));
    unpack->file_bytes = unpack->path.len;
    ds_buf_add_char(&unpack->path, '\0');
    ds_input_open_fd(&unpack->file, source.fd, unpack->options.read_bytes);
    unpack->file.stop_fd = unpack->options.stop_fd;
    unpack->file.by_line = unpack->options.by_line;
    struct stat info;
    bool regular = fstat(source.fd, &info) == 0 && S_ISREG(info.st_mode);
    unpack->file_size = regular && info.st_size > 0 ? (unsigned long long)info.st_size : 0;
    unpack->n_produced = 0;
    unpack->n_members = 0;
    unpack->over = false;
    return unpack->path.failed ? DS_ENOMEM : DS_OK;
}

static void close_spool(ds_unpack *unpack)
{
    if (unpack->spool >= 0) {
        close(unpack->spool);
        unpack->spool = -1;
    }
}

/* The next member of the innermost archive; one without more is closed. */
static ds_status step_in(ds_unpack *unpack, ds_input **input)
{
    level *at = unpack->levels[unpack->depth - 1];
    *input = &at->member;
    ds_progress_step(unpack->progress);
    ds_status status = next_member(unpack, at);
    if (status == DS_END) {
        pop(unpack);
        return DS_EMISSING;
    }
    return status;
}

ds_status ds_unpack_next(ds_unpack *unpack, ds_entry *out)
{
    close_spool(unpack);
    ds_input *input = &unpack->file;
    ds_status status = unpack->depth ? step_in(unpack, &input) : begin_file(unpack);
    if (status == DS_OK) {
        status = open_entry(unpack, input, out);
    }
    return status == DS_EINVALID ? DS_EMISSING : status;
}

ds_status ds_unpack_new(ds_unpack **out, ds_walk *walk, const ds_unpack_options *options,
                        ds_progress *progress, ds_faults *faults)
{
    ds_unpack *unpack = calloc(1, sizeof *unpack);
    if (!unpack) {
        return DS_ENOMEM;
    }
    unpack->walk = walk;
    unpack->progress = progress;
    unpack->faults = faults;
    unpack->options = *options;
    unpack->path = ds_buf_make((size_t)4 * MAX_NAME_BYTES);
    unpack->spool = -1;
    unpack->names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    *out = unpack;
    return DS_OK;
}

void ds_unpack_free(ds_unpack *unpack)
{
    if (unpack) {
        while (unpack->depth) {
            pop(unpack);
        }
        close_spool(unpack);
        if (unpack->names) {
            freelocale(unpack->names);
        }
        ds_decoder_free(unpack->gb18030);
        ds_decoder_free(unpack->big5);
        ds_buf_free(&unpack->path);
        free(unpack);
    }
}
