/* The lock-free ring. Must never block: both ends may be the audio callback. */
#include "core/base/ring.h"

#include "core/base/err.h"

#include <stdlib.h>
#include <string.h>

int tp_ring_init(struct tp_ring *ring, size_t record_size, uint32_t capacity)
{
    memset(ring, 0, sizeof *ring);
    if (capacity == 0 || (capacity & (capacity - 1)) != 0 || record_size == 0)
        return -TP_EINVAL;
    ring->records = calloc(capacity, record_size);
    if (!ring->records)
        return -TP_ENOMEM;
    ring->record_size = record_size;
    ring->capacity = capacity;
    atomic_init(&ring->head, 0);
    atomic_init(&ring->tail, 0);
    return 0;
}

void tp_ring_finish(struct tp_ring *ring)
{
    if (!ring)
        return;
    free(ring->records);
    ring->records = NULL;
}

bool tp_ring_push(struct tp_ring *ring, const void *record)
{
    uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    uint32_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
    if (tail - head == ring->capacity)
        return false;
    memcpy(ring->records + (size_t)(tail & (ring->capacity - 1)) * ring->record_size, record,
           ring->record_size);
    atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
    return true;
}

bool tp_ring_pop(struct tp_ring *ring, void *record)
{
    uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    if (head == tail)
        return false;
    memcpy(record, ring->records + (size_t)(head & (ring->capacity - 1)) * ring->record_size,
           ring->record_size);
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
    return true;
}

uint32_t tp_ring_room(struct tp_ring *ring)
{
    uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    uint32_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
    return ring->capacity - (tail - head);
}
