/* Keeps the chatter of sound libraries off the terminal.
 *
 * Looking for devices on a machine without a sound card prints about a hundred lines, and a device
 * that goes away prints more, later and from the library's own threads. Handlers do not catch it
 * all: ALSA and JACK have one each, PortAudio's is not exported by Debian and PulseAudio's client
 * has none. Sending descriptor 2 elsewhere for the whole process, for ever or around each call,
 * would swallow the program's own error lines, those of a sanitizer, and the stderr of any child
 * started at that moment.
 *
 * So the thread on which all of the library lives gets a table of descriptors of its own (Linux
 * keeps the table by thread if asked to), in which 2 leads nowhere. Threads inherit the table of
 * the one that starts them: the audio callback's and PulseAudio's are quiet too. Nobody else is
 * touched. The new table is empty from 3 on, so no file of the program is kept open here by
 * accident; nothing opened on these threads is seen by the others, which is why no other thread may
 * use the library. Descriptors 0 and 1 stay, so that a crash on such a thread can still put the
 * terminal right. Where the kernel cannot do it (Linux before 5.11) the chatter is seen, and
 * nothing else is different; outside Linux the library has little to say. */
#include "audio/driver_pa.h"

#include <fcntl.h>
#include <unistd.h>

#ifdef CLOSE_RANGE_UNSHARE
void tp_pa_quieten(void)
{
    if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_UNSHARE) != 0)
        return;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0)
        return;
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
}
#else
void tp_pa_quieten(void)
{
}
#endif
