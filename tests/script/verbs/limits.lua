-- limits only tighten: what the routine leaves out is tightened with them.
routine { title = "Gentle", limits = { pressure = 3, seconds = 12, reps = 1 } }
hold { "upper_trap", side = "left", rest = 0 }
hold { "scm", side = "left" }
--> fails: limits.lua:4: hold: scm is left out unless routine{ allow = { scm = "why" } } says so
