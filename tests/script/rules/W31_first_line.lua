#!/usr/bin/env tprun hold {} in a first line for the shell is no verb
say "Hi."
wait(1)
