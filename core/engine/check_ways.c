/* Which answer is given in which run. Must never hand out more ways than there is room for. */
#include "core/engine/check_ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL, SILENT, SKIPPING, AGAIN, FIRST_OTHER };

enum {
    MOST_QUESTIONS = 1000, /* more have no ways of their own: there would be no room for them */
    MOST_KEPT = 1000,
    /* As a person has it who has done it often; the days are those since the last time. */
    SESSIONS = 20,
    DAYS = 2,
    PAIN = 4
};

int tp_ways_init(struct tp_ways *ways, struct tp_intern *texts, size_t lines)
{
    *ways = (struct tp_ways){.texts = texts, .count = FIRST_OTHER, .line_count = lines};
    ways->list[SILENT].parent = SILENT;
    ways->list[SKIPPING].parent = SKIPPING;
    ways->list[AGAIN].parent = AGAIN;
    ways->left = calloc(lines, 1);
    return ways->left ? 0 : -TP_ENOMEM;
}

void tp_ways_finish(struct tp_ways *ways)
{
    free(ways->met);
    free(ways->left);
    tp_log_finish(&ways->kept);
    ways->met = NULL;
    ways->left = NULL;
}

/* The same words with the same answers are the same question. */
static const char *key_of(struct tp_ways *ways, const struct tp_question *question)
{
    struct tp_buf key = {0};
    tp_buf_printf(&key, "%d\n%s", (int)question->kind, question->text);
    for (int i = 0; i < question->choice_count; i++)
        tp_buf_printf(&key, "\n%s", question->choices[i]);
    const char *kept = key.failed ? NULL : tp_intern(ways->texts, key.data);
    tp_buf_finish(&key);
    return kept;
}

/* False when it was met before, or cannot be kept. */
static bool note(struct tp_ways *ways, const char *key)
{
    for (size_t i = 0; i < ways->met_count; i++)
        if (ways->met[i] == key)
            return false;
    if (ways->met_count == MOST_QUESTIONS)
        return false;
    if (ways->met_count == ways->met_capacity) {
        size_t capacity = ways->met_capacity ? 2 * ways->met_capacity : 16;
        const char **met = realloc(ways->met, capacity * sizeof *met);
        if (!met)
            return false;
        ways->met = met;
        ways->met_capacity = capacity;
    }
    ways->met[ways->met_count++] = key;
    return true;
}

static void add(struct tp_ways *ways, struct tp_way way)
{
    if (ways->count < TP_CHECK_RUNS)
        ways->list[ways->count++] = way;
    else
        ways->untold++;
}

static void add_answer(struct tp_ways *ways, const char *key, const struct tp_question *question,
                       struct tp_value answer)
{
    if (tp_value_equal(answer, question->assume) && ways->run != SILENT)
        return; /* this is what was just met */
    if (answer.kind == TP_VALUE_TEXT)
        answer = tp_value_text(tp_intern(ways->texts, answer.text));
    add(ways, (struct tp_way){.parent = ways->run,
                              .question = key,
                              .asked = tp_intern(ways->texts, question->text),
                              .answer = answer});
}

void tp_ways_add_option(struct tp_ways *ways, const struct tp_script_option *option)
{
    add(ways, (struct tp_way){.parent = USUAL,
                              .option = {tp_intern(ways->texts, option->name),
                                         tp_intern(ways->texts, option->value)}});
}

const struct tp_script_option *tp_ways_option(const struct tp_ways *ways)
{
    unsigned at = ways->run;
    for (; ways->list[at].parent != at; at = ways->list[at].parent)
        if (ways->list[at].option.name)
            return &ways->list[at].option;
    return NULL;
}

/* The first way of those that led to the one that is run now. */
static unsigned root_of(const struct tp_ways *ways)
{
    unsigned at = ways->run;
    while (ways->list[at].parent != at)
        at = ways->list[at].parent;
    return at;
}

/* Of a number the least and the most: what an author asks of it is mostly "from here on". */
static void add_answers(struct tp_ways *ways, const char *key, const struct tp_question *question)
{
    switch (question->kind) {
    case TP_ASK_YES_NO:
        add_answer(ways, key, question, tp_value_bool(true));
        add_answer(ways, key, question, tp_value_bool(false));
        break;
    case TP_ASK_CHOICE:
        for (int i = 0; i < question->choice_count; i++)
            add_answer(ways, key, question, tp_value_text(question->choices[i]));
        break;
    case TP_ASK_NUMBER:
        add_answer(ways, key, question, tp_value_number(question->min));
        if (question->max > question->min)
            add_answer(ways, key, question, tp_value_number(question->max));
        break;
    case TP_ASK_READY:
        if (ways->run == SILENT)
            add_answer(ways, key, question, tp_value_bool(true));
        break;
    }
}

bool tp_ways_answer(void *context, const struct tp_question *question, struct tp_value *out)
{
    struct tp_ways *ways = context;
    const char *key = question->implied ? NULL : key_of(ways, question);
    if (key && ways->run != SKIPPING && note(ways, key))
        add_answers(ways, key, question);
    unsigned at = ways->run;
    for (; ways->list[at].parent != at; at = ways->list[at].parent)
        if (key && ways->list[at].question == key) {
            *out = ways->list[at].answer;
            return true;
        }
    *out = tp_value_nil();
    return at == SILENT;
}

/* One bit for each step that one verb may make; 0: it is not left. */
static unsigned char bit_of(const char *kind)
{
    static const char *const kept[] = {"open", "done", "say", NULL};
    static const char *const around[] = {"position", "locate", "rest", NULL};
    unsigned char bit = 1;
    for (int i = 0; kept[i]; i++)
        if (strcmp(kind, kept[i]) == 0)
            return 0;
    for (int i = 0; around[i] && strcmp(kind, around[i]) != 0; i++)
        bit = (unsigned char)(2 * bit);
    return bit;
}

bool tp_ways_leaves(void *context, const struct tp_step_info *step)
{
    struct tp_ways *ways = context;
    size_t line = step->line > 0 ? (size_t)step->line : 0;
    if (ways->run != SKIPPING || line >= ways->line_count)
        return false;
    unsigned char before = ways->left[line];
    ways->left[line] |= bit_of(step->kind);
    return ways->left[line] != before;
}

/* In the order in which there is room for them. */
static void add_presses(struct tp_ways *ways)
{
    static const enum tp_press_action_kind ends[] = {
        TP_PRESS_SENSOR_LOST, TP_PRESS_CAP, TP_PRESS_TOO_HIGH, TP_PRESS_EASED, TP_PRESS_NO_CHANGE};
    add(ways, (struct tp_way){.parent = ways->count, .missing = true});
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        add(ways, (struct tp_way){.parent = ways->count, .ends = ends[i]});
}

enum tp_press_action_kind tp_ways_presses(void *context)
{
    const struct tp_ways *ways = context;
    enum tp_press_action_kind ends = ways->list[root_of(ways)].ends;
    return ends ? ends : TP_PRESS_TIME;
}

/* Whether a device is there: as the world says, or not. */
static bool is_missing(struct tp_ways *ways)
{
    if (!ways->feels)
        add_presses(ways);
    ways->feels = true;
    return ways->list[root_of(ways)].missing;
}

static struct tp_value past(const char *key)
{
    if (strcmp(key, "count") == 0)
        return tp_value_number(SESSIONS);
    return tp_value_number(strcmp(key, "days_since") == 0 ? DAYS : PAIN);
}

bool tp_ways_input(void *context, const char *kind, const char *key, struct tp_value *out)
{
    struct tp_ways *ways = context;
    bool of_past = strcmp(kind, "past") == 0, again = root_of(ways) == AGAIN;
    *out = tp_value_nil();
    if (strcmp(kind, "device") == 0)
        return is_missing(ways);
    if (!of_past && strcmp(kind, "recall") != 0)
        return false;
    *out = of_past && again ? past(key) : tp_value_nil();
    for (size_t i = 0; !of_past && again && i < ways->kept.count; i++)
        if (strcmp(ways->kept.records[i].key, key) == 0)
            *out = ways->kept.records[i].value;
    return true;
}

void tp_ways_remembers(void *context, const char *key, struct tp_value value)
{
    struct tp_ways *ways = context;
    if (ways->run < AGAIN && ways->kept.count < MOST_KEPT) /* what is lost is only not recalled */
        tp_log_add(&ways->kept, 0, 0, TP_RECORD_INPUT, key, value);
}

bool tp_ways_skips(const struct tp_ways *ways)
{
    return ways->run == SKIPPING || ways->list[root_of(ways)].ends;
}

static void put_answer(struct tp_buf *words, const struct tp_way *way)
{
    const char *before = words->length > 0 ? " and" : "when";
    if (way->option.name) {
        tp_buf_printf(words, "with %s=%s", way->option.name, way->option.value);
        return;
    }
    tp_buf_printf(words, "%s “%s” is answered ", before, way->asked ? way->asked : "");
    if (way->answer.kind == TP_VALUE_BOOL)
        tp_buf_puts(words, way->answer.truth ? "yes" : "no");
    else if (way->answer.kind == TP_VALUE_NUMBER)
        tp_buf_printf(words, "%g", way->answer.number);
    else
        tp_buf_printf(words, "“%s”", way->answer.text);
}

/* From the beginning of the way on. */
static void put_way(struct tp_buf *words, const struct tp_ways *ways, unsigned at)
{
    if (ways->list[at].parent != at) {
        put_way(words, ways, ways->list[at].parent);
        put_answer(words, &ways->list[at]);
    } else if (at == SKIPPING) {
        tp_buf_puts(words, "when steps are skipped");
    } else if (at == AGAIN) {
        tp_buf_puts(words, "when it was done often before");
    } else if (ways->list[at].missing) {
        tp_buf_puts(words, "when the sensor is missing");
    } else if (ways->list[at].ends) {
        tp_buf_printf(words, "when presses end with “%s”",
                      tp_press_action_name(ways->list[at].ends));
    } else if (at == SILENT) {
        tp_buf_puts(words,
                    ways->run == SILENT ? "when nobody answers" : "when nobody else answers");
    }
}

const char *tp_ways_words(const struct tp_ways *ways, char words[TP_WAY_WORDS])
{
    struct tp_buf all = {0};
    put_way(&all, ways, ways->run);
    tp_text_clean(words, TP_WAY_WORDS, all.data ? all.data : "", all.length);
    tp_buf_finish(&all);
    return words;
}
