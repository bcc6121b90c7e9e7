#include "corpus/source_archive.h"

#include "corpus/archive_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILTERS = 3 }; /* compressed, and once more, beside the file itself */

static void set_path(ds_unpack *unpack, size_t keep, ds_str name)
{
    unpack->path.len = keep;
    if (name.len) {
        ds_buf_add_char(&unpack->path, '!');
        ds_buf_add(&unpack->path, name);
    }
    ds_buf_add_char(&unpack->path, '\0');
}

/* ---- members ---------------------------------------------------------- */

static ds_str name_of(ds_unpack *unpack, struct archive_entry *entry, ds_buf *out)
{
    const char *name = archive_entry_pathname(entry);
    name = name ? name : archive_entry_pathname_utf8(entry);
    return ds_member_name(&unpack->member_names, name, out);
}

/* DS_OK: a member is at hand and named.  DS_EMISSING: passed over.  DS_END. */
static ds_status next_member(ds_unpack *unpack, ds_archive_level *at)
{
    struct archive_entry *entry;
    if (at->begun) {
        ds_archive_drain(at);
    }
    if (unpack->over || at->told || (at->single && at->begun)) {
        return DS_END;
    }
    set_path(unpack, at->path_len, (ds_str){NULL, 0});
    int result = ds_archive_next_header(at, &entry);
    if (result == ARCHIVE_EOF) {
        return DS_END;
    }
    if (result < ARCHIVE_WARN) {
        ds_archive_tell_damage(at);
        return DS_END;
    }
    if (archive_filter_count(at->archive) > MAX_FILTERS) {
        ds_unpack_tell_over(unpack, "compressed more than twice");
        return DS_END;
    }
    if (archive_format(at->archive) == ARCHIVE_FORMAT_RAW) {
        if (archive_filter_count(at->archive) < 2) { /* no filter knows it */
            archive_set_error(at->archive, EINVAL, "its beginning is broken");
            ds_archive_tell_damage(at);
            return DS_END;
        }
        at->single = true;
    } else if (++unpack->n_members > DS_ARCHIVE_MAX_MEMBERS) {
        ds_unpack_tell_over(unpack, "an archive of more than 2,000,000 members");
        return DS_END;
    }
    ds_buf name = ds_buf_make(DS_MEMBER_NAME_BYTES);
    ds_str shown = at->single ? (ds_str){NULL, 0} : name_of(unpack, entry, &name);
    bool file = at->single || (archive_entry_filetype(entry) == AE_IFREG &&
                               !archive_entry_hardlink(entry) && !ds_member_is_hidden(shown));
    set_path(unpack, at->path_len, shown);
    ds_buf_free(&name);
    if (file && archive_entry_is_encrypted(entry)) {
        ds_faults_tell(unpack->faults, ds_unpack_fault(unpack, DS_FAULT_ENCRYPTED), 0,
                       "encrypted: it cannot be read without a password");
        file = false;
        at->told = at->kind == DS_CONTAINER_SEVEN_ZIP; /* nothing behind it can be reached */
        at->begun = false;                             /* nor its own bytes */
    } else {
        at->begun = true;
    }
    ds_archive_begin_member(at);
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
static ds_status find_text(ds_unpack *unpack, ds_archive_level *at)
{
    struct archive_entry *entry;
    int result = ds_archive_next_header(at, &entry);
    if (result < ARCHIVE_WARN) {
        ds_archive_tell_damage(at);
        return DS_EINVALID;
    }
    if (result == ARCHIVE_EOF || !is_office_name(archive_entry_pathname(entry))) {
        return DS_END;
    }
    while (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        const char *name = archive_entry_pathname(entry);
        if (name && strcmp(name, "word/document.xml") == 0) {
            ds_archive_begin_member(at);
            return DS_OK;
        }
        if (++unpack->n_members > DS_ARCHIVE_MAX_MEMBERS) {
            ds_unpack_tell_over(unpack, "an archive of more than 2,000,000 members");
            return DS_EINVALID;
        }
        result = ds_archive_next_header(at, &entry);
    }
    if (result < ARCHIVE_WARN) {
        ds_archive_tell_damage(at);
    } else {
        ds_faults_tell(unpack->faults, ds_unpack_fault(unpack, DS_FAULT_NO_TEXT), 0,
                       "an Office document, but not one of text (docx)");
    }
    return DS_EINVALID;
}

static ds_status refuse_depth(ds_unpack *unpack)
{
    ds_faults_tell(unpack->faults, ds_unpack_fault(unpack, DS_FAULT_ARCHIVE_LIMIT), 0,
                   "archives within archives are read only once; unpack it first");
    return DS_EINVALID;
}

/* A zip is an archive or a docx.  DS_OK: *out is the docx; DS_EINVALID: go on. */
static ds_status open_zip(ds_unpack *unpack, ds_input *input, ds_entry *out)
{
    ds_status status = ds_archive_push(unpack, input, DS_CONTAINER_ZIP);
    if (status != DS_OK) {
        return status;
    }
    ds_archive_level *at = unpack->levels[unpack->depth - 1];
    status = find_text(unpack, at);
    if (status == DS_OK) {
        out->kind = DS_ENTRY_DOCX;
        out->input = &at->member;
        at->told = true; /* the level holds nothing else */
        return DS_OK;
    }
    if (status == DS_END && unpack->depth <= DS_ARCHIVE_MAX_DEPTH) {
        return ds_archive_reopen(unpack, at);
    }
    ds_archive_pop(unpack);
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
    ds_container kind = ds_container_of(ds_input_peeked(input));
    ds_status status = DS_OK;
    if (kind == DS_CONTAINER_ZIP) {
        status = open_zip(unpack, input, out);
    } else if (kind == DS_CONTAINER_PDF) {
        bool spooled = false;
        out->kind = DS_ENTRY_PDF;
        status = ds_unpack_seekable(unpack, input, &out->fd, &spooled) ? DS_OK : DS_EINVALID;
        unpack->spool = spooled ? out->fd : -1;
    } else if (kind != DS_CONTAINER_NONE) {
        status = unpack->depth < DS_ARCHIVE_MAX_DEPTH ? ds_archive_push(unpack, input, kind)
                                                      : refuse_depth(unpack);
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
    ds_archive_level *at = unpack->levels[unpack->depth - 1];
    *input = &at->member;
    ds_progress_step(unpack->progress);
    ds_status status = next_member(unpack, at);
    if (status == DS_END) {
        ds_archive_pop(unpack);
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
    unpack->path = ds_buf_make((size_t)4 * DS_MEMBER_NAME_BYTES);
    unpack->spool = -1;
    unpack->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    *out = unpack;
    return DS_OK;
}

void ds_unpack_free(ds_unpack *unpack)
{
    if (unpack) {
        while (unpack->depth) {
            ds_archive_pop(unpack);
        }
        close_spool(unpack);
        if (unpack->locale) {
            freelocale(unpack->locale);
        }
        ds_member_names_free(&unpack->member_names);
        ds_buf_free(&unpack->path);
        free(unpack);
    }
}
