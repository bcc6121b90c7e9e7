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
typedef int16_t ds_signed_lanes __attribute__((vector_size(16), may_alias));
enum { DS_LANES = 8, DS_NET_LANES = DS_WEIGHT_UNITS / DS_LANES };

/* What a feature gives to units: each lane holds two of them, a signed byte for that of the even
 * ds_net_input.units in the lower half, for that of the next in the upper; what is read most
 * then fits caches better. */
enum { DS_ROW_LANES = DS_NET_LANES / 2 };
_Static_assert(DS_WEIGHT_UNIT_MAX <= INT8_MAX, "a byte for each unit");

static inline ds_lanes ds_net_row_even(ds_lanes packed)
{
    return (ds_lanes)((ds_signed_lanes)(packed << 8) >> 8);
}

static inline ds_lanes ds_net_row_odd(ds_lanes packed)
{
    return (ds_lanes)((ds_signed_lanes)packed >> 8);
}

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
