/* The counting allocator of a VM: what the script holds, held at most, and may hold.
 *
 * Room-internal; knows nothing of Lua but the shape of lua_Alloc. Counts what malloc really takes
 * for a block, so that many small blocks cannot hold more than the cap says. One thread. */
#ifndef TP_SCRIPT_MEMORY_H
#define TP_SCRIPT_MEMORY_H

#include <stddef.h>

struct tp_memory {
    size_t cap, held, peak; /* bytes */
    size_t room;            /* above the cap, while it is not the script that allocates */
};

/* That room: enough for the host to hand in an answer, and for the unwinding after an error. */
enum { TP_MEMORY_EMERGENCY = 256 * 1024 };

/* lua_Alloc's reallocation: NULL when `wanted` is 0 (freed) or is over the cap (untouched).
 */
void *tp_memory_resize(struct tp_memory *memory, void *block, size_t old, size_t wanted);

#endif
