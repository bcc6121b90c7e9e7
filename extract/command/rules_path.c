#include "extract/command/rules_path.h"

#include <stdlib.h>
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
