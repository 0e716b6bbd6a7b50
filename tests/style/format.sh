#!/bin/sh
# Every C file is as clang-format would write it. Each version of clang-format has its own taste;
# the one asked is that of Debian 12.
set -eu
cd "$(dirname "$0")/../.."
version=$(clang-format --version)
case $version in
*"version 14."*) ;;
*)
    echo "skipped: $version is not version 14"
    exit 77
    ;;
esac
find core audio plugins tests -name '*.[ch]' -exec clang-format --dry-run -Werror {} +
