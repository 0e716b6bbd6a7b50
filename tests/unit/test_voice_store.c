/* The voice's bookkeeping: order of work, what is kept, what is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_store.h"
#include "core/base/err.h"

#include <stdio.h>
#include <string.h>

static struct tp_voice_store *store;

static int create(void **state)
{
    (void)state;
    store = tp_voice_store_create();
    return store ? 0 : -1;
}

static int destroy(void **state)
{
    (void)state;
    tp_voice_store_destroy(store);
    return 0;
}

static struct tp_voice_entry *add(const char *sentence)
{
    struct tp_voice_entry *entry = tp_voice_store_add(store, sentence);
    assert_non_null(entry);
    return entry;
}

static struct tp_voice_entry *add_queued(const char *sentence, bool urgent)
{
    struct tp_voice_entry *entry = add(sentence);
    tp_voice_store_queue(store, entry, urgent);
    return entry;
}

static struct tp_clip *clip(uint32_t frames)
{
    struct tp_clip *made = tp_clip_create(frames, 1);
    assert_non_null(made);
    return made;
}

/* Takes the next entry, which must be this one, and settles it without a clip. */
static void make_next(const char *sentence)
{
    struct tp_voice_entry *entry = tp_voice_store_take(store);
    assert_non_null(entry);
    assert_string_equal(entry->sentence, sentence);
    tp_voice_store_settle(store, entry, 100, NULL, false);
}

static void test_a_new_sentence_is_unknown_and_asks_for_nothing(void **state)
{
    (void)state;
    assert_null(tp_voice_store_find(store, "a"));
    struct tp_voice_entry *entry = add("a");
    assert_ptr_equal(tp_voice_store_find(store, "a"), entry);
    assert_int_equal(entry->frames, -TP_EAGAIN);
    assert_null(tp_voice_store_take(store));
}

static void test_urgent_work_goes_first_and_each_queue_in_order(void **state)
{
    (void)state;
    struct tp_voice_entry *wanted = add_queued("wanted 1", false);
    add_queued("wanted 2", false);
    add_queued("urgent 1", true);
    add_queued("wanted 3", false);
    add_queued("urgent 2", true);
    tp_voice_store_queue(store, tp_voice_store_find(store, "wanted 2"), true);
    tp_voice_store_queue(store, tp_voice_store_find(store, "urgent 1"), false);
    tp_voice_store_queue(store, wanted, false);
    make_next("urgent 1");
    make_next("urgent 2");
    make_next("wanted 2");
    make_next("wanted 1");
    make_next("wanted 3");
    assert_null(tp_voice_store_take(store));
}

static void test_what_is_known_is_not_queued_again(void **state)
{
    (void)state;
    struct tp_voice_entry *entry = add_queued("a", true);
    make_next("a");
    tp_voice_store_queue(store, entry, true);
    assert_null(tp_voice_store_take(store));
    entry->load = true; /* its clip is another matter */
    tp_voice_store_queue(store, entry, false);
    make_next("a");
}

static void test_what_failed_is_not_tried_again(void **state)
{
    (void)state;
    struct tp_voice_entry *entry = add_queued("a", true);
    assert_ptr_equal(tp_voice_store_take(store), entry);
    tp_voice_store_settle(store, entry, -TP_EVOICE, NULL, false);
    entry->load = true;
    tp_voice_store_queue(store, entry, true);
    assert_null(tp_voice_store_take(store));
    assert_int_equal(entry->frames, -TP_EVOICE);
}

static void test_a_clip_is_kept_when_it_is_wanted_and_handed_over_once(void **state)
{
    (void)state;
    struct tp_voice_entry *entry = add_queued("a", true);
    entry->load = true;
    assert_ptr_equal(tp_voice_store_take(store), entry);
    struct tp_clip *made = clip(10);
    tp_voice_store_settle(store, entry, 10, made, false);
    assert_ptr_equal(tp_voice_store_hand_over(store, entry), made);
    assert_int_equal(made->references, 1);
    assert_null(entry->clip);
    assert_false(entry->load);
    assert_null(tp_voice_store_take(store));
    tp_clip_unref(made);
}

static void test_a_clip_that_nobody_wants_is_let_go_unless_kept(void **state)
{
    (void)state;
    struct tp_voice_entry *entry = add_queued("a", true);
    assert_ptr_equal(tp_voice_store_take(store), entry);
    tp_voice_store_settle(store, entry, 10, clip(10), false);
    assert_null(entry->clip);
    entry = add_queued("b", true);
    assert_ptr_equal(tp_voice_store_take(store), entry);
    tp_voice_store_settle(store, entry, 10, clip(10), true);
    assert_non_null(entry->clip);
}

static void test_a_wish_for_the_clip_while_it_is_made_is_not_lost(void **state)
{
    (void)state;
    struct tp_voice_entry *entry = add_queued("a", false);
    add_queued("b", false);
    assert_ptr_equal(tp_voice_store_take(store), entry);
    entry->load = true; /* the maker was told to find the length only */
    tp_voice_store_queue(store, entry, true);
    tp_voice_store_settle(store, entry, 10, NULL, false);
    assert_ptr_equal(tp_voice_store_take(store), entry);
    tp_voice_store_settle(store, entry, 10, clip(10), false);
    assert_non_null(entry->clip);
    make_next("b");
}

static void test_a_length_learned_elsewhere_ends_the_waiting(void **state)
{
    (void)state;
    struct tp_voice_entry *entry = add_queued("a", false), *loaded = add("b");
    loaded->load = true;
    tp_voice_store_queue(store, loaded, false);
    tp_voice_store_learn(store, entry, 7);
    tp_voice_store_learn(store, loaded, 8);
    assert_int_equal(entry->frames, 7);
    assert_ptr_equal(tp_voice_store_take(store), loaded); /* its clip is still wanted */
    tp_voice_store_settle(store, loaded, 8, clip(8), false);
    assert_null(tp_voice_store_take(store));
}

static void add_number(int number, bool settled)
{
    char sentence[32];
    snprintf(sentence, sizeof sentence, "number %d", number);
    add_queued(sentence, false);
    if (settled)
        make_next(sentence);
}

static void test_the_oldest_known_sentence_is_forgotten_for_a_new_one(void **state)
{
    (void)state;
    for (int i = 0; i < TP_VOICE_STORE_ENTRIES; i++)
        add_number(i, true);
    assert_non_null(tp_voice_store_find(store, "number 0")); /* used now */
    add_number(TP_VOICE_STORE_ENTRIES, true);
    assert_non_null(tp_voice_store_find(store, "number 0"));
    assert_null(tp_voice_store_find(store, "number 1"));
    assert_non_null(tp_voice_store_find(store, "number 2"));
}

static void test_when_all_wait_the_latest_wish_gives_way(void **state)
{
    (void)state;
    for (int i = 0; i < TP_VOICE_STORE_ENTRIES; i++)
        add_number(i, false);
    add_queued("urgent", true);
    assert_null(tp_voice_store_find(store, "number 4095"));
    make_next("urgent");
    make_next("number 0");
}

static void test_urgent_work_is_never_forgotten(void **state)
{
    (void)state;
    char sentence[32];
    for (int i = 0; i < TP_VOICE_STORE_ENTRIES; i++) {
        snprintf(sentence, sizeof sentence, "urgent %d", i);
        add_queued(sentence, true);
    }
    assert_null(tp_voice_store_add(store, "one more"));
    make_next("urgent 0");
    assert_non_null(tp_voice_store_add(store, "one more"));
}

static void test_untaken_clips_are_bounded(void **state)
{
    (void)state;
    enum { FRAMES = TP_VOICE_STORE_CLIP_BYTES / 2 / 4 }; /* four fit */
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++) {
        struct tp_voice_entry *entry = add(names[i]);
        entry->load = true;
        tp_voice_store_queue(store, entry, false);
        assert_ptr_equal(tp_voice_store_take(store), entry);
        tp_voice_store_settle(store, entry, FRAMES, clip(FRAMES), false);
    }
    for (int i = 0; i < 5; i++) {
        struct tp_voice_entry *entry = tp_voice_store_find(store, names[i]);
        assert_int_equal(entry->frames, FRAMES);
        assert_int_equal(entry->clip != NULL, i > 0);
    }
    assert_null(tp_voice_store_take(store));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_new_sentence_is_unknown_and_asks_for_nothing),
        CASE(test_urgent_work_goes_first_and_each_queue_in_order),
        CASE(test_what_is_known_is_not_queued_again),
        CASE(test_what_failed_is_not_tried_again),
        CASE(test_a_clip_is_kept_when_it_is_wanted_and_handed_over_once),
        CASE(test_a_clip_that_nobody_wants_is_let_go_unless_kept),
        CASE(test_a_wish_for_the_clip_while_it_is_made_is_not_lost),
        CASE(test_a_length_learned_elsewhere_ends_the_waiting),
        CASE(test_the_oldest_known_sentence_is_forgotten_for_a_new_one),
        CASE(test_when_all_wait_the_latest_wish_gives_way),
        CASE(test_urgent_work_is_never_forgotten),
        CASE(test_untaken_clips_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
