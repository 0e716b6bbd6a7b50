// A load cell on an HX711 as a pressure sensor for tprun: a line "F 12.34", in newtons, for each reading.
//
// For Arduino Uno, Nano, Leonardo and the like, and for ESP32. Needs no library but what comes with them.
// What it measures with nothing on it is found once, in its very first second, and kept without power: a
// board that starts anew while somebody presses must not take that for nothing. A letter t makes it find
// it again. What cannot be a reading is never written as one: then the line begins with # and says what
// is wrong.
#include <Arduino.h>
#include <EEPROM.h>

// ---- yours to change ----

#if defined(ESP32)
const int DATA_PIN = 16, CLOCK_PIN = 4; // DT and SCK of the HX711
#else
const int DATA_PIN = 3, CLOCK_PIN = 2;
#endif
const float CELL_KG = 10;      // what stands on the load cell
const float CELL_MV_PER_V = 1; // what its seller says; most say 1

// ---- the rest may stay ----

// The HX711 counts 2^23 for half its supply, 128 times magnified; the cell gives so many thousandths of
// that supply at its full load.
const float COUNTS_PER_NEWTON = CELL_MV_PER_V * 1e-3f * 256 * 8388608 / (CELL_KG * 9.80665f);
const float RESTLESS_N = 0.5f;                // nothing does not move by so much
const long LEAST = -8388608, MOST = 8388607; // the ends of what it can count
const unsigned long ZERO_MS = 500, SILENT_MS = 1000;
const int SETTLING = 4, ZERO_READINGS = 4; // not looked at, at first; at least, for a zero

struct kept {
  unsigned long mark; // MARK, or nothing was kept yet
  long zero;          // counts of nothing
} kept;
const unsigned long MARK = 0x74707231;

bool zeroing;                // the zero is being found:
long zero_sum, low, high;    // of what was counted,
int zero_count;              // so many times,
unsigned long zero_began_ms; // since then
unsigned long heard_ms, told_ms;

// One bit, the highest first. The clock must not be high for 60 us, or the HX711 goes to sleep.
bool next_bit()
{
  noInterrupts();
  digitalWrite(CLOCK_PIN, HIGH);
  delayMicroseconds(1);
  bool bit = digitalRead(DATA_PIN) == HIGH;
  digitalWrite(CLOCK_PIN, LOW);
  interrupts();
  delayMicroseconds(1);
  return bit;
}

// 24 bits, and one more pulse: the next reading is of the same channel.
long read_counts()
{
  unsigned long bits = 0;
  for (int i = 0; i < 24; i++)
    bits = bits << 1 | (next_bit() ? 1 : 0);
  next_bit();
  return bits & 0x800000UL ? (long)bits - 0x1000000L : (long)bits;
}

// At most once a second.
void complain(const char *text)
{
  if (millis() - told_ms < SILENT_MS)
    return;
  told_ms = millis();
  Serial.print("# ");
  Serial.println(text);
}

void begin_zero()
{
  zeroing = true;
  zero_sum = 0;
  zero_count = -SETTLING;
}

void keep_zero()
{
  kept.mark = MARK;
  kept.zero = zero_sum / zero_count;
  EEPROM.put(0, kept);
#if defined(ESP32)
  EEPROM.commit();
#endif
  zeroing = false;
}

void find_zero(long counts)
{
  if (zero_count++ < 0)
    return;
  if (zero_count == 1) {
    zero_began_ms = millis();
    low = high = counts;
  }
  zero_sum += counts;
  low = min(low, counts);
  high = max(high, counts);
  if (high - low > RESTLESS_N * COUNTS_PER_NEWTON) {
    complain("hands off, please: it finds out what nothing is");
    begin_zero();
  } else if (zero_count >= ZERO_READINGS && millis() - zero_began_ms >= ZERO_MS) {
    keep_zero();
  }
}

void take(long counts)
{
  if (counts == LEAST || counts == MOST) {
    complain("the load cell is overloaded, or one of its wires is loose");
  } else if (zeroing) {
    find_zero(counts);
  } else {
    Serial.print("F ");
    Serial.println((counts - kept.zero) / COUNTS_PER_NEWTON, 2);
  }
}

void setup()
{
  Serial.begin(115200);
  pinMode(DATA_PIN, INPUT);
  pinMode(CLOCK_PIN, OUTPUT);
  digitalWrite(CLOCK_PIN, LOW);
  Serial.println("# tprun: HX711");
#if defined(ESP32)
  EEPROM.begin(sizeof kept);
#endif
  EEPROM.get(0, kept);
  if (kept.mark != MARK)
    begin_zero();
}

void loop()
{
  if (Serial.available() > 0 && Serial.read() == 't')
    begin_zero();
  if (digitalRead(DATA_PIN) == LOW) { // a reading is ready
    heard_ms = millis();
    take(read_counts());
  } else if (millis() - heard_ms >= SILENT_MS) {
    complain("no HX711 answers: look at its wires DT and SCK, and at its power");
  }
}
