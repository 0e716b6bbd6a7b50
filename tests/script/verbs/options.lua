-- The first value of an option is the usual one; the command line gives another, in its own kind.
routine { title = "Options", options = { side = { "both", "left", "right" }, minutes = 10, name = "Ann" } }
print(opt.side, opt.minutes, math.type(opt.minutes), opt.name)
print(pcall(function() return opt.sid end))
say "Hello."
--> print: both 10 integer Ann
--> print: false options.lua:4: opt: there is no option 'sid'; did you mean 'side'?
--> run side=left minutes=2.5 name=Bo
--> print: left 2.5 float Bo
--> print: false options.lua:4: opt: there is no option 'sid'; did you mean 'side'?
--> run side=lft
--> refuses: options.lua: side must be both, left, right, got "lft"; did you mean 'left'?
--> run sid=left
--> refuses: options.lua: there is no option 'sid'; did you mean 'side'?
--> run minutes=soon
--> refuses: options.lua: minutes must be a number, got "soon"
