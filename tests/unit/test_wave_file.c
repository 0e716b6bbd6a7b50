/* Wave files as strangers write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/host/wave_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 1000, BYTES = 4096 };

struct made {
    unsigned char bytes[BYTES];
    size_t length;
};

static void put(struct made *made, unsigned long value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        made->bytes[made->length++] = (unsigned char)(value >> 8 * i);
}

static void put_name(struct made *made, const char *name)
{
    memcpy(made->bytes + made->length, name, strlen(name));
    made->length += strlen(name);
}

static void begin(struct made *made)
{
    made->length = 0;
    put_name(made, "RIFF");
    put(made, 0, 4);
    put_name(made, "WAVE");
}

static void put_format(struct made *made, unsigned kind, unsigned channels, unsigned bits)
{
    put_name(made, "fmt ");
    put(made, 16, 4);
    put(made, kind, 2);
    put(made, channels, 2);
    put(made, 22050, 4);
    put(made, 22050 * 2, 4);
    put(made, 2, 2);
    put(made, bits, 2);
}

/* `said` bytes, as the chunk says; `frames` that there are. */
static void put_data(struct made *made, unsigned long said, unsigned frames)
{
    put_name(made, "data");
    put(made, said, 4);
    for (unsigned i = 0; i < frames; i++)
        put(made, 65536 - i, 2); /* 0, −1, −2 … */
}

static int read_made(const struct made *made, struct wave_file *wave)
{
    FILE *file = tmpfile();
    struct tp_err err = {0};
    assert_non_null(file);
    assert_int_equal(write(fileno(file), made->bytes, made->length), made->length);
    assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
    int rc = wave_file_read(wave, fileno(file), MOST, &err);
    assert_true(rc == 0 || err.text[0]);
    fclose(file);
    return rc;
}

static void expect_samples(const struct made *made, uint32_t frames)
{
    struct wave_file wave;
    assert_int_equal(read_made(made, &wave), 0);
    assert_int_equal(wave.frames, frames);
    assert_int_equal(wave.rate, 22050);
    for (uint32_t i = 0; i < frames; i++)
        assert_int_equal(wave.samples[i], -(int)i);
    free(wave.samples);
}

static void a_plain_file_is_read(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    put_format(&made, 1, 1, 16);
    put_data(&made, 200, 100);
    expect_samples(&made, 100);
}

static void other_chunks_are_left_out(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    put_name(&made, "LIST");
    put(&made, 3, 4);
    put_name(&made, "odd"); /* and a byte that fills up */
    put(&made, 0, 1);
    put_format(&made, 1, 1, 16);
    put_data(&made, 200, 100);
    put_name(&made, "tags");
    expect_samples(&made, 100);
}

static void a_length_that_nobody_knew_ends_with_the_file(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    put_format(&made, 1, 1, 16);
    put_data(&made, 0xffffffff, 100);
    put(&made, 7, 1); /* half a sample */
    expect_samples(&made, 100);
}

static void the_longer_form_of_the_format_is_known(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    put_format(&made, 0xfffe, 1, 16);
    made.bytes[16] = 40;
    put(&made, 22, 2);
    put(&made, 16, 2);
    put(&made, 0, 4);
    put(&made, 1, 2);
    for (int i = 0; i < 14; i++)
        put(&made, 0, 1);
    put_data(&made, 20, 10);
    expect_samples(&made, 10);
}

static void no_samples_are_a_silence(void **state)
{
    struct made made;
    struct wave_file wave;
    (void)state;
    begin(&made);
    put_format(&made, 1, 1, 16);
    put_data(&made, 0, 0);
    assert_int_equal(read_made(&made, &wave), 0);
    assert_int_equal(wave.frames, 0);
    assert_null(wave.samples);
}

static void what_is_no_such_wave_is_refused(void **state)
{
    static const unsigned formats[][3] = {
        {1, 2, 16}, {1, 1, 8}, {3, 1, 32}, {1, 0, 16}, {7, 1, 16}};
    struct made made = {.length = 0};
    struct wave_file wave;
    (void)state;
    assert_int_equal(read_made(&made, &wave), -TP_EVOICE); /* nothing */
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        begin(&made);
        put_format(&made, formats[i][0], formats[i][1], formats[i][2]);
        put_data(&made, 20, 10);
        assert_int_equal(read_made(&made, &wave), -TP_EVOICE);
    }
    begin(&made);
    put_data(&made, 20, 10);
    assert_int_equal(read_made(&made, &wave), -TP_EVOICE); /* no format */
    begin(&made);
    put_format(&made, 1, 1, 16);
    assert_int_equal(read_made(&made, &wave), -TP_EVOICE); /* no data */
}

static void what_is_too_long_is_refused(void **state)
{
    FILE *file = tmpfile();
    struct wave_file wave;
    struct tp_err err;
    (void)state;
    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), 1 << 20), 0);
    assert_int_equal(wave_file_read(&wave, fileno(file), MOST, &err), -TP_EVOICE);
    assert_string_equal(err.text, "its wave file is too long");
    fclose(file);
}

/* Each byte of a file in turn is another, and the file ends after each: nothing but an answer. */
static void damage_is_survived(void **state)
{
    struct made made, damaged;
    struct wave_file wave;
    unsigned seed = 1;
    (void)state;
    begin(&made);
    put_format(&made, 1, 1, 16);
    put_data(&made, 20, 10);
    for (size_t i = 0; i < made.length; i++) {
        damaged = made;
        damaged.bytes[i] = (unsigned char)rand_r(&seed);
        if (read_made(&damaged, &wave) == 0)
            free(wave.samples);
        damaged = made;
        damaged.length = i;
        if (read_made(&damaged, &wave) == 0)
            free(wave.samples);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_file_is_read),
        cmocka_unit_test(other_chunks_are_left_out),
        cmocka_unit_test(a_length_that_nobody_knew_ends_with_the_file),
        cmocka_unit_test(the_longer_form_of_the_format_is_known),
        cmocka_unit_test(no_samples_are_a_silence),
        cmocka_unit_test(what_is_no_such_wave_is_refused),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(damage_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
