/* Runs a plugin's program and ends with it, in the same way; and when the program that started both
 * is gone, however it went, sees that every process of their group ends: an output may have to be
 * put to its safe value first, so it has a second from where its input ended, and one from SIGTERM.
 *
 * tprun-guard FOLDER PROGRAM [ARGUMENT…], as the leader of a process group of its own. Descriptor 3
 * can be read once nobody is left at its other end: then it is over, and the plugin's own FOLDER
 * goes, if nothing is in it. Must never outlive the one that it runs, keep anything open that is
 * not its own, or write a word where the plugin writes, but that its program cannot be run. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIFELINE = 3, DESCRIPTORS = 1024, WRONG_USE = 2, NOT_RUN = 127 };
enum { STEP_S = 1, TOGETHER_MS = 5, NS_PER_S = 1000000000 };

static void on_child(int number)
{
    (void)number; /* it only has to end the poll */
}

static void run(char **command, const sigset_t *mask)
{
    close(LIFELINE);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(command[0], command);
    dprintf(STDERR_FILENO, "%s cannot be run: %s\n", command[0], strerror(errno));
    _exit(NOT_RUN);
}

/* What it was given for the plugin would keep the plugin's pipes open. */
static void close_all_but_lifeline(void)
{
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        if (fd != LIFELINE)
            close(fd);
}

/* Whoever waits for this process learns what became of the one that it ran. */
static void end_as(int status)
{
    static const struct rlimit none = {0, 0};
    sigset_t all;
    if (WIFEXITED(status))
        _exit(WEXITSTATUS(status));
    setrlimit(RLIMIT_CORE, &none); /* the core that counts is written */
    signal(WTERMSIG(status), SIG_DFL);
    sigemptyset(&all);
    kill(getpid(), WTERMSIG(status));
    sigprocmask(SIG_SETMASK, &all, NULL);
    _exit(128 + WTERMSIG(status));
}

/* Waits for the end of the program that it runs, at most to `until`; whether that is not over. */
static bool wait_until(pid_t pid, const struct timespec *until, const sigset_t *waiting)
{
    for (;;) {
        struct timespec now, left;
        if (waitpid(pid, NULL, WNOHANG) == pid)
            return false;
        clock_gettime(CLOCK_MONOTONIC, &now);
        left.tv_sec = until->tv_sec - now.tv_sec;
        left.tv_nsec = until->tv_nsec - now.tv_nsec;
        if (left.tv_nsec < 0) {
            left.tv_sec--;
            left.tv_nsec += NS_PER_S;
        }
        if (left.tv_sec < 0)
            return true;
        (void)ppoll(NULL, 0, &left, waiting);
    }
}

static void end_rest(const char *folder)
{
    rmdir(folder);
    kill(0, SIGKILL); /* this process too */
}

/* Nobody is left who could end them. This process stays until the last step, which is its own end
 * too: SIGTERM it does not hear. */
static void end_all(pid_t pid, const char *folder, const sigset_t *waiting)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STEP_S;
    if (wait_until(pid, &until, waiting)) {
        kill(0, SIGTERM);
        until.tv_sec += STEP_S;
        wait_until(pid, &until, waiting);
    }
    end_rest(folder);
}

static void watch(pid_t pid, const char *folder, const sigset_t *waiting)
{
    struct pollfd lifeline = {.fd = LIFELINE, .events = POLLIN};
    for (;;) {
        int status;
        if (waitpid(pid, &status, WNOHANG) == pid) {
            /* What was started beside it is ended by the program, if that is there: its end, and
             * the end of the plugin's input with it, come at the same time. */
            if (poll(&lifeline, 1, TOGETHER_MS) > 0)
                end_rest(folder);
            end_as(status);
        }
        if (ppoll(&lifeline, 1, NULL, waiting) > 0)
            end_all(pid, folder, waiting);
    }
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = on_child};
    sigset_t all, before, waiting;
    if (argc < 3 || fcntl(LIFELINE, F_GETFD) < 0 || getpgrp() != getpid())
        return WRONG_USE;
    for (int fd = LIFELINE + 1; fd < DESCRIPTORS; fd++)
        close(fd);
    sigaction(SIGCHLD, &action, NULL);
    sigfillset(&all);
    waiting = all;
    sigdelset(&waiting, SIGCHLD);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0)
        run(argv + 2, &before);
    close_all_but_lifeline();
    if (pid > 0)
        watch(pid, argv[1], &waiting);
    return NOT_RUN;
}
