/* select.h - which documents are wanted, when not all are.
 *
 * A selection is asked with the name that messages use, "path" or
 * "path!member", and the line of JSON Lines; line 0 asks whether anything of
 * that file is.
 */
#ifndef DS_SELECT_H
#define DS_SELECT_H

#include <stdbool.h>
#include <stddef.h>

typedef bool ds_wanted(void *payload, const char *name, size_t line);

typedef struct ds_select {
    ds_wanted *wanted; /* NULL: all are */
    void *payload;     /* borrowed      */
} ds_select;

static inline bool ds_select_has(const ds_select *select, const char *name, size_t line)
{
    return !select->wanted || select->wanted(select->payload, name, line);
}

#endif /* DS_SELECT_H */
