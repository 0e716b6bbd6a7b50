/* The process in which a plugin is tested. */
#include "core/host/conform_apart.h"

#include "core/base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SILENT_MS = 20000 }; /* longer than any check may take */

/* The line of a check begins with the one, of what it tries with the other, of a verdict with its
 * digit; then follows the text. */
static const char at_sign = '@', with_sign = '+';

static void tell(int out, char sign, const char *text)
{
    char line[512], shown[500];
    tp_text_clean(shown, sizeof shown, text, strlen(text));
    int length = snprintf(line, sizeof line, "%c%s\n", sign, shown);
    if (write(out, line, (size_t)length) != length)
        _exit(EXIT_FAILURE); /* nobody listens any more */
}

void conform_apart_at(int out, const char *check)
{
    tell(out, at_sign, check);
}

void conform_apart_with(int out, const char *what)
{
    tell(out, with_sign, what);
}

void conform_apart_say(int out, enum tp_conform_verdict verdict, const char *text)
{
    tell(out, (char)('0' + verdict), text);
}

/* ---- outside: what is told ---- */

struct listening {
    const struct tp_conform_config *config;
    char check[40]; /* that is under way */
    char with[100]; /* what it tries: " with rate=100"; "" nothing of note */
    int failed;
};

static void hand_on(struct listening *listening, enum tp_conform_verdict verdict, const char *text)
{
    struct tp_conform_line line = {verdict, listening->check, text};
    listening->failed += verdict == TP_CONFORM_FAILED;
    listening->config->line(listening->config->context, &line);
}

static void take(struct listening *listening, const char *line)
{
    if (*line == with_sign) {
        snprintf(listening->with, sizeof listening->with, " with %s", line + 1);
    } else if (*line == at_sign) {
        snprintf(listening->check, sizeof listening->check, "%s", line + 1);
        *listening->with = '\0';
    } else {
        hand_on(listening, (enum tp_conform_verdict)(*line - '0'), line + 1);
    }
}

/* All lines that are whole, and the rest for later. */
static void take_lines(struct listening *listening, struct tp_buf *got)
{
    char *from = got->data, *end;
    while ((end = memchr(from, '\n', (size_t)(got->data + got->length - from))) != NULL) {
        *end = '\0';
        take(listening, from);
        from = end + 1;
    }
    got->length -= (size_t)(from - got->data);
    memmove(got->data, from, got->length);
}

/* Until it has ended, which is true, or hangs. */
static bool listen_to(struct listening *listening, int in)
{
    struct pollfd ready = {.fd = in, .events = POLLIN};
    struct tp_buf got = {0};
    char bytes[4096];
    ssize_t length = 1;
    while (length > 0 && poll(&ready, 1, SILENT_MS) > 0) {
        length = read(in, bytes, sizeof bytes);
        tp_buf_add(&got, bytes, length > 0 ? (size_t)length : 0);
        if (got.data)
            take_lines(listening, &got);
    }
    tp_buf_finish(&got);
    return length <= 0;
}

static void judge_end(struct listening *listening, int status)
{
    char text[240];
    if (WIFSIGNALED(status)) {
        snprintf(text, sizeof text, "it crashed%s (%s)", listening->with,
                 strsignal(WTERMSIG(status)));
        hand_on(listening, TP_CONFORM_FAILED, text);
    } else if (WEXITSTATUS(status) != 0) {
        hand_on(listening, TP_CONFORM_FAILED, "it ended the whole process by itself");
    }
}

/* ---- inside ---- */

/* What it writes to standard output goes into a file, and its orphans come to us. */
static void settle(void)
{
    FILE *chatter = tmpfile();
    if (chatter)
        dup2(fileno(chatter), STDOUT_FILENO);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int conform_apart(const struct tp_conform_config *config, void (*test)(void *context, int out),
                  void *context)
{
    struct listening listening = {.config = config};
    int ends[2], status = 0;
    fflush(NULL); /* or it would be written twice */
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -TP_EIO;
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        settle();
        test(context, ends[1]);
        _exit(EXIT_SUCCESS);
    }
    close(ends[1]);
    bool ended = pid > 0 && listen_to(&listening, ends[0]);
    close(ends[0]);
    if (pid < 0)
        return -TP_EIO;
    if (!ended) {
        kill(pid, SIGKILL);
        hand_on(&listening, TP_CONFORM_FAILED, "it hangs");
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (ended)
        judge_end(&listening, status);
    return listening.failed;
}

static unsigned entries(const char *path)
{
    DIR *folder = opendir(path);
    unsigned count = 0;
    if (!folder)
        return 0;
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static bool has_children(void)
{
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
        ; /* one that ended meanwhile */
    return pid == 0;
}

struct conform_left conform_left(void)
{
    return (struct conform_left){entries("/proc/self/fd"), entries("/proc/self/task"),
                                 has_children()};
}

const char *conform_chatter(char line[120])
{
    char bytes[119];
    fflush(stdout);
    ssize_t length = pread(STDOUT_FILENO, bytes, sizeof bytes, 0);
    const char *end = length > 0 ? memchr(bytes, '\n', (size_t)length) : NULL;
    return tp_text_clean(line, 120, bytes,
                         end          ? (size_t)(end - bytes)
                         : length > 0 ? (size_t)length
                                      : 0);
}
