/* archive_name.h - what members of archives are called: in UTF-8, GB18030 or Big5,
 * whatever the tool that packed them spoke.
 */
#ifndef DS_ARCHIVE_NAME_H
#define DS_ARCHIVE_NAME_H

#include "corpus/decode.h"
#include "corpus/text/buffer.h"

/* Tar and zip know no limit; paths of file systems have 4 KB. */
enum { DS_MEMBER_NAME_BYTES = 64 * 1024 };

/* The decoders that were needed so far; all zero to begin with. */
typedef struct ds_member_names {
    ds_decoder *gb18030;
    ds_decoder *big5;
} ds_member_names;

/* The name in *out as UTF-8, control characters shown as '?'; NULL is "?". */
ds_str ds_member_name(ds_member_names *names, const char *name, ds_buf *out);

/* Hidden files, and what macOS packs beside each. */
bool ds_member_is_hidden(ds_str name);

void ds_member_names_free(ds_member_names *names);

#endif /* DS_ARCHIVE_NAME_H */
