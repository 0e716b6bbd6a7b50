-- expect: 4: held
-- It deceives nobody but the routine itself.
rawset(_G, "tostring", function() return "no" end)
error(("%s"):format(12) == "12" and "held" or "deceived")
