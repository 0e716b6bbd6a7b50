/* A lock-free ring of fixed-size records between exactly two threads: one pushes, one pops.
 *
 * Neither side ever waits, allocates or calls the system, so the audio callback may be on either
 * end. Each side writes only its own index; the release store publishes the record. */
#ifndef TP_BASE_RING_H
#define TP_BASE_RING_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tp_ring {
    unsigned char *records; /* owned */
    size_t record_size;
    uint32_t capacity;                 /* a power of two */
    alignas(64) _Atomic uint32_t head; /* next to pop; written by the consumer */
    alignas(64) _Atomic uint32_t tail; /* next to push; written by the producer */
};

/* Room for `capacity` records (a power of two) of `record_size` bytes. 0, -TP_EINVAL or -TP_ENOMEM.
 * [before both threads use it] */
int tp_ring_init(struct tp_ring *ring, size_t record_size, uint32_t capacity);

/* Frees the records; NULL and zeroed rings are fine. [after both threads stopped] */
void tp_ring_finish(struct tp_ring *ring);

/* Copies `record` in; false when the ring is full. [producer] */
bool tp_ring_push(struct tp_ring *ring, const void *record);

/* Copies the oldest record out; false when the ring is empty. [consumer] */
bool tp_ring_pop(struct tp_ring *ring, void *record);

/* How many more records fit now; only grows under the producer's feet. [producer] */
uint32_t tp_ring_room(struct tp_ring *ring);

#endif
