/* A ring of blocks under one lock. Who waits for room is woken when half of the ring is free: on a
 * machine that is busy with other things, two threads that wake each other for every block take
 * longer than one alone.
 *
 * Must never hold the lock while a block is filled or written. */
#include "audio/file_queue.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct tp_file_queue {
    tp_file_write *write;
    void *context;
    pthread_t thread;
    pthread_mutex_t lock; /* covers all that follows but the insides of blocks */
    pthread_cond_t changed;
    unsigned head, count; /* the oldest block that is full, and how many are */
    bool over;            /* no block will come any more */
    bool dropped;         /* and those that wait are not wanted */
    struct tp_err err;    /* of the writer */
    uint32_t frames[TP_FILE_BLOCKS];
    union tp_file_block blocks[TP_FILE_BLOCKS];
};

/* Waits for a full block; false at the end. [writer, under the lock] */
static bool wait_for_block(struct tp_file_queue *queue)
{
    while (queue->count == 0 && !queue->over)
        pthread_cond_wait(&queue->changed, &queue->lock);
    return queue->count > 0 && !queue->dropped;
}

static void *run(void *argument)
{
    struct tp_file_queue *queue = argument;
    int rc = 0;
    pthread_mutex_lock(&queue->lock);
    while (rc == 0 && wait_for_block(queue)) {
        struct tp_err err = {0};
        unsigned head = queue->head;
        uint32_t frames = queue->frames[head];
        pthread_mutex_unlock(&queue->lock);
        rc = queue->write(queue->context, &queue->blocks[head], frames, &err);
        pthread_mutex_lock(&queue->lock);
        queue->err = err;
        queue->head = (head + 1) % TP_FILE_BLOCKS;
        queue->count--;
        if (queue->count == TP_FILE_BLOCKS / 2 || rc < 0)
            pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

/* A thread that no signal is delivered to: they belong to the one who pulls. */
static int start_thread(struct tp_file_queue *queue)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&queue->thread, NULL, run, queue);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static void destroy(struct tp_file_queue *queue)
{
    pthread_mutex_destroy(&queue->lock);
    pthread_cond_destroy(&queue->changed);
    free(queue);
}

int tp_file_queue_start(struct tp_file_queue **out, tp_file_write *write, void *context,
                        struct tp_err *err)
{
    struct tp_file_queue *queue = malloc(sizeof *queue); /* its blocks need not be zero */
    if (!queue)
        return tp_err_set(err, TP_ENOMEM, "out of memory");
    queue->write = write;
    queue->context = context;
    queue->head = queue->count = 0;
    queue->over = queue->dropped = false;
    queue->err = (struct tp_err){0};
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
    if (start_thread(queue) != 0) {
        destroy(queue);
        return tp_err_set(err, TP_ENOMEM, "cannot start the thread that writes");
    }
    *out = queue;
    return 0;
}

static int tell(const struct tp_file_queue *queue, struct tp_err *err)
{
    return queue->err.code ? tp_err_set(err, queue->err.code, "%s", queue->err.text) : 0;
}

int tp_file_queue_room(struct tp_file_queue *queue, union tp_file_block **block, struct tp_err *err)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->count == TP_FILE_BLOCKS && !queue->err.code)
        pthread_cond_wait(&queue->changed, &queue->lock);
    int rc = tell(queue, err);
    *block = rc == 0 ? &queue->blocks[(queue->head + queue->count) % TP_FILE_BLOCKS] : NULL;
    pthread_mutex_unlock(&queue->lock);
    return rc;
}

void tp_file_queue_put(struct tp_file_queue *queue, uint32_t frames)
{
    pthread_mutex_lock(&queue->lock);
    queue->frames[(queue->head + queue->count) % TP_FILE_BLOCKS] = frames;
    if (queue->count++ == 0)
        pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

int tp_file_queue_end(struct tp_file_queue *queue, bool all, struct tp_err *err)
{
    if (!queue)
        return 0;
    pthread_mutex_lock(&queue->lock);
    queue->over = true;
    queue->dropped = !all;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
    int rc = tell(queue, err);
    destroy(queue);
    return rc;
}
