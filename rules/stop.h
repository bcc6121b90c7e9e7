/* stop.h - ends of sentences that no match of a pattern holds.
 *
 * The gap of a deal rule, and most that is written by hand, goes on to the end of a sentence and no
 * farther: what a pattern needs behind that end is of no use to it.
 */
#ifndef DS_STOP_H
#define DS_STOP_H

#include "corpus/text/span.h"

#include <stdint.h>

/* The bit of a stop: the ideographic full stop, a semicolon, an exclamation or a question mark; 0:
 * the character is none. */
static inline unsigned ds_stop_of(uint32_t code)
{
    return code == 0x3002 ? 1u : code == ';' ? 2u : code == '!' ? 4u : code == '?' ? 8u : 0;
}

/* Bits of the stops that no match of a pattern in PCRE2's extended syntax can hold.  0 where
 * nothing is certain, and where no [^...] names one: such a pattern is short, or knows no end. */
unsigned ds_stops_read(ds_str pattern);

#endif /* DS_STOP_H */
