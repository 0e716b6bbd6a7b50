/* The session in plain lines. Must never write a byte of a routine that was not cleaned. */
#include "core/cli/lines.h"

#include "core/cli/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ROOM = 1024 };

/* "  1:04  text", out at once. */
static void tell(tp_frames at, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell(tp_frames at, const char *format, ...)
{
    char clock[TP_FRAMES_TEXT];
    va_list args;
    if (!tp_terminal_is_ready())
        return;
    printf("%7s  ", tp_frames_clock(clock, at));
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    fflush(stdout);
}

static const char *clean(char out[ROOM], const char *text)
{
    return tp_text_clean(out, ROOM, text ? text : "", text ? strlen(text) : 0);
}

/* A sentence ends with a stop, so that a voice pauses there. */
static const char *stop_after(const char *text)
{
    static const char dots[] = "…";
    size_t length = strlen(text), tail = sizeof dots - 1;
    if (length >= tail && strcmp(text + length - tail, dots) == 0)
        return "";
    return length > 0 && strchr(".!?", text[length - 1]) ? "" : ".";
}

/* "Press, left side: Shoulder roll. Strength 4 of 10, 20 seconds." */
static void tell_step(const struct tp_event *event)
{
    const struct tp_step_info *info = event->info;
    const char *side = tp_view_side(info->side), *title = tp_view_title(info);
    char shown[ROOM], kind[ROOM], length[TP_VIEW_LENGTH], more[TP_VIEW_LENGTH + 32] = "";
    if (strcmp(info->kind, "say") == 0 || strcmp(info->kind, "ask") == 0)
        return;
    if (info->pressure >= 0 && info->dose > 0)
        snprintf(more, sizeof more, " Strength %g of 10, %s.", info->pressure,
                 tp_view_length(length, info->dose));
    else if (info->dose > 0)
        snprintf(more, sizeof more, " %s.", tp_view_length(length, info->dose));
    else if (info->pressure >= 0)
        snprintf(more, sizeof more, " Strength %g of 10.", info->pressure);
    clean(shown, title);
    tell(event->at, "%s%s%s%s%s%s%s", clean(kind, tp_view_kind(info->kind)), *side ? ", " : "",
         side, *shown ? ": " : "", shown, *shown ? stop_after(shown) : ".", more);
}

static void tell_question(const struct tp_keys *keys, const struct tp_event *event)
{
    const struct tp_question *question = event->question;
    char shown[ROOM], key[TP_KEY_NAME], other[TP_KEY_NAME];
    tp_keys_name(keys, TP_ACTION_READY, 0, key);
    if (question->implied) {
        tell(event->at, "Press %s when you are there.", key);
        return;
    }
    tell(event->at, "Question: %s", clean(shown, question->text));
    switch (question->kind) {
    case TP_ASK_NUMBER:
        if (question->counted_count > 0)
            tell(event->at, "Press any key at your number.");
        tell(event->at, "Answer with a number, %g to %g, then enter.", question->min,
             question->max);
        break;
    case TP_ASK_YES_NO:
        tell(event->at, "Answer with %s for yes or %s for no.",
             tp_keys_name(keys, TP_ACTION_YES, 0, key), tp_keys_name(keys, TP_ACTION_NO, 0, other));
        break;
    case TP_ASK_CHOICE:
        for (int i = 0; i < question->choice_count; i++) {
            clean(shown, question->choices[i]);
            tell(event->at, "Answer %d: %s%s", i + 1, shown, stop_after(shown));
        }
        break;
    case TP_ASK_READY:
        tell(event->at, "Press %s when you are ready.", key);
        break;
    }
}

static void tell_answer(const struct tp_event *event)
{
    char shown[ROOM];
    if (event->question && event->question->implied)
        return; /* the step that follows tells it */
    switch (event->value.kind) {
    case TP_VALUE_NIL:
        tell(event->at, "No answer.");
        break;
    case TP_VALUE_BOOL:
        tell(event->at, "Answer: %s.", event->value.truth ? "yes" : "no");
        break;
    case TP_VALUE_NUMBER:
        tell(event->at, "Answer: %g.", event->value.number);
        break;
    case TP_VALUE_TEXT:
        clean(shown, event->value.text);
        tell(event->at, "Answer: %s%s", shown, stop_after(shown));
        break;
    }
}

/* An author's own word for the end, or the engine's. */
static void tell_end(const struct tp_event *event)
{
    char shown[ROOM];
    if (!event->outcome || strcmp(event->outcome, "finished") == 0)
        tell(event->at, "Finished.");
    else if (strcmp(event->outcome, "stopped") == 0)
        tell(event->at, "Stopped. Let go.");
    else
        tell(event->at, "The end: %s.", clean(shown, event->outcome));
}

void tp_lines_voice(tp_frames at, const char *text)
{
    char shown[ROOM];
    tell(at, "Voice: %s", clean(shown, text));
}

void tp_lines_note(tp_frames at, const char *text)
{
    char shown[ROOM];
    clean(shown, text);
    tell(at, "%s%s", shown, stop_after(shown));
}

void tp_lines_event(const struct tp_keys *keys, const struct tp_event *event)
{
    char shown[ROOM], clock[TP_FRAMES_TEXT], key[TP_KEY_NAME];
    switch (event->kind) {
    case TP_EVENT_STEP_START:
        tell_step(event);
        break;
    case TP_EVENT_STEP_END:
        if (event->outcome && strcmp(event->outcome, "skipped") == 0)
            tell(event->at, "Left early.");
        break;
    case TP_EVENT_CUE:
        if (event->cue->type == TP_CUE_VOICE)
            tp_lines_voice(event->at, event->cue->text);
        break;
    case TP_EVENT_ASK:
        tell_question(keys, event);
        break;
    case TP_EVENT_ANSWER:
        tell_answer(event);
        break;
    case TP_EVENT_SESSION_PAUSE:
        tell(event->at, "Pause: %s goes on.", tp_keys_name(keys, TP_ACTION_PAUSE, 0, key));
        break;
    case TP_EVENT_SESSION_SEEK:
        tell(event->from, "%s to %s.", event->at < event->from ? "Back" : "On",
             tp_frames_clock(clock, event->at));
        break;
    case TP_EVENT_SESSION_END:
        tell_end(event);
        break;
    case TP_EVENT_AUDIO_LOST:
    case TP_EVENT_WARNING:
        tell(event->at, "Warning: %s", clean(shown, event->text));
        break;
    case TP_EVENT_AUDIO_FOUND:
        tell(event->at, "Sound is back: %s", clean(shown, event->text));
        break;
    case TP_EVENT_DEVICE_ADDED:
        tell(event->at, "Connected: %s", clean(shown, event->device->name));
        break;
    case TP_EVENT_DEVICE_REMOVED:
        tell(event->at, "Gone: %s", clean(shown, event->device->name));
        break;
    case TP_EVENT_SESSION_START:  /* the head has told it */
    case TP_EVENT_SESSION_RESUME: /* the voice says it */
    case TP_EVENT_PROGRESS:
    case TP_EVENT_NOTE:
    case TP_EVENT_PRESS: /* the voice says what it means */
    case TP_EVENT_READING:
        break;
    }
}

static void put(const char *label, const char *text)
{
    char shown[ROOM];
    if (!text || !*text)
        return;
    clean(shown, text);
    printf("%s%s%s\n", label, shown, stop_after(shown));
    fflush(stdout);
}

void tp_lines_device(const char *device)
{
    put("Sound: ", device);
}

void tp_lines_keys(const struct tp_keys *keys)
{
    for (size_t i = 0; i < tp_keys_count(); i++) {
        struct tp_key_words words;
        if (!tp_keys_words(keys, i, NULL, &words) || !tp_terminal_is_ready())
            continue;
        printf("%s%s%s: %s.\n", words.name, *words.other ? " or " : "", words.other, words.help);
    }
    fflush(stdout);
}

void tp_lines_head(const struct tp_view *view)
{
    char about[TP_VIEW_ABOUT], key[TP_KEY_NAME];
    put("", view->title);
    put("", tp_view_about(about, view, true));
    put("Shorter: ", view->shorter);
    put("Position: ", view->position);
    put("You need: ", view->tools);
    tp_lines_device(view->device);
    put("Warning: ", view->problem);
    puts("If it feels sharp or tingly, or you feel dizzy: let go, and stop.");
    puts("This is not a medical device: see tprun about.");
    if (view->state.gate)
        printf("Press any key to %s; %s ends. It %s by itself after %d seconds.\n",
               view->state.back ? "go on" : "begin",
               tp_keys_name(view->keys, TP_ACTION_STOP, 0, key),
               view->state.back ? "goes on" : "begins", TP_GATE_MS / 1000);
    fflush(stdout);
}

void tp_lines_end(const struct tp_view *view, bool spelled)
{
    char title[ROOM], end[TP_VIEW_END];
    clean(title, view->title);
    printf("%s%s%s%s.\n", title, *title ? ": " : "",
           tp_view_is_stopped(view) && !view->part ? "stopped after " : "",
           tp_view_end(end, view, spelled));
    if (tp_view_is_stopped(view) && view->kept)
        puts("It's kept where you were: tprun resume goes on, for a day.");
    fflush(stdout);
}
