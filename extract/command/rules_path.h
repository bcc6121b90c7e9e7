/* rules_path.h - where the default pack is. */
#ifndef DS_RULES_PATH_H
#define DS_RULES_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* `option` if not NULL, else $DEALSIFT_RULES, else the installed pack, else the
 * one in the source tree.  The
 * result is borrowed and lives as long as the environment. */
const char *ds_rules_path(const char *option);

/* The folder for compiled rules: `option` if not NULL, else $DEALSIFT_CACHE, else
 * dealsift in $XDG_CACHE_HOME or in ~/.cache.  NULL if there is none: the first
 * of them that is set is empty, or there is no home.  *asked: the folder was
 * meant for dealsift, so that failing to write there is worth a word.  The
 * caller frees the result. */
char *ds_rules_cache(const char *option, bool *asked);

#endif /* DS_RULES_PATH_H */
