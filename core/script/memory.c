/* The counting allocator of a VM. Must never let the script hold more than the cap. */
#include "core/script/memory.h"

#include <stdlib.h>

/* What a block of glibc's malloc takes: its header, rounded up to 16, at least 32. */
static size_t cost(size_t bytes)
{
    enum { HEADER = 8, GRAIN = 16, LEAST = 32 };
    if (bytes == 0)
        return 0;
    if (bytes > (size_t)-1 / 2)
        return (size_t)-1 / 2;
    size_t whole = (bytes + HEADER + GRAIN - 1) / GRAIN * GRAIN;
    return whole < LEAST ? LEAST : whole;
}

void *tp_memory_resize(struct tp_memory *memory, void *block, size_t old, size_t wanted)
{
    size_t before = block ? cost(old) : 0, after = cost(wanted);
    if (wanted == 0) {
        free(block);
        memory->held -= before;
        return NULL;
    }
    size_t limit = memory->cap + memory->room;
    size_t free_bytes = limit > memory->held ? limit - memory->held : 0;
    if (after > before && after - before > free_bytes)
        return NULL;
    void *moved = realloc(block, wanted);
    if (!moved)
        return after <= before ? block : NULL; /* Lua counts on shrinking never to fail */
    memory->held += after - before;
    if (memory->held > memory->peak)
        memory->peak = memory->held;
    return moved;
}
