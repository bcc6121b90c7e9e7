#include "corpus/html_element.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

ds_element ds_element_of(const char *name)
{
    static const struct {
        const char *name;
        ds_element element;
    } known[] = {
        {"a", DS_ELEMENT_LINK},           {"address", DS_ELEMENT_BLOCK},
        {"applet", DS_ELEMENT_SKIP},      {"article", DS_ELEMENT_BLOCK},
        {"aside", DS_ELEMENT_SKIP},       {"audio", DS_ELEMENT_SKIP},
        {"blockquote", DS_ELEMENT_BLOCK}, {"body", DS_ELEMENT_BLOCK},
        {"br", DS_ELEMENT_BREAK},         {"button", DS_ELEMENT_SKIP},
        {"canvas", DS_ELEMENT_SKIP},      {"caption", DS_ELEMENT_BLOCK},
        {"center", DS_ELEMENT_BLOCK},     {"dd", DS_ELEMENT_BLOCK},
        {"dialog", DS_ELEMENT_SKIP},      {"dir", DS_ELEMENT_BLOCK},
        {"div", DS_ELEMENT_BLOCK},        {"dl", DS_ELEMENT_BLOCK},
        {"dt", DS_ELEMENT_BLOCK},         {"embed", DS_ELEMENT_SKIP},
        {"fieldset", DS_ELEMENT_BLOCK},   {"figcaption", DS_ELEMENT_BLOCK},
        {"figure", DS_ELEMENT_BLOCK},     {"footer", DS_ELEMENT_SKIP},
        {"form", DS_ELEMENT_BLOCK},       {"frameset", DS_ELEMENT_BLOCK},
        {"h1", DS_ELEMENT_BLOCK},         {"h2", DS_ELEMENT_BLOCK},
        {"h3", DS_ELEMENT_BLOCK},         {"h4", DS_ELEMENT_BLOCK},
        {"h5", DS_ELEMENT_BLOCK},         {"h6", DS_ELEMENT_BLOCK},
        {"header", DS_ELEMENT_BLOCK},     {"hr", DS_ELEMENT_BLOCK},
        {"iframe", DS_ELEMENT_SKIP},      {"legend", DS_ELEMENT_BLOCK},
        {"li", DS_ELEMENT_BLOCK},         {"main", DS_ELEMENT_BLOCK},
        {"map", DS_ELEMENT_SKIP},         {"menu", DS_ELEMENT_SKIP},
        {"nav", DS_ELEMENT_SKIP},         {"object", DS_ELEMENT_SKIP},
        {"ol", DS_ELEMENT_BLOCK},         {"p", DS_ELEMENT_BLOCK},
        {"pre", DS_ELEMENT_PRE},          {"script", DS_ELEMENT_SKIP},
        {"section", DS_ELEMENT_BLOCK},    {"select", DS_ELEMENT_SKIP},
        {"style", DS_ELEMENT_SKIP},       {"svg", DS_ELEMENT_SKIP},
        {"table", DS_ELEMENT_TABLE},      {"tbody", DS_ELEMENT_INLINE},
        {"td", DS_ELEMENT_CELL},          {"template", DS_ELEMENT_SKIP},
        {"textarea", DS_ELEMENT_SKIP},    {"tfoot", DS_ELEMENT_INLINE},
        {"th", DS_ELEMENT_HEADER},        {"thead", DS_ELEMENT_THEAD},
        {"tr", DS_ELEMENT_ROW},           {"ul", DS_ELEMENT_BLOCK},
        {"video", DS_ELEMENT_SKIP},       {"xmp", DS_ELEMENT_PRE},
    };
    size_t low = 0;
    size_t high = sizeof known / sizeof known[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, known[middle].name);
        if (order == 0) {
            return known[middle].element;
        }
        high = order < 0 ? middle : high;
        low = order < 0 ? low : middle + 1;
    }
    return DS_ELEMENT_INLINE;
}

const char *ds_element_attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        if (strcasecmp((const char *)attributes[i], name) == 0) {
            return attributes[i + 1] ? (const char *)attributes[i + 1] : "";
        }
    }
    return NULL;
}

static bool is_word(const char *word, size_t len)
{
    /* Whole class names only: "has-sidebar" stands on what must stay. */
    static const char *const words[] = {
        "nav",       "navbar",   "navigation",  "menu",        "topnav",     "mainnav",
        "subnav",    "crumb",    "breadcrumb",  "breadcrumbs", "footer",     "foot",
        "sidebar",   "side-bar", "copyright",   "pager",       "pagination", "toolbar",
        "share",     "main-nav", "site-nav",    "nav-bar",     "top-nav",    "foot-nav",
        "main-menu", "nav-menu", "site-footer",
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == len && strncasecmp(word, words[i], len) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_word(const char *value)
{
    while (value && *value) {
        size_t len = strcspn(value, " \t\r\n\f");
        if (is_word(value, len)) {
            return true;
        }
        value += len + (value[len] != '\0');
    }
    return false;
}

bool ds_element_is_aside(ds_element kind, const xmlChar **attributes)
{
    const char *role = ds_element_attribute(attributes, "role");
    const char *style = ds_element_attribute(attributes, "style");
    bool box = kind == DS_ELEMENT_BLOCK || kind == DS_ELEMENT_TABLE || kind == DS_ELEMENT_INLINE;
    return (role && (strcasecmp(role, "navigation") == 0 || strcasecmp(role, "menu") == 0)) ||
           ds_element_attribute(attributes, "hidden") ||
           (style && (strstr(style, "display:none") || strstr(style, "display: none"))) ||
           (box && (has_word(ds_element_attribute(attributes, "class")) ||
                    has_word(ds_element_attribute(attributes, "id"))));
}
