/* What a block may not do: allocate, lock, call the system. Traps, not inspection: memory and locks
 * are counted by functions put before those of the C library, and a kernel filter ends a process
 * that makes any call while it pulls. */
#include "tests/unit/mixer_rig.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

/* ---- the traps for memory and locks ---- */

static _Thread_local bool in_block;
static _Thread_local int trapped;

static void note(void)
{
    trapped += in_block;
}

#if defined(__GLIBC__) && !defined(SANITIZED)
#define TRAPS 1

#include <dlfcn.h>
#include <pthread.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

/* The C library has other names for the arguments.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
void *malloc(size_t size)
{
    note();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    note();
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    note();
    return __libc_realloc(memory, size);
}

void free(void *memory)
{
    note();
    __libc_free(memory);
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    static int (*real)(pthread_mutex_t *);
    note();
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_mutex_lock");
    return real(mutex);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
#endif

/* ---- a session in which everything happens ---- */

enum { BLOCK = 333, ROUNDS = 60 };

struct stage {
    struct tp_mixer *mixer;
    struct tp_clip *clip, *loud; /* held, so that nothing is freed meanwhile */
    float out[2 * BLOCK];
};

static void set_stage(struct stage *stage, struct rig *rig)
{
    stage->mixer = rig->mixer;
    stage->clip = flat_clip(2000, 3000);
    stage->loud = flat_clip(1000, 32000);
}

static void strike(struct stage *stage)
{
    tp_clip_unref(stage->clip);
    tp_clip_unref(stage->loud);
}

static void pull(struct stage *stage)
{
    in_block = true;
    tp_mixer_render(stage->mixer, stage->out, BLOCK);
    in_block = false;
}

static void lend(struct stage *stage, struct tp_mix_cue cue)
{
    tp_clip_ref(cue.clip);
    if (tp_mixer_post(stage->mixer, &cue))
        tp_clip_unref(cue.clip);
}

/* Every command, stands, late cues, and enough loudness for the limiter. */
static void play(struct stage *stage)
{
    struct tp_mixer *mixer = stage->mixer;
    tp_mixer_run(mixer, true);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        tp_frames now = tp_mixer_now(mixer);
        lend(stage, session_cue(stage->clip, now + 500, round));
        lend(stage, session_cue(stage->loud, now > 100 ? now - 100 : 0, round));
        lend(stage, now_cue(stage->loud, 50, round));
        tp_mixer_allow(mixer, now + 250);
        tp_mixer_gain(mixer, TP_STRIP_VOICE, (float)(round % 4));
        if (round % 8 == 7)
            tp_mixer_cancel(mixer, 2);
        if (round % 9 == 8)
            tp_mixer_cut(mixer, round);
        if (round % 10 == 9)
            tp_mixer_cancel_now(mixer);
        if (round % 20 == 19)
            tp_mixer_seek(mixer, round);
        if (round == ROUNDS - 5)
            tp_mixer_fade_out(mixer, 700);
        pull(stage);
        for (struct tp_mix_event event; tp_mixer_poll(mixer, &event);)
            tp_clip_unref(event.clip);
    }
}

static void nothing_is_allocated_or_locked_in_a_block(void **state)
{
#ifdef TRAPS
    struct stage stage;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    set_stage(&stage, *state);
    trapped = 0;
    play(&stage);
    assert_int_equal(trapped, 0);
    in_block = true; /* the traps hold */
    void *volatile memory = malloc(10);
    free(memory);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    in_block = false;
    assert_int_equal(trapped, 3);
    strike(&stage);
#else
    (void)state;
    note();
    print_message("skipped: the traps are for glibc without a sanitizer\n");
    skip();
#endif
}

/* ---- the filter for calls of the system ---- */

enum { NO_FILTER = 77 };

#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* From here on, any call but the last one ends the process. */
static bool forbid_calls(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Not by _exit: before that, a sanitizer makes calls of its own. */
static void leave(void)
{
    syscall(SYS_exit_group, 0);
}
#else
static bool forbid_calls(void)
{
    return false;
}

static void leave(void)
{
}
#endif

/* Valgrind makes calls of its own, in the middle of anything. */
static bool under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

/* How a child ends that does `act` under the filter. */
static int status_of(void (*act)(struct stage *), struct stage *stage)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (under_valgrind() || !forbid_calls())
            _exit(NO_FILTER);
        act(stage);
        leave();
    }
    while (waitpid(child, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    return status;
}

static void call_the_system(struct stage *stage)
{
    (void)stage;
    (void)getppid();
}

static void a_block_makes_no_system_call(void **state)
{
    struct stage stage;
    set_stage(&stage, *state);
    pull(&stage); /* whatever the linker still had to find */
    int proof = status_of(call_the_system, &stage);
    int status = status_of(play, &stage);
    strike(&stage);
    if (WIFEXITED(proof) && WEXITSTATUS(proof) == NO_FILTER) {
        print_message("skipped: the kernel's filter cannot be had here\n");
        skip();
    }
    assert_true(WIFSIGNALED(proof)); /* the filter holds */
    assert_int_equal(WTERMSIG(proof), SIGSYS);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(nothing_is_allocated_or_locked_in_a_block),
        rig_test(a_block_makes_no_system_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
