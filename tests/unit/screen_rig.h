/* A terminal of our own for the screen: a pseudo terminal on standard input and output, and a
 * thread that reads all that is written to it. */
#ifndef TP_TEST_SCREEN_RIG_H
#define TP_TEST_SCREEN_RIG_H

#include "core/base/text.h"

#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Comes from no screen: the end of what was written so far. */
#define RIG_MARK "\x16\x16"

struct rig {
    int master, input, output; /* the last two: what standard input and output were */
    pthread_t reader;
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct tp_buf text;
};

static void *rig_read(void *context)
{
    struct rig *rig = context;
    char bytes[4096];
    ssize_t count;
    while ((count = read(rig->master, bytes, sizeof bytes)) > 0) {
        pthread_mutex_lock(&rig->lock);
        tp_buf_add(&rig->text, bytes, (size_t)count);
        pthread_cond_signal(&rig->more);
        pthread_mutex_unlock(&rig->lock);
    }
    return NULL;
}

static void rig_resize(struct rig *rig, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    ioctl(rig->master, TIOCSWINSZ, &size);
}

static void rig_open(struct rig *rig, int rows, int cols)
{
    int slave;
    memset(rig, 0, sizeof *rig);
    pthread_mutex_init(&rig->lock, NULL);
    pthread_cond_init(&rig->more, NULL);
    if (openpty(&rig->master, &slave, NULL, NULL, NULL) < 0)
        abort();
    rig_resize(rig, rows, cols);
    fflush(stdout);
    rig->input = dup(STDIN_FILENO);
    rig->output = dup(STDOUT_FILENO);
    dup2(slave, STDIN_FILENO);
    dup2(slave, STDOUT_FILENO);
    close(slave);
    pthread_create(&rig->reader, NULL, rig_read, rig);
}

static void rig_close(struct rig *rig)
{
    dup2(rig->input, STDIN_FILENO);
    dup2(rig->output, STDOUT_FILENO);
    close(rig->input);
    close(rig->output);
    pthread_join(rig->reader, NULL); /* the last of the slave is closed */
    close(rig->master);
    tp_buf_finish(&rig->text);
}

/* All that was written since the last call; valid until the next. */
static const struct tp_buf *rig_written(struct rig *rig, struct tp_buf *out)
{
    const char *mark = NULL;
    if (write(STDOUT_FILENO, RIG_MARK, strlen(RIG_MARK)) < 0)
        abort();
    tp_buf_clear(out);
    pthread_mutex_lock(&rig->lock);
    while (!rig->text.data ||
           !(mark = memmem(rig->text.data, rig->text.length, RIG_MARK, strlen(RIG_MARK))))
        pthread_cond_wait(&rig->more, &rig->lock);
    tp_buf_add(out, rig->text.data, (size_t)(mark - rig->text.data));
    tp_buf_clear(&rig->text);
    pthread_mutex_unlock(&rig->lock);
    return out;
}

/* Types `keys`, and waits until the terminal has them. */
static void rig_type(struct rig *rig, const char *keys)
{
    struct pollfd keyboard = {.fd = STDIN_FILENO, .events = POLLIN};
    if (write(rig->master, keys, strlen(keys)) < 0)
        abort();
    poll(&keyboard, 1, 5000);
}

#endif
