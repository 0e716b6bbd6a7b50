#!/bin/sh
# sketch.sh TOP FOLDER: the sketches go through a C++ compiler as both boards have it, and run on a board
# that is made up. Nothing of a C++ library is needed, so any compiler will do.
set -eu
top=$1 folder=$2
for compiler in c++ clang; do
    command -v "$compiler" >/dev/null && break
    compiler=
done
[ -n "$compiler" ] || {
    echo "skipped: there is no C++ compiler here"
    exit 77
}
mkdir -p "$folder"
for board in ARDUINO_AVR_UNO ESP32; do
    "$compiler" -x c++ -std=c++11 -O1 -Wall -Wextra -Wshadow -Werror -fno-exceptions -fno-rtti "-D$board" \
        -I "$top" -I "$top/tests/plugins/serial/sketch" -o "$folder/hx711" \
        "$top/tests/plugins/serial/sketch/test_hx711.cpp"
    "$folder/hx711"
done
