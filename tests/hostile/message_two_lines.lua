-- expect: 2: first\x0Atprun: second
error "first\ntprun: second"
