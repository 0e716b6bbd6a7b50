/* Helpers: forked, not started anew, so that a voice that is loaded is theirs at once.
 *
 * A helper is a copy in which only this thread goes on: it must never touch a lock but the
 * engine's (which it was forked under), nor return, nor run what the process does at its end. */
#include "audio/voice_ahead.h"

#include "audio/voice_text.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a helper does with its share. */
struct errand {
    struct tp_voice_cache *cache;
    struct tp_voice_speaker speaker;
    const char *const *sentences;
    size_t count;
    unsigned share, shares;
    pid_t parent;
};

/* A signal ends it, and nobody but the parent's reader sees an end of what the parent writes. */
static void let_go_of_the_parent(void)
{
    struct sigaction action;
    for (int number = 1; number < NSIG; number++)
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            signal(number, SIG_DFL);
    int nothing = open("/dev/null", O_RDWR);
    for (int file = 0; nothing >= 0 && file < 3; file++)
        dup2(nothing, file);
}

static void speak(struct errand *errand, const char *sentence)
{
    struct tp_buf spoken = {0};
    struct tp_clip *clip = NULL;
    if (strnlen(sentence, TP_VOICE_TEXT_MAX + 1) <= TP_VOICE_TEXT_MAX &&
        tp_voice_text_spoken(&spoken, sentence) == 0 && spoken.data &&
        tp_voice_cache_length(errand->cache, spoken.data) < 0 &&
        tp_voice_speak(&errand->speaker, spoken.data, &clip) == 0)
        tp_voice_cache_store(errand->cache, spoken.data, clip);
    tp_clip_unref(clip);
    tp_buf_finish(&spoken);
}

_Noreturn static void help(struct errand *errand)
{
    let_go_of_the_parent();
    for (size_t i = errand->count; i-- > 0 && getppid() == errand->parent;)
        if (i % errand->shares == errand->share)
            speak(errand, errand->sentences[i]);
    _exit(0);
}

void tp_voice_ahead_start(struct tp_voice_ahead *ahead, struct tp_voice_cache *cache,
                          const struct tp_voice_speaker *speaker, const char *const *sentences,
                          size_t count, unsigned helpers)
{
    const struct tp_voice_engine *engine = speaker->engine;
    struct errand errand = {
        .cache = cache,
        .speaker = {.engine = engine, .name = speaker->name, .rate = speaker->rate},
        .sentences = sentences,
        .count = count,
        .shares = helpers,
        .parent = getpid()};
    for (; errand.share < helpers && ahead->count < TP_VOICE_HELPERS; errand.share++) {
        pid_t helper = engine->copy(engine->context);
        if (helper == 0)
            help(&errand);
        if (helper > 0)
            ahead->helpers[ahead->count++] = helper;
    }
}

void tp_voice_ahead_end(struct tp_voice_ahead *ahead)
{
    for (unsigned i = 0; i < ahead->count; i++) {
        kill(ahead->helpers[i], SIGKILL);
        waitpid(ahead->helpers[i], NULL, 0);
    }
    ahead->count = 0;
}
