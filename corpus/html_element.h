/* html_element.h - what the elements of a page are to its text. */
#ifndef DS_HTML_ELEMENT_H
#define DS_HTML_ELEMENT_H

#include <libxml/xmlstring.h>
#include <stdbool.h>

typedef enum ds_element {
    DS_ELEMENT_INLINE, /* and all that is not known */
    DS_ELEMENT_BLOCK,
    DS_ELEMENT_SKIP, /* holds nothing to read */
    DS_ELEMENT_BREAK,
    DS_ELEMENT_TABLE,
    DS_ELEMENT_ROW,
    DS_ELEMENT_CELL,
    DS_ELEMENT_HEADER,
    DS_ELEMENT_THEAD,
    DS_ELEMENT_LINK,
    DS_ELEMENT_PRE,
} ds_element;

ds_element ds_element_of(const char *name);

/* The value of an attribute, "" if it has none; NULL: it is not there. */
const char *ds_element_attribute(const xmlChar **attributes, const char *name);

/* Navigation, or not to be seen. */
bool ds_element_is_aside(ds_element kind, const xmlChar **attributes);

#endif /* DS_HTML_ELEMENT_H */
