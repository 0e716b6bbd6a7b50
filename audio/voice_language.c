/* Which languages the voices speak. Nothing is read by a voice of another language, and only
 * English is made ready to be spoken (voice_text.h). */
#include "audio/voice.h"

#include "core/base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Names for the line that a person reads; no claim that any of these is spoken. */
static const struct {
    const char *tag, *name;
} languages[] = {
    {"ar", "Arabic"},    {"cs", "Czech"},      {"da", "Danish"},    {"de", "German"},
    {"el", "Greek"},     {"es", "Spanish"},    {"fi", "Finnish"},   {"fr", "French"},
    {"he", "Hebrew"},    {"hi", "Hindi"},      {"hu", "Hungarian"}, {"id", "Indonesian"},
    {"it", "Italian"},   {"ja", "Japanese"},   {"ko", "Korean"},    {"nl", "Dutch"},
    {"no", "Norwegian"}, {"nb", "Norwegian"},  {"pl", "Polish"},    {"pt", "Portuguese"},
    {"ro", "Romanian"},  {"ru", "Russian"},    {"sv", "Swedish"},   {"tr", "Turkish"},
    {"uk", "Ukrainian"}, {"vi", "Vietnamese"}, {"zh", "Chinese"},
};

/* Whether `lang` is the language `tag`, wherever it is spoken. */
static bool is_language(const char *lang, const char *tag)
{
    size_t length = strlen(tag);
    return strncasecmp(lang, tag, length) == 0 && (lang[length] == '\0' || lang[length] == '-');
}

static const char *name_of(const char *lang)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (is_language(lang, languages[i].tag))
            return languages[i].name;
    return "the language";
}

int tp_voice_speaks(const char *lang, struct tp_err *err)
{
    char shown[40];
    if (is_language(lang, "en"))
        return 0;
    tp_text_clean(shown, sizeof shown, lang, strlen(lang));
    return tp_err_set(err, TP_EVOICE,
                      "no voice here speaks %s (%s); this version says English alone",
                      name_of(lang), shown);
}
