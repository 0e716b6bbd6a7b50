/* Lines that ran, and lines on which a verb stands. Must never look past the end of either. */
#include "core/script/lines.h"

#include "core/script/lex.h"

#include <ctype.h>
#include <string.h>

void tp_lines_ran(lua_State *L, lua_Debug *frame, const struct tp_script_lines *lines,
                  const char *name)
{
    int line = frame->currentline;
    if (line <= 0 || (size_t)line >= lines->count || lines->ran[line])
        return;
    lua_getinfo(L, "S", frame);
    if (frame->source[0] == '@' && strcmp(frame->source + 1, name) == 0)
        lines->ran[line] = 1;
}

/* What a person hears or does; the others only reckon. */
static bool is_verb(const char *name, size_t length)
{
    static const char *const verbs[] = {"say",        "stop_words", "tone",  "wait",   "rest",
                                        "wait_until", "warm_up",    "move",  "locate", "hold",
                                        "stroke",     "step",       "ask",   "sides",  "stretch",
                                        "breathe",    "hydrate",    "finish"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strlen(verbs[i]) == length && memcmp(verbs[i], name, length) == 0)
            return true;
    return false;
}

static void skip_blanks(struct tp_lex *lex)
{
    while (lex->at < lex->end && tp_lex_skip_blank(lex))
        ;
}

/* Whether something is called here: ( { or a text follows; `lex` is a copy. */
static bool is_called(struct tp_lex lex)
{
    skip_blanks(&lex);
    char next = tp_lex_peek(&lex, 0);
    return next && (strchr("({\"'", next) || tp_lex_long_level(&lex) >= 0);
}

/* The last sign before a name: what it makes of it. */
struct before {
    bool field;    /* t.say, t:say: no verb */
    bool function; /* function say(): none either */
};

/* A name at which `lex` stands; moves on past it. */
static void take_name(struct tp_lex *lex, struct before *before, unsigned char *marks, size_t count)
{
    const char *name = lex->at;
    size_t line = (size_t)lex->line;
    while (tp_lex_is_name_byte(tp_lex_peek(lex, 0)))
        lex->at++;
    size_t length = (size_t)(lex->at - name);
    bool free = !before->field && !before->function;
    if (free && line < count && is_verb(name, length) && is_called(*lex))
        marks[line] = 1;
    *before = (struct before){.function = length == 8 && memcmp(name, "function", 8) == 0};
}

/* Any other sign, or a text or number. */
static void take_other(struct tp_lex *lex, struct before *before)
{
    char byte = *lex->at;
    bool dots = byte == '.' && tp_lex_peek(lex, 1) == '.';
    *before = (struct before){.field = (byte == '.' && !dots) || byte == ':'};
    if (byte == '"' || byte == '\'')
        tp_lex_skip_quoted(lex);
    else if (tp_lex_long_level(lex) >= 0)
        tp_lex_skip_long(lex, tp_lex_long_level(lex));
    else if (isdigit((unsigned char)byte))
        tp_lex_skip_number(lex);
    else
        tp_lex_step(lex);
    if (dots && lex->at < lex->end)
        tp_lex_step(lex);
}

void tp_script_verb_lines(const char *text, size_t length, unsigned char *marks, size_t count)
{
    struct tp_lex lex = {text, text + length, 1};
    struct before before = {0};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        lex.at += 3;                 /* a byte order mark */
    if (tp_lex_peek(&lex, 0) == '#') /* a first line for the shell */
        while (lex.at < lex.end && *lex.at != '\n')
            lex.at++;
    while (lex.at < lex.end) {
        if (tp_lex_skip_blank(&lex))
            continue;
        if (tp_lex_is_name_byte(*lex.at) && !isdigit((unsigned char)*lex.at))
            take_name(&lex, &before, marks, count);
        else
            take_other(&lex, &before);
    }
}
