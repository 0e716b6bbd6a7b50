-- expect: 5: held
for _, name in ipairs { "io", "os", "debug", "package", "load", "dofile", "loadfile", "collectgarbage" } do
  assert(rawget(_G, name) == nil, name)
end
error "held"
