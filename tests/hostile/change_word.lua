-- expect: 2: 'pairs' is a word of routines
pairs = next
