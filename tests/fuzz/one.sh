#!/bin/sh
# Tries one target for some seconds, from its seeds and from what earlier tries found worth keeping:
# one.sh FOLDER PROGRAM SEEDS SECONDS. Both lie in FOLDER; an input that breaks it is left there too.
set -eu
folder=$1 program=$2 seeds=$3 seconds=$4
name=$(basename "$program")
name=${name#fuzz_}
# Files of a target's own lie in memory where there is a folder for that.
TMPDIR=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
mkdir -p "$folder/found/$name"
"$seeds" "$TMPDIR/seeds"
"$program" -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=1024 \
    -print_final_stats=1 -artifact_prefix="$folder/$name-" "$folder/found/$name" \
    "$TMPDIR/seeds/$name"
