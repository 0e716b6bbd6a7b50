/* Where in a text a field is written. Reads the text alone: what only running it would tell is not
 * found. */
#include "core/script/fields.h"

#include "core/script/lex.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LEVELS = 8 }; /* brackets in brackets that are followed; a path has at most three */

/* An open bracket, and the field of it that stands here. */
struct level {
    char bracket;
    bool begins; /* a field may begin here */
    const char *name;
    size_t length; /* of the name; 0: the field has none, and is the `index`th */
    int index;
};

struct search {
    struct tp_lex lex;
    const char *path;
    struct level levels[LEVELS];
    int depth;
};

static bool is_name_start(char byte)
{
    return tp_lex_is_name_byte(byte) && !isdigit((unsigned char)byte);
}

/* Whether a = follows that gives a value; `lex` is a copy. */
static bool is_given(struct tp_lex lex)
{
    tp_lex_skip_blanks(&lex);
    return tp_lex_peek(&lex, 0) == '=' && tp_lex_peek(&lex, 1) != '=';
}

/* name = … or ["name"] = …; false when the field has no name. */
static bool read_name(struct tp_lex lex, struct level *level)
{
    bool quoted = tp_lex_peek(&lex, 0) == '[' && tp_lex_long_level(&lex) < 0;
    if (quoted) {
        tp_lex_step(&lex);
        tp_lex_skip_blanks(&lex);
        if (tp_lex_peek(&lex, 0) != '"' && tp_lex_peek(&lex, 0) != '\'')
            return false;
        level->name = lex.at + 1;
        tp_lex_skip_quoted(&lex);
        level->length = (size_t)(lex.at - level->name) - 1;
        tp_lex_skip_blanks(&lex);
        if (tp_lex_peek(&lex, 0) != ']')
            return false;
        tp_lex_step(&lex);
        return is_given(lex);
    }
    level->name = lex.at;
    while (tp_lex_is_name_byte(tp_lex_peek(&lex, 0)))
        lex.at++;
    level->length = (size_t)(lex.at - level->name);
    return level->length > 0 && is_given(lex);
}

/* Whether the fields that stand here, from the outside in, are the path. */
static bool is_there(const struct search *search)
{
    const char *rest = search->path;
    for (int i = 0; i < search->depth; i++) {
        const struct level *level = &search->levels[i];
        char number[16];
        if (level->bracket != '{')
            continue;
        snprintf(number, sizeof number, "%d", level->index);
        const char *name = level->length ? level->name : number;
        size_t length = level->length ? level->length : strlen(number);
        if (strncmp(rest, name, length) != 0 || (rest[length] && rest[length] != '.'))
            return false;
        rest += length + (rest[length] == '.');
    }
    return !*rest;
}

/* At the first sign of a field; true when it is the one that is looked for. */
static bool begin_field(struct search *search, struct level *level)
{
    level->begins = false;
    if (!read_name(search->lex, level)) {
        level->length = 0;
        level->index++;
    }
    return is_there(search);
}

static void open_bracket(struct search *search)
{
    char bracket = *search->lex.at;
    if (search->depth < LEVELS)
        search->levels[search->depth] =
            (struct level){.bracket = bracket, .begins = bracket == '{'};
    search->depth++;
    search->lex.at++;
}

static void step_over(struct search *search, struct level *level)
{
    struct tp_lex *lex = &search->lex;
    char byte = *lex->at;
    if (is_name_start(byte)) {
        while (tp_lex_is_name_byte(tp_lex_peek(lex, 0)))
            lex->at++;
    } else if (byte == '"' || byte == '\'') {
        tp_lex_skip_quoted(lex);
    } else if (tp_lex_long_level(lex) >= 0) {
        tp_lex_skip_long(lex, tp_lex_long_level(lex));
    } else if (isdigit((unsigned char)byte)) {
        tp_lex_skip_number(lex);
    } else if (byte == '{' || byte == '(' || byte == '[') {
        open_bracket(search);
    } else {
        if (byte == '}' || byte == ')' || byte == ']')
            search->depth -= search->depth > 0;
        else if ((byte == ',' || byte == ';') && level && level->bracket == '{')
            level->begins = true;
        tp_lex_step(lex);
    }
}

/* 0 when it is not written. */
static int find(const struct tp_fields_text *source, const char *path)
{
    struct search search = {.lex = {source->text, source->text + source->length, 1}, .path = path};
    while (search.lex.at < search.lex.end) {
        if (tp_lex_skip_blank(&search.lex))
            continue;
        bool followed = search.depth > 0 && search.depth <= LEVELS;
        struct level *level = followed ? &search.levels[search.depth - 1] : NULL;
        bool ends = *search.lex.at == '}' || *search.lex.at == ',' || *search.lex.at == ';';
        if (level && level->begins && !ends && begin_field(&search, level))
            return search.lex.line;
        step_over(&search, level);
    }
    return 0;
}

int tp_fields_line(const struct tp_fields_text *source, const char *path)
{
    char part[200];
    snprintf(part, sizeof part, "%s", path);
    while (*part) {
        int line = find(source, part);
        char *dot = strrchr(part, '.');
        if (line > 0 || !dot)
            return line;
        *dot = '\0';
    }
    return 0;
}

int tp_fields_mistake(const struct tp_fields_text *source, const char *path, int code,
                      const char *what, struct tp_err *err)
{
    int line = tp_fields_line(source, path);
    if (line > 0)
        return tp_err_set(err, code, "%s:%d: %s", source->name, line, what);
    return tp_err_set(err, code, "%s: %s", source->name, what);
}
