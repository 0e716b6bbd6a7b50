/* What every target of libFuzzer has: the two functions that it looks for, and a way to say that
 * something does not hold. A target may be given any bytes; it must never leave anything behind. */
#ifndef TP_TESTS_FUZZ_H
#define TP_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* One try, given by the target. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Given by a target whose files carry sums, which no change made by chance gets right: changes
 * `data`, of which `max_size` bytes may be used, and returns its new size. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

/* Of libFuzzer, to be called from there. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* What must hold for any bytes. */
#define fuzz_assert(what)                                                                          \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #what);              \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
