/* The law of replay, with routines and sessions made by chance: see law_rig.h.
 *
 * test_law               the tests
 * test_law FIRST COUNT   one line of figures for each of these seeds: the same in every process
 * test_law show SEED     its routine, and both sessions */
#include "tests/unit/law_rig.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* SEEDS_SLOW: under a sanitizer, which looks at memory. */
enum { SEEDS = 100, SEEDS_SLOW = 40, STEADY = 50 };

/* Which seek is the last that shows in what was told within `step`; NULL: none. */
static const struct law_seek *seek_of(const struct law *live, uint32_t step)
{
    const struct law_seek *last = NULL;
    for (int i = 0; i < live->seek_count && live->seeks[i].step <= step; i++)
        last = &live->seeks[i];
    return last;
}

/* Whether what the person keeps was moved into this step afterwards. */
static bool is_moved_into(const struct law *live, uint32_t step)
{
    for (int i = 0; i < live->seek_count; i++)
        if (live->seeks[i].moved && live->seeks[i].step == step + 1)
            return true;
    return false;
}

/* What a live session told and its replay tells: not the inside of a step that is not as it was
 * heard, no sound that a seek left behind, nothing that was told before a death. */
static bool is_compared(const struct law *live, const struct law_event *event)
{
    const struct law_seek *seek = seek_of(live, event->within);
    if (event->within < live->first)
        return false;
    if (event->kind == TP_EVENT_STEP_START)
        return true;
    if (is_moved_into(live, event->within))
        return false;
    if (seek && event->within == seek->step && event->at <= seek->until)
        return false;
    return event->kind != TP_EVENT_CUE || !seek || event->step >= seek->step;
}

static const char *next_line(const struct law *live, const struct law_events *events, size_t *at)
{
    while (*at < events->count && !is_compared(live, &events->list[*at]))
        ++*at;
    return *at < events->count ? events->list[(*at)++].line : NULL;
}

/* Where two differ, in words; NULL when they don't. */
static bool differ(const struct law *live, const struct law *replay)
{
    const char *was, *is;
    size_t i = 0, j = 0;
    do {
        was = next_line(live, &live->events, &i);
        is = next_line(live, &replay->events, &j);
    } while (was && is && strcmp(was, is) == 0);
    if (was || is)
        printf("seed %" PRIu64 ":\n was %s  is %s", live->seed, was ? was : "over\n",
               is ? is : "over\n");
    return was || is;
}

static bool same_value(struct tp_value a, struct tp_value b)
{
    if (a.kind != b.kind)
        return false;
    return a.kind == TP_VALUE_TEXT     ? strcmp(a.text, b.text) == 0
           : a.kind == TP_VALUE_NUMBER ? memcmp(&a.number, &b.number, sizeof a.number) == 0
           : a.kind == TP_VALUE_BOOL   ? a.truth == b.truth
                                       : true;
}

static bool logs_differ(uint64_t seed, const struct tp_log *was, const struct tp_log *is)
{
    size_t count = was->count < is->count ? was->count : is->count, i = 0;
    for (; i < count; i++) {
        const struct tp_record *a = &was->records[i], *b = &is->records[i];
        if (a->step != b->step || a->offset != b->offset || a->kind != b->kind ||
            strcmp(a->key, b->key) != 0 || !same_value(a->value, b->value))
            break;
    }
    if (i < was->count || i < is->count)
        printf("seed %" PRIu64 ": record %zu of %zu and %zu\n", seed, i, was->count, is->count);
    return i < was->count || i < is->count;
}

/* The value left under a key; nil when there is none. */
static struct tp_value kept(const struct law *law, const struct law_kept *like)
{
    for (int i = 0; i < law->kept_count; i++)
        if (law->kept[i].memory == like->memory && strcmp(law->kept[i].key, like->key) == 0)
            return law->kept[i].value;
    return tp_value_nil();
}

/* Whether two sessions left something else behind. */
static bool kept_differ(const struct law *was, const struct law *is)
{
    const struct law *both[] = {was, is};
    for (int which = 0; which < 2; which++)
        for (int i = 0; i < both[which]->kept_count; i++) {
            const struct law_kept *one = &both[which]->kept[i];
            if (same_value(kept(was, one), kept(is, one)))
                continue;
            printf("seed %" PRIu64 ": another value is kept: %s\n", was->seed, one->key);
            return true;
        }
    return false;
}

/* Whether two sessions ended alike. */
static bool ends_differ(const struct law *was, const struct law *is)
{
    bool differ = was->failed != is->failed ||
                  (was->failed < 0 && strcmp(was->err.text, is->err.text) != 0) || is->asked_again;
    if (differ)
        printf("seed %" PRIu64 ": ended with %d %s, then with %d %s, asked again %d times\n",
               was->seed, was->failed, was->failed < 0 ? was->err.text : "", is->failed,
               is->failed < 0 ? is->err.text : "", is->asked_again);
    return differ;
}

/* Whether a routine that failed was made to. */
static bool is_meant(const struct law *live)
{
    bool meant = live->failed == 0 || strstr(live->err.text, "as the author meant");
    if (!meant)
        printf("seed %" PRIu64 ": %s\n", live->seed, live->err.text);
    return meant;
}

/* Live, replayed, and the replay replayed. True when the law is broken. */
static bool breaks_the_law(struct law *live)
{
    struct law once, twice;
    struct tp_log first, second;
    law_replay(&once, live, tp_session_log(live->session), &first);
    law_replay(&twice, live, &first, &second);
    twice.seek_count = 0;
    bool broken = !is_meant(live) || ends_differ(live, &once) || differ(live, &once) ||
                  kept_differ(live, &once) ||
                  logs_differ(live->seed, tp_session_log(live->session), &live->mirror) ||
                  logs_differ(live->seed, tp_session_log(live->session), &first) ||
                  ends_differ(&once, &twice) || differ(&twice, &once) ||
                  logs_differ(live->seed, &first, &second);
    law_finish(&once);
    law_finish(&twice);
    tp_log_finish(&first);
    tp_log_finish(&second);
    return broken;
}

static void the_log_alone_gives_the_session_again(void **unused)
{
    uint64_t seeds = getenv("TPRUN_SANITIZED") ? SEEDS_SLOW : SEEDS;
    int broken = 0;
    (void)unused;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct law live;
        if (!law_session(&live, seed))
            fail_msg("seed %" PRIu64 ": %s", seed, live.err.text);
        broken += breaks_the_law(&live);
        law_finish(&live);
    }
    assert_int_equal(broken, 0); /* test_law show SEED tells more */
}

/* The loop may come late or often: what is heard when does not change. */
static void turns_of_any_length_give_the_same_session(void **unused)
{
    int broken = 0;
    (void)unused;
    for (uint64_t seed = 1; seed <= STEADY; seed++) {
        struct law often, late;
        assert_true(law_steady_session(&often, seed, 1) && law_steady_session(&late, seed, 2));
        late.seek_count = 0;
        broken += ends_differ(&often, &late) || differ(&late, &often);
        law_finish(&often);
        law_finish(&late);
    }
    assert_int_equal(broken, 0);
}

/* ---- by hand, and for several processes ---- */

static uint64_t hash(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001B3U;
    return hash;
}

static int figures(uint64_t first, uint64_t count)
{
    int broken = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct law live;
        uint64_t sum = 0xCBF29CE484222325U;
        if (!law_session(&live, seed)) {
            printf("seed %" PRIu64 ": %s\n", seed, live.err.text);
            return 1;
        }
        for (size_t i = 0; i < live.events.count; i++)
            sum = hash(sum, live.events.list[i].line);
        broken += breaks_the_law(&live);
        printf("%" PRIu64 " %016" PRIx64 " %zu events %zu records %s\n", seed, sum,
               live.events.count, tp_session_log(live.session)->count,
               live.failed < 0 ? live.err.text : "");
        law_finish(&live);
    }
    return broken > 0;
}

static void show_events(const char *title, const struct law_events *events)
{
    printf("\n%s\n", title);
    for (size_t i = 0; i < events->count; i++)
        printf("%4u %s", events->list[i].within, events->list[i].line);
}

static void show_log(const struct tp_log *log)
{
    static const char *const kinds[] = {"length", "input", "command"};
    printf("\nlog\n");
    for (size_t i = 0; i < log->count; i++) {
        const struct tp_record *r = &log->records[i];
        printf("%4u +%" PRId64 " %s %s", r->step, (int64_t)r->offset, kinds[r->kind], r->key);
        if (r->value.kind == TP_VALUE_NUMBER)
            printf(" %g", r->value.number);
        else if (r->value.kind == TP_VALUE_TEXT)
            printf(" %s", r->value.text);
        printf("\n");
    }
}

static int show(uint64_t seed)
{
    struct law live, once;
    struct tp_log log;
    bool loads = law_session(&live, seed);
    printf("%s\n", live.text.data);
    if (!loads) {
        printf("%s\n", live.err.text);
        return 1;
    }
    show_log(tp_session_log(live.session));
    for (int i = 0; i < live.seek_count; i++)
        printf("seek to %u%s\n", live.seeks[i].step, live.seeks[i].moved ? ", moved" : "");
    law_replay(&once, &live, tp_session_log(live.session), &log);
    show_events("live", &live.events);
    show_events("replay", &once.events);
    bool broken = breaks_the_law(&live);
    law_finish(&once);
    tp_log_finish(&log);
    law_finish(&live);
    return broken;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_alone_gives_the_session_again),
        cmocka_unit_test(turns_of_any_length_give_the_same_session),
    };
    if (argc == 3 && strcmp(argv[1], "show") == 0)
        return show(strtoull(argv[2], NULL, 10));
    if (argc == 3)
        return figures(strtoull(argv[1], NULL, 10), strtoull(argv[2], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
