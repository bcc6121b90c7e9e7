#include "extract/command/rules_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *ds_rules_path(const char *option)
{
    if (option) {
        return option;
    }
    const char *named = getenv("DEALSIFT_RULES");
    if (named && *named) {
        return named;
    }
    static const char *const places[] = {DS_RULES_INSTALLED, DS_RULES_SOURCE};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (access(places[i], R_OK) == 0) {
            return places[i];
        }
    }
    return DS_RULES_INSTALLED; /* the message then names where it should be */
}

static char *join(const char *folder, const char *rest)
{
    size_t size = strlen(folder) + strlen(rest) + 1;
    char *joined = malloc(size);
    if (joined) {
        snprintf(joined, size, "%s%s", folder, rest);
    }
    return joined;
}

char *ds_rules_cache(const char *option, bool *asked)
{
    const char *named = option ? option : getenv("DEALSIFT_CACHE");
    *asked = named != NULL;
    if (named) {
        return *named ? join(named, "") : NULL;
    }
    const char *xdg = getenv("XDG_CACHE_HOME");
    if (xdg && xdg[0] == '/') { /* a relative one is to be ignored, says XDG */
        return join(xdg, "/dealsift");
    }
    const char *home = getenv("HOME");
    return home && home[0] == '/' ? join(home, "/.cache/dealsift") : NULL;
}
