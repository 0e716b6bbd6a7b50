# Writes OUT, a C file with the bytes of every Lua file of CHUNKS: the table tp_builtins of builtin.h.
set(arrays "")
set(rows "")
foreach(chunk ${CHUNKS})
  get_filename_component(name ${chunk} NAME_WE)
  file(READ ${chunk} bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)"
    "\\1\n" bytes "${bytes}")
  # The closing zero keeps the array of an empty file legal; length does not count it.
  string(APPEND arrays "static const unsigned char chunk_${name}[] = {\n${bytes}0x00};\n")
  string(APPEND rows "    {\"${name}\", chunk_${name}, ${length}},\n")
endforeach()
file(WRITE ${OUT} "/* Made from core/script/lua by embed.cmake. */
#include \"core/script/builtin.h\"

${arrays}
const struct tp_builtin tp_builtins[] = {
${rows}    {0},
};
")
