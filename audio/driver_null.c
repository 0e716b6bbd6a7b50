/* The null driver: no sound card, only the clock. Must never pull more than a device would have. */
#include "audio/driver.h"

enum {
    BLOCK_FRAMES = 480,
    LONGEST_NS = 100 * 1000 * 1000 /* of clock, a call */
};

static const double ns_per_second = 1e9;

void tp_null_pull(struct tp_null_driver *driver, uint64_t now_ns)
{
    if (driver->last_ns == 0)
        driver->last_ns = now_ns;
    if (now_ns <= driver->last_ns)
        return;
    uint64_t elapsed_ns = now_ns - driver->last_ns;
    driver->last_ns = now_ns;
    if (elapsed_ns > LONGEST_NS)
        elapsed_ns = LONGEST_NS;
    driver->owed += (double)elapsed_ns * TP_RATE / ns_per_second * driver->speed;
    uint64_t due = (uint64_t)driver->owed;
    driver->owed -= (double)due;
    while (due > 0) {
        float unheard[2 * BLOCK_FRAMES];
        uint32_t block = due < BLOCK_FRAMES ? (uint32_t)due : BLOCK_FRAMES;
        tp_mixer_render(driver->mixer, unheard, block);
        due -= block;
    }
}
