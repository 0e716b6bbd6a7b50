#!/bin/sh
# luacheck is content with the routines and the vocabulary; .luacheckrc says which names they have.
set -eu
cd "$(dirname "$0")/../.."
exec luacheck --quiet --no-color routines core/script/lua
