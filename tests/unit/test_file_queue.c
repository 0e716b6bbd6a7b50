/* The queue between mixing and writing: nothing is lost, doubled or out of order, and what the
 * writer cannot write is told. */
#include "tests/unit/mixer_rig.h"

#include "audio/file_queue.h"

#include <semaphore.h>

enum { BLOCKS = 300, FAILS_AT = 7 };

/* Notes what comes; each sample says of which frame it is. */
struct paper {
    uint32_t frames; /* written so far */
    bool wrong;      /* one of them was not the next */
    int calls, fails_at;
    sem_t go; /* each call waits for it */
    bool waits;
};

static int write_down(void *context, const union tp_file_block *block, uint32_t frames,
                      struct tp_err *err)
{
    struct paper *paper = context;
    if (paper->waits)
        sem_wait(&paper->go);
    if (++paper->calls == paper->fails_at)
        return tp_err_set(err, TP_EIO, "the paper is full");
    for (uint32_t i = 0; i < frames; i++) {
        float expected = (float)(paper->frames + i);
        paper->wrong |= block->floats[2 * i] != expected || block->floats[2 * i + 1] != -expected;
    }
    paper->frames += frames;
    return 0;
}

static struct tp_file_queue *start(struct paper *paper)
{
    struct tp_file_queue *queue = NULL;
    assert_int_equal(tp_file_queue_start(&queue, write_down, paper, NULL), 0);
    return queue;
}

/* Fills a block. 0 or the writer's error. */
static int put(struct tp_file_queue *queue, uint32_t *at, uint32_t frames, struct tp_err *err)
{
    union tp_file_block *block = NULL;
    int rc = tp_file_queue_room(queue, &block, err);
    if (rc < 0) {
        assert_null(block);
        return rc;
    }
    for (uint32_t i = 0; i < frames; i++) {
        block->floats[2 * i] = (float)(*at + i);
        block->floats[2 * i + 1] = -(float)(*at + i);
    }
    *at += frames;
    tp_file_queue_put(queue, frames);
    return 0;
}

static void every_frame_is_written_once_and_in_order(void **state)
{
    (void)state;
    struct paper paper = {0};
    struct tp_file_queue *queue = start(&paper);
    uint32_t at = 0;
    for (uint32_t i = 0; i < BLOCKS; i++)
        assert_int_equal(put(queue, &at, 1 + i * 37 % 1000, NULL), 0);
    assert_int_equal(put(queue, &at, TP_FILE_BLOCK, NULL), 0);
    assert_int_equal(tp_file_queue_end(queue, true, NULL), 0);
    assert_int_equal(paper.frames, at);
    assert_false(paper.wrong);
    assert_int_equal(paper.calls, BLOCKS + 1);
}

static void what_cannot_be_written_is_told_within_a_few_blocks(void **state)
{
    (void)state;
    struct paper paper = {.fails_at = FAILS_AT};
    struct tp_file_queue *queue = start(&paper);
    struct tp_err err = {0}, last = {0};
    uint32_t at = 0;
    int rc = 0, blocks = 0;
    for (; rc == 0 && blocks < BLOCKS; blocks++)
        rc = put(queue, &at, 10, &err);
    assert_in_range(blocks, FAILS_AT, FAILS_AT + TP_FILE_BLOCKS + 1);
    assert_int_equal(rc, -TP_EIO);
    assert_string_equal(err.text, "the paper is full");
    assert_int_equal(tp_file_queue_end(queue, true, &last), -TP_EIO);
    assert_string_equal(last.text, "the paper is full");
    assert_int_equal(paper.calls, FAILS_AT);
    assert_int_equal(paper.frames, 10 * (FAILS_AT - 1));
}

static void an_error_in_the_last_block_is_told_at_the_end(void **state)
{
    (void)state;
    struct paper paper = {.fails_at = 2};
    struct tp_file_queue *queue = start(&paper);
    uint32_t at = 0;
    put(queue, &at, 10, NULL);
    put(queue, &at, 10, NULL);
    assert_int_equal(tp_file_queue_end(queue, true, NULL), -TP_EIO);
}

/* The one who fills can be some blocks ahead; for one more it waits until half of them are written.
 */
static void what_waits_is_not_written_when_it_is_not_wanted(void **state)
{
    (void)state;
    struct paper paper = {.waits = true};
    assert_int_equal(sem_init(&paper.go, 0, 0), 0);
    struct tp_file_queue *queue = start(&paper);
    uint32_t at = 0;
    for (int i = 0; i < TP_FILE_BLOCKS; i++)
        put(queue, &at, 10, NULL);
    for (int i = 0; i < TP_FILE_BLOCKS / 2; i++)
        assert_int_equal(sem_post(&paper.go), 0);
    put(queue, &at, 10, NULL);
    for (int i = 0; i <= TP_FILE_BLOCKS / 2; i++)
        assert_int_equal(sem_post(&paper.go), 0);
    assert_int_equal(tp_file_queue_end(queue, false, NULL), 0);
    assert_in_range(paper.calls, TP_FILE_BLOCKS / 2, TP_FILE_BLOCKS + 1);
    assert_false(paper.wrong);
    assert_int_equal(sem_destroy(&paper.go), 0);
}

static void a_queue_without_a_block_ends(void **state)
{
    (void)state;
    struct paper paper = {0};
    assert_int_equal(tp_file_queue_end(start(&paper), true, NULL), 0);
    assert_int_equal(tp_file_queue_end(start(&paper), false, NULL), 0);
    assert_int_equal(tp_file_queue_end(NULL, true, NULL), 0);
    assert_int_equal(paper.calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frame_is_written_once_and_in_order),
        cmocka_unit_test(what_cannot_be_written_is_told_within_a_few_blocks),
        cmocka_unit_test(an_error_in_the_last_block_is_told_at_the_end),
        cmocka_unit_test(what_waits_is_not_written_when_it_is_not_wanted),
        cmocka_unit_test(a_queue_without_a_block_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
