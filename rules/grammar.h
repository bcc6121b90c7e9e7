/* grammar.h - rules.rng as bytes, put in at build time, so that house packs are
 * checked wherever they lie. */
#ifndef DS_GRAMMAR_H
#define DS_GRAMMAR_H

#include <stddef.h>

extern const unsigned char ds_rules_schema[];
extern const size_t ds_rules_schema_bytes;

#endif /* DS_GRAMMAR_H */
