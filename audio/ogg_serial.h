/* The serial number of an Ogg stream, which libsndfile draws at random: with it no two files of the
 * same sound would be the same. */
#ifndef TP_AUDIO_OGG_SERIAL_H
#define TP_AUDIO_OGG_SERIAL_H

/* Gives all pages of the whole file of one stream the number 1, and their sums anew. 0, or −1 with
 * errno: the file is half done. [any thread] */
int tp_ogg_settle(int fd);

#endif
