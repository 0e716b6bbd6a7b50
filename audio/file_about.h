/* What a sound file says about itself, put into it. */
#ifndef TP_AUDIO_FILE_ABOUT_H
#define TP_AUDIO_FILE_ABOUT_H

#include "audio/driver.h"

#include <sndfile.h>

/* Before the first frame is written: the file's head has it. What the format has no place for is
 * left out. */
void tp_file_about_put(SNDFILE *sound, const struct tp_file_about *about);

#endif
