#!/usr/bin/env bash
# tidy.sh BUILD: clang-tidy is content with every C file that the folder BUILD compiles.
# One core, for other tests run beside it; many files at a time, for each start takes as long as a file;
# and the analyzer looks less far through calls, which takes a fifth of the time. With arguments of any
# number it sees right only in the first file, so those have a start each.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
shallow=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=mode=shallow)
mapfile -t files < <(sed -n 's/^ *"file": "\(.*\)",*$/\1/p' "$build/compile_commands.json" |
    grep -E "^$PWD/(core|audio|plugins|tests)/" | sort -u)

# tidy NUMBER: of files at a time.
tidy() {
    xargs -d '\n' -n "$1" clang-tidy --quiet "${shallow[@]}" -p "$build"
}

{
    grep -l va_list "${files[@]}" | tidy 1
    grep -L va_list "${files[@]}" | tidy 40
} 2>&1 | sed '/^[0-9]* warnings\{0,1\} generated\.$/d'
