/* What a board keeps without power. */
#ifndef EEPROM_H
#define EEPROM_H

#include <assert.h>
#include <string.h>

static struct eeprom {
    unsigned char kept[64], written[64]; /* ESP32 keeps what was written when it is told to */
    bool begun;

    void begin(size_t size)
    {
        assert(size <= sizeof kept);
        memcpy(written, kept, sizeof kept);
        begun = true;
    }
    template <class type> void get(int at, type &value)
    {
        assert(ready() && at + sizeof value <= sizeof kept);
        memcpy(&value, written + at, sizeof value);
    }
    template <class type> void put(int at, const type &value)
    {
        assert(ready() && at + sizeof value <= sizeof kept);
        memcpy(written + at, &value, sizeof value);
#if !defined(ESP32)
        memcpy(kept, written, sizeof kept);
#endif
    }
    bool commit()
    {
        memcpy(kept, written, sizeof kept);
        return true;
    }
    bool ready()
    {
#if defined(ESP32)
        return begun;
#else
        return true;
#endif
    }
} EEPROM;

#endif
