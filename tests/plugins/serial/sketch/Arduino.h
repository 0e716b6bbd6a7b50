/* As much of an Arduino as a sketch for an HX711 needs, with the HX711 at its pins. Time passes
 * only as the sketch spends it, and as the test says. */
#ifndef ARDUINO_H
#define ARDUINO_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOW, HIGH };
enum { INPUT, OUTPUT };

static struct {
    unsigned long us, high_since_us, ready_us;
    bool masked, clock, gone; /* gone: nothing answers */
    int pulses;               /* of this reading */
    long counts;              /* what it measures */
    unsigned readings;        /* taken of it, whole */
    int data_pin, clock_pin;
} hx711;

static inline long min(long a, long b)
{
    return a < b ? a : b;
}

static inline long max(long a, long b)
{
    return a > b ? a : b;
}

static inline unsigned long millis()
{
    return hx711.us / 1000;
}

static inline void delayMicroseconds(unsigned us)
{
    hx711.us += us;
}

static inline void noInterrupts()
{
    hx711.masked = true;
}

static inline void interrupts()
{
    hx711.masked = false;
}

static inline void pinMode(int pin, int mode)
{
    *(mode == INPUT ? &hx711.data_pin : &hx711.clock_pin) = pin;
}

static inline void digitalWrite(int pin, int level)
{
    assert(pin == hx711.clock_pin);
    hx711.us += 4;
    if (level == HIGH && !hx711.clock) {
        assert(hx711.masked && !hx711.gone && hx711.us >= hx711.ready_us);
        hx711.high_since_us = hx711.us;
        hx711.pulses++;
    }
    if (level == LOW && hx711.clock) {
        assert(hx711.us - hx711.high_since_us < 60);
        if (hx711.pulses == 25) { /* the next one comes in an eightieth of a second */
            hx711.pulses = 0;
            hx711.readings++;
            hx711.ready_us = hx711.us + 12500;
        }
    }
    hx711.clock = level == HIGH;
}

static inline int digitalRead(int pin)
{
    assert(pin == hx711.data_pin);
    hx711.us += 4;
    if (hx711.pulses == 0)
        return hx711.gone || hx711.us < hx711.ready_us ? HIGH : LOW;
    return hx711.pulses <= 24 && (hx711.counts >> (24 - hx711.pulses) & 1) ? HIGH : LOW;
}

/* What it wrote, and what is written to it. */
static struct serial_port {
    char written[65536];
    size_t length;
    int given; /* -1: nothing */

    void begin(long baud)
    {
        assert(baud == 115200);
        given = -1;
    }
    void print(const char *text)
    {
        assert(length + strlen(text) < sizeof written);
        strcpy(written + length, text);
        length += strlen(text);
    }
    void println(const char *text)
    {
        print(text);
        print("\r\n");
    }
    void println(float number, int digits)
    {
        char text[40];
        snprintf(text, sizeof text, "%.*f", digits, (double)number);
        println(text);
    }
    int available()
    {
        return given >= 0;
    }
    int read()
    {
        int one = given;
        given = -1;
        return one;
    }
} Serial;

#endif
