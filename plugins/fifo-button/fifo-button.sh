#!/bin/sh
# A button for whatever can write into a FIFO: an empty line is "next", a word is that command.
#
# Must never write anything but lines of the protocol to standard output.
say() {
    printf '{"jsonrpc":"2.0",%s}\n' "$1"
}

listen() { # open for writing too, so that it does not end with the first who wrote
    while read -r word; do
        case $word in
        '') say '"method":"next"' ;;
        *[!a-z]*) echo "not a command: $word" >&2 ;;
        *) say "\"method\":\"$word\"" ;;
        esac
    done <>"$fifo"
}

id_of() {
    id=${1##*'"id":'}
    id=${id%%[!0-9]*}
}

begin() { # the line of initialize
    id_of "$1"
    fifo=${1#*'"fifo":"'}
    fifo=${fifo%%'"'*}
    fifo=${fifo:-${XDG_RUNTIME_DIR:-/tmp}/tprun-button}
    if [ -p "$fifo" ] || { mkfifo -m 600 "$fifo" && made=$fifo; } 2>/dev/null; then
        say "\"id\":$id,\"result\":{\"protocol\":1,\"id\":\"fifo-button\",\"version\":\"0.1.0\",\"kinds\":[\"control\"]}"
        listen &
    else
        say "\"id\":$id,\"error\":{\"code\":-1,\"message\":\"no FIFO can be made there: give another place, fifo-button:fifo=PATH\"}"
    fi
}

made=
trap 'kill $! 2>/dev/null; [ -z "$made" ] || rm -f "$made"' EXIT
trap 'exit 0' TERM
while IFS= read -r line; do
    case $line in
    *'"method":"initialize"'*) begin "$line" ;;
    *'"id":'*)
        id_of "$line"
        say "\"id\":${id:-null},\"error\":{\"code\":-32601,\"message\":\"there is no such method\"}"
        ;;
    esac
done
