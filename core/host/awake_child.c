/* Keeping awake by a helper of the system, which holds as long as the program runs that it is given
 * to run. That is cat: it ends with its input, and so with this process, however that ends; and a
 * byte that comes back through it says that the helper came as far as to run it.
 *
 * Must never let the helper near the terminal, where it might ask for a password. */
#include "core/host/awake_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const helper[] = {"systemd-inhibit",
                                     "--what=idle:sleep",
                                     "--who=" AWAKE_WHO,
                                     "--why=" AWAKE_WHY,
                                     "--mode=block",
                                     "cat",
                                     NULL};

/* In a session of its own: no terminal, and no signals of one. */
static int spawn(pid_t *pid, int input, int output)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    int rc = posix_spawnp(pid, helper[0], &files, &attributes, (char *const *)helper, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return rc;
}

/* Whether a byte goes through it and comes back. */
static bool answers(int input, int output, int stop)
{
    char byte = '\n';
    int64_t until_ms = awake_now_ms() + AWAKE_ANSWER_MS;
    return write(input, &byte, 1) == 1 && awake_wait(output, POLLIN, stop, until_ms) &&
           read(output, &byte, 1) == 1;
}

bool awake_child_start(struct awake_child *child, int stop)
{
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) < 0)
        return false;
    if (pipe2(out, O_CLOEXEC) < 0) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    if (spawn(&child->pid, in[0], out[1]) != 0)
        child->pid = 0;
    child->input = in[1];
    close(in[0]);
    close(out[1]);
    bool held = child->pid && answers(in[1], out[0], stop);
    close(out[0]);
    if (!child->pid)
        close(child->input);
    else if (!held)
        awake_child_end(child);
    return held;
}

/* What it holds is held by the process, and so it need not be asked to end in peace. */
void awake_child_end(struct awake_child *child)
{
    if (!child->pid)
        return;
    close(child->input);
    kill(-child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    child->pid = 0;
}
