-- The first value of an option is the usual one; the command line gives another, in its own kind.
routine { title = "Options", options = { side = { "both", "left", "right" }, minutes = 10, name = "Ann" } }
print(opt.side, opt.minutes, math.type(opt.minutes), opt.name)
print(pcall(function() return opt.sid end))
--> print: both 10 integer Ann
--> print: false options.lua:4: opt: there is no option 'sid'; did you mean 'side'?
--> run side=left minutes=2.5 name=Bo
--> print: left 2.5 float Bo
--> print: false options.lua:4: opt: there is no option 'sid'; did you mean 'side'?
--> run side=lft
--> fails: options.lua:2: routine: option side must be both, left, right, got "lft"; did you mean 'left'?
--> run sid=left
--> fails: options.lua:2: routine: there is no option 'sid'; did you mean 'side'?
