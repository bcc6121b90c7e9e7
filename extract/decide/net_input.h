/* net_input.h - what speaks for a choice so far: the sum of its features' weights
 * and the input of each hidden unit.
 *
 * Both are sums of whole numbers, so parts may be added in any order, and taken
 * away again, with the same result to the bit.
 */
#ifndef DS_NET_INPUT_H
#define DS_NET_INPUT_H

#include "rules/ruleset.h"

/* Eight units at once, as every x86-64 and ARM64 can add them. */
typedef uint16_t ds_lanes __attribute__((vector_size(16), may_alias));
enum { DS_LANES = 8, DS_NET_LANES = DS_WEIGHT_UNITS / DS_LANES };

typedef struct ds_net_input {
    int64_t sum;                  /* of weights, in thousandths                      */
    ds_lanes units[DS_NET_LANES]; /* two's complement, in parts of DS_WEIGHT_UNIT_ONE */
} ds_net_input;

static inline void ds_net_input_add(ds_net_input *to, const ds_net_input *more)
{
    to->sum += more->sum;
    for (size_t i = 0; i < DS_NET_LANES; i++) {
        to->units[i] += more->units[i];
    }
}

#endif /* DS_NET_INPUT_H */
