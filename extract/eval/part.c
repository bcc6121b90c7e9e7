#include "extract/eval/part.h"

#include <stdint.h>

/* SHA-256 stands here, short, because an id's third is all it is for: that is no
 * reason to need a library of cryptography. */
enum { BLOCK_BYTES = 64, ROUNDS = 64, LENGTH_AT = 56 };

static const uint32_t keys[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}

static void spread(const unsigned char *block, uint32_t words[ROUNDS])
{
    for (size_t i = 0; i < BLOCK_BYTES / 4; i++) {
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    }
    for (size_t i = BLOCK_BYTES / 4; i < ROUNDS; i++) {
        uint32_t a = words[i - 15];
        uint32_t b = words[i - 2];
        words[i] = words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + words[i - 7] +
                   (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
    }
}

static void mix(uint32_t state[8], const unsigned char *block)
{
    uint32_t words[ROUNDS];
    uint32_t s[8];
    spread(block, words);
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < ROUNDS; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t first =
            s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + choice + keys[i] + words[i];
        uint32_t second = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + most;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (size_t i = 0; i < 8; i++) {
        state[i] += s[i];
    }
}

void ds_sha256(ds_str text, unsigned char out[DS_SHA256_BYTES])
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    size_t at = 0;
    for (; text.len - at >= BLOCK_BYTES; at += BLOCK_BYTES) {
        mix(state, (const unsigned char *)text.ptr + at);
    }
    unsigned char last[2 * BLOCK_BYTES] = {0};
    size_t left = text.len - at;
    if (left) {
        memcpy(last, text.ptr + at, left);
    }
    last[left] = 0x80;
    size_t end = left < LENGTH_AT ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    uint64_t bits = (uint64_t)text.len * 8;
    for (size_t i = 0; i < 8; i++) {
        last[end - 1 - i] = (unsigned char)(bits >> (8 * i));
    }
    mix(state, last);
    if (end > BLOCK_BYTES) {
        mix(state, last + BLOCK_BYTES);
    }
    for (size_t i = 0; i < DS_SHA256_BYTES; i++) {
        out[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

size_t ds_part_fold(ds_str id, size_t n)
{
    unsigned char hash[DS_SHA256_BYTES];
    ds_sha256(id, hash);
    size_t rest = 0;
    for (size_t i = 0; i < sizeof hash; i++) {
        rest = (rest * 256 + hash[i]) % n;
    }
    return rest;
}

bool ds_part_is_judge(ds_str id)
{
    return ds_part_fold(id, 3) == 0;
}
