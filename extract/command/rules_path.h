/* rules_path.h - where the default pack is. */
#ifndef DS_RULES_PATH_H
#define DS_RULES_PATH_H

#include <stddef.h>

/* `option` if not NULL, else $DEALSIFT_RULES, else the installed pack, else the
 * one in the source tree.  The
 * result is borrowed and lives as long as the environment. */
const char *ds_rules_path(const char *option);

#endif /* DS_RULES_PATH_H */
