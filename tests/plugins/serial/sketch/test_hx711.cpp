/* The sketch for the HX711, on a board that is made up: what it writes when the cell is pressed. */
#include "plugins/serial/sketches/hx711/hx711.ino"

/* Lets it run that long, and forgets what it wrote before. */
static void run_ms(unsigned long ms)
{
    unsigned long until_us = hx711.us + ms * 1000;
    Serial.length = 0;
    Serial.written[0] = '\0';
    while (hx711.us < until_us) {
        hx711.us += 20;
        loop();
    }
}

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "not so: %s; it wrote:\n%s\n", what, Serial.written);
    exit(1);
}

static unsigned lines()
{
    unsigned count = 0;
    for (const char *c = Serial.written; (c = strchr(c, '\n')); c++)
        count++;
    return count;
}

static bool wrote(const char *text)
{
    return strstr(Serial.written, text);
}

static bool all_are(const char *line)
{
    char expected[sizeof Serial.written] = "";
    size_t length = strlen(line);
    for (unsigned n = lines(), at = 0; n > 0; n--, at += (unsigned)length)
        memcpy(expected + at, line, length + 1);
    return lines() > 0 && strcmp(expected, Serial.written) == 0;
}

/* Without power for a moment: what was not kept is gone. */
static void start_anew()
{
    memset(EEPROM.written, 0, sizeof EEPROM.written);
#if !defined(ESP32)
    memcpy(EEPROM.written, EEPROM.kept, sizeof EEPROM.kept);
#endif
    EEPROM.begun = false;
    memset(&kept, 0, sizeof kept);
    zeroing = false;
    Serial.length = 0;
    setup();
}

int main()
{
    const long nothing = -70000, newton = (long)(COUNTS_PER_NEWTON + 0.5f);
    hx711.counts = nothing;
    memset(EEPROM.kept, 0xff, sizeof EEPROM.kept);
    memset(EEPROM.written, 0xff, sizeof EEPROM.written);
    setup();
    expect(wrote("# tprun"), "its first line is a comment");
    run_ms(450);
    expect(lines() == 0, "while nothing is weighed, nothing is written");
    hx711.counts = nothing + newton;
    run_ms(300);
    expect(!wrote("F "), "a touch makes no zero");
    hx711.counts = nothing;
    run_ms(400);
    expect(!wrote("F "), "nor does letting go");
    run_ms(600);
    run_ms(1000);
    expect(all_are("F 0.00\r\n"), "nothing is no newtons");
    expect(lines() >= 75 && lines() <= 81, "80 a second");
    hx711.counts = nothing + 12 * newton;
    run_ms(500);
    expect(all_are("F 12.00\r\n"), "twelve newtons");
    hx711.counts = nothing - 3 * newton;
    run_ms(500);
    expect(all_are("F -3.00\r\n"), "three newtons the other way");
    hx711.counts = nothing + 20 * newton;
    start_anew();
    run_ms(500);
    expect(all_are("F 20.00\r\n"), "what presses while it starts is not taken for nothing");
    hx711.counts = MOST;
    run_ms(2500);
    expect(lines() >= 2 && lines() <= 3 && wrote("# the load cell is overloaded") && !wrote("F "),
           "what is over the end is no reading");
    hx711.counts = LEAST;
    run_ms(2500);
    expect(!wrote("F "), "nor what is over the other end");
    hx711.counts = nothing + 5 * newton;
    Serial.given = 'x';
    run_ms(500);
    expect(all_are("F 5.00\r\n"), "another letter does nothing");
    Serial.given = 't';
    run_ms(600);
    expect(all_are("F 0.00\r\n"), "t makes a new zero");
    hx711.gone = true;
    run_ms(2500);
    expect(lines() == 2 && wrote("# no HX711 answers"), "an HX711 that is gone is said to be");
    hx711.gone = false;
    run_ms(500);
    expect(all_are("F 0.00\r\n"), "and goes on when it is back");
    return 0;
}
