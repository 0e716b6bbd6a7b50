-- expect: 2: 'print' is a word of routines
function print() end
