/* Inside of answers, shared by answers.c and answers_read.c only. Room-internal. */
#ifndef TP_ENGINE_ANSWERS_INTERNAL_H
#define TP_ENGINE_ANSWERS_INTERNAL_H

#include "core/base/intern.h"
#include "core/engine/answers.h"

enum {
    MOST = 1000,  /* answers of a text */
    ASKED = 1000, /* questions that are remembered, to name the nearest */
    SHOWN = 80    /* bytes of what is shown of a text */
};

struct answer {
    const char *question; /* its words; NULL: `number` names it */
    unsigned number;
    const char *value; /* "" is silence */
    int line;
    bool used;
};

struct tp_answers {
    struct tp_intern texts;
    char name[120];
    struct answer list[MOST];
    size_t count;
    const char *asked[ASKED]; /* of this dry run, in order */
    size_t asked_count;       /* of all of them */
    struct tp_err wrong;      /* the first that did not fit; code 0: none */
};

/* A piece of the text. */
struct piece {
    const char *at;
    size_t length;
};

/* Without blanks at either end. */
struct piece answers_trim(struct piece piece);

/* The kept copy of a piece, in which blanks in a row are one, as in what is said. NULL when out of
 * memory. */
const char *answers_keep(struct tp_answers *answers, struct piece piece);

/* What a text of digits alone says, such as the number of a question; 0 for any other. */
unsigned answers_number(const char *text);

/* The answer to the question of this number; NULL when none names it so. */
struct answer *answers_by_number(struct tp_answers *answers, size_t number);

#endif
