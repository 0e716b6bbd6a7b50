/* The file driver: a file holds exactly what was pulled, and either all of it or nothing appears.
 */
#include "tests/unit/mixer_rig.h"

#include "audio/driver.h"

#include <dirent.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, FILE_FRAMES = 12000, CUE_AT = 100, CUE_FRAMES = 8000, SLOPE = 3 };

/* A folder of its own, the mixer, and room to read a file back. */
struct desk {
    struct tp_mixer *mixer;
    char folder[PATH_SIZE / 2], path[PATH_SIZE];
    int16_t samples[2 * FILE_FRAMES];
};

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    const char *where = getenv("TMPDIR");
    assert_non_null(desk);
    snprintf(desk->folder, sizeof desk->folder, "%s/driver-file-XXXXXX", where ? where : "/tmp");
    assert_non_null(mkdtemp(desk->folder));
    desk->mixer = tp_mixer_create();
    assert_non_null(desk->mixer);
    struct tp_clip *clip = flat_clip(CUE_FRAMES, 0);
    for (int i = 0; i < CUE_FRAMES; i++) /* up to where a wrong scale would show */
        clip->samples[i] = (int16_t)(SLOPE * (i + 1));
    struct tp_mix_cue cue = session_cue(clip, CUE_AT, 1);
    assert_int_equal(tp_mixer_post(desk->mixer, &cue), 0);
    assert_int_equal(tp_mixer_run(desk->mixer, true), 0);
    tp_mixer_allow(desk->mixer, TP_NEVER);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    tp_mixer_destroy(desk->mixer);
    assert_int_equal(rmdir(desk->folder), 0); /* empty: each test takes its files away */
    free(desk);
    return 0;
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static const char *path_of(struct desk *desk, const char *name)
{
    snprintf(desk->path, sizeof desk->path, "%s/%s", desk->folder, name);
    return desk->path;
}

static int files_in(const struct desk *desk)
{
    int count = 0;
    DIR *folder = opendir(desk->folder);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static struct tp_file_driver *open_file(struct desk *desk, const char *name)
{
    struct tp_file_driver *driver = NULL;
    struct tp_err err = {0};
    if (tp_file_open(&driver, desk->mixer, path_of(desk, name), &err))
        fail_msg("%s", err.text);
    return driver;
}

/* Reads the file back; its frames. */
static sf_count_t read_back(struct desk *desk, const char *name, int format)
{
    SF_INFO info = {0};
    SNDFILE *sound = sf_open(path_of(desk, name), SFM_READ, &info);
    assert_non_null(sound);
    assert_int_equal(info.samplerate, TP_RATE);
    assert_int_equal(info.channels, 2);
    assert_int_equal(info.format, format);
    assert_true(info.frames <= FILE_FRAMES);
    assert_int_equal(sf_readf_short(sound, desk->samples, info.frames), info.frames);
    sf_close(sound);
    return info.frames;
}

static void assert_exact(const struct desk *desk, sf_count_t frames)
{
    for (sf_count_t i = 0; i < frames; i++) {
        bool sounds = i >= CUE_AT && i < CUE_AT + CUE_FRAMES;
        sf_count_t expected = sounds ? SLOPE * (i - CUE_AT + 1) : 0;
        assert_int_equal(desk->samples[2 * i], expected);
        assert_int_equal(desk->samples[2 * i + 1], expected);
    }
}

static void write_and_compare(struct desk *desk, const char *name, int format)
{
    struct tp_file_driver *driver = open_file(desk, name);
    assert_int_equal(tp_file_pull(driver, 10, NULL), 0); /* less than the limiter's delay */
    assert_int_equal(tp_file_pull(driver, 0, NULL), 0);
    assert_int_equal(tp_file_pull(driver, 4097, NULL), 0);
    assert_int_equal(tp_file_pull(driver, 9000 - 4107, NULL), 0);
    assert_int_equal(tp_mixer_now(desk->mixer), 9000);
    assert_int_equal(tp_file_finish(driver, true, NULL), 0);
    assert_int_equal(read_back(desk, name, format), 9000);
    assert_exact(desk, 9000);
    assert_int_equal(files_in(desk), 1);
    unlink(desk->path);
}

static void a_wav_holds_every_sample_at_its_frame(void **state)
{
    write_and_compare(*state, "out.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16);
}

static void a_flac_holds_every_sample_at_its_frame(void **state)
{
    write_and_compare(*state, "out.FLAC", SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
}

/* Lossy: as many frames, and nearly the same at most of them. */
static void write_and_listen(struct desk *desk, const char *name, int format)
{
    struct tp_file_driver *driver = open_file(desk, name);
    assert_int_equal(tp_file_pull(driver, FILE_FRAMES, NULL), 0);
    assert_int_equal(tp_file_finish(driver, true, NULL), 0);
    assert_int_equal(read_back(desk, name, format), FILE_FRAMES);
    assert_in_range(desk->samples[2 * (CUE_AT + 6000)], 17000, 19000);
    assert_in_range(desk->samples[2 * 11000] + 200, 0, 400);
    unlink(desk->path);
}

static void an_ogg_sounds_alike(void **state)
{
    write_and_listen(*state, "out.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS);
}

static void an_mp3_sounds_alike(void **state)
{
    const int format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    SF_INFO info = {.samplerate = TP_RATE, .channels = 2, .format = format};
    if (!sf_format_check(&info)) {
        print_message("skipped: this libsndfile cannot write mp3\n");
        skip();
    }
    write_and_listen(*state, "out.mp3", format);
}

static void another_ending_is_refused_and_nothing_is_made(void **state)
{
    struct desk *desk = *state;
    static const char *const names[] = {"out.xyz", "out", "wav", "out.wav.", "out.wave"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct tp_file_driver *driver = NULL;
        struct tp_err err = {0};
        int result = tp_file_open(&driver, desk->mixer, path_of(desk, names[i]), &err);
        assert_int_equal(result, -TP_EINVAL);
        assert_non_null(strstr(err.text, ".flac"));
        assert_null(driver);
    }
    assert_int_equal(files_in(desk), 0);
}

static void a_folder_that_is_missing_is_said(void **state)
{
    struct desk *desk = *state;
    struct tp_file_driver *driver = NULL;
    struct tp_err err = {0};
    int result = tp_file_open(&driver, desk->mixer, path_of(desk, "no/out.wav"), &err);
    assert_int_equal(result, -TP_EIO);
    assert_non_null(strstr(err.text, "no/out.wav: No such file"));
    assert_null(driver);
    assert_int_equal(tp_file_finish(NULL, true, NULL), 0);
}

static void put_old_file(struct desk *desk, const char *name)
{
    FILE *file = fopen(path_of(desk, name), "w");
    assert_non_null(file);
    assert_true(fputs("old", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_old_file(struct desk *desk, const char *name)
{
    char text[10] = "";
    FILE *file = fopen(path_of(desk, name), "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, "old");
    assert_int_equal(files_in(desk), 1);
    unlink(desk->path);
}

static void the_old_file_stays_until_the_new_one_is_whole(void **state)
{
    struct desk *desk = *state;
    put_old_file(desk, "out.wav");
    struct tp_file_driver *driver = open_file(desk, "out.wav");
    assert_int_equal(tp_file_pull(driver, 5000, NULL), 0);
    assert_int_equal(tp_file_finish(driver, false, NULL), 0);
    assert_old_file(desk, "out.wav");
}

static void a_new_file_has_the_rights_of_a_new_file(void **state)
{
    struct desk *desk = *state;
    struct stat status;
    mode_t mask = umask(027);
    assert_int_equal(tp_file_finish(open_file(desk, "out.wav"), true, NULL), 0);
    umask(mask);
    assert_int_equal(stat(desk->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_int_equal(read_back(desk, "out.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16), 0);
    unlink(desk->path);
}

static void a_target_that_cannot_be_replaced_leaves_nothing_behind(void **state)
{
    struct desk *desk = *state;
    struct tp_err err = {0};
    assert_int_equal(mkdir(path_of(desk, "out.wav"), 0777), 0);
    struct tp_file_driver *driver = open_file(desk, "out.wav");
    assert_int_equal(tp_file_pull(driver, 500, &err), 0);
    assert_int_equal(tp_file_finish(driver, true, &err), -TP_EIO);
    assert_non_null(strstr(err.text, "out.wav: "));
    assert_int_equal(files_in(desk), 1);
    rmdir(desk->path);
}

/* A disk that has no more room than this: to a program, a limit on files looks the same. */
static void leave_room_for(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_is_said_and_the_old_file_stays(void **state)
{
    struct desk *desk = *state;
    struct tp_err err = {0}, last = {0};
    put_old_file(desk, "out.wav");
    struct tp_file_driver *driver = open_file(desk, "out.wav");
    leave_room_for(20000);
    int result = 0; /* it is written behind: a few seconds of sound on, it is known */
    for (int second = 0; second < 10 && result == 0; second++)
        result = tp_file_pull(driver, TP_RATE, &err);
    int again = tp_file_pull(driver, TP_RATE, NULL);
    int end = tp_file_finish(driver, true, &last);
    leave_room_for(RLIM_INFINITY);
    assert_int_equal(result, -TP_EIO);
    assert_int_equal(again, -TP_EIO);
    assert_int_equal(end, -TP_EIO);
    assert_non_null(strstr(err.text, "out.wav: "));
    assert_non_null(strstr(last.text, "out.wav: "));
    assert_old_file(desk, "out.wav");
}

/* What the library keeps back, and the header, are written last. */
static void a_disk_that_is_full_at_the_end_is_said_too(void **state)
{
    struct desk *desk = *state;
    static const char *const names[] = {"out.wav", "out.flac", "out.ogg"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct tp_err err = {0};
        struct tp_file_driver *driver = open_file(desk, names[i]);
        for (int second = 0; second < 7; second++) /* by then the first was written */
            assert_int_equal(tp_file_pull(driver, TP_RATE, &err), 0);
        leave_room_for(0);
        int result = tp_file_finish(driver, true, &err);
        leave_room_for(RLIM_INFINITY);
        assert_int_equal(result, -TP_EIO);
        assert_true(err.text[0] != '\0');
        assert_int_equal(files_in(desk), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(a_wav_holds_every_sample_at_its_frame),
        desk_test(a_flac_holds_every_sample_at_its_frame),
        desk_test(an_ogg_sounds_alike),
        desk_test(an_mp3_sounds_alike),
        desk_test(another_ending_is_refused_and_nothing_is_made),
        desk_test(a_folder_that_is_missing_is_said),
        desk_test(the_old_file_stays_until_the_new_one_is_whole),
        desk_test(a_new_file_has_the_rights_of_a_new_file),
        desk_test(a_target_that_cannot_be_replaced_leaves_nothing_behind),
        desk_test(a_full_disk_is_said_and_the_old_file_stays),
        desk_test(a_disk_that_is_full_at_the_end_is_said_too),
    };
    signal(SIGXFSZ, SIG_IGN); /* the limit shall be an error of write, not the end */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
