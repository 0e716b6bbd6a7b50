/* Changes of files made of sealed lines: mostly with sums that are right afterwards, so that what
 * is behind them is reached. */
#ifndef TP_TESTS_FUZZ_SEALED_H
#define TP_TESTS_FUZZ_SEALED_H

#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <zlib.h>

enum { FUZZ_SUM = 8, FUZZ_UNSEALED = 8 }; /* digits; of so many changes one leaves the sums */

/* Gives each line but the first the sum that it should have. */
static inline void fuzz_seal(uint8_t *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t at = 0, next; at < size; at = next) {
        const uint8_t *newline = memchr(data + at, '\n', size - at);
        size_t length = (newline ? (size_t)(newline - data) : size) - at;
        next = at + length + 1;
        if (at == 0 || length <= FUZZ_SUM)
            continue;
        unsigned long sum = crc32(0, data + at + FUZZ_SUM, (uInt)(length - FUZZ_SUM));
        for (int i = 0; i < FUZZ_SUM; i++)
            data[at + (size_t)i] = (uint8_t)digits[sum >> (28 - 4 * i) & 15];
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    size = LLVMFuzzerMutate(data, size, max_size);
    if (seed % FUZZ_UNSEALED != 0)
        fuzz_seal(data, size);
    return size;
}

#endif
