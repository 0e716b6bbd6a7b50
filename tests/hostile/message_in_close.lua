-- expect: 3: from close
do
  local x <close> = setmetatable({}, { __close = function() error "from close" end })
end
