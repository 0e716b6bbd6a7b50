-- Each value of an option is tried.
routine { title = "Options", options = { side = { "both", "left" }, long = false, minutes = 3 } }
if opt.side == "left" then
  wait(-1) --> E01 wait: seconds must be 0–86400, got -1 (with side=left)
end
if opt.long and ask { "Longer still?", kind = "yes_no", assume = false } then
  wait(-2) --> E01 got -2 (with long=true and “Longer still?” is answered yes)
end
wait(opt.minutes)
