-- expect: 2: '_G' is a word of routines
_G._G = {}
