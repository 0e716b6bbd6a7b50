#!/usr/bin/env bash
# tidy.sh BUILD: clang-tidy is content with every C file of the program that the folder BUILD compiles.
# One core: other tests run beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
run-clang-tidy -quiet -j 1 -p "$1" "^$PWD/(core|audio|plugins)/" 2>&1 |
    sed '/^[0-9]* warnings\{0,1\} generated\.$/d; /^clang-tidy/d'
