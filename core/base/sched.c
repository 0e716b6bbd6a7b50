/* An indexed binary heap over generation-checked slots. Pure: no clock, no callback. */
#include "core/base/sched.h"

#include <stdlib.h>

struct slot {
    tp_frames at;
    uint64_t order; /* equal instants leave in the order they came */
    void *data;
    uint32_t generation; /* odd while waiting */
    uint32_t place;      /* index in the heap, or the next free slot */
    int kind;
};

struct tp_sched {
    struct slot *slots;
    uint32_t *heap; /* slot numbers */
    uint32_t count, capacity, free_list;
    uint64_t next_order;
};

enum { NO_SLOT = UINT32_MAX };

struct tp_sched *tp_sched_create(void)
{
    struct tp_sched *sched = calloc(1, sizeof *sched);
    if (sched)
        sched->free_list = NO_SLOT;
    return sched;
}

void tp_sched_destroy(struct tp_sched *sched)
{
    if (!sched)
        return;
    free(sched->slots);
    free(sched->heap);
    free(sched);
}

static bool grow(struct tp_sched *sched)
{
    uint32_t capacity = sched->capacity ? sched->capacity * 2 : 16;
    struct slot *slots = realloc(sched->slots, capacity * sizeof *slots);
    if (!slots)
        return false;
    sched->slots = slots;
    uint32_t *heap = realloc(sched->heap, capacity * sizeof *heap);
    if (!heap)
        return false;
    sched->heap = heap;
    for (uint32_t i = capacity; i-- > sched->capacity;) {
        slots[i] = (struct slot){.place = sched->free_list};
        sched->free_list = i;
    }
    sched->capacity = capacity;
    return true;
}

static bool earlier(const struct tp_sched *sched, uint32_t a, uint32_t b)
{
    const struct slot *x = &sched->slots[a], *y = &sched->slots[b];
    return x->at != y->at ? x->at < y->at : x->order < y->order;
}

static void put(struct tp_sched *sched, uint32_t place, uint32_t slot)
{
    sched->heap[place] = slot;
    sched->slots[slot].place = place;
}

static void sift_up(struct tp_sched *sched, uint32_t place)
{
    uint32_t slot = sched->heap[place];
    while (place > 0) {
        uint32_t parent = (place - 1) / 2;
        if (!earlier(sched, slot, sched->heap[parent]))
            break;
        put(sched, place, sched->heap[parent]);
        place = parent;
    }
    put(sched, place, slot);
}

static void sift_down(struct tp_sched *sched, uint32_t place)
{
    uint32_t slot = sched->heap[place];
    for (;;) {
        uint32_t child = place * 2 + 1;
        if (child >= sched->count)
            break;
        if (child + 1 < sched->count && earlier(sched, sched->heap[child + 1], sched->heap[child]))
            child++;
        if (!earlier(sched, sched->heap[child], slot))
            break;
        put(sched, place, sched->heap[child]);
        place = child;
    }
    put(sched, place, slot);
}

static void remove_at(struct tp_sched *sched, uint32_t place)
{
    uint32_t slot = sched->heap[place], last = sched->heap[--sched->count];
    sched->slots[slot].generation++;
    if (last != slot) {
        put(sched, place, last);
        sift_down(sched, place);
        sift_up(sched, sched->slots[last].place);
    }
    sched->slots[slot].place = sched->free_list;
    sched->free_list = slot;
}

tp_task tp_sched_add(struct tp_sched *sched, tp_frames at, int kind, void *data)
{
    if (sched->free_list == NO_SLOT && !grow(sched))
        return 0;
    uint32_t index = sched->free_list;
    struct slot *slot = &sched->slots[index];
    sched->free_list = slot->place;
    slot->at = at;
    slot->order = sched->next_order++;
    slot->kind = kind;
    slot->data = data;
    slot->generation++;
    put(sched, sched->count, index);
    sift_up(sched, sched->count++);
    return (uint64_t)slot->generation << 32 | index;
}

bool tp_sched_cancel(struct tp_sched *sched, tp_task task)
{
    uint32_t index = (uint32_t)task, generation = (uint32_t)(task >> 32);
    if (index >= sched->capacity || sched->slots[index].generation != generation ||
        (generation & 1) == 0)
        return false;
    remove_at(sched, sched->slots[index].place);
    return true;
}

tp_frames tp_sched_next(const struct tp_sched *sched)
{
    return sched->count ? sched->slots[sched->heap[0]].at : TP_NEVER;
}

bool tp_sched_pop(struct tp_sched *sched, tp_frames now, struct tp_due *out)
{
    if (tp_sched_next(sched) > now || sched->count == 0)
        return false;
    uint32_t index = sched->heap[0];
    const struct slot *slot = &sched->slots[index];
    *out = (struct tp_due){.at = slot->at,
                           .task = (uint64_t)slot->generation << 32 | index,
                           .kind = slot->kind,
                           .data = slot->data};
    remove_at(sched, 0);
    return true;
}
