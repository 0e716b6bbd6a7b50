#!/bin/sh
# install.sh BUILD: what `cmake --install` lays down runs from wherever it is moved to, with the
# routines that lie beside it and not with those of the source tree.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cmake --install "$1" --prefix "$place/first" >/dev/null
mv "$place/first" "$place/moved here"
cd /
tprun="$place/moved here/bin/tprun"
hello="$place/moved here/share/tprun/routines/hello.lua"

"$tprun" --version
"$tprun" plan hello >/dev/null
# A title that only the moved routine has.
sed 's/title = "[^"]*"/title = "Moved with the program"/' "$hello" >"$place/hello.lua"
mv "$place/hello.lua" "$hello"
"$tprun" plan hello --json | grep -q '"title":"Moved with the program"' || {
    echo "the installed program reads its routines from elsewhere"
    exit 1
}
[ -f "$place/moved here/share/tprun/routines/lib/points.lua" ]
[ -x "$place/moved here/libexec/tprun/tprun-guard" ]
[ -f "$place/moved here/share/tprun/routines/meta/tprun.lua" ]
"$tprun" new "$place/mine" | grep -q "moved here/share/tprun/routines/meta"
"$tprun" list | grep -q neck
# Plugins are found and run from there, and more can be made with what lies there.
"$tprun" plugins --test "fifo-button:fifo=$place/button" >"$place/tested"
[ -f "$place/moved here/include/tprun/tp_plugin.h" ]
[ -n "$(find "$place/moved here" -name template.c)" ]
# The voices lie beside it too, and can be loaded from there.
"$tprun" voices | grep -q '^slt'
XDG_CACHE_HOME="$place/cache" "$tprun" plan hello >"$place/plan"
[ -n "$(find "$place/cache" -name '*.voice')" ]
