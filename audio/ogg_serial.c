/* Ogg pages, one after another: RFC 3533. Must never change a byte but number and sum. */
#include "audio/ogg_serial.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum {
    HEAD = 27,     /* bytes of a page's head without its table of segments */
    SERIAL = 14,   /* where in it the number stands, low byte first */
    SUM = 22,      /* and the sum */
    SEGMENTS = 26, /* and the number of segments, each a byte with its length */
    LONGEST = HEAD + 255 + 255 * 255
};

/* The sum over a page: CRC-32 of 0x04C11DB7, high bit first, from 0. */
static uint32_t sum_of(const uint8_t *bytes, size_t length)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum ^= (uint32_t)bytes[i] << 24;
        for (int bit = 0; bit < 8; bit++)
            sum = sum << 1 ^ (sum & 0x80000000 ? 0x04C11DB7 : 0);
    }
    return sum;
}

static void put_number(uint8_t *to, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(number >> 8 * i);
}

/* Bytes of the page at the start of `page`, of which `there` were read; 0 when it is not a whole
 * one. */
static size_t length_of(const uint8_t *page, size_t there)
{
    if (there < HEAD || memcmp(page, "OggS", 4) != 0 || there < (size_t)HEAD + page[SEGMENTS])
        return 0;
    size_t length = HEAD + (size_t)page[SEGMENTS];
    for (int i = 0; i < page[SEGMENTS]; i++)
        length += page[HEAD + i];
    return length <= there ? length : 0;
}

int tp_ogg_settle(int fd)
{
    static const uint32_t number = 1;
    uint8_t page[LONGEST];
    off_t at = 0;
    ssize_t there;
    while ((there = pread(fd, page, sizeof page, at)) > 0) {
        size_t length = length_of(page, (size_t)there);
        if (length == 0) {
            errno = EIO;
            return -1;
        }
        put_number(page + SERIAL, number);
        put_number(page + SUM, 0);
        put_number(page + SUM, sum_of(page, length));
        if (pwrite(fd, page, HEAD, at) != HEAD)
            return -1;
        at += (off_t)length;
    }
    return there < 0 ? -1 : 0;
}
