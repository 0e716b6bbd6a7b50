/* The entry of the voice's cache whose bytes are tried; the seeds are made for it. */
#ifndef TP_TESTS_FUZZ_VOICE_CACHE_H
#define TP_TESTS_FUZZ_VOICE_CACHE_H

#define FUZZ_VOICE "fuzz 1"
#define FUZZ_SPOKEN "Let go."
enum { FUZZ_RATE = 1000 };

#endif
