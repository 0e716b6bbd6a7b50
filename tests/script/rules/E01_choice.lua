-- Each choice, and what is asked only after one of them.
local where = ask { "Where?", kind = "choice", choices = { "here", "there" }, assume = "here" }
if where == "there" then
  local sore = ask { "How sore?", kind = "number", assume = 4 }
  if sore and sore > 9 then
    wait(-1) --> E01 wait: seconds must be 0–86400, got -1 (when “Where?” is answered “there” and “How sore?” is answered 10)
  end
  wait(1)
end
ask { "Ready?", kind = "ready" }
