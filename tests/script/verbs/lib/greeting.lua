local shared = { count = 0 }
function shared.greet() shared.count = shared.count + 1 say "Hello." end
function shared.wrong() wait(-1) end
return shared
