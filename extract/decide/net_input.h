/* net_input.h - what speaks for a choice so far: the sum of its features' weights
 * and the input of each hidden unit.
 *
 * Both are sums of whole numbers, so parts may be added in any order, and taken
 * away again, with the same result to the bit.
 */
#ifndef DS_NET_INPUT_H
#define DS_NET_INPUT_H

#include "rules/ruleset.h"

typedef struct ds_net_input {
    int64_t sum;                     /* of weights, in thousandths                      */
    uint16_t units[DS_WEIGHT_UNITS]; /* two's complement, in parts of DS_WEIGHT_UNIT_ONE */
} ds_net_input;

static inline void ds_net_input_add_units(ds_net_input *to, const uint16_t *units)
{
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        to->units[u] = (uint16_t)(to->units[u] + units[u]);
    }
}

static inline void ds_net_input_take_units(ds_net_input *from, const uint16_t *units)
{
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        from->units[u] = (uint16_t)(from->units[u] - units[u]);
    }
}

static inline void ds_net_input_add(ds_net_input *to, const ds_net_input *more)
{
    to->sum += more->sum;
    ds_net_input_add_units(to, more->units);
}

#endif /* DS_NET_INPUT_H */
