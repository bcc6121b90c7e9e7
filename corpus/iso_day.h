/* iso_day.h - a day as sources write it, to YYYY-MM-DD. */
#ifndef DS_ISO_DAY_H
#define DS_ISO_DAY_H

#include "corpus/text/span.h"
#include "corpus/text/status.h"

enum { DS_ISO_DAY_BYTES = 11 }; /* YYYY-MM-DD and NUL */

/* Reads YYYY-MM-DD or YYYY/MM/DD, also with one-digit months and days, white
 * space around it, and a time behind it after T or a space.  DS_EINVALID: no
 * such day. */
DS_MUST_USE ds_status ds_iso_day_read(ds_str text, char out[DS_ISO_DAY_BYTES]);

#endif /* DS_ISO_DAY_H */
