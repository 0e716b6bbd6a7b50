/* The pieces of a Lua text: what a look over it before or after Lua parses it needs. The same
 * comments, strings and numbers as Lua's, so that none of them can hide anything. Room-internal. */
#ifndef TP_SCRIPT_LEX_H
#define TP_SCRIPT_LEX_H

#include <stdbool.h>
#include <stddef.h>

/* A place in a text. Begins with line 1. */
struct tp_lex {
    const char *at, *end;
    int line;
};

/* The byte so far ahead; '\0' beyond the end. */
char tp_lex_peek(const struct tp_lex *lex, size_t ahead);

/* One byte on. */
void tp_lex_step(struct tp_lex *lex);

/* Steps over a space or a comment; false when neither begins here. */
bool tp_lex_skip_blank(struct tp_lex *lex);
void tp_lex_skip_blanks(struct tp_lex *lex); /* all that begin here, if any */

/* Number of = in a long bracket that opens here, -1 when none does. */
int tp_lex_long_level(const struct tp_lex *lex);
void tp_lex_skip_long(struct tp_lex *lex, int level);

void tp_lex_skip_quoted(struct tp_lex *lex); /* one begins here */

/* A number runs on over letters, dots and the sign of an exponent. */
void tp_lex_skip_number(struct tp_lex *lex);

bool tp_lex_is_name_byte(char byte);

#endif
