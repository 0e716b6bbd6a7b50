/* tprun new NAME [--like NAME]: a routine to begin with. Must never write over a file. */
#include "core/base/text.h"
#include "core/cli/commands.h"
#include "core/cli/folders.h"
#include "core/cli/routines.h"
#include "core/cli/source.h"
#include "core/host/file.h"
#include "core/script/head.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_BYTES = 64 }; /* of a routine's name, with its end: it is typed, and read in lists */

static const char yours[] = "your name"; /* for whoever makes it to fill in */

struct new_routine {
    struct tp_buf path;    /* of the file, with .lua */
    char name[NAME_BYTES]; /* its last part, without */
    struct tp_buf text;
};

static bool is_name(const char *name)
{
    for (const char *at = name; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_' && (*at != '-' || at == name))
            return false;
    return *name;
}

/* What the name could be instead: every sign that it cannot have as one _. */
static void propose(char proposal[NAME_BYTES], const char *name)
{
    size_t length = 0;
    for (; *name && length + 1 < NAME_BYTES; name++) {
        if (isalnum((unsigned char)*name) || (*name == '-' && length > 0))
            proposal[length++] = *name;
        else if (length > 0 && proposal[length - 1] != '_')
            proposal[length++] = '_';
    }
    while (length > 0 && proposal[length - 1] == '_')
        length--;
    proposal[length] = '\0';
}

static int wrong_name(const char *name, struct tp_err *err)
{
    char shown[100], proposal[NAME_BYTES];
    tp_text_clean(shown, sizeof shown, name, strlen(name));
    propose(proposal, name);
    return tp_err_set(err, TP_EUSAGE, "new: a name has letters, digits, _ and -, got \"%s\"%s%s%s",
                      shown, *proposal ? "; how about " : "", proposal, *proposal ? "?" : "");
}

/* Takes the name apart: a folder, if there is one, and what the routine is called. */
static int settle_name(struct new_routine *new, const char *given, struct tp_err *err)
{
    const char *slash = strrchr(given, '/'), *last = slash ? slash + 1 : given;
    size_t length = strlen(last);
    if (length > strlen(".lua") && strcmp(last + length - strlen(".lua"), ".lua") == 0)
        length -= strlen(".lua");
    if (length >= sizeof new->name)
        return tp_err_set(err, TP_EUSAGE, "new: a name has at most %d letters, got %zu",
                          NAME_BYTES - 1, length);
    memcpy(new->name, last, length);
    new->name[length] = '\0';
    if (!is_name(new->name))
        return wrong_name(new->name, err);
    if (tp_subcommand_find(new->name))
        return tp_err_set(err, TP_EUSAGE, "new: %s is a command of tprun: choose another name",
                          new->name);
    tp_buf_add(&new->path, given, (size_t)(last - given));
    tp_buf_printf(&new->path, "%s.lua", new->name);
    return 0;
}

/* "my_calves" as a title: My calves. */
static void add_title(struct tp_buf *text, const char *name)
{
    for (const char *at = name; *at; at++) {
        char sign = *at == '_' || *at == '-' ? ' ' : *at;
        sign = at == name ? (char)toupper((unsigned char)sign) : sign;
        tp_buf_add(text, &sign, 1);
    }
}

/* Puts `with` in the place of `length` bytes of the text. */
static void put(struct tp_buf *text, size_t at, size_t length, const struct tp_buf *with)
{
    struct tp_buf made = {0};
    tp_buf_add(&made, text->data, at);
    tp_buf_add(&made, with->data, with->length);
    tp_buf_puts(&made, text->data + at + length);
    made.failed = made.failed || with->failed;
    tp_buf_finish(text);
    *text = made;
}

/* The blanks ahead of `at`, when nothing else stands before it on its line; else nothing. */
static struct tp_buf indent_of(const char *text, size_t at)
{
    struct tp_buf indent = {0};
    size_t from = at;
    while (from > 0 && (text[from - 1] == ' ' || text[from - 1] == '\t'))
        from--;
    if (from > 0 && text[from - 1] == '\n')
        tp_buf_add(&indent, text + from, at - from);
    return indent;
}

/* A field for whoever made it, behind the title, whose text stands there: on a line of its own
 * where the title has one. */
static void add_maker(struct tp_buf *text, size_t title, size_t length)
{
    struct tp_buf maker = {0};
    size_t name = title;
    while (name > 0 && strncmp(text->data + name, "title", strlen("title")) != 0)
        name--;
    struct tp_buf indent = indent_of(text->data, name);
    if (indent.length > 0)
        tp_buf_printf(&maker, ",\n%s", indent.data);
    else
        tp_buf_puts(&maker, ", ");
    tp_buf_printf(&maker, "made_by = \"%s\"", yours);
    put(text, title + length + 1, 0, &maker);
    tp_buf_finish(&indent);
    tp_buf_finish(&maker);
}

/* A title of its own, and made by whoever makes it. */
static void adapt(struct new_routine *new)
{
    struct tp_buf *text = &new->text, title = {0}, maker = {0};
    size_t at, length;
    add_title(&title, new->name);
    tp_buf_puts(&maker, yours);
    bool titled = tp_head_find(text->data, text->length, "title", &at, &length);
    if (titled)
        put(text, at, length, &title);
    size_t title_at = at;
    if (tp_head_find(text->data, text->length, "made_by", &at, &length))
        put(text, at, length, &maker);
    else if (titled)
        add_maker(text, title_at, title.length);
    tp_buf_finish(&title);
    tp_buf_finish(&maker);
}

/* The folder for authors, meta, in which `file` lies, with the file itself read when `text` is not
 * NULL. It lies where routines do, so that a person may have one of their own. */
static int find_meta(char folder[PATH_MAX], const char *file, struct tp_buf *text,
                     struct tp_err *err)
{
    struct tp_folders folders;
    char path[PATH_MAX];
    tp_folder_routines(&folders);
    for (int i = 0; i < folders.count; i++) {
        int length = snprintf(folder, PATH_MAX, "%s/meta", folders.paths[i]);
        int whole = snprintf(path, sizeof path, "%s/meta/%s", folders.paths[i], file);
        if (length < PATH_MAX && whole < PATH_MAX && access(path, F_OK) == 0)
            return text ? tp_source_read(path, file, text, err) : 0;
    }
    return tp_err_set(err, TP_EIO, "new: no folder of routines has meta/%s", file);
}

static int make_text(struct new_routine *new, const char *like, struct tp_err *err)
{
    struct tp_routine_file file;
    char folder[PATH_MAX];
    if (!like)
        return find_meta(folder, "template.lua", &new->text, err);
    int rc = tp_routine_open(&file, like, err);
    if (rc < 0)
        return rc;
    tp_buf_printf(&new->text, "-- Made from %s: change what you like.\n", file.name);
    tp_buf_add(&new->text, file.text.data ? file.text.data : "", file.text.length);
    tp_routine_close(&file);
    return 0;
}

static void tell(const char *before, const char *file, const char *after, const char *what)
{
    int room = 12 - (int)strlen(after);
    printf("  tprun %s%s%s%*s %s\n", before, file, after, room - (int)strlen(before), "", what);
}

static void tell_next(const char *shown)
{
    char folder[PATH_MAX], plain[PATH_MAX];
    printf("%s is there. Open it in an editor, and then:\n", shown);
    tell("plan ", shown, "", "what happens when");
    tell("", shown, " --speed 10", "hear it, with the waiting cut short");
    tell("check ", shown, "", "what a careful reader would say");
    if (find_meta(folder, "tprun.lua", NULL, NULL) == 0)
        printf("An editor completes the verbs and finds slips when it knows\n  %s\nREADME.md there "
               "says how.\n",
               realpath(folder, plain) ? plain : folder);
}

int tp_command_new(const struct tp_options *options)
{
    struct new_routine new = {0};
    struct tp_err err = {0};
    char shown[120];
    int rc;
    if (!options->argument || !*options->argument)
        rc = tp_err_set(&err, TP_EUSAGE, "new needs a name: tprun new calves");
    else
        rc = settle_name(&new, options->argument, &err);
    if (rc == 0)
        rc = make_text(&new, options->like, &err);
    if (rc == 0)
        adapt(&new);
    if (rc == 0 && (!new.path.data || new.path.failed || new.text.failed))
        rc = tp_err_set(&err, TP_ENOMEM, "out of memory");
    if (rc == 0)
        rc = tp_file_make(new.path.data, &new.text, &err);
    if (rc == 0)
        tell_next(tp_text_clean(shown, sizeof shown, new.path.data, new.path.length));
    tp_buf_finish(&new.path);
    tp_buf_finish(&new.text);
    if (rc == -TP_ENOENT) /* a routine that is not there, as anywhere */
        return tp_complain(TP_EXIT_ROUTINE, &err);
    return rc < 0 ? tp_complain(tp_exit_status(rc), &err) : TP_EXIT_OK;
}
