#include "corpus/archive_name.h"

#include "corpus/text/utf8.h"

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

ds_str ds_member_name(ds_member_names *names, const char *name, ds_buf *out)
{
    ds_str bytes = ds_str_from(name ? name : "?");
    bytes.len = bytes.len < DS_MEMBER_NAME_BYTES / 4 ? bytes.len : DS_MEMBER_NAME_BYTES / 4;
    if (ds_utf8_valid(bytes) == bytes.len) {
        ds_buf_clear(out);
        ds_buf_add(out, bytes);
    } else if (!decode_name(&names->gb18030, "gb18030", bytes, out) &&
               !decode_name(&names->big5, "Big5-HKSCS", bytes, out)) {
        decode_name(&names->gb18030, "gb18030", bytes, out);
    }
    for (size_t i = 0; i < out->len; i++) {
        if ((unsigned char)out->ptr[i] < ' ' || out->ptr[i] == 0x7F) {
            out->ptr[i] = '?';
        }
    }
    return ds_buf_str(out);
}

bool ds_member_is_hidden(ds_str name)
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

void ds_member_names_free(ds_member_names *names)
{
    ds_decoder_free(names->gb18030);
    ds_decoder_free(names->big5);
    *names = (ds_member_names){NULL, NULL};
}
