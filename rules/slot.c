#include "rules/slot.h"

#include "corpus/text/width.h"
#include "rules/hint.h"
#include "rules/ruleset.h"

/* Longer names are told as they are. */
enum { NAME_BYTES = 1024 };

static bool is_slot(ds_str name)
{
    int kind = 0;
    while (kind < DS_SLOT_KINDS &&
           !ds_str_equal(name, ds_str_from(ds_slot_kind_name((ds_slot_kind)kind)))) {
        kind++;
    }
    return kind < DS_SLOT_KINDS;
}

/* "{Party : target}" as it should be: small letters, no space, half width. */
static void tidy(ds_str name, ds_buf *out)
{
    ds_buf wide = ds_buf_make(NAME_BYTES);
    ds_width_fold(name, &wide);
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i < wide.len; i++) {
        char byte = wide.ptr[i];
        if (byte >= 'A' && byte <= 'Z') {
            ds_buf_add_char(out, letters[byte - 'A']);
        } else if (byte != ' ') {
            ds_buf_add_char(out, byte);
        }
    }
    ds_buf_free(&wide);
}

bool ds_slot_complain(ds_str name, ds_buf *out)
{
    ds_buf buf = ds_buf_make(NAME_BYTES);
    tidy(name, &buf);
    ds_str neat = ds_buf_str(&buf);
    size_t colon = ds_str_find(neat, DS_STR(":"), 0);
    bool has_role = colon < neat.len;
    ds_str head = ds_str_slice(neat, 0, has_role ? colon : neat.len);
    ds_hint hint = {head, {NULL, 0}, 0};
    for (int kind = 0; kind < DS_SLOT_KINDS; kind++) {
        ds_hint_add(&hint, ds_str_from(ds_slot_kind_name((ds_slot_kind)kind)));
    }
    bool slot = is_slot(head) && !ds_str_equal(neat, name);
    bool role = ds_role_in_rules(ds_role_from_name(neat));
    if (slot || (has_role && hint.best.ptr)) {
        ds_buf_format(out, "unknown slot '{%.*s}'; did you mean '{%.*s%.*s}'?", DS_STR_ARGS(name),
                      DS_STR_ARGS(slot ? head : hint.best),
                      DS_STR_ARGS(ds_str_slice(neat, head.len, neat.len)));
    } else if (role) {
        ds_buf_format(out, "'{%.*s}' is a role and no slot; write {party:%.*s}", DS_STR_ARGS(name),
                      DS_STR_ARGS(neat));
    } else if (has_role) {
        ds_buf_format(out,
                      "unknown slot '{%.*s}'; slots are party, amount, date, stake, rate, count",
                      DS_STR_ARGS(name));
    }
    ds_buf_free(&buf);
    return slot || role || has_role;
}
