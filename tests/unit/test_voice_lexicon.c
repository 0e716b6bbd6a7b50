/* What the ear gets for the words of the lexicon, phone by phone as flite will say them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audio/voice_lexicon.h"
#include "audio/voice_text.h"

#include <flite/flite.h>

#include <stdio.h>
#include <string.h>

cst_voice *register_cmu_us_kal(const char *directory);
void unregister_cmu_us_kal(cst_voice *voice);

/* Every entry once: the word, a text with it, the phones that are right (kal says "ah" as "aa"). */
static const struct row {
    const char *word, *text, *phones;
} rows[] = {
    {"close", "close your", "k l ow z y ao r"},
    {"wind", "wind down", "w ay n d d aw n"},
    {"it", "it band", "ay t iy b ae n d"},
    {"alternate", "alternate sides", "ao l t er n ey t s ay d z"},
    {"lead", "lead", "l iy d"},
    {"read", "read", "r iy d"},
    {"live", "we live here", "w iy l ih v hh ih r"},
    {"wound", "wound", "w uw n d"},
    {"exhaling", "exhaling", "eh k s hh ey l ih ng"},
    {"exhales", "exhales", "eh k s hh ey l z"},
    {"inhales", "inhales", "ih n hh ey l z"},
    {"ribcage", "ribcage", "r ih b k ey jh"},
    {"haven't", "haven't", "hh ae v n aa t"},
    {"we're", "we're", "w ih r"},
    {"physiotherapist", "physiotherapist", "f ih z iy ow th eh r ax p ax s t"},
    {"physiotherapy", "physiotherapy", "f ih z iy ow th eh r ax p iy"},
    {"pilates", "pilates", "p ih l ax t iy z"},
    {"tprun", "tprun", "t iy p iy r aa n"},
    {"effleurage", "effleurage", "eh f ax l r aa zh"},
    {"petrissage", "petrissage", "p eh t r iy s aa jh"},
    {"tapotement", "tapotement", "t ax p ow t m ax n t"},
    {"myofascial", "myofascial", "m ay ow f ae sh ax l"},
    {"fascia", "fascia", "f ae sh ax"},
    {"trapezius", "trapezius", "t r ax p iy z iy ih s"},
    {"levator", "levator", "l ax v ey t er"},
    {"suboccipital", "suboccipital", "s aa b aa k s ih p ax t ax l"},
    {"suboccipitals", "suboccipitals", "s aa b aa k s ih p ih t ax l z"},
    {"occiput", "occiput", "aa k s ih p uh t"},
    {"cranial", "cranial", "k r ey n iy ax l"},
    {"pterygoid", "pterygoid", "t eh r iy g oy d"},
    {"hyoid", "hyoid", "hh ay oy d"},
    {"scalene", "scalene", "s k ey l iy n"},
    {"scalenes", "scalenes", "s k ey l iy n z"},
    {"infraspinatus", "infraspinatus", "ih n f r ax s p ay n ey t ax s"},
    {"supraspinatus", "supraspinatus", "s uw p r ax s p ay n ey t ax s"},
    {"teres", "teres", "t eh r iy z"},
    {"serratus", "serratus", "s r ey t ax s"},
    {"latissimus", "latissimus", "l ae t ih s ih m ax s"},
    {"lats", "lats", "l ae t s"},
    {"triceps", "triceps", "t r ay s eh p s"},
    {"extensor", "extensor", "eh k s t eh n s er"},
    {"digastric", "digastric", "d ay g ae s t r ih k"},
    {"adductor", "adductor", "ax d aa k t er"},
    {"adductors", "adductors", "ax d aa k t er z"},
    {"psoas", "psoas", "s ow ae z"},
    {"soleus", "soleus", "s ow l iy ax s"},
    {"spinae", "spinae", "s p ay n iy"},
    {"coccyx", "coccyx", "k aa k s ih k s"},
    {"approx", "approx", "ax p r aa k s ax m ax t l iy"},
    {"e.g", "e.g", "f ao r ih g z ae m p ax l"},
    {"i.e", "i.e", "dh ae t ih z"},
    {"vs", "vs", "v er s ax s"},
    {"dr", "dr", "d aa k t er"},
    {"mr", "mr", "m ih s t er"},
    {"mrs", "mrs", "m ih s ax s"},
    {"ms", "ms", "m ih z"},
};
enum { ROWS = sizeof rows / sizeof *rows, PHONES = 512 };

static cst_voice *voice;

static int load(void **state)
{
    (void)state;
    flite_init();
    voice = register_cmu_us_kal(NULL);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    unregister_cmu_us_kal(voice);
    return 0;
}

/* The phones of a text without its pauses, parted by spaces. */
static void read_phones(const char *text, char phones[PHONES])
{
    cst_utterance *said = flite_synth_text(text, voice);
    size_t used = 0;
    phones[0] = '\0';
    for (cst_item *item = relation_head(utt_relation(said, "Segment")); item;
         item = item_next(item)) {
        const char *name = item_feat_string(item, "name");
        if (strcmp(name, "pau") != 0)
            used += (size_t)snprintf(phones + used, PHONES - used, used ? " %s" : "%s", name);
    }
    delete_utterance(said);
}

static const struct row *row_of(const char *word)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].word, word) == 0)
            return &rows[i];
    return NULL;
}

static void test_each_respelling_is_said_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        char phones[PHONES];
        struct tp_buf spoken = {0};
        assert_int_equal(tp_voice_text_spoken(&spoken, rows[i].text), 0);
        read_phones(spoken.data, phones);
        assert_string_equal(phones, rows[i].phones);
        tp_buf_finish(&spoken);
    }
}

static void test_no_respelling_is_there_that_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < tp_voice_lexicon_size; i++) {
        char phones[PHONES];
        const struct row *row = row_of(tp_voice_lexicon[i].word);
        assert_non_null(row);
        read_phones(row->text, phones);
        if (!tp_voice_lexicon[i].shortening)
            assert_string_not_equal(phones, row->phones);
    }
}

static void test_a_word_is_respelt_only_before_its_followers(void **state)
{
    (void)state;
    assert_string_equal(tp_voice_lexicon_find("close", "your")->said, "cloze");
    assert_null(tp_voice_lexicon_find("close", "to"));
    assert_null(tp_voice_lexicon_find("close", "you"));
    assert_null(tp_voice_lexicon_find("close", ""));
    assert_null(tp_voice_lexicon_find("closed", "your"));
}

static void test_units_know_one_from_many(void **state)
{
    (void)state;
    assert_string_equal(tp_voice_lexicon_unit("cm", true), "centimeter");
    assert_string_equal(tp_voice_lexicon_unit("cm", false), "centimeters");
    assert_null(tp_voice_lexicon_unit("neck", false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_respelling_is_said_right),
        cmocka_unit_test(test_no_respelling_is_there_that_changes_nothing),
        cmocka_unit_test(test_a_word_is_respelt_only_before_its_followers),
        cmocka_unit_test(test_units_know_one_from_many),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
