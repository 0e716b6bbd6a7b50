/* Tags and cue points through libsndfile. Must never be called once a frame was written. */
#include "audio/file_about.h"

#include <stdlib.h>

/* A head of libsndfile's has at most 100 KiB, and a cue point takes 24 bytes of it. */
enum { MOST_MARKS = 2000 };

static const int DATA_CHUNK = 'd' | 'a' << 8 | 't' << 16 | 'a' << 24; /* its name, as WAV has it */

/* As SF_CUES, which has room for a hundred. */
typedef SF_CUES_VAR(MOST_MARKS) cue_list;

/* Of too many marks only every second, third, … is taken, so that they lie all over the file. */
static void put_marks(SNDFILE *sound, const tp_frames *marks, size_t count)
{
    size_t every = (count + MOST_MARKS - 1) / MOST_MARKS;
    cue_list *cues = count > 0 ? calloc(1, sizeof *cues) : NULL;
    if (!cues)
        return;
    for (size_t i = 0; i < count && marks[i] <= UINT32_MAX; i += every) {
        SF_CUE_POINT *point = &cues->cue_points[cues->cue_count++];
        *point = (SF_CUE_POINT){.indx = (int32_t)cues->cue_count,
                                .position = (uint32_t)marks[i],
                                .fcc_chunk = DATA_CHUNK,
                                .sample_offset = (uint32_t)marks[i]};
    }
    size_t size = sizeof(uint32_t) + cues->cue_count * sizeof(SF_CUE_POINT);
    sf_command(sound, SFC_SET_CUE, cues, (int)size);
    free(cues);
}

void tp_file_about_put(SNDFILE *sound, const struct tp_file_about *about)
{
    const struct {
        int kind;
        const char *text;
    } tags[] = {{SF_STR_TITLE, about->title},
                {SF_STR_ARTIST, about->artist},
                {SF_STR_COMMENT, about->comment},
                {SF_STR_SOFTWARE, about->software}};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i].text && *tags[i].text)
            sf_set_string(sound, tags[i].kind, tags[i].text);
    put_marks(sound, about->marks, about->mark_count);
}
