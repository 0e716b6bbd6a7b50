say "A long text."
local long = ("x"):rep(1e8) --> E02 the routine needs more than 64 MiB of memory
say(long)
