#!/bin/sh
# with.sh TOOL COMMAND…: runs COMMAND, or is skipped (code 77) for want of TOOL.
command -v "$1" >/dev/null || {
    echo "skipped: there is no $1 here"
    exit 77
}
shift
exec "$@"
