/* The program, watched: how long after a sample the first block is computed with it.
 *
 * Linked around the program's own functions (--wrap), which are called as ever: a sample arrives at
 * the session, the sound that follows it is told to the mixer, and the next block is computed. At
 * the end it writes one line for each sample that changed the sound to the file $TPRUN_FELT: the
 * nanoseconds from the sample to the block, and those from the block before to that one. The
 * block's side takes no lock and no memory. */
#include "audio/mixer.h"
#include "core/engine/session.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FELT_MAX = 100000 };

static struct {
    _Atomic uint64_t waiting_ns; /* when the sample came that no block has yet; 0: none */
    uint64_t arrived_ns;         /* [loop] */
    uint64_t last_ns;            /* [the puller] when the last block was begun */
    _Atomic size_t count;
    struct {
        uint64_t took_ns, period_ns;
    } list[FELT_MAX];
} felt;

int __real_tp_session_reading(struct tp_session *session, tp_frames now, const char *name,
                              double newtons, struct tp_err *err);
int __wrap_tp_session_reading(struct tp_session *session, tp_frames now, const char *name,
                              double newtons, struct tp_err *err);
void __real_tp_mixer_feel(struct tp_mixer *mixer, enum tp_mix_feel kind, double way);
void __wrap_tp_mixer_feel(struct tp_mixer *mixer, enum tp_mix_feel kind, double way);
void __real_tp_mixer_render(struct tp_mixer *mixer, float *out, uint32_t frames);
void __wrap_tp_mixer_render(struct tp_mixer *mixer, float *out, uint32_t frames);

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

int __wrap_tp_session_reading(struct tp_session *session, tp_frames now, const char *name,
                              double newtons, struct tp_err *err)
{
    felt.arrived_ns = now_ns();
    return __real_tp_session_reading(session, now, name, newtons, err);
}

void __wrap_tp_mixer_feel(struct tp_mixer *mixer, enum tp_mix_feel kind, double way)
{
    uint64_t none = 0;
    __real_tp_mixer_feel(mixer, kind, way);
    if (felt.arrived_ns > 0) /* the one that waits longest counts */
        atomic_compare_exchange_strong(&felt.waiting_ns, &none, felt.arrived_ns);
}

void __wrap_tp_mixer_render(struct tp_mixer *mixer, float *out, uint32_t frames)
{
    uint64_t begun_ns = now_ns(), arrived_ns = atomic_exchange(&felt.waiting_ns, 0);
    size_t count = atomic_load(&felt.count);
    if (arrived_ns > 0 && felt.last_ns > 0 && count < FELT_MAX) {
        felt.list[count].took_ns = begun_ns - arrived_ns;
        felt.list[count].period_ns = begun_ns - felt.last_ns;
        atomic_store(&felt.count, count + 1);
    }
    felt.last_ns = begun_ns;
    __real_tp_mixer_render(mixer, out, frames);
}

__attribute__((destructor)) static void write_down(void)
{
    const char *file = getenv("TPRUN_FELT");
    FILE *stream = file ? fopen(file, "w") : NULL;
    size_t count = atomic_load(&felt.count);
    for (size_t i = 0; stream && i < count; i++)
        fprintf(stream, "%" PRIu64 " %" PRIu64 "\n", felt.list[i].took_ns, felt.list[i].period_ns);
    if (stream)
        fclose(stream);
}
