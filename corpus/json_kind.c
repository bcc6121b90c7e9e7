#include "corpus/json_kind.h"

#include <string.h>

ds_json_kind ds_json_recognise(ds_str head)
{
    size_t at = 0;
    while (at < head.len && strchr(" \t\r\n", head.ptr[at])) {
        at++;
    }
    if (at == head.len || (head.ptr[at] != '{' && head.ptr[at] != '[')) {
        return DS_JSON_NONE;
    }
    bool array = head.ptr[at++] == '[';
    bool lines = !array;
    bool object = !array;
    for (; at < head.len; at++) {
        char byte = head.ptr[at];
        if (byte == '\n') {
            lines = false;
        } else if (byte == '{' && !object) {
            object = true;
        } else if (!strchr(" \t\r", byte)) {
            break;
        }
    }
    if (at == head.len || head.ptr[at] != '"' || !object) {
        return DS_JSON_NONE;
    }
    return lines ? DS_JSON_LINES : DS_JSON_OTHER;
}
