/* three_bytes.h - a small hash of three bytes, most often one Chinese character.
 *
 * Nearly no place of a text begins one of a few names: a table of such hashes tells of most.
 */
#ifndef DS_THREE_BYTES_H
#define DS_THREE_BYTES_H

#include <stddef.h>

enum { DS_THREE_BYTES = 3, DS_THREE_BYTES_HASHES = 1024 };

/* Below DS_THREE_BYTES_HASHES. */
static inline size_t ds_three_bytes_hash(const char bytes[DS_THREE_BYTES])
{
    return ((unsigned char)bytes[0] * 37u + (unsigned char)bytes[1] * 11u +
            (unsigned char)bytes[2] * 101u) %
           DS_THREE_BYTES_HASHES;
}

#endif /* DS_THREE_BYTES_H */
