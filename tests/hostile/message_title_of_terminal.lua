-- expect: 2: \x1B]0;owned\x07
error "\27]0;owned\7"
